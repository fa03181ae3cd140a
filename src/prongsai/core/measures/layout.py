"""How a plan's table is laid out: by instrument, by group or flat, in four, five or eight columns.

Source: the measures plans of five municipalities have these forms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.ids import INSTRUMENTS, instrument_of_item
from prongsai.core.measures.cells import is_item
from prongsai.core.measures.model import Measure, Plan

REMARKS_ONLY = "remarks"


class Arrangement(StrEnum):
    """Under which headings the measures stand."""

    GROUP = "group"
    INSTRUMENT = "instrument"
    FLAT = "flat"


# What a table of so many columns shows; "number" stands in front of the title where it has none.
COLUMNS: Mapping[int, tuple[str, ...]] = MappingProxyType(
    {
        4: ("measure", "steps", "unit", "period"),
        5: ("measure", "steps", "unit", "period", "follow_up"),
        8: ("number", "measure", "steps", "unit", "period", "evidence", "follow_up", "budget"),
    }
)


class Layout(Struct, frozen=True):
    """One form of the table; eight columns by group is that of the booklet."""

    arrangement: Arrangement = Arrangement.GROUP
    columns: int = 8

    @property
    def fields(self) -> tuple[str, ...]:
        """What its columns hold."""
        return COLUMNS[self.columns]


USUAL = Layout()


def arranged(plan: Plan, arrangement: Arrangement) -> tuple[tuple[str, tuple[Measure, ...]], ...]:
    """The measures under their headings, in the plan's order; every measure stands once.

    Shape:  headings are the names of groups, codes of instruments with `REMARKS_ONLY` last, or
            one "" where the plan is flat.
    """
    if arrangement is Arrangement.GROUP:
        return plan.groups
    if arrangement is Arrangement.FLAT:
        return (("", plan.measures),) if plan.measures else ()
    own = [(instrument_of(measure), measure) for measure in plan.measures]
    found = (
        (name, tuple(measure for held, measure in own if held == name))
        for name in (*INSTRUMENTS, REMARKS_ONLY)
    )
    return tuple((name, measures) for name, measures in found if measures)


def instrument_of(measure: Measure) -> str:
    """The instrument that most items of a measure belong to, the first of several.

    >>> instrument_of(Measure("M1", "1", "", items=("e1", "o3", "o4")))
    'OIT'
    """
    counts = Counter(instrument_of_item(code) for code in measure.items if is_item(code))
    return max(INSTRUMENTS, key=lambda name: counts[name]) if counts else REMARKS_ONLY
