"""Instruments printed with their weights in them: 28.11 of 30, 26.70 of 30, 38.90 of 40."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec.structs import replace

from prongsai.core.ids import INSTRUMENTS, TOTAL, Level, level_of
from prongsai.core.rounding import half_up
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.tables.anchors import Evidence, governed

# Three parts and their total are each rounded by half a hundredth.
_ROUNDED_APART = Decimal("0.02")
_FULL = 100
_USUAL_MARKS = ("30", "40")


def without_weights(
    figures: Sequence[Figure], names: Names, complaints: Complaints
) -> list[Figure]:
    """The figures with weighted instruments divided by their weights, where that is certain.

    Certain is: the parts add up to the printed total. Parts below their weights without a total
    that tells are left out and asked about.
    """
    weights = _weights(names)
    kept = _without_marks(figures, weights, complaints)
    for year in {figure.year for figure in kept}:
        own = {figure.code: figure for figure in kept if figure.year == year}
        parts = [own[code] for code in INSTRUMENTS if code in own]
        if len(parts) < len(INSTRUMENTS) or not _may_be_weighted(parts, weights):
            continue
        total = own.get(TOTAL)
        adds_up = total is not None and _adds_up(parts, total)
        if total is not None and not adds_up and _is_mean(parts, total, weights):
            continue
        complaints.weighted(parts, weights if adds_up else {})
        for part in parts:
            position = kept.index(part)
            kept[position : position + 1] = _divided(part, weights) if adds_up else []
    return kept


def out_of_full_marks(
    marked: Sequence[tuple[Figure, Decimal]],
    figures: Sequence[Figure],
    names: Names,
    complaints: Complaints,
) -> list[Figure]:
    """The instruments in percent of the full marks that stand beside them: 28.50 of 30.

    Shape:  `marked` are a table's scores with their full marks, `figures` its others. Nothing is
            certain but a year's three instruments, each within the marks of its weight, that add
            up to its total where one stands there; the rest is asked about.
    """
    weights = _weights(names)
    certain: list[Figure] = []
    for year in {figure.year for figure, _ in marked}:
        own = [(figure, marks) for figure, marks in marked if figure.year == year]
        parts = [figure for figure, _ in own if figure.code in INSTRUMENTS]
        totals = [one for one in figures if one.code == TOTAL and one.year == year]
        if (
            sorted(part.code for part in parts) == sorted(INSTRUMENTS)
            and all(_is_within_marks(figure, marks, weights) for figure, marks in own)
            and all(_adds_up(parts, total) for total in totals)
        ):
            complaints.out_of_full_marks(own)
            certain += [_percent(part, Fraction(marks) / _FULL) for part, marks in own]
        else:
            for figure, _ in own:
                complaints.unread(figure.code, figure.place)
    return certain


def _is_within_marks(figure: Figure, marks: Decimal, weights: Mapping[str, Fraction]) -> bool:
    is_usual = figure.code in INSTRUMENTS and str(marks.normalize()) in {
        str(Decimal(one).normalize()) for one in _marks(figure.code, weights)
    }
    return is_usual and figure.value <= marks


def _without_marks(
    figures: Sequence[Figure], weights: Mapping[str, Fraction], complaints: Complaints
) -> list[Figure]:
    """The figures without lone instruments at their full marks: "IIT (30 ข้อ 30 คะแนน)".

    Shape:  where all three of a year stand together their sum and their mean tell what they are.
    """
    present = {(figure.code, figure.year) for figure in figures}
    marks = [
        figure
        for figure in figures
        if figure.code in INSTRUMENTS
        and figure.published in _marks(figure.code, weights)
        and not all((code, figure.year) in present for code in INSTRUMENTS)
    ]
    if marks:
        complaints.weights(marks)
    return [figure for figure in figures if figure not in marks]


def _marks(code: str, weights: Mapping[str, Fraction]) -> tuple[str, ...]:
    """The marks that an instrument is out of, as forms print them; of known years where unknown."""
    return (str(_FULL * weights[code]),) if code in weights else _USUAL_MARKS


def governed_with_totals(
    figures: Sequence[Figure], names: Names, evidence: Evidence, complaints: Complaints
) -> list[Figure]:
    """The figures that an anchor governs, with the totals that stand below weighted scores.

    Such a total stands in a column where no other figure is read; it counts where it is the
    weighted mean of its year's instruments, and where those count.
    """
    apart = _totals_apart(figures, names)
    kept = governed([one for one in figures if one not in apart], names, evidence, complaints)
    held = {(figure.code, figure.year) for figure in kept}
    proven = [one for one in apart if all((code, one.year) in held for code in INSTRUMENTS)]
    complaints.not_ita([one for one in apart if one not in proven])
    return [*kept, *proven]


def _totals_apart(figures: Sequence[Figure], names: Names) -> list[Figure]:
    own = {(figure.code, figure.year): figure for figure in figures}
    weights = _weights(names)
    beside = {figure.place.column for figure in figures if figure.code != TOTAL}
    totals = [one for one in figures if one.code == TOTAL and one.place.column not in beside]
    found: list[Figure] = []
    for total in totals:
        parts = [own[code, total.year] for code in INSTRUMENTS if (code, total.year) in own]
        if len(parts) == len(INSTRUMENTS) and _is_mean(parts, total, weights):
            found.append(total)
    return found


def proven_totals(
    totals: Sequence[Figure], figures: Sequence[Figure], names: Names, complaints: Complaints
) -> list[Figure]:
    """The totals without an anchor of their own that are the weighted mean of what was read.

    Shape:  `figures` are the document's; indicators stand for an instrument that has all of them.
    """
    proven: list[Figure] = []
    for total in totals:
        values = {one.code: Fraction(one.value) for one in figures if one.year == total.year}
        mean = None if TOTAL in values else mean_of(TOTAL, values, names)
        if mean is not None and abs(mean - Fraction(total.value)) <= Fraction(_ROUNDED_APART):
            proven.append(total)
        else:
            complaints.not_ita([total])
    return proven


def mean_of(code: str, values: Mapping[str, Fraction], names: Names) -> Fraction | None:
    """A node's score: as read, else the weighted mean of its instruments or indicators."""
    if code in values or level_of(code) not in (Level.TOTAL, Level.INSTRUMENT):
        return values.get(code)
    parts = names.framework.tree[code].children or ()
    means = [(weight, mean_of(part, values, names)) for part, weight in parts]
    told = [weight * mean for weight, mean in means if mean is not None]
    return sum(told, Fraction(0)) if parts and len(told) == len(means) else None


def _weights(names: Names) -> dict[str, Fraction]:
    """The instruments' weights of a year."""
    children = names.framework.tree[TOTAL].children or ()
    return {code: weight for code, weight in children if code in INSTRUMENTS}


def _may_be_weighted(parts: Sequence[Figure], weights: Mapping[str, Fraction]) -> bool:
    """Whether no part is over its weight; over the weight of any year where they are not known."""
    most = max(weights.values(), default=Fraction(1, 2))
    return any(part.value for part in parts) and all(
        part.value <= _FULL * weights.get(part.code, most) for part in parts
    )


def _adds_up(parts: Sequence[Figure], total: Figure) -> bool:
    return abs(sum(part.value for part in parts) - total.value) <= _ROUNDED_APART


def _is_mean(parts: Sequence[Figure], total: Figure, weights: Mapping[str, Fraction]) -> bool:
    """Whether the parts are plain scores, however low: their weighted mean is the total."""
    if not weights:
        return False
    mean = sum(Fraction(part.value) * weights[part.code] for part in parts)
    return abs(mean - Fraction(total.value)) <= Fraction(_ROUNDED_APART)


def _divided(part: Figure, weights: Mapping[str, Fraction]) -> list[Figure]:
    """The part in percent; none where the year's weights are not known."""
    if part.code not in weights:
        return []
    return [_percent(part, weights[part.code])]


def _percent(part: Figure, share: Fraction) -> Figure:
    percent = half_up(Fraction(part.value) / share)
    return replace(part, published=str(percent), value=percent)
