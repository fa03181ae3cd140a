"""The pages of the agency, by what they are about."""
