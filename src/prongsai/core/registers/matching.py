"""Which column of a file is which field: by its heading, by a former one, or as somebody said."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum

from msgspec import Struct

from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.model import Register
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.sheet import Head
from prongsai.core.text import listed
from prongsai.core.thai import repair, skeleton, squeeze

YEAR = "year"
# Columns that number the rows are no field of any register.
_ROW_NUMBERS = frozenset(
    map(skeleton, ("ลำดับ", "ลำดับที่", "ที่", "ข้อ", "ข้อที่", "No.", "No", "ลำดับ ที่", "เลขลำดับ"))
)
_STATE_WORDS = ("สถานะ", "สถานะรายการ", "state", "status")
_YEAR_WORDS = ("ปีงบประมาณ", "ปีงบประมาณ พ.ศ.", "fiscal year", "ปี งปม.")
_IN_BRACKETS = compiled(r"\s*[(\[（][^()\[\]（）]{0,60}[)\]）]\s*")
_LETTERS = compiled(r"[A-Za-z]{1,3}")
_COUNTING = (FieldKind.COUNT, FieldKind.MONEY)
_PERCENT = compiled(r"ร้อยละ|เปอร์เซ็?นต์|[%％]|(?i:per\s?cent)")
_AMOUNT = compiled(
    r"(?<!ร้อยละของ)(?:จำนวน|บาท)|(?<!ร้อยละ)(?:คน|ราย)(?![ก-\u0e4e])|(?i:\bnumber\b|\bcount\b)"
)


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
        return next((match.column for match in self.matches if match.field == field), None)


class Headings:
    """The words by which the columns of a register are known."""

    def __init__(self, register: Register, given: Mapping[str, str] | None = None) -> None:
        """Know a register.

        Shape:  `given` is a heading, or the letter of a column, by the name or title of a field;
                "" for no column.
        Errors: Wrong where it names no field.
        """
        self.register = register
        self.given = {self._name_of(name): heading for name, heading in (given or {}).items()}
        self.words: dict[str, str] = {}
        for name, words in _words_of(register):
            for word in words:
                self.words.setdefault(skeleton(word), name)
        self.exact: dict[str, str] = {}  # as somebody said them, letter by letter
        self.letters: dict[int, str] = {}
        for name, heading in self.given.items():
            self._give(name, heading)

    def _name_of(self, given: str) -> str:
        """The field that somebody names by its name or its title.

        Errors: Wrong where there is none.
        """
        for field in self.register.fields:
            if given == field.name or skeleton(given) in map(
                skeleton, (field.title.th, field.title.en)
            ):
                return field.name
        if given in (STATE, YEAR):
            return given
        raise Wrong(
            "registers/field_unknown",
            given=given,
            titles=listed(field.title for field in self.register.fields),
        )

    def _give(self, name: str, heading: str) -> None:
        for word, other in list(self.words.items()):
            if other == name:
                del self.words[word]
        if _LETTERS.fullmatch(heading) and skeleton(heading) not in self.words:
            self.letters[_column_number(heading)] = name
        elif skeleton(heading):
            self.words[skeleton(heading)] = name
        if heading:
            self.exact[_exactly(heading)] = name

    def find(self, heading: str) -> str | None:
        """The name of the field that a heading names."""
        name = self.exact.get(_exactly(heading)) or self.words.get(skeleton(heading))
        if name is None and ("(" in heading or "[" in heading or "（" in heading):
            name = self.words.get(skeleton(_IN_BRACKETS.sub(" ", heading)))
            return None if name and self._counts_percent(name, heading) else name
        return name

    def _counts_percent(self, name: str, heading: str) -> bool:
        """Whether a heading tells percent where the field counts people, things or money."""
        field = self.register.field(name)
        return field is not None and is_percent_of_number(field, heading)

    def matching(self, head: Head) -> Matching:
        """The columns under a heading; of two that name one field the first counts.

        Shape:  what somebody said counts first as it is written ("A" is a heading before it is the
                letter of a column), then a column's own heading before that which spans it.
        """
        matches: dict[str, Match] = {}
        taken: set[int] = set()

        def take(column: int, name: str, how: How) -> None:
            matches[name] = Match(head.heading(column), name, how, column)
            taken.add(column)

        for column, word in _by_depth(head):
            given_name = self.exact.get(_exactly(word))
            if given_name is not None and column not in taken and given_name not in matches:
                take(column, given_name, How.GIVEN)
        for column, name in self.letters.items():
            if name not in matches and column not in taken:
                take(column, name, How.GIVEN)
        for column, word in _by_depth(head):
            field_name = self.find(word)
            if column in taken or field_name is None or field_name in matches:
                continue
            # Of "ร้อยละ" over "มาก" the column's own word alone would be a count.
            if word != head.heading(column) and self._counts_percent(
                field_name, head.heading(column)
            ):
                continue
            take(column, field_name, How.GIVEN if field_name in self.given else How.HEADING)
        left = [head.heading(column) for column in head.words if column not in taken]
        passed = tuple(heading for heading in left if heading and not _numbers_rows(heading))
        near = {heading: name for heading in passed if (name := self._near(heading, matches))}
        ordered = sorted(matches.values(), key=lambda match: match.column or 0)
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


def _by_depth(head: Head) -> Iterator[tuple[int, str]]:
    """The words over each column: all that are its whole heading, then its own, then the upper."""
    for depth in range(3):
        for column, words in head.words.items():
            if depth < len(words):
                yield column, words[depth]


def _exactly(heading: str) -> str:
    # Not mended: of faces that stand for levels nothing would be left.
    return squeeze(heading)


def _numbers_rows(heading: str) -> bool:
    bare = skeleton(heading)
    return bare in _ROW_NUMBERS if bare else heading.isascii()


def says_percent(heading: str) -> bool:
    """Whether a column tells percent and no number of anything.

    >>> says_percent("มากที่สุด (ร้อยละ)"), says_percent("จำนวนและร้อยละ")
    (True, False)
    """
    return bool(_PERCENT.search(heading)) and not _AMOUNT.search(heading)


def is_percent_of_number(field: Field, heading: str) -> bool:
    """Whether a column tells percent where the field holds a number of people, things or baht.

    Shape:  a field that itself is called so ("ภาษี 7%") is no such.
    """
    if field.kind not in _COUNTING or not says_percent(heading):
        return False
    return not any(map(says_percent, _headings_of(field)))


def _column_number(letters: str) -> int:
    """The place of a column: A is 0, Z is 25, AA is 26.

    >>> _column_number("AA")
    26
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
