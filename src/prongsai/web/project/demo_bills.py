"""The demo's bills: an account that is nobody's, three bills, and a statement of one morning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from prongsai.core.bills.promptpay import AccountKind
from prongsai.web.citizens.bills import services
from prongsai.web.citizens.bills.models import Way
from prongsai.web.citizens.bills.services import set_account
from prongsai.web.citizens.desk.models import Case
from prongsai.web.project.demo_stage import Stage, on

_DAY = date(2023, 3, 18)
# No biller has it: a code of the demo that is scanned pays nobody.
_NOBODYS = "0" * 15
_BILLS = (
    ("ร้านสมมติหนึ่ง (ตัวอย่าง)", "ภาษีป้ายปี 2566 (ตัวอย่าง)", (("ป้ายหน้าร้าน", "1200.00"),)),
    (
        "ร้านสมมติสอง (ตัวอย่าง)", "ค่าเก็บขยะ ม.ค.–มี.ค. (ตัวอย่าง)",
        (("ค่าเก็บขยะ 3 เดือน", "180.00"), ("ถังขยะ", "250.50")),
    ),
    ("ร้านสมมติสาม (ตัวอย่าง)", "ภาษีป้ายปี 2566 (ตัวอย่าง)", (("ป้ายข้างร้าน", "600.00"),)),
)  # fmt: skip


def play(stage: Stage) -> None:
    """18 March: three bills are made; one is paid in cash, one at the bank, one waits."""
    with on(_DAY, 15, 45):
        by = stage.person("clerk")
        set_account(
            by=by, kind=AccountKind.BILLER, number=_NOBODYS, name="บัญชีสมมติ (ตัวอย่าง)",
            unit=stage.unit("กองคลัง"), seen=0,
        )  # fmt: skip
        # One was filed at the desk, the others came by letter.
        filed = Case.objects.get(agency=stage.agency, kind="sign-tax")
        made = [
            services.make(
                by=by, payer=payer, about=about, due_on=date(2023, 3, 31),
                items=[(what, Decimal(baht)) for what, baht in items],
                case=filed if payer == filed.values["contact_name"] else None,
            )
            for payer, about, items in _BILLS
        ]  # fmt: skip
    with on(_DAY, 15, 45):
        first, second = made[0], made[1]
        services.record_payment(first, by=by, amount=first.amount, day=_DAY, way=Way.CASH, seen=1)
        lines = (
            "วันที่,รายละเอียด,เงินเข้า,อ้างอิง 1",
            f"18/03/2566,รับชำระบิล,{second.amount},{second.reference}",
            "18/03/2566,โอนเข้า ไม่มีเลขอ้างอิง,600.00,",
            "18/03/2566,ดอกเบี้ยรับ,3.25,",
        )
        file, _told = services.take_file(
            by=by, name="รายการธนาคารตัวอย่าง.csv", data="\n".join(lines).encode()
        )
        services.record_certain(file, by=by)
