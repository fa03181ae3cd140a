"""A row "เฉลี่ยรวม" below one instrument's items: that instrument's score, never the total."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from msgspec.structs import replace

from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.tables.gathered import quote
from prongsai.core.scoresheet.tables.subjects import Subject

_INSTRUMENT_OF = {"i": "IIT", "e": "EIT", "o": "OIT"}
_A_MEAN = compiled(r"เฉลี่ย|average|mean")
_LEAST_ITEMS = 4
_ROUNDED = Fraction(2, 100)


def with_mean_of_items(figures: Sequence[Figure], complaints: Complaints) -> list[Figure]:
    """A table's figures with such a mean as its instrument's; told where it is not the mean."""
    items = [one for one in figures if level_of(one.code) is Level.ITEM]
    rest = [one for one in figures if level_of(one.code) is not Level.ITEM]
    letters = {one.code[0] for one in items}
    if len(items) < _LEAST_ITEMS or len(letters) > 1 or {one.code for one in rest} != {TOTAL}:
        return list(figures)
    instrument = _INSTRUMENT_OF[letters.pop()]
    kept = list(items)
    for total in rest:
        own = [Fraction(one.value) for one in items if one.year == total.year]
        if own and abs(sum(own, Fraction(0)) / len(own) - Fraction(total.value)) <= _ROUNDED:
            kept.append(replace(total, code=instrument))
        elif _A_MEAN.search(total.name or ""):
            subject = Subject(instrument, total.name or "", 0)
            told = replace(total.place, quote=quote(subject, total.published))
            complaints.unattributed(told)
        else:
            kept.append(total)
    return kept
