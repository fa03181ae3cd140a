"""From published figures to the score they stand for: computed, verified, rated, explained."""
