"""The reports at six and twelve months, and of results."""
