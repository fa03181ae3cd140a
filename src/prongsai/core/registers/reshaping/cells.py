"""What a cell, or a line above rows, tells of a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from prongsai.core.dates import dates_in
from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers import numbers
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.totals import may_be_total
from prongsai.core.thai import arabic_digits, repair, squeeze

_FEW = 2
# The price at the end of a cell; 12/2569 is a number with its year and no price.
_PRICE = compiled(
    r"(?<![\d/.,-])(\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,15}(?:\.\d{1,2})?)"
    r"\s*(?:บาท(?:ถ้วน)?|\.-|/-)?\s*$"
)
_BETWEEN = compiled(r"(?:\s|[-–:/;,]|ลง(?:วันที่)?|ลว\.|วันที่|ราคาที่ตกลง|ราคาที่เสนอ|ราคา|เป็นเงิน)+$")


def value_above(field: Field, typed: Mapping[int, str]) -> str:
    """What a line above rows says of a field; "" where it says nothing of it.

    Shape:  "แผนงานการศึกษา" names the plan whole, "หน่วยงาน: กองคลัง" the unit behind the word.
    """
    cells = [squeeze(repair(text)) for text in typed.values()]
    if not cells or len(cells) > _FEW or may_be_total(cells):
        return ""
    if any(numbers.number(text) is not None for text in cells):
        return ""
    words = sorted((field.title.th, *field.headings), key=len, reverse=True)
    word = next((word for word in words if cells[0].startswith(word)), None)
    return "" if word is None else _behind(word, cells, field)


def _behind(word: str, cells: Sequence[str], field: Field) -> str:
    """What stands behind a field's word, in its cell or in the next."""
    behind = cells[0][len(word) :]
    rest = behind.strip(" :：")
    if len(cells) == _FEW:
        return "" if rest else cells[1]
    if not rest:
        return ""
    if field.kind is FieldKind.UNIT:
        return rest if behind[:1] in (" ", ":", "：") else ""
    return rest if behind.lstrip()[:1] in (":", "：") else cells[0]


def parted(text: str, behind: Field) -> tuple[str, str]:
    """A cell of two fields: its words, and the price or day behind them; "" where there is none."""
    plain = squeeze(arabic_digits(repair(text)))
    if behind.kind is FieldKind.MONEY:
        found = _PRICE.search(plain)
        if found is None:
            return plain, ""
        start, value = found.start(), found[1]
    else:
        days = [one for one in dates_in(plain) if one[2].first == one[2].last]
        if not days or plain[days[-1][1] :].strip(" ).").strip():
            return plain, ""
        start, end, _ = days[-1]
        value = plain[start:end].removeprefix("วันที่").strip()
    words = _BETWEEN.sub("", plain[:start]).strip()
    return (words, value) if words else (plain, "")


def typed_money(text: str) -> Decimal | None:
    """An amount as people type it, for sums alone; None where it is none."""
    try:
        return numbers.money(text)
    except Wrong:
        return None
