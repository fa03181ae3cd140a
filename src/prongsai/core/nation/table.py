"""The scores of all agencies as one table, sorted by code: what every file is written from."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from prongsai.core.ids import Level
from prongsai.core.nation.scoring import AgencyScores, Scorer
from prongsai.core.nation.summary import Before
from prongsai.core.rounding import fraction_text

TEXT, NUMBER, SCORE = "text", "number", "score"
_ABOUT = (("agency", TEXT), ("name", TEXT), ("province", TEXT), ("kind", TEXT))
_RESULT = (("total", SCORE), ("level", TEXT), ("rank", NUMBER), ("change", SCORE), ("few", TEXT))
# Only so many of the first columns hold words; all others hold figures.
WORDS = len(_ABOUT) + len(_RESULT)


class ScoreTable(Struct, frozen=True):
    """Headings with the kind of each column; a cell that is not known is ""."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


def csv_cell(text: str) -> str:
    """A cell as the module csv writes it."""
    if any(letter in text for letter in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def score_table(
    scorer: Scorer,
    scores: Sequence[AgencyScores],
    ranks: Mapping[str, int],
    before: Mapping[str, Before],
) -> ScoreTable:
    """The table: who, the result, respondents, every score of the tree, and the exact total."""
    columns = (
        *_ABOUT,
        *_RESULT,
        *((f"respondents_{name}", NUMBER) for name in scorer.surveys),
        *((code, SCORE) for code in scorer.codes[1:]),
        ("total_exact", TEXT),
    )
    return ScoreTable(columns, [_cells(scorer, each, ranks, before) for each in scores])


def _cells(
    scorer: Scorer, scores: AgencyScores, ranks: Mapping[str, int], before: Mapping[str, Before]
) -> tuple[str, ...]:
    agency, total = scores.agency, scores.total
    total_text, *figures = scores.figures
    then = before.get(agency.code)
    return (
        agency.code,
        agency.name,
        agency.province,
        agency.kind,
        total_text,
        scores.level,
        str(ranks.get(agency.code, "")),
        "" if total is None or then is None else str(total - then.total),
        " ".join(scores.few),
        *(str(scores.respondents.get(name, 0)) for name in scorer.surveys),
        *figures,
        fraction_text(scores.exact_total) or "",
    )


def short_columns(scorer: Scorer, table: ScoreTable) -> list[int]:
    """The places of the columns that a person reads: all but the items and the exact total."""
    tree = scorer.framework.tree
    return [
        place
        for place, (name, _) in enumerate(table.columns)
        if name != "total_exact" and (name not in tree or tree[name].level is not Level.ITEM)
    ]
