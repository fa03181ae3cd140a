"""What an agency’s web site must disclose (OIT): the work on each item, and its worth."""
