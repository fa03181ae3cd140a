"""The way of one item: assigned, attached, checked, mended, proven, published, found, disputed."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web import factories
from tests.web.disclosure.samples import item
from tests.web.ownership.samples import head_of
from tests.web.public_site import samples
from tests.web.running import run_jobs

from prongsai.links.proof.verifying import verify
from prongsai.web.disclosure.disclosure import tasks
from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide

YEAR = samples.YEAR
MONDAY = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
ITEM = f"/{YEAR}/oit/o13/"
LINKS = f"/{YEAR}/oit/links/"


@pytest.fixture
def officer(everybody, settings, tmp_path, monkeypatch):
    settings.FROZEN_NOW = MONDAY
    settings.DATA = tmp_path
    samples.quick(monkeypatch)
    return everybody(login="officer")


@pytest.fixture
def house(officer):
    made = samples.House(officer.agency)
    made.year()
    factories.make_unit(officer.agency, "กองช่าง")
    return made


def assigned(page, officer):
    """The officer gives the item to a unit."""
    one = item(officer.agency, "o13").subject
    page.goto(f"/{YEAR}/owners/item/{one.key}/")
    page.get_by_label("ส่วนราชการ").first.select_option(label="กองช่าง")
    page.get_by_role("button", name="มอบหมาย", exact=True).first.click()
    page.get_by_text("มอบหมายแล้ว").first.wait_for()


def attached(page, title, address):
    """The unit adds an address to its item."""
    page.goto(ITEM)
    page.get_by_text("เพิ่มลิงก์หรือไฟล์").click()
    page.get_by_label("ที่อยู่เว็บ (URL)").fill(address)
    page.get_by_label("ชื่อหลักฐาน").fill(title)
    page.get_by_role("button", name="เพิ่มหลักฐาน").click()
    page.get_by_text(f"เพิ่ม “{title}” แล้ว").wait_for()


def checked(page):
    """The officer has all links looked at."""
    page.goto(LINKS)
    page.get_by_role("button", name="ตรวจทุกลิงก์ตอนนี้").click()
    page.get_by_role("heading", name="กำลังตรวจลิงก์").wait_for()
    run_jobs()
    page.goto(LINKS)


def heading(page):
    return page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")


def published(page, house, sign_in):
    sign_in(page, house["publication"])
    page.goto("/public-site/")
    page.get_by_role("button", name=f"เตรียมหน้าปี {YEAR}").click()
    page.get_by_text("เตรียมฉบับที่ 1 แล้ว").wait_for()
    page.get_by_role("button", name="เสนอผู้บริหาร").click()
    page.get_by_text("เสนอแล้ว เมื่อผู้บริหารเห็นชอบ").wait_for()
    run_jobs()
    row = Submission.objects.get()
    for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
        row.refresh_from_db()
        decide(row, by=house[name], verdict=verdict)
    run_jobs()
    page.goto(f"/public-site/{SitePage.objects.get().pk}/")
    page.get_by_role("link", name="เผยแพร่", exact=True).click()
    # The other items of the year were not looked through.
    page.get_by_label("เหตุผลที่เผยแพร่ทั้งที่ยังมีเรื่อง").fill("เผยแพร่ข้อที่เสร็จก่อน")
    page.get_by_role("button", name="เผยแพร่", exact=True).click()
    page.get_by_text("ประชาชนเปิดอ่านได้").wait_for()


def disputed(page):
    """The officer writes the letter; its pack."""
    page.goto(ITEM)
    page.get_by_role("link", name="ทำหนังสือขอให้ทบทวนผล").click()
    page.get_by_label("ผลที่ได้รับแจ้ง").fill("ไม่พบข้อมูล")
    page.get_by_label("คำชี้แจง").fill("มีอยู่บนเว็บไซต์ในวันที่ส่ง")
    page.get_by_role("button", name="ทำหนังสือและชุดหลักฐาน").click()
    page.get_by_text("กำลังทำหนังสือและชุดหลักฐาน").wait_for()
    run_jobs()
    page.reload()
    with page.expect_download() as saving:
        page.get_by_role("link", name=f"dispute-{YEAR}-o13.zip").click()
    return saving.value.path().read_bytes()


def test_from_the_owner_to_the_dispute(
    officer, house, local_site, page, sign_in, look, open_browser
):
    sign_in(page, officer)
    assigned(page, officer)
    unit = officer.agency.units.get(name="กองช่าง")
    head = head_of(officer.agency, unit, "head")
    theirs = sign_in(open_browser(), head)
    attached(theirs, "คู่มือฉบับเต็ม", local_site.shows("/manual", "คู่มือ"))
    attached(theirs, "แผนผังที่ย้ายไป", local_site.at("/old"))

    checked(page)
    assert heading(page) == "ลิงก์เปิดไม่ได้ 1 จาก 2 ลิงก์"
    look(page, "links")
    theirs.goto(ITEM)
    theirs.get_by_role("link", name="แก้ แผนผังที่ย้ายไป").click()
    look(theirs, "piece")
    theirs.get_by_label("ที่อยู่เว็บ (URL)").fill(local_site.shows("/new", "แผนผัง"))
    theirs.get_by_role("button", name="บันทึก").click()
    theirs.get_by_text("แก้หลักฐานแล้ว").wait_for()
    checked(page)
    assert heading(page) == "เปิดได้ทั้ง 2 ลิงก์ เมื่อตรวจครั้งล่าสุด"

    page.goto(f"/{YEAR}/hand-in/proofs/")
    page.get_by_role("button", name="เก็บตอนนี้").click()
    run_jobs()
    page.goto(f"/{YEAR}/hand-in/proofs/")
    page.get_by_text("เปิดได้ 2 จาก 2 ลิงก์ ของ 1 ข้อ").wait_for()
    look(page, "proofs")
    publisher = open_browser()
    published(publisher, house, sign_in)
    page.goto(f"/{YEAR}/hand-in/")
    assert page.locator("#a-o13").input_value() == "\n".join(
        (local_site.at("/manual"), local_site.at("/new"))
    )

    citizen = open_browser({"width": 360, "height": 740}, javascript=False)
    citizen.goto(f"/site/{officer.agency.pk}/")
    citizen.get_by_label("คำที่ค้นหา").fill("คู่มือฉบับเต็ม")
    citizen.get_by_role("button", name="ค้นหา").click()
    citizen.locator(".ps-hits a").first.click()
    assert citizen.get_by_role("link", name=local_site.at("/manual")).count() == 1

    local_site.pages.pop("/manual")
    for _ in range(2):
        checked(page)
    look(page, "links-broken")
    tasks.look_at_links()
    theirs.goto("/work/")
    theirs.get_by_role("link", name="o13 คู่มือฉบับเต็ม").first.wait_for()

    data = disputed(page)
    found = verify(data, "dispute.zip")
    assert found.is_sound
    assert found.links == 2
    look(page, "dispute")
    changed = data.replace("คู่มือ".encode(), "คู่มื่".encode(), 1)
    assert changed != data
    assert not verify(changed, "dispute.zip").is_sound
