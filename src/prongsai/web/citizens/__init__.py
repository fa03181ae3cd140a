"""Where citizens are served: cases, the counter, bills."""
