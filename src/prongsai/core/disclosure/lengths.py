"""How long an explanation is, as the form counts that it is typed into."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from prongsai.core.text import Text


class Counting(StrEnum):
    """What a form counts; where nobody knows, the longest that it may be is counted."""

    UNKNOWN = "unknown"
    ALL = "all"
    NO_BLANKS = "no_blanks"

    @property
    def label(self) -> Text:
        """The way in words."""
        return _LABELS[self]


_LABELS = {
    Counting.UNKNOWN: Text(
        "ไม่ทราบ (นับแบบที่ยาวที่สุด: ช่องว่างด้วย ขึ้นบรรทัดใหม่นับสอง)",
        "not known (the longest way is counted: blanks too, a new line as two)",
    ),
    Counting.ALL: Text(
        "ทุกตัวอักษร รวมสระ วรรณยุกต์ และช่องว่าง", "every letter, vowels, tone marks and blanks too"
    ),
    Counting.NO_BLANKS: Text("ทุกตัวอักษร ไม่นับช่องว่าง", "every letter, blanks not"),
}


class Limit(Struct, frozen=True):
    """How long an explanation may be; `source` says who knows: the manual and its page."""

    most: int
    counting: Counting
    source: str

    def over(self, text: str) -> int:
        """By how much a text is too long; 0 where it fits."""
        return max(0, length(text, self.counting) - self.most)


def length(text: str, counting: Counting) -> int:
    """How long a text is.

    >>> length("ที่ 1", Counting.ALL), length("ที่ 1", Counting.NO_BLANKS)
    (5, 4)
    >>> length("a" + chr(10) + "b", Counting.UNKNOWN)
    4
    """
    text = text.replace("\r\n", "\n")
    if counting is Counting.NO_BLANKS:
        return sum(not letter.isspace() for letter in text)
    return len(text) + (text.count("\n") if counting is Counting.UNKNOWN else 0)
