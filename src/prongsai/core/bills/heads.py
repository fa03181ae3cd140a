"""The heads of a bank statement: which column tells the day, the sum, its way, what is left."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import zip_longest

from msgspec import Struct

from prongsai.core.errors import Finding, Place, Severity, Wrong, finding
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import row_faults
from prongsai.core.registers.numbers import money
from prongsai.core.registers.periods import read_day
from prongsai.core.registers.sheet import Sheet
from prongsai.core.thai import arabic_digits, printed, squeeze

_TIME = compiled(r"[\sT]{1,3}[0-9]{1,2}[:.][0-9]{2}.*$")
_HOUR = compiled(
    r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?:[:.]([0-5][0-9]))?(?![0-9])(?:\s*([ap])\.?m)?",
    re.IGNORECASE,
)
# What banks and their exports head these columns with, in small letters, the best word first.
_DAY = (
    "วันที่ทำรายการ", "วันที่รายการ", "วันที่โอน", "วันที่", "วัน เดือน ปี", "วัน/เดือน/ปี", "วันเดือนปี", "ว/ด/ป",
    "ว.ด.ป.",
    "transaction date", "trans date", "trans. date", "txn date", "tran date", "payment date",
    "date", "posting date", "effective date", "value date",
)  # fmt: skip
_OF_BOTH = (
    "จำนวนเงิน", "ยอดเงิน", "ยอดชำระ", "amount", "transaction amount", "payment amount",
    "paid amount",
)  # fmt: skip
_INTO = "เข้าบัญชี"  # beside a sum: the account's number
_IN = (
    "จำนวนเงินเข้า", "เงินเข้า", "เงินฝาก", "ฝาก", _INTO, "เครดิต", "credit", "deposit", "paid in",
    "cr. amount", "cr amount", *_OF_BOTH,
)  # fmt: skip
_AT = ("เวลาทำรายการ", "เวลา", "transaction time", "time")
# Within a head: what went out, or what is left. Neither is a sum that came in.
_NOT_IN = (
    "ถอน", "ออก", "หัก", "จ่าย", "เดบิต", "คงเหลือ", "ยกมา", "ยกไป", "ค่าธรรมเนียม",
    "debit", "withdraw", "balance", "paid out", "dr amount", "dr. amount", "fee",
)  # fmt: skip
_OUT = ("ถอน", "เงินออก", "เดบิต", "debit", "withdraw", "paid out", "dr amount", "dr. amount")
_CAME = (
    "เข้า", "ฝาก", "เครดิต", "เงินรับ", "รับชำระ", "รับโอน", "credit", "deposit", "received", "paid in",
    "cr amount", "cr. amount",
)  # fmt: skip
_LEFT = ("คงเหลือ", "balance")
_DAYS = ("date", "วันที่")
_BEFORE = (*_DAYS, "ก่อน", "before", "previous")
_NO_SUM = ("ชื่อ", "เลข", "account", "a/c", "card", "no.", *_DAYS)
# A column that tells of one sum whether it came in, and what stands in it then.
_WAY = frozenset(
    f"{word}/{other}"
    for pair in (
        ("dr", "cr"), ("d", "c"), ("debit", "credit"), ("deposit", "withdrawal"), ("in", "out"),
        ("เดบิต", "เครดิต"), ("ฝาก", "ถอน"), ("เข้า", "ออก"), ("เงินเข้า", "เงินออก"),
    )
    for word, other in (pair, pair[::-1])
)  # fmt: skip
DOTS = compiled(r"[\s.]+")
_APART = compiled(r"[\s.()/-]+")
_SHORT_YEAR = compiled(r"([0-9]{1,2}[\s/.-]?(?:[0-9]{1,2}|[A-Za-z]{3,9})[\s/.-])([0-9]{2})")
# The two eras are 43 years apart: of a year of two digits at most one reading lies between these.
_SHORT_BEFORE, _SHORT_AFTER = timedelta(days=20 * 366), timedelta(days=366)
_NOON = 12
_BILL = compiled(r"(?:อ้างอิง|ref|reference)(?:ที่|no)?1(?!\d)")
_REFERENCE = (
    "เลขอ้างอิง", "หมายเลขอ้างอิง", "เลขที่อ้างอิง", "รหัสอ้างอิง", "อ้างอิง", "reference", "ref",
)  # fmt: skip
_TAX = ("ภาษี", "tax")
_TEXT = ("รายละเอียด", "รายการ", "คำอธิบาย", "description", "details", "detail", "หมายเหตุ", "remark")


class Columns(Struct, frozen=True):
    """Which column is which.

    Shape:  `is_of_both` where sums of both ways may stand in `amount`; `is_of_bills` where
            `reference` is the one that a payer's bank hands on.
    """

    day: int
    amount: int
    reference: int | None
    text: int | None
    way: int | None
    at: int | None
    titles: Mapping[int, str]
    cells: tuple[str, ...] = ()
    out: int | None = None
    balance: int | None = None
    tax: int | None = None
    is_of_both: bool = False
    is_of_bills: bool = False

    @property
    def read(self) -> dict[int, str]:
        own = (self.day, self.amount, self.reference, self.text, self.way, self.at)
        return {column: self.titles[column] for column in own if column is not None}


class StatementLine(Struct, frozen=True):
    """A line of a file: its cells as they are typed, or as they show; `on` is the import's day."""

    sheet: Sheet
    row: int
    on: date

    @property
    def cells(self) -> tuple[str, ...]:
        return self.sheet.rows[self.row]

    @property
    def place(self) -> Place:
        return self.sheet.place_of(self.row)

    def typed(self, column: int | None) -> str:
        return "" if column is None else printed(self.sheet.cell(self.row, column)).strip()

    def displayed(self, column: int | None) -> str:
        """What a cell shows."""
        return "" if column is None else printed(self.sheet.text(self.row, column)).strip()

    def sum(self, column: int | None) -> Decimal | None:
        """The sum in a cell, without a plus; None where it is none."""
        try:
            return money(self.typed(column).removeprefix("+").strip())
        except Wrong:
            return None

    def faults(self, columns: Columns) -> Iterator[Finding]:
        """What no certain sum can be taken from."""
        texts = {column for column in (columns.reference, columns.text) if column is not None}
        return row_faults(self.sheet, self.row, columns.read, texts=texts, headed=columns.titles)

    def day(self, columns: Columns) -> date | None:
        """Its day; a year of two digits is the one in which this could be imported."""
        typed = arabic_digits(self.typed(columns.day))
        for text in (typed, _TIME.sub("", typed)):
            short = _SHORT_YEAR.fullmatch(text)
            if short is None:
                if day := read_day(text):
                    return day
                continue
            for century in ("20", "25"):
                day = read_day(f"{short[1]}{century}{short[2]}")
                if day and self.on - _SHORT_BEFORE <= day <= self.on + _SHORT_AFTER:
                    return day
        return None

    def time(self, columns: Columns) -> time | None:
        """The hour in its own column, else behind the day."""
        behind = _TIME.search(arabic_digits(self.displayed(columns.day)))
        match = _HOUR.search(arabic_digits(self.displayed(columns.at))) or (
            _HOUR.search(behind[0]) if behind else None
        )
        if match is None:
            return None
        hour, minute, second = (int(group or 0) for group in match.groups()[:3])
        if match[4] and hour <= _NOON:
            hour = hour % _NOON + _NOON * (match[4].lower() == "p")
        return time(hour, minute, second)


def columns_of(cells: Sequence[str]) -> Columns | None:
    """The columns under a head of a day and a sum that came in; None where it is no such head."""
    heads = [squeeze(cell).casefold() for cell in cells]
    sums = ["" if _is_no_sum(head) else head for head in heads]
    if any(head.startswith(_OF_BOTH) for head in sums):
        sums = ["" if head == _INTO else head for head in sums]
    day, amount = _named(heads, _DAY), _named(sums, _IN)
    way = next((place for place, head in enumerate(heads) if DOTS.sub("", head) in _WAY), None)
    if amount is None:
        # "ถอนเงิน / ฝากเงิน" over the only sums: both ways in one column.
        amount = _column(heads, _OUT, _CAME)
        way = None if way == amount else way
    if day is None or amount is None:
        return None
    titles = {place: squeeze(cell) for place, cell in enumerate(cells) if cell.strip()}
    out, left = _column(heads, _OUT), _column(heads, _LEFT, but=_BEFORE)
    # A second reference is the payer's own: many payments may bear the same.
    firsts = ["" if head.endswith(("2", "3")) else head for head in heads]
    head, reference = heads[amount], _named(firsts, _REFERENCE)
    bill = next(
        (at for at, heading in enumerate(heads) if _BILL.search(_APART.sub("", heading))), None
    )
    came = any(word in head for word in _CAME) and not any(word in head for word in _OUT)
    return Columns(
        day, amount, reference if bill is None else bill, _named(heads, _TEXT), way,
        _named(heads, _AT), titles, tuple(cells), None if out in (day, amount, way) else out, left,
        _named(heads, _TAX), is_of_both=not came, is_of_bills=bill is not None,
    )  # fmt: skip


def _is_no_sum(head: str) -> bool:
    """Whether no sum that came in stands below: another one, or the account that was credited."""
    is_account = not head.startswith(_OF_BOTH) and any(word in head for word in _NO_SUM)
    return is_account or any(word in head for word in _NOT_IN)


def _column(
    heads: Sequence[str], *words: Collection[str], but: Collection[str] = _NO_SUM
) -> int | None:
    """The first column of sums whose head has a word of each kind."""
    for place, head in enumerate(heads):
        is_other = head.startswith("บัญชี") or any(word in head for word in but)
        if not is_other and all(any(word in head for word in kind) for kind in words):
            return place
    return None


def _below(columns: Columns, cells: Sequence[str]) -> Columns | None:
    """The head with a second line of it, as "withdrawal" and "deposit" below "amount"."""
    if any(letter.isdigit() for cell in cells for letter in cell):
        return None
    pairs = zip_longest(columns.cells, cells, fillvalue="")
    whole = columns_of([below if below.strip() else above for above, below in pairs])
    # Words of a line of the table itself head no sum.
    is_there = whole is not None and whole.amount < len(cells) and cells[whole.amount].strip()
    return whole if is_there else None


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


class Heads:
    """Below which head the reading stands, and whether that is one of sums that came in."""

    def __init__(self, columns: Columns, first: StatementLine | None) -> None:
        """Begin below the first head; `first` is the line behind it."""
        self.columns = columns
        self.findings: list[Finding] = []
        self._first, self._sheet = first, first.sheet if first else None
        self._is_other = self._is_told = False

    def take(self, row: StatementLine) -> bool:
        """Whether a line is a head, or stands below one of other sums."""
        # A page goes on below the head of the one before; another sheet is another table.
        is_new, self._sheet = row.sheet is not self._sheet and bool(row.sheet.title), row.sheet
        if is_new:
            self._is_other, self._is_told = True, False
        has_day = not self._is_other and row.day(self.columns) is not None
        again = None if has_day else columns_of(row.cells)
        if again is None and not has_day and row is self._first:
            again = _below(self.columns, row.cells)
        if again is not None:
            self.columns, self._is_other = again, False
            return True
        if not has_day and _heads_other(row.cells):
            self._is_other, self._is_told = True, False
        if self._is_other and not self._is_told and _may_be_row(row.cells):
            self._is_told = True
            self.findings.append(
                finding("bills/statement_other_table", Severity.WARNING, row.place)
            )
        return self._is_other


def _may_be_row(cells: Sequence[str]) -> bool:
    return any(read_day(squeeze(arabic_digits(cell))) for cell in cells)
