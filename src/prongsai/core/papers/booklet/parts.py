"""Parts that chapters of the booklet share: sections, score cells, tables, cover, summary."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import count

from msgspec.structs import replace

from prongsai.core.analysis.weakness import RankedItem, WeakNode
from prongsai.core.dates import month_and_year
from prongsai.core.ids import Level
from prongsai.core.measures.grid import REMARKS_ONLY, USUAL, Arrangement, Layout, arranged
from prongsai.core.measures.model import Measure
from prongsai.core.papers.document import (
    Align,
    Beside,
    Block,
    Chart,
    Contents,
    Cover,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Section,
    Signature,
    Table,
    Together,
)
from prongsai.core.papers.facts import Facts, named, two_places
from prongsai.core.papers.tables import table_of_rows


def chapter(facts: Facts, number: int, key: str) -> Heading:
    return Heading(1, facts(f"booklet.{key}.title"), f"บทที่ {number}")


def section(facts: Facts, number: str, key: str, *texts: str) -> list[Block]:
    """A heading of the second level with its paragraphs."""
    return [Heading(2, facts(f"booklet.{key}"), number), *map(Paragraph, texts)]


def text_cell(text: object, *, strong: bool = False) -> PaperCell:
    """A cell of one line; "–" for nothing."""
    return PaperCell((str(text) if text not in (None, "") else "–",), strong=strong)


def score_cell(facts: Facts, score: Decimal | None, text: str | None = None) -> PaperCell:
    """A score with the mark of those below target."""
    if score is None:
        return text_cell(None)
    weak = score < facts.case.plan.target
    return PaperCell((text or two_places(score),), weak=weak)


def item_table(
    facts: Facts, caption: str, items: Sequence[RankedItem], *, ranked: bool = False
) -> Table:
    """Items with indicator, bar and score; what each costs in the total where that is known."""
    rows = (_item_row(facts, item, ranked=ranked) for item in items)
    last = facts.word("rank" if ranked else "lost")
    columns = (
        PaperColumn(facts.word("item"), 1.3, Align.CENTER),
        PaperColumn(facts.word("subject")),
        PaperColumn(facts.word("indicator"), 1.7, Align.CENTER),
        PaperColumn("", 2.6, Align.CENTER),
        PaperColumn(facts.word("score"), 1.8, Align.RIGHT),
        PaperColumn(last, 2.1, Align.CENTER if ranked else Align.RIGHT),
    )
    return table_of_rows(caption, columns, rows)


def node_table(facts: Facts, caption: str, nodes: Sequence[WeakNode]) -> Table:
    """Indicators and instruments of which the items are not known, with their scores."""
    columns = (
        PaperColumn(facts.word("indicator"), 2.2, Align.CENTER),
        PaperColumn(facts.word("subject")),
        PaperColumn("", 2.6, Align.CENTER),
        PaperColumn(facts.word("score"), 1.8, Align.RIGHT),
    )
    rows = (
        (node.key, node.name.th, PaperCell((), bar=node.score), score_cell(facts, node.score))
        for node in nodes
    )
    return table_of_rows(caption, columns, rows)


def _item_row(facts: Facts, item: RankedItem, *, ranked: bool) -> tuple[PaperCell, ...]:
    lost = text_cell(None if item.lost is None else two_places(item.lost))
    return (
        text_cell(item.code),
        text_cell(facts.item_name(item)),
        text_cell(indicator_of(facts, item.code)),
        PaperCell((), bar=item.score),
        score_cell(facts, item.score),
        text_cell(item.rank) if ranked else lost,
    )


def indicator_of(facts: Facts, code: str) -> str:
    """The number of an item's indicator; "" where the year does not tell."""
    item = facts.case.card.framework.items.get(code)
    return (item.indicator or "") if item else ""


def numbered_sections(
    facts: Facts, number: int, parts: Iterable[Callable[[Facts, str], Sequence[Block]]]
) -> Iterator[Block]:
    """The sections of a chapter; one with nothing in it takes no number."""
    place = 1
    for part in parts:
        blocks = part(facts, f"{number}.{place}")
        place += bool(blocks)
        yield from blocks


def numbered(facts: Facts, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with "ตารางที่ 1 …" and "แผนภูมิที่ 1 …" before every caption."""
    numbering = _Numbering(facts)
    return tuple(
        replace(section, blocks=tuple(map(numbering.block, section.blocks))) for section in sections
    )


class _Numbering:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.tables = count(1)
        self.charts = count(1)

    def block(self, block: Block) -> Block:
        if isinstance(block, Table) and block.caption:
            caption = self.facts.word("table", number=next(self.tables), caption=block.caption)
            return replace(block, caption=caption)
        if isinstance(block, Beside):
            return Beside(self._chart(block.left), self._chart(block.right))
        return self._chart(block) if isinstance(block, Chart) else block

    def _chart(self, chart: Chart) -> Chart:
        caption = self.facts.word("chart", number=next(self.charts), caption=chart.caption)
        return replace(chart, caption=caption)


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
        PaperColumn(facts.word(field), width, _ALIGNED.get(field, Align.LEFT))
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
    named = {
        instrument.code: instrument.name.th for instrument in facts.case.card.framework.instruments
    }
    return " ".join(filter(None, (name, named.get(name))))


def _row(facts: Facts, measure: Measure, layout: Layout) -> tuple[PaperCell, ...]:
    number = "" if "number" in layout.fields or not measure.number else f"{measure.number}. "
    title = [f"{number}{measure.title}"]
    if answered := _answered(facts, measure):
        title.append(facts.word("answers", points=answered))
    is_told = not measure.due or measure.due in measure.period
    due = "" if is_told else f"{facts.word('due')} {measure.due}"
    cells = {
        "number": text_cell(measure.number),
        "measure": PaperCell(tuple(title), strong=True),
        "steps": PaperCell(measure.steps, numbered=len(measure.steps) > 1),
        "unit": text_cell(measure.unit),
        "period": PaperCell(tuple(filter(None, (measure.period, due)))),
        "evidence": PaperCell(measure.evidence),
        "follow_up": PaperCell(tuple(_followed(facts, measure))),
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


def _followed(facts: Facts, measure: Measure) -> list[str]:
    lines = []
    if measure.at_six_months:
        lines.append(f"{facts.word('six')} {measure.at_six_months}")
    if measure.at_twelve_months:
        lines.append(f"{facts.word('twelve')} {measure.at_twelve_months}")
    return lines


_FIRST = 5


def cover(facts: Facts) -> Cover:
    agency = facts.case.agency
    return Cover(
        title=facts("common.measures_title"),
        subtitle=facts("common.year"),
        agency=agency.name,
        place=agency.place,
        made_by=" ".join(filter(None, (facts("booklet.made_by"), agency.website))),
    )


def front(facts: Facts) -> tuple[Block, ...]:
    """Preface and contents."""
    agency = facts.case.agency
    compared = facts("booklet.preface.compared") if len(facts.years) > 1 else ""
    has_items = bool(facts.case.card.of_level(Level.ITEM))
    analysed = facts(f"booklet.preface.analysed{'' if has_items else '_without_items'}")
    return (
        Heading(1, facts("booklet.preface.title")),
        Paragraph(facts("booklet.preface.first")),
        Paragraph(facts("booklet.preface.second", compared=compared, analysed=analysed)),
        Together(
            (
                Paragraph(facts("booklet.preface.third")),
                Signature(
                    f"{agency.office} {agency.name}",
                    below=month_and_year(facts.case.settings.made_on),
                ),
                Paragraph(facts("booklet.preface.compiled_by")),
            )
        ),
        PageBreak(),
        Contents(facts("booklet.contents")),
    )


def summary(facts: Facts) -> tuple[Block, ...]:
    """One page for the chief executive: the result, the weak points, the plan, the first steps."""
    case = facts.case
    figures = KeyFigures(
        (
            KeyFigure(facts("booklet.results.total_label"), facts.fields["total"]),
            KeyFigure(facts("booklet.results.level_label"), facts.level or "–"),
        ),
        facts("booklet.summary.result", rated=facts.rated, versus_before=facts.versus_before),
    )
    blocks: list[Block] = [
        Heading(1, facts("booklet.summary.title")),
        figures,
        Paragraph(" ".join(filter(None, (facts.low_total, _weak_points(facts))))),
        Paragraph(_measures(facts)),
        Paragraph(facts("booklet.summary.follow")),
    ]
    costly = [item for item in case.weakness.all_items if item.lost]
    if costly:
        costly.sort(key=lambda item: (-(item.lost or 0), item.code))
        blocks += [
            Heading(2, facts("booklet.summary.first_title")),
            Paragraph(facts("booklet.summary.first_lead")),
            item_table(facts, facts("booklet.summary.first_table"), costly[:_FIRST]),
        ]
    return tuple(blocks)


def _measures(facts: Facts) -> str:
    """What the plan holds and answers; what it does not answer is told as that."""
    standing = facts.standing
    if not standing.points:
        return facts("booklet.summary.measures_alone")
    left = {"reasoned": standing.reasoned, "general": standing.general, "open": standing.open}
    rest = "".join(
        facts(f"booklet.summary.points_{name}", count=count)
        for name, count in left.items()
        if count
    )
    return facts("booklet.summary.measures", rest=rest)


def _weak_points(facts: Facts) -> str:
    weakness = facts.case.weakness
    nodes = named((node.name.th, node.score) for node in weakness.nodes_below)
    above = facts("booklet.summary.weak_nodes", names=nodes) if nodes else ""
    if not weakness.all_items:
        return above or facts.no_items
    weak = weakness.below_target
    if not weak:
        known = "" if facts.knows_all_items() else "_known"
        return above or facts(f"booklet.summary.none_weak{known}")
    return " ".join(filter(None, (_weak_items(facts, weak), above)))


def _weak_items(facts: Facts, weak: Sequence[RankedItem]) -> str:
    lost = [item.lost for item in weak if item.lost is not None]
    if len(lost) < len(weak):
        return facts("booklet.summary.weak_unknown", worst=facts.worst(weak[:1]))
    from_worst = sorted(weak, key=lambda item: (-(item.lost or 0), item.code))
    return facts(
        "booklet.summary.weak",
        weak_lost=two_places(sum(lost, Fraction(0))),
        worst=facts.worst(from_worst[:1]),
    )
