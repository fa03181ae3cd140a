"""The plan in a browser: drafted, edited row by row, by two people at once, on paper and phone."""

import re

import pytest
from playwright.sync_api import expect
from tests.web.analysis.years import enter, full_year, open_year
from tests.web.measures.plans import YEAR, emptied, own, point
from tests.web.roles import OFFICE_HEAD
from tests.web.scoring.samples import sheet

from prongsai.web.year.measures.models import MeasureRevision, MeasureRow
from prongsai.web.year.measures.queries import plan_of, rows_of
from prongsai.web.year.measures.services import editing

PLAN = "/2566/plan/"


@pytest.fixture
def officer(everybody):
    return everybody(login="officer")


def heading(page):
    return page.get_by_role("heading", level=1)


@pytest.mark.parametrize("screen", ["page", "phone_without_js"])
def test_a_plan_is_drafted_and_a_row_edited(request, screen, officer, sign_in, look):
    full_year(officer.agency, YEAR)
    page = sign_in(request.getfixturevalue(screen), officer)
    page.goto(PLAN)
    expect(heading(page)).to_contain_text("ยังไม่มีแผนมาตรการ")
    look(page, "plan-empty")
    page.get_by_role("button", name="ร่างแผน").click()
    expect(heading(page)).to_contain_text("แผนตอบทุกจุดอ่อนและทุกข้อเสนอแนะแล้ว")
    if screen == "page":
        page.get_by_text("และมาตรการที่ตอบ").click()
        look(page, "plan")
    row = rows_of(officer.agency, YEAR)[0]
    page.get_by_role("link", name=row.title).click()
    page.get_by_role("combobox", name="หน่วยงานรับผิดชอบ", exact=True).fill("กองคลัง")
    page.get_by_role("textbox", name="กำหนดแล้วเสร็จ", exact=True).fill("๓๐ มิ.ย. ๖๖")
    if screen == "page":
        expect(page.locator("#id_due_read")).to_contain_text("อ่านว่า 30 มิถุนายน 2566")
        look(page, "plan-measure")
    page.get_by_role("button", name="บันทึกมาตรการ").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 2")
    row.refresh_from_db()
    assert (row.unit, row.due, str(row.ends_on)) == ("กองคลัง", "๓๐ มิ.ย. ๖๖", "2023-06-30")


def test_a_plan_against_a_target_of_the_agencys_own_fits(officer, page, sign_in, look):
    open_year(officer.agency, YEAR + 4)
    enter(officer.agency, sheet(YEAR + 3, {"total": "87.62", "4": "82.30"}))
    sign_in(page, officer).goto(f"/{YEAR + 4}/plan/")
    page.get_by_role("button", name="ร่างแผน").click()
    page.get_by_role("heading", name="เป้าหมายและการอนุมัติ").wait_for()
    expect(page.get_by_role("main")).to_contain_text("ไม่ใช่เกณฑ์ของปี")
    look(page)


@pytest.mark.parametrize("script", [True, False])
def test_two_browsers_edit_one_row_at_once_and_both_keep_their_words(
    script, open_browser, everybody, sign_in, axe, no_sideways_scroll, shot
):
    officer = everybody(login="officer")
    chief = everybody(OFFICE_HEAD, login="head")
    emptied(officer.agency, officer)
    row = own(officer.agency, officer)
    one = sign_in(open_browser(javascript=script), officer)
    two = sign_in(open_browser({"width": 360, "height": 740}, javascript=script), chief)
    for page in (one, two):
        page.goto(f"{PLAN}measure/{row.pk}/")
    one.get_by_role("textbox", name="มาตรการ", exact=True).fill("คำของเจ้าหน้าที่")
    one.get_by_role("textbox", name="ระยะเวลา", exact=True).fill("ปีละครั้ง")
    two.get_by_role("textbox", name="มาตรการ", exact=True).fill("คำของหัวหน้า")
    two.get_by_role("textbox", name="หลักฐานที่ต้องมี", exact=True).fill("ภาพถ่าย\nรายงาน")
    one.get_by_role("button", name="บันทึกมาตรการ").click()
    expect(one.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 2")
    two.get_by_role("button", name="บันทึกมาตรการ").click()
    expect(heading(two)).to_contain_text("บันทึกแถวนี้ก่อน สิ่งที่พิมพ์เก็บไว้แล้ว")
    for words in ("คำของเจ้าหน้าที่", "คำของหัวหน้า", "ปีละครั้ง", "ภาพถ่าย"):
        expect(two.locator("main")).to_contain_text(words)
    if script:
        axe(two)
        no_sideways_scroll(two)
        shot(two, "plan-choose")
    assert MeasureRevision.objects.filter(number=None, settled_at=None).count() == 1
    two.locator("#mine_title").check()
    two.get_by_role("button", name="บันทึกตามที่เลือก").click()
    expect(two.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 3")
    row.refresh_from_db()
    assert (row.title, row.period, row.evidence) == (
        "คำของหัวหน้า", "ปีละครั้ง", ["ภาพถ่าย", "รายงาน"],
    )  # fmt: skip
    one.reload()
    expect(one.locator("main")).to_contain_text("คำของหัวหน้า")


def test_two_browsers_edit_two_rows_and_neither_waits(open_browser, everybody, sign_in):
    officer = everybody(login="officer")
    chief = everybody(OFFICE_HEAD, login="head")
    emptied(officer.agency, officer)
    rows = [own(officer.agency, officer, title) for title in ("แถวแรก", "แถวสอง")]
    pages = [sign_in(open_browser(), person) for person in (officer, chief)]
    for page, row in zip(pages, rows, strict=True):
        page.goto(f"{PLAN}measure/{row.pk}/")
        page.get_by_role("textbox", name="ระยะเวลา", exact=True).fill(f"ช่วงของ{row.title}")
    for page in pages:
        page.get_by_role("button", name="บันทึกมาตรการ").click()
        expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 2")
    assert [row.period for row in rows_of(officer.agency, YEAR)] == [
        "ช่วงของแถวแรก", "ช่วงของแถวสอง",
    ]  # fmt: skip
    assert not MeasureRevision.objects.filter(number=None).exists()


@pytest.mark.parametrize("screen", ["page", "phone_without_js"])
def test_gaps_are_seen_and_closed(request, screen, officer, sign_in, look):
    emptied(officer.agency, officer)
    page = sign_in(request.getfixturevalue(screen), officer)
    page.goto(PLAN)
    expect(heading(page)).to_contain_text("จุดที่ยังไม่มีมาตรการหรือเหตุผล")
    one = point(officer.agency, remark=2)
    look(page, "plan-gaps")
    page.get_by_role("link", name=f"ใส่เหตุผลที่ไม่ทำ {one.name}").click()
    page.get_by_label("เหตุผลที่ไม่ดำเนินการ").fill("ทำแล้วเสร็จในปีก่อน")
    look(page, "plan-point")
    page.get_by_role("button", name="บันทึก", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว")
    page.goto(f"{PLAN}library/")
    look(page, "plan-library")
    page.get_by_role("button", name=re.compile("^ใช้แบบนี้")).first.click()
    expect(page.get_by_role("status").first).to_contain_text("เพิ่มมาตรการลำดับ 1 แล้ว")
    assert len(plan_of(officer.agency, YEAR).measures) == 1


@pytest.mark.parametrize("screen", ["page", "page_without_js"])
def test_rows_move_go_and_come_back(request, screen, officer, sign_in):
    emptied(officer.agency, officer)
    for title in ("ก่อน", "หลัง"):
        own(officer.agency, officer, title)
    page = sign_in(request.getfixturevalue(screen), officer)
    page.goto(PLAN)
    page.get_by_role("button", name="ขึ้น หลัง").click()
    expect(page.locator("tbody tr").first).to_contain_text("หลัง")
    page.get_by_role("button", name="ลบ ก่อน").click()
    expect(page.get_by_role("status").first).to_contain_text("ลบ “ก่อน” แล้ว")
    assert [row.title for row in rows_of(officer.agency, YEAR)] == ["หลัง"]
    page.get_by_role("button", name="เลิกทำ").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    assert MeasureRow.objects.filter(removed_at=None).count() == 2


def drafted(officer):
    full_year(officer.agency, YEAR)
    editing.draft(officer.agency, by=officer, fiscal_year=YEAR, not_before=None)


def test_the_workbook_is_taken_out_and_in(page, officer, sign_in, look, tmp_path):
    drafted(officer)
    sign_in(page, officer)
    page.goto(f"{PLAN}import/")
    look(page)
    with page.expect_download() as kept:
        page.get_by_role("link", name="ดาวน์โหลด XLSX").click()
    file = tmp_path / "แผน.xlsx"
    kept.value.save_as(file)
    row = rows_of(officer.agency, YEAR)[0]
    MeasureRow.objects.filter(pk=row.pk).update(title="แก้บนเว็บหลังดาวน์โหลด")
    own(officer.agency, officer, "เพิ่มบนเว็บหลังดาวน์โหลด")
    page.get_by_label("ไฟล์แผน").set_input_files(file)
    page.get_by_role("button", name="อ่านและดูตัวอย่าง").click()
    expect(heading(page)).to_contain_text("มาตรการใหม่ 0 เปลี่ยน 1 ไม่มีในไฟล์ 1")
    look(page, "plan-preview")
    page.get_by_role("button", name="นำเข้าตามนี้").click()
    expect(page.get_by_role("status").first).to_contain_text("นำเข้าแล้ว")
    titles = [one.title for one in rows_of(officer.agency, YEAR)]
    assert titles[0] == row.title
    assert "เพิ่มบนเว็บหลังดาวน์โหลด" in titles


@pytest.mark.parametrize("columns", ["4", "5", "8"])
def test_the_table_prints_in_every_layout(page, columns, officer, sign_in, look):
    drafted(officer)
    sign_in(page, officer)
    page.goto(f"{PLAN}print/")
    page.get_by_label("จัดกลุ่ม").select_option("instrument")
    page.get_by_label("ตาราง").select_option(columns)
    page.get_by_role("button", name="แสดง").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("IIT")
    look(page, f"plan-print-{columns}")


def test_versions_are_compared(page, officer, sign_in, look):
    emptied(officer.agency, officer)
    row = own(officer.agency, officer)
    sign_in(page, officer)
    page.goto(f"{PLAN}measure/{row.pk}/")
    page.get_by_role("textbox", name="ขั้นตอน", exact=True).fill("1. ใหม่หนึ่ง\n2. ใหม่สอง")
    page.get_by_role("button", name="บันทึกมาตรการ").click()
    page.goto(f"{PLAN}measure/{row.pk}/versions/")
    look(page, "plan-versions")
    page.get_by_role("link", name="ฉบับที่ 1").click()
    expect(heading(page)).to_contain_text("ต่างจากที่ใช้อยู่ 1 ช่อง")
    look(page, "plan-version")
    page.get_by_role("button", name="ใช้ฉบับนี้").click()
    expect(page.get_by_role("status").first).to_contain_text("เป็นฉบับที่ 3")
