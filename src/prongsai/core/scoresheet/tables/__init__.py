"""Tables and lines of labels and numbers become figures."""
