"""Dashboard, item and indicator pages, why a score is what it is, what-if."""
