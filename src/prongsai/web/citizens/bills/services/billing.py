"""Make a bill, and cancel one that nobody has to pay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from secrets import token_bytes

from django.db import transaction
from django.db.models import Max

from prongsai.core.bills.matching import BillState
from prongsai.core.bills.promptpay import AccountKind, read_account
from prongsai.core.dates import long_date
from prongsai.core.errors import Wrong
from prongsai.core.fiscal import year_of
from prongsai.core.slips import drawn_slip
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.models import Appointment, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.people import tell
from prongsai.web.citizens.bills.models import BankLine, Bill, PayAccount, Payment, Way
from prongsai.web.citizens.bills.queries import unseen_of
from prongsai.web.citizens.bills.rights import refuse_others
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.rights import sees
from prongsai.web.platform import journal
from prongsai.web.platform.clock import now, today

_TOLD = ("chief-executive", "chief-administrator", "auditor")


def tell_who_watch(by: Actor, said: Text) -> None:
    """Tell chief executive, chief administrator and auditor."""
    held = Appointment.objects.on(today()).of_active().filter(agency=by.agency)
    people = held.filter(position__kind__in=_TOLD).select_related("user")
    tell(by.agency, [one.user for one in people], said)


_SHOWN = 4


@transaction.atomic
def set_account(
    *, by: Actor, kind: AccountKind, number: str, name: str, unit: Unit | None, seen: int
) -> PayAccount:
    """Set where bills are paid to from now on; bills that were made keep theirs.

    Shape:  `number` as it was typed; `seen` the version that the form was opened with, 0 for none.
    Errors: Refused where the position may not, the number is none, the unit is another agency's,
            or somebody set it meanwhile.
    """
    if not may(by, Right.KEEP_BILLS) or (unit is not None and unit.agency_id != by.agency.pk):
        raise Refused(
            Text("ตำแหน่งนี้กำหนดบัญชีรับชำระไม่ได้", "this position sets no account"),
            next_step=Text("ให้หัวหน้าฝ่ายประจำกำหนด", "ask the chief administrator"),
        )
    journal.hold(by.agency)
    try:
        account = read_account(kind, number)
    except Wrong as fault:
        raise Refused(
            fault.message, field="number", next_step=Text("ตรวจกับธนาคาร", "check it with the bank")
        ) from fault
    row = PayAccount.objects.filter(agency=by.agency).first()
    if (row.version if row else 0) != seen:
        raise Refused(
            Text("มีผู้กำหนดบัญชีไปก่อนแล้ว", "somebody set the account meanwhile"),
            next_step=Text("เปิดหน้านี้ใหม่ แล้วตรวจก่อนบันทึก", "open the page again and look first"),
        )
    row = row or PayAccount(agency=by.agency, version=0)
    row.kind, row.number, row.name, row.unit = kind, account.number, name, unit
    row.version += 1
    row.save()
    words = f"{kind.label.th} ลงท้าย {account.number[-_SHOWN:]}"
    journal.record(by.agency, by, "pay-account-set", words)
    said = Text(
        f"{by.words}กำหนดบัญชีรับชำระเป็น {words} ชื่อ {name}",
        f"{by.words} set the account for bills: {kind.label.en} ending in"
        f" {account.number[-_SHOWN:]}, {name}",
    )
    tell_who_watch(by, said)
    return row


LONGEST_REASON = 300
_BYTES = 32
Items = Sequence[tuple[str, Decimal]]


@transaction.atomic
def make(
    *,
    by: Actor,
    payer: str,
    about: str,
    items: Items,
    due_on: date | None,
    case: Case | None = None,
) -> Bill:
    """Make a bill of some items; its sum is theirs.

    Shape:  `case` is what it is made for; who brought that case sees it by their receipt.
    Units:  baht with two places.
    Errors: Refused where the person keeps no bills or does not see the case, no account is set, the
            case is of a kind without bills, or another bill of it stands.
    """
    refuse_others(by)
    journal.hold(by.agency)
    if case is not None:
        _refuse_case(by, case)
    account = PayAccount.objects.filter(agency=by.agency).first()
    if account is None:
        raise Refused(
            Text("ยังไม่ได้กำหนดบัญชีรับชำระ", "no account for bills is set"),
            next_step=Text("กำหนดที่ “บัญชีรับชำระ” ก่อน", "set it under “account for bills”"),
        )
    year = year_of(today())
    last = Bill.objects.filter(agency=by.agency, fiscal_year=year).aggregate(last=Max("number"))
    bill = Bill.objects.create(
        agency=by.agency, fiscal_year=year, number=(last["last"] or 0) + 1,
        reference=drawn_slip(token_bytes(_BYTES)), payer=payer, about=about,
        items=[[what, f"{baht:.2f}"] for what, baht in items],
        amount=sum((baht for _, baht in items), Decimal(0)), account_kind=account.kind,
        account_number=account.number, account_name=account.name, day=today(), due_on=due_on,
        made_by=by.user, made_by_words=by.words, case=case,
    )  # fmt: skip
    journal.record(by.agency, by, "bill-made", str(bill), amount=f"{bill.amount:,.2f}")
    return bill


@transaction.atomic
def cancel(bill: Bill, *, by: Actor, reason: str, seen: int) -> None:
    """Cancel a bill that is not paid.

    Errors: Refused where the person keeps no bills, it is paid or cancelled, no reason is given, or
            something happened since it was seen.
    """
    row = locked(bill, by, seen)
    told = reason_of(reason)
    if row.state != BillState.OPEN:
        raise not_open(row)
    row.state, row.reason, row.version = BillState.CANCELLED, told, row.version + 1
    row.save()
    journal.record(row.agency, by, "bill-cancelled", str(row), reason=told)


def _refuse_case(by: Actor, case: Case) -> None:
    """Let only those pass who may make a bill of a case.

    Errors: Refused.
    """
    kind = kind_in(case.agency_id, case.kind)
    if kind is None or not kind.bill_to or not sees(by, case, today()):
        raise Refused(
            Text("ออกใบแจ้งชำระให้เรื่องนี้ไม่ได้", "no bill can be made for this case"),
            next_step=Text(
                "เลือกเรื่องชนิดที่มีการชำระเงิน ที่มอบให้ส่วนราชการของท่าน",
                "choose a case of a kind that is paid for, given to your unit",
            ),
        )
    standing = Bill.objects.filter(case=case).exclude(state=BillState.CANCELLED).first()
    if standing is not None:
        raise Refused(
            Text(f"เรื่องนี้มีใบแจ้งเลขที่ {standing} แล้ว", f"this case has the bill {standing} already"),
            next_step=Text("ยกเลิกใบนั้นก่อนจึงออกใหม่ได้", "cancel that one first, then make a new one"),
        )


def locked(bill: Bill, by: Actor, seen: int) -> Bill:
    """The row, held until the transaction ends.

    Errors: Refused for who keeps no bills of this agency, and where something happened meanwhile.
    """
    refuse_others(by)
    journal.hold(by.agency)
    rows = Bill.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    row = rows.filter(agency=by.agency, pk=bill.pk).first()
    if row is None or row.version != seen:
        raise Refused(
            Text("ใบแจ้งนี้เปลี่ยนไปแล้ว", "something happened to this bill meanwhile"),
            next_step=Text("อ่านหน้านี้อีกครั้ง แล้วกดใหม่", "read the page again, then press"),
        )
    return row


def reason_of(typed: str) -> str:
    """A reason as it is kept.

    Errors: Refused where there is none.
    """
    told = printed(typed)[:LONGEST_REASON]
    if not told:
        raise Refused(
            Text("ยังไม่ได้บอกเหตุผล", "the reason is missing"),
            field="reason",
            next_step=Text("เขียนสั้น ๆ", "write it shortly"),
        )
    return told


def not_open(bill: Bill) -> Refused:
    """What is told where a bill is paid or cancelled."""
    label = BillState(bill.state).label
    return Refused(
        Text(f"ใบแจ้งเลขที่ {bill} {label.th}แล้ว", f"bill {bill} is {label.en}"),
        next_step=Text("เปิดหน้านี้ใหม่", "open the page again"),
    )


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
