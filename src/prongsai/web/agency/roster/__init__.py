"""A file of units, positions and people: its columns, its rows, and what taking it over means."""
