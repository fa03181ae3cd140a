"""Files and photos that show what was done."""
