"""What-if questions on the example, beside scoring it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from benchmarks.measure import call, pairs
from benchmarks.results import Line, Report
from benchmarks.sheets import EXAMPLE
from prongsai.core.analysis.whatif import change, cheapest
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoring.compute import score_sheet
from prongsai.readers.scores import read_scores

_TIMES = 5


def measure(report: Report, *, count: int) -> None:
    """Inside one process, framework loaded and caches warm on both sides."""
    catalogue = Catalogue()
    sheet = read_scores(EXAMPLE.read_bytes(), EXAMPLE.name, catalogue).sheet
    framework = catalogue.get(2565)
    card = score_sheet(framework, sheet)
    scoring = call(lambda: score_sheet(framework, sheet), _TIMES)
    questions: tuple[tuple[str, Callable[[], object]], ...] = (
        ("one changed score", lambda: change(card, {"o12": Fraction(100)})),
        ("cheapest way to level AA", lambda: cheapest(card, "AA")),
        ("cheapest way to a total of 95", lambda: cheapest(card, "95")),
        ("cheapest way to a total of 100", lambda: cheapest(card, "100")),
    )
    for name, question in questions:
        ratio = pairs(call(question, _TIMES), scoring, count)
        report.lines.append(Line(f"What-if: {name}", "scoring the same sheet", ratio))
