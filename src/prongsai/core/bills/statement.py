"""What came in at the bank: the lines of an account statement, whatever its columns are called."""

from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal

from msgspec import Struct

from prongsai.core.bills.heads import Columns, Heads, StatementLine, columns_of
from prongsai.core.bills.promptpay import MOST
from prongsai.core.bills.way import SumWay, adds_up, is_of_others
from prongsai.core.dates import long_date
from prongsai.core.errors import Finding, Place, Severity, Wrong, finding
from prongsai.core.messages import read_words
from prongsai.core.patterns import compiled
from prongsai.core.registers.damage import refuse_damaged
from prongsai.core.registers.numbers import money
from prongsai.core.registers.sheet import Sheet
from prongsai.core.thai import arabic_digits

_ROWS_TO_HEAD = 30
_LONGEST_TEXT = 300
_QUOTED = 40
_FIRST_YEAR = 2000
_OF_A_LINE = "statement_unread"
_TO_12, _FROM_13 = r"(?:0?[1-9]|1[0-2])", r"(?:1[3-9]|2\d|3[01])"
_MONTH_FIRST, _DAY_FIRST = (
    compiled(rf"{first}[/.-]{other}[/.-]\d{{2,4}}(?:[\sT].*)?")
    for first, other in ((_TO_12, _FROM_13), (_FROM_13, _TO_12))
)


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

    @property
    def reason(self) -> Finding | None:
        """Why nothing was taken: what is told of the file rather than of one line's cells."""
        of_file = (finding for finding in self.findings if finding.code != _OF_A_LINE)
        return next(of_file, next(iter(self.findings), None))


def read_statement(sheets: Sequence[Sheet], name: str, on: date) -> Statement:
    """The sums that came in; what cannot be read is told with its line and not taken.

    Shape:  the first line that heads a day and a sum is the head, until another one follows (a new
            page, a new sheet); money that went out is passed over, and a sum of which nothing
            proves the way is told. `on` is the day of the import.
    Errors: UnreadableInput where a line with a day has a cell that is not certain (`damage`).
    """
    rows = [StatementLine(sheet, row, on) for sheet in sheets for row in range(len(sheet.rows))]
    for place, row in enumerate(rows[:_ROWS_TO_HEAD]):
        columns = columns_of(row.cells)
        if columns is not None:
            above = " ".join(cell for line in rows[:place] for cell in line.cells)
            return _read(rows[place + 1 :], columns, f"{row.sheet.title} {above}")
    no_head = finding("bills/statement_no_head", Severity.ERROR, Place(name, line=1))
    return Statement((), (no_head,))


def _read(rows: Sequence[StatementLine], first: Columns, above: str) -> Statement:
    heads = Heads(first, rows[0] if rows else None)
    tables: list[tuple[Columns, str, list[StatementLine]]] = []
    for row in rows:
        if heads.take(row):
            continue
        table = heads.columns, row.sheet.title
        if not tables or tables[-1][:2] != table:
            tables.append((*table, []))
        tables[-1][2].append(row)
    lines: list[Incoming] = []
    findings, faults = heads.findings, list[Finding]()
    passed_over = 0
    for columns, title, below in tables:
        words = [title, *dict.fromkeys(row.sheet.above for row in below)]
        words += [above] if below[0].sheet is rows[0].sheet else []
        way = SumWay(columns, below, " ".join(words))
        faults += _month_first(below, columns)
        for row in below:
            if row.day(columns) is not None:
                faults += row.faults(columns)
            outcome = _line(row, columns, way)
            if isinstance(outcome, Incoming):
                lines.append(outcome)
            elif outcome is None:
                passed_over += 1
            else:
                findings.append(outcome)
    refuse_damaged(faults)
    return Statement(tuple(lines), tuple(findings), passed_over)


def _month_first(rows: Sequence[StatementLine], columns: Columns) -> Iterator[Finding]:
    """The first day after its month, where none stands before one: 1/5 is no 1 May there."""
    days = [
        (row, arabic_digits(row.typed(columns.day))) for row in rows
        if row.sum(columns.amount) or row.sum(columns.out)
    ]  # fmt: skip
    first = next((row for row, day in days if _MONTH_FIRST.fullmatch(day)), None)
    if first is not None and not any(_DAY_FIRST.fullmatch(day) for _, day in days):
        yield finding("bills/statement_month_first", Severity.ERROR, first.place)


def _line(row: StatementLine, columns: Columns, way: SumWay) -> Incoming | Finding | None:
    """One sum that came in, or what is told of the line; None where no sum came in."""
    try:
        amount = _amount(row, columns)
        proofs = way.proofs(row, amount) if amount else {False}
        if proofs == {False}:
            return None
        _refuse_no_payment(row, columns, amount)
        day = _day(row, columns)
    except Wrong as fault:
        correct = read_words("bills/correct_line")
        return Finding(_OF_A_LINE, Severity.WARNING, fault.message, (row.place,), correct)
    if proofs != {True}:
        case = "contradicts" if proofs else "not_told"
        return finding(f"bills/statement_way_unknown.{case}", Severity.WARNING, row.place)
    reference = row.displayed(columns.reference)
    text = row.displayed(columns.text)[:_LONGEST_TEXT]
    number = row.place.line or row.place.row or 0
    return Incoming(number, day, amount, reference[:100], text, row.time(columns))


def _amount(row: StatementLine, columns: Columns) -> Decimal:
    """The sum of a line; 0 where it has none."""
    typed = row.typed(columns.amount).removeprefix("+").strip()
    # A sum of several lines, merged downwards, is one sum.
    if typed in ("", "-", "–") or (row.row, columns.amount) in row.sheet.under:
        return Decimal(0)
    return money(typed)


def _day(row: StatementLine, columns: Columns) -> date:
    """The day of a line.

    Errors: Wrong where it cannot be read.
    """
    day = row.day(columns)
    if day is None:
        typed = row.typed(columns.day)[:_QUOTED]
        raise Wrong("bills/day_not_understood", typed=typed)
    if day.year < _FIRST_YEAR:
        day_text = long_date(day)
        raise Wrong("bills/year_implausible", told=day_text)
    return day


def _refuse_no_payment(row: StatementLine, columns: Columns, amount: Decimal) -> None:
    """Refuse a line that cannot be one sum that came in."""
    if amount > MOST:
        typed = row.typed(columns.amount)[:_QUOTED]
        raise Wrong("bills/amount_too_large", typed=typed)
    reference = row.displayed(columns.reference)
    if is_of_others(row) and (not reference or adds_up(reference)):
        raise Wrong("bills/line_sums_up_others")
    if row.sum(columns.out):
        raise Wrong("bills/line_both_in_and_out")
