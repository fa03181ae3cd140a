"""The command line: one entry, commands loaded when they are called."""

from prongsai.cli.main import main

__all__ = ["main"]
