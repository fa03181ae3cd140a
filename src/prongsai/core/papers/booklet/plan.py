"""Chapter 4: the measures."""

from __future__ import annotations

from prongsai.core.measures.model import Measure
from prongsai.core.papers.booklet.parts import chapter, text_cell
from prongsai.core.papers.document import Align, Block, Cell, Column, Paragraph, RowGroup, Table
from prongsai.core.papers.facts import Facts

_KEY = "measures"


def measures(facts: Facts) -> tuple[Block, ...]:
    """The lead and the one wide table, group by group."""
    if not facts.case.plan.measures:
        return (chapter(facts, 4, _KEY), Paragraph(facts(f"booklet.{_KEY}.none")))
    return (
        chapter(facts, 4, _KEY),
        Paragraph(facts(f"booklet.{_KEY}.lead")),
        measures_table(facts),
    )


def measures_table(facts: Facts) -> Table:
    """All measures with steps, unit, time, evidence, follow-up and budget."""
    columns = (
        Column(facts.word("number"), 1.0, Align.CENTER),
        Column(facts.word("measure"), 3.6),
        Column(facts.word("steps")),
        Column(facts.word("unit"), 2.7),
        Column(facts.word("period"), 2.7),
        Column(facts.word("evidence"), 3.2),
        Column(facts.word("follow_up"), 4.2),
        Column(facts.word("budget"), 1.9, Align.CENTER),
    )
    groups = tuple(
        RowGroup(
            facts.word("group", number=number, name=name) if name else "",
            tuple(_row(facts, measure) for measure in own),
        )
        for number, (name, own) in enumerate(facts.case.plan.groups, start=1)
    )
    return Table(facts(f"booklet.{_KEY}.table"), columns, groups, splits=False)


def _row(facts: Facts, measure: Measure) -> tuple[Cell, ...]:
    title = [measure.title]
    if answered := _answered(facts, measure):
        title.append(facts.word("answers", points=answered))
    return (
        text_cell(measure.number),
        Cell(tuple(title), strong=True),
        Cell(measure.steps, numbered=len(measure.steps) > 1),
        text_cell(measure.unit),
        Cell(tuple(filter(None, (measure.period, _due(facts, measure))))),
        Cell(measure.evidence),
        Cell(tuple(_followed(facts, measure))),
        text_cell(measure.budget),
    )


def _answered(facts: Facts, measure: Measure) -> str:
    """The items and remarks a measure answers, in one clause."""
    parts = []
    if measure.items:
        parts.append(facts.word("item_codes", codes=", ".join(measure.items)))
    if measure.remarks:
        numbers = ", ".join(map(str, measure.remarks))
        parts.append(facts.word("remark", number=numbers))
    return " ".join(parts)


def _due(facts: Facts, measure: Measure) -> str:
    if not measure.due or measure.due in measure.period:
        return ""
    return f"{facts.word('due')} {measure.due}"


def _followed(facts: Facts, measure: Measure) -> list[str]:
    lines = []
    if measure.at_six_months:
        lines.append(f"{facts.word('six')} {measure.at_six_months}")
    if measure.at_twelve_months:
        lines.append(f"{facts.word('twelve')} {measure.at_twelve_months}")
    return lines
