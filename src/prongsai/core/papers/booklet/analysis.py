"""Chapter 3: what is weak, what is strong, what was remarked, and what answers it."""

from prongsai.core.ids import Level
from prongsai.core.measures.model import WeakPoint
from prongsai.core.papers.booklet.parts import (
    chapter,
    item_table,
    node_table,
    numbered_sections,
    score_cell,
    section,
    text_cell,
)
from prongsai.core.papers.case import Narrative
from prongsai.core.papers.document import (
    Align,
    Block,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Table,
    TableStyle,
)
from prongsai.core.papers.facts import Facts, score_text
from prongsai.core.papers.tables import table_of_rows

_KEY = "analysis"
_SAID = {"mend": "mend", "improve": "improve", "keep": "keep_up"}


def analysis(facts: Facts) -> tuple[Block, ...]:
    """The lists of the analysis, then the matrix from weak point to measure."""
    parts = (_narratives, _below, _keep, _best, _zero, _remarks, _matrix)
    return (chapter(facts, 3, _KEY), *numbered_sections(facts, 3, parts))


def _narratives(facts: Facts, number: str) -> list[Block]:
    """What the officer says of each instrument, beside the indicators that it sums up."""
    narratives = [narrative for narrative in facts.case.settings.narratives if narrative.parts]
    if not narratives:
        return []
    columns = (
        PaperColumn(facts.word("indicator"), 5.6),
        PaperColumn(facts.word("narrative")),
    )
    groups = tuple(
        RowGroup(
            _instrument_title(facts, narrative.instrument),
            (
                (
                    PaperCell(_indicators(facts, narrative.instrument)),
                    PaperCell(_sentences(facts, narrative)),
                ),
            ),
        )
        for narrative in narratives
    )
    table = Table(
        facts(f"booklet.{_KEY}.narratives_table"), columns, groups, style=TableStyle.COMPACT
    )
    lead = facts(f"booklet.{_KEY}.narratives_text")
    return [*section(facts, number, f"{_KEY}.narratives", lead), table]


def _sentences(facts: Facts, narrative: Narrative) -> tuple[str, ...]:
    return tuple(
        f"{facts(f'booklet.{_KEY}.{_SAID[name]}')} {text.strip()}" for name, text in narrative.parts
    )


def _instrument_title(facts: Facts, code: str) -> str:
    score = facts.case.card.scores[code]
    return facts(f"booklet.{_KEY}.narrative_of", name=score.name.th, code=code)


def _indicators(facts: Facts, code: str) -> tuple[str, ...]:
    """The indicators of an instrument, each with its score where it has one."""
    tree = facts.case.card.framework.tree
    scores = [
        score
        for score in facts.case.card.of_level(Level.INDICATOR)
        if tree[score.code].parent == code and score.figure is not None
    ]
    return tuple(f"{score.code} {score.name.th} {score_text(score)} คะแนน" for score in scores)


def _below(facts: Facts, number: str) -> list[Block]:
    weakness = facts.case.weakness
    weak, nodes = weakness.below_target, weakness.nodes_below
    if not weakness.all_items:
        text = facts.no_items
    elif weak:
        text = facts(f"booklet.{_KEY}.below_text")
    else:
        known = "" if facts.knows_all_items() else "_known"
        text = facts(f"booklet.{_KEY}.below_none{known}")
    text = " ".join(filter(None, (facts.low_total, text)))
    tables = []
    if weak:
        tables.append(item_table(facts, facts(f"booklet.{_KEY}.below_table"), weak))
    if nodes:
        tables.append(node_table(facts, facts(f"booklet.{_KEY}.nodes_table"), nodes))
    return [*section(facts, number, f"{_KEY}.below", text), *tables]


def _keep(facts: Facts, number: str) -> list[Block]:
    items = facts.case.weakness.keep_improving
    if not items:
        return []
    table = item_table(facts, facts(f"booklet.{_KEY}.keep_table"), items)
    return [*section(facts, number, f"{_KEY}.keep", facts(f"booklet.{_KEY}.keep_text")), table]


def _best(facts: Facts, number: str) -> list[Block]:
    items = facts.case.weakness.best
    if not items:
        return []
    table = item_table(facts, facts(f"booklet.{_KEY}.best_table"), items, ranked=True)
    return [*section(facts, number, f"{_KEY}.best", facts(f"booklet.{_KEY}.best_text")), table]


def _zero(facts: Facts, number: str) -> list[Block]:
    if not any(item.instrument == "OIT" for item in facts.case.weakness.all_items):
        return []
    items = facts.case.weakness.at_zero
    if not items:
        return section(facts, number, f"{_KEY}.zero", facts(f"booklet.{_KEY}.zero_none"))
    table = item_table(facts, facts(f"booklet.{_KEY}.zero_table"), items)
    return [*section(facts, number, f"{_KEY}.zero", facts(f"booklet.{_KEY}.zero_text")), table]


def _remarks(facts: Facts, number: str) -> list[Block]:
    remarks = facts.case.remarks
    if not remarks:
        return section(facts, number, f"{_KEY}.remarks", facts(f"booklet.{_KEY}.remarks_none"))
    rows = (
        (str(place), remark.text, text_cell(", ".join(remark.items)))
        for place, remark in enumerate(remarks, start=1)
    )
    columns = (
        PaperColumn(facts.word("number"), 1.1, Align.CENTER),
        PaperColumn(facts.word("subject")),
        PaperColumn(facts.word("item"), 3.0, Align.CENTER),
    )
    caption = facts(f"booklet.{_KEY}.remarks_table")
    table = table_of_rows(caption, columns, rows, TableStyle.RULED)
    text = facts(f"booklet.{_KEY}.remarks_text")
    return [*section(facts, number, f"{_KEY}.remarks", text), table]


def _matrix(facts: Facts, number: str) -> list[Block]:
    points = facts.case.plan.points
    if not points:
        return []
    columns = (
        PaperColumn(facts.word("item"), 1.6, Align.CENTER),
        PaperColumn(facts.word("weak_point"), None, Align.LEFT, 1.1),
        PaperColumn(facts.word("score"), 1.7, Align.RIGHT),
        PaperColumn(facts.word("guideline"), None, Align.LEFT, 1.3),
        PaperColumn(facts.word("measure_numbers"), 2.0, Align.CENTER),
    )
    items = tuple(_matrix_row(facts, point) for point in points if point.item is not None)
    remarks = tuple(_matrix_row(facts, point) for point in points if point.item is None)
    groups = (
        RowGroup(facts.word("items_group"), items),
        RowGroup(facts.word("remarks_group"), remarks),
    )
    return [
        *section(facts, number, f"{_KEY}.matrix"),
        Paragraph(facts(f"booklet.{_KEY}.matrix_text")),
        Table(
            facts(f"booklet.{_KEY}.matrix_table"),
            columns,
            tuple(group for group in groups if group.rows),
        ),
    ]


def _matrix_row(facts: Facts, point: WeakPoint) -> tuple[PaperCell, ...]:
    answers = point.answered_by(facts.case.plan.measures)
    guideline = point.guideline
    if not answers and point.reason:
        guideline = f"{facts.word('reason')}: {point.reason}"
    return (
        text_cell(point.item or point.remark),
        text_cell(f"{point.name} ({point.source})" if point.source else point.name),
        score_cell(facts, point.score),
        text_cell(guideline),
        text_cell(", ".join(measure.number for measure in answers)),
    )
