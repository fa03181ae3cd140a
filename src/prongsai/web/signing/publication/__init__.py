"""What the agency has published, for everybody."""
