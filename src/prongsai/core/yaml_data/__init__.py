"""YAML that people write, as declared types: one way to read it, one way to tell what is wrong.

`documents` parses and knows lines, `declared` holds data against a type and tells every fault.
"""
