"""The pages of the calendar and the inbox."""
