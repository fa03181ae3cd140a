"""Decimals of sentences that a column or a page cut from what governs them: told, never read.

Below the edge nothing says any more what a text is about, so the words right before a number count,
wherever they stand: "มีผลคะแนนคิดเป็นร้อย⏎ละ 94.18", a part's name and then "ร้อยละ 94.18".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Row
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, around, repair

_DECIMAL = compiled(r"(?<![\d.,/:])(?:100|\d{2})\.\d{2}(?![\d:]|[.,]\d|/)")
_SPACES = compiled(r"\s+")
_SAYS = r"(?:ได้|มี|ผล|รับ|เฉลี่ย|รวม|ร้อยละ|คิดเป็น|เท่ากับ|อยู่ที่|เป็น|คือ|[:=])*$"
_A_SCORE_OF = compiled(rf"คะแนน{_SAYS}")
_SO_MUCH = compiled(r"(?:ร้อยละ|คะแนน|เท่ากับ|อยู่ที่|ได้|คือ)$")
# What has scores and shares of its own, whatever the document is about.
_OF_SOMETHING_ELSE = compiled(
    r"พึงพอใจ|LPA|เบิกจ่าย|ผู้ตอบ|ตอบแบบ|ค่าเฉลี่ย|เป้า|คาด|เกณฑ์(?!ที่)|ประเทศ|อย่างน้อย|ไม่น้อยกว่า|ไม่ต่ำกว่า|เต็ม|เข้าเรียน"
)
_AN_AMOUNT = compiled(r"\s*(?:ล้าน|บาท|กิโล|ตาราง|เมตร|คน|ราย|ครัวเรือน|ไร่|น\.|แห่ง)")
_WINDOW, _NEAR = 160, 44
_SEVERAL = 3
_LONGEST_TEXT = 500_000


class Torn(Struct, frozen=True):
    """A decimal, its place, and what follows it; `is_score` where words say what it is."""

    number: str
    place: Place
    after: str
    is_score: bool


class TornSentences:
    """Goes through a document block by block, and keeps what stood before."""

    def __init__(self, parts: Sequence[str], is_of_others: Callable[[str], bool]) -> None:
        """`parts` are the names of indicators, `is_of_others` knows words of other agencies."""
        self._parts = [_SPACES.sub("", one) for one in parts]
        self._is_of_others = is_of_others
        self._trail = ""
        self._told = 0
        self._unsaid: list[tuple[Torn, int | None]] = []

    def told(self, block: Block, year: int | None, *, is_goal: bool) -> list[Torn]:
        """The decimals of a block behind words that say that they are scores."""
        found = [one for text, place in _pieces(block) for one in self._of_text(text, place)]
        if is_goal:
            return []
        told = [one for one in found if one.is_score]
        self._told += len(told)
        self._unsaid += [(one, year) for one in found if not one.is_score]
        return told

    def unsaid(self) -> list[tuple[Torn, int | None]]:
        """The other decimals, with the year in sight, where several sentences were cut."""
        return self._unsaid if self._told >= _SEVERAL else []

    def _of_text(self, text: str, place: Callable[[int, str], Place]) -> Iterator[Torn]:
        if len(text) > _LONGEST_TEXT:
            return
        end = 0
        for found in _DECIMAL.finditer(text):
            window = f"{self._trail}{text[max(end, found.start() - _WINDOW) : found.start()]}"
            window, self._trail = window[-_WINDOW:], ""
            end = found.end()
            is_score = None if _AN_AMOUNT.match(text, end) else self._says(window)
            if is_score is not None:
                quote = around(f"{window}{found[0]}", len(window), len(window) + len(found[0]))
                yield Torn(found[0], place(found.start(), quote), text[end : end + 60], is_score)
        self._trail = f"{self._trail}{text[max(end, len(text) - _WINDOW) :]} "[-_WINDOW:]

    def _says(self, window: str) -> bool | None:
        """Whether the words before a number say that it is a score of the agency's own.

        Shape:  False where they do not say, None where it is something else.
        """
        close = _SPACES.sub("", window)
        if _OF_SOMETHING_ELSE.search(close[-_NEAR:]) or self._is_of_others(window):
            return None
        if _A_SCORE_OF.search(close):
            return True
        return _SO_MUCH.search(close) is not None and any(one in close for one in self._parts)


def _pieces(block: Block) -> Iterator[tuple[str, Callable[[int, str], Place]]]:
    if isinstance(block, Paragraph):
        yield arabic_digits(repair(block.text)), block.place_at
        return
    for row in block.rows:
        for column, cell in enumerate(row.cells):
            if cell:
                yield arabic_digits(repair(cell)), _cell_at(row, column)


def _cell_at(row: Row, column: int) -> Callable[[int, str], Place]:
    return lambda _, quote: row.place_of(column, quote)
