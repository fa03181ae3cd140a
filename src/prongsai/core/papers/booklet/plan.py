"""Chapter 4: the measures."""

from __future__ import annotations

from collections.abc import Mapping

from prongsai.core.measures.layout import REMARKS_ONLY, USUAL, Arrangement, Layout, arranged
from prongsai.core.measures.model import Measure
from prongsai.core.papers.booklet.parts import chapter, text_cell
from prongsai.core.papers.document import Align, Block, Cell, Column, Paragraph, RowGroup, Table
from prongsai.core.papers.facts import Facts

_KEY = "measures"
_ALIGNED = {"number": Align.CENTER, "budget": Align.CENTER}
# Centimetres; steps take what is left. Four columns stand upright, all others lie.
_WIDTHS: Mapping[int, tuple[float | None, ...]] = {
    4: (4.2, None, 3.0, 3.0),
    5: (4.8, None, 3.6, 3.6, 5.6),
    8: (1.0, 3.6, None, 2.7, 2.7, 3.2, 4.2, 1.9),
}


def measures(facts: Facts) -> tuple[Block, ...]:
    """The lead and the one wide table, group by group."""
    if not facts.case.plan.measures:
        return (chapter(facts, 4, _KEY), Paragraph(facts(f"booklet.{_KEY}.none")))
    return (
        chapter(facts, 4, _KEY),
        Paragraph(facts(f"booklet.{_KEY}.lead")),
        measures_table(facts),
    )


def measures_table(facts: Facts, layout: Layout = USUAL) -> Table:
    """All measures under their headings, with the columns of a layout."""
    columns = tuple(
        Column(facts.word(field), width, _ALIGNED.get(field, Align.LEFT))
        for field, width in zip(layout.fields, _WIDTHS[layout.columns], strict=True)
    )
    groups = tuple(
        RowGroup(
            _heading(facts, layout, number, name),
            tuple(_row(facts, measure, layout) for measure in own),
        )
        for number, (name, own) in enumerate(arranged(facts.case.plan, layout.arrangement), start=1)
    )
    return Table(facts(f"booklet.{_KEY}.table"), columns, groups, splits=False)


def _heading(facts: Facts, layout: Layout, number: int, name: str) -> str:
    if not name:
        return ""
    if layout.arrangement is Arrangement.GROUP:
        return facts.word("group", number=number, name=name)
    if name == REMARKS_ONLY:
        return facts.word("remarks_group")
    named = {one.code: one.name.th for one in facts.case.card.framework.instruments}
    return " ".join(filter(None, (name, named.get(name))))


def _row(facts: Facts, measure: Measure, layout: Layout) -> tuple[Cell, ...]:
    number = "" if "number" in layout.fields or not measure.number else f"{measure.number}. "
    title = [f"{number}{measure.title}"]
    if answered := _answered(facts, measure):
        title.append(facts.word("answers", points=answered))
    cells = {
        "number": text_cell(measure.number),
        "measure": Cell(tuple(title), strong=True),
        "steps": Cell(measure.steps, numbered=len(measure.steps) > 1),
        "unit": text_cell(measure.unit),
        "period": Cell(tuple(filter(None, (measure.period, _due(facts, measure))))),
        "evidence": Cell(measure.evidence),
        "follow_up": Cell(tuple(_followed(facts, measure))),
        "budget": text_cell(measure.budget),
    }
    return tuple(cells[field] for field in layout.fields)


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
