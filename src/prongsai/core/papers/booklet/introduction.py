"""Chapter 1: what the assessment is, from the framework of its year."""

from datetime import date

from prongsai.core import fiscal
from prongsai.core.dates import SHORT_MONTHS, Span, long_date
from prongsai.core.framework.model import Framework, Indicator, Instrument, RatingLevel
from prongsai.core.measures.model import Measure
from prongsai.core.papers.booklet.parts import chapter, section, text_cell
from prongsai.core.papers.document import (
    Align,
    Block,
    Heading,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Table,
    TableStyle,
)
from prongsai.core.papers.facts import Facts
from prongsai.core.papers.tables import table_of_rows

_KEY = "introduction"


def introduction(facts: Facts) -> tuple[Block, ...]:
    """Background, instruments, indicators, levels."""
    framework = facts.case.card.framework
    return (
        chapter(facts, 1, _KEY),
        *section(
            facts,
            "1.1",
            f"{_KEY}.background",
            facts(f"booklet.{_KEY}.background_text"),
            _target(facts, framework),
        ),
        *_instruments(facts, framework),
        *_indicators(facts, framework),
        *_levels(facts, framework),
    )


def _target(facts: Facts, framework: Framework) -> str:
    """What is aimed at: the year's rule, an aim of the agency's own beside it, or without one."""
    if facts.has_official_target:
        return facts(f"booklet.{_KEY}.background_target")
    if framework.target_score is None:
        return facts(f"booklet.{_KEY}.background_own_target")
    official = f"{framework.target_score.normalize():f}"
    return facts(f"booklet.{_KEY}.background_beside_target", official=official)


def _instruments(facts: Facts, framework: Framework) -> list[Block]:
    counts = [
        len(part.items) if part.items is not None else part.item_count
        for part in framework.instruments
    ]
    known = [count for count in counts if count is not None]
    items = (
        facts(f"booklet.{_KEY}.instruments_items", count=sum(known))
        if len(known) == len(counts)
        else ""
    )
    text = facts.case.wording(
        f"booklet.{_KEY}.instruments_text",
        **{
            **facts.fields,
            "instrument_count": str(len(counts)),
            "indicator_count": str(sum(len(part.indicators) for part in framework.instruments)),
            "item_count": items,
        },
    )
    rows = (
        (
            text_cell(part.code, strong=True),
            text_cell(part.name.th),
            text_cell(len(part.indicators)),
            text_cell(count),
            text_cell(None if part.weight is None else f"{float(part.weight * 100):g}"),
        )
        for part, count in zip(framework.instruments, counts, strict=True)
    )
    columns = (
        PaperColumn(facts.word("instrument"), 2.0, Align.CENTER),
        PaperColumn(facts.word("instrument_name")),
        PaperColumn(facts.word("indicators"), 2.4, Align.CENTER),
        PaperColumn(facts.word("items"), 2.2, Align.CENTER),
        PaperColumn(facts.word("weight"), 2.4, Align.CENTER),
    )
    caption = facts(f"booklet.{_KEY}.instruments_table")
    table = table_of_rows(caption, columns, rows, TableStyle.RULED)
    return [*section(facts, "1.2", f"{_KEY}.instruments", text), table]


def _indicators(facts: Facts, framework: Framework) -> list[Block]:
    groups = tuple(
        RowGroup(
            f"{part.code} {part.name.th}",
            tuple(_indicator_row(part, indicator) for indicator in part.indicators),
        )
        for part in framework.instruments
    )
    columns = (
        PaperColumn(facts.word("number"), 1.6, Align.CENTER),
        PaperColumn(facts.word("indicator")),
        PaperColumn(facts.word("items"), 3.0, Align.CENTER),
    )
    return [
        *section(facts, "1.3", f"{_KEY}.indicators", facts(f"booklet.{_KEY}.indicators_text")),
        Table(facts(f"booklet.{_KEY}.indicators_table"), columns, groups),
    ]


def _indicator_row(part: Instrument, indicator: Indicator) -> tuple[PaperCell, ...]:
    own = [item for item in part.items or () if item.indicator == indicator.code]
    return (
        text_cell(indicator.code),
        text_cell(indicator.name.th),
        text_cell(len(own) or None),
    )


def _levels(facts: Facts, framework: Framework) -> list[Block]:
    levels = framework.rating.levels
    heading = section(facts, "1.4", f"{_KEY}.levels")
    if levels is None:
        return [*heading, Paragraph(facts(f"booklet.{_KEY}.levels_unknown"))]
    gated = any(level.each_instrument is not None for level in levels)
    rows = tuple(
        _level_row(facts, level, levels[place - 1] if place else None, gated=gated)
        for place, level in enumerate(levels)
    )
    columns = [
        PaperColumn(facts.word("range"), None, Align.CENTER),
        PaperColumn(facts.word("level"), None, Align.CENTER),
        PaperColumn(facts.word("result"), None, Align.CENTER),
    ]
    if gated:
        columns.insert(1, PaperColumn(facts.word("each"), None, Align.CENTER))
    return [
        *heading,
        Paragraph(facts(f"booklet.{_KEY}.levels_text", level_count=len(levels))),
        table_of_rows(facts(f"booklet.{_KEY}.levels_table"), columns, rows, TableStyle.RULED),
    ]


def _level_row(
    facts: Facts, level: RatingLevel, above: RatingLevel | None, *, gated: bool
) -> tuple[PaperCell, ...]:
    """One level; levels that share their least total differ by the instruments alone."""
    high = "100" if above is None else f"{float(above.minimum) - 0.01:.2f}"
    if above is not None and above.minimum == level.minimum:
        high = "100"
    low = f"{float(level.minimum):.2f}"
    # What a level means is the year's to say, whatever the agency aims at.
    official = facts.case.card.framework.target_score
    passes = (
        None if official is None else facts.word("passes" if level.minimum >= official else "fails")
    )
    cells = [
        text_cell(facts(f"booklet.{_KEY}.range", low=low, high=high)),
        text_cell(level.label.th, strong=True),
        text_cell(passes),
    ]
    if gated:
        gate = level.each_instrument
        cells.insert(1, text_cell(None if gate is None else f"{float(gate):.2f}"))
    return tuple(cells)


_FOLLOWING = "following"
_DONE, _WORK = "■", "•"


def following(facts: Facts) -> tuple[Block, ...]:
    """The rounds of reporting, and the measures by unit."""
    rounds: tuple[Block, ...] = (
        chapter(facts, 5, _FOLLOWING),
        *section(facts, "5.1", f"{_FOLLOWING}.rounds", facts(f"booklet.{_FOLLOWING}.rounds_text")),
        _rounds(facts),
    )
    if not facts.case.plan.measures:
        return rounds
    return (
        *rounds,
        *section(facts, "5.2", f"{_FOLLOWING}.units", facts(f"booklet.{_FOLLOWING}.units_text")),
        _units(facts),
    )


def _rounds(facts: Facts) -> Table:
    year = facts.case.plan.fiscal_year
    everybody = facts(f"booklet.{_FOLLOWING}.round_start_who")
    office = facts.case.agency.office
    days = {
        "round_start": (long_date(_first_day(facts)), everybody),
        "round_six": (long_date(fiscal.half_year(year)), everybody),
        "round_twelve": (long_date(fiscal.end(year)), everybody),
        "round_publish": (facts(f"booklet.{_FOLLOWING}.round_publish_day"), office),
    }
    rows = (
        (
            text_cell(facts(f"booklet.{_FOLLOWING}.{key}"), strong=True),
            text_cell(day),
            text_cell(who),
            facts(f"booklet.{_FOLLOWING}.{key}_what"),
        )
        for key, (day, who) in days.items()
    )
    columns = (
        PaperColumn(facts.word("round"), 3.0),
        PaperColumn(facts.word("on_day"), 3.6),
        PaperColumn(facts.word("who"), 3.4),
        PaperColumn(facts.word("what")),
    )
    caption = facts(f"booklet.{_FOLLOWING}.rounds_table")
    return table_of_rows(caption, columns, rows, TableStyle.RULED)


def _first_day(facts: Facts) -> date:
    """The day the first measure begins, else the first day of the year."""
    starts = [
        measure.starts.first for measure in facts.case.plan.measures if measure.starts is not None
    ]
    return min(starts, default=fiscal.start(facts.case.plan.fiscal_year))


def _units(facts: Facts) -> Table:
    owned: dict[str, list[Measure]] = {}
    for measure in facts.case.plan.measures:
        owned.setdefault(measure.unit or "–", []).append(measure)
    rows = (
        (unit, str(len(own)), text_cell(", ".join(measure.number for measure in own)))
        for unit, own in owned.items()
    )
    columns = (
        PaperColumn(facts.word("unit")),
        PaperColumn(facts.word("count"), 3.0, Align.CENTER),
        PaperColumn(facts.word("measure_numbers"), None),
    )
    caption = facts(f"booklet.{_FOLLOWING}.units_table")
    return table_of_rows(caption, columns, rows, TableStyle.RULED)


def calendar(facts: Facts) -> tuple[Block, ...]:
    """The fiscal year as a grid, one line for each measure that has readable months."""
    measures = [m for m in facts.case.plan.measures if m.starts is not None and m.ends is not None]
    if not measures:
        return ()
    months = fiscal.first_days(facts.case.plan.fiscal_year)
    columns = (
        PaperColumn(facts.word("number"), 1.1, Align.CENTER),
        PaperColumn(facts.word("measure")),
        *(PaperColumn(SHORT_MONTHS[day.month - 1], 1.15, Align.CENTER) for day in months),
    )
    rows = tuple(
        (
            text_cell(measure.number),
            text_cell(measure.title),
            *(_month_cell(month, measure.starts, measure.ends) for month in months),
        )
        for measure in measures
    )
    return (
        Heading(2, facts(f"booklet.{_FOLLOWING}.calendar"), "5.3"),
        Paragraph(facts(f"booklet.{_FOLLOWING}.calendar_text")),
        table_of_rows(facts(f"booklet.{_FOLLOWING}.calendar_table"), columns, rows),
    )


def _month_cell(month: date, start: Span | None, end: Span | None) -> PaperCell:
    """A month of work says so by sign and shade, the last one by a larger sign."""
    if start is None or end is None:
        return PaperCell(("",))
    if (end.last.year, end.last.month) == (month.year, month.month):
        return PaperCell((_DONE,), filled=True)
    if start.first.replace(day=1) <= month <= end.last:
        return PaperCell((_WORK,), filled=True)
    return PaperCell(("",))
