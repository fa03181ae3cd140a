"""Papers of registers made in a browser, a photo sent with a row, and a list as it is printed."""

import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from tests.browser.ways import say_nothing
from tests.web.analysis.years import open_year
from tests.web.registers.samples import head_of
from tests.web.running import run_jobs
from tests.web.tracking.samples import picture

from prongsai.web.disclosure.registers.models import RegisterFile, RegisterPaper, RegisterRow
from prongsai.web.platform import files

YEAR = 2566
JANUARY = datetime(2023, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
PLAN = "รหัสรายการ\tแผนงาน\tรายการ\tส่วนราชการ\tวงเงิน\nA01\tแผนงานบริหาร\tวัสดุ\tกองคลัง\t๒๔๐,๐๐๐\n"
SPENT = (
    "เดือน\tรายการของแผน\tส่วนราชการ\tเบิกจ่าย\n"
    "ต.ค. 65\tA01\tกองคลัง\t18,500.50\n"
    "พ.ย. 65\tA01\tกองคลัง\t1,499.50"
)


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = JANUARY
    settings.DATA = tmp_path
    person = everybody(login="officer")
    open_year(person.agency, YEAR, at=JANUARY - timedelta(days=110))
    return person


@pytest.fixture
def finance(officer):
    return head_of(officer.agency)


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def take(page, key, table):
    page.goto(f"/{YEAR}/registers/{key}/take/")
    page.get_by_label("หรือวางตาราง").fill(table)
    press(page, "อ่านและดูตัวอย่าง")
    press(page, "นำเข้าตามนี้")
    page.get_by_text("นำเข้าแล้ว").first.wait_for()


def made(page, key):
    """The newest paper of a register as it is printed, its words without blanks."""
    press(page, "ทำรายงาน")
    page.get_by_text("ทำรายงานแล้ว").wait_for()
    run_jobs()
    page.reload()
    paper = RegisterPaper.objects.filter(register=key).order_by("-number").first()
    document = pypdfium2.PdfDocument(io.BytesIO(files.read(paper.pdf)))
    text = "".join(one.get_textpage().get_text_bounded() for one in document)
    return "".join(text.split())


def test_the_briefing_on_spending_is_made_for_the_executives(officer, finance, page, sign_in, look):
    sign_in(page, officer)
    take(page, "budget-lines", PLAN)
    take(page, "spending", SPENT)
    page.goto(f"/{YEAR}/registers/spending/")
    page.get_by_role("link", name="สรุปการใช้จ่ายงบประมาณเสนอผู้บริหาร").first.click()
    page.get_by_label("เรื่องที่ขอให้ผู้บริหารพิจารณา").fill("เร่งรัดการเบิกจ่าย")
    look(page, "register-briefing")
    text = made(page, "spending")
    assert "20,000.00" in text, "both months together"
    assert "240,000.00" in text, "of the plan of the whole year"
    assert "เร่งรัดการเบิกจ่าย" in text


def test_the_quarterly_report_of_gifts_is_printed_after_a_unit_had_none(
    officer, finance, page, open_browser, sign_in
):
    unit = sign_in(open_browser(), finance)
    unit.goto(f"/{YEAR}/registers/gifts/")
    say_nothing(unit, 1)
    sign_in(page, officer)
    page.goto(f"/{YEAR}/registers/gifts/papers/quarter/1/")
    text = made(page, "gifts")
    assert "ไตรมาส" in text
    assert "ปัญหา" in text, "a heading stays whatever stands under it"


def test_a_photo_is_sent_from_a_phone_and_stands_on_the_page(
    officer, finance, phone_without_js, sign_in
):
    phone = sign_in(phone_without_js, finance)
    phone.goto(f"/{YEAR}/registers/facility-checks/add/")
    phone.get_by_label("วันที่ตรวจ").fill("๑๖ ม.ค. ๒๕๖๖")
    phone.get_by_label("สิ่งอำนวยความสะดวก").select_option(label="ที่นั่งรอ")
    phone.get_by_label("พร้อมใช้").select_option(label="ใช่")
    data = picture("green", size=(800, 600))
    phone.locator("input[type=file]").set_input_files(
        {"name": "ที่นั่ง.jpg", "mimeType": "image/jpeg", "buffer": data}
    )
    phone.locator("main button[type=submit]").first.click()
    phone.get_by_text("เพิ่มรายการแล้ว").wait_for()
    assert RegisterFile.objects.get().row == RegisterRow.objects.get()
    shown = phone.locator("main .ps-photos img")
    origin = phone.evaluate("() => location.origin")
    answer = phone.request.get(f"{origin}{shown.get_attribute('src')}")
    assert answer.headers["content-type"] == "image/jpeg"


def test_a_list_is_printed_with_its_rows_and_without_what_only_a_screen_needs(
    officer, finance, page, sign_in
):
    sign_in(page, officer)
    take(page, "budget-lines", PLAN)
    page.goto(f"/{YEAR}/registers/budget-lines/")
    page.get_by_role("button", name="พิมพ์", exact=True).wait_for()
    page.emulate_media(media="print")
    assert page.get_by_role("button", name="พิมพ์", exact=True).count() == 0
    assert page.get_by_role("link", name="นำเข้า", exact=True).count() == 0
    assert page.get_by_text("240,000.00").first.is_visible()
    text = "".join(
        one.get_textpage().get_text_bounded()
        for one in pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    )
    assert "240,000.00" in text
