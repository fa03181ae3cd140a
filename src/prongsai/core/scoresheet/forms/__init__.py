"""Tables in forms of their own become the usual ones."""
