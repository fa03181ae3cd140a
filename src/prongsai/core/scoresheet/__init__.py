"""Published score sheets: what was printed about an agency's scores, and where."""
