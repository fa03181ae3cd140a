"""Scores that no words tell for certain, and that the others of their year prove by reckoning.

A total is the weighted mean of its instruments, and these of their indicators: a number that
stands there without a name, and is exactly that mean, is the total.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.ids import INSTRUMENTS, TOTAL
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.model import Figure, Origin, PublishedRating, ScoreSheet
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.passed_over import PassedOver, instruments_of
from prongsai.core.scoresheet.tables.weighted import mean_of
from prongsai.core.text import Text

# Each step rounds by half a hundredth: the total, and what it is the mean of.
_ROUNDED = Fraction(1, 100)
_MOST_WAYS = 64
_LEAST = 2
_BEFORE_A_LEVEL = compiled(
    r"\s*(?:คะแนน|%)?[\s→>=(\[“\"*–-]*(?:(?:อยู่ใน)?ระดับ|เกรด|ผล(?:การ)?ประเมิน)?[\s:=“\"*]*"
)
_WORD_GOES_ON = compiled(r"[A-Za-zก-ฮะ-ฺเ-๎]")


class Proven(Struct, frozen=True):
    """What the other figures of a year prove, and the level that stands behind its total."""

    figures: tuple[Figure, ...] = ()
    ratings: tuple[PublishedRating, ...] = ()

    def added_to(self, sheet: ScoreSheet) -> ScoreSheet:
        """The sheet with what is proven; a level that it has stays."""
        known = {rating.year for rating in sheet.ratings}
        levels = [level for level in self.ratings if level.year not in known]
        return replace(
            sheet,
            figures=(*sheet.figures, *self.figures),
            ratings=(*sheet.ratings, *levels),
        )


def proven_by_the_others(
    sheet: ScoreSheet, left: Sequence[PassedOver], names: Names, findings: Findings
) -> Proven:
    """What a sheet's figures prove of the decimals that were passed over.

    Shape:  only for the year whose names and weights `names` has: the total where all that it is
            the mean of was read, or the instruments where the total was. Each is told.
    """
    year = names.framework.fiscal_year
    values = {code: Fraction(one.value) for code, one in sheet.of_year(year).items()}
    beside = instruments_of(left, year)
    found = _total(values, beside[TOTAL], names) or _instruments(values, beside, names)
    if not found:
        return Proven()
    listed = ", ".join(f"{code} {one.number}" for code, one in found)
    findings.note(
        "proven_by_the_others",
        Text(
            f"คะแนนที่ไม่มีคำกำกับแน่ชัด แต่ตรงกับค่าที่คำนวณจากคะแนนอื่นของปี {year} พอดี จึงอ่านไว้: {listed}",
            f"scores without words that tell for certain are read, for they are exactly what the"
            f" others of {year} come to: {listed}",
        ),
        *(one.place for _, one in found),
        next_step=Text("ตรวจกับเอกสาร", "check them in the document"),
    )
    figures = tuple(
        Figure(code, year, one.number, Decimal(one.number), Origin.PROSE, one.place)
        for code, one in found
    )
    levels = (_level(one, names) for code, one in found if code == TOTAL)
    return Proven(figures, tuple(level for level in levels if level))


def _level(total: PassedOver, names: Names) -> PublishedRating | None:
    """The level that stands right behind a total: "97.81 → ผ่านดีเยี่ยม"."""
    after = total.after[_BEFORE_A_LEVEL.match(total.after).end() :]  # type: ignore[union-attr]
    levels = {level.label.th: level.code for level in names.framework.rating.levels or ()}
    fitting = [word for word in levels if after.startswith(word)]
    word = max(fitting, key=len, default=None)
    if word is None or _WORD_GOES_ON.match(after, len(word)):
        return None
    year = names.framework.fiscal_year
    return PublishedRating(levels[word], year, word, replace(total.place, quote=word))


def _total(
    values: Mapping[str, Fraction], unnamed: Sequence[PassedOver], names: Names
) -> list[tuple[str, PassedOver]]:
    """The total, where just one number is the mean of what was read."""
    mean = None if TOTAL in values else mean_of(TOTAL, values, names)
    if mean is None:
        return []
    fitting = {one.number: one for one in reversed(unnamed) if _is(mean, one.number)}
    return [(TOTAL, one) for one in fitting.values()] if len(fitting) == 1 else []


def _instruments(
    values: Mapping[str, Fraction], beside: Mapping[str, Sequence[PassedOver]], names: Names
) -> list[tuple[str, PassedOver]]:
    """The instruments that were not read, where they fit the total that was in one way alone."""
    missing = [code for code in INSTRUMENTS if code not in values]
    choices = [list({one.number: one for one in beside[code]}.values()) for code in missing]
    if TOTAL not in values or len(missing) < _LEAST or prod(map(len, choices)) > _MOST_WAYS:
        return []
    known = {code: values[code] for code in INSTRUMENTS if code in values}
    ways: list[list[tuple[str, PassedOver]]] = []
    for chosen in product(*choices):
        parts = list(zip(missing, chosen, strict=True))
        told = {code: Fraction(one.number) for code, one in parts}
        mean = mean_of(TOTAL, known | told, names)
        if mean is not None and abs(mean - values[TOTAL]) <= _ROUNDED:
            ways.append(parts)
    return ways[0] if len(ways) == 1 else []


def _is(mean: Fraction, number: str) -> bool:
    return "." in number and abs(mean - Fraction(number)) <= _ROUNDED
