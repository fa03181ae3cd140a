"""Score cards as plain data, for JSON and for pages: strings, numbers, lists and mappings only."""

from __future__ import annotations

from typing import Any

from prongsai.core.errors import Finding
from prongsai.core.ids import Level
from prongsai.core.rounding import fraction_text, half_up, round_up
from prongsai.core.scoring.card import Fit, Score, ScoreCard
from prongsai.core.scoring.rating import shortfall
from prongsai.core.text import Text


def text_data(text: Text | None) -> dict[str, str] | None:
    """Both languages."""
    return None if text is None else {"th": text.th, "en": text.en}


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding with its places in words and in parts."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": text_data(finding.where()),
        "places": [place.as_dict() for place in finding.places],
        "message": text_data(finding.message),
        "next_step": text_data(finding.next_step),
    }


def fit_data(fit: Fit | None) -> dict[str, str] | None:
    """The sum that bears a figure out, and how wrong the figure alone could be unseen."""
    return None if fit is None else {"sum": fit.code, "unseen": str(round_up(fit.unseen))}


def score_data(score: Score) -> dict[str, Any]:
    """One figure: computed and plain at published precision, exact as "p/q".

    Shape:  `score` is the figure that is told; `computed` null where nothing was computed.
    """
    return {
        "code": score.code,
        "name": text_data(score.name),
        "score": None if score.figure is None else str(score.figure),
        "computed": None if score.computed is None else str(half_up(score.computed)),
        "published": score.published,
        "exact": fraction_text(score.exact),
        "plain": None if score.plain is None else str(half_up(score.plain)),
        "verdict": score.verdict.value if score.verdict else None,
        "not_checked": text_data(score.unchecked),
        "fit": fit_data(score.fit),
        "other_prints": [
            {
                "published": other.published,
                "verdict": other.verdict.value,
                "where": text_data(other.place.text()),
            }
            for other in score.other_prints
        ],
    }


def shortfall_data(card: ScoreCard) -> dict[str, Any] | None:
    """What keeps the agency from a level, in points by code; None where nothing known does."""
    found = shortfall(card)
    if found is None:
        return None
    return {
        "level": found.level.code,
        "total_reached": found.total_reached,
        "lacks": {code: str(points) for code, points in found.lacks.items()},
        "costs": {code: str(points) for code, points in found.costs.items()},
    }


def rating_data(card: ScoreCard) -> dict[str, Any] | None:
    """The result level."""
    if card.rating is None:
        return None
    return {
        "code": card.rating.code,
        "label": text_data(card.rating.label),
        "provisional": card.rating.provisional,
        "possible": list(card.rating.possible),
    }


def verification_data(card: ScoreCard) -> dict[str, Any]:
    """How many printed figures were recomputed, fit a sum, or have nothing to speak for them."""
    return {
        "recomputed": sum(score.computed is not None for score in card.checked),
        "fits_a_sum": len(card.fitting),
        "not_checked": len(card.not_checked),
        "verdicts": {verdict.value: count for verdict, count in card.counts},
    }


def card_data(card: ScoreCard) -> dict[str, Any]:
    """A whole card; indicators carry the codes "1" to "10"."""
    by_level = {level: [s for s in card.scores.values() if s.level is level] for level in Level}
    return {
        "fiscal_year": card.fiscal_year,
        "framework": {
            "status": card.framework.status.value,
            "confidence": card.framework.confidence.value,
        },
        "total": score_data(card.total),
        "rating": rating_data(card),
        "shortfall": shortfall_data(card),
        "instruments": [score_data(score) for score in by_level[Level.INSTRUMENT]],
        "indicators": [score_data(score) for score in by_level[Level.INDICATOR]],
        "sub_indicators": [score_data(score) for score in by_level[Level.SUB_INDICATOR]],
        "items": [score_data(score) for score in card.of_level(Level.ITEM)],
        "verification": verification_data(card),
        "respondents": [
            {"instrument": found.instrument, "number": found.number, "items": found.items}
            for found in card.respondents
        ],
    }


def explanation_data(card: ScoreCard, code: str) -> dict[str, Any]:
    """The tree below a figure: weights, values and contributions that add up exactly."""
    score = card.scores[code]
    return {
        **score_data(score),
        "value": fraction_text(score.value),
        "basis": score.basis.value if score.basis else None,
        "parts": [
            {
                "share": fraction_text(part.share),
                "contribution": fraction_text(part.contribution),
                **explanation_data(card, part.code),
            }
            for part in score.parts
        ],
    }
