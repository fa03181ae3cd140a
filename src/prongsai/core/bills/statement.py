"""What came in at the bank: the lines of an account statement, whatever its columns are called."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from itertools import zip_longest

from msgspec import Struct

from prongsai.core.bills.promptpay import MOST
from prongsai.core.dates import long_date
from prongsai.core.errors import Finding, Place, Severity, Wrong
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.numbers import money, number
from prongsai.core.registers.periods import read_day
from prongsai.core.registers.sheet import Sheet
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, printed, squeeze

_ROWS_TO_HEAD = 30
_LONGEST_TEXT = 300
_QUOTED = 40
_TIME = compiled(r"[\sT]{1,3}[0-9]{1,2}[:.][0-9]{2}.*$")
_HOUR = compiled(
    r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?(?![0-9])(?:\s*([ap])\.?m)?",
    re.IGNORECASE,
)
# What banks and their exports head these columns with, in small letters, the best word first.
_DAY = ("วันที่ทำรายการ", "วันที่รายการ", "วันที่โอน", "วันที่", "transaction date", "payment date", "date")
_IN = (
    "จำนวนเงินเข้า", "เงินเข้า", "เงินฝาก", "ฝาก", "เข้าบัญชี", "เครดิต", "credit", "deposit",
    "จำนวนเงิน", "ยอดเงิน", "amount",
)  # fmt: skip
_OF_BOTH = ("จำนวนเงิน", "ยอดเงิน", "amount")
_AT = ("เวลาทำรายการ", "เวลา", "transaction time", "time")
# Within a head: what went out, or what is left. Neither is a sum that came in.
_NOT_IN = (
    "ถอน", "ออก", "หัก", "จ่าย", "เดบิต", "คงเหลือ", "ยกมา", "ยกไป", "ค่าธรรมเนียม",
    "debit", "withdraw", "balance", "paid out", "fee",
)  # fmt: skip
_OUT = ("ถอน", "เงินออก", "เดบิต", "debit", "withdraw")
_NO_SUM = ("บัญชี", "เลข", "account", "a/c", "no.", "date", "วันที่")
# A column that tells of one sum whether it came in, and what stands in it then.
_WAY = frozenset(
    f"{one}/{other}"
    for pair in (
        ("dr", "cr"), ("d", "c"), ("debit", "credit"), ("deposit", "withdrawal"), ("in", "out"),
        ("เดบิต", "เครดิต"), ("ฝาก", "ถอน"), ("เข้า", "ออก"), ("เงินเข้า", "เงินออก"),
    )
    for one, other in (pair, pair[::-1])
)  # fmt: skip
_CAME_IN = frozenset(
    {"c", "cr", "credit", "deposit", "in", "เครดิต", "ฝาก", "ฝากเงิน", "เข้า", "เงินเข้า", "โอนเข้า", "+"}
)
_WENT_OUT = frozenset({"d", "out", "ออก", "-"})
# In any column they tell as much, such as one that is headed "type".
_SAYS_OUT = compiled(
    r"(?:รายการ)?(?:ถอน(?:เงิน(?:สด)?)?|(?:โอน)?เงินออก|โอนออก|หัก(?:เงิน)?บัญชี|เดบิต)|dr|debit|withdraw(?:al)?"
)
_DOTS = compiled(r"[\s.]+")
# Of one cell: a line that adds up others, or carries a balance over, is no payment.
_ADDS_UP = compiled(
    r"(?:ยอด)?รวม(?:ทั้ง|เงิน|ฝาก|ยอด|ราย|ประจำ|วันที่|\s|$).*|(?:sub|grand)?[\s-]?total\b.*|ยอดยก(?:มา|ไป).*"
)
# Years of two digits are the Common Era's up to here: as Buddhist ones they lie before 2000.
_SHORT_YEAR = compiled(
    r"([0-9]{1,2}[\s/.-]?(?:[0-9]{1,2}|[A-Za-z]{3,9})[\s/.-])([0-3][0-9]|4[0-2])"
)
_FIRST_YEAR, _NOON = 2000, 12
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
    cells: tuple[str, ...] = ()
    out: int | None = None

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
    way = next((place for place, head in enumerate(heads) if _DOTS.sub("", head) in _WAY), None)
    titles = {place: squeeze(cell) for place, cell in enumerate(cells) if cell.strip()}
    out = next((place for place, head in enumerate(heads) if _is_out(head)), None)
    if out in (day, amount, way):
        out = None
    return _Columns(
        day, amount, _named(heads, _REFERENCE), _named(heads, _TEXT),
        way, _named(heads, _AT), titles, tuple(cells), out,
    )  # fmt: skip


def _is_out(head: str) -> bool:
    return any(word in head for word in _OUT) and not any(word in head for word in _NO_SUM)


def _below(columns: _Columns, cells: Sequence[str]) -> _Columns | None:
    """The head with a second line of it, as "withdrawal" and "deposit" below "amount"."""
    if any(letter.isdigit() for cell in cells for letter in cell):
        return None
    pairs = zip_longest(columns.cells, cells, fillvalue="")
    found = _columns([below if below.strip() else above for above, below in pairs])
    # Words of a line of the table itself head no sum.
    is_there = found is not None and found.amount < len(cells) and cells[found.amount].strip()
    return found if is_there else None


def _heads_other(cells: Sequence[str]) -> bool:
    """Whether a line heads a table of days without a sum that came in."""
    words = [squeeze(cell).casefold() for cell in cells if any(map(str.isalpha, cell))]
    has_digit = any(letter.isdigit() for cell in cells for letter in cell)
    return len(words) > 1 and not has_digit and not set(_DAY).isdisjoint(words)


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


class _Heads:
    """Below which head the reading stands, and whether that is one of sums that came in."""

    def __init__(self, columns: _Columns, first: _Line | None) -> None:
        self.columns = columns
        self.findings: list[Finding] = []
        self._first, self._sheet = first, first.sheet if first else None
        self._is_other = self._is_told = False

    def take(self, row: _Line) -> bool:
        """Whether a line is a head, or stands below one of other sums."""
        # A page goes on below the head of the one before; another sheet is another table.
        is_new, self._sheet = row.sheet is not self._sheet and bool(row.sheet.title), row.sheet
        if is_new:
            self._is_other, self._is_told = True, False
        has_day = not self._is_other and _day(row, self.columns) is not None
        again = None if has_day else _columns(row.cells)
        if again is None and not has_day and row is self._first:
            again = _below(self.columns, row.cells)
        if again is not None:
            self.columns, self._is_other = again, False
            return True
        if not has_day and _heads_other(row.cells):
            self._is_other, self._is_told = True, False
        if self._is_other and not self._is_told and _may_be_row(row.cells):
            self._is_told = True
            self.findings.append(_other_table(row.place))
        return self._is_other


def _may_be_row(cells: Sequence[str]) -> bool:
    return any(read_day(squeeze(arabic_digits(cell))) for cell in cells)


def _read(rows: Sequence[_Line], columns: _Columns) -> Statement:
    heads = _Heads(columns, rows[0] if rows else None)
    lines: list[Incoming] = []
    findings = heads.findings
    faults: list[Finding] = []
    passed_over = 0
    for row in rows:
        if heads.take(row):
            continue
        columns = heads.columns
        if _day(row, columns) is not None:
            faults += row.faults(columns)
        try:
            found = _line(row, columns)
        except Wrong as fault:
            code = "statement_unread"
            next_step = Text("แก้บรรทัดนี้ในแฟ้ม", "correct this line in the file")
            findings.append(Finding(code, Severity.WARNING, fault.message, (row.place,), next_step))
            continue
        if found is None:
            passed_over += 1
        else:
            lines.append(found)
    refuse_damaged(faults)
    return Statement(tuple(lines), tuple(findings), passed_over)


def _other_table(place: Place) -> Finding:
    return Finding(
        "statement_other_table", Severity.WARNING,
        Text(
            "ไม่มีหัวตารางที่มีวันที่และเงินเข้า จึงไม่อ่านตั้งแต่บรรทัดนี้",
            "no head with a day and a sum that came in: nothing is read from here on",
        ),
        (place,),
        Text("ถ้าเป็นเงินเข้า ตั้งหัวคอลัมน์แล้วส่งใหม่", "if money came in, head the columns and send it"),
    )  # fmt: skip


def _line(row: _Line, columns: _Columns) -> Incoming | None:
    """One line; None where no sum came in.

    Errors: Wrong where the sum or its day cannot be read.
    """
    sum_text = row.typed(columns.amount).removeprefix("+").strip()
    # A sum of several lines, merged downwards, is one sum.
    if sum_text in ("", "-", "–") or (row.row, columns.amount) in row.sheet.under:
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
    if day.year < _FIRST_YEAR:
        told = long_date(day)
        raise Wrong(Text(f"อ่านได้เป็น {told} ตรวจปีในแฟ้ม", f"it reads {told}: look at the year"))
    _refuse_no_payment(row, columns)
    reference = row.shown(columns.reference)
    text = row.shown(columns.text)[:_LONGEST_TEXT]
    return Incoming(row.number, day, amount, reference[:100], text, _time(row, columns))


def _refuse_no_payment(row: _Line, columns: _Columns) -> None:
    """Refuse a line that cannot be one sum that came in.

    Errors: Wrong.
    """
    if columns.out is not None and number(row.typed(columns.out)):
        raise Wrong(
            Text(
                "มีทั้งเงินเข้าและเงินออกในบรรทัดเดียว จำนวนเงินอาจถูกตัดที่จุลภาค",
                "a sum came in and went out on one line: a comma may have cut it",
            )
        )
    words = (squeeze(cell).casefold() for cell in row.cells)
    if not row.shown(columns.reference) and any(map(_ADDS_UP.fullmatch, words)):
        raise Wrong(Text("บรรทัดรวมหรือยอดยกมา ไม่ใช่เงินเข้า", "a sum of other lines is no payment"))


def _day(row: _Line, columns: _Columns) -> date | None:
    typed = arabic_digits(row.typed(columns.day))
    for text in (typed, _TIME.sub("", typed)):
        short = _SHORT_YEAR.fullmatch(text)
        if found := read_day(f"{short[1]}20{short[2]}" if short else text):
            return found
    return None


def _time(row: _Line, columns: _Columns) -> time | None:
    """The hour in its own column, else behind the day."""
    behind = _TIME.search(arabic_digits(row.shown(columns.day)))
    found = _HOUR.search(arabic_digits(row.shown(columns.at))) or (
        _HOUR.search(behind[0]) if behind else None
    )
    if found is None:
        return None
    hour, minute, second = (int(one or 0) for one in found.groups()[:3])
    if found[4] and hour <= _NOON:
        hour = hour % _NOON + _NOON * (found[4].lower() == "p")
    return time(hour, minute, second)


def _came_in(row: _Line, columns: _Columns) -> bool:
    """Whether the sum of a line came in.

    Errors: Wrong where its column for that says neither.
    """
    if columns.way is None:
        head = columns.titles[columns.amount].casefold()
        is_of_both = head.startswith(_OF_BOTH) and not head.startswith(_IN[0])
        says_out = any(_SAYS_OUT.fullmatch(_DOTS.sub("", cell).casefold()) for cell in row.cells)
        return not (is_of_both and says_out)
    told = _DOTS.sub("", row.typed(columns.way)).casefold()
    if told not in _CAME_IN | _WENT_OUT and not _SAYS_OUT.fullmatch(told):
        raise Wrong(
            Text(
                f"“{told[:_QUOTED]}” ไม่บอกว่าเงินเข้าหรือออก",
                f"“{told[:_QUOTED]}” does not say whether money came in or went out",
            )
        )
    return told in _CAME_IN
