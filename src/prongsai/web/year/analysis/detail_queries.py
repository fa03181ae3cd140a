"""What the pages of one item and one indicator show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from msgspec import Struct

from prongsai.core.analysis.trend import trend
from prongsai.core.analysis.weakness import find_weak
from prongsai.core.analysis.worth import lost, worth
from prongsai.core.framework.model import Confidence, Framework, Item
from prongsai.core.framework.years import details
from prongsai.core.ids import Level, instrument_of_item
from prongsai.core.measures.draft import LinkedRemark
from prongsai.core.measures.library import Pattern
from prongsai.core.scoring.card import Score, ScoreCard, Verdict
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.platform.hits import Hit
from prongsai.web.year.analysis.rows import (
    ItemRow,
    Line,
    costliest,
    item_rows,
    line_of,
    name_of,
    printed_text,
    suggestions,
)
from prongsai.web.year.scoring.queries import current_scores, history, remarks

_KEPT = 32
_FULL = 100

_ITEM_SCORE = Text("คะแนนของข้อ", "score of the item")
_INDICATOR_SCORE = Text("คะแนนของตัวชี้วัด", "score of the indicator")


class Figure(Struct, frozen=True):
    """One score with what is known about it.

    Shape:  `worth` and `lost` exact points of the total, None where the year does not tell.
    """

    value: Decimal | None
    printed: str
    verdict: Verdict | None
    below: bool
    target: Decimal
    worth: Fraction | None
    lost: Fraction | None


class Asked(Struct, frozen=True):
    """One sub-question; `is_negative` where agreeing with it is bad."""

    text: Text
    is_negative: bool


class Element(Struct, frozen=True):
    """One thing that a disclosure item must show."""

    kind: str
    text: Text
    confidence: Confidence


class Step(Struct, frozen=True):
    """An item before or after another."""

    code: str
    name: Text


class ItemPage(Struct, frozen=True):
    """One item of a year: what it asks, what it got, what it is worth, what could be done."""

    year: int
    score_year: int
    code: str
    name: Text
    official: Text
    confidence: Confidence
    instrument: str
    indicator: Step | None
    questions: tuple[Asked, ...]
    elements: tuple[Element, ...]
    figure: Figure
    line: Line | None
    remarks: tuple[tuple[int, str], ...]
    measures: tuple[Pattern, ...]
    before: Step | None
    after: Step | None
    try_score: int


class IndicatorPage(Struct, frozen=True):
    """One indicator with its items, the costliest first, and its years."""

    year: int
    score_year: int
    code: str
    name: Text
    instrument: Step | None
    figure: Figure
    items: tuple[ItemRow, ...]
    weak_count: int
    line: Line | None


def item_page(agency: Agency, year: int, code: str) -> ItemPage | None:
    """One item; None where the year has no scores or no such item."""
    found = current_scores(agency, year - 1)
    item = found.card.framework.items.get(code) if found else None
    if found is None or item is None:
        return None
    card = found.card
    figure = _figure(card, code)
    before, after = _neighbours(card.framework, code)
    above = card.framework.tree.get(item.indicator or "")
    return ItemPage(
        year=year,
        score_year=year - 1,
        code=code,
        name=name_of(item),
        official=item.name,
        confidence=item.confidence,
        instrument=instrument_of_item(code),
        indicator=Step(above.code, above.name) if above else None,
        questions=tuple(Asked(one.text, one.polarity == "negative") for one in item.questions),
        elements=_elements(card.framework, code),
        figure=figure,
        line=_item_line(agency, year, item, figure.target),
        remarks=_told(remarks(agency, year - 1), code),
        measures=suggestions(card.framework, code),
        before=before,
        after=after,
        try_score=_FULL if code[0] == "o" else int(figure.target),
    )


def hits(agency: Agency, year: int) -> Iterator[Hit]:
    """The items and indicators that have a score in a year, as a search lists them."""
    found = current_scores(agency, year - 1)
    if found is None:
        return
    framework = found.card.framework
    of_year = str(year - 1)
    for code, item in framework.items.items():
        url = reverse("analysis:item", args=[year, code])
        yield Hit(url, name_of(item), (_ITEM_SCORE, of_year), code, words=item.name.th)
    for part in framework.instruments:
        for one in part.indicators:
            url = reverse("analysis:indicator", args=[year, one.code])
            yield Hit(url, one.name, (_INDICATOR_SCORE, of_year), one.code)


def indicator_page(agency: Agency, year: int, code: str) -> IndicatorPage | None:
    """One indicator; None where the year has no scores or no such indicator."""
    found = current_scores(agency, year - 1)
    score = found.card.scores.get(code) if found else None
    if found is None or score is None or score.level is not Level.INDICATOR:
        return None
    card = found.card
    weakness = find_weak(card)
    known = card.framework.items
    rows = [
        row
        for row in item_rows(card, weakness, remarks(agency, year - 1)).values()
        if row.code in known and known[row.code].indicator == code
    ]
    series = [one for one in trend(history(agency, year - 1)).indicators if one.key == code]
    above = card.framework.tree.get(card.framework.tree[code].parent or "")
    return IndicatorPage(
        year=year,
        score_year=year - 1,
        code=code,
        name=score.name,
        instrument=Step(above.code, above.name) if above else None,
        figure=_figure(card, code),
        items=costliest(rows),
        weak_count=sum(1 for row in rows if row.below),
        line=line_of(series[0], weakness.target) if series else None,
    )


def _figure(card: ScoreCard, code: str) -> Figure:
    score: Score | None = card.scores.get(code)
    target = find_weak(card).target
    value = score.figure if score else None
    exact = score.value if score else None
    return Figure(
        value=value,
        printed=printed_text(score) if score else "–",
        verdict=score.verdict if score else None,
        below=value is not None and value < target,
        target=target,
        worth=worth(card.framework, code),
        lost=None if exact is None else lost(card.framework, code, exact),
    )


def _item_line(agency: Agency, year: int, item: Item, target: Decimal) -> Line | None:
    """The item through the years, by the lineage that goes back farthest."""
    own = [one for one in trend(history(agency, year - 1)).items if one.key in item.lineage]
    longest = max(own, key=lambda series: len(series.points), default=None)
    return line_of(longest, target) if longest else None


def _told(told: Sequence[LinkedRemark], code: str) -> tuple[tuple[int, str], ...]:
    return tuple(
        (number, remark.text) for number, remark in enumerate(told, start=1) if code in remark.items
    )


def _neighbours(framework: Framework, code: str) -> tuple[Step | None, Step | None]:
    """The items before and after one, within its instrument."""
    items = [item for item in framework.items.values() if item.code[0] == code[0]]
    place = next(number for number, item in enumerate(items) if item.code == code)
    steps = [Step(item.code, name_of(item)) for item in items]
    return (
        steps[place - 1] if place else None,
        steps[place + 1] if place + 1 < len(steps) else None,
    )


def _elements(framework: Framework, code: str) -> tuple[Element, ...]:
    """What an OIT item must show, as far as the year's files know it."""
    if code[0] != "o" or not framework.folder:
        return ()
    folder = Path(framework.folder)
    file = folder / "elements.yaml"
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return tuple(
        Element(
            str(entry.get("kind", "")),
            Text(entry["text"]["th"], entry["text"]["en"]),
            Confidence(entry.get("confidence", Confidence.UNKNOWN)),
        )
        for entry in _read_elements(folder, changed).get(code) or ()
    )


@lru_cache(maxsize=_KEPT)
def _read_elements(folder: Path, changed: int) -> dict[str, Any]:
    """The elements of a year by item, read once for each time the file was changed."""
    del changed
    found: dict[str, Any] = details(folder)["elements"]
    return found
