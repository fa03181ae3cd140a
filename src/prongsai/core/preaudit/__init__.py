"""Reads evidence of an OIT item as an assessor does: what is there, what is not, what to look at."""
