"""The scores of all agencies as one table, sorted by code: what every file is written from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from prongsai.core.ids import Level
from prongsai.core.nation.scoring import AgencyScores, Scorer
from prongsai.core.nation.summary import Before
from prongsai.core.rounding import fraction_text

TEXT, NUMBER, SCORE = "text", "number", "score"
_ABOUT = (("agency", TEXT), ("name", TEXT), ("province", TEXT), ("kind", TEXT))
_RESULT = (("total", SCORE), ("level", TEXT), ("rank", NUMBER), ("change", SCORE), ("few", TEXT))
_QUOTED = frozenset(',"\r\n')


class ScoreTable(Struct, frozen=True):
    """Headings with the kind of each column; a cell that is not known is ""."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.columns)


def csv_cell(text: str) -> str:
    """A cell as the module csv writes it."""
    if not _QUOTED.isdisjoint(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def score_columns(scorer: Scorer) -> Sequence[tuple[str, str]]:
    """The columns: who, the result, respondents, every score of the tree, and the exact total."""
    return (
        *_ABOUT,
        *_RESULT,
        *((f"respondents_{name}", NUMBER) for name in scorer.surveys),
        *((code, SCORE) for code in scorer.codes[1:]),
        ("total_exact", TEXT),
    )


def figures_text(scores: AgencyScores) -> str:
    """The cells behind the result as they stand in a line of CSV: no figure needs quotes."""
    respondents = map(str, scores.respondents.values())
    exact = fraction_text(scores.exact_total) or ""
    return ",".join((*respondents, *scores.figures[1:], exact))


def score_rows(
    scores: Iterable[AgencyScores],
    figures: Iterable[str],
    ranks: Mapping[str, int],
    before: Mapping[str, Before],
) -> Iterator[Sequence[str]]:
    """The rows, of which the last cell holds all `figures`, a line for each agency."""
    for each, line in zip(scores, figures, strict=True):
        agency, total = each.agency, each.total
        then = before.get(agency.code)
        yield (
            agency.code,
            agency.name,
            agency.province,
            agency.kind,
            "" if total is None else str(total),
            each.level,
            str(ranks.get(agency.code, "")),
            "" if total is None or then is None else str(total - then.total),
            " ".join(each.few),
            line.rstrip("\n"),
        )


def short_columns(scorer: Scorer) -> list[int]:
    """The places of the columns that a person reads: all but the items and the exact total."""
    tree = scorer.framework.tree
    return [
        place
        for place, (name, _) in enumerate(score_columns(scorer))
        if name != "total_exact" and (name not in tree or tree[name].level is not Level.ITEM)
    ]
