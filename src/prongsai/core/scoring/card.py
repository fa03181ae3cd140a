"""The score card of one agency and year: scores, their terms, printed figures, verdicts."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Finding, Findings, Place
from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level, called
from prongsai.core.messages import read_words
from prongsai.core.rounding import Interval, half_up, round_up, told_figure
from prongsai.core.scoresheet.model import Figure, PublishedRating
from prongsai.core.text import Labelled, Text, same


class Verdict(Labelled):
    """What recomputation says of a published figure."""

    EQUAL = "equal", "ตรงกัน", "equal"
    WITHIN_ROUNDING = "within rounding", "ต่างเพราะปัดเศษ", "within rounding"
    EXPLAINED = "explained", "อธิบายได้ด้วยค่าก่อนปัด", "explained"
    CONTRADICTS = "contradicts", "ขัดแย้ง", "contradicts"
    FITS = "fits its sum", "ตรงเฉพาะผลรวม", "fits its sum"
    NOT_CHECKED = "not checked", "ไม่ได้ตรวจ", "not checked"


class Basis(StrEnum):
    """What a computed value stands on."""

    EXACT = "exact"
    PARTS = "parts"
    PUBLISHED = "published"


class Term(Struct, frozen=True):
    """One term of a node's sum; all terms add up to the node's value exactly."""

    code: str
    share: Fraction
    value: Fraction

    @property
    def contribution(self) -> Fraction:
        return self.share * self.value


class OtherPrint(Struct, frozen=True):
    """A second, different print of the same figure, with its own verdict."""

    published: str
    verdict: Verdict
    place: Place


class Fit(Struct, frozen=True):
    """The printed sum that a figure is a part of, and how far the sum would let it be wrong.

    Units:  `unseen` in points of the figure: an error of that much in it alone may still fit.
    """

    code: str
    unseen: Fraction


class Score(Struct, frozen=True):
    """One node of the tree, computed and verified.

    Units:  percent, as exact fractions; `value` is None where nothing defends one.
            `exact` is the inferred unrounded score, `plain` the mean of the printed figures,
            `unchecked` why a print has nothing that could contradict it, `fit` the sum that a
            print is borne out by, together with the other parts of that sum, `allowed` what its
            known parts leave possible for a print that they do not make up.
    """

    code: str
    level: Level
    name: Text
    value: Fraction | None = None
    exact: Fraction | None = None
    plain: Fraction | None = None
    basis: Basis | None = None
    published: str | None = None
    verdict: Verdict | None = None
    unchecked: Text | None = None
    fit: Fit | None = None
    parts: tuple[Term, ...] = ()
    allowed: Interval | None = None
    other_prints: tuple[OtherPrint, ...] = ()

    @property
    def figure(self) -> Decimal | None:
        """The figure that is told: the published one, else the computed one half up."""
        return told_figure(self.published, self.value)

    @property
    def computed(self) -> Fraction | None:
        """The value where it was computed: from parts, or a survey item's by inference."""
        is_inferred = self.level is Level.ITEM and self.exact is not None and self.code[0] != "o"
        return self.value if self.parts or is_inferred else None

    @property
    def is_doubted(self) -> bool:
        """Whether the print contradicts its parts, or these contradict their own."""
        is_unproven = self.verdict in (Verdict.NOT_CHECKED, Verdict.FITS) and bool(self.parts)
        return self.verdict is Verdict.CONTRADICTS or is_unproven

    @property
    def recomputed(self) -> Decimal | None:
        """The computed figure where it is not the one that is told."""
        computed = None if self.computed is None else half_up(self.computed)
        return None if computed == self.figure else computed

    @property
    def because(self) -> Text | None:
        """Why a print was not recomputed and what speaks for it, or why it cannot be."""
        if self.fit is not None:
            return _only_a_sum(self.fit)
        if self.verdict is Verdict.CONTRADICTS and self.allowed is not None:
            low, high = self.allowed.prints()
            return read_words("scoring/allowed_by_parts", low=low, high=high)
        return self.unchecked


def _only_a_sum(fit: Fit) -> Text:
    if fit.unseen >= 1:
        return read_words("scoring/sum_is_right", code=fit.code)
    return read_words("scoring/sum_may_hide", code=fit.code, unseen=round_up(fit.unseen))


class Respondents(Struct, frozen=True):
    """A number of respondents inferred from item scores.

    `chance` is how probable it is that scores at random would fit this or a smaller number.
    """

    instrument: str
    number: int
    items: int
    chance: float


class Rating(Struct, frozen=True):
    """The result level; `possible` are all levels that remain open where it is provisional."""

    code: str
    label: Text
    provisional: bool
    possible: tuple[str, ...]


class ScoreCard(Struct, frozen=True, dict=True):
    """All scores of one year with rating and findings."""

    framework: Framework
    scores: Mapping[str, Score]
    rating: Rating | None
    respondents: tuple[Respondents, ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    @property
    def checked(self) -> tuple[Score, ...]:
        """The printed figures that were recomputed, each by what it is made of."""
        return tuple(
            score
            for score in self.scores.values()
            if score.verdict not in (None, Verdict.FITS, Verdict.NOT_CHECKED)
        )

    @property
    def fitting(self) -> tuple[Score, ...]:
        """The printed figures that only a sum speaks for, together with its other parts."""
        return tuple(s for s in self.scores.values() if s.verdict is Verdict.FITS)

    @property
    def not_checked(self) -> tuple[Score, ...]:
        """The printed figures that nothing else speaks for or against."""
        return tuple(s for s in self.scores.values() if s.verdict is Verdict.NOT_CHECKED)

    @property
    def counts(self) -> tuple[tuple[Verdict, int], ...]:
        """How many printed figures have each verdict."""
        counted = Counter(score.verdict for score in self.scores.values() if score.verdict)
        return tuple((verdict, counted[verdict]) for verdict in Verdict if counted[verdict])

    @property
    def rating_codes(self) -> tuple[str, ...]:
        """The codes of every level that may be the agency's, best first; () where none is known."""
        return self.rating.possible if self.rating else ()

    @property
    def fiscal_year(self) -> int:
        return self.framework.fiscal_year

    @property
    def total(self) -> Score:
        """The agency's total."""
        return self.scores[TOTAL]

    def of_level(self, level: Level) -> tuple[Score, ...]:
        """The scores of one level that have a value or a print, in framework order."""
        return tuple(
            score
            for score in self.scores.values()
            if score.level is level and (score.value is not None or score.published is not None)
        )


def printed_name(figure: Figure) -> Text:
    return same(figure.name or figure.code)


def with_findings(card: ScoreCard, figures: Mapping[str, Figure]) -> ScoreCard:
    """The card with findings on what contradicts, what was inferred, what is not known."""
    findings = Findings()
    for code, figure in figures.items():
        score = card.scores[code]
        if score.verdict is Verdict.CONTRADICTS:
            _contradicts(score, figure, findings)
    for score in card.scores.values():
        for other in score.other_prints:
            if other.verdict is Verdict.CONTRADICTS and score.value is not None:
                findings.warning(
                    "other_print_contradicts", other.place, message=_two_prints(score, other)
                )
    for inferred in card.respondents:
        findings.note(
            "scoring/respondents_inferred",
            instrument=inferred.instrument,
            items=inferred.items,
            number=inferred.number,
        )
    if unknown := card.framework.unknown_parts():
        listed = ", ".join(unknown)
        findings.note("scoring/framework_part_unknown", fiscal_year=card.fiscal_year, listed=listed)
    return replace(card, findings=tuple(findings.items))


def _two_prints(score: Score, other: OtherPrint) -> Text:
    """A second print against what was computed, or against the first where nothing was."""
    name = called(score.code)
    if score.computed is None:
        prints = {"first": score.published, "second": other.published}
        return read_words("scoring/prints_contradict", name=name, **prints)
    computed = half_up(score.computed)
    printed = other.published
    return read_words(
        "scoring/print_contradicts_computed", name=name, printed=printed, computed=computed
    )


def _contradicts(score: Score, figure: Figure, findings: Findings) -> None:
    if score.level is Level.ITEM:
        findings.error(
            "scoring/oit_item_not_0_or_100",
            figure.place,
            item_code=score.code,
            published=figure.published,
        )
        return
    if not score.parts and score.allowed is not None:
        low, high = score.allowed.prints()
        findings.error(
            "scoring/figure_beyond_parts",
            figure.place,
            score=called(score.code, score.name),
            published=figure.published,
            low=low,
            high=high,
        )
        return
    computed = half_up(score.value) if score.value is not None else "–"
    findings.error(
        "scoring/figure_contradicts",
        figure.place,
        score=called(score.code, score.name),
        item_code=score.code,
        published=figure.published,
        computed=computed,
    )


def with_published_rating(card: ScoreCard, published: PublishedRating | None) -> ScoreCard:
    """The card with a finding where the printed level is not the one the scores give."""
    rating = card.rating
    if published is None or rating is None or published.code in rating.possible:
        return card
    findings = Findings(list(card.findings))
    findings.error(
        "scoring/rating_contradicts",
        published.place,
        published=published.published,
        rating=rating.label,
    )
    return replace(card, findings=tuple(findings.items))
