"""Our own JSON of scores, checked entry by entry: people edit these files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from typing import Any, NoReturn, TypeVar

from msgspec import Struct

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.ids import INSTRUMENTS, level_of
from prongsai.core.patterns import compiled
from prongsai.core.rounding import plain_number
from prongsai.core.scoresheet.model import (
    ALL,
    Claim,
    Counted,
    Figure,
    Origin,
    PublishedRating,
    Remark,
    Said,
    ScoreSheet,
    Statement,
)
from prongsai.core.text import Text

_SCORE = compiled(r"[0-9]{1,3}(?:\.[0-9]{1,30})?")
_FULL_SCORE = 100
_LARGEST = 10**9
_PLACE_TEXTS = ("file", "sheet", "quote")
_PLACE_NUMBERS = ("page", "line", "table", "row", "column")
_Member = TypeVar("_Member", bound=Enum)


def sheet_of(document: Mapping[str, Any], name: str) -> ScoreSheet:
    """The sheet that a document of our own format holds.

    Errors: UnreadableInput, which names the entry and the field that is wrong.
    """
    whole = _Entry(document, Place(name), Text("", ""))
    return ScoreSheet(
        whole.year("fiscal_year"),
        tuple(_figure(entry) for entry in whole.entries("figures")),
        tuple(
            PublishedRating(entry.text("code"), entry.year(), entry.text("published"), entry.place)
            for entry in whole.entries("ratings")
        ),
        tuple(
            Remark(entry.text("text"), entry.place, entry.instrument(), entry.number_or_none())
            for entry in whole.entries("remarks")
        ),
        tuple(_claim(entry) for entry in whole.entries("claims")),
        # Files of before hold none.
        tuple(map(_statement, whole.entries("statements") if "statements" in document else ())),
    )


def _figure(entry: _Entry) -> Figure:
    code = entry.text("code")
    if level_of(code) is None:
        entry.refuse("code")
    return Figure(
        code, entry.year(), entry.text("published"), entry.score(), entry.member("origin", Origin),
        entry.place, None if entry.data.get("name") is None else entry.text("name"),
    )  # fmt: skip


def _claim(entry: _Entry) -> Claim:
    number = entry.number_or_none()
    if number is None:
        entry.refuse("number")
    counted = entry.member("counted", Counted)
    return Claim(
        counted, entry.instrument(), number, entry.year(), entry.place,
        entry.amount("mark"), entry.instruments("perhaps"), entry.year("since"),
        entry.data.get("is_every") is True,
    )  # fmt: skip


def _statement(entry: _Entry) -> Statement:
    said = entry.member("said", Said)
    return Statement(
        said, entry.code("code"), entry.year(), entry.amount("amount"), entry.year("since"),
        entry.place,
        among=ALL if entry.data.get("among") == ALL else entry.instrument("among"),
        rival=None if entry.data.get("rival") is None else entry.code("rival"),
        by=entry.amount("by"), is_share=entry.data.get("is_share") is True, ends=entry.ends(),
    )  # fmt: skip


class _Entry(Struct, frozen=True):
    """One object of the file; each method gives a field, or refuses the file for it."""

    data: Mapping[str, Any]
    file: Place
    words: Text

    def refuse(self, key: str) -> NoReturn:
        """Raise the error for a field that is missing or of another kind."""
        raise UnreadableInput(
            Text(
                f"{self.words.th}ค่า “{key}” ขาดหายหรือไม่ถูกต้อง",
                f'{self.words.en}"{key}" is missing or wrong',
            ),
            place=self.file,
            next_step=Text(
                "แก้ค่านั้น หรืออ่านเอกสารต้นทางใหม่ด้วย prongsai read -o",
                "correct it, or read the source document again with prongsai read -o",
            ),
        )

    def entries(self, key: str) -> Iterator[_Entry]:
        """The objects of a list, each with the words that tell which it is."""
        held = self.data.get(key)
        if not isinstance(held, list):
            self.refuse(key)
        for number, data in enumerate(held, start=1):
            words = Text(f"{key} รายการที่ {number}: ", f"{key}, entry {number}: ")
            if not isinstance(data, dict):
                self.refuse(f"{key}[{number}]")
            yield _Entry(data, self.file, words)

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            self.refuse(key)
        return value

    def year(self, key: str = "year") -> int | None:
        year = self.data.get(key)
        if year is not None and not (_is_number(year) and FIRST_YEAR <= year <= LAST_YEAR):
            self.refuse(key)
        return year

    def number_or_none(self, key: str = "number") -> int | None:
        number = self.data.get(key)
        if number is not None and not (_is_number(number) and 0 <= number <= _LARGEST):
            self.refuse(key)
        return number

    def score(self) -> Decimal:
        value = self.data.get("value")
        written = value if isinstance(value, str) else ""
        if isinstance(value, Decimal) or _is_number(value):
            written = str(value)
        if not _SCORE.fullmatch(written) or Decimal(written) > _FULL_SCORE:
            self.refuse("value")
        return Decimal(written)

    def member(self, key: str, kind: type[_Member]) -> _Member:
        written = self.text(key)
        if written not in {member.value for member in kind}:
            self.refuse(key)
        return kind(written)

    def instrument(self, key: str = "instrument") -> str | None:
        instrument = self.data.get(key)
        if instrument is not None and instrument not in INSTRUMENTS:
            self.refuse(key)
        return instrument

    def instruments(self, key: str) -> tuple[str, ...]:
        held = self.data.get(key)
        if held is None:
            return ()
        if not isinstance(held, list) or any(one not in INSTRUMENTS for one in held):
            self.refuse(key)
        return tuple(held)

    def code(self, key: str) -> str:
        code = self.text(key)
        if level_of(code) is None:
            self.refuse(key)
        return code

    def amount(self, key: str) -> Decimal | None:
        """A number that may be missing; files of before do not have them all."""
        if self.data.get(key) is None:
            return None
        amount = plain_number(self.text(key))
        if amount is None:
            self.refuse(key)
        return amount

    def ends(self) -> tuple[Decimal, Decimal] | None:
        """The two values of a change, where it is told with them."""
        held = self.data.get("ends")
        if held is None:
            return None
        told = (
            [plain_number(one) if isinstance(one, str) else None for one in held]
            if isinstance(held, list)
            else []
        )
        if len(told) != 2 or told[0] is None or told[1] is None:  # noqa: PLR2004
            self.refuse("ends")
        return told[0], told[1]

    @property
    def place(self) -> Place:
        held = self.data.get("place")
        if not isinstance(held, dict) or held.keys() - {*_PLACE_TEXTS, *_PLACE_NUMBERS}:
            self.refuse("place")
        inner = _Entry(held, self.file, Text(f"{self.words.th}place ", f"{self.words.en}place "))
        known: dict[str, Any] = {key: inner.number_or_none(key) for key in _PLACE_NUMBERS}
        for key in _PLACE_TEXTS:
            known[key] = None if held.get(key) is None else inner.text(key)
        return Place(**known)


def _is_number(value: object) -> bool:
    """Whether a value is a whole number; in Python True is one too."""
    return isinstance(value, int) and not isinstance(value, bool)
