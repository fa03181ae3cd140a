"""Annex: where each figure was read, and what recomputation says of it."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from prongsai.core.ids import Level, level_of
from prongsai.core.papers.booklet.parts import text_cell
from prongsai.core.papers.document import (
    Align,
    Block,
    Heading,
    Note,
    PaperCell,
    PaperColumn,
    Paragraph,
)
from prongsai.core.papers.facts import Facts, two_places
from prongsai.core.papers.tables import table_of_rows
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoring.card import Score, ScoreCard

_KEY = "sources"
_LEVELS = (Level.TOTAL, Level.INSTRUMENT, Level.INDICATOR, Level.SUB_INDICATOR)


def sources(facts: Facts) -> tuple[Block, ...]:
    """One line for each figure above the items; the items' places in one sentence."""
    card = facts.case.card
    standing = _standing(facts.case.figures, card)
    scores = [score for level in _LEVELS for score in card.of_level(level)]
    if not scores:
        return ()
    columns = (
        PaperColumn(facts.word("subject")),
        PaperColumn(facts.word("published"), 2.2, Align.RIGHT),
        PaperColumn(facts.word("computed"), 2.4, Align.RIGHT),
        PaperColumn(facts.word("verdict"), 3.0, Align.CENTER),
        PaperColumn(facts.word("source"), 4.4),
    )
    rows = (_row(score, standing.get(score.code)) for score in scores)
    items = [f for f in standing.values() if level_of(f.code) is Level.ITEM]
    before = [f for f in facts.case.figures if f.year and f.year < card.fiscal_year]
    within, alone = len(card.fitting), len(card.not_checked)
    notes = [
        facts(f"booklet.{_KEY}.fitting", count=within) if within else "",
        facts(f"booklet.{_KEY}.unchecked", count=alone) if alone else "",
        facts(f"booklet.{_KEY}.items", count=len(items), places=_places(items)) if items else "",
        facts(f"booklet.{_KEY}.years", places=_places(before)) if before else "",
        facts(f"booklet.{_KEY}.rules", status=card.framework.status.label.th),
    ]
    return (
        Heading(1, facts(f"booklet.{_KEY}.title"), "ภาคผนวก"),
        Paragraph(facts(f"booklet.{_KEY}.text", checked=len(card.checked))),
        table_of_rows(facts(f"booklet.{_KEY}.table"), columns, rows),
        *(Note(text) for text in notes if text),
    )


def _standing(figures: Iterable[Figure], card: ScoreCard) -> dict[str, Figure]:
    """The print of each code that the card took over, else the first."""
    standing: dict[str, Figure] = {}
    for figure in figures:
        score = card.scores.get(figure.code)
        if figure.year != card.fiscal_year or score is None:
            continue
        held = standing.setdefault(figure.code, figure)
        if held.published != score.published == figure.published:
            standing[figure.code] = figure
    return standing


def _row(score: Score, figure: Figure | None) -> tuple[PaperCell, ...]:
    name = score.name.th if score.level is Level.TOTAL else f"{score.code} {score.name.th}"
    computed = score.exact if score.exact is not None else score.plain
    return (
        text_cell(name),
        text_cell(score.published),
        text_cell(None if computed is None else two_places(computed)),
        text_cell(score.verdict.label.th if score.verdict else None),
        text_cell(figure and replace(figure.place, quote=None, column=None).text().th),
    )


def _places(figures: Sequence[Figure]) -> str:
    """Files with the first and last line or row that was read."""
    spans: dict[str, list[int]] = {}
    for figure in figures:
        place = figure.place
        spans.setdefault(place.file or "", []).append(place.row or place.line or place.page or 0)
    return " และ ".join(
        f"{file} ตำแหน่ง {min(lines)}–{max(lines)}" if min(lines) else file
        for file, lines in spans.items()
    )
