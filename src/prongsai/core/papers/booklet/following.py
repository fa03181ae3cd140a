"""Chapter 5: who reports what and when, who owns which measure, and the year month by month."""

from __future__ import annotations

from datetime import date

from prongsai.core import fiscal
from prongsai.core.dates import SHORT_MONTHS, Span, long_date
from prongsai.core.measures.model import Measure
from prongsai.core.papers.booklet.parts import chapter, numbers, section, text_cell
from prongsai.core.papers.document import (
    Align,
    Block,
    Cell,
    Column,
    Heading,
    Paragraph,
    RowGroup,
    Table,
    TableStyle,
)
from prongsai.core.papers.facts import Facts

_KEY = "following"
_DONE, _WORK = "■", "•"


def following(facts: Facts) -> tuple[Block, ...]:
    """The rounds of reporting, and the measures by unit."""
    rounds: tuple[Block, ...] = (
        chapter(facts, 5, _KEY),
        *section(facts, "5.1", f"{_KEY}.rounds", facts(f"booklet.{_KEY}.rounds_text")),
        _rounds(facts),
    )
    if not facts.case.plan.measures:
        return rounds
    return (
        *rounds,
        *section(facts, "5.2", f"{_KEY}.units", facts(f"booklet.{_KEY}.units_text")),
        _units(facts),
    )


def _rounds(facts: Facts) -> Table:
    year = facts.case.plan.fiscal_year
    everybody = facts(f"booklet.{_KEY}.round_start_who")
    office = facts.case.agency.office
    days = {
        "round_start": (long_date(_first_day(facts)), everybody),
        "round_six": (long_date(fiscal.half_year(year)), everybody),
        "round_twelve": (long_date(fiscal.end(year)), everybody),
        "round_publish": (facts(f"booklet.{_KEY}.round_publish_day"), office),
    }
    rows = tuple(
        (
            text_cell(facts(f"booklet.{_KEY}.{key}"), strong=True),
            text_cell(day),
            text_cell(who),
            text_cell(facts(f"booklet.{_KEY}.{key}_what")),
        )
        for key, (day, who) in days.items()
    )
    columns = (
        Column(facts.word("round"), 3.0),
        Column(facts.word("on_day"), 3.6),
        Column(facts.word("who"), 3.4),
        Column(facts.word("what")),
    )
    return Table(facts(f"booklet.{_KEY}.rounds_table"), columns, (RowGroup("", rows),))


def _first_day(facts: Facts) -> date:
    """The day the first measure begins, else the first day of the year."""
    starts = [one.starts.first for one in facts.case.plan.measures if one.starts is not None]
    return min(starts, default=fiscal.start(facts.case.plan.fiscal_year))


def _units(facts: Facts) -> Table:
    owned: dict[str, list[Measure]] = {}
    for measure in facts.case.plan.measures:
        owned.setdefault(measure.unit or "–", []).append(measure)
    rows = tuple(
        (
            text_cell(unit),
            text_cell(len(own)),
            text_cell(numbers(measure.number for measure in own)),
        )
        for unit, own in owned.items()
    )
    columns = (
        Column(facts.word("unit")),
        Column(facts.word("count"), 3.0, Align.CENTER),
        Column(facts.word("measure_numbers"), None),
    )
    return Table(facts(f"booklet.{_KEY}.units_table"), columns, (RowGroup("", rows),))


def calendar(facts: Facts) -> tuple[Block, ...]:
    """The fiscal year as a grid, one line for each measure that has readable months."""
    measures = [m for m in facts.case.plan.measures if m.starts is not None and m.ends is not None]
    if not measures:
        return ()
    months = _months(facts.case.plan.fiscal_year)
    columns = (
        Column(facts.word("number"), 1.1, Align.CENTER),
        Column(facts.word("measure")),
        *(Column(SHORT_MONTHS[day.month - 1], 1.15, Align.CENTER) for day in months),
    )
    rows = tuple(_calendar_row(measure, months) for measure in measures)
    return (
        Heading(2, facts(f"booklet.{_KEY}.calendar"), "5.3"),
        Paragraph(facts(f"booklet.{_KEY}.calendar_text")),
        Table(
            facts(f"booklet.{_KEY}.calendar_table"),
            columns,
            (RowGroup("", rows),),
            style=TableStyle.COMPACT,
        ),
    )


def _months(fiscal_year: int) -> tuple[date, ...]:
    first = fiscal.start(fiscal_year)
    return tuple(
        date(first.year + (first.month - 1 + ahead) // 12, (first.month - 1 + ahead) % 12 + 1, 1)
        for ahead in range(12)
    )


def _calendar_row(measure: Measure, months: tuple[date, ...]) -> tuple[Cell, ...]:
    start, end = measure.starts, measure.ends
    cells = [text_cell(measure.number), text_cell(measure.title)]
    cells += [_month_cell(month, start, end) for month in months]
    return tuple(cells)


def _month_cell(month: date, start: Span | None, end: Span | None) -> Cell:
    """A month of work says so by sign and shade, the last one by a larger sign."""
    if start is None or end is None:
        return Cell(("",))
    if (end.last.year, end.last.month) == (month.year, month.month):
        return Cell((_DONE,), filled=True)
    if start.first.replace(day=1) <= month <= end.last:
        return Cell((_WORK,), filled=True)
    return Cell(("",))
