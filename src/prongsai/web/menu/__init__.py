"""The menu of every page, and the search over everything that it leads to."""
