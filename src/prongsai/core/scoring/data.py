"""Score cards as plain data, for JSON and for pages; and what speaks for figures not recomputed."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Finding
from prongsai.core.framework.model import Framework
from prongsai.core.ids import TOTAL, Level
from prongsai.core.messages import read_words
from prongsai.core.rounding import fraction_text, half_up, round_up
from prongsai.core.scoring.card import Fit, Score, ScoreCard, Verdict
from prongsai.core.scoring.rating import shortfall
from prongsai.core.text import Text


def text_data(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"th": text.th, "en": text.en}


def finding_data(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": text_data(finding.where()),
        "places": [place.as_dict() for place in finding.places],
        "message": text_data(finding.message),
        "next_step": text_data(finding.next_step),
    }


def score_data(score: Score) -> dict[str, Any]:
    """One figure: computed and plain at published precision, exact as "p/q".

    Shape:  `score` is the figure that is told; `computed` null where nothing was computed.
    """
    fit = score.fit
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
        # The sum that bears the figure out, and how wrong the figure alone could be unseen.
        "fit": fit and {"sum": fit.code, "unseen": str(round_up(fit.unseen))},
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
    lacking = shortfall(card)
    if lacking is None:
        return None
    return {
        "level": lacking.level.code,
        "total_reached": lacking.total_reached,
        "lacks": {code: str(points) for code, points in lacking.lacks.items()},
        "costs": {code: str(points) for code, points in lacking.costs.items()},
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
            {"instrument": inferred.instrument, "number": inferred.number, "items": inferred.items}
            for inferred in card.respondents
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


# A sum speaks for a part where it would show one point too many in it; an OIT item is 100 off.
_ONE_POINT = Fraction(1)
_FULL = Fraction(100)


class Slack(Struct, frozen=True):
    """How far the parts of a printed sum may move unseen: as they stand now, and at the widest.

    Whether a sum speaks for a part must not hang on where the sum happens to lie in its rounding.
    """

    unmoved: Fraction
    widest: Fraction


def settled(
    framework: Framework, scores: Mapping[str, Score], slack: Callable[[str], Slack]
) -> dict[str, Score]:
    """The scores with each print that was not recomputed held against the sum made of it.

    Shape:  `slack` tells how far the parts of a printed sum may move before it contradicts them.
    """
    slack_of = cache(slack)  # most figures of a sheet fit one of a few sums
    return {code: _settled(framework, scores, score, slack_of) for code, score in scores.items()}


def _settled(
    framework: Framework,
    scores: Mapping[str, Score],
    score: Score,
    slack: Callable[[str], Slack],
) -> Score:
    if score.verdict is not Verdict.NOT_CHECKED:
        return score
    above = _nearest_sum(framework, scores, score.code)
    if above is None:
        return replace(score, unchecked=_reason(framework, score))
    sum_code, share = above
    if scores[sum_code].verdict is Verdict.CONTRADICTS:
        return replace(score, unchecked=read_words("scoring/part_in_doubt", code=sum_code))
    leeway = slack(sum_code)
    if leeway.widest / share < (_FULL if score.code[0] == "o" else _ONE_POINT):
        return replace(score, verdict=Verdict.FITS, fit=Fit(sum_code, leeway.unmoved / share))
    points = round_up(min(leeway.widest / share, _FULL))
    reason = read_words("scoring/part_too_small", code=sum_code, points=points)
    return replace(score, unchecked=reason)


def _nearest_sum(
    framework: Framework, scores: Mapping[str, Score], code: str
) -> tuple[str, Fraction] | None:
    """The nearest printed figure above that is made of this one, and its share in it."""
    share = Fraction(1)
    below, above = code, framework.tree[code].parent
    while above is not None and scores[above].parts:
        share *= next(part.share for part in scores[above].parts if part.code == below)
        if scores[above].published is not None:
            return (above, share) if share else None
        below, above = above, framework.tree[above].parent
    return None


def _reason(framework: Framework, score: Score) -> Text:
    if score.level is Level.ITEM:
        return read_once("scoring/unchecked.alone")
    if framework.tree[score.code].children:
        why = "parts_in_doubt" if score.parts else "parts_missing"
    else:
        why = "weights_unknown" if score.code == TOTAL else "parts_unknown"
    return read_once(f"scoring/unchecked.{why}")


read_once = cache(read_words)  # a nation's scores bear the same few reasons
