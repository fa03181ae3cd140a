"""What the framework commands take."""

from __future__ import annotations

import click

YEAR = click.Argument(["year"], type=int)
