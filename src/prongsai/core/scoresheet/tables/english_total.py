"""English sentences that tell scores: "our municipality received an overall score of …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.dates import buddhist_as_typed
from prongsai.core.ids import TOTAL
from prongsai.core.patterns import compiled

_NUMBER = r"(?P<number>(?:100|\d{2})\.\d{1,2})(?![\d.]*\d)"
_SCORE_WORDS = r"(?:(?:an?|the|its|highest|overall|total|final|assessment|evaluation|ITA)\s+)*"
_GETS = (
    r"(?:has\s+|have\s+)?"
    r"(?:scored|scores|received?|receives|obtain(?:s|ed)?|achieve[sd]?|earned|gained|got)"
)
# "KKU scores 97.50", "The Court Office received an overall assessment score of 97.62 points".
_GOT = compiled(
    rf"\b{_GETS}\s+{_SCORE_WORDS}(?:(?:scores?|points?|results?)\s+(?:of|at)\s+)?{_NUMBER}",
    re.IGNORECASE,
)
# "was assessed with A grade, 92.08", "was rated AA with a score of 97.20".
_GRADE = r"(?:(?:grade|level)\s+[A-F]{1,2}|[A-F]{1,2}(?:\s+(?:grade|level))?)"
_RATED = compiled(
    rf"\b(?:was|is|were)\s+(?:assessed|rated|evaluated|graded)\s+(?:(?:with|at|as)\s+)?(?:an?\s+)?(?:{_GRADE})?"
    rf"\s*,?\s*(?:(?:with|at|and)\s+)?{_SCORE_WORDS}(?:scores?\s+(?:of|at)\s+)?{_NUMBER}",
    re.IGNORECASE,
)
_WITH = compiled(rf"\bwith\s+{_SCORE_WORDS}score\s+of\s+{_NUMBER}", re.IGNORECASE)
# "ITA score 2566: 88.20 (A)", "ITA results overview of 2022 is 90.76 points".
_IS = compiled(
    r"\b(?:ITA|integrity\s+and\s+transparency\s+assessment)\s+(?:(?:scores?|results?|overview|total|overall|evaluation)\s+)+"
    r"(?:(?:of|for|in|fiscal|year|FY|B\.?E\.?)\s*)*(?:(?:20|25)\d\d)?\s*(?:is|was|=|:|of|at|were)*\s*"
    + _NUMBER,
    re.IGNORECASE,
)
_TOLD_OF = compiled(rf"\b(?:overall|total)\s+(?:ITA\s+)?score\s+of\s+{_NUMBER}", re.IGNORECASE)
_OURS = compiled(
    r"\b(?:our|this)\s+(?:[a-z]+\s+){0,2}(?:municipality|agency|organi[sz]ation|office|administration)\b"
    r"|\bthe\s+(?:municipality|agency|organi[sz]ation|administration)\b",
    re.IGNORECASE,
)
# Words that begin with capitals: the name of who got a score.
_NAME = compiled(r"[A-Z][A-Za-z'’.-]*(?:\s+(?:of|for|and|the)(?=\s+[A-Z])|\s+[A-Z][A-Za-z'’.-]*)*")
_NO_NAME = frozenset(
    {
        "The",
        "In",
        "This",
        "That",
        "It",
        "Our",
        "We",
        "ITA",
        "IIT",
        "EIT",
        "OIT",
        "For",
        "A",
        "An",
        "And",
    }
)
_PART = compiled(r"\b([IEO]IT)\b")
_OF_A_PART = compiled(
    r"\b[IEO]IT\)?\s*(?:[-–—:=,]|was|is|of|at)?\s*(?:\w+\s+)?(?:scored?s?)?\s*\d{2,3}\.\d{1,2}"
)
_OF_AN_INDICATOR = compiled(r"\bindicators?\b|[\"“”]")
_BARS = compiled(
    r"\b(?:target|goal|aims?|expect\w*|forecast\w*|would|should|if|average|mean|national|provinc\w*|last|previous"
    r"|compared|not|draft|rehears\w*|other|before|least|minimum|over|above|below|benchmark\s+of"
    r"|LPA|KPI|PMQA|GPP|O-?NET|ranking|satisfaction|survey)\b",
    re.IGNORECASE,
)
_DECIMAL = compiled(r"\d\.\d")
# The place that a score took, behind it: the province there is nobody else's score.
_RANKED = compiled(
    r"[,(\s]+(?:and\s+)?(?:was\s+)?(?:ranked|ranking|ranks|placed|placing)\b.*", re.IGNORECASE
)
_SENTENCE_ENDS = compiled(
    r"(?<=[a-z0-9)”\"][.!?])\s+(?=[A-Z•“\"(])|\s+•\s+|(?<=[a-z0-9)][.!?][”\"])\s+(?=[A-Z])"
    r"|(?<=[a-z0-9)][.!?])(?:\[\^?\d{1,3}\^?\])+\s+(?=[A-Z])"
)
_YEAR = compiled(
    r"(?<![\d/-])(20[12]\d|25[5-9]\d)(?=\s+(?:ITA\b|Integrity\b))"
    r"|\bITA(?:\s+\w+){0,3}?\s+(?:of\s+)?(?:fiscal\s+)?(?:year\s+)?(20[12]\d|25[5-9]\d)(?![\d/-])"
    r"|^(?:In|For)\s+(20[12]\d|25[5-9]\d),",
    re.IGNORECASE,
)
_LONGEST = 2_000
_LONGEST_SENTENCE = 300


class EnglishScore(Struct, frozen=True):
    """A score in a sentence; `is_ours` where the sentence says that its own agency got it."""

    code: str
    printed: str
    year: int | None
    is_ours: bool


def english_scores(line: str, title: str = "") -> Iterator[EnglishScore]:
    """The scores that a line tells in English; `title` is the document's, with the own name.

    >>> [one.is_ours for one in english_scores("Our agency received an overall score of 90.13.")]
    [True]
    >>> [one.is_ours for one in english_scores("We expect a total ITA score of 95.00 in 2568.")]
    [False]
    """
    if len(line) > _LONGEST or not _DECIMAL.search(line):
        return
    for sentence in _SENTENCE_ENDS.split(line.replace("**", "")):
        if len(sentence) <= _LONGEST_SENTENCE and (told := _of_sentence(sentence, title)):
            yield told


def _of_sentence(sentence: str, title: str) -> EnglishScore | None:
    got = _GOT.search(sentence) or _RATED.search(sentence) or _WITH.search(sentence)
    states = None if got else _IS.search(sentence)
    found = got or states or _TOLD_OF.search(sentence)
    if found is None:
        return None
    before = sentence[: found.start()]
    parts = list(_PART.finditer(before))
    years = _years(sentence)
    alone = len(years) <= 1 and len(_DECIMAL.findall(_OF_A_PART.sub("", sentence))) <= 1
    is_said = found is states or (got is not None and _is_own(before, title))
    unranked = sentence[: found.end()] + _RANKED.sub(" ", sentence[found.end() :])
    is_barred = _BARS.search(unranked) or (not parts and _OF_AN_INDICATOR.search(before))
    return EnglishScore(
        parts[-1][1] if parts else TOTAL,
        found["number"],
        next(iter(years), None),
        bool(is_said and alone and not is_barred),
    )


def _is_own(before: str, title: str) -> bool:
    """Whether a sentence says it of "our" agency, or of the one that the title names."""
    if _OURS.search(before):
        return True
    said = _names(before)[-2:]
    return any(_are_one(name, own) for name in said for own in _names(title))


def _names(text: str) -> list[str]:
    """The names of agencies, or what looks like them, in their order."""
    return [name for found in _NAME.finditer(text) if (name := _bare(found[0]))]


def _bare(name: str) -> str:
    words = name.split()
    while words and words[0] in _NO_NAME:
        words = words[1:]
    return " ".join(words)


def _are_one(name: str, other: str) -> bool:
    """Whether two names are of one agency: one holds the other's words, or is its initials."""
    short, long = sorted((name, other), key=len)
    if short == long:
        return True
    initials = "".join(word[0] for word in long.split() if word[0].isupper())
    if short.isupper():
        return short == initials
    return len(short.split()) > 1 and short in long


def _years(sentence: str) -> set[int]:
    told = {year for _, year in fiscal.years_in(sentence)}
    named = (found[1] or found[2] or found[3] for found in _YEAR.finditer(sentence))
    return told | {buddhist_as_typed(int(year)) for year in named}
