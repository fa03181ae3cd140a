"""How long rows of answers are kept after the end, and what is left of a survey without them.

What is left is what was shown anyway: counts of each question, points that may be told, doubts.
Nothing of it lies across two questions, so no one's answers stand beside each other any more.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.messages import read_words
from prongsai.core.surveys.results import Doubt, Doubted, PointResult, Results
from prongsai.core.surveys.tally import Form, Span, tally_counts
from prongsai.core.surveys.withholding import may_show_whole
from prongsai.core.text import Text


class Term(StrEnum):
    """Until when the rows of a survey are kept; how long is our default, no rule of anybody's."""

    CLOSE = "close"
    REPORT = "report"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    ASKED = "asked"

    @property
    def label(self) -> Text:
        """When the rows are deleted."""
        return read_words(f"surveys/term.{self}")

    def last_day(self, closed_on: date) -> date | None:
        """From which day on none are kept; None where somebody must say so."""
        days = _DAYS[self]
        return None if days is None else closed_on + timedelta(days=days)

    def is_over(self, closed_on: date, on: date, *, is_reported: bool) -> bool:
        """Whether they are to be deleted on a day; `is_reported` once a whole report was made."""
        last = self.last_day(closed_on)
        return (last is not None and on >= last) or (self is Term.REPORT and is_reported)


_DAYS = {
    Term.CLOSE: 0,
    Term.REPORT: 365,
    Term.MONTH: 30,
    Term.QUARTER: 90,
    Term.YEAR: 365,
    Term.ASKED: None,
}


class KeptPoint(Struct, frozen=True):
    """A point; `count` is None where it is withheld, `score` is an exact fraction."""

    key: str
    count: int | None
    score: str | None


class Kept(Struct, frozen=True):
    """What is left of a survey whose rows were deleted.

    Shape:  nothing but the number of respondents where results may not be shown; `withheld` are the
            questions that few answered, whose counts are not kept; `words` how many texts each
            question had.
    """

    respondents: int
    is_shown: bool
    counts: Mapping[str, tuple[int, ...]] = {}
    withheld: tuple[str, ...] = ()
    points: tuple[KeptPoint, ...] = ()
    doubts: tuple[Doubted, ...] = ()
    without: str | None = None
    span: Span | None = None
    blanks: int = 0
    known: int = 0
    words: Mapping[str, int] = {}


def kept_of(results: Results[Form], words: Mapping[str, int]) -> Kept:
    """What stays of results; `words` counts the texts of each question."""
    counted = results.tally
    if counted is None:
        return Kept(results.respondents, is_shown=False, known=results.known, words=words)
    may = {
        question.code: may_show_whole([question.answers], results.known)
        for question in counted.questions
    }
    return Kept(
        results.respondents,
        is_shown=True,
        counts={
            question.code: question.counts for question in counted.questions if may[question.code]
        },
        withheld=tuple(code for code, is_told in may.items() if not is_told),
        points=tuple(
            KeptPoint(point.key, point.count, _fraction_text(point.score))
            for point in results.points
        ),
        doubts=results.doubts, without=_fraction_text(results.without), span=counted.span,
        blanks=counted.blanks, known=results.known, words=words,
    )  # fmt: skip


def results_kept(form: Form, kept: Kept) -> Results[Form]:
    if not kept.is_shown:
        return Results(form, kept.respondents, None, known=kept.known)
    counted = tally_counts(form, kept.counts, respondents=kept.respondents)
    return Results(
        form, kept.respondents, replace(counted, span=kept.span, blanks=kept.blanks),
        tuple(PointResult(point.key, point.count, _score(point.score)) for point in kept.points),
        tuple(Doubted(Doubt(doubted.doubt), doubted.count) for doubted in kept.doubts),
        _score(kept.without), kept.known, frozenset(kept.withheld),
    )  # fmt: skip


def _fraction_text(score: Fraction | None) -> str | None:
    return None if score is None else str(score)


def _score(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
