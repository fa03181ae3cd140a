"""The scores of all agencies as one table, sorted by code: what every file is written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from prongsai.core.ids import TOTAL, Level
from prongsai.core.nation.scoring import AgencyScores, Scorer
from prongsai.core.nation.summary import Before
from prongsai.core.rounding import fraction_text

TEXT, NUMBER, SCORE = "text", "number", "score"
_ABOUT = (("agency", TEXT), ("name", TEXT), ("province", TEXT), ("kind", TEXT))
_RESULT = (("total", SCORE), ("level", TEXT), ("rank", NUMBER), ("change", SCORE), ("few", TEXT))


class ScoreTable(Struct, frozen=True):
    """Headings with the kind of each column; a cell that is not known is ""."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


def score_table(
    scorer: Scorer,
    scores: Sequence[AgencyScores],
    ranks: Mapping[str, int],
    before: Mapping[str, Before],
) -> ScoreTable:
    """The table: who, the result, respondents, every score of the tree, and the exact total."""
    codes = [code for code in scorer.framework.tree if code != TOTAL]
    columns = (
        *_ABOUT,
        *_RESULT,
        *((f"respondents_{name}", NUMBER) for name in scorer.surveys),
        *((code, SCORE) for code in codes),
        ("total_exact", TEXT),
    )
    texts = {figure: str(figure) for each in scores for figure in each.figures.values()}
    rows = [tuple(_cells(scorer, each, codes, ranks, before, texts)) for each in scores]
    return ScoreTable(columns, rows)


def _cells(
    scorer: Scorer,
    scores: AgencyScores,
    codes: Sequence[str],
    ranks: Mapping[str, int],
    before: Mapping[str, Before],
    texts: Mapping[Decimal, str],
) -> Iterator[str]:
    agency, figures, total = scores.agency, scores.figures, scores.total
    then = before.get(agency.code)
    yield from (agency.code, agency.name, agency.province, agency.kind)
    yield "" if total is None else str(total)
    yield scores.level
    yield str(ranks.get(agency.code, ""))
    yield "" if total is None or then is None else str(total - then.total)
    yield " ".join(scores.few)
    yield from (str(scores.respondents.get(name, 0)) for name in scorer.surveys)
    yield from (texts[figures[code]] if code in figures else "" for code in codes)
    yield fraction_text(scores.exact_total) or ""


def short_columns(scorer: Scorer, table: ScoreTable) -> list[int]:
    """The places of the columns that a person reads: all but the items and the exact total."""
    tree = scorer.framework.tree
    return [
        place
        for place, (name, _) in enumerate(table.columns)
        if name != "total_exact" and (name not in tree or tree[name].level is not Level.ITEM)
    ]
