"""What the registers ask before they keep: which column is which, and why a name stays."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.analysis.years import open_year
from tests.web.registers.samples import head_of

from prongsai.web.disclosure.registers.models import RegisterRow, RememberedColumns

YEAR = 2566
JANUARY = datetime(2023, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
# Made up: no file of such a system was at hand.
FOREIGN = (
    "Feedback of the month\n"
    "Period\tBranch\tReplies\tSmile 5\tSmile 4\tSmile 3\tSmile 2\tSmile 1\n"
    "ต.ค. 65\tงานภาษี (ตัวอย่าง)\t20\t12\t5\t2\t1\t0\n"
)
SAID = {
    "เดือน": "Period", "งานหรือจุดบริการ": "Branch", "จำนวนผู้ประเมิน": "Replies",
    "พึงพอใจมากที่สุด": "Smile 5", "พึงพอใจมาก": "Smile 4", "พึงพอใจปานกลาง": "Smile 3",
    "พึงพอใจน้อย": "Smile 2", "พึงพอใจน้อยที่สุด": "Smile 1",
}  # fmt: skip


@pytest.fixture
def finance(everybody, settings, tmp_path):
    settings.FROZEN_NOW = JANUARY
    settings.DATA = tmp_path
    person = everybody(login="officer")
    open_year(person.agency, YEAR)
    return head_of(person.agency)


@pytest.fixture(params=["page", "phone_without_js"])
def browser(request, finance, sign_in):
    return sign_in(request.getfixturevalue(request.param), finance)


def press(page, name):
    page.get_by_role("main").get_by_role("button", name=name, exact=True).first.click()


def test_the_columns_of_an_unknown_file_are_said_once(browser):
    address = f"/{YEAR}/registers/service-satisfaction/take/"
    browser.goto(address)
    browser.get_by_label("หรือวางตาราง").fill(FOREIGN)
    press(browser, "อ่านและดูตัวอย่าง")
    browser.get_by_role("heading", name="ระบุก่อนว่าคอลัมน์ใดเป็นช่องใด").wait_for()
    for field, heading in SAID.items():
        browser.get_by_label(field, exact=True).select_option(label=heading)
    browser.get_by_label("ส่วนราชการ ของทุกแถว").fill("กองคลัง")
    browser.get_by_label("เก็บด้วย ของทุกแถว").fill("Citizeninfo")
    press(browser, "ถูกต้อง ใช้ตามนี้")
    press(browser, "นำเข้าตามนี้")
    browser.get_by_text("นำเข้าแล้ว").first.wait_for()
    assert RegisterRow.objects.get().values["answers"] == 20
    assert RememberedColumns.objects.count() == 1
    browser.goto(address)
    browser.get_by_label("หรือวางตาราง").fill(FOREIGN.replace("ต.ค. 65", "พ.ย. 65"))
    press(browser, "อ่านและดูตัวอย่าง")
    press(browser, "นำเข้าตามนี้")
    browser.get_by_text("นำเข้าแล้ว").first.wait_for()
    assert RegisterRow.objects.count() == 2


def test_a_name_in_a_decision_is_warned_of_and_kept_with_a_reason(browser):
    browser.goto(f"/{YEAR}/registers/discretion-decisions/add/")
    for label, text in (
        ("วันที่ตัดสิน", "๑๖ ม.ค. ๒๕๖๖"), ("เรื่อง", "ขอใช้ลาน (ตัวอย่าง)"), ("เกณฑ์ที่ใช้", "ไม่กีดขวาง"),
        ("ข้อเท็จจริงโดยย่อ", "นายสมมติ ตัวอย่าง ขอจัดงาน"), ("เหตุผล", "ครบตามเกณฑ์"),
    ):  # fmt: skip
        browser.get_by_label(label, exact=True).fill(text)
    browser.get_by_label("ผล", exact=True).select_option(label="อนุญาต")
    press(browser, "บันทึก")
    browser.get_by_text("อาจมีชื่อคน: “นายสมมติ ตัวอย่าง”").first.wait_for()
    assert not RegisterRow.objects.exists()
    browser.get_by_label("เหตุผลที่ต้องคงชื่อไว้").fill("เป็นชื่อศาลา")
    press(browser, "บันทึก")
    browser.get_by_text("เพิ่มรายการแล้ว").wait_for()
    assert RegisterRow.objects.count() == 1
