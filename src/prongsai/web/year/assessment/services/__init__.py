"""What people do with years and their frameworks."""
