"""Changes of surveys, each with its rules."""
