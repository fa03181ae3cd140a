"""The year's dates, tasks and reminders."""
