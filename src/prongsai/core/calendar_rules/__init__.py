"""The days of a fiscal year: what is due when, who is told when, and how it looks on a strip."""
