"""Score one year: every node from the lowest figures given, each published figure verified.

Item → sub-indicator → indicator → instrument → total, in exact fractions, rounded half-up only
when shown. Source: the scoring rule of the year's framework.yaml.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from prongsai.core.framework.model import Framework, Node
from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.rounding import ANY_SCORE, Interval, decimal_places, half_up, sum_of_shares
from prongsai.core.scoresheet.model import Figure, ScoreSheet
from prongsai.core.scoring import card as report
from prongsai.core.scoring import data
from prongsai.core.scoring.card import Basis, OtherPrint, Score, ScoreCard, Term, Verdict
from prongsai.core.scoring.exact import infer
from prongsai.core.scoring.rating import figures_of, rate


def score_sheet(framework: Framework, sheet: ScoreSheet) -> ScoreCard:
    """The score card of the framework's year from what a sheet prints of it."""
    year = framework.fiscal_year
    card = score(framework, sheet.of_year(year), sheet.other_prints(year))
    return report.with_published_rating(card, sheet.rating_of(year))


def score(
    framework: Framework,
    published: Mapping[str, Figure],
    others: Mapping[str, Sequence[Figure]] | None = None,
) -> ScoreCard:
    """Compute and verify all scores of a year.

    Shape:  `published` by code, any part of the tree; `others` are further prints of a code.
    Units:  percent.
    """
    figures = {code: figure for code, figure in published.items() if code in framework.tree}
    values = {code: Fraction(figure.value) for code, figure in figures.items()}
    inference = infer(framework, values)
    work = _Work(framework, figures, values, inference.items)
    scores = {code: work.score(code, (others or {}).get(code, ())) for code in framework.tree}
    scores = data.settled(framework, scores, work.slack) | _outside_the_tree(framework, published)
    # Of a total that its own parts contradict nobody can tell the level.
    rating = (
        None
        if scores[TOTAL].is_doubted
        else rate(framework, scores[TOTAL].figure, figures_of(scores))
    )
    card = ScoreCard(framework, scores, rating, inference.respondents)
    return report.with_findings(card, figures)


def _outside_the_tree(framework: Framework, published: Mapping[str, Figure]) -> dict[str, Score]:
    """Items the year's structure has no place for: kept as printed, part of no sum."""
    return {
        code: Score(
            code,
            Level.ITEM,
            framework.items[code].name if code in framework.items else report.printed_name(figure),
            value=Fraction(figure.value),
            basis=Basis.PUBLISHED,
            published=figure.published,
            verdict=Verdict.NOT_CHECKED,
            unchecked=data.read_once("scoring/unchecked.outside_the_tree"),
        )
        for code, figure in published.items()
        if code not in framework.tree and level_of(code) is Level.ITEM
    }


class _Work:
    """One computation: values, plain means and intervals, each node once."""

    def __init__(
        self,
        framework: Framework,
        figures: Mapping[str, Figure],
        values: Mapping[str, Fraction],
        inferred: Mapping[str, Fraction],
    ) -> None:
        self.framework = framework
        self.figures = figures
        self.values = values
        self.inferred = inferred
        self.places = _places_by_level(figures)
        # OIT items are 0 or 100: their zeros say nothing of how the others are rounded.
        printed_places = [self.places[level] for level in Level if level is not Level.ITEM]
        printed_places += [
            decimal_places(figure.value)
            for code, figure in figures.items()
            if code.startswith(("i", "e"))
        ]
        self.finest = min(max(printed_places), framework.published_places)
        self._exact: dict[str, Fraction | None] = {}
        self._value: dict[str, Fraction | None] = {}
        self._plain: dict[str, Fraction | None] = {}
        self._span: dict[str, Interval | None] = {}
        self._printed: dict[str, Interval | None] = {}
        self._allowed: dict[str, Interval | None] = {}

    def node(self, code: str) -> Node:
        return self.framework.tree[code]

    def exact(self, code: str) -> Fraction | None:
        """The unrounded score, if all of it is known exactly."""
        if code not in self._exact:
            self._exact[code] = self._find_exact(code)
        return self._exact[code]

    def _find_exact(self, code: str) -> Fraction | None:
        node = self.node(code)
        if node.level is Level.ITEM:
            if code.startswith("o"):
                return self.values.get(code)
            return self.inferred.get(code)
        parts = [(share, self.exact(child)) for child, share in node.children or ()]
        known = [(share, value) for share, value in parts if value is not None]
        return sum_of_shares(known) if parts and len(known) == len(parts) else None

    def value(self, code: str) -> Fraction | None:
        """The best value that can be defended: exact, else from the parts, else as printed."""
        if code not in self._value:
            if (exact := self.exact(code)) is not None:
                self._value[code] = exact
            elif parts := self.parts(code):
                self._value[code] = sum_of_shares([(part.share, part.value) for part in parts])
            else:
                self._value[code] = self.values.get(code)
        return self._value[code]

    def parts(self, code: str) -> tuple[Term, ...]:
        """The terms of a node's sum; none where a term is missing."""
        children = self.node(code).children or ()
        terms = [(child, share, self.value(child)) for child, share in children]
        if not terms or any(value is None for _, _, value in terms):
            return ()
        return tuple(
            Term(child, share, value) for child, share, value in terms if value is not None
        )

    def plain(self, code: str) -> Fraction | None:
        """The mean of the figures printed one level down; of their own plain means where not."""
        if code not in self._plain:
            self._plain[code] = self._find_plain(code)
        return self._plain[code]

    def _find_plain(self, code: str) -> Fraction | None:
        terms: list[tuple[Fraction, Fraction]] = []
        for child, share in self.node(code).children or ():
            value = self.values.get(child)
            value = self.plain(child) if value is None else value
            if value is None:
                return None
            terms.append((share, value))
        return sum_of_shares(terms) if terms else None

    def span(self, code: str) -> Interval | None:
        """All values the node may have, given how its lowest figures are rounded."""
        if code not in self._span:
            self._span[code] = self._find_span(code)
        return self._span[code]

    def _find_span(self, code: str) -> Interval | None:
        spans = [(share, self.span(child)) for child, share in self.node(code).children or ()]
        if spans and all(span is not None for _, span in spans):
            return _sum([(share, span) for share, span in spans if span is not None])
        return self.printed_span(code)

    def printed_span(self, code: str) -> Interval | None:
        """What the printed figure stands for; an OIT item is exact."""
        if code not in self._printed:
            self._printed[code] = self._find_printed_span(code)
        return self._printed[code]

    def _find_printed_span(self, code: str) -> Interval | None:
        if code not in self.values:
            return None
        if code.startswith("o"):
            return Interval.point(self.values[code])
        return self._stands_for(self.figures[code])

    def score(self, code: str, others: Sequence[Figure]) -> Score:
        """The finished node."""
        node, figure = self.node(code), self.figures.get(code)
        value, exact, parts = self.value(code), self.exact(code), self.parts(code)
        basis = None
        if value is not None:
            basis = Basis.EXACT if exact is not None else Basis.PARTS if parts else Basis.PUBLISHED
        return Score(
            code,
            node.level,
            node.name,
            value=value,
            exact=exact,
            plain=self.plain(code),
            basis=basis,
            published=figure.published if figure else None,
            verdict=self.verdict(code, figure) if figure else None,
            parts=parts,
            allowed=None if parts or figure is None else self.allowed(code),
            other_prints=tuple(
                OtherPrint(other.published, self.verdict(code, other), other.place)
                for other in others
            ),
        )

    def verdict(self, code: str, figure: Figure) -> Verdict:
        """What recomputation says of one print of a node."""
        node = self.node(code)
        value = self.value(code)
        if node.level is Level.ITEM and code.startswith("o") and figure.value not in (0, 100):
            return Verdict.CONTRADICTS
        if value is None or not self._is_checked(code):
            if self.values.get(code) != self._exactly(figure) or self._is_beyond_parts(figure):
                return Verdict.CONTRADICTS
            return Verdict.NOT_CHECKED
        if self._prints_as(value, figure):
            plain = self.plain(code)
            inferred = self.exact(code) is not None and plain is not None
            if inferred and plain is not None and not self._prints_as(plain, figure):
                return Verdict.EXPLAINED
            return Verdict.EQUAL
        return self._by_rounding(code, figure)

    def _by_rounding(self, code: str, figure: Figure) -> Verdict:
        """What rounding says of a print that its recomputed value does not give."""
        printed = self._stands_for(figure)
        # No unrounded inputs, each within half a last digit, give it.
        if not any(span.meets(printed) for span in self._spans(code)):
            return Verdict.CONTRADICTS
        # Of its printed parts alone, which their own parts contradict: that proves nothing.
        lowest = self.span(code)
        is_borne_out = lowest is not None and lowest.meets(printed)
        return Verdict.WITHIN_ROUNDING if is_borne_out else Verdict.NOT_CHECKED

    def _is_beyond_parts(self, figure: Figure) -> bool:
        """Whether what is known of its parts cannot give the figure."""
        allowed = self.allowed(figure.code)
        if allowed is None:
            return False
        places = decimal_places(figure.value)
        return not allowed.meets(Interval.of_published(self._exactly(figure), places))

    def _exactly(self, figure: Figure) -> Fraction:
        """The value of a print, made once of those that stand."""
        is_standing = self.figures.get(figure.code) is figure
        return self.values[figure.code] if is_standing else Fraction(figure.value)

    def allowed(self, code: str) -> Interval | None:
        """All that a node may be by what is known below it; None where it has no parts.

        A part that nobody knows is anything from 0 to 100; where weights are not known, the whole
        lies between the lowest and the highest part.
        """
        if code not in self._allowed:
            self._allowed[code] = self._find_allowed(code)
        return self._allowed[code]

    def _find_allowed(self, code: str) -> Interval | None:
        shares = dict(self.node(code).children or ())
        parts = {part: self._may_have(part) for part in _children(self.framework, code)}
        if not parts:
            return None
        if all(part in shares for part in parts):
            return _sum([(shares[part], span) for part, span in parts.items()])
        return _hull(list(parts.values()))

    def _may_have(self, code: str) -> Interval:
        """What a part may be by its print and its own parts; by either where they contradict."""
        spans = [span for span in (self.printed_span(code), self.allowed(code)) if span is not None]
        if not spans:
            return ANY_SCORE
        low, high = max(span.low for span in spans), min(span.high for span in spans)
        return Interval(low, high) if low < high else _hull(spans)

    def _is_checked(self, code: str) -> bool:
        """Whether anything but the figure itself speaks for the node's value."""
        if self.node(code).level is Level.ITEM:
            return code in self.inferred
        return bool(self.parts(code)) or self.exact(code) is not None

    def _prints_as(self, value: Fraction, figure: Figure) -> bool:
        """Whether a value, rounded as the document rounds, gives the figure.

        90.7 beside two-decimal figures is 90.70 without its zero or rounded to one place: only a
        value that both readings give is the figure for certain.
        """
        places = max(decimal_places(figure.value), self.finest)
        return half_up(value, places) == figure.value

    def slack(self, code: str) -> data.Slack:
        """How far the parts of a printed sum may move, up or down, before it contradicts them."""
        printed, spans = self._stands_for(self.figures[code]), self._spans(code)
        return data.Slack(
            max(max(printed.high - span.low, span.high - printed.low) for span in spans),
            max(printed.high - printed.low + span.high - span.low for span in spans),
        )

    def _stands_for(self, figure: Figure) -> Interval:
        """The unrounded values that a print may stand for.

        One with fewer decimals than its level may be rounded to them; a whole number has dropped
        its zeros, for nobody rounds a single score of many to whole points.
        """
        own = decimal_places(figure.value)
        places = own or self.places[self.node(figure.code).level]
        return Interval.of_published(self._exactly(figure), places)

    def _spans(self, code: str) -> list[Interval]:
        """What a node may be by its lowest figures, and by those printed right below it."""
        near = [(share, self.printed_span(part)) for part, share in self.node(code).children or ()]
        spans = [self.span(code)]
        if near and all(span is not None for _, span in near):
            spans.append(_sum([(share, span) for share, span in near if span is not None]))
        return [span for span in spans if span is not None]


def _children(framework: Framework, code: str) -> tuple[str, ...]:
    """The parts of a node by code; those of the total also where their weights are not known."""
    if code == TOTAL:
        return tuple(part.code for part in framework.instruments)
    return tuple(child for child, _ in framework.tree[code].children or ())


def _places_by_level(figures: Mapping[str, Figure]) -> dict[Level, int]:
    """The last digit of each level: a spreadsheet drops zeros, so the longest print tells."""
    places = dict.fromkeys(Level, 0)
    for code, figure in figures.items():
        level = level_of(code)
        if level is not None:
            places[level] = max(places[level], decimal_places(figure.value))
    return places


def _hull(spans: Sequence[Interval]) -> Interval:
    return Interval(min(span.low for span in spans), max(span.high for span in spans))


def _sum(spans: Sequence[tuple[Fraction, Interval]]) -> Interval:
    return Interval(
        sum_of_shares([(share, span.low) for share, span in spans]),
        sum_of_shares([(share, span.high) for share, span in spans]),
    )


def shown(value: Fraction | None, places: int = 2) -> str | None:
    """A value as it is published: half-up to two decimals."""
    return None if value is None else str(half_up(value, places))


def rounded(value: Fraction | None) -> Decimal | None:
    """A value at published precision."""
    return None if value is None else half_up(value)
