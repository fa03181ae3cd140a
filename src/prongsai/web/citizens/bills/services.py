"""Make and cancel bills, record payments, take in bank statements and match them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from secrets import token_bytes
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from prongsai.core.bills.matching import BillState, SumVerdict, unknown
from prongsai.core.bills.promptpay import AccountKind, read_account
from prongsai.core.bills.statement import Statement, read_statement
from prongsai.core.dates import long_date
from prongsai.core.errors import Wrong
from prongsai.core.fiscal import year_of
from prongsai.core.messages import read_words
from prongsai.core.roles import Told
from prongsai.core.slips import drawn_slip
from prongsai.core.thai import printed
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor, appointments_on
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.reach import heads
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services.notifying import notify, watching
from prongsai.web.citizens.bills.models import (
    BankFile,
    BankLine,
    Bill,
    PayAccount,
    Payment,
    PaymentWay,
)
from prongsai.web.citizens.bills.queries import incoming_of, matches_of, reckoned_of, unseen_of
from prongsai.web.citizens.bills.rights import keeps_bills, refuse_others
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.rights import kind_in, sees
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import day_of, now, today
from prongsai.web.platform.sandbox import read_rows

_SHOWN = 4


@transaction.atomic
def set_account(
    *,
    by: Actor,
    kind: AccountKind,
    number: str,
    name: str,
    unit: Unit | None,
    seen: int,
    by_officers: bool = False,
) -> PayAccount:
    """Set where bills are paid to from now on; bills that were made keep theirs.

    Shape:  `number` as it was typed; `by_officers` where everybody of the unit makes bills, and not
            its head alone; `seen` the version that the form was opened with, 0 for none.
    """
    if not may(by, Right.KEEP_BILLS) or (unit is not None and unit.agency_id != by.agency.pk):
        raise Refused("bills/setting_account_not_allowed")
    journal.hold(by.agency)
    try:
        account = read_account(kind, number)
    except Wrong as fault:
        raise Refused("bills/account_number_wrong", field="number", fault=fault.message) from fault
    row = PayAccount.objects.filter(agency=by.agency).first()
    if (row.version if row else 0) != seen:
        raise Refused("bills/account_changed_meanwhile")
    row = row or PayAccount(agency=by.agency, version=0)
    row.kind, row.number, row.name, row.unit = kind, account.number, name, unit
    row.by_officers = by_officers and unit is not None
    row.version += 1
    row.save()
    # Without its whole number.
    values = {"kind": AccountKind(row.kind).label, "end": row.number[-_SHOWN:]}
    words = read_words("bills/account", **values)
    if row.unit is not None:
        makers = "everybody" if row.by_officers else "head"
        words = read_words(f"bills/account.{makers}", unit=row.unit.name, **values)
    journal.record(by.agency, by, "pay-account-set", words.th)
    message = read_words("bills/account_set", who=by.words, account=words, name=name)
    notify(by.agency, watching(by.agency, Told.MONEY), message)
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
    reason: str = "",
) -> Bill:
    """Make a bill of some items; its sum is theirs.

    Shape:  `case` is what it is made for; who brought that case sees it by their receipt;
            `reason` says why the sum is another than was reckoned for the case.
    Units:  baht with two places.
    """
    refuse_others(by)
    journal.hold(by.agency)
    if case is not None:
        _refuse_case(by, case)
    account = PayAccount.objects.filter(agency=by.agency).first()
    if account is None:
        raise Refused("bills/account_not_set")
    year = year_of(today())
    amount = sum((baht for _, baht in items), Decimal(0))
    assessed = _assessed(case, amount, reason)
    last = Bill.objects.filter(agency=by.agency, fiscal_year=year).aggregate(last=Max("number"))
    bill = Bill.objects.create(
        agency=by.agency, fiscal_year=year, number=(last["last"] or 0) + 1,
        reference=drawn_slip(token_bytes(_BYTES)), payer=payer, about=about,
        items=[[what, f"{baht:.2f}"] for what, baht in items],
        amount=amount, assessed=assessed, account_kind=account.kind,
        account_number=account.number, account_name=account.name, day=today(), due_on=due_on,
        made_by=by.user, made_by_words=by.words, case=case,
    )  # fmt: skip
    journal.record(by.agency, by, "bill-made", str(bill), amount=f"{bill.amount:,.2f}")
    if assessed and assessed["reason"]:
        journal.record(by.agency, by, "bill-reckoned-otherwise", str(bill),
                       reckoned=assessed["reckoned"], reason=assessed["reason"])  # fmt: skip
    return bill


def _assessed(case: Case | None, amount: Decimal, reason: str) -> dict[str, str] | None:
    """How the tax of a case was reckoned; None where its kind is no tax.

    Errors: Refused where the bill asks for another amount and nobody says why.
    """
    tax = reckoned_of(case) if case is not None else None
    if tax is None:
        return None
    baht = "" if tax.amount is None else f"{tax.amount:,.2f}"
    words = printed(reason)[:LONGEST_REASON]
    if tax.amount in (None, amount):
        words = ""
    elif not words:
        raise Refused("bills/reckoned_amount_changed", field="reason", reckoned=baht)
    return {"how": tax.how.th, "reckoned": baht, "reason": words}


@transaction.atomic
def cancel(bill: Bill, *, by: Actor, reason: str, seen: int) -> None:
    row = locked(bill, by, seen)
    checked_reason = reason_of(reason)
    _refuse_settled(row)
    row.state, row.reason, row.version = BillState.CANCELLED, checked_reason, row.version + 1
    row.save()
    journal.record(row.agency, by, "bill-cancelled", str(row), reason=checked_reason)


def _refuse_case(by: Actor, case: Case) -> None:
    """Let only those pass who may make a bill of a case."""
    kind = kind_in(case.agency_id, case.kind)
    if kind is None or not kind.bill_to or not sees(by, case, today()):
        raise Refused("bills/case_takes_no_bill")
    standing = Bill.objects.filter(case=case).exclude(state=BillState.CANCELLED).first()
    if standing is not None:
        raise Refused("bills/case_billed_already", standing=standing)


def locked(bill: Bill, by: Actor, seen: int) -> Bill:
    """The row, held until the transaction ends."""
    refuse_others(by)
    journal.hold(by.agency)
    rows = Bill.objects.select_for_update(of=("self",), no_key=True).select_related("agency")
    row = rows.filter(agency=by.agency, pk=bill.pk).first()
    if row is None or row.version != seen:
        raise Refused("bills/bill_changed_meanwhile")
    return row


def reason_of(typed: str) -> str:
    text = printed(typed)[:LONGEST_REASON]
    if not text:
        raise Refused("bills/reason_missing", field="reason")
    return text


def _refuse_settled(bill: Bill) -> None:
    if not bill.is_open:
        raise Refused("bills/bill_in_other_state", bill=bill, label=BillState(bill.state).label)


@transaction.atomic
def record_payment(
    bill: Bill,
    *,
    by: Actor,
    amount: Decimal,
    day: date,
    way: PaymentWay,
    seen: int,
    line: BankLine | None = None,
) -> Payment:
    """Record the payment of a bill: its whole amount, once.

    Shape:  `line` is the sum at the bank, of the same amount; None where it is recorded by hand.
    """
    row = locked(bill, by, seen)
    _refuse_settled(row)
    if amount != row.amount or (line is not None and line.amount != row.amount):
        raise Refused(
            "bills/amount_differs_from_bill", field="amount", asked=row.amount, given=amount
        )
    if not row.day <= day <= today():
        raise Refused("bills/payment_day_out_of_range", field="day")
    if line is not None and line.payments.filter(taken_back_at=None).exists():
        raise Refused("bills/sum_used_already")
    return _record_payment(row, by, day, way, line)


def _record_payment(
    row: Bill, by: Actor, day: date, way: PaymentWay, line: BankLine | None
) -> Payment:
    year = year_of(today())
    last = Payment.objects.filter(agency=row.agency, fiscal_year=year).aggregate(last=Max("number"))
    payment = Payment.objects.create(
        agency=row.agency, bill=row, fiscal_year=year, number=(last["last"] or 0) + 1,
        amount=row.amount, day=day, way=way, line=line, by=by.user, by_words=by.words,
    )  # fmt: skip
    row.state, row.version = BillState.PAID, row.version + 1
    row.save()
    details = {"bill": str(row), "amount": f"{row.amount:,.2f}"}
    journal.record(row.agency, by, "payment-recorded", str(payment), **details)
    return payment


@transaction.atomic
def link_to_bank_line(bill: Bill, line: BankLine, *, by: Actor) -> Payment:
    """Say which sum at the bank a payment is that was recorded as a transfer."""
    row = locked(bill, by, bill.version)
    kept = unseen_of(row.agency).filter(bill=row, amount=line.amount).first()
    if kept is None:
        raise Refused("bills/bill_in_other_state", bill=row, label=BillState(row.state).label)
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
    """
    row = locked(payment.bill, by, seen)
    checked_reason = reason_of(reason)
    kept = Payment.objects.get(pk=payment.pk)
    if kept.taken_back_at is not None:
        raise Refused("bills/payment_withdrawn_already")
    kept.taken_back_at, kept.taken_back_by_words, kept.reason = now(), by.words, checked_reason
    kept.save()
    row.state, row.version = BillState.OPEN, row.version + 1
    row.save()
    journal.record(
        row.agency, by, "payment-taken-back", str(kept), bill=str(row), reason=checked_reason
    )
    # Money that was taken, with a slip, and stands nowhere any more: others look whether it is so.
    message = read_words(
        "bills/payment_taken_back", who=by.words, payment=kept, amount=kept.amount,
        reason=checked_reason,
    )  # fmt: skip
    notify(by.agency, watching(by.agency, Told.MONEY), message)


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
    statement = read_statement(read_rows(data, name, documents=True), name, today())
    # A statement of more days than a year is one with a wrong year: days between are not known.
    days = sorted(line.day for line in statement.lines)
    reason = statement.reason
    if not days and reason is not None:
        raise Refused(
            "bills/no_line_readable",
            field="file",
            at=reason.places[0].text(),
            fault=reason.message,
            next_step=reason.next_step,
        )
    if not days:
        raise Refused("bills/no_money_came_in", field="file")
    if len(days) > MOST_LINES:
        raise Refused("bills/too_many_sums", field="file", count=len(days), most=MOST_LINES)
    if days[0] > today():
        raise Refused("bills/all_days_to_come", field="file")
    if days[-1] - days[0] > MOST_DAYS:
        first, last = long_date(days[0]), long_date(days[-1])
        raise Refused("bills/more_than_a_year", field="file", first=first, last=last)
    return _store_banking(by, name, statement), statement


@transaction.atomic
def _store_banking(by: Actor, name: str, statement: Statement) -> BankFile:
    journal.hold(by.agency)
    days = [line.day for line in statement.lines]
    # Of days to come no bank knows: a wrong one does not make them known.
    file = BankFile.objects.create(
        agency=by.agency, name=name[:_LONGEST_NAME], first_day=min(days),
        last_day=min(max(days), today()),
        passed_over=statement.passed_over, unread=len(statement.findings), by=by.user,
        by_words=by.words,
    )  # fmt: skip
    rows = BankLine.objects.filter(agency=by.agency, day__in=set(days)).exclude(file=file)
    new = [
        BankLine(
            agency=by.agency, file=file, line=line.line, day=line.day, at=line.at,
            amount=line.amount, reference=line.reference, text=line.text,
        )
        for line in unknown(statement.lines, map(incoming_of, rows))
    ]  # fmt: skip
    BankLine.objects.bulk_create(new, batch_size=500)
    file.known = len(statement.lines) - len(new)
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
        appointment.position
        for appointment in appointments_on(by.agency, today())
        if appointment.user_id == by.user.pk
    ]
    return unit is not None and any(
        position.unit_id == unit.pk and heads(position) for position in held
    )


@transaction.atomic
def take_back_file(file: BankFile, *, by: Actor, reason: str) -> None:
    """Delete the lines of an import on the day on which it was made; the journal keeps why.

    Shape:  who watches over the agency's money is told.
    """
    refuse_others(by)
    journal.hold(by.agency)
    row = BankFile.objects.filter(agency=by.agency, pk=file.pk).first()
    if row is None:
        raise Refused("bills/file_withdrawn_already")
    _refuse_take_back(row, by)
    checked_reason = reason_of(reason)
    count = row.lines.count()
    # A payment that was taken back itself stays, and stands for no line any more.
    Payment.objects.filter(line__file=row).update(line=None)
    journal.record(
        by.agency, by, "bank-file-taken-back", row.name, count=count, reason=checked_reason
    )
    remnants.delete(BankFile.objects.filter(pk=row.pk), subject="bills:lines")
    message = read_words(
        "bills/statement_taken_back", who=by.words, name=row.name, count=count,
        reason=checked_reason,
    )  # fmt: skip
    notify(by.agency, watching(by.agency, Told.MONEY), message)


def _refuse_take_back(row: BankFile, by: Actor) -> None:
    if not may_take_back(row, by):
        raise Refused("bills/withdrawing_file_not_allowed")
    if day_of(row.taken_at) != today():
        raise Refused("bills/file_withdrawn_too_late")
    paid = Payment.objects.filter(line__file=row, taken_back_at=None).count()
    if paid:
        raise Refused("bills/file_has_recorded_payments", paid=paid)
    later = BankFile.objects.filter(
        agency=by.agency, taken_at__gt=row.taken_at, known__gt=0,
        first_day__lte=row.last_day, last_day__gte=row.first_day,
    ).first()  # fmt: skip
    if later is not None:
        raise Refused("bills/later_file_depends_on_it", later=later.name)


@transaction.atomic
def record_certain(file: BankFile, *, by: Actor) -> int:
    """Record every sum of a file that is certain now; how many."""
    refuse_others(by)
    journal.hold(by.agency)
    done = 0
    for match in matches_of(file):
        if match.verdict is SumVerdict.CERTAIN and match.bill is not None:
            _paid(match.bill, match.line, by)
            done += 1
    return done


@transaction.atomic
def choose(line: BankLine, *, by: Actor, bill_id: UUID) -> Payment:
    """Record a sum for the bill that a person chose: one that is offered for it.

    Shape:  a bill that was recorded as paid by a transfer keeps that payment: the sum proves it.
    """
    refuse_others(by)
    journal.hold(by.agency)
    match = next((match for match in matches_of(line.file) if match.line.pk == line.pk), None)
    offered = {bill.pk: bill for bill in match.offered} if match else {}
    if bill_id not in offered:
        raise Refused("bills/sum_unfit_for_bill")
    bill = offered[bill_id]
    if bill.state == BillState.OPEN:
        return _paid(bill, line, by)
    return link_to_bank_line(bill, line, by=by)


def _paid(bill: Bill, line: BankLine, by: Actor) -> Payment:
    return record_payment(
        bill, by=by, amount=line.amount, day=line.day, way=PaymentWay.TRANSFER, seen=bill.version,
        line=line,
    )  # fmt: skip
