"""A result of paper in the browser: entered, confirmed by another, objected to by the holder."""

import pytest
from tests.web import factories
from tests.web.approval.conftest import SUBJECT, Office, small_pdf
from tests.web.approval.papers import KIND, YEAR, Memo
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.approval import handlers
from prongsai.web.approval.services import choosing, objecting, on_paper, submitting
from prongsai.web.approval.services.common import Upload
from prongsai.web.platform.clock import today

WHY = "ไม่ได้ลงนามฉบับนี้"
FORGED = "ลายมือชื่อในภาพสแกนไม่ใช่ของข้าพเจ้า"


@pytest.fixture
def office(site, transactional_db, settings, tmp_path, monkeypatch):
    """A small municipality, one memo on its way on paper."""
    settings.DATA = tmp_path
    monkeypatch.setitem(handlers._HANDLERS, KIND, Memo())
    office = Office(factories.make_agency())
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    office.row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    run_jobs()
    return office


@pytest.fixture
def world(office, open_browser, sign_in, axe, no_sideways_scroll, shot):
    """How a person opens the paper, and how its picture is looked at, for a kind of browser."""

    def of(width, *, javascript):
        def opened(name=None, address=f"/signing/{office.row.pk}/"):
            page = open_browser({"width": width, "height": 900}, javascript=javascript)
            if name:
                sign_in(page, office.users[name])
            page.goto(address)
            return page

        def look(page, name):
            if javascript:
                axe(page)
                no_sideways_scroll(page)
                shot(page, f"paper-{name}")

        return opened, look

    return of


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 360])
def test_two_people_and_the_holder(office, world, javascript, width):
    opened, look = world(width, javascript=javascript)
    analyst = opened("analyst")
    look(analyst, "enter")
    analyst.get_by_label("เห็นชอบ", exact=True).check()
    day = today()
    for place, told in enumerate((day.day, day.month, day.year + 543)):
        field = analyst.locator(f"[name=on_{place}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(index=int(told))
        else:
            field.fill(str(told))
    analyst.locator("[name=scan]").set_input_files(
        {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": small_pdf("ลงนาม")}
    )
    analyst.get_by_role("button", name="บันทึกผลบนกระดาษ").click()
    analyst.get_by_text("รอผู้อื่นยืนยัน").first.wait_for()
    look(analyst, "waits")
    head = opened("head")
    look(head, "confirm")
    # Nobody confirms what they never opened.
    scan = head.get_by_role("link", name="เปิดภาพสแกน").first.get_attribute("href")
    assert head.request.get(head.url.split("/", 3)[0] + "//" + head.url.split("/", 3)[2] + scan).ok
    head.get_by_role("button", name="ตรงกัน ยืนยันผล").click()
    head.get_by_text("ยืนยันผลบนกระดาษแล้ว").first.wait_for()
    clerk = opened("clerk")
    clerk.locator("#objection summary").click()
    clerk.locator("#objection [name=why]").fill(WHY)
    look(clerk, "object")
    clerk.get_by_role("button", name="คัดค้านและพักเรื่อง").click()
    clerk.get_by_text(WHY).first.wait_for()
    guest = opened(address=f"/check/{office.row.code}/")
    guest.get_by_role("heading", name="มีผู้คัดค้านและพักไว้").wait_for()
    look(guest, "check")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 360])
def test_a_disputed_result_is_set_aside(office, world, javascript, width):
    opened, look = world(width, javascript=javascript)
    sheet = on_paper.Sheet(today(), Upload("scan.pdf", small_pdf("ลงนาม")))
    made = on_paper.enter(office.row, by=office["analyst"], verdict="endorse", sheet=sheet)
    on_paper.note_looked(made, by=office["head"])
    on_paper.confirm(made, by=office["head"])
    objecting.object_to(office.row, by=office["clerk"], why=WHY)
    clerk = opened("clerk")
    clerk.locator("#aside summary").click()
    clerk.locator("#aside [name=why]").fill(FORGED)
    look(clerk, "ask-aside")
    clerk.get_by_role("button", name="ขอยกเลิกผลนี้").click()
    clerk.get_by_text(FORGED).first.wait_for()
    mayor = opened("mayor")
    look(mayor, "set-aside")
    mayor.get_by_role("button", name="ยืนยันยกเลิกผลที่คัดค้าน").click()
    mayor.get_by_text("ยกเลิกผลที่คัดค้านแล้ว").first.wait_for()
    look(mayor, "void")
    guest = opened(address=f"/check/{office.row.code}/")
    guest.get_by_role("heading", name="ผลของเอกสารรหัสนี้ถูกยกเลิก").wait_for()
    look(guest, "check-void")
    # The drafter is told, and the next submission says what became of this one.
    again = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    run_jobs()
    mayor.goto(f"/signing/{again.pk}/")
    mayor.get_by_text("เสนอครั้งก่อนมีผู้คัดค้าน").first.wait_for()
    look(mayor, "again")
