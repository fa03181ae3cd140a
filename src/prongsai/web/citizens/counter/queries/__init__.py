"""The counter as pages and papers show it."""
