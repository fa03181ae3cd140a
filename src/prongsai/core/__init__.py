"""The rules of the assessment as a library: values in, values out.

Nothing here reads a clock, a socket or the environment, and nothing imports a web framework.
"""
