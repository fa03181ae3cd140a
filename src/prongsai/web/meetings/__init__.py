"""Working groups, meetings, resolutions."""
