"""Counts a document states about itself, held against its own scores."""

from __future__ import annotations

from decimal import Decimal

from prongsai.core.errors import Finding, Findings
from prongsai.core.ids import Level, instrument_of_item, level_of
from prongsai.core.scoresheet.model import Claim, Counted, Figure, ScoreSheet
from prongsai.core.text import Text

_THINGS = {
    Counted.ITEMS_BELOW_TARGET: Text("ข้อที่ต่ำกว่า {target}", "items below {target}"),
    Counted.ITEMS_AT_ZERO: Text("ข้อที่ได้ 0", "items at 0"),
    Counted.INDICATORS_BELOW_TARGET: Text("ตัวชี้วัดที่ต่ำกว่า {target}", "indicators below {target}"),
}


def check_claims(sheet: ScoreSheet, target: Decimal) -> tuple[Finding, ...]:
    """A finding for each stated count that the document's own scores do not give."""
    findings = Findings()
    for claim in sheet.claims:
        counted = _counted(sheet, claim, target)
        if counted is None or len(counted) == claim.number:
            continue
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
            next_step=Text(
                "แก้จำนวนในข้อความ หรือเพิ่มข้อที่ขาด", "correct the count, or add what it lacks"
            ),
        )
    return tuple(findings.items)


def _counted(sheet: ScoreSheet, claim: Claim, target: Decimal) -> list[Figure] | None:
    """The figures a claim counts; None where the sheet does not hold them all."""
    if claim.year is None:
        return None
    figures = list(sheet.of_year(claim.year).values())
    if claim.counted is Counted.INDICATORS_BELOW_TARGET:
        own = [figure for figure in figures if level_of(figure.code) is Level.INDICATOR]
        return [f for f in own if f.value < target] if len(own) == _INDICATORS else None
    items = [figure for figure in figures if level_of(figure.code) is Level.ITEM]
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


_INDICATORS = 10
