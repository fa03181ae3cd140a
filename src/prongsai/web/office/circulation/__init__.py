"""Papers sent to units and staff, and who has read them."""
