"""Official papers made by jobs and kept as files."""
