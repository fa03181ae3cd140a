"""What the public site shows, and what its staff see of it."""
