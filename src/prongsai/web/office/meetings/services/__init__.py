"""What may be done with working groups, meetings and tasks."""
