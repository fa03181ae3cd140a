"""The second day of a new office: what its six people did not do on the first (test_new_office).

Whoever stands to gain tries the same by another address.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from tests.browser import test_new_office
from tests.browser.conftest import PHONE
from tests.browser.test_desk import JANUARY, receipt_on
from tests.browser.test_new_office import (
    CLERKS,
    NAME,
    UNITS,
    WAYS,
    WORKS,
    YEAR,
    actor,
    ways,
)
from tests.browser.test_registers import PASTE, in_line
from tests.browser.year_story import fill, fill_day
from tests.web.counter.conftest import LINES, WINDOWS
from tests.web.factories import PASSWORD
from tests.web.running import run_jobs

from prongsai.web.agency.models import Agency, Position, Unit
from prongsai.web.citizens.counter.services.queues import PointWords, make_point
from prongsai.web.citizens.desk.models import Case
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.papers.services import submit_memo
from prongsai.web.office.papers.services import write as write_memo
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.ownership.owners import subjects
from prongsai.web.year.ownership.services import assign

office = test_new_office.office
TOMORROW = JANUARY + timedelta(days=1)
# Clicks on links and buttons from the first page of the day, of all who work on it.
ON_A_DESK = {
    "hand-in": 4, "sheet": 5, "case": 5, "restricted": 5, "counter": 5, "mayor": 4,
    "announcement": 6, "substitute": 2,
}  # fmt: skip
ON_A_PHONE = ON_A_DESK | {"sheet": 6, "announcement": 7}
ITEM, STREET, UNFAIR = "o8", "ไฟถนนดับหน้าตลาด", "ถูกเรียกทีหลัง"
ANSWER = "เปลี่ยนหลอดแล้ว"


@pytest.mark.parametrize(
    ("office", "most"), ways(ON_A_DESK, ON_A_PHONE), indirect=["office"], ids=WAYS
)
def test_the_second_day_of_a_new_office(office, most, settings):
    settings.FROZEN_NOW = TOMORROW
    clicks = {
        "hand-in": a_unit_hands_in_what_it_did(office),
        "sheet": finance_pastes_what_all_units_spent(office),
        "case": a_case_is_worked_on_to_its_answer(office),
        "restricted": a_restricted_case_is_answered_by_its_assignee_alone(office),
        "counter": the_queue_is_called_on_a_phone_and_seen_on_the_wall(office),
        "mayor": the_mayor_sends_one_back_and_approves_one(office),
        "announcement": an_announcement_is_numbered_and_read_by_a_citizen(office),
        "substitute": who_acts_for_the_mayor_signs_in_those_days(office, settings),
    }
    assert clicks == most


def a_unit_hands_in_what_it_did(office):
    """An item of the OIT that was given to the unit is worked on and its state is told."""
    agency, by = Agency.objects.get(), actor("ita")
    item = next(one for one in subjects(agency, YEAR) if one.code == ITEM)
    unit = Unit.objects.get(name=WORKS)
    assign(agency, by=by, year=YEAR, subjects=[item], unit=unit)
    hand = office.signs_in("works1", "/work/", is_phone=True)
    page = hand.page
    hand.room("หลักฐาน OIT")
    hand.follow(item.name.th)
    page.get_by_label("ทำแล้ว").check()
    hand.press("บันทึก")
    page.get_by_text(f"บันทึกข้อ {ITEM} แล้ว").wait_for()
    return hand.clicks


def finance_pastes_what_all_units_spent(office):
    hand = office.signs_in("finance1", "/work/")
    page = hand.page
    lines = [
        [f"A{number}", "แผนงานบริหาร", f"ค่าวัสดุ{unit}", unit, "", "", "๑๒๐,๐๐๐"]
        for number, unit in enumerate(UNITS)
    ]
    hand.room("ทะเบียน")
    hand.follow("แผนการใช้จ่ายงบประมาณ")
    in_sheet(hand, lines, ("code", "plan", "line", "unit", "fund", "expense", "budget"))
    page.get_by_text(f"บันทึกแล้ว: เพิ่ม {len(UNITS)} รายการ").wait_for()
    page.goto("/work/")
    hand.clicks = 0
    hand.room("ทะเบียน")
    hand.follow("ทะเบียนการเบิกจ่ายงบประมาณ")
    spent = [["มกราคม", f"A{number}", unit, "๑๐,๐๐๐.๕๐"] for number, unit in enumerate(UNITS)]
    in_sheet(hand, spent, ("month", "line", "unit", "spent"), is_undone=True)
    page.get_by_text(f"บันทึกแล้ว: เพิ่ม {len(UNITS)} รายการ").wait_for()
    rows = RegisterRow.objects.filter(register="spending")
    assert {row.unit.name for row in rows} == set(UNITS)
    return hand.clicks


def in_sheet(hand, rows, names, *, is_undone=False):
    """Paste rows into the sheet of a register; without a script they are typed into it."""
    page = hand.page
    hand.follow("แก้หลายรายการ")
    if page.runs_scripts:
        first = in_line(page, 0, names[0])
        block = "\n".join("\t".join(row) for row in rows)
        page.evaluate(PASTE, [first.element_handle(), block])
        if is_undone:
            hand.press("เลิกทำ")
            expect(in_line(page, len(rows) - 1, names[-1])).to_have_value("")
            page.evaluate(PASTE, [first.element_handle(), block])
    else:
        hand.press("เพิ่มแถวว่าง")
        for number, row in enumerate(rows):
            for name, text in zip(names, row, strict=True):
                write(in_line(page, number, name), text)
    hand.press("บันทึกทั้งหมด")


def write(box, text):
    if box.evaluate("one => one.tagName") == "SELECT":
        known = box.locator("option").all_inner_texts()
        named = next(one for one in known if text in one)
        box.select_option(label=named)
    else:
        box.fill(text)


def brought(office, kind, **typed):
    """A citizen brings a case on a phone; the receipt."""
    citizen = office.opened(PHONE)
    citizen.goto(f"/site/{Agency.objects.get().pk}/")
    citizen.get_by_role("main").get_by_role("link", name="แจ้งเรื่อง").first.click()
    citizen.get_by_role("link", name=kind).click()
    fill(citizen, **typed)
    citizen.get_by_role("button", name="ส่งเรื่อง").click()
    citizen.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()
    return citizen, receipt_on(citizen)


def follow(citizen, receipt):
    citizen.goto(f"/site/{Agency.objects.get().pk}/desk/follow/")
    citizen.get_by_label("เลขใบรับเรื่อง 16 หลัก").fill(receipt)
    citizen.get_by_role("main").get_by_role("button", name="ดูเรื่อง", exact=True).click()


def a_case_is_worked_on_to_its_answer(office):
    citizen, receipt = brought(
        office,
        "ร้องเรียนหรือแจ้งความเดือดร้อน",
        subject=STREET,
        what="ดับมาสามคืน",
        place="หน้าตลาดสมมติ",
    )
    hand = office.signs_in("complaints", "/desk/")
    page = hand.page
    hand.follow(STREET)
    page.get_by_label("ส่วนราชการ").select_option(label=WORKS)
    page.get_by_label("ผู้รับผิดชอบ").select_option(label=f"เจ้าหน้าที่{WORKS} · {NAME} works1")
    hand.press("มอบหมาย")
    page.get_by_text("บันทึกแล้ว").first.wait_for()
    worker = office.people["works1"]
    worker.clicks = 0
    worker.page.goto("/work/")
    worker.follow("เรื่องที่แจ้งมา 1 เรื่อง")
    worker.follow(STREET)
    answered(worker)
    follow(citizen, receipt)
    citizen.get_by_text(ANSWER).wait_for()
    citizen.get_by_role("main").get_by_role("button", name="5", exact=True).click()
    citizen.get_by_text("ให้ไว้แล้ว 5 จาก 5").wait_for()
    return hand.clicks + worker.clicks


def answered(hand):
    form = hand.page.locator("#act-answer")
    form.locator("[name=text]").fill(ANSWER)
    form.locator("[name=outcome]").select_option(index=1)
    hand.click(form.get_by_role("button", name="ตอบและปิดเรื่อง", exact=True))
    hand.page.get_by_text("บันทึกแล้ว").first.wait_for()


def a_restricted_case_is_answered_by_its_assignee_alone(office):
    citizen, receipt = brought(
        office, "ร้องเรียนการบริการที่ไม่เป็นธรรม", subject=UNFAIR, what="มาก่อนแต่ถูกเรียกทีหลัง"
    )
    case = Case.objects.get(kind="unfair-service")
    hand = office.people["complaints"]
    hand.clicks = 0
    hand.page.goto("/desk/")
    hand.follow(UNFAIR)
    hand.page.get_by_label("ส่วนราชการ").select_option(label=CLERKS)
    hand.page.get_by_label("ผู้รับผิดชอบ").select_option(label=f"เจ้าหน้าที่{CLERKS} · {NAME} clerks2")
    hand.press("มอบหมาย")
    assert office.people["works1"].page.goto(f"/desk/{case.pk}/").status == 404
    worker = office.signs_in("clerks2", "/work/")
    worker.follow("เรื่องที่แจ้งมา 1 เรื่อง")
    worker.follow(UNFAIR)
    answered(worker)
    follow(citizen, receipt)
    citizen.get_by_text(ANSWER).wait_for()
    return hand.clicks + worker.clicks


def the_queue_is_called_on_a_phone_and_seen_on_the_wall(office):
    by, unit = actor("clerk"), Unit.objects.get(name=CLERKS)
    point = make_point(by=by, words=PointWords("ศูนย์บริการ", unit, LINES, WINDOWS))
    hand = office.signs_in("clerks1", "/counter/", is_phone=True)
    wall, citizen = office.opened(), office.opened(PHONE)
    hand.follow("ศูนย์บริการ")
    hand.press("เปิดรับบัตรคิว")
    citizen.goto(f"/q/{point.code}/")
    citizen.get_by_role("button", name="งานทะเบียน").click()
    citizen.get_by_text("A001", exact=True).wait_for()
    hand.follow("ช่อง 1")
    hand.press("เรียกคิวต่อไป")
    hand.page.get_by_text("เรียกแล้ว 1 ครั้ง").wait_for()
    wall.goto(f"/site/{by.agency.pk}/queue/{point.code}/screen/")
    wall.get_by_text("A001").first.wait_for()
    code = wall.locator(".pu-scan svg").bounding_box()
    height = wall.viewport_size["height"]
    assert code["y"] + code["height"] <= height, "nobody scrolls what hangs on the wall"
    office.look(wall, "office-wall")
    hand.press("เสร็จแล้ว")
    return hand.clicks


def submitted(subject):
    drafter = actor("ita")
    told = {"subject": subject, "background": "ก", "facts": "ข", "proposals": "ค"}
    memo = write_memo(drafter.agency, by=drafter, year=YEAR, values=told)
    paper = submit_memo(drafter.agency, memo.pk, by=drafter)
    run_jobs()
    endorsed(paper)
    return paper


def endorsed(paper, *logins):
    for login in logins or ("chief", "clerk"):
        paper.refresh_from_db()
        decide(paper, by=actor(login), verdict="endorse")


def the_mayor_sends_one_back_and_approves_one(office):
    back, good = submitted("ขออนุมัติจัดซื้อที่นั่งรอ"), submitted("ขออนุมัติซ่อมไฟถนน")
    hand = office.signs_in("mayor", "/signing/", is_phone=True)
    page = hand.page
    hand.click(page.locator("#to-sign").get_by_role("link", name=back.title))
    page.locator("#decide textarea").fill("ระบุจำนวนที่นั่ง")
    hand.click(page.locator("#decide").get_by_role("button", name="ส่งกลับให้แก้", exact=True))
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว: ส่งกลับให้แก้")
    hand.follow("อ่านและลงนามเรื่องถัดไป")
    hand.click(page.locator("#decide").get_by_role("button", name="อนุมัติ", exact=True))
    expect(page.get_by_role("status").first).to_contain_text("บันทึกแล้ว: อนุมัติ")
    drafter = office.signs_in("ita", f"/{YEAR}/")
    drafter.page.goto("/work/")
    drafter.follow(back.title)
    drafter.page.get_by_text("ระบุจำนวนที่นั่ง").first.wait_for()
    good.refresh_from_db()
    assert good.state == "approved"
    return hand.clicks


def an_announcement_is_numbered_and_read_by_a_citizen(office):
    hand = office.people["ita"]
    page = hand.page
    page.goto(f"/{YEAR}/")
    hand.clicks = 0
    hand.room("เอกสาร")
    hand.follow("ประกาศ", ".ps-room")
    hand.follow("ศูนย์ปฏิบัติการต่อต้านการทุจริต")
    hand.press("ร่างจากแบบ")
    hand.press("บันทึกร่าง")
    hand.press("เสนอลงนาม")
    run_jobs()
    row = Announcement.objects.get()
    paper = Submission.objects.get(subject=row.pk)
    endorsed(paper)
    paper.refresh_from_db()
    decide(paper, by=actor("mayor"), verdict="approve")
    run_jobs()
    row.refresh_from_db()
    assert row.number
    published = Publication.objects.get()
    citizen = office.opened(PHONE)
    citizen.goto(f"/site/{Agency.objects.get().pk}/")
    citizen.get_by_role("link", name=published.title).first.click()
    citizen.get_by_text(row.number).first.wait_for()
    return hand.clicks


def who_acts_for_the_mayor_signs_in_those_days(office, settings):
    post = Position.objects.get(kind="chief-executive")
    clerk = actor("clerk").user
    page = office.opened()
    page.goto("/")
    page.get_by_label("ชื่อผู้ใช้").fill("newcomer")
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_role("button", name="เข้าสู่ระบบ").click()
    page.goto(f"/agency/positions/{post.pk}/")
    page.get_by_label("ผู้ดำรงตำแหน่ง").select_option(value=str(clerk.pk))
    fill_day(page, "first_day", TOMORROW.date())
    fill_day(page, "last_day", TOMORROW.date() + timedelta(days=2))
    page.get_by_role("checkbox", name="รักษาราชการแทน").check()
    page.locator("[name=authority]").fill("คำสั่งสมมติ ที่ ๑/๒๕๖๙")
    page.get_by_role("main").get_by_role("button", name="บันทึก", exact=True).click()
    page.get_by_text("บันทึก").first.wait_for()
    first, later = submitted("ขออนุมัติเดินทาง"), submitted("ขออนุมัติประชุม")
    hand = office.signs_in("clerk", "/work/")
    hand.follow(first.title)
    hand.click(hand.page.locator("#decide").get_by_role("button", name="อนุมัติ", exact=True))
    expect(hand.page.get_by_role("status").first).to_contain_text("บันทึกแล้ว: อนุมัติ")
    expect(hand.page.locator("#chain")).to_contain_text("รักษาราชการแทนนายกเทศมนตรี")
    settings.FROZEN_NOW = JANUARY + timedelta(days=4)
    hand.page.goto(f"/signing/{later.pk}/")
    assert hand.page.locator("#decide").count() == 0, "the mayor is back"
    return hand.clicks
