"""Whether a sum of a bank statement came in or went out: proven by the file, never by free text.

Proof is a column of its own, a sign, a column of the way, the change of the balance from line to
line, or a report of payments received. What contradicts another proof is no proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from functools import cached_property
from itertools import groupby, pairwise

from msgspec import Struct

from prongsai.core.bills.heads import DOTS, Columns, StatementLine
from prongsai.core.errors import Wrong
from prongsai.core.patterns import compiled
from prongsai.core.thai import squeeze

_CAME_IN = frozenset({"cr", "credit", "deposit", "เครดิต", "ฝาก", "ฝากเงิน", "เงินเข้า", "โอนเข้า"})
_WENT_OUT = compiled(
    r"(?:รายการ)?(?:ถอน(?:เงิน(?:สด)?)?|(?:โอน)?เงินออก|โอนออก|หัก(?:เงิน)?บัญชี|เดบิต)|dr|debit|withdraw(?:al)?"
)
# A format may say so, too, of a number without a sign.
_SHOWS_OUT = compiled(r"[-−(].*[0-9].*|.*[0-9]\s*(?:[-−]|DR\.?|Dr\.?)")
# In a column that is headed so; elsewhere a dash is an empty cell, a letter some code.
_SIGNS = {"c": True, "in": True, "เข้า": True, "+": True} | dict.fromkeys(
    ("d", "out", "ออก", "-"), False
)
# Of one cell: a line that adds up others, or carries a balance over, is no payment.
_ADDS_UP = compiled(
    r"(?:ยอด)?รวม(?:ทั้ง|เงิน|ฝาก|ยอด|ราย|ประจำ|วันที่|\s|$).*|(?:sub|grand)?[\s-]?total\b.*"
)
_CARRIES = compiled(r"(?:ยอด)?(?:เงิน)?(?:คงเหลือ)?ยก(?:มา|ไป).*|(?:balance )?[bc]/f")
_COUNTS = compiled(r"(?:จำนวน|รวม)?\s?[\d,]+\s?(?:รายการ|items?|transactions?)")
_BALANCES = frozenset({
    "brought forward", "carried forward", "balance forward", "balance brought forward",
    "balance carried forward", "opening balance", "closing balance", "beginning balance",
    "ending balance",
})  # fmt: skip
# What a report tells of a payment that failed or was given back; of an account it is money, too.
_NEVER_CAME = frozenset({
    "ไม่สำเร็จ", "ทำรายการไม่สำเร็จ", "ล้มเหลว", "คืนเงิน", "คืนเงินแล้ว", "ปฏิเสธ",
    "ถูกปฏิเสธ",
    "unsuccess", "unsuccessful", "not success", "not successful", "canceled", "cancelled", "cancel",
    "void", "voided", "reversed", "reversal", "refund", "refunded", "fail", "failed",
    "reject", "rejected", "declined", "pending",
})  # fmt: skip
_CALLED_OFF = compiled(r"(?:ถูก)?ยกเลิก.{0,20}|รอ(?:ดำเนินการ|ตรวจสอบ|ยืนยัน|อนุมัติ|ชำระ|ผล).{0,20}")
# Somebody types these, so that they are nobody's proof.
_NOTES = (
    "หมายเหตุ", "บันทึก", "ข้อความ", "รายละเอียด", "คำอธิบาย", "remark", "note", "memo", "desc", "detail",
)  # fmt: skip
# Above or in the head of a report of payments received; and of one of payments made.
_RECEIVED = ("รับชำระ", "ผู้ชำระ", "ผู้จ่าย", "payer", "payments received", "payment received")
_NOT_RECEIVED = (
    "ผู้รับ", "หน่วยงานที่รับ", "บริษัทที่รับ", "ปลายทาง", "จ่าย", "โอนออก", "หักบัญชี", "หักจาก", "ถอน",
    "เดินบัญชี", "เคลื่อนไหว",
    "payee", "beneficiary", "payments made", "withdraw", "debit", "account statement",
)  # fmt: skip
_NO_HARM = compiled(r"ผู้จ่าย|(?:ช่องทาง|วิธี)(?:การ)?จ่าย")
# Beside these a reference may be that of a bill which the office itself paid.
_OF_A_BILL_PAID = ("จากบัญชี", "หน่วยงาน", "ผู้ให้บริการ", "สาธารณูปโภค", "from account", "biller")
_QUOTED = 40


def is_of_others(row: StatementLine) -> bool:
    """Whether a line adds up others, or carries a balance over."""
    return any(map(adds_up, row.cells))


def adds_up(cell: str) -> bool:
    """Whether a cell says that its line adds up others."""
    words = squeeze(cell).casefold()
    return words in _BALANCES or any(
        pattern.fullmatch(words) for pattern in (_ADDS_UP, _CARRIES, _COUNTS)
    )


class SumWay(Struct, frozen=True, dict=True):
    """The lines below one head, and what in them proves the way of each sum.

    Shape:  `above` are the words over the head.
    """

    columns: Columns
    rows: Sequence[StatementLine]
    above: str = ""

    def proofs(self, row: StatementLine, amount: Decimal) -> set[bool]:
        """What is proven of a sum: True that it came in, False that it went out.

        Errors: Wrong where the column of the way says neither, or the payment never came.
        """
        if amount > 0 and self.columns.balance is None and self.columns.out is None:
            self._refuse_never_came(row)
        proofs = set(self._proofs(row, amount))
        return proofs or ({True} if self._is_report else set())

    def _proofs(self, row: StatementLine, amount: Decimal) -> Iterator[bool]:
        columns = self.columns
        if amount < 0 or not columns.is_of_both:
            yield amount > 0
        elif row.typed(columns.amount).startswith("+") or (self._is_signed and self._way is None):
            yield True
        shown = row.displayed(columns.amount)
        if amount > 0 and shown != row.typed(columns.amount) and _SHOWS_OUT.fullmatch(shown):
            yield False
        if self._way is not None:
            yield _comes_in(row.typed(self._way))
        elif columns.is_of_both and any(_said(cell) is False for cell in row.cells):
            yield False
        if (way := self._by_balance.get(id(row))) is not None:
            yield way

    def _refuse_never_came(self, row: StatementLine) -> None:
        """Refuse a payment of which its line says that it failed, or was given back."""
        for cell in map(squeeze, row.cells):
            if cell.casefold() in _NEVER_CAME or _CALLED_OFF.fullmatch(cell.casefold()):
                raise Wrong("bills/may_not_have_come", cell=cell)

    @cached_property
    def _sums(self) -> tuple[StatementLine, ...]:
        columns = self.columns
        return tuple(
            row for row in self.rows
            if row.sum(columns.amount) and row.day(columns) and not is_of_others(row)
        )  # fmt: skip

    @cached_property
    def _is_signed(self) -> bool:
        return any((row.sum(self.columns.amount) or 0) < 0 for row in self._sums)

    @cached_property
    def _way(self) -> int | None:
        """The column of the way: headed so, or one that tells it on every line, as a "type"."""
        columns = self.columns
        if columns.way is not None or not columns.is_of_both or not self._sums:
            return columns.way
        read = {columns.day, columns.amount, columns.reference, columns.at, columns.balance}
        return next(
            (column for column, title in columns.titles.items()
             if column not in read and not title.casefold().startswith(_NOTES)
             and all(_said(row.typed(column)) is not None for row in self._sums)),
            None,
        )  # fmt: skip

    @cached_property
    def _is_report(self) -> bool:
        """Whether these are payments received and no statement of an account.

        Shape:  by a word over or in the head, or the payers' reference on every line.
        """
        columns = self.columns
        sums = set(map(id, self._sums))
        between = (cell for row in self.rows if id(row) not in sums for cell in row.cells)
        words = f"{self.above} {' '.join(columns.cells)}".casefold()
        all_words = _NO_HARM.sub("", f"{words} {' '.join(between)}".casefold())
        others = (columns.way, columns.out, columns.balance)
        if (
            any(other is not None for other in others)
            or any(word in all_words for word in _NOT_RECEIVED)
            or any(_said(cell) is False for row in self._sums for cell in row.cells)
        ):
            return False
        has_all = all(row.typed(columns.reference) for row in self._sums)
        is_of_payers = columns.is_of_bills and not any(word in words for word in _OF_A_BILL_PAID)
        return (is_of_payers and has_all) or any(word in words for word in _RECEIVED)

    @cached_property
    def _by_balance(self) -> dict[int, bool]:
        """The sums whose way the balance proves, by the line's `id`: it moved by just as much.

        Shape:  none where it breaks off between two sums, for then lines are missing or moved. Days
            may rise or fall, and so may the lines within a day, or stand as the hours do: of the
            orders in which the balance fits best all must agree; of all orders that it does not
            break where it is not on every line.
        """
        steps = list(self._steps())
        turned = [step for _, day in groupby(steps, lambda step: step.day) for step in [*day][::-1]]
        orders = [steps, steps[::-1], turned, turned[::-1]]
        chains = [_chain(order) for order in (*orders, *map(_by_hour, orders))]
        most = max(fits for fits, _ in chains)
        if any(step.amount and step.balance is None for step in steps):
            most = min(most, (0, 0))
        best = [ways for fits, ways in chains if fits >= most]
        return {at: way for at, way in best[0].items() if all(ways.get(at) is way for ways in best)}

    def _steps(self) -> Iterator[_Step]:
        """The lines that move the balance or tell it."""
        columns, above, part = self.columns, self.rows[0], 0
        if columns.balance is None:
            return
        for row in self.rows:
            # Between lines that do not follow each other stands a head: another page or account.
            part += above.sheet is not row.sheet or row.row > above.row + 1
            above = row
            amount = None if is_of_others(row) else row.sum(columns.amount) or row.sum(columns.out)
            balance, day = row.sum(columns.balance), row.day(columns) if amount else None
            tax = row.sum(columns.tax) or Decimal(0)
            is_more = (row.row, columns.amount) in row.sheet.under
            if not is_more and (balance is not None or day):
                at = row.time(columns)
                yield _Step(id(row), part, abs(amount or Decimal(0)), balance, day, at, abs(tax))


class _Step(Struct, frozen=True):
    """A line with a balance; `amount` is 0 and `day` None where it only tells it."""

    line: int
    part: int
    amount: Decimal
    balance: Decimal | None
    day: date | None
    at: time | None
    tax: Decimal


def _by_hour(steps: Sequence[_Step]) -> list[_Step]:
    """The lines of each day by their hours, where all have one."""
    ordered: list[_Step] = []
    for _, group in groupby(steps, lambda step: step.day):
        day = [*group]
        is_timed = all(step.at for step in day)
        ordered += sorted(day, key=lambda step: step.at or time.min) if is_timed else day
    return ordered


def _chain(steps: Sequence[_Step]) -> tuple[tuple[int, int], dict[int, bool]]:
    """What the balance proves in one order, behind how often it and the hours are right."""
    fits = rises = 0
    ways: dict[int, bool] = {}
    days = [step.day for step in steps if step.day]
    is_whole = days == sorted(days)
    for before, step in pairwise(steps):
        if before.at and step.at and before.day == step.day:
            rises += (before.at < step.at) - (before.at > step.at)
        if before.balance is None or step.balance is None:
            continue
        change = step.balance - before.balance
        # Of interest the bank holds back a tax.
        if abs(change) == step.amount or (step.tax and change == step.amount - step.tax):
            fits += 1
            if change:
                ways[step.line] = change > 0
        elif before.amount and step.amount and before.part == step.part:
            is_whole = False
    return ((fits, rises), ways) if is_whole and rises >= 0 else ((-1, 0), {})


def _said(cell: str) -> bool | None:
    """Whether a word says that a sum came in; None where it says neither."""
    word = _bare(cell)
    return True if word in _CAME_IN else False if _WENT_OUT.fullmatch(word) else None


def _comes_in(cell: str) -> bool:
    is_in = _SIGNS.get(_bare(cell), _said(cell))
    if is_in is None:
        raise Wrong("bills/direction_not_understood", cell=cell[:_QUOTED])
    return is_in


def _bare(cell: str) -> str:
    return DOTS.sub("", cell).casefold()
