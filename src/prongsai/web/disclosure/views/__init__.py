"""Pages of the disclosure."""
