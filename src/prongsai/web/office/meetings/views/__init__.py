"""The pages of working groups, meetings and tasks."""
