"""What was done for each measure, and where it stands."""
