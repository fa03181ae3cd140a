"""Parts of pages that speak of the framework of a year."""
