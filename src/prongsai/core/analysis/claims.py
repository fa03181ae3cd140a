"""What a document says of its own scores in words, held against its own figures.

Words contradict only where the figures they speak of are all there, and words about a limit that
they do not print only where the year's rules say one; the rest is left alone.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from prongsai.core.analysis.trend import before, instrument_of, whole_level
from prongsai.core.errors import Finding, Findings
from prongsai.core.ids import Level, called, level_of
from prongsai.core.messages import read_words
from prongsai.core.scoresheet.model import Claim, Figure, Said, ScoreSheet, Statement
from prongsai.core.scoring.card import ScoreCard
from prongsai.core.text import Text

_SHOWN = 3
# Each of two figures may be rounded by half a hundredth.
_ROUNDING = Decimal("0.01")


def marks_of(cards: Iterable[ScoreCard]) -> dict[int, Decimal]:
    """The pass mark of each year whose own rules say one."""
    return {
        card.fiscal_year: mark
        for card in cards
        if (mark := card.framework.target_score) is not None
    }


def check_claims(sheet: ScoreSheet, marks: Mapping[int, Decimal]) -> tuple[Finding, ...]:
    """A finding for each claim in words that the document's own scores do not bear out.

    Shape:  `marks` gives the pass mark of the years whose rules say one: what "ผ่านเกณฑ์" without a
            number is held against.
    """
    findings = Findings()
    for claim in sheet.claims:
        _check_count(sheet, claim, marks, findings)
    for statement in dict.fromkeys(sheet.statements):
        _check_statement(sheet, statement, marks, findings)
    return tuple(findings.items)


def _check_count(
    sheet: ScoreSheet, claim: Claim, marks: Mapping[int, Decimal], findings: Findings
) -> None:
    mark = claim.mark if claim.mark is not None else marks.get(claim.year or 0)
    if claim.year is None or mark is None:
        return
    figures = sheet.of_year(claim.year)
    kind, _, what = claim.counted.value.partition("_")
    level = Level.INDICATOR if kind == "indicators" else Level.INSTRUMENT
    wholes = [whole_level(figures, level, part) for part in (claim.instrument, *claim.perhaps)]
    if wholes[0] is None:
        return
    is_below = what == "below_target"
    if any(own is None or _may_count(own, claim, mark, is_below=is_below) for own in wholes):
        return
    counted = [figure for figure in wholes[0] if (figure.value < mark) is is_below]
    things = read_words(f"analysis/counted.{claim.counted}", mark=mark)
    part = f" {claim.instrument}" if claim.instrument else ""
    codes = ", ".join(figure.code for figure in counted) or "–"
    findings.warning(
        "analysis/count_contradicts",
        claim.place,
        *(figure.place for figure in counted[:_SHOWN]),
        part=part,
        year=claim.year,
        things=things,
        number=claim.number,
        count=len(counted),
        codes=codes,
    )


def _may_count(own: list[Figure], claim: Claim, mark: Decimal, *, is_below: bool) -> bool:
    """Whether a count may be true; one at the limit itself need not be counted as reaching it."""
    number = len(own) if claim.is_every else claim.number
    below = sum(figure.value < mark for figure in own)
    if is_below:
        return number == below
    return sum(figure.value > mark for figure in own) <= number <= len(own) - below


def _check_statement(
    sheet: ScoreSheet, statement: Statement, marks: Mapping[int, Decimal], findings: Findings
) -> None:
    figures = sheet.of_year(statement.year) if statement.year is not None else {}
    figure = figures.get(statement.code)
    if figure is None:
        return
    if statement.said in (Said.HIGHEST, Said.LOWEST):
        truth = _outdone(figures, figure, way=1 if statement.said is Said.HIGHEST else -1)
    elif statement.said in (Said.ROSE, Said.FELL):
        truth = _moved(sheet, statement, figure)
    else:
        truth = _beside_mark(statement, figure, marks.get(figure.year or 0))
    if truth is None:
        return
    words, more = (
        read_words(f"analysis/said.{statement.said}"),
        f" {statement.amount}" if statement.amount is not None else "",
    )
    findings.warning(
        "analysis/statement_contradicts",
        statement.place,
        figure.place,
        item_code=called(statement.code),
        year=statement.year,
        words=words,
        more=more,
        truth=truth,
    )


def _beside_mark(statement: Statement, figure: Figure, official: Decimal | None) -> Text | None:
    """At the mark itself either word may stand: "สูงกว่า 85" is said of 85 too."""
    mark = statement.amount if statement.amount is not None else official
    if mark is None or figure.value == mark:
        return None
    if (figure.value > mark) is (statement.said is Said.AT_TARGET):
        return None
    return read_words("analysis/beside_limit", score=figure.published, mark=mark)


def _outdone(figures: Mapping[str, Figure], figure: Figure, *, way: int) -> Text | None:
    """What outdoes an extreme among all of its level, and among its own instrument's too.

    A sentence need not say of which. Where the level is not whole, what is known of its own
    instrument outdoes it.
    """
    level, part = level_of(figure.code), instrument_of(figure.code)
    near = [
        other
        for code, other in figures.items()
        if level_of(code) is level and instrument_of(code) == part
    ]
    groups = [whole_level(figures, level) or near, near]
    first, second = (max(own, key=lambda other: way * other.value) for own in groups)
    if figure.value in (first.value, second.value):
        return None
    return read_words(
        "analysis/outdone", best=first.code, most=first.published,
        item_code=figure.code, score=figure.published,
    )  # fmt: skip


def _moved(sheet: ScoreSheet, statement: Statement, figure: Figure) -> Text | None:
    """The change since the first year that may be meant, where it fits none of them."""
    truths: list[Text] = []
    for year in before(sheet, statement.year, statement.since):
        held = sheet.of_year(year).get(figure.code)
        if held is None or _fits(statement, figure.value - held.value, held.value):
            return None
        scores = {"before": held.published, "year": year, "score": figure.published}
        truths.append(read_words("analysis/moved", **scores))
    return truths[0] if truths else None


def _fits(statement: Statement, change: Decimal, held: Decimal) -> bool:
    """Whether a change is as told: its way, and its points, or its share where it may be."""
    if not (change > 0 if statement.said is Said.ROSE else change < 0):
        # "เพิ่มขึ้น 0.00": said of what did not move.
        return statement.amount is not None and change == 0 and statement.since is None
    if statement.amount is None or _is_near(abs(change), statement.amount):
        return True
    return statement.is_share and (
        held == 0 or _is_near(abs(change) * 100 / held, statement.amount)
    )


def _is_near(value: Decimal, printed: Decimal) -> bool:
    """Whether a value may be printed as it is told: rounded or cut to the decimals it has."""
    exponent = printed.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else _ROUNDING
    return abs(value - printed) <= max(step, _ROUNDING)
