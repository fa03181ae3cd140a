"""Registers in a browser: a year of procurement, a loan, gifts, a register of one's own."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect
from tests.browser.ways import say_nothing
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers.samples import head_of
from tests.web.roles import CHIEF_ADMINISTRATOR
from tests.web.running import run_jobs

from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.registers.models import NothingToReport, RegisterRow
from prongsai.web.platform.clock import today

YEAR = 2566
JANUARY = datetime(2023, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
HEADING = (
    "เดือน\tเลขที่สัญญา\tรายการ\tส่วนราชการ\tวงเงิน\tวิธีจัดหา\tผู้ชนะ\tราคาที่ตกลง\tเหตุผล"
    "\tตรวจสอบผลประโยชน์ทับซ้อน"
)
END = "ราคาต่ำสุด\tใช่"
ROWS = (
    f"ต.ค. 65\t1/2566\tวัสดุสำนักงาน\tกองคลัง\t๒๐,๐๐๐\tเฉพาะเจาะจง\tร้านตัวอย่าง\t18,500.50\t{END}"
    f"\nธันวาคม\t2/2566\tหมึกพิมพ์\tกองคลัง\t15,000\tเฉพาะเจาะจง\tร้านตัวอย่าง\t14,200\t{END}"
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


@pytest.fixture
def clerk(officer):
    position = factories.make_position(officer.agency, CHIEF_ADMINISTRATOR, title="ปลัดเทศบาล")
    user = factories.make_user(officer.agency, login="clerk")
    factories.hold(user, position)
    return actor_on(user, today())


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def test_a_missing_month_is_found_and_mended_and_the_paper_is_evidence(
    officer, finance, page, sign_in, look
):
    sign_in(page, officer)
    page.goto(f"/{YEAR}/registers/")
    look(page, "registers")
    page.get_by_role("link", name="ทะเบียนผลการจัดซื้อจัดจ้าง").click()
    page.get_by_role("link", name="นำเข้า", exact=True).click()
    page.get_by_label("หรือวางตาราง").fill(f"{HEADING}\n{ROWS.replace('14,200', 'สิบสี่พัน')}")
    press(page, "อ่านและดูตัวอย่าง")
    page.get_by_role("heading", name="ยังนำเข้าไม่ได้ มี 1 เรื่องต้องแก้").wait_for()
    page.get_by_text("สิบสี่พัน").first.wait_for()
    look(page, "register-take-wrong")
    assert not RegisterRow.objects.exists()
    page.get_by_role("link", name="ส่งไฟล์อื่น").click()
    page.get_by_label("หรือวางตาราง").fill(f"{HEADING}\n{ROWS}")
    press(page, "อ่านและดูตัวอย่าง")
    page.get_by_role("heading", name="เพิ่ม 2 รายการ").wait_for()
    look(page, "register-take")
    press(page, "นำเข้าตามนี้")
    page.get_by_text("นำเข้าแล้ว: รายการใหม่ 2").wait_for()
    assert "ยังไม่รายงาน 1 ช่วง" in page.get_by_role("main").inner_text()
    look(page, "register")
    say_nothing(page, 2)
    assert "ยังไม่รายงาน" not in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="สรุปผลการดำเนินการจัดซื้อจัดจ้าง").click()
    page.get_by_label("ปัญหา อุปสรรค และข้อเสนอแนะ").fill("ไม่มี")
    look(page, "register-paper")
    press(page, "ทำรายงาน")
    page.get_by_text("ทำรายงานแล้ว").wait_for()
    run_jobs()
    page.reload()
    page.get_by_role("button", name="ใช้เป็นหลักฐานข้อ o21 ปี 2566", exact=True).click()
    page.get_by_text("ใช้เป็นหลักฐานของ o21 แล้ว 1 ไฟล์").wait_for()
    page.goto(f"/{YEAR}/oit/o21/")
    page.get_by_text("สรุปผลการดำเนินการจัดซื้อจัดจ้าง มกราคม 2566").first.wait_for()
    assert Piece.objects.get().file.name.startswith("procurement-winners-month")


def test_a_loan_is_asked_for_decided_on_and_comes_back_on_a_phone_without_scripts(
    officer, finance, clerk, open_browser, phone_without_js, sign_in
):
    phone = sign_in(phone_without_js, finance)
    phone.goto(f"/{YEAR}/registers/asset-loans/add/")
    for label, text in (
        ("เลขที่ใบยืม", "1/2566"), ("วันที่ขอยืม", "๑๖ ม.ค. ๒๕๖๖"), ("ทรัพย์สิน", "เต็นท์ (ตัวอย่าง)"),
        ("จำนวน", "๒"), ("ผู้ยืม", "ชุมชนตัวอย่าง"), ("เหตุที่ยืม", "งานบุญ"), ("กำหนดคืน", "19/1/2566"),
    ):  # fmt: skip
        phone.get_by_label(label, exact=True).fill(text)
    phone.get_by_label("ประเภทผู้ยืม").select_option(label="ประชาชนหรือเอกชน")
    phone.locator("main button[type=submit]").first.click()
    phone.get_by_text("เพิ่มรายการแล้ว").wait_for()
    assert phone.get_by_role("button", name="อนุมัติ", exact=True).count() == 0, "not one's own"
    kept = RegisterRow.objects.get()
    address = f"/{YEAR}/registers/asset-loans/{kept.pk}/"
    desk = sign_in(open_browser(), clerk)
    desk.goto(address)
    desk.get_by_role("button", name="อนุมัติ", exact=True).click()
    desk.get_by_text("เปลี่ยนสถานะแล้ว").wait_for()
    for label, day, move in (("วันที่รับของ", "17/1/2566", "ส่งมอบ"), ("วันที่คืน", "20/1/2566", "รับคืน")):
        phone.goto(address)
        phone.get_by_label(label).fill(day)
        if move == "รับคืน":
            phone.get_by_label("สภาพเมื่อคืน").select_option(label="ปกติ")
        phone.get_by_role("button", name="บันทึก", exact=True).click()
        phone.get_by_text("บันทึกแล้ว").wait_for()
        phone.get_by_role("button", name=move, exact=True).click()
        phone.get_by_text("เปลี่ยนสถานะแล้ว").wait_for()
    kept.refresh_from_db()
    assert kept.state == "returned"
    assert "คืนช้า" in phone.get_by_role("main").inner_text()


def test_a_unit_says_that_it_had_no_gifts(finance, phone_without_js, sign_in):
    phone = sign_in(phone_without_js, finance)
    phone.goto(f"/{YEAR}/registers/gifts/")
    say_nothing(phone, 1)
    assert NothingToReport.objects.get().unit.name == "กองคลัง"


def in_line(page, number, name):
    """A box of a line of the grid."""
    return page.locator(f"[name=line{number}-{name}]")


@pytest.mark.parametrize("kind", ["page", "phone_without_js"])
def test_months_are_filled_in_at_once_and_nobody_overwrites_another(
    officer, finance, request, kind, open_browser, sign_in, look
):
    page = sign_in(request.getfixturevalue(kind), finance)
    page.goto(f"/{YEAR}/registers/service-statistics/")
    page.get_by_role("link", name="แก้หลายรายการ").click()
    press(page, "แถวของเดือนที่ยังไม่มี")
    expect(page.get_by_role("rowheader")).to_have_count(12)
    assert in_line(page, 11, "month").input_value() == "กันยายน"
    for number in range(3):
        in_line(page, number, "service").fill("ชำระภาษี")
        in_line(page, number, "people").fill(str(100 + number))
    in_line(page, 1, "people").fill("ร้อย")
    in_line(page, 2, "service").fill("")
    press(page, "บันทึกทั้งหมด")
    summary = page.locator(".govuk-error-summary")
    expect(summary.get_by_role("heading")).to_have_text("ยังไม่ได้บันทึกรายการใด โปรดแก้ไข 2 รายการ")
    assert not RegisterRow.objects.exists()
    look(page, "register-grid-wrong")
    summary.get_by_role("link", name="รายการใหม่ 2").click()
    if page.runs_scripts:
        expect(in_line(page, 1, "people")).to_be_focused()
    in_line(page, 1, "people").fill("101")
    in_line(page, 2, "service").fill("ขอใบอนุญาต")
    press(page, "บันทึกแล้วแก้ต่อ")
    page.get_by_text("บันทึกแล้ว: เพิ่ม 3 รายการ").wait_for()
    rows = {row.values["month"]: row for row in RegisterRow.objects.all()}
    assert sorted(rows) == [10, 11, 12]
    assert [rows[month].values["people"] for month in (10, 11, 12)] == [100, 101, 102]

    other = sign_in(open_browser(), officer)
    other.goto(f"/{YEAR}/registers/service-statistics/grid/?sort=people")
    in_line(other, 0, "people").fill("111")
    page.goto(f"/{YEAR}/registers/service-statistics/grid/?sort=people")
    in_line(page, 0, "people").fill("110")
    in_line(page, 1, "people").fill("120")
    press(page, "บันทึกทั้งหมด")
    page.get_by_text("บันทึกแล้ว: เปลี่ยน 2 รายการ").wait_for()
    press(other, "บันทึกทั้งหมด")
    told = other.get_by_role("table").get_by_text("ตอนนี้ในทะเบียน: 110")
    told.wait_for()
    look(other, "register-grid-meanwhile")
    assert in_line(other, 0, "people").input_value() == "111"
    assert in_line(other, 1, "people").input_value() == "120", "and what only the other typed"
    press(other, "บันทึกทั้งหมด")
    other.get_by_text("บันทึกแล้ว: เปลี่ยน 1 รายการ").wait_for()
    counts = [row.values["people"] for row in RegisterRow.objects.all()]
    assert sorted(counts) == [102, 111, 120]
    assert sorted(RegisterRow.objects.values_list("version", flat=True)) == [1, 2, 3]


def test_the_grid_is_walked_by_keys(officer, finance, page, sign_in, look):
    sign_in(page, finance)
    page.goto(f"/{YEAR}/registers/service-statistics/grid/")
    look(page, "register-grid")
    in_line(page, 0, "service").focus()
    for key, line in (("Enter", 1), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowDown", 1), ("Tab", 1)):
        page.keyboard.press(key)
        name = "service" if key != "Tab" else "unit"
        expect(in_line(page, line, name)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("ชำระภาษี")
    assert in_line(page, 0, "service").input_value() == "ชำระภาษี"
    assert page.url.endswith("/grid/"), "nothing was sent"
    page.goto(f"/{YEAR}/registers/asset-loans/grid/")
    look(page, "register-grid-wide")
    page.get_by_text("ช่องที่แสดง และวิธีกรอก").click()
    look(page)
    for name in ("หมายเลขครุภัณฑ์", "สถานที่ใช้"):
        page.get_by_role("checkbox", name=name).uncheck()
    press(page, "แสดงช่องที่เลือก")
    assert in_line(page, 0, "asset").is_visible()
    expect(in_line(page, 0, "place")).to_have_count(0)


PASTE = """([box, text]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    const told = {clipboardData: data, bubbles: true, cancelable: true};
    box.dispatchEvent(new ClipboardEvent("paste", told));
}"""


def test_a_block_of_excel_is_pasted_undone_and_saved_with_what_was_wrong_kept(
    officer, finance, page, sign_in, look
):
    sign_in(page, finance)
    page.goto(f"/{YEAR}/registers/service-statistics/grid/")
    titles = page.locator("thead th").evaluate_all("all => all.map(one => one.dataset.title)")[1:5]
    rows = [f"ต.ค. ๖๕\tชำระภาษี {number}\tกองคลัง\t๑,๒๐{number}" for number in range(8)]
    block = "\n".join(["\t".join(titles), *rows, ""])
    first = in_line(page, 0, "month")
    page.evaluate(PASTE, [first.element_handle(), block])
    expect(page.locator("tbody tr")).to_have_count(8)
    expect(in_line(page, 7, "people")).to_have_value("๑,๒๐7")
    page.get_by_role("button", name="เลิกทำ").click()
    expect(in_line(page, 7, "people")).to_have_value("")
    page.evaluate(PASTE, [first.element_handle(), block.replace("๑,๒๐7", "เจ็ด")])
    look(page, "register-grid-pasted")
    press(page, "บันทึกทั้งหมด")
    expect(page.locator(".govuk-error-summary li")).to_have_count(1)
    assert not RegisterRow.objects.exists()
    assert (in_line(page, 7, "people").input_value(), in_line(page, 0, "month").input_value()) == (
        "เจ็ด", "ต.ค. ๖๕",
    )  # fmt: skip
    in_line(page, 7, "people").fill("1,207")
    press(page, "บันทึกทั้งหมด")
    page.get_by_text("บันทึกแล้ว: เพิ่ม 8 รายการ").wait_for()
    assert {row.values["people"] for row in RegisterRow.objects.all()} == set(range(1200, 1208))


@pytest.mark.parametrize("kind", ["page", "phone_without_js"])
def test_a_register_of_ones_own_is_made_without_code(officer, request, kind, sign_in, look):
    page = sign_in(request.getfixturevalue(kind), officer)
    page.goto(f"/{YEAR}/registers/")
    page.get_by_role("link", name="สร้างทะเบียน").click()
    page.get_by_label("ชื่อทะเบียน").fill("ทะเบียนคุมน้ำมัน")
    page.get_by_label("ใช้ทำอะไร").fill("รู้ว่ารถใดใช้เท่าใด")
    for number, (title, words) in enumerate(
        (("รถ", "ข้อความ"), ("วันที่เติม", "วันที่"), ("ลิตร", "จำนวนนับ"))
    ):
        page.locator(f"[name=field-{number}-title]").fill(title)
        page.locator(f"[name=field-{number}-kind]").select_option(label=words)
    page.locator("[name=field-0-required]").check()
    look(page, "register-make")
    press(page, "เพิ่มช่องอีก")
    page.locator("[name=field-5-title]").wait_for()
    assert page.locator("[name=field-1-title]").input_value() == "วันที่เติม"
    press(page, "บันทึกทะเบียน")
    page.get_by_text("สร้างทะเบียนแล้ว").wait_for()
    page.get_by_role("main").get_by_role("link", name="เพิ่มรายการ", exact=True).first.click()
    page.get_by_label("รถ", exact=True).fill("กข 1")
    page.get_by_label("วันที่เติม").fill("5 ม.ค. 2566")
    page.locator("main button[type=submit]").first.click()
    page.get_by_text("เพิ่มรายการแล้ว").wait_for()
    kept = RegisterRow.objects.get()
    assert (kept.register, kept.values["field_1"]) == ("own-1", "กข 1")
