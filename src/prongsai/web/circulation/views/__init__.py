"""Pages of circulations."""
