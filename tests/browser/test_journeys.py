"""Eight ways through a working day, counted from where somebody lands: clicks, fields, seconds.

The way to a page is the shortest by its links, whatever they are called, so that it is counted
alike in every version. "Before" is v0.2.0.
"""

import os
from datetime import timedelta
from pathlib import Path
from time import perf_counter

import pytest
from tests.browser.conftest import PHONE
from tests.browser.test_counter import JANUARY
from tests.browser.ways import Way
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.counter.conftest import LINES, WINDOWS
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICE_HEAD,
    UNIT_HEAD,
)
from tests.web.running import run_jobs

from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.counter.services.queues import PointWords, make_point, open_day
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.office.papers.services import submit_memo, write
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.services.deciding import decide
from prongsai.web.year.measures.models import MeasureRow, PlanRow
from prongsai.web.year.measures.services import rows
from prongsai.web.year.ownership.owners import subject_of
from prongsai.web.year.ownership.services import assign

YEAR = 2569
KEY = r"[0-9a-f-]{36}"


@pytest.fixture
def office(everybody, settings, tmp_path, client_of, open_browser, sign_in, site):
    """People of an office with a task, a case, a queue and a paper that wait."""
    settings.FROZEN_NOW = JANUARY
    settings.DATA = tmp_path
    ita = everybody(ITA_OFFICER, login="ita")
    agency = ita.agency
    open_year(agency, YEAR)
    _, works = (factories.make_unit(agency, name) for name in ("สำนักปลัด", "กองช่าง"))
    people = {"ita": ita}
    for login, role, unit in (
        ("mayor", CHIEF_EXECUTIVE, None), ("clerk", CHIEF_ADMINISTRATOR, None),
        ("chief", OFFICE_HEAD, None), ("works", UNIT_HEAD, works),
        ("complaints", COMPLAINT_OFFICER, None),
    ):  # fmt: skip
        user = factories.make_user(agency, login=login)
        factories.hold(user, factories.make_position(agency, role, unit))
        people[login] = actor_on(user, today())

    def opened(login, size=None):
        page = open_browser(size, **({"has_touch": True, "is_mobile": True} if size else {}))
        client = client_of(people[login])
        return Way(sign_in(page, people[login]), client)

    return agency, people, works, opened


def task(agency, by, works):
    plan, _ = PlanRow.objects.get_or_create(
        agency=agency,
        fiscal_year=YEAR,
        defaults={
            "score_year": YEAR - 1,
            "made_at": factories.MADE_AT,
            "changed_at": factories.MADE_AT,
        },
    )
    due = today() + timedelta(days=3)
    measure = MeasureRow.objects.create(
        agency=agency,
        plan=plan,
        key="own-1",
        place=1,
        number="1",
        title="ซ่อมทางเดินหน้าสำนักงาน",
        unit="กองช่าง",
        due=due.isoformat(),
        ends_on=due,
    )
    rows.follow([measure])
    assign(
        agency,
        by=by,
        year=YEAR,
        unit=works,
        subjects=[subject_of(agency, YEAR, "measure", str(measure.pk))],
    )


def a_task(office):
    agency, people, works, opened = office
    task(agency, people["ita"], works)
    way = opened("works")
    yield way
    way.start()
    way.to(rf"/{YEAR}/tracking/{KEY}/")


def a_case(office):
    agency, _people, _works, opened = office
    kind = kind_of("complaint")
    told = {"subject": "ไฟถนนดับ", "what": "ดับมาสามคืน", "place": "หน้าตลาดสมมติ"}
    receive(agency, kind, Brought(told, slip_of(7)))
    way = opened("complaints")
    yield way
    way.start()
    way.to(rf"/desk/{KEY}/")
    way.fill("select[name=unit]", "1")
    way.click(way.page.locator("form:has(select[name=unit]) button[type=submit]"))


def a_citizen(office):
    agency, _people, _works, opened = office
    way = opened("works")
    way.page.context.clear_cookies()
    yield way
    way.start(f"/site/{agency.pk}/")
    way.to(rf"/site/{KEY}/desk/new/complaint/")
    way.fill("[name=subject]", "ไฟดับหน้าโรงเรียน")
    way.fill("[name=what]", "ดับมาสามคืน")
    way.fill("[name=place]", "หมู่ 3")
    way.press("ส่งเรื่อง")
    way.page.get_by_role("heading", name="รับเรื่องแล้ว").wait_for()


def an_item(office):
    """By the search, as it finds the item, or the menu where it does not."""
    way = office[3]("ita")
    yield way
    way.start()
    way.to(rf"/{YEAR}/oit/o13/")


def a_row(office):
    way = office[3]("works")
    yield way
    way.start()
    way.to(rf"/{YEAR}/registers/facility-checks/", rf"/{YEAR}/registers/facility-checks/add/")
    way.fill("[name=checked_on]", "19 ม.ค. 2569")
    way.fill("select[name=facility]", "1")
    way.fill("select[name=is_there]", "1")
    way.press("บันทึก")
    way.page.get_by_text("เพิ่มรายการแล้ว").wait_for()


def a_queue(office):
    _agency, people, works, opened = office
    point = make_point(by=people["clerk"], words=PointWords("ศูนย์บริการ", works, LINES, WINDOWS))
    open_day(point, by=people["clerk"])
    way = opened("works")
    way.page.goto(f"/site/{people['clerk'].agency.pk}/queue/{point.code}/")
    way.page.get_by_role("button", name="งานทะเบียน").click()
    way.page.get_by_text("A001", exact=True).wait_for()
    yield way
    way.start()
    way.to(
        r"/counter/", rf"/counter/points/{point.pk}/", rf"/counter/points/{point.pk}/window/{KEY}/"
    )
    way.press("เรียกคิวต่อไป")
    way.page.get_by_text("เรียกแล้ว 1 ครั้ง").wait_for()


def a_paper(office):
    agency, people, _works, opened = office
    told = {"subject": "ขออนุมัติซ่อมไฟ", "background": "ก", "facts": "ข", "proposals": "ค"}
    memo = write(agency, by=people["ita"], year=YEAR, values=told)
    paper = submit_memo(agency, memo.pk, by=people["ita"])
    run_jobs()
    for login in ("chief", "clerk"):
        paper.refresh_from_db()
        decide(paper, by=people[login], verdict="endorse")
    way = opened("mayor", PHONE)
    yield way
    way.start()
    way.to(rf"/signing/{KEY}/")
    way.click(way.page.locator("#decide").get_by_role("button", name="อนุมัติ", exact=True))
    way.page.get_by_text("บันทึกแล้ว: อนุมัติ").first.wait_for()


def a_state(office):
    way = office[3]("ita")
    yield way
    way.start()
    way.to(rf"/{YEAR}/oit/o1/")
    way.fields += 1
    way.page.get_by_label("กำลังทำ").check()
    way.press("บันทึก")
    way.page.get_by_text("บันทึกข้อ o1 แล้ว").wait_for()


# Clicks and fields of v0.2.0, counted by this module in a copy of it.
BEFORE = {
    a_task: (2, 0), a_case: (4, 1), a_citizen: (3, 3), an_item: (2, 0), a_row: (5, 3),
    a_queue: (5, 0), a_paper: (2, 0), a_state: (3, 1),
}  # fmt: skip


@pytest.mark.parametrize("journey", BEFORE, ids=lambda each: each.__name__)
def test_no_way_is_longer_than_before(office, journey):
    walk = journey(office)
    way = next(walk)
    begun = perf_counter()
    assert next(walk, None) is None
    seconds = perf_counter() - begun - way.asked
    if kept := os.environ.get("PRONGSAI_COUNTED"):
        with Path(kept).open("a") as file:
            file.write(f"{journey.__name__} {way.clicks} {way.fields} {seconds:.2f}\n")
    clicks, fields = BEFORE[journey]
    assert way.clicks <= clicks
    assert way.fields <= fields
