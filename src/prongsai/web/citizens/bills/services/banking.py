"""Take in a statement of the bank, and record the sums that are certain or that a person chose."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from prongsai.core.bills.known import unknown
from prongsai.core.bills.matching import BillState, Verdict
from prongsai.core.bills.statement import Statement, read_statement
from prongsai.core.dates import long_date
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills.models import BankFile, BankLine, Bill, PayAccount, Payment, Way
from prongsai.web.citizens.bills.queries import incoming_of, matches_of
from prongsai.web.citizens.bills.rights import keeps_bills, refuse_others
from prongsai.web.citizens.bills.services.billing import (
    reason_of,
    record_payment,
    seen_at_bank,
    tell_who_watch,
)
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import today
from prongsai.web.platform.sandbox import read_rows

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
    found = read_statement(read_rows(data, name, documents=True), name, today())
    if not found.lines:
        raise _untaken(found)
    _refuse_too_much(found)
    return _kept(by, name, found), found


def _untaken(found: Statement) -> Refused:
    first = found.reason
    if first is None:
        return _unfit(Text("ไม่มีเงินเข้าในแฟ้มนี้", "no money came in by this file"), None)
    where = first.places[0].text()
    said = Text(f"{where.th}: {first.message.th}", f"{where.en}: {first.message.en}")
    return _unfit(said, first.next_step)


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
    rows = BankLine.objects.filter(agency=by.agency, day__in=set(days)).exclude(file=file)
    new = [
        BankLine(
            agency=by.agency, file=file, line=one.line, day=one.day, at=one.at, amount=one.amount,
            reference=one.reference, text=one.text,
        )
        for one in unknown(found.lines, map(incoming_of, rows))
    ]  # fmt: skip
    BankLine.objects.bulk_create(new, batch_size=500)
    file.known = len(found.lines) - len(new)
    file.save()
    journal.record(by.agency, by, "bank-file-taken", file.name, count=len(new))
    return file


def may_take_back(file: BankFile, by: Actor) -> bool:
    """Whether a person imported the file or heads the unit that takes the money."""
    if not keeps_bills(by, today()):
        return False
    if file.by_id == by.user.pk:
        return True
    account = PayAccount.objects.select_related("unit").filter(agency=by.agency).first()
    unit = account.unit if account else None
    held = [
        one.position for one in appointments_on(by.agency, today()) if one.user_id == by.user.pk
    ]
    return unit is not None and any(
        (one.role.leads_unit and one.unit_id == unit.pk)
        or (one.role.leads_office and unit.is_office)
        for one in held
    )


@transaction.atomic
def take_back_file(file: BankFile, *, by: Actor, reason: str) -> None:
    """Delete the lines of an import on the day on which it was made; the journal keeps why.

    Shape:  who watches over the agency's money is told.
    Errors: Refused where the person neither imported it nor heads the unit that takes the money,
            its day is over, a line pays a bill, or a later file left lines out because of it.
    """
    refuse_others(by)
    journal.hold(by.agency)
    row = BankFile.objects.filter(agency=by.agency, pk=file.pk).first()
    if row is None:
        raise _stays(Text("แฟ้มนี้เพิกถอนไปแล้ว", "this file was taken back already"), _OPEN_AGAIN)
    _refuse_take_back(row, by)
    told = reason_of(reason)
    count = row.lines.count()
    # A payment that was taken back itself stays, and stands for no line any more.
    Payment.objects.filter(line__file=row).update(line=None)
    journal.record(by.agency, by, "bank-file-taken-back", row.name, count=count, reason=told)
    remnants.delete(BankFile.objects.filter(pk=row.pk), subject="bills:lines")
    tell_who_watch(by, Text(
        f"{by.words}เพิกถอนรายการธนาคาร “{row.name}” {count:,} รายการ: {told}",
        f"{by.words} took back the statement “{row.name}” of {count:,} sums: {told}",
    ))  # fmt: skip


_OPEN_AGAIN = Text("เปิดหน้านี้ใหม่", "open the page again")


def _refuse_take_back(row: BankFile, by: Actor) -> None:
    if not may_take_back(row, by):
        raise _stays(
            Text(
                "เพิกถอนได้เฉพาะผู้นำเข้าหรือหัวหน้าส่วนราชการที่รับเงิน",
                "only who imported it, or the head of the unit that takes the money, may do this",
            ),
            Text("ให้ผู้นั้นทำ", "ask them"),
        )
    if localtime(row.taken_at).date() != today():
        raise _stays(
            Text("เพิกถอนได้ในวันที่นำเข้าเท่านั้น", "a file is taken back on the day of its import only"),
            Text("บันทึกส่วนที่ต่างในใบกระทบยอด", "tell what differs in the reconciliation"),
        )
    paid = Payment.objects.filter(line__file=row, taken_back_at=None).count()
    if paid:
        raise _stays(
            Text(
                f"บันทึกรับชำระจากแฟ้มนี้แล้ว {paid:,} รายการ",
                f"{paid:,} payments were recorded from this file",
            ),
            Text("เพิกถอนการรับชำระเหล่านั้นก่อน", "take back those payments first"),
        )
    later = BankFile.objects.filter(
        agency=by.agency, taken_at__gt=row.taken_at, known__gt=0,
        first_day__lte=row.last_day, last_day__gte=row.first_day,
    ).first()  # fmt: skip
    if later is not None:
        raise _stays(
            Text(
                f"แฟ้ม “{later.name}” ที่นำเข้าทีหลังไม่นับรายการที่แฟ้มนี้มีแล้ว",
                f"“{later.name}”, imported later, left out what this file has",
            ),
            Text("เพิกถอนแฟ้มนั้นก่อน", "take back that file first"),
        )


def _stays(message: Text, next_step: Text) -> Refused:
    return Refused(message, next_step=next_step)


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
