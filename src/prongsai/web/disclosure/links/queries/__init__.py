"""What is known of addresses."""
