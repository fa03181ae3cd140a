"""What pages of the registers show."""
