"""The chain of approval: routes, steps, what may follow what."""
