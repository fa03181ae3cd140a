"""What every paper stands on: its font, its line breaks, and the text layer of its PDF."""
