"""What the agency's web site discloses (OIT): who does each item, its evidence, and the hand-in."""
