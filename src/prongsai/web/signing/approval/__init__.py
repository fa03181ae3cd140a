"""Routes, steps, decisions, the exact paper that was approved."""
