"""What is done with the figures."""
