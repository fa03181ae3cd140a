"""What changes the calendar and what it sends."""
