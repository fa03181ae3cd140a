"""Lay a plan out as sheets of Thai text, ready to be written."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core import fiscal
from prongsai.core.analysis.weakness import Weakness
from prongsai.core.errors import Findings, Place
from prongsai.core.measures.cells import is_blank, items_text, list_text, remarks_text, tidy
from prongsai.core.measures.columns import (
    MEASURE_COLUMNS,
    MEASURES_SHEET,
    POINT_COLUMNS,
    POINTS_SHEET,
    SOURCE_COLUMN,
    TITLE_LINES,
    PlanColumn,
    title_field,
)
from prongsai.core.measures.grid import Grid, Head
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.messages import read_words
from prongsai.core.rounding import plain_number
from prongsai.core.text import same
from prongsai.core.thai import arabic_digits, shorten

_TITLE = "แผนมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
_POINTS_TITLE = "จุดอ่อนและข้อเสนอแนะจากผลการประเมิน ITA"


class SheetTable(Struct, frozen=True):
    """One sheet to be written: its name, the lines above the table, the table."""

    name: str
    title: str
    lines: tuple[tuple[str, str], ...]
    columns: tuple[PlanColumn, ...]
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
        (*MEASURE_COLUMNS, *(PlanColumn("other", heading) for heading in own)),
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
    return ", ".join(measure.number or measure.key for measure in point.answered_by(plan.measures))


DEFAULT_TARGET = Decimal(85)
_HIGHEST = 100
_QUOTED = 60
_YEAR = re.compile(r"(?<![0-9])(?:25[5-9]|26[0-4])[0-9](?![0-9])")
_INLINE = re.compile(r"([^:：\n]{2,40})[:：]\s*(.+)", re.DOTALL)


class TitleLines(Struct):
    """What is said above a table; a value that cannot be read is a finding."""

    grid: Grid
    head: Head
    findings: Findings
    _said: dict[str, tuple[str, Place]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather label and value of each line; the first of a label stands."""
        for row in range(self.head.first):
            texts = list(self.grid.typed(row).values())
            if not texts:
                continue
            inline = _INLINE.fullmatch(texts[0].strip())
            named = title_field(texts[0])
            if named is None and inline is not None and len(texts) == 1:
                named, texts = title_field(inline[1]), [inline[1], inline[2]]
            if named is not None:
                value = tidy(texts[1]) if len(texts) > 1 else ""
                self._said.setdefault(named, (value, self.grid.place_of(row)))

    def text(self, name: str) -> str:
        """A value as typed; "" where there is none."""
        return self._said[name][0] if name in self._said else ""

    def year(self, name: str) -> int:
        """A fiscal year; 0 where none is said or it cannot be read."""
        typed = self.text(name)
        years = set(_YEAR.findall(arabic_digits(typed)))
        if len(years) == 1:
            return int(years.pop())
        if not is_blank(typed):
            quoted = shorten(typed, _QUOTED)
            self.findings.error("measures/unreadable_year", self._said[name][1], quoted=quoted)
        return 0

    def year_of_title(self) -> int:
        """The latest year above the table: a plan is of a later year than its scores."""
        if "fiscal_year" in self._said:
            return 0
        labelled = {place for _, place in self._said.values()}
        dated = [
            (year, self.grid.place_of(row, quote=shorten(text, _QUOTED)))
            for row in range(self.head.first)
            if self.grid.place_of(row) not in labelled
            for text in self.grid.typed(row).values()
            for _, year in fiscal.years_in(text)
        ]
        if not dated:
            return 0
        year, place = max(dated, key=lambda pair: pair[0])
        self.findings.note("measures/year_from_title", place, year=year)
        return year

    def target(self) -> Decimal:
        """The score the plan aims at; 85 where none is said."""
        typed = self.text("target")
        target = plain_number(typed)
        if target is not None and 0 < target <= _HIGHEST:
            return target
        if not is_blank(typed):
            place = replace(self._said["target"][1], quote=shorten(typed, _QUOTED))
            self.findings.error("measures/unreadable_target", place, default_target=DEFAULT_TARGET)
        return DEFAULT_TARGET


def tell_unplaced(weakness: Weakness, findings: Findings) -> None:
    """Add a warning where the total is low and the known weak points do not account for it."""
    total = weakness.unplaced
    if total is None:
        return
    more = read_words("measures/besides") if weakness.count else same("")
    findings.warning(
        "measures/weak_where_unknown", figure=total.figure, target=weakness.target, more=more
    )
