"""The yearly cycle, from the framework of the year to the reports on its measures."""
