"""From a register's row to a published item, in an office that is not the demo."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.browser.ways import Way
from tests.web import factories
from tests.web.public_site import samples
from tests.web.roles import ITA_OFFICER, UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.disclosure.model import Presence
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import ElementCheck, Piece
from prongsai.web.disclosure.public_site.models import SitePage
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.platform.clock import now
from prongsai.web.signing.approval.models import Submission

YEAR = 2566
JANUARY = datetime(2023, 1, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
# Buttons that do something; with the links on the way to them. Who enters the first row ever has
# no link to the register on the own page yet and looks for it on the shelf.
MOST_PRESSED, MOST_CLICKS = 6, 9
SUBJECT = "annual-operating-plan"
ROW = {
    "code": "01", "name": "อบรมอาชีพผู้สูงอายุ", "begins_on": "5 ม.ค. 2566",
    "ends_on": "31 มี.ค. 2566", "budget": "30,000",
}  # fmt: skip


@pytest.fixture
def house(everybody, settings, tmp_path, monkeypatch):
    """An officer who heads a unit and keeps the site, the clerk, the mayor."""
    settings.DATA, settings.FROZEN_NOW = tmp_path, JANUARY
    samples.quick(monkeypatch)
    made = samples.House(everybody(login="administrator").agency)
    made.year()
    unit = factories.make_unit(made.agency, "กองคลัง")
    for role, place in ((UNIT_HEAD, unit), (ITA_OFFICER, None)):
        factories.hold(made.users["publication"], factories.make_position(made.agency, role, place))
    # What the site shows of the agency itself was looked through before.
    made.look_through()
    key = next(one.key for one in items_of(made.agency, YEAR).items if SUBJECT in one.keys)
    ElementCheck.objects.filter(item=key).delete()
    return made


class Ways:
    """What each person clicks: buttons that do something, and links on the way to them."""

    def __init__(self, house, client_of, opened):
        self.house, self.client_of, self.opened = house, client_of, opened
        self.ways, self.pressed = {}, []

    def of(self, who):
        """The way of a person, who lands where the site leads after sign-in."""
        if who not in self.ways:
            user = self.house[who]
            self.ways[who] = Way(self.opened(user), self.client_of(user))
            self.ways[who].start()
        return self.ways[who]

    def press(self, name, who="publication"):
        self.pressed.append((who, name))
        way = self.of(who)
        way.click(way.page.get_by_role("main").get_by_role("button", name=name))

    @property
    def clicked(self):
        return [(who, words) for who, way in self.ways.items() for words in way.clicked]


def wrote_last_year(house):
    """The officer kept the register before: the page where the day begins leads to it."""
    RegisterRow.objects.create(
        agency=house.agency, register="projects", fiscal_year=YEAR - 1, values={}, added_at=now(),
        added_by=house.users["publication"],
    )  # fmt: skip


def decided(ways, who, verdict):
    row = Submission.objects.get()
    ways.of(who).to(reverse("approval:submission", args=[row.pk]))
    ways.press(verdict, who)
    run_jobs()


def fill_row(page):
    form = page.locator("form[action$='/add/']")
    for name, text in ROW.items():
        form.locator(f"[name={name}]").fill(text)
    for name, label in (("unit", "กองคลัง"), ("status", "ยังไม่เริ่ม")):
        form.locator(f"[name={name}]").select_option(label=label)


def found(page):
    """Every element is found; what somebody looked at is chosen, not clicked."""
    for one in page.locator("#elements select").all():
        one.select_option(value=Presence.PRESENT.value)


def the_officer_publishes_what_was_mended(ways, row, check, look):
    """An element was taken out: the page asks for a reason, and publishes nothing without one."""
    page = ways.of("publication").page
    address = reverse("public_site:publish", args=[row.pk])
    page.goto(address)
    look(page, "gate")
    page.get_by_role("main").get_by_role("button", name="เผยแพร่").first.click()
    page.get_by_text("เขียนเหตุผล หรือแก้เรื่องข้างบนก่อน").first.wait_for()
    row.refresh_from_db()
    assert row.published is None
    ElementCheck.objects.filter(pk=check.pk).update(presence=check.presence)
    page.goto(address)
    assert page.locator("[name=anyway]").count() == 0
    page.get_by_role("main").get_by_role("button", name="เผยแพร่").first.click()
    page.get_by_text("ประชาชนเปิดอ่านได้").wait_for()


@pytest.mark.parametrize("is_held", [False, True], ids=["to the end", "first row, held"])
def test_a_row_becomes_a_published_item_in_few_clicks_and_the_gate_holds_it(
    house, client_of, sign_in, open_browser, look, is_held
):
    is_first_row = is_held
    if not is_first_row:
        wrote_last_year(house)
    items = items_of(house.agency, YEAR).items
    code = next(one.code for one in items if SUBJECT in one.keys)
    ways = Ways(house, client_of, lambda user: sign_in(open_browser(), user))
    officer, page = ways.of("publication"), ways.of("publication").page
    officer.to(
        rf"/{YEAR}/registers/projects/" if is_first_row else rf"/{YEAR}/registers/projects/add/"
    )
    look(page, "row-to-add")
    fill_row(page)
    ways.press("บันทึกแล้วทำแผนดำเนินงาน")
    page.wait_for_url("**/registers/projects/papers/plan/1/")
    page.locator("[name=problems]").fill("ไม่มี")
    ways.press("ทำรายงาน แล้วใช้เป็นหลักฐานข้อ")
    page.get_by_text("กำลังทำไฟล์").first.wait_for()
    run_jobs()  # the page asks for itself again, and leads to the item then
    page.wait_for_url(f"**/{YEAR}/oit/{code}/")
    look(page, "item-with-paper")
    assert {piece.file.name.rpartition(".")[2] for piece in Piece.objects.all()} >= {"pdf"}
    found(page)
    ways.press("บันทึก แล้วเตรียมหน้า ITA")
    page.get_by_text("เตรียมฉบับที่ 1 แล้ว").wait_for()
    run_jobs()
    page.reload()
    look(page, "page-to-submit")
    ways.press("เสนอ แล้วเผยแพร่ทันทีที่เห็นชอบ")
    run_jobs()
    decided(ways, "clerk", "เห็นชอบ")
    check = ElementCheck.objects.order_by("checked_at").last()
    if is_held:
        ElementCheck.objects.filter(pk=check.pk).update(presence=Presence.ABSENT.value)
    decided(ways, "mayor", "อนุมัติ")
    row = SitePage.objects.get()
    assert (row.published is None) == is_held
    if is_held:
        the_officer_publishes_what_was_mended(ways, row, check, look)
    page.goto(f"/{YEAR}/oit/{code}/")
    look(page, "item-published")
    assert page.get_by_text("แสดงในหน้า ITA ของหน่วยงาน").count()
    assert len(ways.pressed) <= MOST_PRESSED, ways.pressed
    assert len(ways.clicked) <= MOST_CLICKS + is_first_row, ways.clicked
    assert set(ways.ways) == {"publication", "clerk", "mayor"}
