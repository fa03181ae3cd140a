"""Links: what an address of evidence shows today, as far as it is known, and the proof of it."""
