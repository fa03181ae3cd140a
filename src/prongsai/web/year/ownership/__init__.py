"""Who owns which indicator, item and measure, and what waits for whom."""
