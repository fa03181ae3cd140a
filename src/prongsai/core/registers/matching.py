"""Which column of a file is which field: by its heading, by a former one, or as somebody said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Field
from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.sheet import Head
from prongsai.core.text import Text
from prongsai.core.thai import repair, skeleton, squeeze

YEAR = "year"
# Columns that number the rows are no field of any register.
_ROW_NUMBERS = frozenset(
    map(skeleton, ("ลำดับ", "ลำดับที่", "ที่", "ข้อ", "ข้อที่", "No.", "No", "#", "ลำดับ ที่", "เลขลำดับ"))
)
_STATE_WORDS = ("สถานะ", "สถานะรายการ", "state", "status")
_YEAR_WORDS = ("ปีงบประมาณ", "ปีงบประมาณ พ.ศ.", "fiscal year", "ปี งปม.")
_IN_BRACKETS = compiled(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]\s*")
_LETTERS = compiled(r"[A-Za-z]{1,3}")


class How(StrEnum):
    """How a column was matched."""

    HEADING = "heading"
    GIVEN = "given"
    TITLE = "title"  # no column: the lines above the table or the sheet's name say it for all rows


class Match(Struct, frozen=True):
    """One column and the field that it fills; `column` counts from 0, None for a title."""

    heading: str
    field: str
    how: How
    column: int | None = None


class Matching(Struct, frozen=True):
    """All columns of a table: those that are taken, and the headings of those that are not.

    Shape:  `near` tells, for a heading that is not taken, the field whose title is near it.
    """

    matches: tuple[Match, ...]
    passed_over: tuple[str, ...] = ()
    near: Mapping[str, str] = {}

    def column_of(self, field: str) -> int | None:
        """The column of a field."""
        return next((one.column for one in self.matches if one.field == field), None)

    def remembered(self) -> dict[str, str]:
        """The same as what somebody may give for the next file of this form."""
        return {one.field: one.heading for one in self.matches if one.column is not None}


class Headings:
    """The words by which the columns of a register are known."""

    def __init__(self, register: Register, given: Mapping[str, str] | None = None) -> None:
        """Shape: `given` is a heading, or the letter of a column, by field; "" for no column.

        Errors: Wrong where it names no field.
        """
        self.register = register
        self.given = dict(given or {})
        self.words: dict[str, str] = {}
        for name, words in _words_of(register):
            for word in words:
                self.words.setdefault(skeleton(word), name)
        self.letters: dict[int, str] = {}
        for name, heading in self.given.items():
            self._give(name, heading)

    def _give(self, name: str, heading: str) -> None:
        known = [field.name for field in self.register.fields]
        if name not in (*known, STATE, YEAR):
            raise Wrong(
                Text(
                    f"ไม่มีช่อง “{name}” (มี {', '.join(known)})",
                    f"there is no field “{name}”; the fields are {', '.join(known)}",
                )
            )
        for word, other in list(self.words.items()):
            if other == name:
                del self.words[word]
        if _LETTERS.fullmatch(heading) and skeleton(heading) not in self.words:
            self.letters[_column_number(heading)] = name
        elif heading:
            self.words[skeleton(heading)] = name

    def find(self, heading: str) -> str | None:
        """The name of the field that a heading names."""
        found = self.words.get(skeleton(heading))
        if found is None and ("(" in heading or "[" in heading or "（" in heading):
            found = self.words.get(skeleton(_IN_BRACKETS.sub(" ", heading)))
        return found

    def matching(self, head: Head) -> Matching:
        """The columns under a heading; of two that name one field the first counts.

        Shape:  a column's own heading counts before that which spans it.
        """
        matches: dict[str, Match] = {}
        taken: set[int] = set()
        for column, name in self.letters.items():
            matches[name] = Match(head.heading(column), name, How.GIVEN, column)
            taken.add(column)
        for depth in range(3):
            for column, words in head.words.items():
                found = self.find(words[depth]) if depth < len(words) else None
                if column in taken or found is None or found in matches:
                    continue
                how = How.GIVEN if found in self.given else How.HEADING
                matches[found] = Match(words[0], found, how, column)
                taken.add(column)
        left = [head.heading(column) for column in head.words if column not in taken]
        passed = tuple(one for one in left if one and skeleton(one) not in _ROW_NUMBERS)
        near = {one: name for one in passed if (name := self._near(one, matches))}
        ordered = sorted(matches.values(), key=lambda one: one.column or 0)
        return Matching(tuple(ordered), passed, near)

    def _near(self, heading: str, matches: Mapping[str, Match]) -> str:
        """A field without a column whose heading is much alike; "" for none."""
        free = {word: name for word, name in self.words.items() if name not in matches}
        near = get_close_matches(skeleton(heading), list(free), 1, 0.75)
        return free[near[0]] if near else ""


def _words_of(register: Register) -> Iterator[tuple[str, Sequence[str]]]:
    for field in register.fields:
        yield field.name, _headings_of(field)
    if register.states:
        yield STATE, _STATE_WORDS
    yield YEAR, _YEAR_WORDS
    # Names of before last: a heading of today is worth more.
    for field in register.fields:
        yield field.name, field.was


def _headings_of(field: Field) -> tuple[str, ...]:
    bare = squeeze(_IN_BRACKETS.sub(" ", repair(field.title.th)))
    return (field.title.th, *field.headings, field.title.en, field.name, bare)


def _column_number(letters: str) -> int:
    """The place of a column: A is 0, Z is 25, AA is 26.

    >>> _column_number("AA")
    26
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
