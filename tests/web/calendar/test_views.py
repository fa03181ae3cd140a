"""The pages of the calendar and the inbox."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from icalendar import Calendar
from tests.web import factories
from tests.web.analysis.years import enter, open_year
from tests.web.factories import make_actor
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE
from tests.web.scoring.samples import sheet

from prongsai.web.agency.models import User
from prongsai.web.agency.services import people
from prongsai.web.platform import clock
from prongsai.web.year.calendar import pages
from prongsai.web.year.calendar.models import EventMove, OwnEvent, Preference, Reminder
from prongsai.web.year.calendar.queries import event_id, feed_token
from prongsai.web.year.calendar.services import mailing
from prongsai.web.year.measures.models import MeasureRow, PlanRow

pytestmark = pytest.mark.django_db
YEAR = 2569
BANGKOK = ZoneInfo("Asia/Bangkok")
REPORT = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def march(settings):
    """20 March 2569: eleven days before the six-month report."""
    settings.FROZEN_NOW = datetime(2026, 3, 20, 9, tzinfo=BANGKOK)


@pytest.fixture
def opened(agency, officer):
    open_year(agency, YEAR)
    open_year(agency, YEAR - 1)
    return agency


@pytest.fixture
def browser(opened, officer, client_of):
    return client_of(officer)


def report(agency, name="event"):
    return reverse(f"calendar:{name}", args=[YEAR, event_id(agency, YEAR, "six-months")])


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def typed(**changes):
    return {
        "first": "",
        "last": "10 เม.ย. 2569", "reason": "ป.ป.ช. เลื่อน",
        "seen_first": "2026-03-31", "seen_last": "2026-03-31",
    } | changes  # fmt: skip


def test_the_year_tells_what_is_next_and_that_it_is_proposed(browser):
    told = text(browser.get(f"/{YEAR}/calendar/"))
    assert "รายงานรอบ 6 เดือน" in told
    assert "ปฏิทินที่ระบบเสนอ ยังไม่ใช่ประกาศ" in told
    assert "อีก 11 วัน" in told
    # What is past and was never marked as done.
    assert "เกินกำหนด" in told
    assert "จากกรอบการประเมิน" in told
    # The list below the strip tells the days: of each event the strip has the name alone.
    assert "รายงานรอบ 6 เดือน 31 มี.ค. · อีก 11 วัน" not in told
    assert "31 มี.ค. 2569" in told


def test_the_month_shows_its_days(browser):
    answer = browser.get(f"/{YEAR}/calendar/month/3/")
    assert "มีนาคม 2569 ครบกำหนด 2 เรื่อง" in text(answer)
    assert browser.get(f"/{YEAR}/calendar/month/10/").status_code == 200
    assert browser.get(f"/{YEAR}/calendar/month/13/").status_code == 404
    assert browser.get(f"/{YEAR}/calendar/month/0/").status_code == 404


def test_the_paper_and_english(browser):
    assert "ปฏิทินการประเมิน ITA ปีงบประมาณ 2569" in text(browser.get(f"/{YEAR}/calendar/print/"))
    with translation.override("th"):  # what the request chose ends with the block
        answer = browser.get(f"/{YEAR}/calendar/", headers={"accept-language": "en"})
    assert "the 6-month report" in text(answer)


def test_a_year_that_is_not_opened_is_not_there(browser):
    assert browser.get("/2571/calendar/").status_code == 404
    assert browser.get(f"/{YEAR - 1}/calendar/").status_code == 200


def test_a_move_needs_a_reason_and_loses_nothing(opened, browser):
    answer = browser.post(report(opened, "move"), typed(reason=""))
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "เขียนเหตุผล" in told
    assert 'value="10 เม.ย. 2569"' in told
    assert not EventMove.objects.exists()
    answer = browser.post(report(opened, "move"), typed())
    assert answer.status_code == 302
    told = text(browser.get(answer.headers["Location"]))
    assert "10 เม.ย. 2569" in told
    assert "ป.ป.ช. เลื่อน" in told
    assert "ย้ายโดยหน่วยงาน" in told


def test_a_second_mover_sees_the_first_and_may_then_move(opened, browser):
    browser.post(report(opened, "move"), typed())
    answer = browser.post(report(opened, "move"), typed(last="15 เม.ย. 2569", reason="อีกเหตุผล"))
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "มีผู้ย้ายไปเป็นวันที่ 10 เมษายน 2569" in told
    assert "อีกเหตุผล" in told
    assert 'name="seen_last" value="2026-04-10"' in told
    seen = {"seen_first": "2026-04-10", "seen_last": "2026-04-10"}
    answer = browser.post(report(opened, "move"), typed(last="15 เม.ย. 2569", **seen))
    assert answer.status_code == 302
    assert EventMove.objects.count() == 2


def test_the_same_form_sent_twice_moves_once(opened, browser):
    form = typed(once="0" * 32)
    first = browser.post(report(opened, "move"), form)
    second = browser.post(report(opened, "move"), form)
    assert first.headers["Location"] == second.headers["Location"]
    assert EventMove.objects.count() == 1


def test_who_may_only_look_sees_no_form_and_is_refused(opened, make_actor, client_of):
    browser = client_of(make_actor(opened, CHIEF_EXECUTIVE))
    answer = browser.get(report(opened))
    assert answer.status_code == 200
    assert "ย้ายวัน" not in text(answer)
    assert browser.post(report(opened, "move"), typed()).status_code == 403
    assert browser.post(report(opened, "state"), {"state": "done"}).status_code == 403


@pytest.mark.long
def test_an_own_date_is_added_done_and_taken_out(opened, browser):
    unit = factories.make_unit(opened)
    form = typed(name="ประชุม <คณะทำงาน>", detail="", units=[str(unit.pk)])
    answer = browser.post(f"/{YEAR}/calendar/add/", form | {"first": "x"})
    assert answer.status_code == 422
    answer = browser.post(f"/{YEAR}/calendar/add/", form)
    made = OwnEvent.objects.get()
    address = answer.headers["Location"]
    assert str(made.pk) in address
    told = browser.get(address).content.decode()
    assert "ประชุม &lt;คณะทำงาน&gt;" in told
    assert "กองคลัง" in told
    browser.post(f"{address}state/", {"state": "done"})
    assert "ทำแล้วเมื่อ" in text(browser.get(address))
    browser.post(f"{address}state/", {"state": "open"})
    assert "ทำแล้วเมื่อ" not in text(browser.get(address))
    browser.post(f"{address}presence/", {"presence": "gone"})
    assert "นำออกแล้ว" in text(browser.get(address))
    assert str(made.pk) not in browser.get(f"/{YEAR}/calendar/").content.decode()
    browser.post(f"{address}presence/", {"presence": "back"})
    assert str(made.pk) in browser.get(f"/{YEAR}/calendar/").content.decode()
    # A proposed date is moved or done, never taken out.
    assert browser.post(report(opened, "presence"), {"presence": "gone"}).status_code == 404


def test_the_dashboard_has_the_strip_with_the_moved_day(agency, officer, client_of):
    open_year(agency, YEAR)
    enter(agency, sheet(YEAR - 1, {"total": "91"}))
    browser = client_of(officer)
    told = text(browser.get(f"/{YEAR}/"))
    assert "ปฏิทินปีงบประมาณ 2569" in told
    assert "รายงานรอบ 6 เดือน 31 มี.ค. · อีก 11 วัน" in told
    browser.post(report(agency, "move"), typed())
    assert "รายงานรอบ 6 เดือน 10 เม.ย." in text(browser.get(f"/{YEAR}/"))


def test_a_task_leads_to_its_measure_and_has_no_move_form(opened, browser):
    plan = PlanRow.objects.create(
        agency=opened, fiscal_year=YEAR, score_year=YEAR - 1, made_at=clock.now(),
        changed_at=clock.now(),
    )  # fmt: skip
    row = MeasureRow.objects.create(
        agency=opened, plan=plan, key="k", place=0, number="2.1", title="เผยแพร่แนวปฏิบัติ",
        unit="กองคลัง", ends_on=REPORT,
    )  # fmt: skip
    assert "2.1 เผยแพร่แนวปฏิบัติ" in text(browser.get(f"/{YEAR}/calendar/"))
    told = browser.get(f"/{YEAR}/calendar/event/{row.pk}/").content.decode()
    assert reverse("measures:measure", args=[YEAR, row.pk]) in told
    assert "เหตุผลที่ย้าย" not in told


# ------------------------------------------------------------------ inbox


def test_the_inbox_counts_reads_and_is_ones_own(opened, browser, make_actor, client_of):
    mailing.remind_all()
    told = text(browser.get("/inbox/"))
    count = Reminder.objects.count()
    assert f"ยังไม่อ่าน {count} เรื่อง" in told
    other = client_of(make_actor(opened, CHIEF_EXECUTIVE))
    assert "ยังไม่มีเรื่องเตือน" in text(other.get("/inbox/"))
    one = Reminder.objects.first()
    other.post("/inbox/read/", {"reminder": str(one.pk)})
    one.refresh_from_db()
    assert one.read_at is None
    browser.post("/inbox/read/", {"reminder": str(one.pk)})
    one.refresh_from_db()
    assert one.read_at is not None
    assert browser.post("/inbox/read/", {"reminder": "x"}).status_code == 404
    browser.post("/inbox/read/", {})
    assert "อ่านครบแล้ว" in text(browser.get("/inbox/"))


def test_lists_cost_the_same_at_one_and_three_rows(opened, browser):
    def add(number):
        for _ in range(number):
            OwnEvent.objects.create(
                agency=opened, fiscal_year=YEAR, name="ประชุม", made_at=clock.now(),
                first_day=REPORT - timedelta(days=3), last_day=REPORT - timedelta(days=3),
            )  # fmt: skip
        mailing.remind(opened)

    add(1)
    counts = []
    for _ in range(2):
        for address in (f"/{YEAR}/calendar/", f"/{YEAR}/calendar/month/3/", "/inbox/"):
            with CaptureQueriesContext(connection) as told:
                browser.get(address)
            counts.append(len(told))
        add(2)
    assert counts[:3] == counts[3:]


# ------------------------------------------------------------------ the feed


def feed_address(browser):
    browser.post("/inbox/feed/renew/")
    page = browser.get("/inbox/wishes/").content.decode()
    return re.search(r'value="http://testserver(/calendar/feed/[^"]+\.ics)"', page)[1]


def test_the_feed_opens_by_its_secret_alone_and_follows_moves(opened, browser):
    address = feed_address(browser)
    stranger = Client()
    answer = stranger.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    wanted = str(event_id(opened, YEAR, "six-months"))

    def found():
        events = Calendar.from_ical(stranger.get(address).content).walk("VEVENT")
        assert len({str(e["UID"]) for e in events}) == len(events)
        return next(e for e in events if wanted in str(e["UID"]))

    before = found()
    assert before.decoded("DTSTART") == REPORT
    assert str(before["SUMMARY"]) == "รายงานรอบ 6 เดือน"
    browser.post(report(opened, "move"), typed())
    after = found()
    assert after["UID"] == before["UID"]
    assert after.decoded("DTSTART") == date(2026, 4, 10)
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTAMP") > before.decoded("DTSTAMP")
    assert "ป.ป.ช. เลื่อน" not in stranger.get(address).content.decode()  # reasons stay inside


def test_a_renewed_a_forged_and_a_lost_position_open_nothing(opened, officer, browser):
    old = feed_address(browser)
    new = feed_address(browser)
    stranger = Client()
    assert stranger.get(old).status_code == 404
    assert stranger.get(new).status_code == 200
    token = new.rpartition("/")[2].removesuffix(".ics")
    forged = token[:-1] + ("0" if token[-1] != "0" else "1")
    for wrong in (forged, token[:32], "x" * 72, "0" * 72, f"{token}0"):
        assert stranger.get(f"/calendar/feed/{wrong}.ics").status_code == 404
    officer.user.appointments.update(last_day=date(2026, 3, 19))
    assert stranger.get(new).status_code == 404
    officer.user.appointments.update(last_day=None)
    officer.user.is_active = False
    officer.user.save()
    assert stranger.get(new).status_code == 404


def test_the_feed_of_an_account_that_was_closed_stays_closed(opened, officer, browser):
    """Whoever held its address does not read on once somebody opens the account again."""
    old, other = feed_address(browser), make_actor(opened, ADMINISTRATOR, login="other")
    assert Client().get(old).status_code == 200
    people.deactivate_person(user=officer.user, by=other)
    people.activate_person(user=officer.user, by=other)
    assert Client().get(old).status_code == 404
    user = User.objects.get(pk=officer.user.pk)
    number = Preference.objects.get(user=user).feed_number
    assert Client().get(f"/calendar/feed/{feed_token(user, number)}.ics").status_code == 200


def test_without_asking_there_is_no_feed(opened, officer, browser):
    assert "ขอที่อยู่ปฏิทิน" in text(browser.get("/inbox/wishes/"))
    assert Client().get(f"/calendar/feed/{feed_token(officer.user, 0)}.ics").status_code == 404


def test_mail_is_chosen_by_a_plain_form(browser):
    assert browser.post("/inbox/wishes/", {"gets_mail": "x"}).status_code == 422
    assert browser.post("/inbox/wishes/", {"gets_mail": "none"}).status_code == 302
    assert not Preference.objects.get().gets_mail


def test_past_months_are_folded_only_where_nothing_in_them_is_left_to_do(opened):
    before = pages.list_page(opened, YEAR)
    late = {line.event.last.replace(day=1) for line in before.late}
    assert late
    assert before.past
    for month in before.past:
        assert month.first < date(2026, 3, 1)
        assert {line.state for line in month.lines} <= {"done", "past"}
    assert late <= {month.first for month in before.coming}
    assert before.past_count == sum(len(month.lines) for month in before.past)
    assert {*before.past, *before.coming} == set(before.months)
