"""The public site in a browser: an officer publishes, a citizen finds an item by its words."""

import pytest
from tests.web.public_site import samples
from tests.web.public_site import test_register_tables as register_tables
from tests.web.registers.samples import head_of
from tests.web.running import run_jobs

from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.disclosure.public_site.queries.staff import newest_edition
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide

SITE = "https://www.example.go.th/o12"


@pytest.fixture
def house(everybody, settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    samples.quick(monkeypatch)
    made = samples.House(everybody(login="officer").agency)
    made.year()
    made.attach("o12", "รายงานกำกับติดตามไตรมาสที่สอง", SITE)
    made.look_through()
    return made


def agreed(house):
    run_jobs()
    row = Submission.objects.get()
    for name, verdict in (("clerk", "endorse"), ("mayor", "approve")):
        row.refresh_from_db()
        decide(row, by=house[name], verdict=verdict)
    run_jobs()


@pytest.mark.walk
def test_an_officer_publishes_and_a_citizen_finds(house, page, sign_in, look, open_browser):
    sign_in(page, house["publication"])
    page.goto("/public-site/")
    look(page, "site-pages")
    page.get_by_role("button", name="เตรียมหน้าปี 2566").click()
    page.get_by_text("เตรียมฉบับที่ 1 แล้ว").wait_for()
    look(page, "site-page")
    page.get_by_role("button", name="เสนอผู้บริหาร").click()
    page.get_by_text("เสนอแล้ว เมื่อผู้บริหารเห็นชอบ").wait_for()
    agreed(house)
    row = SitePage.objects.get()
    address = f"/site/{house.agency.pk}/"
    citizen = open_browser({"width": 360, "height": 740}, javascript=False)
    assert citizen.goto(f"{address}ita/2566/").status == 404
    page.goto(f"/public-site/{row.pk}/")
    page.get_by_role("link", name="เผยแพร่", exact=True).click()
    look(page, "site-publish")
    page.get_by_role("button", name="เผยแพร่", exact=True).click()
    page.get_by_text("ประชาชนเปิดอ่านได้").wait_for()
    citizen.goto(address)
    citizen.get_by_label("คำที่ค้นหา").fill("ไตรมาส")
    citizen.get_by_role("button", name="ค้นหา").click()
    citizen.get_by_text("พบ 1 เรื่อง").wait_for()
    citizen.locator(".ps-hits a").first.click()
    assert citizen.get_by_role("link", name=SITE).get_attribute("href") == SITE
    assert citizen.context.cookies() == []
    for name in ("", "ita/2566/", "ita/2566/o12/", "about/", "information-act/", "search/?q=o12"):
        page.goto(f"{address}{name}")
        look(page, f"public-{name.split('/')[0] or 'home'}")
    assert row.made_at <= now()


def test_news_are_written_looked_at_and_saved(house, page, sign_in, look):
    sign_in(page, house["publication"])
    page.goto("/public-site/new/news/")
    page.get_by_label("ชื่อเรื่อง").fill("ประชุมสภา")
    page.get_by_label("เนื้อหา").fill("## วาระ\n\n- แผน\n\n<script>window.x = 1</script>")
    page.get_by_role("button", name="ดูตัวอย่าง").click()
    page.get_by_role("heading", name="วาระ").wait_for()
    look(page, "site-write")
    assert page.evaluate("window.x") is None
    page.get_by_role("button", name="บันทึก").click()
    page.get_by_text("บันทึกแล้ว ตรวจ แล้วเสนอผู้บริหาร").wait_for()
    look(page, "site-news")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_registers_table_is_read_on_a_phone(scripts, house, open_browser, axe, shot):
    head = head_of(house.agency)
    for number in range(1, 4):
        register_tables.add(head, number=f"{number}/2566", asset="เต็นท์ใหญ่พร้อมผ้าใบกันฝนและเสาเหล็ก")
    row = register_tables.begin(house, text="ตารางการยืมทรัพย์สินของราชการ")
    house.publish(newest_edition(row))
    citizen = open_browser({"width": 360, "height": 740}, javascript=scripts)
    citizen.goto(f"/site/{house.agency.pk}/read/{row.pk}/")
    table = citizen.get_by_role("table")
    assert table.get_by_role("row").filter(has_text="เต็นท์ใหญ่").count() == 3
    assert citizen.get_by_text(register_tables.BORROWER).count() == 0
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not citizen.evaluate(wide)
    # The table moves under a finger, and under arrow keys; the page around it does not.
    assert table.get_attribute("tabindex") == "0"
    if scripts:
        axe(citizen)
        shot(citizen, "public-register-table")
    assert citizen.context.cookies() == []
