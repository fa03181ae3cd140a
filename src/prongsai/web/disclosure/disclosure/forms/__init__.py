"""What people may type of the disclosure."""
