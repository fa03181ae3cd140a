"""What is done with owners."""
