"""How a paper is approved: routes as data, a chain of steps as a value."""
