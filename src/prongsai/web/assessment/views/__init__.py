"""Pages of years, frameworks, merging, carrying forward and notes."""
