"""The pages of approval."""
