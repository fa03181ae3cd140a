"""The year in a browser: opened, confirmed from the manual, replaced, carried on; both ways."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web.roles import OFFICE_HEAD

from prongsai.core.framework.workbook import to_rows
from prongsai.documents.framework_workbook import framework_workbook
from prongsai.web.year.assessment.framework import documents as texts
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.assessment.services.frameworks import current_documents
from prongsai.web.year.assessment.services.years import open_year, write_note

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=ZoneInfo("Asia/Bangkok"))  # fiscal year 2570


@pytest.fixture
def officer(everybody, settings):
    """The ITA officer, on a day of fiscal year 2570, of which nothing is shipped."""
    settings.FROZEN_NOW = NOW
    return everybody(login="officer")


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def either(request, open_browser):
    """A page with, and one without, JavaScript."""
    opened = open_browser(javascript=request.param)
    yield opened
    assert opened.faults == []


def documents(fiscal_year=2570):
    return current_documents(Assessment.objects.get(fiscal_year=fiscal_year))


def test_open_the_year_and_confirm_an_item_from_the_manual(either, sign_in, officer):
    sign_in(either, officer).goto("/years/")
    either.get_by_role("link", name="เปิดปี 2570").click()
    either.get_by_role("button", name="เปิดปีนี้").click()
    assert either.locator("#unconfirmed").is_visible()
    either.get_by_role("link", name="ใส่เรื่องที่ยังไม่ทราบ").click()
    year = either.locator("#year-2570")
    year.get_by_text("ข้อ ยังไม่ยืนยัน 26 เรื่อง", exact=True).click()
    page = year.get_by_label("หน้า o1 โครงสร้าง หน้าที่และอำนาจ")
    page.fill("0")
    year.get_by_role("button", name="บันทึกปี").click()
    assert either.title().startswith("ผิดพลาด:")
    assert page.input_value() == "0"
    page.fill("๑๒")
    year.get_by_role("button", name="บันทึกปี").click()
    either.get_by_text("เป็นฉบับที่ 2").wait_for()
    item = documents()["oit"]["items"][0]
    assert (item["confidence"], item["page"]) == ("confirmed", 12)


def test_a_workbook_is_looked_at_before_it_counts(either, sign_in, officer):
    open_year(officer.agency, by=officer, fiscal_year=2570)
    rows = to_rows(documents())
    rows["items"][0]["name.th"] = "ชื่อจากไฟล์"
    sign_in(either, officer).goto("/2570/framework/import/")
    workbook = {
        "name": "กรอบ.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": framework_workbook(rows),
    }
    either.locator("input[type=file]").set_input_files(workbook)
    either.get_by_role("button", name="อ่านและดูตัวอย่าง").click()
    either.get_by_role("heading", name="จะเปลี่ยน 1 รายการ").wait_for()
    assert documents()["oit"]["items"][0]["name"]["th"] != "ชื่อจากไฟล์"
    either.get_by_role("button", name="นำเข้าตามนี้").click()
    either.wait_for_url("**/framework/")
    assert documents()["oit"]["items"][0]["name"]["th"] == "ชื่อจากไฟล์"


def test_official_data_is_looked_at_and_taken_whole(
    either, sign_in, officer, monkeypatch, tmp_path
):
    ship(monkeypatch, tmp_path, officer)
    sign_in(either, officer).goto("/2570/framework/")
    either.get_by_role("link", name="ดูส่วนที่ต่าง").click()
    assert either.get_by_role("heading", name="ชื่อทางการสอง").is_visible()
    either.get_by_role("button", name="ใช้ข้อมูลทางการแทน").click()
    either.wait_for_url("**/framework/")
    items = documents()["oit"]["items"]
    assert len(items) == 27
    assert [item["name"]["th"] for item in items[:2]] == ["ชื่อทางการหนึ่ง", "ชื่อทางการสอง"]


def ship(monkeypatch, tmp_path, officer):
    """Official data of 2570 come with an update: two names differ, one item is new."""
    open_year(officer.agency, by=officer, fiscal_year=2570)
    later = documents()
    later["oit"]["items"][0]["name"]["th"] = "ชื่อทางการหนึ่ง"
    later["oit"]["items"][1]["name"]["th"] = "ชื่อทางการสอง"
    new = {**later["oit"]["items"][2], "code": "o27", "lineage": ["official-new"]}
    later["oit"]["items"].append(new)
    later["framework"]["instruments"][2]["item_count"] = 27
    for shipped in texts.shipped_root().iterdir():
        (tmp_path / shipped.name).symlink_to(shipped)
    folder = tmp_path / "2570"
    folder.mkdir()
    for name, text in texts.to_texts(later).items():
        (folder / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(texts, "shipped_root", lambda: tmp_path)


def test_notes_are_carried_once(either, sign_in, officer):
    open_year(officer.agency, by=officer, fiscal_year=2570)
    write_note(officer.agency, by=officer, fiscal_year=2569, lineage="executives", text="ก", seen=0)
    sign_in(either, officer).goto("/2570/carry/")
    either.get_by_role("button", name="ยกมาทั้งหมด").click()
    either.get_by_role("heading", name="ไม่มีงานของปี 2569 ที่ต้องยกมาเพิ่ม").wait_for()
    either.goto("/2570/notes/")
    assert either.get_by_text("ยกมาจากปี 2569").is_visible()


PAGES = {
    "years": "/years/",
    "open": "/years/open/?fiscal_year=2571",
    "framework": "/2570/framework/",
    "shipped": "/2565/framework/",
    "item": "/2570/framework/item/o1/",
    "items-copy": "/2570/framework/instrument/IIT/copy/",
    "source": "/2570/framework/sources/add/",
    "unknown": "/2570/unknown/",
    "import": "/2570/framework/import/",
    "revisions": "/2570/framework/revisions/",
    "official": "/2570/framework/official/",
    "carry": "/2570/carry/",
    "note": "/2570/notes/executives/",
}


@pytest.fixture
def full(officer, monkeypatch, tmp_path):
    """A year with something on every page."""
    ship(monkeypatch, tmp_path, officer)
    write_note(officer.agency, by=officer, fiscal_year=2569, lineage="executives", text="ก", seen=0)
    return officer


def test_no_page_has_barriers_or_scrolls_sideways(page, sign_in, full, look):
    sign_in(page, full)
    for name, address in PAGES.items():
        answer = page.goto(address)
        assert answer.status == 200, address
        page.evaluate("for (const one of document.querySelectorAll('main details')) one.open = 1")
        look(page, f"year-{name}", is_thorough=True)


def test_what_a_colleague_saved_is_shown_beside_what_was_typed(
    page, open_browser, sign_in, full, everybody, axe, shot
):
    sign_in(page, full).goto("/2570/framework/sources/RTRDA/")
    colleague = everybody(OFFICE_HEAD, login="head")
    other = sign_in(open_browser(), colleague)
    other.goto(page.url)
    other.get_by_label("ชื่อเอกสาร และสิ่งที่ใช้ยืนยัน").fill("ของเพื่อนร่วมงาน")
    other.get_by_role("button", name="บันทึก").click()
    other.wait_for_url("**/framework/#sources")
    page.get_by_label("ชื่อเอกสาร และสิ่งที่ใช้ยืนยัน").fill("ของฉัน")
    page.get_by_role("button", name="บันทึก").click()
    page.locator("#meanwhile").wait_for()
    assert page.get_by_role("cell", name="ของเพื่อนร่วมงาน").is_visible()
    assert page.get_by_label("ชื่อเอกสาร และสิ่งที่ใช้ยืนยัน").input_value() == "ของฉัน"
    shot(page, "year-meanwhile")
    axe(page)
    page.get_by_role("button", name="บันทึก").click()
    page.wait_for_url("**/framework/#sources")
