"""What stands around figures: captions, years, names of agencies, marks of notes."""
