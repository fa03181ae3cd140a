"""A code that tables print with two values: which of them stands, if any.

The value that fits what stands above and below it wins, with a finding; where none does, or
several do, or nothing could tell, neither is used: to take the first would be a guess.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from decimal import Decimal

from msgspec.structs import replace

from prongsai.core.errors import Finding, Severity, UnknownYear
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Framework
from prongsai.core.rounding import decimal_places
from prongsai.core.scoresheet.model import Figure, Origin, Reading, ScoreSheet
from prongsai.core.scoring.card import Verdict
from prongsai.core.scoring.compute import score
from prongsai.core.text import Text

_TOLD_BEFORE = "contradictory_figures"


def settled(reading: Reading, catalogue: Catalogue) -> Reading:
    """The reading with one value, or none, for each code that its tables print with several."""
    sheet, findings = reading.sheet, list(reading.findings)
    for year in sheet.years():
        for code in sheet.other_prints(year):
            prints = _prints(sheet, year, code)
            if len(prints) < 2:  # noqa: PLR2004 - a table against a sentence: the table stands
                continue
            chosen = _finest(prints) or _fitting(_framework(catalogue, year), sheet, prints)
            lost = [one for one in prints if one is not chosen]
            sheet = _without(sheet, code, year, chosen)
            places = {one.place for one in prints}
            findings = [
                one
                for one in findings
                if one.code != _TOLD_BEFORE or not places.issuperset(one.places)
            ]
            findings.append(_told(code, year, chosen, lost))
    return Reading(sheet, tuple(findings), reading.candidates)


def _prints(sheet: ScoreSheet, year: int, code: str) -> list[Figure]:
    """The prints of a code in tables, the first of each value."""
    found: dict[Decimal, Figure] = {}
    for figure in sheet.figures:
        if (figure.code, figure.year, figure.origin) == (code, year, Origin.TABLE):
            found.setdefault(figure.value, figure)
    return list(found.values())


def _framework(catalogue: Catalogue, year: int) -> Framework | None:
    try:
        return catalogue.get(year, draft=True)
    except UnknownYear:
        return None


def _finest(prints: Sequence[Figure]) -> Figure | None:
    """The print that the others only round: 90.52 beside 90.5."""
    finest = max(prints, key=lambda one: decimal_places(one.value))
    rounds = all(
        abs(one.value - finest.value) * 2 <= Decimal(1).scaleb(-decimal_places(one.value))
        for one in prints
    )
    return finest if rounds else None


def _fitting(
    framework: Framework | None, sheet: ScoreSheet, prints: Sequence[Figure]
) -> Figure | None:
    """The only print that no other figure contradicts and at least one bears out."""
    if framework is None:
        return None
    fitting = [one for one in prints if _fits(framework, sheet, one)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(framework: Framework, sheet: ScoreSheet, candidate: Figure) -> bool:
    standing = {**sheet.of_year(framework.fiscal_year), candidate.code: candidate}
    scores = score(framework, standing).scores
    verdicts = [scores[code].verdict for code in _beside(framework, candidate.code, standing)]
    checked = [one for one in verdicts if one not in (None, Verdict.NOT_CHECKED)]
    return bool(checked) and Verdict.CONTRADICTS not in checked


def _beside(framework: Framework, code: str, printed: Container[str]) -> list[str]:
    """The candidate, and the nearest printed figure above that it is a part of."""
    if code not in framework.tree:
        return []
    above = framework.tree[code].parent
    while above is not None and above not in printed:
        above = framework.tree[above].parent
    return [code] if above is None else [code, above]


def _without(sheet: ScoreSheet, code: str, year: int, chosen: Figure | None) -> ScoreSheet:
    """The sheet with the chosen print of a code only, or with none of it."""
    figures = tuple(
        one for one in sheet.figures if (one.code, one.year) != (code, year) or one is chosen
    )
    return replace(sheet, figures=figures)


def _told(code: str, year: int, chosen: Figure | None, lost: Sequence[Figure]) -> Finding:
    every = [one for one in (chosen, *lost) if one is not None]
    values = [one.published for one in every]
    listed_th, listed_en = " และ ".join(values), " and ".join(values)
    used = (
        Text("จึงไม่ใช้ค่าใด", "neither is used")
        if chosen is None
        else Text(
            f"ใช้ {chosen.published} เพราะเข้ากับตัวเลขอื่น",
            f"{chosen.published} is used, for it fits the other figures",
        )
    )
    return Finding(
        "printed_twice",
        Severity.WARNING,
        Text(
            f"{code} ปี {year} พิมพ์ไว้หลายค่า: {listed_th} {used.th}",
            f"{code} of {year} is printed with several values: {listed_en}; {used.en}",
        ),
        tuple(one.place for one in every),
        Text(
            "ตรวจกับผลที่ ป.ป.ช. ประกาศ แล้วแก้ให้เหลือค่าเดียว",
            "check it against what the NACC published, and leave one value",
        ),
    )
