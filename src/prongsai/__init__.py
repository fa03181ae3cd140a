"""Prongsai: the ITA year of a Thai public agency, from published score to evidence."""

__version__ = "0.3.0.dev0"
