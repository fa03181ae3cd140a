"""What the columns of a table of counts hold, by the words above its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from prongsai.core.registers.sheet import Sheet
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.thai import skeleton, squeeze

_HEAD_ROWS = 2


class Kind(StrEnum):
    """What a column is."""

    COUNT = "count"
    PERCENT = "percent"
    TOTAL = "total"
    MEAN = "mean"
    ANSWER = "answer"


_WORDS = {
    Kind.PERCENT: ("ร้อยละ", "%", "percent", "เปอร์เซ็นต์"),
    Kind.COUNT: ("จำนวน", "ความถี่", "คน", "count", "frequency", "f"),
    Kind.TOTAL: ("รวม", "จำนวนผู้ตอบ", "ผู้ตอบ", "รวมผู้ตอบ", "n", "total", "respondents"),
    Kind.MEAN: ("ค่าเฉลี่ย", "เฉลี่ย", "mean", "x̄", "x̅"),
    Kind.ANSWER: ("คำตอบ", "ตัวเลือก", "ระดับ", "answer", "option"),
}
_KINDS = {skeleton(word): kind for kind, words in _WORDS.items() for word in words}


class Column(Struct, frozen=True):
    """What a column holds: its kind, and the heading of the option it is about, "" for none."""

    kind: Kind
    option: str = ""


def columns_of(questionnaire: Questionnaire, sheet: Sheet, first: int) -> dict[int, Column]:
    """What the columns hold, by the words above the first row of figures."""
    options = frozenset(
        skeleton(text)
        for one in questionnaire.asked
        for option in one.options
        for text in (option.th, option.en)
    )
    found = {}
    width = max(map(len, sheet.rows), default=0)
    for column in range(width):
        kind = _column(list(_words_over(sheet, first, column)), options)
        if kind is not None:
            found[column] = kind
    return found


def _words_over(sheet: Sheet, first: int, column: int) -> Iterator[str]:
    """The words over a column; under a heading that spans several its own come last."""
    rows = [row for row in range(max(0, first - _HEAD_ROWS), first) if sheet.typed(row)]
    for row in rows:
        text = squeeze(sheet.shown(row, column)).strip()
        if not text and row != rows[-1]:
            before = (squeeze(sheet.shown(row, one)).strip() for one in range(column, -1, -1))
            text = next(filter(None, before), "")
        if text:
            yield text


def _column(words: Sequence[str], options: frozenset[str]) -> Column | None:
    """The kind of a column: known words say what it is, others which option; None for neither."""
    kind, option = None, ""
    for text in words:
        known = _KINDS.get(skeleton(text))
        if known is not None:
            kind = known
            continue
        bare, _, inner = text.partition("(")
        inside = _KINDS.get(skeleton(inner.rstrip(") ")))
        if inside is not None:
            kind = inside
        named = bare.strip() if inside is not None else text
        if skeleton(named) in options:
            option = named
    if kind in (Kind.TOTAL, Kind.MEAN, Kind.ANSWER):
        return Column(kind)
    if kind is None:
        return Column(Kind.COUNT, option) if option else None
    return Column(kind, option)
