"""Scores that a document prints: certain by its structure, or candidates for a person."""
