"""Look at addresses, and keep what was seen."""
