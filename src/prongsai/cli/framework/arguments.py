"""What the framework commands take."""

from prongsai.cli.commands import Argument

YEAR = Argument(["year"], type=int)
