"""Which bill a sum is for: by the bill's reference and the same amount, and never by a guess."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.bills.statement import Incoming
from prongsai.core.patterns import compiled
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits


class BillState(StrEnum):
    """Where a bill stands."""

    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Text:
        """The word for people."""
        return _STATES[self]


_STATES = {
    BillState.OPEN: Text("รอชำระ", "to be paid"),
    BillState.PAID: Text("ชำระแล้ว", "paid"),
    BillState.CANCELLED: Text("ยกเลิก", "cancelled"),
}


class BillFacts(Struct, frozen=True):
    """What is compared of a bill; `key` names it, `amount` is baht, `day` when it was made.

    Shape:  `awaits_sum` where it was recorded as paid by a transfer that nobody has seen at the
            bank yet.
    """

    key: str
    reference: str
    amount: Decimal
    state: BillState
    day: date
    awaits_sum: bool = False


class Verdict(StrEnum):
    """What is known of a sum."""

    CERTAIN = "certain"
    OTHER_AMOUNT = "other-amount"
    OTHER_DAY = "other-day"
    NOT_OPEN = "not-open"
    SEVERAL_BILLS = "several-bills"
    TWICE = "twice"
    ALIKE = "alike"
    NO_REFERENCE = "no-reference"

    @property
    def label(self) -> Text:
        """What is told of it."""
        return _LABELS[self]


_LABELS = {
    Verdict.CERTAIN: Text("เลขอ้างอิงและจำนวนเงินตรง", "reference and amount agree"),
    Verdict.OTHER_AMOUNT: Text("เลขอ้างอิงตรง แต่จำนวนเงินต่าง", "its reference, but another amount"),
    Verdict.OTHER_DAY: Text(
        "วันที่ของรายการก่อนวันออกใบแจ้ง หรือยังไม่ถึง ตรวจปีในแฟ้ม",
        "its day is before the bill's, or to come: look at the year in the file",
    ),
    Verdict.NOT_OPEN: Text(
        "เลขอ้างอิงของใบแจ้งที่ชำระแล้วหรือยกเลิก", "its bill is paid already, or cancelled"
    ),
    Verdict.SEVERAL_BILLS: Text("มีเลขอ้างอิงของหลายใบแจ้ง", "it names several bills"),
    Verdict.TWICE: Text("มีหลายรายการของใบแจ้งเดียวกัน", "several sums name the same bill"),
    Verdict.ALIKE: Text(
        "อาจเป็นเงินก้อนเดียวกับรายการที่ชำระใบแจ้งแล้ว", "may be the same money that paid a bill already"
    ),
    Verdict.NO_REFERENCE: Text("ไม่มีเลขอ้างอิงของใบแจ้งใด", "it names no bill"),
}


class Match(Struct, frozen=True):
    """A sum with what is known of it.

    Shape:  `bill` is the key of the one bill that it names, "" for none or several; `offered` are
            the bills that a person may choose it for, or nobody: of the same amount those that are
            open or await their sum where it names none, its own where that awaits it, or where
            another sum names that too.
    """

    line: Incoming
    verdict: Verdict
    bill: str = ""
    offered: tuple[str, ...] = ()


def matched(lines: Sequence[Incoming], bills: Collection[BillFacts], on: date) -> tuple[Match, ...]:
    """What is known of each sum on a day, in their order.

    Shape:  a sum is certain where it names one open bill, by all sixteen digits of its reference,
            has its amount to the satang, came between the bill's day and `on`, and no other sum
            does so too.
    """
    by_reference = {one.reference: one for one in bills}
    of_amount: dict[Decimal, list[str]] = {}
    for one in bills:
        if one.state is BillState.OPEN or one.awaits_sum:
            of_amount.setdefault(one.amount, []).append(one.key)
    found = [_matched(line, by_reference, of_amount, on) for line in lines]
    times = Counter(one.bill for one in found if one.verdict is Verdict.CERTAIN)
    return tuple(
        replace(one, verdict=Verdict.TWICE, offered=(one.bill,))
        if one.verdict is Verdict.CERTAIN and times[one.bill] > 1
        else one
        for one in found
    )


def _matched(
    line: Incoming,
    by_reference: Mapping[str, BillFacts],
    of_amount: Mapping[Decimal, list[str]],
    on: date,
) -> Match:
    named = [by_reference[one] for one in references_in(line) if one in by_reference]
    if len(named) > 1:
        return Match(line, Verdict.SEVERAL_BILLS)
    if not named:
        return Match(line, Verdict.NO_REFERENCE, offered=tuple(of_amount.get(line.amount, ())))
    bill = named[0]
    if bill.state is not BillState.OPEN:
        is_its_own = bill.awaits_sum and bill.amount == line.amount
        return Match(line, Verdict.NOT_OPEN, bill.key, (bill.key,) if is_its_own else ())
    if bill.amount != line.amount:
        return Match(line, Verdict.OTHER_AMOUNT, bill.key)
    is_in_time = bill.day <= line.day <= on
    return Match(line, Verdict.CERTAIN if is_in_time else Verdict.OTHER_DAY, bill.key)


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
