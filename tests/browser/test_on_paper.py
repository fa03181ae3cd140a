"""A result of paper in the browser: entered, confirmed by another, objected to by the holder."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval import former
from tests.web.approval.conftest import SUBJECT, Office, small_pdf
from tests.web.approval.papers import KIND, YEAR, Memo
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.core.dates import short_date
from prongsai.web.office.circulation import services as circulating
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import handlers
from prongsai.web.signing.approval.queries import signed_copy
from prongsai.web.signing.approval.services import choosing, on_paper, submitting
from prongsai.web.signing.approval.services.common import Upload

WHY = "ไม่ได้ลงนามฉบับนี้"


@pytest.fixture
def office(site, transactional_db, settings, tmp_path, monkeypatch):
    """A small municipality, one memo on its way on paper."""
    settings.DATA = tmp_path
    monkeypatch.setitem(handlers._HANDLERS, KIND, Memo())
    monkeypatch.setitem(handlers.LABELS, KIND, Memo.label)
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


def noted(page, kind, words):
    """A note of a kind that says so stands on the page, where everybody sees it."""
    page.locator(f".ps-note--{kind}", has_text=words).first.wait_for()


def lines_of_label(page):
    """How many lines the label of the order takes."""
    return page.locator("label[for=id_authority]").evaluate(
        "one => Math.round(one.getBoundingClientRect().height"
        " / parseFloat(getComputedStyle(one).lineHeight))"
    )


def signed(office, verdict, second):
    """The waiting step, entered by the drafter and confirmed by another."""
    office.row.refresh_from_db()
    sheet = on_paper.Sheet(today(), Upload("scan.pdf", small_pdf(verdict)))
    made = on_paper.enter(office.row, by=office["analyst"], verdict=verdict, sheet=sheet)
    on_paper.note_looked(made, by=office[second])
    on_paper.confirm(made, by=office[second])
    office.row.refresh_from_db()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [1280, 360])
def test_two_people_and_the_holder(office, world, javascript, width):
    opened, look = world(width, javascript=javascript)
    analyst = opened("analyst")
    look(analyst, "enter")
    analyst.get_by_label("เห็นชอบ", exact=True).check()
    analyst.locator("[name=on]").fill(short_date(today()))
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
    clerk.locator("#annul summary").click()
    clerk.locator("#annul [name=why]").fill(WHY)
    look(clerk, "annul")
    clerk.get_by_role("button", name="ยกเลิกผลนี้").click()
    # In the note, not in the box where it was typed: that stands there after a refusal too.
    noted(clerk, "bad", WHY)
    assert clerk.locator("#annul").count() == 0, "it is annulled once"
    chief_executive = opened("mayor")
    noted(chief_executive, "bad", "ผลนั้นเป็นโมฆะ")
    assert chief_executive.locator("#chain .is-now").count() == 0, "nobody is asked any more"
    look(chief_executive, "void")
    guest = opened(address=f"/check/{office.row.code}/")
    guest.get_by_role("heading", name="ผลของเอกสารรหัสนี้ถูกยกเลิก").wait_for()
    look(guest, "check-void")
    # The drafter is told, and the next submission says what became of this one.
    again = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    run_jobs()
    chief_executive.goto(f"/signing/{again.pk}/")
    noted(chief_executive, "warn", WHY)
    chief_executive.get_by_role("heading", name="เรื่องนี้เสนอครั้งก่อนมีผู้คัดค้าน").wait_for()
    look(chief_executive, "again")


@pytest.mark.parametrize("width", [1280, 360])
def test_the_drafter_of_a_held_paper(office, world, width):
    opened, look = world(width, javascript=True)
    signed(office, "endorse", "head")
    drafter = opened("analyst")
    drafter.get_by_text("รอนายกเทศมนตรี").first.wait_for()
    assert drafter.locator("#paper").is_visible()
    look(drafter, "drafter")
    assert lines_of_label(drafter) == 1
    former.object_to(office.row, by=office["clerk"], why=WHY)
    drafter.reload()
    drafter.get_by_text("พักไว้ ปลัดเทศบาลคัดค้านผลบนกระดาษ").wait_for()
    assert drafter.locator("#paper").count() == 0
    assert drafter.get_by_text("รอนายกเทศมนตรี").count() == 0
    look(drafter, "held-drafter")


@pytest.mark.parametrize("width", [1280, 360])
def test_somebody_is_appointed_to_act(office, world, width):
    opened, look = world(width, javascript=True)
    position = office.positions["clerk"]
    head = opened("head", reverse("agency:position", args=[position.pk]))
    look(head, "acting")
    assert lines_of_label(head) == 1
    assert "มาตราของกฎหมาย" in head.locator("#id_authority_hint").inner_text()


@pytest.mark.parametrize("width", [1280, 360])
def test_what_is_sent_round_is_paused(office, world, width):
    opened, look = world(width, javascript=True)
    signed(office, "endorse", "head")
    signed(office, "approve", "clerk")
    run_jobs()
    sent = circulating.start(
        office.agency, by=office["head"], title="ขออนุมัติมาตรการส่งเสริมคุณธรรม", kind=KIND,
        subject=SUBJECT, file=signed_copy(office.agency, KIND, SUBJECT), year=YEAR, units=None,
        due=today(),
    )  # fmt: skip
    submitting.give_number(office.row, by=office["head"], number="ตย 52001/99")
    run_jobs()
    reader = opened("section", reverse("circulation:read", args=[sent.pk]))
    noted(reader, "info", "52001/99")
    assert reader.get_by_role("button", name="รับทราบ").is_visible()
    look(reader, "numbered-reader")
    former.object_to(office.row, by=office["mayor"], why=WHY)
    reader.reload()
    noted(reader, "bad", "นายกเทศมนตรี")
    assert reader.get_by_role("button", name="รับทราบ").count() == 0
    look(reader, "paused-reader")
    sender = opened("head", reverse("circulation:state", args=[sent.pk]))
    noted(sender, "bad", "นายกเทศมนตรี")
    look(sender, "paused-sender")
