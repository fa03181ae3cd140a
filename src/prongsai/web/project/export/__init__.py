"""The public site of an agency as files that need no server."""
