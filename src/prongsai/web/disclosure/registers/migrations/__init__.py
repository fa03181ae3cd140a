"""Database steps of the registers."""
