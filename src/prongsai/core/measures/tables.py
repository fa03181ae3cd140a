"""A plan as sheets of Thai text, ready to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from graphlib import CycleError, TopologicalSorter

from msgspec import Struct

from prongsai.core.measures.cells import items_text, list_text, remarks_text
from prongsai.core.measures.columns import (
    MEASURE_COLUMNS,
    MEASURES_SHEET,
    POINT_COLUMNS,
    POINTS_SHEET,
    SOURCE_COLUMN,
    TITLE_LINES,
    Column,
)
from prongsai.core.measures.model import Measure, Plan, WeakPoint

_TITLE = "แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
_POINTS_TITLE = "จุดอ่อนและข้อเสนอแนะจากผลการประเมิน ITA"


class SheetTable(Struct, frozen=True):
    """One sheet to be written: its name, the lines above the table, the table."""

    name: str
    title: str
    lines: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def plan_tables(plan: Plan, own_columns: Iterable[str] = ()) -> tuple[SheetTable, SheetTable]:
    """The measures and the points of a plan as text; `parse_plan` gives the same plan back."""
    own = _own_columns(plan, own_columns)
    values = {
        "agency": plan.agency,
        "fiscal_year": str(plan.fiscal_year or ""),
        "score_year": str(plan.score_year or ""),
        "target": f"{plan.target:f}",
        "approved": plan.approved,
    }
    measures = SheetTable(
        MEASURES_SHEET,
        _of_year(_TITLE, plan.fiscal_year),
        tuple((line.heading, values[line.field]) for line in TITLE_LINES),
        (*MEASURE_COLUMNS, *(Column("other", heading) for heading in own)),
        tuple(_measure_cells(measure, own) for measure in plan.measures),
    )
    has_sources = any(point.source for point in plan.points)
    points = SheetTable(
        POINTS_SHEET,
        _of_year(_POINTS_TITLE, plan.score_year),
        (),
        (*POINT_COLUMNS, *((SOURCE_COLUMN,) if has_sources else ())),
        tuple(
            (*_point_cells(point, plan), *((point.source,) if has_sources else ()))
            for point in plan.points
        ),
    )
    return measures, points


def _own_columns(plan: Plan, known: Iterable[str]) -> tuple[str, ...]:
    """The officer's own columns, in the order in which her measures have them."""
    orders = [list(known), *([name for name, _ in measure.other] for measure in plan.measures)]
    before: TopologicalSorter[str] = TopologicalSorter()
    for order in orders:
        for place, name in enumerate(order):
            before.add(name, *order[max(place - 1, 0) : place])
    try:
        return tuple(before.static_order())
    except CycleError:
        return tuple(dict.fromkeys(name for order in orders for name in order))


def _of_year(title: str, fiscal_year: int) -> str:
    return f"{title} ปีงบประมาณ พ.ศ. {fiscal_year}" if fiscal_year else title


def _measure_cells(measure: Measure, own: Sequence[str]) -> tuple[str, ...]:
    lists = {
        "steps": list_text(measure.steps),
        "evidence": list_text(measure.evidence),
        "items": items_text(measure.items),
        "remarks": remarks_text(measure.remarks),
    }
    other = dict(measure.other)
    fields = (
        lists[column.field] if column.field in lists else getattr(measure, column.field)
        for column in MEASURE_COLUMNS
    )
    return (*fields, *(other.get(heading, "") for heading in own))


def _point_cells(point: WeakPoint, plan: Plan) -> tuple[str, ...]:
    return (
        point.item if point.item is not None else f"ข้อเสนอแนะที่ {point.remark}",
        point.name,
        "" if point.score is None else f"{point.score:f}",
        point.guideline,
        answers_text(point, plan),
        point.reason,
    )


def answers_text(point: WeakPoint, plan: Plan) -> str:
    """The measures that answer a point, by number."""
    return ", ".join(one.number or one.key for one in point.answered_by(plan.measures))
