"""An agency's fiscal year: its framework, its dates, its state."""
