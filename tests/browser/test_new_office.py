"""An office that is not the demo: from the empty site by one spreadsheet to six people's day.

Everybody goes as people go: by the slip they were handed, from where they land, by what links and
buttons say. At a desk and on a phone, with scripts and without; the mayor signs on a phone always.
"""

from itertools import cycle, product

import pytest
from msgspec import Struct, field
from playwright.sync_api import expect
from tests.browser.conftest import PHONE
from tests.browser.test_desk import JANUARY
from tests.browser.test_sign_in import code_of
from tests.browser.year_story import photo
from tests.web.agency.test_roster import row, workbook
from tests.web.counter.conftest import LINES, WINDOWS
from tests.web.factories import PASSWORD
from tests.web.registers.test_writers import add_line
from tests.web.running import run_jobs

from prongsai.web.agency import first_run
from prongsai.web.agency.models import Agency, Unit, User
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.counter.services.queues import PointWords, make_point, open_day
from prongsai.web.citizens.desk.models import Case
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.office.papers.services import submit_memo, write
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.services.deciding import decide

YEAR = 2569
CLERKS, FINANCE, WORKS = "สำนักปลัด", "กองคลัง", "กองช่าง"
UNITS = (CLERKS, FINANCE, WORKS, "กองการศึกษา", "กองสาธารณสุขและสิ่งแวดล้อม")
HEADS = ("finance", "works", "school", "health")
OFFICERS = dict(zip(("clerks", *HEADS), UNITS, strict=True))
POSTS = {
    "mayor": "นายกเทศมนตรี", "clerk": "ปลัดเทศบาล", "chief": "หัวหน้าสำนักปลัด",
    "ita": "เจ้าหน้าที่ ITA", "complaints": "เจ้าหน้าที่รับเรื่องร้องเรียน",
}  # fmt: skip
PEOPLE, NAME = 40, "คนสมมติ"
# Clicks on links and buttons from the first page of the day to done, two papers for the mayor; a
# phone's menu is folded, which is one more.
ON_A_DESK = {"officer": 4, "finance": 4, "complaints": 2, "counter": 4, "mayor": 5, "ita": 3}
ON_A_PHONE = {"officer": 5, "finance": 5, "complaints": 2, "counter": 4, "mayor": 5, "ita": 4}
STREET = "ไฟถนนดับหน้าตลาด"
# How an office may work: whether its browsers run scripts, and whether they are phones.
WAYS = {
    "desk": (True, False), "phone": (True, True),
    "desk without scripts": (False, False), "phone without scripts": (False, True),
}  # fmt: skip


def ways(on_a_desk, on_a_phone):
    """Each way with the clicks that it may take."""
    return [(way, on_a_phone if way[1] else on_a_desk) for way in WAYS.values()]


class Hand(Struct):
    """A person's browser, and how often it was clicked since the first page."""

    page: object
    clicks: int = 0

    def click(self, found):
        self.clicks += 1
        found.first.click()

    def follow(self, name, scope="main"):
        self.click(self.page.locator(scope).get_by_role("link", name=name))

    def press(self, name):
        self.click(self.page.get_by_role("main").get_by_role("button", name=name, exact=True))

    def room(self, name):
        """Go to a room by the menu, which a phone keeps folded."""
        rail = self.page.locator("nav.ps-rail")
        if not rail.is_visible():
            self.click(self.page.locator(".ps-menu > summary"))
            rail = self.page.locator(".ps-menu nav")
        self.click(rail.get_by_role("link", name=name, exact=True))


class Office(Struct):
    """The site, its slips, and a browser for each who comes."""

    opened: object
    look: object
    slips: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def signs_in(self, login, lands, *, is_phone=False):
        """Somebody comes with the slip, sets a password, and stands where the day begins."""
        page = self.opened(PHONE) if is_phone else self.opened()
        page.goto("/")
        page.get_by_label("ชื่อผู้ใช้").fill(login)
        page.get_by_label("รหัสผ่าน").fill(self.slips[login])
        page.get_by_role("button", name="เข้าสู่ระบบ").click()
        page.locator("[name=oldpassword]").fill(self.slips[login])
        for name in ("password1", "password2"):
            page.locator(f"[name={name}]").fill(PASSWORD)
        page.get_by_role("button", name="ตั้งรหัสผ่าน").click()
        if page.get_by_role("link", name="ตั้งแอปสร้างรหัส").count():
            page.get_by_role("link", name="ตั้งแอปสร้างรหัส").click()
            page.get_by_label("รหัสยืนยัน").fill(code_of(page.locator("main code").inner_text()))
            page.get_by_role("button", name="เปิดใช้").click()
            page.get_by_role("link", name="เก็บแล้ว").click()
        page.wait_for_url(f"**{lands}")
        self.look(page, f"office-{login}")
        self.people[login] = Hand(page)
        return self.people[login]


@pytest.fixture
def office(site, settings, transactional_db, tmp_path, request, open_browser, look):
    """The empty site, set up by a newcomer; all browsers are alike in size and in scripts."""
    settings.DEMO = False
    settings.DATA = tmp_path
    settings.FROZEN_NOW = JANUARY
    scripts, on_phones = request.param

    def opened(size=None):
        phone = size or (PHONE if on_phones else None)
        more = {"has_touch": True, "is_mobile": True} if phone else {}
        return open_browser(phone, javascript=scripts, **more)

    made = Office(opened, look)
    newcomer = opened()
    through_the_wizard(newcomer)
    made.slips = forty_people(Hand(newcomer), look)
    return made


def through_the_wizard(page):
    page.goto("/")
    page.get_by_label("รหัสเริ่มใช้งาน").fill(first_run.key())
    page.get_by_role("button", name="ตั้งค่าต่อ").click()
    page.get_by_label("ชื่อหน่วยงาน").fill("เทศบาลตำบลทุ่งสมมติ")
    page.get_by_label("ประเภท").select_option("subdistrict-municipality")
    page.get_by_role("button", name="ไปขั้น 2").click()
    for name, text in (("login", "newcomer"), ("password", PASSWORD), ("password_again", PASSWORD)):
        page.locator(f"[name={name}]").fill(text)
    page.get_by_role("button", name="เริ่มใช้งาน").click()
    page.get_by_text("ตั้งค่าเสร็จแล้ว").wait_for()


def spreadsheet():
    """Forty people: seven who sign, two of posts of their own, and officers of each unit."""
    rows = [row(login, kind=title) for login, title in POSTS.items()]
    rows += [row(f"head-{key}", OFFICERS[key], "หัวหน้าส่วนราชการ") for key in HEADS]
    for number, key in zip(range(PEOPLE - len(rows)), cycle(OFFICERS), strict=False):
        login, unit = f"{key}{number // len(UNITS) + 1}", OFFICERS[key]
        rows.append(row(login, unit, "เจ้าหน้าที่", title=f"เจ้าหน้าที่{unit}"))
    for one in rows:
        one[1] = f"{NAME} {one[0]}"
    return workbook(*rows)


def forty_people(hand, look):
    """All come in by one file; their slips are read off the page once, by login."""
    page = hand.page
    hand.room("หน่วยงาน")
    hand.follow("บุคลากรและตำแหน่ง", ".ps-room")
    hand.follow("นำเข้าจากไฟล์")
    sheet = {"name": "คน.xlsx", "mimeType": "application/octet-stream", "buffer": spreadsheet()}
    page.get_by_label("ไฟล์รายชื่อ").set_input_files(sheet)
    hand.press("อ่านไฟล์และดูผลก่อน")
    expect(page.get_by_role("heading", level=1)).to_contain_text("พร้อมนำเข้า")
    look(page, "office-roster")
    hand.press("นำเข้าทั้งหมด")
    hand.press("ออกรหัสผ่านครั้งเดียว")
    slips = {}
    while True:
        for slip in page.locator(".ps-slips > li").all():
            login = slip.locator("dt", has_text="ชื่อผู้ใช้").locator("+ dd").inner_text()
            slips[login] = slip.locator("code").inner_text()
        look(page, "office-slips")
        if len(slips) == PEOPLE:
            break
        hand.press("จดแล้ว ออกรหัสให้ชุดถัดไป")
    hand.follow("จดแล้ว กลับไปหน้าคน")
    assert page.get_by_text(next(iter(slips.values()))).count() == 0, "shown once"
    units = dict(Unit.objects.values_list("name", "is_office"))
    assert units == {name: name == CLERKS for name in UNITS}
    return slips


def actor(login):
    return actor_on(User.objects.get(login=login), today())


@pytest.mark.parametrize(
    ("office", "most"), ways(ON_A_DESK, ON_A_PHONE), indirect=["office"], ids=WAYS
)
def test_six_people_of_a_new_office_do_their_day(office, most):
    clicks = {
        "officer": an_officer_enters_a_row_with_a_photo(office),
        "finance": the_finance_officer_enters_what_another_unit_spent(office),
        "complaints": the_complaint_officer_names_who_works_on_a_case(office),
        "counter": the_counter_calls_a_number(office),
        "mayor": the_mayor_signs_two_papers_on_a_phone(office),
        "ita": the_ita_officer_sets_a_state(office),
    }
    assert clicks == most


def an_officer_enters_a_row_with_a_photo(office):
    hand = office.signs_in("works1", "/work/")
    page = hand.page
    hand.room("ทะเบียน")
    hand.follow("ทะเบียนตรวจสิ่งอำนวยความสะดวก")
    hand.follow("เพิ่มรายการ")
    page.get_by_label("วันที่ตรวจ").fill("๑๙ ม.ค. ๒๕๖๙")
    page.get_by_label("สิ่งอำนวยความสะดวก").select_option(label="ที่นั่งรอ")
    page.get_by_label("พร้อมใช้").select_option(label="ใช่")
    seats = {"name": "ที่นั่ง.jpg", "mimeType": "image/jpeg", "buffer": photo("green", today())}
    page.get_by_label("ส่งไฟล์: ภาพ").set_input_files(seats)
    office.look(page, "office-row")
    hand.press("บันทึก")
    page.get_by_text("เพิ่มรายการแล้ว").wait_for()
    assert RegisterRow.objects.get(unit__name=WORKS).files.count() == 1
    return hand.clicks


def the_finance_officer_enters_what_another_unit_spent(office):
    add_line(actor("head-finance"))
    hand = office.signs_in("finance1", "/work/")
    page = hand.page
    hand.room("ทะเบียน")
    hand.follow("ทะเบียนการเบิกจ่ายงบประมาณ")
    hand.follow("เพิ่มรายการ")
    page.get_by_label("เดือน").select_option(index=3)
    page.get_by_label("รายการของแผน").select_option(index=1)
    page.get_by_label("ส่วนราชการ").select_option(label=WORKS)
    page.get_by_label("เบิกจ่าย").fill("๑๒,๕๐๐")
    hand.press("บันทึก")
    page.get_by_text("เพิ่มรายการแล้ว").wait_for()
    assert RegisterRow.objects.get(register="spending").unit.name == WORKS
    return hand.clicks


def the_complaint_officer_names_who_works_on_a_case(office):
    citizen = office.opened(PHONE)
    citizen.goto(f"/site/{Agency.objects.get().pk}/")
    citizen.get_by_role("link", name="แจ้งเรื่อง").first.click()
    citizen.get_by_role("link", name="ร้องเรียนหรือแจ้งความเดือดร้อน").click()
    for label, text in (
        ("เรื่อง", STREET), ("เกิดอะไรขึ้น", "ดับมาสามคืน"), ("สถานที่เกิดเหตุ", "หน้าตลาดสมมติ"),
    ):  # fmt: skip
        citizen.get_by_label(label, exact=True).fill(text)
    citizen.get_by_role("button", name="ส่งเรื่อง").click()
    citizen.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()
    hand = office.signs_in("complaints", "/desk/")
    page = hand.page
    hand.follow(STREET)
    page.get_by_label("ส่วนราชการ").select_option(label=WORKS)
    page.get_by_label("ผู้รับผิดชอบ").select_option(label=f"เจ้าหน้าที่{WORKS} · {NAME} works1")
    hand.press("มอบหมาย")
    office.look(page, "office-case")
    assert Case.objects.get().assignee.login == "works1"
    return hand.clicks


def the_counter_calls_a_number(office):
    by, unit = actor("clerk"), Unit.objects.get(name=CLERKS)
    point = make_point(by=by, words=PointWords("ศูนย์บริการ", unit, LINES, WINDOWS))
    open_day(point, by=by)
    citizen = office.opened(PHONE)
    citizen.goto(f"/site/{by.agency.pk}/queue/{point.code}/")
    citizen.get_by_role("button", name="งานทะเบียน").click()
    citizen.get_by_text("A001", exact=True).wait_for()
    hand = office.signs_in("clerks1", "/counter/")
    hand.follow("ศูนย์บริการ")
    hand.follow("ช่อง 1")
    hand.press("เรียกคิวต่อไป")
    hand.page.get_by_text("เรียกแล้ว 1 ครั้ง").wait_for()
    hand.press("เสร็จแล้ว")
    hand.page.get_by_text("ยังไม่มีใครอยู่ที่ช่องนี้").wait_for()
    return hand.clicks


def the_mayor_signs_two_papers_on_a_phone(office):
    drafter, papers = actor("ita"), []
    for subject in ("ขออนุมัติซ่อมไฟถนน", "ขออนุมัติจัดซื้อที่นั่งรอ"):
        told = {"subject": subject, "background": "ก", "facts": "ข", "proposals": "ค"}
        memo = write(drafter.agency, by=drafter, year=YEAR, values=told)
        papers.append(submit_memo(drafter.agency, memo.pk, by=drafter))
    run_jobs()
    for paper, login in product(papers, ("chief", "clerk")):
        paper.refresh_from_db()
        decide(paper, by=actor(login), verdict="endorse")
    hand = office.signs_in("mayor", "/signing/", is_phone=True)
    page = hand.page
    for paper in papers:
        if paper is not papers[0]:
            hand.follow("รอลงนาม")
        hand.click(page.locator("#to-sign").get_by_role("link", name=paper.title))
        office.look(page, "office-mayor")
        hand.click(page.locator("#decide").get_by_role("button", name="อนุมัติ", exact=True))
        expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว: อนุมัติ")
    return hand.clicks


def the_ita_officer_sets_a_state(office):
    hand = office.signs_in("ita", f"/{YEAR}/")
    hand.room("หลักฐาน OIT")
    hand.follow("โครงสร้าง หน้าที่และอำนาจ")
    hand.page.get_by_label("กำลังทำ").check()
    hand.press("บันทึก")
    hand.page.get_by_text("บันทึกข้อ o1 แล้ว").wait_for()
    return hand.clicks
