"""What a document claims about its own scores in words, held against its own figures.

A claim contradicts only where the figures it speaks of are all there; the rest is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from prongsai.core.errors import Finding, Findings
from prongsai.core.ids import INSTRUMENTS, Level, instrument_of_item, level_of
from prongsai.core.scoresheet.model import (
    Claim,
    Counted,
    Figure,
    Said,
    ScoreSheet,
    Statement,
)
from prongsai.core.text import Text

_THINGS = {
    Counted.ITEMS_BELOW_TARGET: Text("ข้อที่ต่ำกว่า {target}", "items below {target}"),
    Counted.ITEMS_AT_ZERO: Text("ข้อที่ได้ 0", "items at 0"),
    Counted.INDICATORS_BELOW_TARGET: Text("ตัวชี้วัดที่ต่ำกว่า {target}", "indicators below {target}"),
    Counted.INDICATORS_AT_TARGET: Text("ตัวชี้วัดที่ได้ {target} ขึ้นไป", "indicators at {target} or more"),
    Counted.INSTRUMENTS_BELOW_TARGET: Text("แบบวัดที่ต่ำกว่า {target}", "instruments below {target}"),
    Counted.INSTRUMENTS_AT_TARGET: Text(
        "แบบวัดที่ได้ {target} ขึ้นไป", "instruments at {target} or more"
    ),
}
_SAID = {
    Said.HIGHEST: Text("สูงสุด", "the highest"),
    Said.LOWEST: Text("ต่ำสุด", "the lowest"),
    Said.AT_TARGET: Text("ถึงเกณฑ์", "at the limit"),
    Said.BELOW_TARGET: Text("ไม่ถึงเกณฑ์", "below the limit"),
    Said.ROSE: Text("เพิ่มขึ้น", "risen"),
    Said.FELL: Text("ลดลง", "fallen"),
    Said.RANK: Text("อันดับ", "rank"),
}
_WHOLE = {Level.INSTRUMENT: len(INSTRUMENTS), Level.INDICATOR: 10}
# Each of two figures may be rounded by half a hundredth.
_ROUNDING = Decimal("0.01")


def check_claims(sheet: ScoreSheet, target: Decimal) -> tuple[Finding, ...]:
    """A finding for each claim in words that the document's own scores do not bear out."""
    findings = Findings()
    for claim in sheet.claims:
        _check_count(sheet, claim, target, findings)
    for statement in dict.fromkeys(sheet.statements):
        _Checked(sheet, statement, target).tell(findings)
    return tuple(findings.items)


def _check_count(sheet: ScoreSheet, claim: Claim, target: Decimal, findings: Findings) -> None:
    counted = _counted(sheet, claim, target)
    if counted is None or len(counted) == claim.number:
        return
    things = _THINGS[claim.counted].format(target=target)
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
        *(figure.place for figure in counted[:3]),
        next_step=Text("แก้จำนวนในข้อความ หรือเพิ่มข้อที่ขาด", "correct the count, or add what it lacks"),
    )


def _counted(sheet: ScoreSheet, claim: Claim, target: Decimal) -> list[Figure] | None:
    """The figures a claim counts; None where the sheet does not hold them all."""
    if claim.year is None:
        return None
    figures = sheet.of_year(claim.year)
    level = {"indicators": Level.INDICATOR, "instruments": Level.INSTRUMENT}.get(
        claim.counted.value.split("_")[0]
    )
    if level is not None:
        own = _whole_level(figures, level)
        below = claim.counted.value.endswith("below_target")
        return None if own is None else [f for f in own if (f.value < target) is below]
    items = [figure for figure in figures.values() if level_of(figure.code) is Level.ITEM]
    own = [f for f in items if claim.instrument in (None, instrument_of_item(f.code))]
    if not own or claim.instrument is None:
        return None
    at_zero = claim.counted is Counted.ITEMS_AT_ZERO
    found = [f for f in own if (f.value == 0 if at_zero else f.value < target)]
    # A sheet that prints only some items, say the worst, does not contradict a greater count.
    numbers = {int(figure.code[1:]) for figure in own}
    if len(found) < claim.number and numbers != set(range(1, len(own) + 1)):
        return None
    return sorted(found, key=lambda figure: figure.value)


def _whole_level(figures: Mapping[str, Figure], level: Level) -> list[Figure] | None:
    """All figures of a level; None where one is missing."""
    own = [figure for figure in figures.values() if level_of(figure.code) is level]
    return own if len(own) == _WHOLE[level] else None


class _Checked:
    """One statement beside the figures that it speaks of."""

    def __init__(self, sheet: ScoreSheet, statement: Statement, target: Decimal) -> None:
        self.said, self.statement, self.sheet, self.target = (
            statement.said,
            statement,
            sheet,
            target,
        )
        self.figures = sheet.of_year(statement.year) if statement.year is not None else {}
        self.figure = self.figures.get(statement.code)

    def tell(self, findings: Findings) -> None:
        """A finding where the figures say something else."""
        truth = self._truth()
        if truth is None or self.figure is None:
            return
        words = _SAID[self.said]
        amount = "" if self.statement.amount is None else f" {self.statement.amount}"
        findings.warning(
            "statement_contradicts",
            Text(
                f"เอกสารบอกว่า {self.statement.code} ปี {self.statement.year} {words.th}{amount}"
                f" แต่คะแนนในเอกสารเอง{truth.th}",
                f"the document says {self.statement.code} of {self.statement.year} is"
                f" {words.en}{amount}, but its own scores say: {truth.en}",
            ),
            self.statement.place,
            self.figure.place,
            next_step=Text("แก้ข้อความให้ตรงกับคะแนน", "correct the sentence by the scores"),
        )

    def _truth(self) -> Text | None:
        """What the figures say instead; None where they agree, or are not all there."""
        if self.figure is None:
            return None
        if self.said in (Said.HIGHEST, Said.LOWEST, Said.RANK):
            return self._among_its_level(self.figure)
        if self.said in (Said.AT_TARGET, Said.BELOW_TARGET):
            return self._beside_target(self.figure)
        return self._since(self.figure)

    def _beside_target(self, figure: Figure) -> Text | None:
        mark = self.statement.amount if self.statement.amount is not None else self.target
        if (figure.value >= mark) is (self.said is Said.AT_TARGET):
            return None
        return Text(f"เป็น {figure.published} (เกณฑ์ {mark})", f"{figure.published} (limit {mark})")

    def _among_its_level(self, figure: Figure) -> Text | None:
        level = level_of(figure.code)
        own = _whole_level(self.figures, level) if level in _WHOLE else None
        if own is None:
            return None
        higher = [one for one in own if one.value > figure.value]
        equal = [one for one in own if one.value == figure.value]
        if self.said is Said.RANK:
            ranks = range(len(higher) + 1, len(higher) + len(equal) + 1)
            held = f"อันดับ {ranks[0]}", f"rank {ranks[0]}"
            return None if self.statement.amount in ranks else Text(*held)
        # Of its own instrument it may still be the highest: a sentence need not say of which.
        beyond = higher if self.said is Said.HIGHEST else [f for f in own if f.value < figure.value]
        if not beyond or not any(_is_beside(one, figure) for one in beyond):
            return None
        most = max(beyond, key=lambda one: abs(one.value - figure.value))
        return Text(
            f"มี {most.code} ได้ {most.published} ส่วน {figure.code} ได้ {figure.published}",
            f"{most.code} has {most.published}, {figure.code} {figure.published}",
        )

    def _since(self, figure: Figure) -> Text | None:
        year = self.statement.year or 0
        since = self.statement.since or year - 1
        before = self.sheet.of_year(since).get(figure.code)
        if before is None or since >= year:
            return None
        change = figure.value - before.value
        is_as_said = change > 0 if self.said is Said.ROSE else change < 0
        amount = self.statement.amount
        if is_as_said and (amount is None or abs(abs(change) - amount) <= _ROUNDING):
            return None
        if amount is not None and self.statement.since is None and not is_as_said and change == 0:
            return None
        return Text(
            f"จาก {before.published} ({since}) เป็น {figure.published}",
            f"from {before.published} ({since}) to {figure.published}",
        )


def _is_beside(one: Figure, other: Figure) -> bool:
    """Whether two figures are of one instrument, or are instruments."""
    if level_of(one.code) is Level.INSTRUMENT:
        return True
    return _INSTRUMENT_OF.get(one.code) == _INSTRUMENT_OF.get(other.code)


_INSTRUMENT_OF = {
    str(number): code
    for code, numbers in zip(INSTRUMENTS, (range(1, 6), range(6, 9), range(9, 11)), strict=True)
    for number in numbers
}
