"""The agency: units, positions, people, and who may do what."""
