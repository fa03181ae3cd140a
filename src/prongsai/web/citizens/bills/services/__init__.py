"""What is done with bills and money."""
