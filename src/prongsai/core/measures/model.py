"""A measures plan as its officer writes it: texts as typed, read where a rule needs a value.

What was typed is kept to the letter; `dates.read_date` and `Budget.read` read it. So a date that
cannot be read is a finding and is never lost.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from msgspec import Struct, field

from prongsai.core import fiscal
from prongsai.core.dates import Span, read_date
from prongsai.core.errors import Place
from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, skeleton, squeeze
from prongsai.core.yaml_data.documents import load

NO_BUDGET = "ไม่ใช้งบประมาณ"
# What a draft leaves open: whether a measure costs money is for a person to say.
TO_BE_SET = "ยังไม่กำหนด"
_NO_BUDGET_KEYS = frozenset(
    skeleton(text) for text in (NO_BUDGET, "ไม่ใช้งบ", "ไม่มีค่าใช้จ่าย", "ไม่ใช้เงินงบประมาณ", "0", "0.00")
)
_TO = re.compile(r"\s*(?:-|–|—|ถึง)\s*")
_YEAR_AT_END = re.compile(r"(?:พ\.?\s?ศ\.?\s*)?(?:[0-9]{4}|[0-9]{2})$")
_WHOLE_YEAR = re.compile(
    r"(?:ตลอด)?(?:ทั้ง)?ปีงบประมาณ\s*(?:พ\.?\s?ศ\.?\s*)?(25[5-9][0-9]|26[0-4][0-9])"
)
_AMOUNT = re.compile(r"([\d,]+(?:\.\d{1,2})?)\s*(?:บาท|บ\.)?(?:\s*ถ้วน)?")


def spans_of(period: str) -> tuple[Span, ...]:
    """The days, months or fiscal year a period names; none where it says it otherwise.

    >>> [span.first.isoformat() for span in spans_of("ก.พ. - มี.ค. ๖๕")]
    ['2022-02-01', '2022-03-01']
    """
    plain = squeeze(arabic_digits(period))
    if match := _WHOLE_YEAR.fullmatch(plain):
        return (Span(fiscal.start(int(match[1])), fiscal.end(int(match[1]))),)
    pieces = _TO.split(plain)
    year = _YEAR_AT_END.search(pieces[-1])
    spans = [
        read_date(piece) or (read_date(f"{piece} {year[0]}") if year else None) for piece in pieces
    ]
    known = tuple(span for span in spans if span is not None)
    return known if len(known) == len(pieces) else ()


class Budget(Struct, frozen=True):
    """Money of a measure in baht; an amount of 0 is said, not left blank."""

    amount: Decimal

    @classmethod
    def read(cls, typed: str) -> Self | None:
        """The budget a cell states; None where it is blank or no amount.

        >>> Budget.read("ไม่ใช้งบประมาณ").amount, Budget.read("๑๒,๕๐๐ บาท").amount, Budget.read("")
        (Decimal('0'), Decimal('12500'), None)
        """
        plain = squeeze(arabic_digits(typed))
        if skeleton(plain) in _NO_BUDGET_KEYS:
            return cls(Decimal(0))
        match = _AMOUNT.fullmatch(plain)
        try:
            return cls(Decimal(match[1].replace(",", ""))) if match else None
        except InvalidOperation:
            return None


class _Placed(Struct, frozen=True, eq=False):
    """A row of a plan: two that say the same are equal wherever they were read."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and _said(self) == _said(other)

    def __hash__(self) -> int:
        return hash(_said(self))


def _said(row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in row.__struct_fields__ if name != "place")


class Measure(_Placed, frozen=True):
    """One measure.

    Shape:  `key` is what stays when the number changes: a pattern of the library ("M07") or the
            officer's own ("own-3"); `items` are codes of the year of the scores; `remarks` count
            the plan's remarks from 1; `other` are columns of the officer's own, as found.
    Units:  `start` and `due` as typed: a day, or a month that ends with its last day.
    """

    key: str
    number: str
    title: str
    group: str = ""
    steps: tuple[str, ...] = ()
    unit: str = ""
    period: str = ""
    start: str = ""
    due: str = ""
    evidence: tuple[str, ...] = ()
    at_six_months: str = ""
    at_twelve_months: str = ""
    budget: str = ""
    items: tuple[str, ...] = ()
    remarks: tuple[int, ...] = ()
    other: tuple[tuple[str, str], ...] = ()
    place: Place | None = None

    @property
    def starts(self) -> Span | None:
        """When the work begins, by its period where no start is written; None where unreadable."""
        return read_date(self.start) if self.start.strip() else next(iter(self._period), None)

    @property
    def ends(self) -> Span | None:
        """When the work is due, by its period where no day is written; None where unreadable."""
        return read_date(self.due) if self.due.strip() else next(reversed(self._period), None)

    @property
    def _period(self) -> tuple[Span, ...]:
        spans = spans_of(self.period)  # "ต.ค. - ก.ย. 68" leaves open which October
        return spans if spans and spans[0].first <= spans[-1].last else ()

    @property
    def money(self) -> Budget | None:
        """The budget; None where nothing readable is written."""
        return Budget.read(self.budget)


class WeakPoint(_Placed, frozen=True):
    """One thing the plan must answer: a weak item, or a remark of the NACC.

    Shape:  exactly one of `item` and `remark` is set; `score` as printed in the analysis;
            `reason` is why nothing is done, where no measure answers it; `source` says in words
            where its score is from, "" for the published scores.
    """

    name: str
    item: str | None = None
    remark: int | None = None
    score: Decimal | None = None
    guideline: str = ""
    reason: str = ""
    place: Place | None = None
    source: str = ""

    @property
    def key(self) -> str:
        """The item's code, or "remark 2"."""
        return self.item if self.item is not None else f"remark {self.remark}"

    @property
    def called(self) -> Text:
        if self.item is not None:
            return read_words("measures/called.item", item=self.item)
        return read_words("measures/called.remark", number=self.remark)

    def answered_by(self, measures: tuple[Measure, ...]) -> tuple[Measure, ...]:
        """The measures that are linked with this point, in the plan's order."""
        return tuple(
            measure
            for measure in measures
            if (self.item is not None and self.item in measure.items)
            or (self.remark is not None and self.remark in measure.remarks)
        )


class Plan(Struct, frozen=True):
    """The measures plan of one agency for one fiscal year, drawn from the scores of another.

    Shape:  `approved` is the day of the chief executive's approval as typed, "" until it is known.
    """

    agency: str
    fiscal_year: int
    score_year: int
    measures: tuple[Measure, ...]
    points: tuple[WeakPoint, ...]
    target: Decimal = Decimal(85)
    approved: str = ""

    @property
    def groups(self) -> tuple[tuple[str, tuple[Measure, ...]], ...]:
        """The measures by group, groups in the order they first appear."""
        names = dict.fromkeys(measure.group for measure in self.measures)
        return tuple(
            (name, tuple(measure for measure in self.measures if measure.group == name))
            for name in names
        )


_SHIPPED = Path(__file__).parents[2] / "data" / "measures" / "patterns.yaml"


class Pattern(Struct, frozen=True):
    """One pattern, in words of our own for the officer to change.

    Shape:  `answers` are lineages of items; `group` is the heading it stands under.
    Units:  `start` and `due` are month numbers of the fiscal year (10 its first, 9 its last).
    """

    key: str
    answers: tuple[str, ...]
    group: str
    guideline: str
    title: str
    steps: tuple[str, ...]
    unit: str
    period: str
    start: int
    due: int
    evidence: tuple[str, ...]
    follow_up: str


class Library(Struct, frozen=True):
    """All patterns in the order they are proposed; `groups` are their headings in print order.

    Shape:  `indicators` are the lineages that each indicator asks about; `keeping` is the pattern
            for a remark that asks to keep what is reached, `general` for what no other answers.
    """

    patterns: tuple[Pattern, ...]
    groups: tuple[str, ...]
    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeping: Pattern | None = None
    general: Pattern | None = None

    def lineages_of(self, code: str) -> tuple[str, ...]:
        """What an indicator ("ind4") asks about; () for any other code."""
        return self.indicators.get(code, ())

    def answering(self, lineages: Iterable[str]) -> tuple[Pattern, ...]:
        """The patterns that answer any of these lineages."""
        asked = frozenset(lineages)
        return tuple(pattern for pattern in self.patterns if asked.intersection(pattern.answers))


@lru_cache(maxsize=1)
def shipped() -> Library:
    """The library that comes with the program."""
    text = _SHIPPED.read_text(encoding="utf-8")
    return read_library(load(text))


def read_library(data: Mapping[str, Any]) -> Library:
    """The library of a YAML file's content."""
    groups: dict[str, str] = data["groups"]
    patterns = tuple(_pattern(entry, groups) for entry in data["patterns"])
    indicators: dict[str, list[str]] = data.get("indicators", {})
    return Library(
        patterns,
        tuple(groups.values()),
        {code: tuple(lineages) for code, lineages in indicators.items()},
        _pattern(data["keeping"], groups) if "keeping" in data else None,
        _pattern(data["general"], groups) if "general" in data else None,
    )


def _pattern(entry: Mapping[str, Any], groups: Mapping[str, str]) -> Pattern:
    return Pattern(
        key=entry["id"],
        answers=tuple(entry["answers"]),
        group=groups[entry["group"]],
        guideline=entry["guideline"],
        title=entry["title"],
        steps=tuple(entry["steps"]),
        unit=entry["unit"],
        period=entry["period"],
        start=entry["start"],
        due=entry["due"],
        evidence=tuple(entry["evidence"]),
        follow_up=entry["follow_up"],
    )
