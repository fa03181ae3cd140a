"""What a document claims about its own scores in words, held against its own figures.

A claim contradicts only where the figures it speaks of are all there, and a claim about a limit
that it does not print only where the year's rules say one; the rest is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from prongsai.core.analysis.statements import Checked
from prongsai.core.analysis.years import before, whole_level
from prongsai.core.errors import Finding, Findings
from prongsai.core.ids import Level, instrument_of_item, level_of
from prongsai.core.scoresheet.model import (
    Claim,
    Counted,
    Figure,
    ScoreSheet,
)
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text

_THINGS = {
    Counted.ITEMS_BELOW_TARGET: Text("ข้อที่ต่ำกว่า {mark}", "items below {mark}"),
    Counted.ITEMS_AT_ZERO: Text("ข้อที่ได้ 0", "items at 0"),
    Counted.INDICATORS_BELOW_TARGET: Text("ตัวชี้วัดที่ต่ำกว่า {mark}", "indicators below {mark}"),
    Counted.INDICATORS_AT_TARGET: Text("ตัวชี้วัดที่ได้ {mark} ขึ้นไป", "indicators at {mark} or more"),
    Counted.INSTRUMENTS_BELOW_TARGET: Text("แบบวัดที่ต่ำกว่า {mark}", "instruments below {mark}"),
    Counted.INSTRUMENTS_AT_TARGET: Text("แบบวัดที่ได้ {mark} ขึ้นไป", "instruments at {mark} or more"),
    Counted.INDICATORS_RISEN: Text("ตัวชี้วัดที่เพิ่มขึ้น", "indicators risen"),
    Counted.INDICATORS_FALLEN: Text("ตัวชี้วัดที่ลดลง", "indicators fallen"),
    Counted.INSTRUMENTS_RISEN: Text("แบบวัดที่เพิ่มขึ้น", "instruments risen"),
    Counted.INSTRUMENTS_FALLEN: Text("แบบวัดที่ลดลง", "instruments fallen"),
}
_SHOWN = 3


def marks_of(cards: Iterable[ScoreCard]) -> dict[int, Decimal]:
    """The pass mark of each year whose own rules say one."""
    return {
        card.fiscal_year: mark
        for card in cards
        if (mark := card.framework.target_score) is not None
    }


def check_claims(sheet: ScoreSheet, marks: Mapping[int, Decimal]) -> tuple[Finding, ...]:
    """A finding for each claim in words that the document's own scores do not bear out.

    Shape:  `marks` gives the pass mark of the years whose rules say one: what "ผ่านเกณฑ์" without a
            number is held against.
    """
    findings = Findings()
    for claim in sheet.claims:
        _check_count(sheet, claim, marks, findings)
    for statement in dict.fromkeys(sheet.statements):
        Checked(sheet, statement, marks.get(statement.year or 0)).tell(findings)
    return tuple(findings.items)


def _check_count(
    sheet: ScoreSheet, claim: Claim, marks: Mapping[int, Decimal], findings: Findings
) -> None:
    mark = claim.mark if claim.mark is not None else marks.get(claim.year or 0)
    told = [_counted(sheet, claim, part, mark) for part in (claim.instrument, *claim.perhaps)]
    if any(one is None or one.allows(claim) for one in told) or told[0] is None:
        return
    counted = told[0].figures
    things = _THINGS[claim.counted].format(mark=mark)
    part = f" {claim.instrument}" if claim.instrument else ""
    codes = ", ".join(figure.code for figure in counted) or "–"
    findings.warning(
        "count_contradicts",
        Text(
            f"เอกสารบอกว่า{part} ปี {claim.year} มี{things.th} จำนวน {claim.number}"
            f" แต่คะแนนในเอกสารเองมี {len(counted)} ({codes})",
            f"the document counts {claim.number}{part} {things.en} in {claim.year}, but its own"
            f" scores give {len(counted)} ({codes})",
        ),
        claim.place,
        *(figure.place for figure in counted[:_SHOWN]),
        next_step=Text("แก้จำนวนในข้อความ หรือเพิ่มข้อที่ขาด", "correct the count, or add what it lacks"),
    )


class _Count:
    """The figures that a claim counts, and how many it may count beside them."""

    def __init__(
        self, figures: list[Figure], every: int, *, doubtful: int = 0, is_some: bool = False
    ) -> None:
        """`every` there are; `doubtful` stand at the limit itself; `is_some`: there may be more."""
        self.figures, self._every = figures, every
        self._doubtful, self._is_some = doubtful, is_some

    def allows(self, claim: Claim) -> bool:
        """Whether a count may be true."""
        number = self._every if claim.is_every else claim.number
        if self._is_some and number > len(self.figures):
            return True
        return len(self.figures) - self._doubtful <= number <= len(self.figures)


def _counted(
    sheet: ScoreSheet, claim: Claim, part: str | None, mark: Decimal | None
) -> _Count | None:
    """What a claim counts in a part; None where the sheet does not hold all of it."""
    if claim.year is None:
        return None
    kind, _, what = claim.counted.value.partition("_")
    figures = sheet.of_year(claim.year)
    if kind == "items":
        return _items(figures, claim, part, mark)
    own = whole_level(figures, Level.INDICATOR if kind == "indicators" else Level.INSTRUMENT, part)
    if own is None:
        return None
    if what in ("risen", "fallen"):
        return _moved(sheet, claim, own, is_rise=what == "risen")
    return None if mark is None else _beside(own, mark, is_below=what == "below_target")


def _beside(own: list[Figure], mark: Decimal, *, is_below: bool) -> _Count:
    """Those below a limit, or those that reach it; one at the limit itself need not be counted."""
    if is_below:
        return _Count([one for one in own if one.value < mark], len(own))
    reached = [one for one in own if one.value >= mark]
    return _Count(reached, len(own), doubtful=sum(one.value == mark for one in reached))


def _moved(sheet: ScoreSheet, claim: Claim, own: list[Figure], *, is_rise: bool) -> _Count | None:
    """Those that rose or fell since the year before; a year that is not told may be any."""
    counts: list[_Count] = []
    for year in before(sheet, claim.year, claim.since):
        figures = sheet.of_year(year)
        if any(one.code not in figures for one in own):
            return None
        changes = [(one, one.value - figures[one.code].value) for one in own]
        moved = [one for one, by in changes if (by > 0 if is_rise else by < 0)]
        counts.append(_Count(moved, len(own)))
    return next((one for one in counts if one.allows(claim)), counts[0] if counts else None)


def _items(
    figures: Mapping[str, Figure], claim: Claim, part: str | None, mark: Decimal | None
) -> _Count | None:
    """The items below a limit or at 0 of one instrument."""
    own = [
        one
        for one in figures.values()
        if level_of(one.code) is Level.ITEM and instrument_of_item(one.code) == part
    ]
    at_zero = claim.counted is Counted.ITEMS_AT_ZERO
    if not own or (mark is None and not at_zero):
        return None
    found = [one for one in own if (one.value == 0 if at_zero else mark and one.value < mark)]
    # A sheet that prints only some items, say the worst, does not contradict a greater count.
    numbers = {int(one.code[1:]) for one in own}
    is_some = numbers != set(range(1, len(own) + 1))
    found.sort(key=lambda figure: figure.value)
    return _Count(found, len(own), is_some=is_some)
