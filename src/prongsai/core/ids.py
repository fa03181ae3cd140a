"""Codes of the assessment: parsed once, written one way.

total, IIT/EIT/OIT, indicators "1"-"10", sub-indicators "9.1", items "i7", "e3", "o12".
"""

from enum import StrEnum
from functools import lru_cache

from prongsai.core.patterns import compiled
from prongsai.core.text import Text, same
from prongsai.core.thai import arabic_digits

TOTAL = "total"
INSTRUMENTS = ("IIT", "EIT", "OIT")

_ITEM = compiled(r"([ieo])([1-9]\d?)")
# After a zero a point would make a number of it: a deviation of 0.41 is no o41.
_TYPED_ITEM = compiled(
    r"(?:ข้อ\s*(?:ที่\s*)?)?([iIeEoO]|[๐0](?!\.))[\s.\-–]?([0-9๐-๙]{1,2})(?![0-9๐-๙])"
)
_SUB_INDICATOR = compiled(r"(?:[1-9]|10)\.[1-9]")
_INDICATOR = compiled(r"(?:[1-9]|10)")


class Level(StrEnum):
    """The five levels of a score."""

    TOTAL = "total"
    INSTRUMENT = "instrument"
    INDICATOR = "indicator"
    SUB_INDICATOR = "sub_indicator"
    ITEM = "item"


@lru_cache(maxsize=1024)
def level_of(code: str) -> Level | None:
    """The level a canonical code stands for; None where it is no code.

    >>> level_of("9.1")
    <Level.SUB_INDICATOR: 'sub_indicator'>
    """
    if code == TOTAL:
        return Level.TOTAL
    if code in INSTRUMENTS:
        return Level.INSTRUMENT
    if _ITEM.fullmatch(code):
        return Level.ITEM
    if _SUB_INDICATOR.fullmatch(code):
        return Level.SUB_INDICATOR
    return Level.INDICATOR if _INDICATOR.fullmatch(code) else None


def item_code_at(text: str, start: int = 0) -> tuple[str, int] | None:
    """The item code typed at `start` and where it ends; people type o as ๐, O or 0.

    >>> item_code_at("ข้อ ๐๔๒ มาตรการ")
    ('o42', 7)
    """
    match = _TYPED_ITEM.match(text, start)
    if not match:
        return None
    prefix = "o" if match[1] in "oO๐0" else match[1].lower()
    number = int(arabic_digits(match[2]))
    return (f"{prefix}{number}", match.end()) if number else None


@lru_cache(maxsize=2048)
def parse_code(text: str) -> str | None:
    """A code as people type it in a code column or on the command line, made canonical.

    >>> [parse_code(text) for text in ("O12", "ind4", "9.1", "iit", "๐๔๒", "12")]
    ['o12', '4', '9.1', 'IIT', 'o42', None]
    """
    text = text.strip()
    typed = item_code_at(text)
    if typed and typed[1] == len(text):
        return typed[0]
    plain = arabic_digits(text).lower()
    if plain in (TOTAL, "รวม"):
        return TOTAL
    if plain.upper() in INSTRUMENTS:
        return plain.upper()
    plain = plain.removeprefix("indicator").removeprefix("ind").strip()
    return plain if level_of(plain) in (Level.INDICATOR, Level.SUB_INDICATOR) else None


def written(code: str) -> str:
    """A code as it is typed where a number alone would be taken for something else.

    >>> [written(code) for code in ("o12", "4", "EIT")]
    ['o12', 'ind4', 'EIT']
    """
    return f"ind{code}" if level_of(code) is Level.INDICATOR else code


def called(code: str, name: Text | None = None) -> Text:
    """A code with its name as people read it; that of the total is no code to them.

    >>> [called("total").th, called("9.1").th, called("EIT", Text("แบบวัด", "survey")).en]
    ['คะแนนรวม', '9.1', 'EIT survey']
    """
    if code == TOTAL:
        return Text("คะแนนรวม", "Total")
    return Text(f"{code} {name.th}", f"{code} {name.en}") if name else same(code)


@lru_cache(maxsize=1024)
def sort_key(code: str) -> tuple[int, int, int]:
    """Code order: total, instruments, indicators with their sub-indicators, i, e, o items."""
    if code == TOTAL:
        return (0, 0, 0)
    if code in INSTRUMENTS:
        return (1, INSTRUMENTS.index(code), 0)
    if match := _ITEM.fullmatch(code):
        return (3 + "ieo".index(match[1]), int(match[2]), 0)
    whole, _, part = code.partition(".")
    return (2, int(whole), int(part or 0))


def instrument_of_item(code: str) -> str:
    """The instrument an item code belongs to, by its letter."""
    return {"i": "IIT", "e": "EIT", "o": "OIT"}[code[0]]
