"""A bill of a case: made by who keeps bills and sees the case, shown to who holds its receipt."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.bills.conftest import ITEMS
from tests.web.roles import COMPLAINT_OFFICER, ITA_OFFICER, UNIT_HEAD

from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills import services
from prongsai.web.citizens.bills.models import Bill, PaymentWay
from prongsai.web.citizens.desk.services import receiving, working
from prongsai.web.citizens.desk.services.receiving import forget_contacts
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
FILED = {
    "place": "หน้าร้านสมมุติ (ตัวอย่าง)", "what": "new", "signs": "120 × 240 ซม. 1 ด้าน",
    "contact_name": "ผู้ยื่นสมมุติ", "contact_way": "ทางไลน์",
}  # fmt: skip


@pytest.fixture
def filed(agency):
    return receiving.receive(agency, kind_of("sign-tax"), receiving.Brought(FILED, slip_of(7)))


@pytest.fixture
def given(filed, clerk, treasury):
    """The filing, given to the unit that takes money."""
    working.assign(filed, by=clerk, unit=treasury, class_key="", seen=1)
    filed.refresh_from_db()
    return filed


def bill_of(case, by, items=ITEMS):
    return services.make(
        by=by, payer="ผู้ยื่นสมมุติ", about="ภาษีป้าย (ตัวอย่าง)", items=items, due_on=None, case=case
    )


SIZED = FILED | {
    "width": "120", "length": "๒๔๐", "letters": "mixed", "put_up_on": "5 ม.ค. 2569",
}  # fmt: skip


def sized(agency, clerk, treasury, **said):
    brought = receiving.Brought(SIZED | said, slip_of(9))
    case = receiving.receive(agency, kind_of("sign-tax"), brought)
    working.assign(case, by=clerk, unit=treasury, class_key="", seen=1)
    case.refresh_from_db()
    return case


def test_the_bill_takes_over_what_was_reckoned_and_another_amount_needs_a_reason(
    agency, account, clerk, treasury, treasurer, client_of
):
    agency.second_factor = []
    agency.save()
    case, browser = sized(agency, clerk, treasury), client_of(treasurer)
    address = f"{reverse('bills:make')}?case={case.pk}"
    page = browser.get(address)
    said = page.context["form"].initial
    # 28,800 cm²: 57 areas and 300 over, so 58, at 26 baht.
    assert said["items"].endswith("1,508.00")
    assert "ยังไม่ยืนยัน" in page.content.decode()
    other = said | {"items": "ป้าย (ตัวอย่าง) 1,000"}
    assert "จำนวนเงินต่างจากที่คิดไว้ 1,508.00" in browser.post(address, other).content.decode()
    assert browser.post(address, other | {"reason": "วัดใหม่"}).status_code == 302
    bill = Bill.objects.get()
    assert (bill.amount, bill.assessed["reason"]) == (Decimal(1000), "วัดใหม่")
    assert JournalEntry.objects.filter(verb="bill-reckoned-otherwise").count() == 1
    services.cancel(bill, by=treasurer, reason="ผิด", seen=1)
    assert browser.post(address, said).status_code == 302
    bill = Bill.objects.first()
    assert (bill.amount, bill.assessed["reason"]) == (Decimal(1508), "")
    notice = browser.get(reverse("bills:notice", args=[bill.pk]))
    assert notice.content.startswith(b"%PDF")


def test_what_was_not_reckoned_is_typed_without_a_reason(
    agency, account, clerk, treasury, treasurer, client_of
):
    agency.second_factor = []
    agency.save()
    case = sized(agency, clerk, treasury, sides="2")
    page = client_of(treasurer).get(f"{reverse('bills:make')}?case={case.pk}")
    assert "หลายด้าน" in page.content.decode()
    assert "reason" not in page.context["form"].fields
    bill = bill_of(case, treasurer)
    assert (bill.assessed["reckoned"], bill.assessed["reason"]) == ("", "")
    free = services.make(by=treasurer, payer="ก", about="ข", items=ITEMS, due_on=None)
    assert free.assessed is None
    gone = client_of(treasurer).get(reverse("bills:notice", args=[free.pk]))
    assert gone.status_code == 404


def follow(agency, receipt):
    return (
        Client()
        .post(reverse("desk:follow", args=[agency.pk]), {"receipt": receipt})
        .content.decode()
    )


def test_the_holder_of_a_receipt_pays_its_bill_and_nobody_else_sees_it(
    agency, account, given, treasurer
):
    other = receiving.receive(agency, kind_of("sign-tax"), receiving.Brought(FILED, slip_of(8)))
    assert "ใบแจ้งชำระเลขที่" not in follow(agency, slip_of(7))
    bill = bill_of(given, treasurer)
    page = follow(agency, slip_of(7))
    assert f"ใบแจ้งชำระเลขที่ {bill}" in page
    assert f'name="reference" value="{bill.reference}"' in page
    assert "รอชำระ" in page
    assert "ใบแจ้งชำระเลขที่" not in follow(agency, slip_of(8))
    shown = Client().post(reverse("bills:public", args=[agency.pk]), {"reference": bill.reference})
    assert "คิวอาร์พร้อมเพย์" in shown.content.decode()
    assert "ผู้ยื่นสมมุติ" not in page + shown.content.decode()
    services.record_payment(
        bill, by=treasurer, amount=bill.amount, day=today(), way=PaymentWay.CASH, seen=bill.version
    )
    assert "ชำระแล้ว" in follow(agency, slip_of(7))
    assert not Bill.objects.filter(case=other).exists()


@pytest.mark.parametrize("language", ["", "?language=en"])
def test_an_english_receipt_leads_to_its_bill_in_english(
    agency, account, given, treasurer, language
):
    bill_of(given, treasurer)
    address = f"{reverse('desk:follow', args=[agency.pk])}{language}"
    page = Client().post(address, {"receipt": slip_of(7)}).content.decode()
    assert f'action="{reverse("bills:public", args=[agency.pk])}{language}"' in page


def test_of_a_case_stands_one_bill_and_a_cancelled_one_makes_room(account, given, treasurer):
    first = bill_of(given, treasurer)
    with pytest.raises(Refused, match="has the bill"):
        bill_of(given, treasurer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Bill.objects.create(**{
            **{one.attname: getattr(first, one.attname) for one in Bill._meta.fields},
            "id": None, "number": 99, "reference": slip_of(99),
        })  # fmt: skip
    services.cancel(first, by=treasurer, reason="คิดด้านผิด (ตัวอย่าง)", seen=first.version)
    second = bill_of(given, treasurer, items=(("ป้าย (ตัวอย่าง)", Decimal("200.00")),))
    page = follow(given.agency, slip_of(7))
    assert f"เลขที่ {second}" in page
    assert f"เลขที่ {first}" not in page


def test_who_keeps_bills_but_was_not_given_the_case_makes_none(
    account, filed, treasurer, client_of
):
    with pytest.raises(Refused, match="no bill can be made"):
        bill_of(filed, treasurer)
    at = f"{reverse('bills:make')}?case="
    client = client_of(treasurer)
    assert client.get(f"{at}{filed.pk}").status_code == 404
    assert client.get(f"{at}nothing").status_code == 404
    assert client.get(reverse("bills:make")).status_code == 200


def test_who_was_given_the_case_but_keeps_no_bills_makes_none(
    account, filed, clerk, person, agency, client_of
):
    works = Unit.objects.create(agency=agency, name="กองช่าง")
    head = person(UNIT_HEAD, works)
    working.assign(filed, by=clerk, unit=works, class_key="", seen=1)
    filed.refresh_from_db()
    for by in (head, person(ITA_OFFICER), person(COMPLAINT_OFFICER)):
        with pytest.raises(Refused, match="cannot make bills"):
            bill_of(filed, by)
    page = client_of(head).get(reverse("desk:case", args=[filed.pk])).content.decode()
    assert "ออกใบแจ้งชำระ" not in page
    bill = bill_of(filed, clerk)
    page = client_of(head).get(reverse("desk:case", args=[filed.pk])).content.decode()
    assert f"ใบแจ้งชำระเลขที่ {bill}" in page
    assert reverse("bills:bill", args=[bill.pk]) not in page


def test_no_bill_is_made_for_a_kind_without_nor_for_another_agencys_case(
    account, agency, clerk, treasurer
):
    asked = receiving.receive(
        agency,
        kind_of("question"),
        receiving.Brought({"subject": "ถาม", "question": "?"}, slip_of(9)),
    )
    with pytest.raises(Refused, match="no bill can be made"):
        bill_of(asked, clerk)
    elsewhere = factories.make_agency("เทศบาลอื่น (ตัวอย่าง)")
    theirs = receiving.receive(
        elsewhere, kind_of("sign-tax"), receiving.Brought(FILED, slip_of(10))
    )
    with pytest.raises(Refused, match="no bill can be made"):
        bill_of(theirs, clerk)
    own = receiving.receive(agency, kind_of("sign-tax"), receiving.Brought(FILED, slip_of(11)))
    assert bill_of(own, clerk).case == own


def test_the_form_begins_with_the_payer_and_says_why_no_sum_is_reckoned(
    account, given, treasurer, client_of
):
    client = client_of(treasurer)
    case_page = client.get(reverse("desk:case", args=[given.pk])).content.decode()
    at = f"{reverse('bills:make')}?case={given.pk}"
    assert at in case_page
    page = client.get(at).content.decode()
    assert 'value="ผู้ยื่นสมมุติ"' in page
    assert "จึงไม่คิดจำนวนเงินให้" in page
    sent = client.post(at, {
        "payer": "ผู้ยื่นสมมุติ", "about": "ภาษีป้าย", "items": "ป้าย 200.00",
    })  # fmt: skip
    assert sent.status_code == 302
    bill = Bill.objects.get()
    assert bill.case == given
    assert f"ของเรื่องเลขที่ {given.number}" in client.get(sent.url).content.decode()
    assert at not in client.get(reverse("desk:case", args=[given.pk])).content.decode()


def test_the_payer_stays_on_the_bill_when_the_case_forgets_who_brought_it(
    account, given, treasurer
):
    bill = bill_of(given, treasurer)
    working.answer(given, by=treasurer, text="ชำระตามใบแจ้ง", outcome="done", seen=given.version)
    assert forget_contacts(today() + timedelta(days=91), timedelta(days=90)) == 1
    given.refresh_from_db()
    assert "ผู้ยื่นสมมุติ" not in str(given.values)
    bill.refresh_from_db()
    assert bill.payer == "ผู้ยื่นสมมุติ"
