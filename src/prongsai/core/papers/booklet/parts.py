"""Tables and headings that several chapters share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from prongsai.core.analysis.weakness import RankedItem, WeakNode
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
from prongsai.core.papers.facts import Facts, two_places


def chapter(facts: Facts, number: int, key: str) -> Heading:
    """The heading of a chapter."""
    return Heading(1, facts(f"booklet.{key}.title"), f"บทที่ {number}")


def section(facts: Facts, number: str, key: str, *texts: str) -> list[Block]:
    """A heading of the second level with its paragraphs."""
    return [Heading(2, facts(f"booklet.{key}"), number), *map(Paragraph, texts)]


def text_cell(text: object, *, strong: bool = False) -> Cell:
    """A cell of one line; "–" for nothing."""
    return Cell((str(text) if text not in (None, "") else "–",), strong=strong)


def score_cell(facts: Facts, score: Decimal | None, text: str | None = None) -> Cell:
    """A score with the mark of those below target."""
    if score is None:
        return text_cell(None)
    weak = score < facts.case.plan.target
    return Cell((text or two_places(score),), weak=weak)


def item_table(
    facts: Facts, caption: str, items: Sequence[RankedItem], *, ranked: bool = False
) -> Table:
    """Items with indicator, bar and score; what each costs in the total where that is known."""
    rows = tuple(_item_row(facts, item, ranked=ranked) for item in items)
    last = facts.word("rank" if ranked else "lost")
    columns = (
        Column(facts.word("item"), 1.3, Align.CENTER),
        Column(facts.word("subject")),
        Column(facts.word("indicator"), 1.7, Align.CENTER),
        Column("", 2.6, Align.CENTER),
        Column(facts.word("score"), 1.8, Align.RIGHT),
        Column(last, 2.1, Align.CENTER if ranked else Align.RIGHT),
    )
    return Table(caption, columns, (RowGroup("", rows),), style=TableStyle.COMPACT)


def node_table(facts: Facts, caption: str, nodes: Sequence[WeakNode]) -> Table:
    """Indicators and instruments of which the items are not known, with their scores."""
    columns = (
        Column(facts.word("indicator"), 2.2, Align.CENTER),
        Column(facts.word("subject")),
        Column("", 2.6, Align.CENTER),
        Column(facts.word("score"), 1.8, Align.RIGHT),
    )
    rows = tuple(
        (
            text_cell(node.key),
            text_cell(node.name.th),
            Cell((), bar=node.score),
            score_cell(facts, node.score),
        )
        for node in nodes
    )
    return Table(caption, columns, (RowGroup("", rows),), style=TableStyle.COMPACT)


def _item_row(facts: Facts, item: RankedItem, *, ranked: bool) -> tuple[Cell, ...]:
    lost = text_cell(None if item.lost is None else two_places(item.lost))
    return (
        text_cell(item.code),
        text_cell(facts.item_name(item)),
        text_cell(indicator_of(facts, item.code)),
        Cell((), bar=item.score),
        score_cell(facts, item.score),
        text_cell(item.rank) if ranked else lost,
    )


def indicator_of(facts: Facts, code: str) -> str:
    """The number of an item's indicator; "" where the year does not tell."""
    item = facts.case.card.framework.items.get(code)
    return (item.indicator or "") if item else ""


def numbers(found: Iterable[str]) -> str:
    """Measure numbers in one clause."""
    return ", ".join(found)
