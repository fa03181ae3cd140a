"""What the public reads: links, items, registers, surveys, statistics, the site."""
