"""Official papers: what a paper says and in which order, without how it is drawn."""
