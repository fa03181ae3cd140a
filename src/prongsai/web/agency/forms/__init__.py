"""What people may type, with the house's words for what is wrong."""
