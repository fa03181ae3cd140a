"""What the framework commands take."""

from __future__ import annotations

from prongsai.cli.commands import Argument
from prongsai.core.text import Text

YEAR_HELP = Text("ปีงบประมาณ เช่น 2565", "Fiscal year, such as 2565.")
YEAR = Argument(["year"], type=int, help_text=YEAR_HELP)
