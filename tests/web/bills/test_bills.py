"""Bills: made, shown with a code that a bank reads, paid once, taken back; by whose it is."""

import io
import re
from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from tests.payments import fields_of, read_payload
from tests.web import factories
from tests.web.bills.conftest import BILLER, ITEMS
from tests.web.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICE_HEAD,
    OFFICER,
    UNIT_HEAD,
)

from prongsai.core.bills.matching import BillState
from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.dates import short_date
from prongsai.core.slips import printed_slip
from prongsai.web.agency.models import Notification, Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills import services
from prongsai.web.citizens.bills.models import Bill, PayAccount, Payment, PaymentWay
from prongsai.web.citizens.bills.services import set_account
from prongsai.web.platform.clock import freeze, now, today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TYPED = {
    "payer": "ร้านสมมุติ (ตัวอย่าง)", "about": "ภาษีป้าย (ตัวอย่าง)",
    "items": "ป้ายหน้าร้าน ๑,๒๐๐.๐๐ บาท\n\nป้ายข้างร้าน 50.50",
}  # fmt: skip


def at(name, *args):
    return reverse(f"bills:{name}", args=args)


def now_of(row):
    return type(row).objects.get(pk=row.pk)


def pay(bill, by, **more):
    given = {
        "amount": bill.amount,
        "day": today(),
        "way": PaymentWay.CASH,
        "seen": now_of(bill).version,
    }
    return services.record_payment(bill, by=by, **{**given, **more})


def read_from(pdf):
    """What a bank's application reads from the first page of a PDF."""
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=2).to_pil()
    return [one.text for one in zxingcpp.read_barcodes(page)]


def day_typed(day):
    return {"day": short_date(day)}


def test_a_bill_is_made_on_a_page_and_its_sum_is_that_of_its_items(account, treasurer, client_of):
    client = client_of(treasurer)
    assert client.get(at("make")).status_code == 200
    sent = client.post(at("make"), TYPED)
    row = Bill.objects.get()
    assert sent.url == at("bill", row.pk)
    assert row.amount == Decimal("1250.50")
    assert row.items == [["ป้ายหน้าร้าน", "1200.00"], ["ป้ายข้างร้าน", "50.50"]]
    assert (row.number, row.fiscal_year, row.account_number) == (1, 2569, BILLER)
    page = client.get(at("bill", row.pk)).content.decode()
    assert "1,250.50" in page
    assert printed_slip(row.reference) in page
    assert TYPED["about"] in client.get(at("bills")).content.decode()
    for words in ("1/2569", row.reference, printed_slip(row.reference), "ร้านสมมุติ", "ป้าย"):
        assert TYPED["about"] in client.get(at("bills"), {"q": words}).content.decode()
    assert TYPED["about"] not in client.get(at("bills"), {"q": "อื่น"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"items": "ป้าย"}, "บรรทัดที่ 1"),
        ({"items": "ป้าย 10\n20"}, "บรรทัดที่ 2"),
        ({"items": "ป้าย 0"}, "มากกว่าศูนย์"),
        ({"items": "ป้าย -5"}, "มากกว่าศูนย์"),
        ({"items": "ป้าย 1.005"}, "สตางค์"),
        ({"items": "ป้าย 9999999999.99\nอีก 1"}, "หมื่นล้าน"),
        ({"items": "\n".join(f"ป้าย {one}" for one in range(1, 22))}, "20 รายการ"),
        ({"payer": ""}, "ผู้ชำระ"),
    ],
)
def test_what_makes_no_bill_is_told_and_stays(account, treasurer, client_of, typed, told):
    sent = client_of(treasurer).post(at("make"), {**TYPED, **typed})
    assert sent.status_code == 422
    assert told in sent.content.decode()
    assert TYPED["about"] in sent.content.decode()
    assert not Bill.objects.exists()


def test_the_code_on_the_paper_is_read_by_a_bank(billed, treasurer, client_of):
    row = billed()
    answer = client_of(treasurer).get(at("paper", row.pk))
    assert answer["Content-Type"] == "application/pdf"
    (text,) = read_from(answer.content)
    fields = dict(read_payload(text))
    assert fields["54"] == "1250.50"
    # What is typed into a bank's application is printed as it is typed, on Thai paper too.
    printed = pypdfium2.PdfDocument(io.BytesIO(answer.content))[0].get_textpage()
    assert printed_slip(row.reference) in printed.get_text_range()
    assert BILLER in printed.get_text_range()
    assert fields_of(fields["30"]) == (
        ("00", "A000000677010112"), ("01", BILLER), ("02", row.reference),
    )  # fmt: skip
    pay(row, treasurer)
    assert read_from(client_of(treasurer).get(at("paper", row.pk)).content) == []


def test_who_has_the_reference_reads_the_bill_and_not_who_pays(agency, billed, treasurer):
    row = billed()
    address = at("public", agency.pk)
    asked = Client().get(address)
    assert not asked.cookies
    assert row.about not in asked.content.decode()
    thai = printed_slip(row.reference).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    for typed in (row.reference, thai):
        shown = Client(enforce_csrf_checks=True).post(address, {"reference": typed})
        text = shown.content.decode()
        assert shown["Cache-Control"] == "no-store"
        assert row.about in text
        assert "<svg" in text[text.index("code-head") :]
        assert row.payer not in text
    pay(row, treasurer)
    paid = Client().post(address, {"reference": row.reference}).content.decode()
    assert "เลขที่รับ 1/2569" in paid
    assert "code-head" not in paid
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    wrong = Client().post(at("public", other.pk), {"reference": row.reference})
    assert wrong.status_code == 422
    for typed in ("", "1", "1" * 16):
        told = Client().post(address, {"reference": typed})
        assert told.status_code == 422
        assert row.about not in told.content.decode()


@pytest.mark.long
def test_a_payment_by_hand_is_recorded_once_for_the_whole(billed, treasurer, client_of):
    row, client = billed(), client_of(treasurer)
    typed = {"act": "pay", "way": "cash", "amount": "1,250.50", "seen": "1", **day_typed(today())}
    short = client.post(at("bill", row.pk), {**typed, "amount": "1250"})
    assert short.status_code == 422
    assert "1,250.50" in short.content.decode()
    assert not Payment.objects.exists()
    assert client.post(at("bill", row.pk), typed).url == at("bill", row.pk)
    assert now_of(row).state == BillState.PAID
    page = client.get(at("bill", row.pk)).content.decode()
    assert "เลขที่รับ 1/2569" in page
    with pytest.raises(Refused):
        pay(row, treasurer)
    receipt = client.get(at("receipt", row.pk))
    text = pypdfium2.PdfDocument(io.BytesIO(receipt.content))[0].get_textpage().get_text_range()
    assert "1,250.50" in text
    verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert verbs.count("payment-recorded") == 1


def test_the_day_of_a_payment_is_neither_before_the_bill_nor_to_come(billed, treasurer):
    row = billed()
    for day in (today() - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Refused):
            pay(row, treasurer, day=day)
    with freeze(now() + timedelta(days=9)):
        pay(row, treasurer, day=today() - timedelta(days=9))


@pytest.mark.long
def test_what_was_recorded_in_error_is_taken_back_and_its_number_stays_used(
    billed, treasurer, person, client_of
):
    row, client, auditor = billed(), client_of(treasurer), person(AUDITOR)
    payment = pay(row, treasurer)
    assert not Notification.objects.filter(user=auditor.user)
    typed = {"act": "take-back", "reason": "บันทึกผิดใบ", "seen": "2"}
    none = client.post(at("bill", row.pk), {**typed, "reason": ""})
    assert none.status_code == 422
    assert client.post(at("bill", row.pk), typed).status_code == 302
    assert now_of(row).state == BillState.OPEN
    assert now_of(payment).reason == "บันทึกผิดใบ"
    (told,) = Notification.objects.filter(user=auditor.user)
    assert "1/2569" in told.said_th
    assert "บันทึกผิดใบ" in told.said_th
    with pytest.raises(Refused):
        services.take_back(payment, by=treasurer, reason="อีก", seen=3)
    again = pay(row, treasurer)
    assert str(again) == "2/2569"
    assert client.get(at("receipt", row.pk)).status_code == 200


def test_a_bill_that_nobody_has_to_pay_is_cancelled_with_a_reason(billed, treasurer, client_of):
    row, client = billed(), client_of(treasurer)
    sent = client.post(at("bill", row.pk), {"act": "cancel", "reason": "ออกซ้ำ", "seen": "1"})
    assert sent.status_code == 302
    assert "ออกซ้ำ" in client.get(at("bill", row.pk)).content.decode()
    assert client.get(at("receipt", row.pk)).status_code == 404
    for act in (
        lambda: pay(row, treasurer),
        lambda: services.cancel(row, by=treasurer, reason="อีก", seen=2),
    ):
        with pytest.raises(Refused):
            act()
    paid = billed()
    pay(paid, treasurer)
    with pytest.raises(Refused):
        services.cancel(paid, by=treasurer, reason="ไม่ได้", seen=2)


def test_two_people_do_not_record_at_once(billed, treasurer):
    row = billed()
    pay(row, treasurer, seen=1)
    with pytest.raises(Refused):
        services.cancel(row, by=treasurer, reason="x", seen=1)


@pytest.mark.parametrize(
    "role",
    [ITA_OFFICER, AUDITOR, CHIEF_EXECUTIVE, ADMINISTRATOR, COMPLAINT_OFFICER, UNIT_HEAD],
)
@pytest.mark.few(3)
def test_who_keeps_no_bills_neither_sees_nor_makes_them(agency, billed, person, client_of, role):
    row = billed()
    unit = Unit.objects.create(agency=agency, name="กองช่าง") if role == UNIT_HEAD else None
    stranger = person(role, unit)
    agency.second_factor = []
    agency.save()
    client = client_of(stranger)
    assert row.about not in client.get(at("bills")).content.decode()
    for address in (at("make"), at("bill", row.pk), at("paper", row.pk), at("bank")):
        assert client.get(address).status_code == 403, address
    for act in (
        lambda: services.make(by=stranger, payer="x", about="x", items=ITEMS, due_on=None),
        lambda: services.cancel(row, by=stranger, reason="x", seen=1),
        lambda: pay(row, stranger),
    ):
        with pytest.raises(Refused):
            act()
    assert now_of(row).state == BillState.OPEN


@pytest.mark.parametrize("role", [CHIEF_ADMINISTRATOR, OFFICE_HEAD])
def test_whose_position_keeps_bills_does_all_of_it(agency, billed, role, client_of):
    # The office of this test has its chief administrator already.
    keeper = factories.make_actor(factories.make_agency(name="อื่นตัวอย่าง"), role, login="keeper")
    account = set_account(
        by=keeper, kind=AccountKind.MOBILE, number="081-234-5678", name="x", unit=None, seen=0
    )
    assert account.number == "0812345678"
    row = services.make(by=keeper, payer="x", about="x", items=ITEMS, due_on=None)
    pay(row, keeper)
    assert client_of(keeper).get(at("bill", row.pk)).status_code == 200


def test_officers_of_the_unit_keep_bills_where_the_agency_says_so(
    agency, account, billed, person, client_of, clerk, treasury
):
    row, other = billed(), Unit.objects.create(agency=agency, name="กองช่าง")
    officer, stranger = person(OFFICER, treasury), person(OFFICER, other)
    assert client_of(officer).get(at("bill", row.pk)).status_code == 403
    typed = {
        "seen": 1, "kind": "biller", "number": BILLER, "name": "x", "unit": str(treasury.pk),
        "by_officers": "on",
    }  # fmt: skip
    assert client_of(clerk).post(at("account"), typed).status_code == 302
    assert client_of(officer).get(at("bill", row.pk)).status_code == 200
    pay(row, officer)
    assert client_of(officer).get(at("account")).status_code == 403
    assert client_of(stranger).get(at("bill", row.pk)).status_code == 403
    with pytest.raises(Refused):
        services.make(by=stranger, payer="x", about="x", items=ITEMS, due_on=None)


def test_the_unit_that_takes_money_sets_no_account(account, treasurer, client_of, treasury):
    assert client_of(treasurer).get(at("bills")).status_code == 200
    assert client_of(treasurer).get(at("account")).status_code == 403
    with pytest.raises(Refused):
        set_account(
            by=treasurer, kind=AccountKind.MOBILE, number="0812345678", name="x", unit=None, seen=1
        )
    assert now_of(account).number == BILLER


def test_a_change_of_the_account_is_told_and_bills_that_were_made_keep_theirs(
    agency, billed, clerk, person, client_of
):
    auditor, row, client = person(AUDITOR), billed(), client_of(clerk)
    assert BILLER in client.get(at("account")).content.decode()
    typed = {"kind": "tax-id", "number": "1234567890123", "name": "อื่น", "unit": "", "seen": "1"}
    wrong = client.post(at("account"), typed)
    assert wrong.status_code == 422
    assert "ไม่ถูกต้อง" in wrong.content.decode()
    good = client.post(at("account"), {**typed, "number": "1-2345-67890-12-1"})
    assert good.url == at("bills")
    assert PayAccount.objects.get().number == "1234567890121"
    assert now_of(row).account_number == BILLER
    (told,) = Notification.objects.filter(user=auditor.user)
    assert "0121" in told.said_th
    assert "1234567890121" not in told.said_th
    stale = client.post(at("account"), {**typed, "number": "1-2345-67890-12-1"})
    assert stale.status_code == 422  # somebody set it meanwhile


def test_without_an_account_there_is_no_bill(clerk, client_of):
    client = client_of(clerk)
    assert "กำหนดบัญชีรับชำระก่อน" in client.get(at("bills")).content.decode()
    assert client.post(at("make"), TYPED).status_code == 422


def test_another_agencys_bill_is_nobodys_here(billed, treasurer, client_of):
    row = billed()
    other = factories.make_agency(name="เทศบาลตำบลอื่นตัวอย่าง")
    theirs = factories.make_actor(other, OFFICE_HEAD, login="theirs")
    assert client_of(theirs).get(at("bill", row.pk)).status_code == 404
    with pytest.raises(Refused):
        pay(row, theirs)


def test_a_proxys_code_says_that_it_carries_no_reference(clerk, treasurer, account, client_of):
    set_account(
        by=clerk, kind=AccountKind.MOBILE, number="0812345678", name="x", unit=account.unit, seen=1
    )
    row = services.make(by=treasurer, payer="x", about="x", items=ITEMS, due_on=None)
    page = client_of(treasurer).get(at("bill", row.pk)).content.decode()
    assert "เลขอ้างอิงไม่ไปกับเงิน" in page
    (text,) = read_from(client_of(treasurer).get(at("paper", row.pk)).content)
    assert dict(read_payload(text))["29"] == "0016A00000067701011101130066812345678"
    assert not re.search(row.reference, text)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "https://www.example.go.th"])
def test_a_bill_bears_the_sites_address_once_others_find_it(
    billed, treasurer, client_of, settings, address
):
    settings.SITE_ADDRESS = address
    browser, row, is_found = client_of(treasurer), billed(), "127" not in address
    pdf = pypdfium2.PdfDocument(io.BytesIO(browser.get(at("paper", row.pk)).content))
    text = "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
    page = browser.get(at("bill", row.pk)).content.decode()
    for shown in (re.sub(r"\s", "", text), page):
        assert (address.removeprefix("https://") in shown) == is_found
        assert "testserver" not in shown
    assert ("จนกว่าจะตั้งที่อยู่ของเว็บ" in page) != is_found
