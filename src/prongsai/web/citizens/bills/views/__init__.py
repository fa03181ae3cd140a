"""The pages of bills."""
