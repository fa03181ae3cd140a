"""A plan as sheets of Thai text, to be edited in a spreadsheet, and such sheets as a plan.

Officers change the order of columns, head them in other words, merge cells, split rows and add
columns of their own: all of that is read. What was typed is kept to the letter.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct, field

from prongsai.core.errors import Finding, Findings, Place, UnreadableInput
from prongsai.core.measures.cells import is_subject, items_of, list_of, remarks_of
from prongsai.core.measures.columns import (
    FOLLOW_UP,
    HEADINGS,
    HELP_SHEET,
    MEASURES_SHEET,
    POINTS_SHEET,
    measure_field,
    point_field,
)
from prongsai.core.measures.grid import Grid, Head, find_head
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.measures.rows import Record, RowReader
from prongsai.core.measures.tables import SheetTable, TitleLines, answers_text, plan_tables
from prongsai.core.registers.damage import refuse_damaged
from prongsai.core.rounding import plain_number
from prongsai.core.thai import arabic_digits, shorten, skeleton, squeeze

__all__ = ["PlanReading", "SheetTable", "parse_plan", "plan_tables"]

_QUOTED = 60
_FEWEST = 3
_REMARK = re.compile(r"ข้อเสนอแนะ(?:ที่)?\s*([0-9๐-๙]{1,3})")
_NUMBER_IN_TITLE = re.compile(
    r"([0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})+\.?|[0-9๐-๙]{1,2}\s?[.)])\s*(?=\S)"
)
_SIX_MONTHS = (skeleton("6 เดือน"), skeleton("ครึ่งปี"))
_WHOLE_YEAR = (skeleton("12 เดือน"), skeleton("ประจำปี"), skeleton("สิ้นปี"))


class PlanReading(Struct, frozen=True):
    """A plan that was read, and what was notable in reading it.

    Shape:  `own_columns` are headings of the officer's own, also of columns that are empty still.
    """

    plan: Plan
    findings: tuple[Finding, ...] = ()
    own_columns: tuple[str, ...] = ()


def parse_plan(grids: Sequence[Grid]) -> PlanReading:
    """The plan that stands in the sheets of a file; sheets that hold none of it are ignored.

    Errors: UnreadableInput where no sheet has a table of measures, or a cell of it is not certain.
    """
    parsing = _Parsing()
    tables = _measure_tables(grids)
    if not tables:
        file = next((grid.place.file for grid in grids), None)
        raise UnreadableInput("measures/measures_table_missing", place=Place(file))
    for grid, head in tables:
        parsing.heads.append(head)
        parsing.measures += RowReader(grid, head, parsing.findings).read()
    others = _without(grids, [grid for grid, _ in tables])
    pointed = _point_table(others)
    if pointed is not None:
        parsing.points = RowReader(*pointed, parsing.findings, keyed="code").read()
        others = _without(others, [pointed[0]])
    refuse_damaged([item for item in parsing.findings.items if item.code.startswith("table_")])
    parsing.tell_ignored(others)
    return parsing.reading(*tables[0])


def has_measures(grid: Grid) -> bool:
    """Whether a heading of measures stands in a sheet."""
    return find_head(grid, measure_field, _is_of_measures) is not None


def _without(grids: Sequence[Grid], used: Sequence[Grid]) -> list[Grid]:
    return [grid for grid in grids if not any(grid is used_grid for used_grid in used)]


def _measure_tables(grids: Sequence[Grid]) -> list[tuple[Grid, Head]]:
    """The sheet of our name where it holds measures, else every sheet that does."""
    tables = [
        (grid, _settled(grid, head))
        for grid in grids
        if (head := find_head(grid, measure_field, _is_of_measures)) is not None
    ]
    return [table for table in tables if table[0].title == MEASURES_SHEET] or tables


def _settled(grid: Grid, head: Head) -> Head:
    """Headings that mean more than one thing, settled by what stands below them."""
    below = range(head.last + 1, len(grid.rows))

    def strange(name: str, is_one: Callable[[str], bool]) -> bool:
        """Whether an officer's column holds something, and nothing of what it should."""
        column = head.fields.get(name)
        if column is None or head.named[column] == HEADINGS[name]:
            return False
        texts = [text for row in below if (text := grid.own(row, column)).strip()]
        return bool(texts) and not any(map(is_one, texts))

    if FOLLOW_UP in head.fields and {"at_six_months", "at_twelve_months"} & set(head.fields):
        head = head.renamed(FOLLOW_UP)
    if strange("remarks", lambda text: bool(remarks_of(text)[0])):
        head = head.renamed("remarks")
    if strange("items", lambda text: any(map(is_subject, items_of(text)))):
        head = head.renamed("items", None if "number" in head.fields else "number")
    return head


def _is_of_measures(fields: set[str]) -> bool:
    return "title" in fields and len(fields) >= _FEWEST


def _point_table(grids: Sequence[Grid]) -> tuple[Grid, Head] | None:
    tables = [
        (grid, head)
        for grid in grids
        if (head := find_head(grid, point_field, _is_of_points)) is not None
    ]
    named = [table for table in tables if table[0].title == POINTS_SHEET]
    return next(iter(named or tables), None)


def _is_of_points(fields: set[str]) -> bool:
    return {"code", "name"} <= fields and bool(fields & {"guideline", "answers", "reason"})


class _Parsing(Struct):
    """One plan being put together."""

    findings: Findings = field(default_factory=Findings)
    measures: list[Record] = field(default_factory=list)
    points: list[Record] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)

    def reading(self, grid: Grid, head: Head) -> PlanReading:
        above = TitleLines(grid, head, self.findings)
        measures = tuple(self._measures())
        plan = Plan(
            agency=above.text("agency"),
            fiscal_year=above.year("fiscal_year") or above.year_of_title(),
            score_year=above.year("score_year"),
            measures=measures,
            points=tuple(self._point(record) for record in self.points),
            target=above.target(),
            approved=above.text("approved"),
        )
        self._compare_answers(plan)
        used = {name for measure in measures for name, _ in measure.other}
        own = dict.fromkeys(
            name
            for head in self.heads
            for column, name in head.own.items()
            if name in used or head.named[column]
        )
        return PlanReading(plan, tuple(self.findings.items), tuple(own))

    def _measures(self) -> Iterator[Measure]:
        taken = {record.text("key") for record in self.measures}
        free = (f"own-{number}" for number in range(1, len(self.measures) + len(taken) + 2))
        unused = (key for key in free if key not in taken)
        for record in self.measures:
            yield self._measure(record, record.text("key") or next(unused))

    def _measure(self, record: Record, key: str) -> Measure:
        number, title = record.text("number"), record.text("title")
        if "number" not in record.cells and (match := _NUMBER_IN_TITLE.match(title)):
            number = match[1].rstrip(" .)") if record.titled else ""
            title = title[match.end() :]
        six, twelve = record.text("at_six_months"), record.text("at_twelve_months")
        if both := record.text(FOLLOW_UP):
            six, twelve = _follow_ups(both)
        return Measure(
            key=key,
            number=number,
            title=title,
            group=record.text("group") or record.group,
            steps=list_of(record.cells.get("steps", "")),
            unit=record.text("unit"),
            period=record.text("period"),
            start=record.text("start"),
            due=record.text("due"),
            evidence=list_of(record.cells.get("evidence", "")),
            at_six_months=six,
            at_twelve_months=twelve,
            budget=record.text("budget"),
            items=items_of(record.text("items")),
            remarks=self._remarks(record),
            other=tuple((name, text.strip()) for name, text in record.own.items() if text.strip()),
            place=record.place,
        )

    def _remarks(self, record: Record) -> tuple[int, ...]:
        numbers, strange = remarks_of(record.text("remarks"))
        if strange:
            quoted = shorten(", ".join(strange), _QUOTED)
            self.findings.error("measures/unreadable_remark_number", record.place, quoted=quoted)
        return numbers

    def _point(self, record: Record) -> WeakPoint:
        code = record.text("code")
        remark = _REMARK.fullmatch(squeeze(code))
        items = items_of(code)
        return WeakPoint(
            name=record.text("name"),
            item=None if remark else items[0] if len(items) == 1 else code,
            remark=int(arabic_digits(remark[1])) if remark else None,
            score=self._score(record),
            guideline=record.text("guideline"),
            reason=record.text("reason"),
            place=record.place,
            source=record.text("source"),
        )

    def _score(self, record: Record) -> Decimal | None:
        typed = record.text("score")
        score = plain_number(typed)
        if score is None and skeleton(typed):
            self.findings.warning(
                "measures/unreadable_score", record.place, shorten=shorten(typed, _QUOTED)
            )
        return score

    def _compare_answers(self, plan: Plan) -> None:
        """Who edits the shown measures of a point edits nothing: say where the link stands."""
        changed = [
            record.place
            for record, point in zip(self.points, plan.points, strict=True)
            if "answers" in record.cells
            and skeleton(record.text("answers")) != skeleton(answers_text(point, plan))
        ]
        if changed:
            self.findings.note("measures/answers_are_computed", changed[0], count=len(changed))

    def tell_ignored(self, grids: Sequence[Grid]) -> None:
        """Say which sheets hold nothing of the plan, but those of ours that never do."""
        names = [
            grid.title
            for grid in grids
            if grid.title not in ("", HELP_SHEET) and any(map(grid.typed, range(len(grid.rows))))
        ]
        if names:
            listed = ", ".join(f"“{shorten(name, _QUOTED)}”" for name in names)
            self.findings.note("measures/sheets_ignored", listed=listed)


def _follow_ups(text: str) -> tuple[str, str]:
    """What one column says of both follow-ups, by the months it names."""
    key = skeleton(text)
    six = any(word in key for word in _SIX_MONTHS)
    twelve = not six or any(word in key for word in _WHOLE_YEAR)
    return text if six else "", text if twelve else ""
