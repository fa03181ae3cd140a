"""The year's measures plan, edited row by row by several people."""
