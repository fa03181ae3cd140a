"""Changes of the disclosure."""
