"""Proof: what addresses showed on a day, in a pack that can be verified without a network."""
