"""The scores of many agencies from the answers that were counted, and what they say together."""
