"""Registers: the daily records of the units, each of them declared in one YAML file."""
