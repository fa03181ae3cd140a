"""The digits a paper is printed in: one setting of the agency.

Cabinet resolution of 2 May 2543: Thai digits are promoted; Arabic ones are accepted in tables,
for money, foreign words and addresses (design/documents.md §1, S9). Web and e-mail addresses and
item codes keep Arabic digits always.
"""

import re
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.papers.document import Chart, Document, KeyFigures, Mark, Table, TableStyle
from prongsai.core.text import Labelled
from prongsai.core.thai import arabic_digits, thai_digits

# Numbers that are typed elsewhere, addresses, names of files, and codes: i7, o12, W3C, ISO-9001.
# Each is tried from its first letter on: tried from every letter, a long word takes its square in
# time.
_UNTOUCHED = re.compile(
    r"https?://\S+|(?<!\S)\S+@\S+|(?<![0-9.,])[0-9]{10,}(?![.,]?[0-9])"
    r"|(?<![0-9])[0-9]{4}(?:[ -][0-9]{4}){3}(?![0-9])"
    r"|(?<![A-Za-z0-9.-])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:th|com|org|net)\b\S*"
    r"|(?<!\S)\S+\.(?:csv|xlsx?|ods|pdf|docx?|odt|html?|txt|json|ya?ml|zip|png|jpe?g)\b"
    r"|(?<![A-Za-z])[A-Za-z]+[-.]?[0-9][A-Za-z0-9_.-]*|(?<![0-9])[0-9]+[A-Za-z][A-Za-z0-9_]*",
    re.IGNORECASE,
)
_ALWAYS_AS_TYPED = frozenset({"alternative"})


class Digits(Labelled):
    """Where Thai digits are printed."""

    THAI = "thai", "เลขไทยทั้งหมด", "Thai digits everywhere"
    THAI_IN_PROSE = (
        "thai-in-prose",
        "เลขไทยในข้อความ เลขอารบิกในตาราง",
        "Thai digits in text, Arabic digits in tables",
    )
    ARABIC = "arabic", "เลขอารบิกทั้งหมด", "Arabic digits everywhere"


def to_thai(text: str) -> str:
    """Thai digits for Arabic ones, but for addresses and codes.

    >>> to_thai("ข้อ o12 ปี 2568 ดู https://a.go.th/2568")
    'ข้อ o12 ปี ๒๕๖๘ ดู https://a.go.th/2568'
    >>> to_thai("อ้างอิง 1234 5678 9012 3456 จำนวน 1,234 บาท")
    'อ้างอิง 1234 5678 9012 3456 จำนวน ๑,๒๓๔ บาท'
    """
    parts: list[str] = []
    end = 0
    for match in _UNTOUCHED.finditer(text):
        parts += [thai_digits(text[end : match.start()]), match[0]]
        end = match.end()
    return "".join([*parts, thai_digits(text[end:])])


def to_arabic(text: str) -> str:
    return arabic_digits(text)


def printed(document: Document, digits: Digits) -> Document:
    prose = digits is not Digits.ARABIC
    paper: Document = _changed(document, prose=prose, tables=digits is Digits.THAI)
    return paper


def _changed(value: Any, *, prose: bool, tables: bool) -> Any:
    if isinstance(value, StrEnum):
        return value
    if isinstance(value, str):
        return to_thai(value) if prose else to_arabic(value)
    if isinstance(value, tuple):
        return tuple(_changed(part, prose=prose, tables=tables) for part in value)
    if not isinstance(value, Struct):
        return value
    if isinstance(value, Mark):
        return _mark(value, prose=prose)
    inside = tables if _is_table(value) else prose
    changes = {
        name: _changed(
            getattr(value, name),
            prose=prose if _is_prose(value, name) else inside,
            tables=tables,
        )
        for name in value.__struct_fields__
        if name not in ("names", "kind") and name not in _ALWAYS_AS_TYPED
    }
    return replace(value, **changes)


def _mark(mark: Mark, *, prose: bool) -> Mark:
    """A mark whose address and code stay as they must be typed."""
    typed = [text for text in (mark.url, mark.code) if text]
    if not typed:
        return mark
    # The parts between what is typed, and what is typed, in turn.
    cut = re.compile(f"({'|'.join(map(re.escape, typed))})")
    words = (
        "".join(
            part if part in typed else _changed(part, prose=prose, tables=prose)
            for part in cut.split(line)
        )
        for line in mark.words
    )
    return replace(mark, words=tuple(words))


def _is_prose(value: object, field: str) -> bool:
    """The caption of a table and the sentence beside large figures are prose."""
    return field == "caption" or (isinstance(value, KeyFigures) and field == "text")


def _is_table(value: object) -> bool:
    if isinstance(value, Table):
        return value.style is not TableStyle.PLAIN
    return isinstance(value, Chart | KeyFigures)
