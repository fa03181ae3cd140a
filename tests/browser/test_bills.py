"""A bill in a browser: made by an official, its code read from a phone's screen, then paid."""

import io
import re
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image
from tests.payments import fields_of, read_payload
from tests.web import factories
from tests.web.roles import CHIEF_ADMINISTRATOR

from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.slips import printed_slip
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.bills.models import Bill
from prongsai.web.citizens.bills.services import set_account
from prongsai.web.platform.clock import today

JANUARY = datetime(2026, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
NOBODYS = "0" * 15
STATEMENT = """วันที่,เวลา,รายการ,เงินเข้า,เงินออก
19/01/2569,09:15,รับโอน (ตัวอย่าง),"1,200.50",
19/01/2569,10:20,รับโอน (ตัวอย่าง),35.00,
"""


@pytest.fixture
def clerk(everybody, settings, tmp_path):
    settings.FROZEN_NOW = JANUARY
    settings.DATA = tmp_path
    agency = everybody(login="officer").agency
    position = factories.make_position(agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล")
    user = factories.make_user(agency, login="clerk")
    factories.hold(user, position)
    person = actor_on(user, today())
    set_account(
        by=person, kind=AccountKind.BILLER, number=NOBODYS, name="บัญชีสมมุติ", unit=None, seen=0
    )
    return person


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_a_bill_is_made_scanned_paid_and_seen_as_paid(clerk, phone_without_js, page, sign_in, look):
    sign_in(page, clerk)
    page.goto("/bills/")
    page.get_by_role("link", name="ออกใบแจ้ง", exact=True).click()
    page.get_by_label("ผู้ชำระ").fill("ร้านสมมุติ (ตัวอย่าง)")
    page.get_by_label("เรื่อง", exact=True).fill("ภาษีป้าย (ตัวอย่าง)")
    page.get_by_label("รายการและจำนวนเงิน บรรทัดละรายการ").fill("ป้ายหน้าร้าน ๑,๒๐๐.๕๐")
    press(page, "ออกใบแจ้ง")
    page.get_by_text("ออกใบแจ้งแล้ว").wait_for()
    look(page, "bill")
    bill = Bill.objects.get()

    phone = phone_without_js
    phone.goto(f"/site/{clerk.agency.pk}/pay/")
    phone.get_by_label("เลขอ้างอิง 16 หลัก").fill(printed_slip(bill.reference))
    press(phone, "ดูใบแจ้ง")
    phone.get_by_role("heading", name="คิวอาร์พร้อมเพย์").wait_for()
    look(phone, "bill-public")
    shown = Image.open(io.BytesIO(phone.screenshot(full_page=True)))
    (read,) = zxingcpp.read_barcodes(shown)
    fields = dict(read_payload(read.text))
    assert Decimal(fields["54"]) == bill.amount == Decimal("1200.50")
    assert fields_of(fields["30"])[1:] == (("01", NOBODYS), ("02", bill.reference))

    unscripted = sign_in(phone, clerk)
    unscripted.goto(f"/bills/{bill.pk}/")
    unscripted.get_by_label("จำนวนเงินที่รับ").fill("1,200.50")
    press(unscripted, "บันทึกรับชำระด้วยมือ")
    unscripted.get_by_text("ชำระแล้ว").first.wait_for()
    unscripted.goto(f"/site/{clerk.agency.pk}/pay/")
    unscripted.get_by_label("เลขอ้างอิง 16 หลัก").fill(bill.reference)
    press(unscripted, "ดูใบแจ้ง")
    unscripted.get_by_text("เลขที่รับ 1/2569").wait_for()
    page.goto("/bills/day/2026-01-20/")
    page.get_by_text("จึงไม่ทราบว่าตรงกับธนาคารหรือไม่").wait_for()
    look(page, "bills-day")


def test_a_sign_tax_form_is_filed_on_a_phone_billed_scanned_and_paid_by_its_receipt(
    clerk, phone_without_js, page, sign_in, look
):
    site = f"/site/{clerk.agency.pk}/desk/"
    phone = phone_without_js
    phone.goto(site)
    phone.get_by_role("link", name="ยื่นข้อมูลป้ายเพื่อเสียภาษีป้าย").click()
    press(phone, "ส่งเรื่อง")
    phone.get_by_text("โปรดระบุ “ชื่อผู้เสียภาษี (เจ้าของป้าย)”").first.wait_for()
    phone.get_by_label("ป้ายอยู่ที่ไหน").fill("ร้านสมมุติ ถนนสมมุติ (ตัวอย่าง)")
    phone.get_by_label("แจ้งเรื่องใด").select_option(label="ป้ายใหม่")
    phone.get_by_label("ป้ายแต่ละป้าย").fill("120 × 240 ซม. 1 ด้าน อักษรไทยล้วน")
    phone.get_by_label("ชื่อผู้เสียภาษี").fill("ร้านสมมุติ (ตัวอย่าง)")
    look(phone, "sign-tax-filing")
    press(phone, "ส่งเรื่อง")
    phone.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()
    said = phone.get_by_role("main").inner_text()
    receipt = re.search(r"(?:\d{4} ){3}\d{4}", said)[0]

    sign_in(page, clerk)
    page.goto("/desk/")
    page.get_by_role("link", name="ร้านสมมุติ ถนนสมมุติ (ตัวอย่าง)").click()
    look(page, "sign-tax-case")
    page.get_by_role("link", name="ออกใบแจ้งชำระ", exact=True).click()
    assert page.get_by_label("ผู้ชำระ").input_value() == "ร้านสมมุติ (ตัวอย่าง)"
    page.get_by_text("จึงไม่คิดจำนวนเงินให้").wait_for()
    look(page, "sign-tax-bill-form")
    page.get_by_label("รายการและจำนวนเงิน บรรทัดละรายการ").fill("ป้ายใหม่ (ตัวอย่าง) 345.00")
    press(page, "ออกใบแจ้ง")
    page.get_by_text("ออกใบแจ้งแล้ว").wait_for()
    look(page, "sign-tax-bill")
    bill = Bill.objects.get()

    phone.goto(f"{site}follow/")
    phone.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(receipt)
    press(phone, "ดูเรื่อง")
    phone.get_by_text("รอชำระ").wait_for()
    look(phone, "sign-tax-follow")
    press(phone, "ดูใบแจ้งและคิวอาร์")
    phone.get_by_role("heading", name="คิวอาร์พร้อมเพย์").wait_for()
    shown = Image.open(io.BytesIO(phone.screenshot(full_page=True)))
    (read,) = zxingcpp.read_barcodes(shown)
    fields = dict(read_payload(read.text))
    assert Decimal(fields["54"]) == bill.amount == Decimal("345.00")
    assert fields_of(fields["30"])[1:] == (("01", NOBODYS), ("02", bill.reference))

    page.goto(f"/bills/{bill.pk}/")
    page.get_by_label("จำนวนเงินที่รับ").fill("345.00")
    press(page, "บันทึกรับชำระด้วยมือ")
    page.get_by_text("ชำระแล้ว").first.wait_for()
    phone.goto(f"{site}follow/")
    phone.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(receipt)
    press(phone, "ดูเรื่อง")
    phone.get_by_text("ชำระแล้ว").wait_for()


def test_a_bank_file_is_brought_looked_through_and_taken_back(clerk, page, sign_in, look):
    sign_in(page, clerk)
    page.goto("/bills/bank/")
    page.get_by_label("ไฟล์").set_input_files(
        {"name": "ธนาคาร.csv", "mimeType": "text/csv", "buffer": STATEMENT.encode()}
    )
    press(page, "นำเข้า")
    page.get_by_role("heading", name="ธนาคาร.csv").wait_for()
    look(page, "bank-file")
    page.get_by_text("เพิกถอนการนำเข้า").first.click()
    press(page, "เพิกถอนการนำเข้า")
    page.locator(".govuk-error-message").first.wait_for()
    look(page, "bank-file-without-reason")
    page.get_by_label("เหตุผล").fill("นำเข้าผิดบัญชี")
    press(page, "เพิกถอนการนำเข้า")
    page.get_by_text("เพิกถอนรายการธนาคาร “ธนาคาร.csv” แล้ว").wait_for()
    look(page, "bank-file-taken-back")
