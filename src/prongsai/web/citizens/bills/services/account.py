"""Where bills are paid to: a change is told to those who watch over the agency's money."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.bills.promptpay import AccountKind, read_account
from prongsai.core.errors import Wrong
from prongsai.core.text import Text
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills.models import PayAccount
from prongsai.web.citizens.bills.services.watching import tell_who_watch
from prongsai.web.platform import journal

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
