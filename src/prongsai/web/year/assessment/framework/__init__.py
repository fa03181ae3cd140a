"""Frameworks as values: texts, edits, what is unconfirmed, differences, subjects."""
