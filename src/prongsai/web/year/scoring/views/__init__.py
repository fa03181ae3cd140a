"""Pages of scores and remarks."""
