"""Make a bill, and cancel one that nobody has to pay."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from secrets import token_bytes

from django.db import transaction
from django.db.models import Max

from prongsai.core.bills.matching import BillState
from prongsai.core.fiscal import year_of
from prongsai.core.slips import drawn_slip
from prongsai.core.text import Text
from prongsai.core.thai import printed
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills.models import Bill, PayAccount
from prongsai.web.citizens.bills.rights import refuse_others
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.rights import sees
from prongsai.web.platform import journal
from prongsai.web.platform.clock import today

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
