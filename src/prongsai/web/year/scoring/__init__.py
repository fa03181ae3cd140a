"""Scores of a year in revisions, and the remarks of the NACC."""
