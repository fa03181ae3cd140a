"""Registers: the daily records of a unit, each declared in one YAML file.

`reading` gives a `model.Register`, `rows` takes what was typed, `checks` tells what is wrong with
rows, `rolling` adds them up, `importing` takes a file in. docs/registers.md tells the YAML.
"""
