"""Add evidence, change what is said of it, remove it."""
