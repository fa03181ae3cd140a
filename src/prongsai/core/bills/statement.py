"""What came in at the bank: the lines of an account statement, whatever its columns are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from msgspec import Struct

from prongsai.core.bills.promptpay import MOST
from prongsai.core.errors import Finding, Place, Severity, Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.numbers import money
from prongsai.core.registers.periods import read_day
from prongsai.core.registers.sheet import Sheet
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, printed, squeeze

_ROWS_TO_HEAD = 30
_LONGEST_TEXT = 300
_QUOTED = 40
_TIME = compiled(r"[\sT]+[0-9]{1,2}[:.][0-9]{2}.*$")
_HOUR = compiled(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?(?![0-9])")
# What banks and their exports head these columns with, in small letters, the best word first.
_DAY = ("วันที่ทำรายการ", "วันที่รายการ", "วันที่โอน", "วันที่", "transaction date", "payment date", "date")
_IN = (
    "จำนวนเงินเข้า", "เงินเข้า", "เงินฝาก", "ฝาก", "เข้าบัญชี", "เครดิต", "credit", "deposit",
    "จำนวนเงิน", "ยอดเงิน", "amount",
)  # fmt: skip
_AT = ("เวลาทำรายการ", "เวลา", "transaction time", "time")
# Within a head: what went out, or what is left. Neither is a sum that came in.
_NOT_IN = (
    "ถอน", "ออก", "หัก", "จ่าย", "เดบิต", "คงเหลือ", "ยกมา", "ยกไป", "ค่าธรรมเนียม",
    "debit", "withdraw", "balance", "paid out", "fee",
)  # fmt: skip
# A column that tells of one sum whether it came in, and what stands in it then.
_WAY = ("dr/cr", "cr/dr", "d/c", "c/d", "debit/credit", "credit/debit", "เดบิต/เครดิต", "เครดิต/เดบิต")
_CAME_IN = frozenset({"c", "cr", "credit", "เครดิต", "ฝาก", "+"})
_WENT_OUT = frozenset({"d", "dr", "debit", "เดบิต", "ถอน", "-"})
_REFERENCE = (
    "อ้างอิง 1",
    "อ้างอิง1",
    "ref.1",
    "ref 1",
    "ref1",
    "reference 1",
    "เลขอ้างอิง",
    "reference",
    "ref",
)
_TEXT = ("รายละเอียด", "รายการ", "คำอธิบาย", "description", "details", "detail", "หมายเหตุ", "remark")


class Incoming(Struct, frozen=True):
    """One sum that came in.

    Shape:  `line` is where the file has it, `amount` baht, `at` None where the file tells no time.
    """

    line: int
    day: date
    amount: Decimal
    reference: str = ""
    text: str = ""
    at: time | None = None


class Statement(Struct, frozen=True):
    """What a file gives; `passed_over` counts lines without a sum that came in."""

    lines: tuple[Incoming, ...]
    findings: tuple[Finding, ...]
    passed_over: int = 0


class _Columns(Struct, frozen=True):
    day: int
    amount: int
    reference: int | None
    text: int | None
    way: int | None
    at: int | None
    titles: Mapping[int, str]

    @property
    def read(self) -> dict[int, str]:
        """The columns that are read, with their headings."""
        own = (self.day, self.amount, self.reference, self.text, self.way, self.at)
        return {column: self.titles[column] for column in own if column is not None}


class _Line(Struct, frozen=True):
    """A line of a file: its cells as they are typed, or as they show."""

    sheet: Sheet
    row: int

    @property
    def cells(self) -> tuple[str, ...]:
        return self.sheet.rows[self.row]

    @property
    def place(self) -> Place:
        return self.sheet.place_of(self.row)

    @property
    def number(self) -> int:
        """The line of a text file, or the row of a sheet."""
        return self.place.line or self.place.row or 0

    def typed(self, column: int | None) -> str:
        return "" if column is None else printed(self.sheet.shown(self.row, column)).strip()

    def shown(self, column: int | None) -> str:
        return "" if column is None else printed(self.sheet.text(self.row, column)).strip()

    def faults(self, columns: _Columns) -> Iterator[Finding]:
        """What no certain sum can be taken from."""
        texts = {column for column in (columns.reference, columns.text) if column is not None}
        yield from row_faults(
            self.sheet, self.row, columns.read, texts=texts, headed=columns.titles
        )


def read_statement(sheets: Sequence[Sheet], name: str) -> Statement:
    """The sums that came in; what cannot be read is told with its line and not taken.

    Shape:  the first line that heads a day and a sum is the head, until another one follows (a new
            page, a new sheet); money that went out is passed over.
    Errors: UnreadableInput where a line with a day has a cell that is not certain (`damage`).
    """
    rows = [_Line(sheet, row) for sheet in sheets for row in range(len(sheet.rows))]
    for place, row in enumerate(rows[:_ROWS_TO_HEAD]):
        columns = _columns(row.cells)
        if columns is not None:
            return _read(rows[place + 1 :], columns)
    told = Finding(
        "statement_no_head", Severity.ERROR,
        Text("ไม่พบหัวตารางที่มีวันที่และเงินเข้า", "no line heads a day and a sum that came in"),
        (Place(name, line=1),),
        Text(
            "ตั้งหัวคอลัมน์ว่า วันที่ จำนวนเงินเข้า อ้างอิง 1 รายละเอียด แล้วส่งอีกครั้ง",
            "head the columns date, credit, ref1, description, then send it again",
        ),
    )  # fmt: skip
    return Statement((), (told,))


def _columns(cells: Sequence[str]) -> _Columns | None:
    heads = [squeeze(cell).casefold() for cell in cells]
    sums = ["" if any(word in head for word in _NOT_IN) else head for head in heads]
    day, amount = _named(heads, _DAY), _named(sums, _IN)
    if day is None or amount is None:
        return None
    way = next((place for place, head in enumerate(heads) if head in _WAY), None)
    titles = {place: squeeze(cell) for place, cell in enumerate(cells) if cell.strip()}
    return _Columns(
        day, amount, _named(heads, _REFERENCE), _named(heads, _TEXT),
        way, _named(heads, _AT), titles,
    )  # fmt: skip


def _named(heads: Sequence[str], words: Sequence[str]) -> int | None:
    """The column of the best word: one that is headed so, else one that begins so."""
    for word in words:
        for place, head in enumerate(heads):
            if head == word:
                return place
    for word in words:
        for place, head in enumerate(heads):
            if head.startswith(word):
                return place
    return None


def _read(rows: Sequence[_Line], columns: _Columns) -> Statement:
    lines: list[Incoming] = []
    findings: list[Finding] = []
    faults: list[Finding] = []
    passed_over = 0
    for row in rows:
        place = row.place
        day = _day(row, columns)
        again = None if day else _columns(row.cells)
        if again is not None:
            columns = again
            continue
        if day is not None:
            faults += row.faults(columns)
        try:
            found = _line(row, columns)
        except Wrong as fault:
            code = "statement_unread"
            next_step = Text("แก้บรรทัดนี้ในแฟ้ม", "correct this line in the file")
            findings.append(Finding(code, Severity.WARNING, fault.message, (place,), next_step))
            continue
        if found is None:
            passed_over += 1
        else:
            lines.append(found)
    refuse_damaged(faults)
    return Statement(tuple(lines), tuple(findings), passed_over)


def _line(row: _Line, columns: _Columns) -> Incoming | None:
    """One line; None where no sum came in.

    Errors: Wrong where the sum or its day cannot be read.
    """
    sum_text = row.typed(columns.amount).removeprefix("+").strip()
    if sum_text in ("", "-", "–"):
        return None
    amount = money(sum_text)
    if amount <= 0 or not _came_in(row, columns):
        return None
    if amount > MOST:
        raise Wrong(
            Text(
                f"“{sum_text[:_QUOTED]}” มากกว่าที่ใบแจ้งใดมีได้",
                f"“{sum_text[:_QUOTED]}” is more than any bill may ask",
            )
        )
    day = _day(row, columns)
    if day is None:
        typed = row.typed(columns.day)[:_QUOTED]
        raise Wrong(Text(f"อ่านวันที่ “{typed}” ไม่ได้", f"“{typed}” is no day that can be read"))
    reference = row.shown(columns.reference)
    text = row.shown(columns.text)[:_LONGEST_TEXT]
    return Incoming(row.number, day, amount, reference[:100], text, _time(row, columns))


def _day(row: _Line, columns: _Columns) -> date | None:
    typed = arabic_digits(row.typed(columns.day))
    return read_day(typed) or read_day(_TIME.sub("", typed))


def _time(row: _Line, columns: _Columns) -> time | None:
    """The hour in its own column, else behind the day."""
    behind = _TIME.search(arabic_digits(row.shown(columns.day)))
    found = _HOUR.search(arabic_digits(row.shown(columns.at))) or (
        _HOUR.search(behind[0]) if behind else None
    )
    if found is None:
        return None
    hour, minute, second = (int(one or 0) for one in found.groups())
    return time(hour, minute, second)


def _came_in(row: _Line, columns: _Columns) -> bool:
    """Whether the sum of a line came in.

    Errors: Wrong where its column for that says neither.
    """
    if columns.way is None:
        return True
    told = squeeze(row.typed(columns.way)).casefold()
    if told not in _CAME_IN | _WENT_OUT:
        raise Wrong(
            Text(
                f"“{told[:_QUOTED]}” ไม่บอกว่าเงินเข้าหรือออก",
                f"“{told[:_QUOTED]}” does not say whether money came in or went out",
            )
        )
    return told in _CAME_IN


def references_in(line: Incoming) -> Iterator[str]:
    """Every run of sixteen digits in the bank's reference of a sum, each once.

    Shape:  what the payer wrote counts only where there is no reference: beside one it would name
            a bill that the payer did not pay.
    """
    has_reference = any(letter.isalnum() for letter in line.reference)
    told = arabic_digits(line.reference if has_reference else line.text)
    seen = set()
    for found in _SIXTEEN.finditer(told):
        digits = _APART.sub("", found[0])
        if digits not in seen:
            seen.add(digits)
            yield digits


_SIXTEEN = compiled(r"(?<![0-9])[0-9]{4}(?:[ \-]?[0-9]{4}){3}(?![0-9])")
_APART = compiled(r"[ \-]")
