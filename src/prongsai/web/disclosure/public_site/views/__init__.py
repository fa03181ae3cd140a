"""The pages of the public site, and those of its staff."""
