"""Bills and money as pages and papers show them."""
