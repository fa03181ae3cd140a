"""Pages of years, frameworks, carrying forward and notes."""
