"""Speed and memory of Prongsai beside named peers, as ratios of interleaved pairs."""
