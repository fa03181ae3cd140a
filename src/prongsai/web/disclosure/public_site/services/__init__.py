"""What people do with the public site."""
