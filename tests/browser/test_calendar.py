"""The calendar and the inbox in a browser: with scripts and without, on a desk and on a phone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.web import factories
from tests.web.analysis.years import full_year
from tests.web.roles import CHIEF_EXECUTIVE, UNIT_HEAD

from prongsai.web.agency.models import Agency
from prongsai.web.platform import clock
from prongsai.web.year.calendar.queries import event_id
from prongsai.web.year.calendar.services import dates, mailing
from prongsai.web.year.measures.models import MeasureRow, PlanRow
from prongsai.web.year.measures.services import rows

MARCH = datetime(2023, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
YEAR = 2566


@pytest.fixture
def officer(everybody, settings, tmp_path):
    settings.FROZEN_NOW = MARCH
    settings.DATA = tmp_path
    person = everybody(login="officer", email="officer@example.go.th")
    full_year(person.agency)
    day = date(2023, 4, 11)
    dates.add(
        person.agency, by=person, year=YEAR, name="ประชุมคณะทำงาน ITA", detail="ห้องประชุมใหญ่",
        days=(day, day),
    )  # fmt: skip
    plan = PlanRow.objects.create(
        agency=person.agency, fiscal_year=YEAR, score_year=YEAR - 1, made_at=clock.now(),
        changed_at=clock.now(),
    )  # fmt: skip
    made = [
        MeasureRow.objects.create(
            agency=person.agency, plan=plan, key=f"k{number}", place=number, number=f"2.{number}",
            title="เผยแพร่แนวปฏิบัติการใช้ทรัพย์สินของราชการให้บุคลากรและประชาชนทราบ", unit="กองคลัง",
            ends_on=date(2023, 3, 31),
        )
        for number in range(3)
    ]  # fmt: skip
    rows.follow(made)
    return person


def report(name="six-months"):
    return f"/{YEAR}/calendar/event/{event_id(Agency.objects.get(), YEAR, name)}/"


def test_pages_of_the_calendar(officer, page, sign_in, look):
    sign_in(page, officer)
    mailing.remind_all()
    for address, name in (
        (f"/{YEAR}/", "calendar-dashboard"),
        (f"/{YEAR}/calendar/", "calendar"),
        (f"/{YEAR}/calendar/month/3/", "calendar-month"),
        (f"/{YEAR}/calendar/print/", "calendar-print"),
        (f"/{YEAR}/calendar/add/", "calendar-add"),
        (report(), "calendar-event"),
        ("/inbox/", "inbox"),
        ("/inbox/wishes/", "inbox-wishes"),
    ):
        page.goto(address)
        look(page, name)


@pytest.mark.parametrize("viewport", ["page", "phone_without_js"])
def test_a_date_is_moved_with_its_reason(officer, request, sign_in, viewport):
    page = sign_in(request.getfixturevalue(viewport), officer)
    page.goto(f"/{YEAR}/calendar/")
    page.locator("table").get_by_role("link", name="รายงานรอบ 6 เดือน").click()
    page.wait_for_url(f"**{report()}")
    last = page.get_by_label("วันครบกำหนด")
    last.fill("10 เม.ย. 2566")
    page.get_by_role("button", name="ย้ายวัน").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("เหตุผลที่ย้าย").fill("ป.ป.ช. เลื่อนกำหนด")
    assert last.input_value() == "10 เม.ย. 2566"
    page.get_by_role("button", name="ย้ายวัน").click()
    page.get_by_text("การเตือนตามวันใหม่").wait_for()
    page.get_by_text("ป.ป.ช. เลื่อนกำหนด", exact=True).wait_for()


def test_a_unit_head_reads_what_waits_without_scripts(officer, everybody, page_without_js, sign_in):
    head = everybody(CHIEF_EXECUTIVE, login="head")
    unit = factories.make_unit(officer.agency, "กองคลัง")
    factories.hold(head.user, factories.make_position(officer.agency, UNIT_HEAD, unit))
    mailing.remind_all()
    page = sign_in(page_without_js, head)
    page.goto(f"/{YEAR}/")
    page.get_by_role("link", name="งานของฉัน").first.click()
    page.get_by_text("อ่านที่ยังไม่ได้อ่าน 4 เรื่อง").wait_for()
    page.get_by_role("link", name="อ่าน กล่องแจ้งเตือน").click()
    # Three measures, and the rows of the report at six months.
    page.get_by_role("heading", name="ยังไม่อ่าน 4 เรื่อง").wait_for()
    page.get_by_role("button", name="อ่านแล้ว").first.click()
    page.get_by_role("heading", name="ยังไม่อ่าน 3 เรื่อง").wait_for()
    page.get_by_role("button", name="อ่านทั้งหมดแล้ว").click()
    page.get_by_role("heading", name="อ่านครบแล้ว").wait_for()


def test_the_feeds_address_is_asked_for_and_renewed(officer, page, sign_in, shot):
    sign_in(page, officer).goto("/inbox/wishes/")
    page.get_by_role("button", name="ขอที่อยู่ปฏิทิน").click()
    box = page.get_by_label("ที่อยู่ปฏิทินของท่าน")
    first = box.input_value()
    shot(page, "inbox-feed")
    assert page.request.get(first).body().startswith(b"BEGIN:VCALENDAR")
    page.get_by_role("button", name="ออกที่อยู่ใหม่").click()
    page.get_by_text("ที่อยู่เดิมใช้ไม่ได้อีก").wait_for()
    assert page.get_by_label("ที่อยู่ปฏิทินของท่าน").input_value() != first
    assert page.request.get(first).status == 404
