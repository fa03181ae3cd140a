"""What a score card means: weak points, worth, trends, remarks, and the way to a target."""
