"""A score sheet as published: every figure with its printed text, its year and its place."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding, Place
from prongsai.core.ids import sort_key
from prongsai.core.messages import read_words
from prongsai.core.text import Text


class Origin(StrEnum):
    """How a figure was printed; a table outweighs a sentence where the two differ."""

    TABLE = "table"
    PROSE = "prose"


class Figure(Struct, frozen=True):
    """One printed score. `published` is the text as printed and is never corrected."""

    code: str
    year: int | None
    published: str
    value: Decimal
    origin: Origin
    place: Place
    name: str | None = None


class Doubt(StrEnum):
    """Why a number is not taken for a score until a person takes it."""

    WHOSE = "whose"
    YEAR = "which_year"
    SCORE = "which_score"
    GOAL = "goal"
    MEAN = "mean_of_many"
    WEIGHTED = "weighted"
    WORDS = "words"
    SENTENCE = "sentence"
    SUM = "sum"
    PICTURE = "picture"

    @property
    def text(self) -> Text:
        """The doubt in few words."""
        return read_words(f"scoresheet/doubt.{self}")


# Likely no score of the thing at all, or perhaps misread: a person looks at each of these.
ONE_BY_ONE = frozenset({Doubt.GOAL, Doubt.MEAN, Doubt.WEIGHTED, Doubt.PICTURE})


class Candidate(Struct, frozen=True):
    """A number, or a level, that may be a score: it counts for nothing until a person takes it.

    Shape:  `code` is what it seems to be of, `year` the year, each None where nothing tells; of a
            level `value` is None and `level` its ASCII code; the place quotes the words around.
    """

    code: str | None
    year: int | None
    published: str
    value: Decimal | None
    place: Place
    doubts: tuple[Doubt, ...]
    origin: Origin = Origin.PROSE
    level: str | None = None


class PublishedRating(Struct, frozen=True):
    """A printed result level; `code` is the ASCII code of the year's rating rule."""

    code: str
    year: int | None
    published: str
    place: Place


class Remark(Struct, frozen=True):
    """One remark of the NACC, whole and verbatim; `number` is the one printed before it."""

    text: str
    place: Place
    instrument: str | None = None
    number: int | None = None


class Counted(StrEnum):
    """What a sentence of the document counts."""

    INDICATORS_BELOW_TARGET = "indicators_below_target"
    INDICATORS_AT_TARGET = "indicators_at_target"
    INSTRUMENTS_BELOW_TARGET = "instruments_below_target"
    INSTRUMENTS_AT_TARGET = "instruments_at_target"


class Claim(Struct, frozen=True):
    """A count the document states about itself, to be held against its own scores.

    Shape:  `mark` is the limit it prints, None where it means the year's own; `perhaps` the
            instruments that it may speak of, where it says none; `is_every` where it says so of
            all, whatever their number.
    """

    counted: Counted
    instrument: str | None
    number: int
    year: int | None
    place: Place
    mark: Decimal | None = None
    perhaps: tuple[str, ...] = ()
    is_every: bool = False


class Said(StrEnum):
    """What a sentence says of a score beside its figure."""

    HIGHEST = "highest"
    LOWEST = "lowest"
    AT_TARGET = "at_target"
    BELOW_TARGET = "below_target"
    ROSE = "rose"
    FELL = "fell"


class Statement(Struct, frozen=True):
    """What the document says of one score, to be held against its own figures.

    Shape:  `amount` is the limit or the points of the change, None where it gives none; `since`
            the year that a change counts from; `is_share` where the change may be in per cent.
    """

    said: Said
    code: str
    year: int | None
    amount: Decimal | None
    since: int | None
    place: Place
    is_share: bool = False


class ScoreSheet(Struct, frozen=True):
    """Everything a file says about scores; `fiscal_year` is the year it is chiefly about."""

    fiscal_year: int | None
    figures: tuple[Figure, ...] = ()
    ratings: tuple[PublishedRating, ...] = ()
    remarks: tuple[Remark, ...] = ()
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()

    def years(self) -> tuple[int, ...]:
        """The years with figures, oldest first."""
        return tuple(sorted({figure.year for figure in self.figures if figure.year is not None}))

    def of_year(self, year: int) -> dict[str, Figure]:
        """The standing figure of each code in a year, in code order.

        Of several prints the first in a table stands, else the first in the text.
        """
        standing: dict[str, Figure] = {}
        for figure in self.figures:
            if figure.year != year:
                continue
            held = standing.get(figure.code)
            if held is None or (held.origin, figure.origin) == (Origin.PROSE, Origin.TABLE):
                standing[figure.code] = figure
        return {code: standing[code] for code in sorted(standing, key=sort_key)}

    def other_prints(self, year: int) -> dict[str, tuple[Figure, ...]]:
        """Prints of a year's code whose value differs from the standing one."""
        standing = self.of_year(year)
        others: dict[str, list[Figure]] = {}
        for figure in self.figures:
            if figure.year == year and figure.value != standing[figure.code].value:
                held = others.setdefault(figure.code, [])
                if figure.value not in {other.value for other in held}:
                    held.append(figure)
        return {code: tuple(figures) for code, figures in others.items()}

    def rating_of(self, year: int) -> PublishedRating | None:
        """The printed level of a year, the first of several."""
        return next((rating for rating in self.ratings if rating.year == year), None)


class Reading(Struct, frozen=True):
    """A score sheet with what was notable in reading it."""

    sheet: ScoreSheet
    findings: tuple[Finding, ...]
    candidates: tuple[Candidate, ...] = ()

    def with_findings(self, more: Iterable[Finding]) -> Reading:
        """The same sheet with findings added."""
        return Reading(self.sheet, (*self.findings, *more), self.candidates)

    def taking(self, taken: Iterable[Candidate]) -> Reading:
        """The reading with candidates that a person took as scores, and without them beside it.

        Shape:  what is taken has its code and year, as found or as the person corrected them; of
                the same place nothing else stays a candidate.
        Errors: ValueError where one has no year, or neither code and value nor a level.
        """
        candidates = tuple(taken)
        whole = (each.level or (each.code and each.value is not None) for each in candidates)
        if not all(whole) or any(each.year is None for each in candidates):
            message = "a candidate is taken with its year, and its code and value or its level"
            raise ValueError(message)
        figures = tuple(
            Figure(each.code or "", each.year, each.published, each.value, each.origin, each.place)
            for each in candidates
            if each.value is not None
        )
        ratings = tuple(
            PublishedRating(candidate.level, candidate.year, candidate.published, candidate.place)
            for candidate in candidates
            if candidate.level is not None
        )
        sheet = replace(
            self.sheet,
            fiscal_year=self.sheet.fiscal_year
            or max((candidate.year for candidate in candidates if candidate.year), default=None),
            figures=(*self.sheet.figures, *figures),
            ratings=(*self.sheet.ratings, *ratings),
        )
        places = {(score.place, score.published) for score in candidates}
        left = [score for score in self.candidates if (score.place, score.published) not in places]
        return Reading(sheet, self.findings, tuple(left))
