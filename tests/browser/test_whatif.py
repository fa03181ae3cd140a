"""What-if in a browser: live, by keyboard, and as a plain form."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.scoring.samples import sheet

MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def officer(everybody, settings):
    settings.FROZEN_NOW = MARCH
    person = everybody(login="officer")
    full_year(person.agency)
    return person


def heading(page):
    return page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")


def test_the_page_is_sound_at_both_widths(officer, page, sign_in, look):
    sign_in(page, officer)
    for name, query in (
        ("whatif", ""),
        ("whatif-tried", "?item_1=o12&score_1=100&item_2=e3&score_2=90"),
        ("whatif-unreached", "?level=AA&rise=5&leave=OIT"),
        ("whatif-wrong", "?number=เก้าสิบ&item_1=o99&score_1=5"),
    ):
        page.goto(f"/2566/whatif/{query}")
        look(page, name)


def test_a_year_whose_figures_contradict_each_other_fits_both_widths(officer, page, sign_in, look):
    figures = {"IIT": "82.10", "EIT": "70.20", "OIT": "82", "total": "95.50"}
    open_year(officer.agency, 2569)
    enter(officer.agency, sheet(2568, figures))
    sign_in(page, officer)
    page.goto("/2569/whatif/")
    page.get_by_text("ติดที่ IIT, EIT, OIT").first.wait_for()
    look(page, "whatif-contradicted")


def test_the_answer_follows_what_is_typed(officer, page, sign_in):
    sign_in(page, officer).goto("/2566/whatif/")
    assert heading(page) == "ทางที่ลงแรงน้อยที่สุดไปถึง AA"
    before = page.locator("#whatif_result").inner_text()
    number = page.get_by_label("หรือคะแนนรวม")
    number.press_sequentially("92.5", delay=30)
    page.wait_for_url("**number=92.5**")
    assert heading(page) == "ทางที่ลงแรงน้อยที่สุดไปถึง 92.5"
    assert page.locator("#whatif_result").inner_text() != before
    # What has the cursor keeps it, and what was typed stays.
    assert number.input_value() == "92.5"
    assert page.evaluate("document.activeElement.name") == "number"


def test_a_fault_is_told_at_its_field_while_one_types(officer, page, sign_in):
    sign_in(page, officer).goto("/2566/whatif/")
    number = page.get_by_label("หรือคะแนนรวม")
    number.press_sequentially("120", delay=30)
    page.get_by_text("“120” ไม่ใช่คะแนนรวม").wait_for()
    assert page.evaluate("document.activeElement.name") == "number"
    assert heading(page) == "ยังคำนวณไม่ได้"
    number.fill("92")
    page.get_by_text("“120” ไม่ใช่คะแนนรวม").wait_for(state="hidden")
    assert heading(page).endswith("92")


def test_it_is_a_plain_form_too(officer, phone_without_js, sign_in):
    page = sign_in(phone_without_js, officer)
    page.goto("/2566/whatif/")
    page.get_by_label("เป้าหมาย").select_option("A")
    page.get_by_role("button", name="คำนวณใหม่").click()
    assert heading(page) == "ถึง A แล้ว"
    page.get_by_text("หรือลองตั้งคะแนนรายข้อเอง").click()
    page.locator("[name=item_1]").fill("o12")
    page.locator("[name=score_1]").fill("100")
    page.get_by_role("button", name="คำนวณใหม่").click()
    assert heading(page) == "คะแนนรวมจาก 90.52 เป็น 91.02"


@pytest.mark.parametrize("viewport", ["page", "page_without_js"])
def test_two_ways_are_kept_compared_deleted_and_brought_back(
    officer, request, sign_in, viewport, shot
):
    page = sign_in(request.getfixturevalue(viewport), officer)
    for name, query in (("ยก EIT", "level=AA&rise=15"), ("แก้ OIT", "item_1=o12&score_1=100")):
        page.goto(f"/2566/whatif/?{query}")
        page.get_by_label("ชื่อแบบจำลอง").fill(name)
        page.get_by_role("button", name="เก็บแบบนี้").click()
        page.wait_for_url("**/scenarios/")
    shot(page, "scenarios")
    page.get_by_role("button", name="เทียบ").click()
    page.wait_for_url("**/compare/**")
    shot(page, "compare")
    assert page.get_by_text("เท่าเดิม").first.is_visible()
    page.goto("/2566/scenarios/")
    page.get_by_role("button", name="ลบ แก้ OIT").click()
    page.get_by_role("button", name="เลิกทำ").click()
    page.get_by_role("heading", name="เก็บแบบจำลองไว้ 2 แบบ").wait_for()


def test_the_lists_are_sound_at_both_widths(officer, page, sign_in, look):
    sign_in(page, officer)
    page.goto("/2566/scenarios/")
    look(page)
    for number in (1, 2):
        page.goto(f"/2566/whatif/?item_1=o12&score_1={number}0")
        page.get_by_label("ชื่อแบบจำลอง").fill(f"แบบจำลองที่มีชื่อยาวเป็นพิเศษเพื่อดูว่าตารางยังพอดี {number}")
        page.get_by_role("button", name="เก็บแบบนี้").click()
        page.wait_for_url("**/scenarios/")
    look(page, "scenarios-long")
    page.get_by_role("button", name="เทียบ").click()
    page.wait_for_url("**/compare/**")
    look(page, "compare-long")
