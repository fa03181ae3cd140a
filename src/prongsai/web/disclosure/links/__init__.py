"""What addresses on the web showed when they were looked at, and when."""
