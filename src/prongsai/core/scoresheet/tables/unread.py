"""What rows hold and is not read as a score: each is told with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prongsai.core.extract import Row
from prongsai.core.ids import INSTRUMENTS, Level, level_of, parse_code
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.complaints import Complaints
from prongsai.core.scoresheet.numbers import no_score, printed_number
from prongsai.core.scoresheet.tables.columns import Column, Role, printed_pair, tells_scores
from prongsai.core.scoresheet.tables.gathered import quote
from prongsai.core.scoresheet.tables.pairs import holds_two
from prongsai.core.scoresheet.tables.subjects import SubjectFinder

# Ticks and crosses, what fonts of symbols have for them, and words that say the same.
_VERDICT_WORD = compiled(
    r"(?=.)[✓✔√☑✗✘✕×☒☐☓/ ]*(?:ไม่)?\s?(?:ผ่าน)?[✓✔√☑✗✘✕×☒☐☓ ]*"
    r"|[xXüûPOYNTF\uf0fc\uf0fb\uf0fe\uf0a8\uf050\uf04f]|(?:ไม่)?(?:มี|ครบ(?:ถ้วน)?)"
    r"|(?:ไม่ได้|ยังไม่)?เผยแพร่(?:แล้ว)?|(?i:yes|no|pass(?:ed)?|fail(?:ed)?)"
)
# What people write where no score is, and numbers in forms that no score has.
_NO_NUMBER = compiled(
    r"[-–—.*]+|n\.?\s?/?\s?a\.?|nan|[+-]?inf|null|none|#[A-Z/0!?]+|รอ(?:ผล|ประกาศ|การ|คะแนน)\D{0,30}|ยังไม่(?:ประกาศ|มีผล|ทราบ)\D{0,30}|ไม่(?:ได้)?ประเมิน|ไม่ได้(?:รับ)?คะแนน|ไม่มี(?:คะแนน|ข้อมูล)?|(?=.*\d)[^ก-ฮ]{1,40}",
    re.IGNORECASE,
)
_PAGE_NUMBER = compiled(r"[-–—]\s?\d{1,3}\s?[-–—]")
_LIKE_A_CODE = compiled(r"[A-Za-z]{0,10}[ ._-]?\d{1,3}(?:\.\d{1,2})?|[A-Z]{2,4}")
# Any short text under a heading of scores, beside a typed code.
_NO_WORD = compiled(r"\S[^\n]{0,39}")
_ITA_RESULT = compiled(
    r"(?:ผล|คะแนน)[^\n]{0,40}(?<![A-Za-z])ITA(?![A-Za-z])|(?<![A-Za-z])ITA(?![A-Za-z])[^\n]{0,40}คะแนน"
)
_LIKE_A_SCORE = compiled(r"\d{1,3}\.\d{1,2}\s*(?:คะแนน|%)?")
_HAS_DIGIT = compiled(r"\d|nan|inf", re.IGNORECASE)


class UnreadCells:
    """Tells what stands where scores stand and is none, of one document."""

    def __init__(self, quiet: SubjectFinder, complaints: Complaints) -> None:
        """`quiet` finds whose a cell is and says nothing; `complaints` takes what is told."""
        self._quiet = quiet
        self._complaints = complaints

    def verdict_word(self, row: Row, cells: Sequence[str], columns: Sequence[Column]) -> None:
        """An OIT item with "ผ่าน" or a tick in place of a score is told, not turned into one."""
        column = next((n for n, cell in enumerate(cells) if _VERDICT_WORD.fullmatch(cell)), None)
        subject = self._quiet.of_score(row, cells, columns, column) if column else None
        if column and subject and subject.code.startswith("o"):
            place = row.place_of(column, quote(subject, cells[column]))
            self._complaints.verdict_word(subject.code, place)

    def strange(self, row: Row, cells: Sequence[str], columns: Sequence[Column]) -> bool:
        """Tell of a scored thing's numbers whose headings say more than that they are scores."""
        found = False
        for number, column in enumerate(columns):
            if column.is_strange and printed_number(cells[number]):
                subject = self._quiet.of_score(row, cells, columns, number)
                if subject is not None:
                    self._complaints.strange_heading(column.heading, row.place_of(number))
                    found = True
        return found

    def result_elsewhere(self, row: Row, cells: Sequence[str]) -> None:
        """A row of the assessment's result, or an instrument's, under headings of no scores."""
        named = (
            cell for cell in cells if _ITA_RESULT.search(cell) or parse_code(cell) in INSTRUMENTS
        )
        label = next(named, None)
        number = next((n for n, cell in enumerate(cells) if _LIKE_A_SCORE.fullmatch(cell)), None)
        if label is not None and number is not None:
            self._complaints.unattributed(row.place_of(number, f"{label} · {cells[number]}"))

    def of_some(
        self, row: Row, cells: Sequence[str], columns: Sequence[Column], label: str
    ) -> None:
        """Tell the scores of one unit, round or group of people; none is the agency's."""
        for number, column in enumerate(columns):
            if column.role is Role.NODE_SCORE and column.code and printed_number(cells[number]):
                told = f"{label} · {column.code} · {cells[number]}"
                self._complaints.unattributed(row.place_of(number, told))

    def unread(self, row: Row, cells: Sequence[str], columns: Sequence[Column]) -> None:
        """What stands under a score heading and is no number is told: "N/A", "-", "1e2"."""
        coded = self.has_code(cells, columns)
        for column, (cell, meaning) in enumerate(zip(cells, columns, strict=True)):
            is_none = _NO_NUMBER.fullmatch(cell) or (coded and _NO_WORD.fullmatch(cell))
            if not tells_scores(meaning) or not is_none:
                continue
            if printed_number(cell) or no_score(cell) or (printed_pair(cell) and not coded):
                continue
            if holds_two(cell) or _PAGE_NUMBER.fullmatch(cell):
                continue
            subject = self._quiet.of_score(row, cells, columns, column)
            if subject is None:
                self.unknown_code(row, cells, columns, column)
                continue
            is_word = _VERDICT_WORD.fullmatch(cell) and subject.code.startswith("o")
            if (coded or subject.name or level_of(subject.code) is Level.ITEM) and not is_word:
                tell = (
                    self._complaints.unread if _HAS_DIGIT.search(cell) else self._complaints.blank
                )
                tell(subject.code, row.place_of(column, quote(subject, cell)))

    @staticmethod
    def has_code(cells: Sequence[str], columns: Sequence[Column]) -> bool:
        """Whether a row has something in a column of codes."""
        return any(cell and one.role is Role.CODE for cell, one in zip(cells, columns, strict=True))

    def unknown_code(
        self, row: Row, cells: Sequence[str], columns: Sequence[Column], column: int
    ) -> None:
        """Tell a score, or what stands for one, beside a code that no year has."""
        for number, (cell, one) in enumerate(zip(cells, columns, strict=True)):
            is_code = one.role is Role.CODE and _LIKE_A_CODE.fullmatch(cell)
            if is_code and parse_code(cell) is None:
                place = row.place_of(number, f"{cell} · {cells[column]}")
                self._complaints.unknown_code(cell, place)
