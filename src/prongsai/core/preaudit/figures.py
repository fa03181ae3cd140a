"""Figures that contradict each other: sums, percentages, words beside digits, totals told twice.

Each looks at digits of a text layer alone and says nothing early: a picture, a subtotal, or a cell
that is no number ends the look.
"""

from collections.abc import Sequence
from decimal import Decimal

from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Table, TableRow
from prongsai.core.patterns import compiled
from prongsai.core.preaudit.model import Evidence
from prongsai.core.preaudit.units import Role, Unit, cell_at, count_heads, count_titles, is_blank
from prongsai.core.registers.numbers import number
from prongsai.core.rounding import decimal_places
from prongsai.core.thai import arabic_digits, skeleton

_TOTAL = compiled(r"\s*(?:รวม|ยอดรวม|ผลรวม)(?:ทั้งสิ้น|ทั้งหมด|เป็นเงิน|จำนวน)?\s*")
_NO_SUM = compiled(r"ร้อยละ|%|เฉลี่ย|ลำดับ|^ที่$|ปี|คะแนน|คงเหลือ|สะสม|ค่า(?!ใช้)")
_UNIT_OF_CELL = compiled(r"\s*(?:บาท|คน|ราย|ครั้ง|เรื่อง|โครงการ|%)\s*$")
_SHARE = compiled(
    r"(\d[\d,]*)\s*[ก-๎]{0,20}\s*จาก(?:ทั้งหมด|จำนวน|\s)*(\d[\d,]*)[^\d%]{0,40}"
    r"(?:ร้อยละ\s*|คิดเป็น\s*)(\d+(?:\.\d+)?)"
)
_IN_WORDS = compiled(r"(\d[\d,]*)(?:\.00)?\s*(?:บาท)?\s*\(\s*([ก-๎\s]{3,80}?)บาท(?:ถ้วน)?\s*\)")
_NUMERALS = {
    "หนึ่ง": 1, "เอ็ด": 1, "สอง": 2, "ยี่": 2, "สาม": 3, "สี่": 4, "ห้า": 5, "หก": 6, "เจ็ด": 7,
    "แปด": 8, "เก้า": 9,
}  # fmt: skip
_POWERS = {"สิบ": 10, "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000}
_WORD = compiled("|".join((*_NUMERALS, *_POWERS, "ล้าน")))
_COUNTED = "คะแนน|บาท|โครงการ|เรื่อง|คน|ประเด็น|มาตรการ|ครั้ง"
_TOLD_TOTAL = compiled(
    r"([ก-๎\s]{4,60}(?:ทั้งหมด|ทั้งสิ้น|ภาพรวม|โดยรวม|รวม))\s*(?:จำนวน|เท่ากับ|เป็นเงิน|มี|ได้|:)?"
    rf"\s*(\d[\d,]*(?:\.\d+)?)\s*({_COUNTED})"
)
_YEAR = compiled(r"25[4-9]\d")
_LEAST_LABEL = 14
_FEWEST_PARTS = 2


def contradictions_in(file: Evidence, units: Sequence[Unit], findings: Findings) -> None:
    """Tell of every figure in a file that another one denies."""
    for page in file.pages:
        if page.is_recognised or page.is_doubtful:
            continue
        for block in page.blocks:
            if isinstance(block, Table):
                _tell_sums(block, Place(file.name, page=page.number), findings)
    own = [unit for unit in units if not unit.is_guidance]
    for unit in own:
        _tell_shares(unit.plain, unit.place, findings)
        _tell_words(unit.plain, unit.place, findings)
    _tell_twice(own, findings)


def _tell_sums(table: Table, place: Place, findings: Findings) -> None:
    """A last row that is called a total, and is not what the rows above it give."""
    rows = table.rows[count_titles(table.rows) :]
    heads = count_heads(rows)
    body, last = rows[heads:-1], rows[-1] if rows else None
    if last is None or not heads or len(body) < _FEWEST_PARTS or not _is_total(last):
        return
    if any(_is_total(row) for row in body):
        return
    for column in range(len(last.cells)):
        name = " ".join(dict.fromkeys(cell_at(row, column) for row in rows[:heads]))
        total, parts = _figure(cell_at(last, column)), [cell_at(row, column) for row in body]
        figures = [_figure(part) for part in parts if not is_blank(part)]
        if total is None or _NO_SUM.search(name) or len(figures) < _FEWEST_PARTS:
            continue
        known = [figure for figure in figures if figure is not None]
        if len(known) == len(figures) and sum(known) != total:
            findings.warning(
                "preaudit/sum_differs", place, column=name, total=total, sum=sum(known)
            )


def _is_total(row: TableRow) -> bool:
    return any(_TOTAL.fullmatch(cell) for cell in row.cells[:2])


def _figure(cell: str) -> Decimal | None:
    return number(_UNIT_OF_CELL.sub("", arabic_digits(cell)).strip())


def _tell_shares(text: str, place: Place, findings: Findings) -> None:
    """A share that is not what its two counts give."""
    for match in _SHARE.finditer(text):
        part, whole, share = (number(group) for group in match.groups())
        if part is None or not whole or share is None:
            continue
        # People cut off as well as round.
        if abs(100 * part / whole - share) >= Decimal(1).scaleb(-decimal_places(share)):
            findings.warning("preaudit/share_differs", place, part=part, whole=whole, share=share)


def _tell_words(text: str, place: Place, findings: Findings) -> None:
    """An amount whose words are another one."""
    for match in _IN_WORDS.finditer(text):
        digits, words = number(match[1]), amount_in(match[2])
        if digits is not None and words is not None and digits != words:
            findings.warning("preaudit/words_differ", place, digits=digits, words=words)


def amount_in(words: str) -> int | None:
    """A whole number in Thai words; None for anything else.

    >>> amount_in("หนึ่งแสนสองหมื่นห้าพัน"), amount_in("ยี่สิบเอ็ดล้านสามแสน"), amount_in("พันธุ์")
    (125000, 21300000, None)
    """
    words = "".join(words.split())
    tokens = _WORD.findall(words)
    if not tokens or "".join(tokens) != words:
        return None
    millions = total = digit = 0
    for token in tokens:
        if token in _NUMERALS:
            digit = _NUMERALS[token]
        elif token in _POWERS:
            total, digit = total + (digit or 1) * _POWERS[token], 0
        else:
            millions, total, digit = (millions + total + digit or 1) * 1_000_000, 0, 0
    return millions + total + digit


def _tell_twice(units: Sequence[Unit], findings: Findings) -> None:
    """A total that running text tells twice with different figures, for one unit and year."""
    seen: dict[tuple[str, ...], tuple[Decimal, Unit]] = {}
    for unit in units:
        if unit.role not in (Role.BODY, Role.HEADING):
            continue
        for match in _TOLD_TOTAL.finditer(unit.plain):
            label, figure = skeleton(match[1]), number(match[2])
            if len(label) < _LEAST_LABEL or figure is None:
                continue
            name = (label, match[3], *_YEAR.findall(unit.plain))
            first, where = seen.setdefault(name, (figure, unit))
            if first != figure:
                places = (where.place, unit.place)
                findings.warning("preaudit/told_twice", *places, first=first, second=figure)
