"""Lines of running text that a page's edge broke, joined as they were written.

A PDF knows no paragraphs: a sentence stands in it as lines. What is said of a figure ("ค่าเฉลี่ย",
"คาดการณ์") may stand on the line before, or be cut in its middle.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.readers.pdf_lines import Line

# In heights of a letter: how far right and left margins may differ, the length of a line that is
# no list's, the longest word that no longer fitted, how far lines of one paragraph may begin from
# each other, and its first line.
_MARGINS_DIFFER, _LONG, _LONGEST_WORD, _SPACE, _SAME_EDGE, _LONGEST_INDENT = 4, 30, 6, 0.4, 0.6, 6
_SAME_SIZE = 0.25
_SEVERAL = 2
_LONGEST_END = 12
_GOT_A_SCORE = compiled(r"(?:ได้|มี|ผล)(?:คะแนน)?\s*$")
_NO_END = compiled(r"(?:[:：]|ดังนี้|ต่อไปนี้)\s*$")
_BEGINS_ANEW = compiled(
    r"\s*(?:[-–—•●▪*❖✓✔☑☐]|\(?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*[.)](?![0-9๐-๙])|[oOiIeE][0-9๐-๙]{1,2}(?![0-9๐-๙])"
    r"|ข้อ(?!มูล|ความ|เสนอ|ตกลง|บังคับ|กำหนด|ร้อง|คิด|เท็จ)|ตาราง|หมวด|ส่วนที่|บทที่|หมายเหตุ|สำหรับ(?:ปี|ผล))"
    # A label and its score; sentences that end so have a verb.
    r"|(?!.*(?:ได้|มี|อยู่|เป็น|เฉลี่ย|เท่ากับ))[^0-9๐-๙]{4,60}\s[0-9๐-๙]{1,3}\.[0-9๐-๙]{1,2}\s*(?:คะแนน|%)?\s*$"
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


class Column(Struct, frozen=True):
    """Where a page's running text begins and ends."""

    left: float
    right: float

    @classmethod
    def of(cls, lines: Sequence[Line], page_left: float, page_right: float) -> Column | None:
        """The column of a page's lines; None where no line reaches as far as the margins let it."""
        if not lines:
            return None
        left = min(line.spans[0].left for line in lines)
        right = max(line.spans[-1].right for line in lines)
        size = sorted(line.size for line in lines)[len(lines) // 2]
        is_centred = page_right - right <= left - page_left + _MARGINS_DIFFER * size
        return cls(left, right) if is_centred or right - left >= _LONG * size else None

    def breaks(self, line: Line, following: Line) -> bool:
        """Whether a line ended only because the next word did not fit."""
        first, size = following.spans[0], line.size
        indent = line.spans[0].left - first.left
        if not (-_SAME_EDGE * size <= indent <= _LONGEST_INDENT * size):
            return False
        if abs(following.size - size) > _SAME_SIZE * size:
            return False
        if _NO_END.search(line.spans[-1].text) or _begins_anew(first.text, line.spans[-1].text):
            return False
        return self.right - line.spans[-1].right < _word(following)


def _begins_anew(text: str, above: str) -> bool:
    """Whether a line's text begins something of its own, whatever room was left above."""
    if _BEGINS_A_PART.match(text):
        return not _A_SCORE.search(above) or len(_A_SCORE.findall(text)) < _SEVERAL
    return _BEGINS_ANEW.match(text) is not None and not _GOT_A_SCORE.search(above)


def flowed(lines: Sequence[Line], column: Column | None) -> tuple[list[str], list[int]]:
    """The lines' texts, joined where the column broke them, and of how many lines each is made."""
    texts: list[str] = []
    counts: list[int] = []
    above: Line | None = None
    for line in lines:
        if above is not None and column is not None and column.breaks(above, line):
            texts[-1] = _joined(texts[-1], line.text)
            counts[-1] += 1
        else:
            texts.append(line.text)
            counts.append(1)
        above = line
    return texts, counts


def in_one_cell(lines: Sequence[Line], width: float) -> str:
    """The text of a cell of that width, whose lines are one text however they were broken."""
    text = ""
    for above, line in zip((None, *lines), lines, strict=False):
        if above is None:
            text = line.text
        elif _room(above, width) < _word(line) and not _A_UNIT.match(line.text):
            text = _joined(text, line.text)
        else:
            text += f" {line.text}"
    return text


def _room(line: Line, width: float) -> float:
    return width - 2 * _PADDING * line.size - (line.spans[-1].right - line.spans[0].left)


def _word(line: Line) -> float:
    """How much room a line's first word takes; Thai has no spaces between words."""
    first = line.spans[0]
    word, _, _ = first.text.partition(" ")
    width = (first.right - first.left) * len(word) / len(first.text)
    return min(width, _LONGEST_WORD * line.size) + _SPACE * line.size


def _joined(above: str, text: str) -> str:
    meeting = f"{above[-_LONGEST_END:]}\n{text[:_LONGEST_END]}"
    runs_on = _RUNS_ON.search(meeting) and not _ENDS_A_CLAUSE.search(meeting)
    return f"{above}{'' if runs_on else ' '}{text}"
