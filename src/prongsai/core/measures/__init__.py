"""Measures: the library of patterns, the plan drawn from it, and what a plan lacks."""
