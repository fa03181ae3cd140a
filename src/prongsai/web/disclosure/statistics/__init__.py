"""How often what is public is read and what is searched there, without anybody's data."""
