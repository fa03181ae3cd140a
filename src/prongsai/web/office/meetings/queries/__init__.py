"""What the pages of working groups, meetings and tasks show."""
