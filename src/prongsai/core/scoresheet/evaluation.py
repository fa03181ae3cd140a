"""How well a document was read: what a person read in it against what Prongsai did.

A figure is told where a finding with a place names its code, or quotes its number and no other
labelled figure has that number. What goes wrong without that goes wrong in silence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from prongsai.core.errors import Finding, Place
from prongsai.core.ids import TOTAL, Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Figure, Reading
from prongsai.core.thai import arabic_digits

LEVEL = "level"
# These speak of the file and quote a figure only to show where one stands.
_OF_THE_FILE = frozenset({"year_from_names", "no_scores"})
# How the levels since 2566 are printed; those before are letters.
_LEVEL_WORDS = {
    "excellent": "ผ่านดีเยี่ยม",
    "good": "ผ่านดี",
    "pass": "ผ่าน",
    "improve": "ต้องปรับปรุง",
    "urgent": "ต้องปรับปรุงโดยด่วน",
}
_NUMBER = compiled(r"(?<![\d.])\d{1,7}(?:\.\d+)?(?![\d.]*\d)")


class Outcome(StrEnum):
    """What became of one figure."""

    RIGHT = "right"
    WRONG = "wrong"
    MISSED = "missed"
    INVENTED = "invented"


class Label(Struct, frozen=True):
    """What a person read in a document.

    Shape:  `figures` by year and code; `also` holds values that stand in the document a second
            time and may be reported beside the first; `withheld` are codes that stand there and
            must be told, not read; `never` are numbers that are no score of this agency;
            `ratings` by year are not compared where None.
    """

    figures: Mapping[int | None, Mapping[str, Decimal]]
    year: int | None = None
    also: frozenset[tuple[int | None, str, Decimal]] = frozenset()
    withheld: frozenset[str] = frozenset()
    never: frozenset[Decimal] = frozenset()
    ratings: Mapping[int | None, str] | None = None


class Judged(Struct, frozen=True):
    """One figure of a document: what the label says, what was read, whether a finding tells it."""

    outcome: Outcome
    year: int | None
    code: str
    labelled: str | None
    read: str | None
    told: bool = False
    place: Place | None = None


class Tally(Struct):
    """Figures of one or many documents, counted."""

    files: int = 0
    counts: Counter[tuple[Outcome, bool]] = field(default_factory=Counter)

    def add(self, judged: Iterable[Judged]) -> None:
        """Count one more document."""
        self.files += 1
        self.counts.update(
            (one.outcome, one.told and one.outcome is not Outcome.RIGHT) for one in judged
        )

    def of(self, outcome: Outcome, *, told: bool = False) -> int:
        """How many figures ended so; for RIGHT, `told` means nothing."""
        return self.counts[outcome, told]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong or invented in silence."""
        return not self.of(Outcome.WRONG) and not self.of(Outcome.INVENTED)


def judge(label: Label, reading: Reading) -> list[Judged]:
    """Every figure of a document: those that the label has, and those that only were read."""
    findings = _Told(label, reading.findings)
    judged = [*_labelled(label, reading, findings), *_unlabelled(label, reading, findings)]
    if label.ratings is not None:
        judged += _levels(label.ratings, reading, findings)
    return judged


def refused(label: Label) -> list[Judged]:
    """The figures of a document that was refused as a whole, with the reason: missed and told."""
    return [
        Judged(Outcome.MISSED, year, code, str(value), None, told=True)
        for year, figures in label.figures.items()
        for code, value in figures.items()
    ]


def _labelled(label: Label, reading: Reading, findings: _Told) -> Iterator[Judged]:
    undated = _undated(label, reading)
    for year, figures in label.figures.items():
        read = _standing(reading, year)
        for code, value in figures.items():
            figure, wanted = read.get(code), str(value)
            if figure is None:
                told = (code, value) in undated or findings.tell(code, value)
                yield Judged(Outcome.MISSED, year, code, wanted, None, told)
            elif figure.value == value:
                yield Judged(Outcome.RIGHT, year, code, wanted, figure.published)
            else:
                told = findings.tell(code, value) or findings.tell(code, figure.value)
                told = told and figure.value not in label.never
                yield Judged(
                    Outcome.WRONG, year, code, wanted, figure.published, told, figure.place
                )
    chief = _standing(reading, label.year)
    for code in sorted(label.withheld):
        if code not in chief:
            told = findings.tell(code, None)
            yield Judged(Outcome.MISSED, label.year, code, None, None, told)


def _unlabelled(label: Label, reading: Reading, findings: _Told) -> Iterator[Judged]:
    """What was read that the label does not have: other codes, other values of its codes."""
    standing = {year: _standing(reading, year) for year in {f.year for f in reading.sheet.figures}}
    # What a finding says to be of no known year is no second figure.
    seen: set[tuple[int | None, str, Decimal]]
    seen = {(None, code, value) for code, value in _undated(label, reading)}
    for figure in reading.sheet.figures:
        key = (figure.year, figure.code, figure.value)
        wanted = label.figures.get(figure.year, {}).get(figure.code)
        is_judged = wanted is not None and standing[figure.year][figure.code].value == figure.value
        if key in seen or key in label.also or wanted == figure.value or is_judged:
            continue
        seen.add(key)
        told = findings.tell(figure.code, figure.value) and figure.value not in label.never
        yield Judged(
            Outcome.INVENTED, figure.year, figure.code, None, figure.published, told, figure.place
        )


def _undated(label: Label, reading: Reading) -> set[tuple[str, Decimal]]:
    """Labelled codes and values that were read, but told to be of no known year."""
    if not any(finding.code == "year_unknown" for finding in reading.findings):
        return set()
    read = {(figure.code, figure.value) for figure in reading.sheet.figures if figure.year is None}
    return read & {pair for row in label.figures.values() for pair in row.items()}


def _levels(
    ratings: Mapping[int | None, str], reading: Reading, findings: _Told
) -> Iterator[Judged]:
    read = {
        rating.year: rating
        for rating in reversed(reading.sheet.ratings)  # of several the first stands
    }
    for year in sorted({*ratings, *read}, key=lambda year: year or 0):
        wanted, found = ratings.get(year), read.get(year)
        if found is None:
            told = findings.tell_level(wanted or "")
            yield Judged(Outcome.MISSED, year, LEVEL, wanted, None, told)
        elif found.code == wanted:
            yield Judged(Outcome.RIGHT, year, LEVEL, wanted, found.published)
        else:
            outcome = Outcome.WRONG if wanted else Outcome.INVENTED
            told = findings.quote(found.published)
            yield Judged(outcome, year, LEVEL, wanted, found.published, told, found.place)


def _standing(reading: Reading, year: int | None) -> dict[str, Figure]:
    """The standing figure of each code; of figures of no known year, the first."""
    if year is not None:
        return reading.sheet.of_year(year)
    undated = [figure for figure in reading.sheet.figures if figure.year is None]
    return {figure.code: figure for figure in reversed(undated)}


class _Told:
    """What the findings that have a place name: codes, and numbers of one figure alone."""

    def __init__(self, label: Label, findings: Iterable[Finding]) -> None:
        placed = [f for f in findings if f.places and f.code not in _OF_THE_FILE]
        said = [finding.message.th for finding in placed]
        said += [place.quote or "" for finding in placed for place in finding.places]
        self._text = "\n".join(arabic_digits(text) for text in said)
        self._numbers = {Decimal(number) for number in _NUMBER.findall(self._text)}
        values = Counter(value for row in label.figures.values() for value in row.values())
        self._shared = {value: count for value, count in values.items() if count > 1}
        places = {place for finding in placed for place in finding.places if place.quote}
        # Of a number that several figures share each is told where as many places quote it.
        self._placed = Counter(
            Decimal(number)
            for place in places
            for number in set(_NUMBER.findall(arabic_digits(place.quote or "")))
        )

    def tell(self, code: str, value: Decimal | None) -> bool:
        """Whether some finding names the code, or a number that is this figure's alone."""
        by_value = value is not None and (
            self._placed[value] >= self._shared[value]
            if value in self._shared
            else value in self._numbers
        )
        return by_value or bool(_naming(code).search(self._text))

    def tell_level(self, code: str) -> bool:
        """Whether some finding quotes the word, or the letter, of a level."""
        word = _LEVEL_WORDS.get(code, code)
        pattern = rf"(?<![A-Za-z])(?<!ไม่){re.escape(word)}(?![A-Za-zก-๎])"
        return bool(word) and re.search(pattern, self._text) is not None

    def quote(self, text: str) -> bool:
        """Whether some finding names a word."""
        return bool(text) and arabic_digits(text) in self._text


def _naming(code: str) -> re.Pattern[str]:
    """How a finding may name a code; a bare number names nothing."""
    level = level_of(code)
    if code == TOTAL:
        return compiled(r"คะแนนรวม|\btotal\b", re.IGNORECASE)
    if level in (Level.INDICATOR, Level.SUB_INDICATOR):
        number = re.escape(code)
        return compiled(rf"\({number}\)|(?:ตัวชี้วัด(?:ย่อย)?(?:ที่)?|ind)\s*{number}(?![\d.])")
    return compiled(rf"(?<![A-Za-z]){code[0]}\s?{code[1:]}(?!\d)", re.IGNORECASE)
