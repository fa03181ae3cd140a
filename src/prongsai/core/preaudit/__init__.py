"""Reads evidence of an OIT item as an assessor does: what is there and what is not."""
