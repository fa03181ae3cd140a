"""One value of a row, a file among them: read as it was typed, shown, and kept as plain data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Self
from uuid import UUID

from msgspec import Struct

from prongsai.core.dates import calendar_text, month_label, short_date
from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers import numbers
from prongsai.core.registers.fields import Choice, Field, FieldKind, Result
from prongsai.core.registers.periods import read_day, read_month
from prongsai.core.text import Text, listed, perhaps, same
from prongsai.core.thai import printed, shorten, skeleton

# Rows and files of before 27 November 2026 have "แฟ้ม".
_KEPT = compiled(r"(.+) \[(?:ไฟล์|แฟ้ม) ([0-9a-f]{32})\]")
# What a list for everybody says of it: the name of a file may be that of a person.
HAS_FILE = Text("มีไฟล์", "has a file")


class Attached(Struct, frozen=True):
    """A file of a row: what it is called, and the key under which it is kept."""

    name: str
    key: UUID

    @property
    def text(self) -> str:
        """What its field keeps, and files of rows carry.

        >>> Attached("ภาพ.jpg", UUID(int=10)).text
        'ภาพ.jpg [ไฟล์ 0000000000000000000000000000000a]'
        """
        return f"{printed(self.name)} [ไฟล์ {self.key.hex}]"


def attached(text: object) -> Attached | None:
    """The file that a text names; None where it is an address, or anything else.

    >>> attached("ภาพ.jpg [ไฟล์ 0000000000000000000000000000000a]").name
    'ภาพ.jpg'
    >>> attached("https://example.go.th/ภาพ.jpg") is None
    True
    """
    match = _KEPT.fullmatch(text) if isinstance(text, str) else None
    return Attached(match[1], UUID(match[2])) if match else None


def attached_of(
    fields: tuple[Field, ...], values: Mapping[str, str | int | bool | Decimal | date]
) -> Iterator[tuple[Field, Attached]]:
    for field in fields:
        file = attached(values.get(field.name)) if field.kind is FieldKind.FILE else None
        if file is not None:
            yield field, file


Value = str | int | bool | Decimal | date
_YES = frozenset(map(skeleton, ("ใช่", "มี", "yes", "y", "true", "1", "ทำแล้ว"))) | {"✓", "✔", "√"}
_NO = frozenset(map(skeleton, ("ไม่ใช่", "ไม่มี", "no", "n", "false", "0", "ไม่"))) | {"✗", "✘", "×"}
_YES_LABEL, _NO_LABEL = Text("ใช่", "yes"), Text("ไม่ใช่", "no")
LONGEST = {FieldKind.TEXT: 500, FieldKind.LONG_TEXT: 8_000}
_OTHERS_LONGEST = 500
_QUOTED = 40
_SHOWN_CHOICES = 12


class OtherYear(Wrong):
    """A month or day of a fiscal year that was not asked for; `year` is its own."""

    def __init__(self, what: Text, year: int, asked: int) -> None:
        """As `Wrong`, with the year."""
        super().__init__("registers/other_year", what=what, year=year, asked=asked)
        self.year = year


class Names(Struct, frozen=True):
    """Units, positions or rows that may be named, each by one key and any number of words."""

    labels: Mapping[str, str]  # by key
    keys: Mapping[str, str]  # by skeleton

    @classmethod
    def from_words(cls, named: Iterable[tuple[str, ...]]) -> Self:
        """Names of tuples: the key, what people read, and other words."""
        labels: dict[str, str] = {}
        keys: dict[str, str] = {}
        for key, *words in named:
            labels[key] = words[0] if words else key
            for word in (*words, key):
                keys.setdefault(skeleton(word), key)
        return cls(labels, keys)

    def find(self, text: str) -> str | None:
        return self.keys.get(skeleton(text))

    def near(self, text: str) -> str:
        """The name that is near it; "" for none."""
        return next(iter(get_close_matches(text, list(self.labels.values()), 1, 0.6)), "")


class Context(Struct, frozen=True):
    """What a row is read beside.

    Shape:  `year` is the fiscal year it belongs to; `units` and `positions` are those that may be
            named, None where any text will do; `rows` are those of other registers, by register.
    """

    year: int
    units: Names | None = None
    positions: Names | None = None
    rows: Mapping[str, Names] = {}


def read_value(field: Field, text: str, context: Context) -> Value | None:
    """What was typed into a field; None for nothing.

    Errors: Wrong, with what is asked for; OtherYear for a month with the year of another one.
    """
    text = text.strip()
    if not text or (numbers.is_dash(text) and field.kind not in LONGEST):
        return None
    return _READERS[field.kind](field, text, context)


def _text(field: Field, text: str, _: Context) -> str:
    longest = LONGEST.get(field.kind, _OTHERS_LONGEST)
    if field.most is not None and field.kind in LONGEST:
        longest = min(longest, int(field.most))
    if field.kind is FieldKind.LONG_TEXT:
        lines = (printed(line) for line in text.splitlines())
        kept = "\n".join(lines).strip()
    else:
        kept = printed(text)
    if len(kept) > longest:
        raise Wrong("registers/value_too_long", count=len(kept), longest=longest)
    return kept


def _day(_: Field, text: str, __: Context) -> date:
    day = read_day(text)
    if day is None:
        written = shorten(text, _QUOTED)
        raise Wrong("registers/day_not_understood", written=written)
    return day


def _month(_: Field, text: str, context: Context) -> int:
    month = read_month(text)
    year = month.fiscal_year
    if year is not None and year != context.year:
        raise OtherYear(month_label(month.month), year, context.year)
    return month.month


def _choice(field: Field, text: str, _: Context) -> str:
    chosen = choice_of(field, text)
    if chosen is not None and not chosen.retired:
        return chosen.key
    titles = [choice.title for choice in field.choices if not choice.retired]
    written, offered = shorten(text, _QUOTED), listed(titles[:_SHOWN_CHOICES])
    if chosen is not None:
        raise Wrong("registers/choice_not_offered_any_more", written=written, offered=offered)
    raise Wrong("registers/choice_unknown", written=written, offered=offered)


def choice_of(field: Field, text: str) -> Choice | None:
    """The choice that a text names by its key of today or before, title or another word."""
    known = skeleton(text)
    for choice in field.choices:
        words = (choice.key, choice.title.th, choice.title.en, *choice.also, *choice.was)
        if text == choice.key or any(known == skeleton(word) for word in words):
            return choice
    return None


def _named(field: Field, text: str, names: Names | None) -> str:
    if names is None:
        return _text(field, text, Context(0))
    key = names.find(text)
    if key is None:
        near, written = perhaps(names.near(text)), shorten(text, _QUOTED)
        raise Wrong(
            "registers/reference_unknown", kind=field.kind.label, written=written, near=near
        )
    return key


def _yes_no(_: Field, text: str, __: Context) -> bool:
    known = skeleton(text) or text
    if known in _YES or text in _YES:
        return True
    if known in _NO or text in _NO:
        return False
    written = shorten(text, _QUOTED)
    raise Wrong("registers/neither_yes_nor_no", written=written)


_Reader = Callable[[Field, str, Context], Value]
_READERS: dict[FieldKind, _Reader] = {
    FieldKind.TEXT: _text,
    FieldKind.LONG_TEXT: _text,
    FieldKind.FILE: _text,
    FieldKind.DATE: _day,
    FieldKind.MONTH: _month,
    FieldKind.MONEY: lambda _, text, __: numbers.money(text),
    FieldKind.COUNT: lambda _, text, __: numbers.count(text),
    FieldKind.PERCENT: lambda _, text, __: numbers.percent(text),
    FieldKind.CHOICE: _choice,
    FieldKind.UNIT: lambda field, text, context: _named(field, text, context.units),
    FieldKind.POSITION: lambda field, text, context: _named(field, text, context.positions),
    FieldKind.REFERENCE: lambda field, text, context: _named(
        field, text, context.rows.get(field.register or "")
    ),
    FieldKind.YES_NO: _yes_no,
}


def shown(field: Field, value: Value | None, context: Context | None = None) -> Text:
    """A value as people read it; nothing for none.

    Shape:  `context` gives units, positions and rows their names.
    """
    if isinstance(value, bool):
        return _YES_LABEL if value else _NO_LABEL
    if isinstance(value, date):
        return Text(short_date(value), f"{value.day} {value:%b %Y}")
    if isinstance(value, int):
        return month_label(value) if field.kind is FieldKind.MONTH else same(f"{value:,}")
    if isinstance(value, Decimal):
        is_money = field.kind is FieldKind.MONEY or field.result is Result.MONEY
        form = ",.2f" if is_money or field.result is Result.PERCENT else ",f"
        return same(f"{value:{form}}")
    return _word(field, value or "", context)


def _word(field: Field, value: str, context: Context | None) -> Text:
    if field.kind is FieldKind.CHOICE:
        choice = choice_of(field, value)
        return choice.title if choice else same(value)
    if field.kind is FieldKind.FILE:
        file = attached(value)
        return same(file.name if file else value)
    names = names_of(field, context)
    return same(names.labels.get(value, value) if names else value)


def names_of(field: Field, context: Context | None) -> Names | None:
    if context is None:
        return None
    if field.kind is FieldKind.REFERENCE:
        return context.rows.get(field.register or "")
    return {FieldKind.UNIT: context.units, FieldKind.POSITION: context.positions}.get(field.kind)


def typed(field: Field, value: Value | None, context: Context | None = None) -> str:
    """A value as it may be typed again: `read_value` gives the same of it."""
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, int) and not isinstance(value, bool) and field.kind is not FieldKind.MONTH:
        return str(value)
    if field.kind is FieldKind.FILE:
        return str(value or "")
    return shown(field, value, context).th


def plain(value: Value) -> str | int | bool:
    """A value as plain data, for JSON.

    >>> plain(Decimal("1.50")), plain(date(2025, 10, 3)), plain(10)
    ('1.50', '2025-10-03', 10)
    """
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else value


def sortable(value: Value | None) -> str:
    """A text by which values of one field come in their order; nothing comes first."""
    if value is None:
        return ""
    if isinstance(value, date):
        return calendar_text(value)
    if isinstance(value, Decimal | int):
        scaled = int(Decimal(value) * 10_000) + 10**20
        return f"{scaled:021d}"
    return value
