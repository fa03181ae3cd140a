"""Numbers of a sentence that a space or a letter broke: "81 45", "8 1.45", "81.4 5", "O1.45".

Neither half is a score: the tail of a number is never read as the number, nor is its head.
"""

from __future__ import annotations

import re

from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.sentences.told import DIGIT

_REACH = 24
# What counts or names a thing and so keeps its number apart from the score behind it.
_COUNTS = (
    r"(?:ที่|ข้อ|ปี|พ\.\s?ศ\.|ค\.\s?ศ\.|(?<!ใช้)งบประมาณ|ลำดับ|อันดับ|หน้า|วาระ|เต็ม|มาตรา|ระดับ|จำนวน"
    r"|FY|[A-Za-z])\s?"
)
_HEAD = compiled(rf"(?:^|[^0-9๐-๙.,/:\s\-–])[^\S\n]*({DIGIT}{{1,2}})[^\S\n]+$")
_COUNTED = compiled(rf"{_COUNTS}{DIGIT}{{1,2}}[^\S\n]+$")
_TAIL = compiled(
    rf"[^\S\n]+({DIGIT}{{1,2}})(?![0-9๐-๙.)]|[^\S\n]*(?:(?![IEO]IT(?![A-Za-z]))[a-zA-Z]|[/:]|[-–]{DIGIT}))"
)
# What is counted: "81.5 3 ด้าน" is no broken number.
_THINGS = compiled(
    r"[^\S\n]*(?:ด้าน|ข้อ|ประเด็น|ตัวชี้วัด|คน|ราย|แห่ง|ปี|เดือน|วัน|ครั้ง|หน่วย|เรื่อง|โครงการ|[มกพสตธ]\S{0,3}\.)"
)
# Letters that stand for digits in a bad scan: "O1.45", "l1.45", "S1.45".
_LETTER = compiled(r"(?<![A-Za-z])[OoDQIlLSsZzBbGg|!]$")


def is_torn(text: str, number: re.Match[str]) -> bool:
    """Whether a number of a text is a part of one that something broke."""
    whole, _, decimals = number[1].partition(".")
    before = text[max(0, number.start() - _REACH) : number.start()]
    if decimals and len(whole) < 3 and _LETTER.search(before):  # noqa: PLR2004 - a whole 100
        return True
    head = _HEAD.search(before)
    if head and not _COUNTED.search(before) and _make_one(head[1], whole, decimals):
        return True
    tail = _TAIL.match(text, number.end())
    if tail is None or _THINGS.match(text, tail.end()):
        return False
    if decimals:
        return len(decimals) == 1 and len(tail[1]) == 1
    return _make_one(whole, tail[1], "")


def _make_one(head: str, whole: str, decimals: str) -> bool:
    """Whether two runs of digits may be one score: "81 45", "8 1.45"; not "12 81.45"."""
    if decimals:
        return len(head) == len(whole) == 1
    return len(head) == len(whole) == 2  # noqa: PLR2004 - of two digits and two decimals
