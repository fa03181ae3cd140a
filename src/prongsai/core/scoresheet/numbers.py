"""Numbers as people print them: joined where they are spaced out, refused where two could be meant.

The tail of a number is never read as a number: "81. 45" is 81.45, "5. 88" and ".45" are nothing.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from prongsai.core import fiscal
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, squeeze

_PLAIN = r"(?!0\d)\d{1,3}(?:\.\d+|,\d{1,2})?"
# "9 3 . 5 5", every digit apart; "81. 45", only the point.
_LETTER_SPACED = r"\d(?: \d){1,2} ?[.,] ?\d(?: \d)*(?![\d])"
_POINT_APART = r"\d{2,3}(?: \. ?|\. )\d{1,2}"
_NUMBER = compiled(
    rf"(?:ได้|ร้อยละ|[~≈])?\s*({_LETTER_SPACED}|{_POINT_APART}|{_PLAIN})"
    r"\s*(?:คะแนน|%|points?)?\s*(?:(?:จาก(?:คะแนนเต็ม)?|/)\s*100\s*(?:คะแนน)?)?"
    r"(?:\([^()\d]{1,30}\))?"
)
_NO_SCORE = compiled(r"[-−–]\s?\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{4,}(?:\.\d+)?")
_SPACED_IN_TEXT = compiled(
    r"(?<![\d.,] )(?<![\d.,])(?:\d(?: \d){1,2} ?\. ?\d(?: \d)?|\d{2,3}(?: \. ?|\. )\d{1,2})(?! ?\d)"
)
_LONGEST_END = 60
_DIGITS = "0123456789"
_OF_A_NUMBER = _DIGITS + "., "
# What stands between a label and its number; fewer than three dots are no leader.
_LEADER = compiled(r"[ ]*(?:[.·…]{3,}|…+|·+|(?:\. ){2,}\.?|[,;:=|])?[ ]*(?=\d)")
_OF_FULL_MARKS = compiled(r"\s*(?:จาก(?:คะแนนเต็ม)?|/)\s*(?:100|๑๐๐)\s*(?:คะแนน)?[\s).]*$")
_AROUND = " :=·…,;|\t(["
_INTRODUCES = compiled(r"(?:ร้อยละ|เท่ากับ|คิดเป็น|ได้(?:คะแนน)?|ที่ได้)\s*$")
# "88.03 (-1.20)": the change since last year stands behind the score.
_CHANGE = compiled(r"\s*\(\s*[-−–+▲▼]\s*\d{1,3}(?:[.,]\d+)?\s*(?:คะแนน|%)?\s*\)\s*$")
_DECIMAL = compiled(r"(?<![\d.])\d{1,3}\.\d\d")
_RANK = compiled(r"(?:อันดับ|ลำดับ)(?:ที่)?\s*$")
_RANGE = compiled(r"\d\s*(?:[-–—~]|ถึง)\s*$")
# "การใช้อำนาจ (i13 – i18)": the items of an indicator, behind its name.
ITEMS_BEHIND = compiled(
    r"\(\s*[ieoIEO]\s?[0-9๐-๙]{1,2}\s*(?:[-–—]|ถึง)\s*[ieoIEO]?\s?[0-9๐-๙]{1,2}\s*\)\s*$"
)
_BROKEN = compiled(r"\d\s?[:'’´`]\s?$")  # "81:45" is one number, or none
_ARROW = compiled(r"(?:[-–—=_]{2,}>?|[→⇒>])\s*$")
_END_UNIT = compiled(r"\s*(คะแนน|%)?[\s)._]*$")
_GLUED = compiled(r"\d{1,2}(?:\.\d)?(?=[ ,;:])")
_COUNTED = compiled(r" ?(?:\d{1,2}(?:\.\d)?|2[56]\d\d)(?= )")
_COUNTS_ITS_LABEL = compiled(r"(?:ตัวชี้วัด(?:ย่อย)?|ข้อ|ที่|ปี|พ\.?ศ\.?|(?<!ใช้)งบประมาณ)\s*$")


_PLACES = 2
# Of a score above 1 (a share of one has more): a fourth is a note mark, or what nobody prints.
_MOST_PLACES = 3


class PrintedNumber(Struct, frozen=True):
    """A number of a cell: as printed, and its value; None where it is beyond 0-100."""

    published: str
    value: Decimal | None


class NumberAtEnd(Struct, frozen=True):
    """What a line ends with: its label and the one number behind it.

    `number` is None where digits stand there that are not one number for certain.
    """

    label: str
    printed: str
    number: PrintedNumber | None
    unit: str = ""


@lru_cache(maxsize=2048)
def printed_number(cell: str) -> PrintedNumber | None:
    """A cell that holds a number alone (with "คะแนน" or % at most); None for anything else.

    >>> printed_number("๙ ๓ . ๕ ๕").value
    Decimal('93.55')
    """
    text = squeeze(cell).strip(" *_|").lstrip("▼▲●■☆★↑↓ ")
    found = _NUMBER.fullmatch(arabic_digits(text))
    if not found:
        return None
    published = text[found.start(1) : found.end(1)]
    # Letter-spaced digits lose one easily: only a whole figure of two decimals is beyond doubt.
    if " " in found[1] and len(found[1].replace(" ", "").rpartition(".")[2]) != _PLACES:
        return None
    plain = found[1].replace(" ", "").replace(",", ".")
    value = Decimal(plain)
    if value > 1 and len(plain.partition(".")[2].rstrip("0")) > _MOST_PLACES:
        return None
    return PrintedNumber(published, value if 0 <= value <= 100 else None)  # noqa: PLR2004


def no_score(cell: str) -> PrintedNumber | None:
    """A number under a score heading that no score can be: negative, or in thousands."""
    text = squeeze(cell)
    plain = arabic_digits(text)
    if not _NO_SCORE.fullmatch(plain) or fiscal.years_in(plain):
        return None
    return PrintedNumber(text, None)


def joined(text: str) -> str:
    """A text whose numbers are printed without spaces inside; Thai digits stay.

    >>> joined("ได้ ๘๑. ๔๕ คะแนน ข้อ 5. 88")
    'ได้ ๘๑.๔๕ คะแนน ข้อ 5. 88'
    """
    if "." not in text:
        return text
    parts, position = [], 0
    for found in _SPACED_IN_TEXT.finditer(arabic_digits(text)):
        parts += [
            text[position : found.start()],
            text[found.start() : found.end()].replace(" ", ""),
        ]
        position = found.end()
    return "".join([*parts, text[position:]])


def number_at_end(line: str) -> NumberAtEnd | None:
    """The label of a line and the number that ends it; None where no digits end it.

    Shape: `line` is single-spaced.

    >>> number_at_end("คะแนนรวม,81. 45").number.published
    '81. 45'
    >>> number_at_end("คะแนนรวม 5. 88").number is None
    True
    """
    if ITEMS_BEHIND.search(line, max(0, len(line) - _LONGEST_END)):
        return None
    full = _OF_FULL_MARKS.search(line, max(0, len(line) - _LONGEST_END))
    line = line[: full.start()] if full else line
    line = _CHANGE.sub("", line) if line.endswith(")") else line
    unit = _END_UNIT.search(line, max(0, len(line) - _LONGEST_END))
    body = line[: unit.start()] if unit else line
    plain = arabic_digits(body)
    start = len(plain)
    while start > 0 and plain[start - 1] in _OF_A_NUMBER and len(plain) - start < _LONGEST_END:
        start -= 1
    start = _past_the_label(plain, start)
    lead = _LEADER.match(plain, start)
    if start == len(plain) or not body[:start].strip() or plain[-1:] not in _DIGITS:
        return None
    printed = squeeze(body[start:])
    label = _ARROW.sub("", body[:start]).rstrip(_AROUND)
    label = _INTRODUCES.sub("", label).rstrip(_AROUND) or label
    if _RANK.search(label):
        return None
    number = printed_number(body[lead.end() :]) if lead else None
    if _RANGE.search(label) or _BROKEN.search(body[:start]):
        number = None
    glued = lead is not None and lead.end() == start
    # "85,90" on a line is a score with a comma for its point, or two numbers.
    two = number and ("," in number.published or _DECIMAL.search(plain, 0, start))
    if number and (two or (glued and not _may_be_glued(plain, start, number))):
        number = None
    return NumberAtEnd(label, printed, number, (unit[1] or "") if unit else "")


def _past_the_label(plain: str, start: int) -> int:
    """Where the number begins: digits glued to a letter, an ordinal and a year are the label's."""
    rest = plain[start:]
    glued = _GLUED.match(rest)
    if glued and start and plain[start - 1].isascii() and plain[start - 1].isalpha():
        start += glued.end()
    elif counted := _COUNTED.match(rest):
        year = len(counted[0].strip()) == 4  # noqa: PLR2004 - a year has four digits
        if year or _COUNTS_ITS_LABEL.search(plain[max(0, start - 20) : start]):
            start += counted.end()
    return start


def _may_be_glued(plain: str, start: int, number: PrintedNumber) -> bool:
    """Whether a number may stand right behind the letters: only one with decimals, after Thai."""
    before = plain[start - 1] if start else " "
    if before in " :=|\t()[]”\"'" or _ARROW.search(plain[:start]):
        return True
    return "." in number.published and not before.isascii()
