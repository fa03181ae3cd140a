"""The site's commands: `prongsai` finds them by name, and only then loads Django."""
