"""Take in a statement of the bank, and record the sums that are certain or that a person chose."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from prongsai.core.bills.matching import BillState, Verdict
from prongsai.core.bills.statement import Incoming, Statement, read_statement
from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.bills.models import BankFile, BankLine, Bill, Payment, Way
from prongsai.web.bills.queries.bank import matches_of
from prongsai.web.bills.rights import refuse_others
from prongsai.web.bills.services.paying import record_payment, seen_at_bank
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today
from prongsai.web.platform.sandbox import read_tables

MOST_LINES = 5_000
MOST_DAYS = timedelta(days=366)
_LONGEST_NAME = 200


def take_file(*, by: Actor, name: str, data: bytes) -> tuple[BankFile, Statement]:
    """Read a statement and keep the sums that no earlier file had; nothing is recorded as paid.

    Errors: Refused where the person keeps no bills, nothing that came in can be read, or it holds
            too many sums, more than a year or only days to come; UnreadableInput where it is no
            table.
    """
    refuse_others(by)
    rows = [row for table in read_tables(data, name) for row in table.rows]
    found = read_statement(rows, name)
    if not found.lines:
        first = found.findings[0] if found.findings else None
        raise _unfit(
            first.message if first else Text("ไม่มีเงินเข้าในแฟ้มนี้", "no money came in by this file"),
            first.next_step if first else None,
        )
    _refuse_too_much(found)
    return _kept(by, name, found), found


def _refuse_too_much(found: Statement) -> None:
    """A statement of more days than a year is one with a wrong year: days between are not known.

    Errors: Refused.
    """
    if len(found.lines) > MOST_LINES:
        raise _unfit(
            Text(
                f"แฟ้มนี้มีเงินเข้า {len(found.lines):,} รายการ รับได้ {MOST_LINES:,}",
                f"{len(found.lines):,} sums came in by this file; {MOST_LINES:,} are taken at once",
            ),
            Text("แบ่งเป็นช่วงวันที่สั้นลง", "send shorter times, one after the other"),
        )
    days = sorted(one.day for one in found.lines)
    if days[0] > today():
        raise _unfit(
            Text("ทุกรายการในแฟ้มเป็นวันในอนาคต", "every day in this file is to come"),
            Text("ตรวจปีในแฟ้ม", "look at the years in the file"),
        )
    if days[-1] - days[0] > MOST_DAYS:
        first, last = long_date(days[0]), long_date(days[-1])
        raise _unfit(
            Text(f"แฟ้มนี้มีวันที่ {first} ถึง {last}", f"its days go from {first} to {last}"),
            Text("ตรวจปีในแฟ้ม หรือส่งทีละปี", "look at the years in the file, or send it by years"),
        )


def _unfit(message: Text, next_step: Text | None) -> Refused:
    usual = Text("ส่งรายการเดินบัญชีของวันที่ต้องการ", "send the statement of the days you need")
    return Refused(message, field="file", next_step=next_step or usual)


@transaction.atomic
def _kept(by: Actor, name: str, found: Statement) -> BankFile:
    journal.hold(by.agency)
    days = [one.day for one in found.lines]
    # Of days to come no bank knows: a wrong one does not make them known.
    file = BankFile.objects.create(
        agency=by.agency, name=name[:_LONGEST_NAME], first_day=min(days),
        last_day=min(max(days), today()),
        passed_over=found.passed_over, unread=len(found.findings), by=by.user, by_words=by.words,
    )  # fmt: skip
    prints = _fingerprints(by.agency, found)
    had = set(
        BankLine.objects.filter(agency=by.agency, fingerprint__in=prints).values_list(
            "fingerprint", flat=True
        )
    )
    new = [
        BankLine(
            agency=by.agency, file=file, line=one.line, day=one.day, amount=one.amount,
            reference=one.reference, text=one.text, fingerprint=told,
        )
        for one, told in zip(found.lines, prints, strict=True)
        if told not in had
    ]  # fmt: skip
    BankLine.objects.bulk_create(new, batch_size=500)
    file.known = len(found.lines) - len(new)
    file.save()
    journal.record(by.agency, by, "bank-file-taken", file.name, count=len(new))
    return file


def _fingerprints(agency: Agency, found: Statement) -> list[str]:
    """What tells each sum from all others: the third of three alike is the third in any file."""
    times: Counter[Incoming] = Counter()
    prints = []
    for one in found.lines:
        alike = Incoming(0, one.day, one.amount, one.reference, one.text)
        times[alike] += 1
        told = f"{agency.pk}|{one.day}|{one.amount}|{one.reference}|{one.text}|{times[alike]}"
        prints.append(sha256(told.encode()).hexdigest())
    return prints


@transaction.atomic
def record_certain(file: BankFile, *, by: Actor) -> int:
    """Record every sum of a file that is certain now; how many.

    Errors: Refused where the person keeps no bills of this agency.
    """
    refuse_others(by)
    journal.hold(by.agency)
    done = 0
    for one in matches_of(file):
        if one.verdict is Verdict.CERTAIN and one.bill is not None:
            _paid(one.bill, one.line, by)
            done += 1
    return done


@transaction.atomic
def choose(line: BankLine, *, by: Actor, bill_id: UUID) -> Payment:
    """Record a sum for the bill that a person chose: one that is offered for it.

    Shape:  a bill that was recorded as paid by a transfer keeps that payment: the sum proves it.
    Errors: Refused where the person keeps no bills, or the bill is none of those offered.
    """
    refuse_others(by)
    journal.hold(by.agency)
    found = next((one for one in matches_of(line.file) if one.line.pk == line.pk), None)
    offered = {bill.pk: bill for bill in found.offered} if found else {}
    if bill_id not in offered:
        raise Refused(
            Text("จับคู่กับใบแจ้งนี้ไม่ได้", "this sum cannot pay that bill"),
            next_step=Text(
                "เลือกได้เฉพาะใบแจ้งจำนวนเงินเท่ากันที่รอชำระ หรือบันทึกเป็นโอนแต่ยังไม่พบที่ธนาคาร",
                "only a bill of the same amount that is open, or whose transfer nobody saw yet",
            ),
        )
    bill = offered[bill_id]
    if bill.state == BillState.OPEN:
        return _paid(bill, line, by)
    return seen_at_bank(bill, line, by=by)


def _paid(bill: Bill, line: BankLine, by: Actor) -> Payment:
    return record_payment(
        bill, by=by, amount=line.amount, day=line.day, way=Way.TRANSFER, seen=bill.version,
        line=line,
    )  # fmt: skip
