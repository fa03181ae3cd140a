"""Numbers as people type them into a register: Thai digits, commas, satang, brackets, percent.

What may mean two things is refused and never guessed: "12,34" is no number here.
"""

import re
from decimal import Decimal
from fractions import Fraction

from prongsai.core.errors import Wrong
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.registers.fields import Result
from prongsai.core.rounding import decimal_places
from prongsai.core.thai import arabic_digits, shorten

_PLAIN = compiled(r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?")
_GROUPED = compiled(r"[-−–]?[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,12})?")
_SIGNED = compiled(r"[-−–]\s?([0-9]{1,15}(?:\.[0-9]{1,12})?)")
_SATANG = compiled(r"([0-9][0-9,]*)\s*บาท\s*([0-9]{1,2})\s*ส(?:ตางค์|ต\.)")
_MONEY_WORDS = compiled(r"^฿|(?:บาท(?:ถ้วน)?|thb|baht|\.-|/-)$", re.IGNORECASE)
_COUNTED = compiled(
    r"\s*(?:คน|ราย|ครั้ง|เรื่อง|ฉบับ|แห่ง|รายการ|เครื่อง|ชิ้น|อัน|ตัว|คัน|วัน|ชั่วโมง|โครงการ|กิจกรรม|สัญญา|หลัง|ชุด|เล่ม|ใบ)\.?$"
)
_PERCENT_WORDS = compiled(r"^(?:ร้อยละ|เปอร์เซ็นต์)\s*|\s*(?:%|เปอร์เซ็นต์|percent)$", re.IGNORECASE)
_DASHES = frozenset("-–—")
# Words for an amount that is none, which is not the same as an empty cell.
_NO_MONEY = ("ไม่ใช้งบประมาณ", "ไม่มีค่าใช้จ่าย", "ไม่ใช้จ่ายงบประมาณ")
_SATANG_PLACES, _PERCENT_PLACES = 2, 4
_QUOTED = 40


def is_dash(text: str) -> bool:
    """Whether a cell holds nothing but the dash of an empty one."""
    return bool(text) and set(text) <= _DASHES


def number(text: str) -> Decimal | None:
    """A number; None for anything else.

    >>> number("๑,๒๓๔.๕๐"), number("(1,234)"), number("12,34")
    (Decimal('1234.50'), Decimal('-1234'), None)
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    plain = arabic_digits(text).replace("\u00a0", " ").strip()
    if plain.startswith("(") and plain.endswith(")"):
        inner = number(plain[1:-1])
        return None if inner is None or inner < 0 else -inner
    if _GROUPED.fullmatch(plain):
        sign = "-" if plain[0] in "-−–" else ""
        return Decimal(sign + plain.lstrip("-−–").replace(",", ""))
    if match := _SIGNED.fullmatch(plain):
        return -Decimal(match[1])
    return Decimal(plain) if _PLAIN.fullmatch(plain) else None


def money(text: str) -> Decimal:
    """An amount of baht, with two places.

    Errors: Wrong where it is none, or has parts of a satang.

    >>> money("๑,๒๐๐ บาท ๕๐ สตางค์"), money("ไม่ใช้งบประมาณ")
    (Decimal('1200.50'), Decimal('0.00'))
    """
    amount = number(text)
    if amount is None:
        plain = arabic_digits(text).strip()
        if plain in _NO_MONEY:
            return Decimal("0.00")
        if parts := _SATANG.fullmatch(plain):
            whole = number(parts[1])
            amount = None if whole is None else whole + Decimal(parts[2]) / 100
        else:
            amount = number(_MONEY_WORDS.sub("", plain).strip())
    if amount is None:
        raise _no("amount", text)
    if amount != round(amount, _SATANG_PLACES):
        written = shorten(text, _QUOTED)
        raise Wrong("registers/parts_of_satang", written=written)
    return amount.quantize(Decimal("0.01"))


def count(text: str) -> int:
    """A whole number.

    Errors: Wrong where it is none.

    >>> count("๑๒ คน"), count("1,200")
    (12, 1200)
    """
    figure = number(text)
    if figure is None:
        figure = number(_COUNTED.sub("", text.strip()))
    if figure is None or figure != int(figure):
        raise _no("count", text)
    return int(figure)


def percent(text: str) -> Decimal:
    """A percentage, with the places it was typed with, four at most.

    Errors: Wrong where it is none.

    >>> percent("ร้อยละ ๔๕.๕"), percent("45.5%")
    (Decimal('45.5'), Decimal('45.5'))
    """
    figure = number(text)
    if figure is None:
        figure = number(_PERCENT_WORDS.sub("", text.strip()).strip())
    if figure is None:
        raise _no("percentage", text)
    is_long = decimal_places(figure) > _PERCENT_PLACES
    return rounded(Fraction(figure), _PERCENT_PLACES) if is_long else figure


def rounded(value: Fraction, places: int) -> Decimal:
    """A value half-up, away from nothing on either side.

    >>> rounded(Fraction(-5, 1000), 2), rounded(Fraction(1, 3), 2)
    (Decimal('-0.01'), Decimal('0.33'))
    """
    scaled = abs(value.numerator) * 10**places
    whole, left = divmod(scaled, value.denominator)
    whole += 2 * left >= value.denominator
    # Put together, for arithmetic keeps 28 digits and no more.
    return Decimal((int(value < 0), tuple(map(int, str(whole))), -places))


def result_of(value: Fraction, result: Result) -> Decimal | int:
    """What a formula came to, in the form of its field."""
    if result in (Result.COUNT, Result.DAYS):
        return int(rounded(value, 0))
    return rounded(value, _SATANG_PLACES)


def _no(kind: str, text: str) -> Wrong:
    written, wanted = shorten(text, _QUOTED), read_words(f"registers/wanted.{kind}")
    return Wrong("registers/value_of_wrong_kind", written=written, wanted=wanted)
