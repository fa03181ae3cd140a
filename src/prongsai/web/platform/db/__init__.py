"""What only one of the two databases can do: the only room with SQL of our own."""
