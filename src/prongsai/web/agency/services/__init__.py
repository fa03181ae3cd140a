"""The verbs of the agency, by what they change."""
