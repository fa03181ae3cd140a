"""What the pages of the disclosure show."""
