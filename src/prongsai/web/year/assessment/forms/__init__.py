"""Forms of years and frameworks."""
