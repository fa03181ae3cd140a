"""What is notable in a score card, said with the place of the figure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.ids import Level
from prongsai.core.rounding import Interval, half_up
from prongsai.core.scoresheet.model import Figure, PublishedRating
from prongsai.core.scoring.card import OtherPrint, Score, ScoreCard, Verdict
from prongsai.core.text import Text, same


def printed_name(figure: Figure) -> Text:
    """The name a figure was printed with, or its code."""
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
    _respondents(card, findings)
    _unknown(card, findings)
    return replace(card, findings=tuple(findings.items))


def _two_prints(score: Score, other: OtherPrint) -> Text:
    """A second print against what was computed, or against the first where nothing was."""
    if score.computed is None:
        return Text(
            f"{score.code} พิมพ์ไว้สองค่าที่ขัดกัน คือ {score.published} และ {other.published}"
            " โดยไม่มีค่าที่คำนวณได้ให้ตัดสิน",
            f"two prints of {score.code} contradict each other, {score.published} and"
            f" {other.published}, and nothing is computed that could decide",
        )
    computed = half_up(score.computed)
    return Text(
        f"ค่า {other.published} ของ {score.code} ที่พิมพ์ไว้อีกแห่งขัดกับค่าที่คำนวณได้ {computed}",
        f"{other.published}, another print of {score.code}, contradicts the computed {computed}",
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
        _beyond_its_parts(score, score.allowed, figure, findings)
        return
    computed = half_up(score.value) if score.value is not None else "–"
    findings.error(
        "scoring/figure_contradicts",
        figure.place,
        score=score.name,
        item_code=score.code,
        published=figure.published,
        computed=computed,
    )


def _beyond_its_parts(score: Score, allowed: Interval, figure: Figure, findings: Findings) -> None:
    low, high = allowed.prints()
    findings.error(
        "scoring/figure_beyond_parts",
        figure.place,
        score=score.name,
        item_code=score.code,
        published=figure.published,
        low=low,
        high=high,
    )


def _respondents(card: ScoreCard, findings: Findings) -> None:
    for found in card.respondents:
        findings.note(
            "scoring/respondents_inferred",
            instrument=found.instrument,
            items=found.items,
            number=found.number,
            chance=found.chance,
        )


def _unknown(card: ScoreCard, findings: Findings) -> None:
    unknown = card.framework.unknown_parts()
    if unknown:
        listed = ", ".join(unknown)
        findings.note("scoring/framework_part_unknown", fiscal_year=card.fiscal_year, listed=listed)


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
