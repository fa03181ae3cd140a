"""Lines of running text that a page's edge broke, joined as they were written.

A PDF knows no paragraphs: a sentence stands in it as lines. What is said of a figure ("ค่าเฉลี่ย",
"คาดการณ์") may stand on the line before, or be cut in its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.patterns import any_of, compiled
from prongsai.readers.pdf_lines import PdfLine, Span

# In heights of a letter: how far right and left margins may differ, the length of a line that is
# no list's, the longest word that no longer fitted, how far lines of one paragraph may begin from
# each other, and its first line.
_MARGINS_DIFFER, _LONG, _LONGEST_WORD, _SPACE, _SAME_EDGE, _LONGEST_INDENT = 4, 30, 6, 0.25, 0.6, 6
_SAME_SIZE = 0.25
# Running text, in heights of a letter: how wide it is at least, and how far short of its edge a
# full line ends; how many lines there are, how many full ones follow each other, how many are full.
_WIDE, _SHORT, _LINES, _RUN, _MOSTLY, _FEW_SCORES = 6.5, 3.5, 6, 4, 0.6, 0.34
_ENDS_IN_A_SCORE = compiled(r"[0-9๐-๙]\s*(?:คะแนน|%)?\s*$")
# Of the usual way from line to line: how far apart lines of one block are at most.
_NEXT_LINE = 1.2
_SEVERAL = 2
_LONGEST_END = 12
_GOT_A_SCORE = compiled(r"(?:ได้|มี|ผล)(?:คะแนน)?\s*$")
_NO_END = compiled(r"(?:[:：]|ดังนี้|ต่อไปนี้)\s*$")
# No line of a list ends with these, whatever the next begins with but a list's own score.
_OPEN_END = compiled(
    r"(?:และ|หรือ|กับ|ข้อ|ของ|โดย|ว่า|จาก|ตาม|ซึ่ง|ขณะที่"
    r"|(?<!แต่ละ)(?<!ราย)(?<!ตาม)(?:แบบวัด|แบบสำรวจ|แบบตรวจ|ตัวชี้วัด(?:ย่อย)?(?:ที่)?))\s*$"
)
_NAME_AND_SCORE = compiled(
    r"\s*[(]?[EIO]IT[)]?\s*[:=]?\s*[0-9๐-๙]{1,3}[.][0-9๐-๙]+\s*(?:คะแนน)?\s*$"
)
# The lines of a letter's or an announcement's head, and what follows them.
_OF_A_HEAD = compiled(r"\s*(?:ส่วนราชการ|ที่\s|เรื่อง\s|เรียน\s|อ้างถึง|สิ่งที่ส่งมาด้วย|ประกาศ|คำสั่ง|บันทึกข้อความ)")
_BELOW_A_HEAD = compiled(
    r"\s*(?:ที่\s+[ก-ฮ]{1,3}\s|เรื่อง\s|เรียน\s|อ้างถึง|สิ่งที่ส่งมาด้วย|ตามที่|ด้วย\s?(?:สำนักงาน|คณะ))"
)
# A bullet, a number, a code, dots, a label; at last a label and its score, in no sentence.
_BEGINS_ANEW = any_of(
    r"\s*(?:[-–—•●▪*❖✓✔☑☐]|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)](?![0-9๐-๙]))",
    r"\s*(?:10\.[0-9]|๑๐\.[๐-๙]|[0-9๐-๙](?:\.[0-9๐-๙]{1,2})+)\s+"
    r"(?!คะแนน|ล้าน|บาท|เท่า|จุด|กิโล|ตาราง|เมตร)[ก-ฮเ-ไ]",
    r"\s*(?:[oOiIeE][0-9๐-๙]{1,2}(?![0-9๐-๙])|[^\n0-9๐-๙]{2,60}?[.…]{4,})",
    r"\s*(?:ถาม|ตอบ|ปี(?:งบประมาณ)?|หน่วยงาน|ผล(?:การประเมิน|คะแนน)?|คะแนน(?:รวม)?|ระดับ)\s?:",
    r"\s*(?:ข้อเสนอแนะ|หมายเหตุ|เป้าหมาย(?:โครงการ)?|งบประมาณ|วัตถุประสงค์)\s?:",
    r"\s*(?:จึงเรียนมา|จึงประกาศ|ประกาศ\s?ณ|ตาราง|หมวด|ส่วนที่|บทที่|หมายเหตุ|สำหรับ(?:ปี|ผล))",
    r"\s*ข้อ(?!มูล|ความ|เสนอ|ตกลง|บังคับ|กำหนด|ร้อง|คิด|เท็จ)",
    r"(?!\s*(?:ที่|ซึ่ง|และ|หรือ|โดย|จึง|ของ|แต่|เพื่อ|ตาม|ว่า))"
    r"(?!.*(?:ได้|มี|อยู่|เป็น|คือ|เฉลี่ย|เท่ากับ))"
    r"[^0-9๐-๙]{4,60}\s[0-9๐-๙]{1,3}\.[0-9๐-๙]{1,2}\s*(?:คะแนน|%)?\s*$",
)
# A part of the assessment goes on with a list in a sentence, or begins a list of lines.
_BEGINS_A_PART = compiled(r"\s*(?:[(]?[EIO]IT(?![A-Za-z])|ตัวชี้วัด|แบบวัด|แบบสำรวจ|แบบตรวจ)")
_A_SCORE = compiled(r"[0-9๐-๙]{1,3}[.][0-9๐-๙]+")
_THAI = "\u0e01-\u0e4e"
# Thai words run on without a space, but for numbers, Latin letters and what ends a clause.
_RUNS_ON = compiled(rf"[{_THAI}](?<!ฯ)\n[{_THAI}]|\n[.,)](?!\S)")
_ENDS_A_CLAUSE = compiled(
    r"คะแนน\n(?!รวม|เฉลี่ย|ราย|ที่|สูง|ต่ำ)|[0-9๐-๙]\s?คะแนน\n"
    r"|\n(?:รายละเอียด|โดย|ซึ่ง|ดังนี้|ดังต่อไปนี้|แบ่งเป็น|ได้แก่|ประกอบด้วย|ทั้งนี้|และ|ส่วน|แต่)"
)
# Units stand below each other in a cell, one a line.
_A_UNIT = compiled(r"กอง|สำนัก|ฝ่าย|งาน|ส่วน|โรงเรียน")
_PADDING = 0.4


class TextColumn(Struct, frozen=True):
    """Where a page's running text begins and ends.

    `pitch` is the way from line to line within a sentence, 0 where that is not known; `is_text`
    where most lines run from edge to edge.
    """

    left: float
    right: float
    pitch: float = 0.0
    is_text: bool = False

    @classmethod
    def of_lines(
        cls, lines: Sequence[PdfLine], page_left: float, page_right: float
    ) -> TextColumn | None:
        """The column of a page's lines; None where no line reaches as far as the margins let it."""
        if not lines:
            return None
        left = min(line.spans[0].left for line in lines)
        right = max(line.spans[-1].right for line in lines)
        size = sorted(line.size for line in lines)[len(lines) // 2]
        is_centred = page_right - right <= left - page_left + _MARGINS_DIFFER * size
        is_text = _runs_on_and_on(lines, size)
        if not (is_centred or is_text or right - left >= _LONG * size):
            return None
        column = cls(left, right, is_text=is_text)
        gaps = sorted(
            above.y - line.y for above, line in pairwise(lines) if column._full(above, line)
        )
        return replace(column, pitch=gaps[(len(gaps) - 1) // 2]) if gaps else column

    def parts(self, above: PdfLine, line: PdfLine) -> bool:
        """Whether two lines stand further apart than those of a block."""
        return not 0 < above.y - line.y <= _NEXT_LINE * self.pitch

    def breaks(self, line: PdfLine, following: PdfLine) -> bool:
        """Whether a line ended only because the next word did not fit."""
        end, first = line.spans[-1].text, following.spans[0].text
        if _NO_END.search(end) or begins_anew(first, end):
            return False
        return self.goes_on(line, following)

    def goes_on(self, line: PdfLine, following: PdfLine) -> bool:
        """Whether two lines lie as those of one sentence."""
        is_far = self.pitch and line.y - following.y > _NEXT_LINE * self.pitch
        return not is_far and self._full(line, following)

    def _full(self, line: PdfLine, following: PdfLine) -> bool:
        """Whether the next line's first word had no room behind a line, as the two lie."""
        size = line.size
        indent = line.left - following.left
        if not (-_SAME_EDGE * size <= indent <= _LONGEST_INDENT * size):
            return False
        if abs(following.size - size) > _SAME_SIZE * size:
            return False
        return self.right - line.spans[-1].right < first_word(following)


_SCORE_ALONE = compiled(r"\s*(?:100|[0-9๐-๙]{2})\.[0-9๐-๙]{2}\s*(?:คะแนน|%)?\s*")
_ENDS_IN_A_YEAR = compiled(r"(?:ปี|พ\.\s?ศ\.|ประมาณ)\s*(?:25|๒๕)[0-9๐-๙]{2}\s*$")
# "ผลการประเมิน : ต้องปรับปรุงโดยด่วน" ends there.
_ENDS_IN_A_LEVEL = compiled(r"(?:[:：]|ระดับ)\s*(?:ต้องปรับปรุง(?:โดยด่วน)?|ผ่าน(?:ดี(?:เยี่ยม)?)?)\s*$")
_STILL_THE_LEVEL = compiled(r"\s*(?:ดี|เยี่ยม|โดยด่วน|การ|เกณฑ์|และ|ซึ่ง|ตาม|ที่|แต่|จาก|ใน|หรือ|ประจำ|\()")


def is_running_text(rows: Sequence[Sequence[Span]], size: float) -> bool:
    """Whether lines run from edge to edge, one after the other, with nothing beside them.

    Shape:  each row is what stands in one line; the last may be short.
    """
    begin, edge = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    whole = sum(len(row) == 1 or _is_spread(row, begin, edge, size) for row in rows)
    if edge - begin < _WIDE * size or whole < _MOSTLY * len(rows):
        return False
    full = [edge - row[-1].right <= _SHORT * size for row in rows]
    longest = run = 0
    for is_full in full:
        run = run + 1 if is_full else 0
        longest = max(longest, run)
    if longest < min(_RUN, len(full) - 1):
        return False
    return sum(full[:-1]) >= _MOSTLY * (len(full) - 1)


def _is_spread(row: Sequence[Span], begin: float, edge: float, size: float) -> bool:
    """Whether a line of words reaches from edge to edge, as one that was spread does."""
    near = _SAME_EDGE * size
    is_spread = row[0].left - begin <= near and edge - row[-1].right <= near
    return is_spread and not _ENDS_IN_A_SCORE.search(row[-1].text)


def _runs_on_and_on(lines: Sequence[PdfLine], size: float) -> bool:
    """Whether many lines are running text, and no list of names with their scores at the edge."""
    if len(lines) < _LINES or not is_running_text([line.spans for line in lines], size):
        return False
    scores = sum(_ENDS_IN_A_SCORE.search(line.spans[-1].text) is not None for line in lines)
    return scores <= _FEW_SCORES * len(lines)


def begins_anew(text: str, above: str) -> bool:
    """Whether a line's text begins something of its own, whatever room was left above."""
    if _OPEN_END.search(above):
        return _NAME_AND_SCORE.match(text) is not None
    if _SCORE_ALONE.fullmatch(text) and _ENDS_IN_A_YEAR.search(above):
        return True
    if _ENDS_IN_A_LEVEL.search(above) and not _STILL_THE_LEVEL.match(text):
        return True
    if _BELOW_A_HEAD.match(text) and _OF_A_HEAD.match(above):
        return True
    if _BEGINS_A_PART.match(text):
        is_listed = _BEGINS_A_PART.match(above) and len(_A_SCORE.findall(text)) < _SEVERAL
        return bool(is_listed) or not _A_SCORE.search(above)
    return _BEGINS_ANEW.match(text) is not None and not _GOT_A_SCORE.search(above)


def flowed(lines: Sequence[PdfLine], column: TextColumn | None) -> tuple[list[str], list[int]]:
    """The lines' texts, joined where the column broke them, and of how many lines each is made."""
    texts: list[str] = []
    counts: list[int] = []
    above: PdfLine | None = None
    for line in lines:
        if above is not None and column is not None and column.breaks(above, line):
            texts[-1] = _joined(texts[-1], line.text, is_spaced=_is_space_between(above, line))
            counts[-1] += 1
        else:
            texts.append(line.text)
            counts.append(1)
        above = line
    return texts, counts


def in_one_cell(lines: Sequence[PdfLine], width: float) -> str:
    """The text of a cell of that width, whose lines are one text however they were broken."""
    text = ""
    for above, line in zip((None, *lines), lines, strict=False):
        if above is None:
            text = line.text
        elif _room(above, width) < first_word(line) and not _A_UNIT.match(line.text):
            text = _joined(text, line.text, is_spaced=_is_space_between(above, line))
        else:
            text += f" {line.text}"
    return text


def _room(line: PdfLine, width: float) -> float:
    return width - 2 * _PADDING * line.size - (line.spans[-1].right - line.spans[0].left)


def first_word(line: PdfLine) -> float:
    """How much room a line's first word takes; Thai has no spaces between words."""
    first = line.spans[0]
    return min(first.word - first.left, _LONGEST_WORD * line.size) + _SPACE * line.size


def _is_space_between(above: PdfLine, line: PdfLine) -> bool:
    return above.ends_in_space or line.left < line.spans[0].left


def _joined(above: str, text: str, *, is_spaced: bool) -> str:
    """Two lines' texts as one; some writers of PDF keep the space that parted them."""
    meeting = f"{above[-_LONGEST_END:]}\n{text[:_LONGEST_END]}"
    runs_on = _RUNS_ON.search(meeting) and not is_spaced and not _ENDS_A_CLAUSE.search(meeting)
    return f"{above}{'' if runs_on else ' '}{text}"
