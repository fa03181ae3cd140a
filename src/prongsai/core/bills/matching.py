"""Which bill a sum is for: by the bill's reference and the same amount, and never by a guess."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.bills.statement import Incoming
from prongsai.core.patterns import compiled
from prongsai.core.text import Labelled
from prongsai.core.thai import arabic_digits


class BillState(Labelled):
    OPEN = "open", "รอชำระ", "to be paid"
    PAID = "paid", "ชำระแล้ว", "paid"
    CANCELLED = "cancelled", "ยกเลิก", "cancelled"


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


class SumVerdict(Labelled):
    """What is known of a sum."""

    CERTAIN = "certain", "เลขอ้างอิงและจำนวนเงินตรง", "reference and amount agree"
    OTHER_AMOUNT = "other-amount", "เลขอ้างอิงตรง แต่จำนวนเงินต่าง", "same reference, different amount"
    OTHER_DAY = (
        "other-day",
        "วันที่ของรายการก่อนวันออกใบแจ้ง หรือยังไม่ถึง ตรวจปีในไฟล์",
        "its day is before the bill, or in the future: check the year in the file",
    )
    NOT_OPEN = (
        "not-open",
        "เลขอ้างอิงของใบแจ้งที่ชำระแล้วหรือยกเลิก",
        "its bill was paid already, or cancelled",
    )
    SEVERAL_BILLS = (
        "several-bills",
        "มีเลขอ้างอิงของหลายใบแจ้ง",
        "it has the references of several bills",
    )
    TWICE = "twice", "มีหลายรายการของใบแจ้งเดียวกัน", "several payments have the reference of one bill"
    ALIKE = (
        "alike",
        "อาจเป็นเงินก้อนเดียวกับรายการที่ชำระใบแจ้งแล้ว",
        "may be the same money that paid a bill already",
    )
    NO_REFERENCE = "no-reference", "ไม่มีเลขอ้างอิงของใบแจ้งใด", "it has no reference of a bill"


class Match(Struct, frozen=True):
    """A sum with what is known of it.

    Shape:  `bill` is the key of the one bill that it names, "" for none or several; `offered` are
            the bills that a person may choose it for, or nobody: of the same amount those that are
            open or await their sum where it names none, its own where that awaits it, or where
            another sum names that too.
    """

    line: Incoming
    verdict: SumVerdict
    bill: str = ""
    offered: tuple[str, ...] = ()


def matched(lines: Sequence[Incoming], bills: Collection[BillFacts], on: date) -> tuple[Match, ...]:
    """What is known of each sum on a day, in their order.

    Shape:  a sum is certain where it names one open bill, by all sixteen digits of its reference,
            has its amount to the satang, came between the bill's day and `on`, and no other sum
            does so too.
    """
    by_reference = {bill.reference: bill for bill in bills}
    of_amount: dict[Decimal, list[str]] = {}
    for bill in bills:
        if bill.state is BillState.OPEN or bill.awaits_sum:
            of_amount.setdefault(bill.amount, []).append(bill.key)
    matches = [_matched(line, by_reference, of_amount, on) for line in lines]
    times = Counter(match.bill for match in matches if match.verdict is SumVerdict.CERTAIN)
    return tuple(
        replace(match, verdict=SumVerdict.TWICE, offered=(match.bill,))
        if match.verdict is SumVerdict.CERTAIN and times[match.bill] > 1
        else match
        for match in matches
    )


def _matched(
    line: Incoming,
    by_reference: Mapping[str, BillFacts],
    of_amount: Mapping[Decimal, list[str]],
    on: date,
) -> Match:
    named = [
        by_reference[reference] for reference in references_in(line) if reference in by_reference
    ]
    if len(named) > 1:
        return Match(line, SumVerdict.SEVERAL_BILLS)
    if not named:
        return Match(line, SumVerdict.NO_REFERENCE, offered=tuple(of_amount.get(line.amount, ())))
    bill = named[0]
    if bill.state is not BillState.OPEN:
        is_its_own = bill.awaits_sum and bill.amount == line.amount
        return Match(line, SumVerdict.NOT_OPEN, bill.key, (bill.key,) if is_its_own else ())
    if bill.amount != line.amount:
        return Match(line, SumVerdict.OTHER_AMOUNT, bill.key)
    is_in_time = bill.day <= line.day <= on
    return Match(line, SumVerdict.CERTAIN if is_in_time else SumVerdict.OTHER_DAY, bill.key)


def references_in(line: Incoming) -> Iterator[str]:
    """Every run of sixteen digits in the bank's reference of a sum, each once.

    Shape:  what the payer wrote counts only where there is no reference: beside one it would name
            a bill that the payer did not pay.
    """
    has_reference = any(letter.isalnum() for letter in line.reference)
    text = arabic_digits(line.reference if has_reference else line.text)
    seen = set()
    for run in _SIXTEEN.finditer(text):
        digits = _APART.sub("", run[0])
        if digits not in seen:
            seen.add(digits)
            yield digits


_SIXTEEN = compiled(r"(?<![0-9])[0-9]{4}(?:[ \-]?[0-9]{4}){3}(?![0-9])")
_APART = compiled(r"[ \-]")


_BLANK_OR_DASH = compiled(r"[\s-]")


def unknown(lines: Iterable[Incoming], known: Iterable[Incoming]) -> list[Incoming]:
    """The lines that are not among the known ones, of which each stands for one line."""
    left: dict[tuple[date, Decimal], list[Incoming]] = {}
    for line in known:
        left.setdefault((line.day, line.amount), []).append(line)
    waiting = list(lines)
    for is_same in (_are_equal, _is_same):  # what is alike in all, before what may differ
        waiting = [line for line in waiting if not _taken(line, left, is_same)]
    return waiting


def _taken(
    line: Incoming,
    left: dict[tuple[date, Decimal], list[Incoming]],
    is_same: Callable[[Incoming, Incoming], bool],
) -> bool:
    held = left.get((line.day, line.amount), [])
    for place, other in enumerate(held):
        if is_same(line, other):
            del held[place]
            return True
    return False


def _are_equal(line: Incoming, other: Incoming) -> bool:
    return (line.at, _reference(line), line.text) == (other.at, _reference(other), other.text)


def _is_same(line: Incoming, other: Incoming) -> bool:
    are_timed = line.at is not None and other.at is not None
    # Noughts in front are lost in a spreadsheet; the hour must agree then.
    is_named = _reference(line) == _reference(other) or (
        are_timed and bool(_reference(line)) is bool(_reference(other))
    )
    is_told = are_timed or bool(_reference(line)) or line.text == other.text
    return is_named and is_told and may_be_one(line, other, in_one_file=False)


def may_be_one(line: Incoming, other: Incoming, *, in_one_file: bool) -> bool:
    """Whether two lines of a day and amount may tell the same sum: nothing that both tell differs.

    Shape:  one file tells two sums by any difference; of two files either may leave something out.
    """
    if in_one_file:
        return _are_equal(line, other)
    references = {
        _reference(incoming).lstrip("0") for incoming in (line, other) if _reference(incoming)
    }
    return len(references) <= 1 and _are_near(line.at, other.at)


def _are_near(at: time | None, other: time | None) -> bool:
    if at is None or other is None or at == other:
        return True
    # Some exports leave the seconds out.
    to_minute = 0 in (at.second, other.second)
    return to_minute and at.replace(second=0) == other.replace(second=0)


def _reference(line: Incoming) -> str:
    return _BLANK_OR_DASH.sub("", arabic_digits(line.reference)).casefold()
