"""English sentences that tell a total: "our municipality received an overall score of …"."""

from __future__ import annotations

import re

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.patterns import compiled

_SCORE_OF = compiled(
    r"\b(?:overall|total)\s+(?:ITA\s+)?score\s+of\s+(\d{2,3}\.\d{2})(?![\d.]*\d)", re.IGNORECASE
)
_OURS_GOT = compiled(
    r"\b(?:our|this)\s+(?:[a-z]+\s+){0,2}(?:municipality|agency|organi[sz]ation|office|administration)\s+"
    r"(?:has\s+)?(?:received|obtained|achieved|got|earned)\s+an?\s*$",
    re.IGNORECASE,
)
# "The agency scored 81.45 points in the ITA 2566 assessment".
_GOT_IN_ITA = compiled(
    r"\b(?:the|our|this)\s+(?:municipality|agency|organi[sz]ation|administration)\s+(?:has\s+)?"
    r"(?:scored|received|obtained|achieved|earned|got)\s+(?:an?\s+)?(?:(?:overall|total)\s+)?(?:ITA\s+)?(?:scores?\s+of\s+)?"
    r"(\d{2,3}\.\d{2})(?![\d.]*\d)\s*(?:points?|%|per\s?cent)?\s+(?:in|for|on)\s+the\s+(?:\d{4}\s+)?ITA\b",
    re.IGNORECASE,
)
_OF_A_PART = compiled(r"\b[IEO]IT\s*(?:was|is|of|at|:|=)?\s*\d{2,3}\.\d{1,2}")
_BARS = compiled(
    r"\b(?:target|goal|aims?|expect\w*|forecast\w*|would|should|if|average|mean|national|provinc\w*|last|previous"
    r"|compared|not|draft|rehears\w*|other)\b",
    re.IGNORECASE,
)
_DECIMAL = compiled(r"\d\.\d")
_LONGEST = 300


class EnglishTotal(Struct, frozen=True):
    """A total in a sentence; `is_ours` where the sentence says that its own agency got it."""

    printed: str
    year: int | None
    is_ours: bool


def english_total(line: str) -> EnglishTotal | None:
    """The total that a line tells in English.

    >>> english_total("In 2567 our municipality received an overall score of 90.13 points.").is_ours
    True
    >>> english_total("We expect a total ITA score of 95.00 in fiscal year 2568.").is_ours
    False
    """
    if len(line) > _LONGEST:
        return None
    in_ita = _GOT_IN_ITA.search(line)
    found = in_ita or _SCORE_OF.search(line)
    if found is None:
        return None
    years = {year for _, year in fiscal.years_in(line)}
    alone = len(years) <= 1 and len(_DECIMAL.findall(_OF_A_PART.sub("", line))) == 1
    got = in_ita or _OURS_GOT.search(line, 0, found.start())
    is_ours = bool(got and not _BARS.search(line))
    year = next(iter(years), None)
    return EnglishTotal(found[1], year, is_ours and alone)
