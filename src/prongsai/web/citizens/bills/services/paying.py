"""Record what was paid, and take back what was recorded in error."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from prongsai.core.bills.matching import BillState
from prongsai.core.dates import long_date
from prongsai.core.fiscal import year_of
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills.models import BankLine, Bill, Payment, Way
from prongsai.web.citizens.bills.queries.bank import unseen_of
from prongsai.web.citizens.bills.services.billing import locked, not_open, reason_of
from prongsai.web.citizens.bills.services.watching import tell_who_watch
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today


@transaction.atomic
def record_payment(
    bill: Bill,
    *,
    by: Actor,
    amount: Decimal,
    day: date,
    way: Way,
    seen: int,
    line: BankLine | None = None,
) -> Payment:
    """Record the payment of a bill: its whole amount, once.

    Shape:  `line` is the sum at the bank, of the same amount; None where it is recorded by hand.
    Errors: Refused where the person keeps no bills, the bill is not open, the amount is another,
            the day is not over or before the bill, or the sum paid another bill already.
    """
    row = locked(bill, by, seen)
    if row.state != BillState.OPEN:
        raise not_open(row)
    if amount != row.amount or (line is not None and line.amount != row.amount):
        raise Refused(
            Text(
                f"ใบแจ้งนี้ {row.amount:,.2f} บาท ไม่ใช่ {amount:,.2f} บาท",
                f"this bill is of {row.amount:,.2f} baht, not {amount:,.2f}",
            ),
            field="amount",
            next_step=Text(
                "รับได้เต็มจำนวนเท่านั้น ถ้าจ่ายขาดหรือเกินให้ยกเลิกแล้วออกใบใหม่",
                "only the whole is taken: where another sum came, cancel it and make a new bill",
            ),
        )
    if not row.day <= day <= today():
        raise Refused(
            Text(
                "วันที่รับเงินต้องไม่ก่อนวันออกใบแจ้งและไม่ใช่อนาคต", "the day is before the bill, or to come"
            ),
            field="day",
            next_step=Text("ตรวจวันที่", "check the day"),
        )
    if line is not None and line.payments.filter(taken_back_at=None).exists():
        raise Refused(
            Text("รายการธนาคารนี้ใช้กับใบแจ้งอื่นแล้ว", "this sum paid another bill already"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    return _kept(row, by, day, way, line)


def _kept(row: Bill, by: Actor, day: date, way: Way, line: BankLine | None) -> Payment:
    year = year_of(today())
    last = Payment.objects.filter(agency=row.agency, fiscal_year=year).aggregate(last=Max("number"))
    payment = Payment.objects.create(
        agency=row.agency, bill=row, fiscal_year=year, number=(last["last"] or 0) + 1,
        amount=row.amount, day=day, way=way, line=line, by=by.user, by_words=by.words,
    )  # fmt: skip
    row.state, row.version = BillState.PAID, row.version + 1
    row.save()
    said = {"bill": str(row), "amount": f"{row.amount:,.2f}"}
    journal.record(row.agency, by, "payment-recorded", str(payment), **said)
    return payment


@transaction.atomic
def seen_at_bank(bill: Bill, line: BankLine, *, by: Actor) -> Payment:
    """Say which sum at the bank a payment is that was recorded as a transfer.

    Errors: Refused where the person keeps no bills, or the bill has no such payment of the amount.
    """
    row = locked(bill, by, bill.version)
    kept = unseen_of(row.agency).filter(bill=row, amount=line.amount).first()
    if kept is None:
        raise not_open(row)
    kept.line = line
    kept.save(update_fields=["line"])
    row.version += 1
    row.save(update_fields=["version"])
    journal.record(
        row.agency, by, "payment-seen", str(kept), bill=str(row), day=long_date(line.day)
    )
    return kept


@transaction.atomic
def take_back(payment: Payment, *, by: Actor, reason: str, seen: int) -> None:
    """Take back what was recorded in error: the bill is open again, the number stays used.

    Shape:  who watches over the agency's money is told.
    Errors: Refused where the person keeps no bills, it was taken back already, or no reason is
            given.
    """
    row = locked(payment.bill, by, seen)
    told = reason_of(reason)
    kept = Payment.objects.get(pk=payment.pk)
    if kept.taken_back_at is not None:
        raise Refused(
            Text("การรับชำระนี้เพิกถอนไปแล้ว", "this payment was taken back already"),
            next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
        )
    kept.taken_back_at, kept.taken_back_by_words, kept.reason = now(), by.words, told
    kept.save()
    row.state, row.version = BillState.OPEN, row.version + 1
    row.save()
    journal.record(row.agency, by, "payment-taken-back", str(kept), bill=str(row), reason=told)
    # Money that was taken, with a slip, and stands nowhere any more: others look whether it is so.
    tell_who_watch(by, Text(
        f"{by.words}เพิกถอนการรับชำระเลขที่ {kept} จำนวน {kept.amount:,.2f} บาท: {told}",
        f"{by.words} took back payment {kept} of {kept.amount:,.2f} baht: {told}",
    ))  # fmt: skip
