"""What-if questions on the example, beside scoring it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from prongsai.core.analysis.whatif import change, cheapest
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.core.scoring.compute import score_sheet
from prongsai.readers.scores import read_scores
from scripts.benchmarks.measure import call, pairs
from scripts.benchmarks.results import Line, Report
from scripts.benchmarks.sheets import EXAMPLE

_TIMES = 5


def measure(report: Report, *, count: int) -> None:
    """Inside one process, framework loaded and caches warm on both sides."""
    catalogue = Catalogue()
    sheet = read_scores(EXAMPLE.read_bytes(), EXAMPLE.name, catalogue).sheet
    framework = catalogue.get(2565)
    card = score_sheet(framework, sheet)
    nothing = score_sheet(framework, _zeros(sheet))
    scoring = call(lambda: score_sheet(framework, sheet), _TIMES)
    questions: tuple[tuple[str, Callable[[], object]], ...] = (
        ("one changed score", lambda: change(card, {"o12": Fraction(100)})),
        ("cheapest way to level AA", lambda: cheapest(card, "AA")),
        ("cheapest way to a total of 95", lambda: cheapest(card, "95")),
        ("cheapest way to a total of 100", lambda: cheapest(card, "100")),
        ("cheapest way from nothing to a total of 100", lambda: cheapest(nothing, "100")),
    )
    for name, question in questions:
        ratio = pairs(call(question, _TIMES), scoring, count)
        report.lines.append(Line(f"What-if: {name}", "scoring the same sheet", ratio))


def _zeros(sheet: ScoreSheet) -> ScoreSheet:
    """An agency that has nothing: every item is to be weighed, the heaviest question there is."""
    return replace(sheet, figures=tuple(replace(f, value=Decimal(0)) for f in sheet.figures))
