"""Changes of rows of registers."""
