"""The days of meetings and tasks in the calendar: one truth, changed on their own pages only."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from tests.web.analysis.years import enter, open_year
from tests.web.markup import tight
from tests.web.meetings.samples import (
    DAY,
    NOON,
    YEAR,
    held,
    made_group,
    planned,
    refused,
    staffed,
)
from tests.web.scoring.samples import sheet

from prongsai.web.office.meetings.models import GroupKind, Meeting, Task
from prongsai.web.office.meetings.services import planning, tasks
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.calendar.models import EventDone, EventMove, OwnEvent, Reminder
from prongsai.web.year.calendar.queries import event_of, managed_among, managed_by
from prongsai.web.year.calendar.services import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = DAY + timedelta(days=7)
DUE, PUT_OFF = date(2026, 2, 10), date(2026, 3, 10)
MONTHS = tuple(date(2026, month, 5) for month in (2, 3, 4, 5, 6, 7))


@pytest.fixture(autouse=True)
def noon(settings, tmp_path):
    settings.DATA = tmp_path
    settings.FROZEN_NOW = NOON


@pytest.fixture
def people(agency):
    return staffed(agency)


@pytest.fixture
def browser(people, officer, client_of):
    return client_of(officer)


@pytest.fixture
def meeting(agency, officer, people):
    return planned(agency, officer, made_group(agency, officer))[0]


@pytest.fixture
def task(meeting, officer, people):
    return tasks.give(
        held(meeting, officer), by=officer, text="จัดทำคู่มือ", due=DUE, unit=people["treasury"]
    )


@pytest.fixture
def own(agency, officer, people):
    """A date that the agency added itself, which nobody else manages."""
    return dates.add(agency, by=officer, year=YEAR, name="งานวันสตรี", detail="", days=(DAY, DAY))


def text(answer):
    return re.sub(r"[\s\u2060\u00a0]+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def standing(agency, event):
    return event_of(agency, YEAR, event)


def moved(agency, by, event, day=LATER):
    found = standing(agency, event)
    return dates.move(agency, by=by, event=found, days=(day, day),
                      seen=(found.first, found.last), reason="ย้าย")  # fmt: skip


def address(name, event):
    return reverse(f"calendar:{name}", args=[YEAR, event])


def typed(first=DAY, **changes):
    """What the form of the calendar sends; a page without it has it sent by hand."""
    return {
        "first": "",
        "last": "27 ม.ค. 2569", "reason": "ย้าย",
        "seen_first": str(first), "seen_last": str(first),
    } | changes  # fmt: skip


# ------------------------------------------------------------------ the services


def test_the_day_of_a_meeting_is_not_moved_in_the_calendar(agency, officer, meeting, own):
    with refused("มาจากหน้าอื่น"):
        moved(agency, officer, meeting.event)
    assert not EventMove.objects.exists()
    assert standing(agency, meeting.event).last == DAY
    moved(agency, officer, own.pk)
    assert standing(agency, own.pk).last == LATER


def test_the_refusal_says_where_to_go(agency, officer, meeting, task):
    for event, where in ((meeting.event, "หน้าการประชุม"), (task.event, "หน้างานตามมติ")):
        with pytest.raises(dates.Refused) as told:
            moved(agency, officer, event)
        assert f"เปลี่ยนวันที่{where}" in told.value.words("th")


def test_moving_the_meeting_moves_its_date(agency, officer, meeting):
    wanted = planning.Plan(kind="group", title=meeting.title)
    planning.edit(meeting, by=officer, seen=1, wanted=wanted, day=LATER, reason="ห้องไม่ว่าง")
    assert standing(agency, meeting.event).last == LATER
    assert EventMove.objects.get().reason == "ห้องไม่ว่าง"
    meeting.refresh_from_db()
    planning.edit(meeting, by=officer, seen=2, wanted=wanted, day=LATER, reason="")
    assert EventMove.objects.count() == 1


def test_a_meeting_and_a_task_are_neither_taken_out_nor_done_in_the_calendar(
    agency, officer, meeting, task, own
):
    for event in (meeting.event, task.event):
        with refused("มาจากหน้าอื่น"):
            dates.remove(agency, by=officer, year=YEAR, event=event)
        with refused("มาจากหน้าอื่น"):
            dates.mark_open(agency, by=officer, event=standing(agency, event))
    with refused("มาจากหน้าอื่น"):
        dates.mark_done(agency, by=officer, event=standing(agency, task.event))
    assert not OwnEvent.objects.exclude(removed_at=None).exists()
    dates.mark_done(agency, by=officer, event=standing(agency, own.pk))
    dates.mark_open(agency, by=officer, event=standing(agency, own.pk))
    assert dates.remove(agency, by=officer, year=YEAR, event=own.pk)
    assert dates.remove(agency, by=officer, year=YEAR, event=own.pk, is_back=True)


def test_a_cancelled_meeting_comes_back_by_its_own_page_only(agency, officer, meeting):
    planning.cancel(meeting, by=officer, seen=1, reason="ประธานติดราชการ")
    with refused("มาจากหน้าอื่น"):
        dates.remove(agency, by=officer, year=YEAR, event=meeting.event, is_back=True)
    assert standing(agency, meeting.event).is_removed
    planning.call_again(meeting, by=officer)
    assert not standing(agency, meeting.event).is_removed


def test_what_stood_apart_before_is_one_again_when_the_meeting_is_saved(agency, officer, meeting):
    found = standing(agency, meeting.event)
    dates.move(agency, by=officer, event=found, days=(LATER, LATER), seen=(DAY, DAY), reason="x",
               is_manager=True)  # fmt: skip
    dates.remove(agency, by=officer, year=YEAR, event=meeting.event, is_manager=True)
    wanted = planning.Plan(kind="group", title=meeting.title)
    planning.edit(meeting, by=officer, seen=1, wanted=wanted, day=DAY, reason="")
    found = standing(agency, meeting.event)
    assert (found.last, found.is_removed) == (DAY, False)


def test_a_task_is_put_off_and_the_calendar_follows(agency, officer, task):
    with clock.freeze(NOON.replace(month=2, day=20)):
        tasks.remind(agency, by=officer, year=YEAR)
        assert Reminder.objects.filter(event=task.pk, outdated_at=None).exists()
        tasks.put_off(task, by=officer, seen=DUE, due=PUT_OFF, reason="รอระเบียบใหม่")
    task.refresh_from_db()
    assert task.due == standing(agency, task.event).last == PUT_OFF
    assert not Reminder.objects.filter(event=task.pk, outdated_at=None).exists()
    entry = JournalEntry.objects.get(verb="task-put-off")
    assert entry.detail == {
        "year": YEAR, "first": "2026-02-10", "last": "2026-03-10", "reason": "รอระเบียบใหม่",
    }  # fmt: skip


def test_a_task_is_not_put_off_to_any_day(officer, task):
    for seen, due, why in (
        (DUE, DUE, "เหมือนวันเดิม"),
        (DUE, DAY - timedelta(days=1), "ก่อนวันประชุม"),
        (DAY, PUT_OFF, "มีผู้เลื่อนไปเป็นวันที่"),
    ):
        with refused(why):
            tasks.put_off(task, by=officer, seen=seen, due=due, reason="x")
    tasks.finish(task, by=officer, note="ทำแล้ว")
    with refused("เสร็จแล้วหรือนำออกแล้ว"):
        tasks.put_off(task, by=officer, seen=DUE, due=PUT_OFF, reason="x")
    tasks.reopen(task, by=officer)
    tasks.remove(task, by=officer)
    with refused("เสร็จแล้วหรือนำออกแล้ว"):
        tasks.put_off(task, by=officer, seen=DUE, due=PUT_OFF, reason="x")
    tasks.remove(task, by=officer, is_back=True)
    assert tasks.put_off(task, by=officer, seen=DUE, due=DAY, reason="x").due == DAY


def test_a_task_that_the_calendar_had_no_room_for_is_put_off_all_the_same(
    officer, people, meeting, monkeypatch
):
    monkeypatch.setattr("prongsai.web.year.calendar.services.dates.MOST_OWN", 1)
    made = tasks.give(
        held(meeting, officer), by=officer, text="ทำ", due=DUE, unit=people["treasury"]
    )
    assert made.event is None
    assert tasks.put_off(made, by=officer, seen=DUE, due=PUT_OFF, reason="x").due == PUT_OFF


def test_another_agencys_meetings_manage_nothing_here(agency, officer, meeting, other_agency):
    assert managed_by(agency, meeting.event)
    assert managed_by(other_agency, meeting.event) is None


def test_many_dates_are_asked_for_at_once(agency, officer, people):
    made = planned(agency, officer, None, *MONTHS, kind=GroupKind.MONTHLY)
    counts = []
    for number in (1, len(made)):
        with CaptureQueriesContext(connection) as told:
            found = managed_among(agency, [one.event for one in made[:number]])
        counts.append((len(told), len(found)))
    assert counts == [(1, 1), (1, len(made))]
    with CaptureQueriesContext(connection) as told:
        assert managed_among(agency, []) == {}
    assert not len(told)


# ------------------------------------------------------------------ the pages


def test_the_page_leads_to_the_meeting_instead_of_moving_it(browser, meeting, own):
    shown = browser.get(address("event", meeting.event))
    assert "เปลี่ยนวันที่หน้าการประชุม" in text(shown)
    told = tight(shown.content.decode())
    place = reverse("meetings:meeting", args=[YEAR, meeting.pk])
    assert f'<a class="govuk-button govuk-button--secondary" href="{place}"' in told
    for form in ("move", "state", "presence"):
        assert address(form, meeting.event) not in told
    told = browser.get(address("event", own.pk)).content.decode()
    assert "เปลี่ยนวันที่หน้า" not in told
    for form in ("move", "state", "presence"):
        assert address(form, own.pk) in told


def test_a_form_made_by_hand_is_refused(browser, agency, meeting, own):
    answer = browser.post(address("move", meeting.event), typed())
    assert answer.status_code == 422
    assert "เปลี่ยนวันที่หน้าการประชุม" in text(answer)
    for form, sent in (("presence", {"presence": "gone"}), ("state", {"state": "done"})):
        answer = browser.post(address(form, meeting.event), sent, follow=True)
        assert "มาจากหน้าอื่น" in text(answer)
    assert not EventMove.objects.exists()
    assert not EventDone.objects.exists()
    assert not standing(agency, meeting.event).is_removed
    assert browser.post(address("move", own.pk), typed()).status_code == 302
    browser.post(address("state", own.pk), {"state": "done"})
    browser.post(address("presence", own.pk), {"presence": "gone"})
    assert EventDone.objects.filter(event=own.pk).exists()
    assert standing(agency, own.pk).is_removed


def test_who_may_only_look_finds_the_meeting_too(people, client_of, meeting):
    shown = client_of(people["treasurer"]).get(address("event", meeting.event))
    told = tight(shown.content.decode())
    place = reverse("meetings:meeting", args=[YEAR, meeting.pk])
    assert f'<a class="solo" href="{place}"' in told


def test_a_task_is_put_off_on_its_page(browser, task):
    page = reverse("meetings:task", args=[YEAR, task.pk])
    shown = browser.get(page).content.decode()
    assert address("event", task.event) in shown
    sent = {"due": "10 มี.ค. 2569", "seen_due": str(DUE)}
    answer = browser.post(f"{page}put-off/", sent | {"reason": ""})
    assert answer.status_code == 422
    assert "เขียนเหตุผล" in text(answer)
    assert 'value="10 มี.ค. 2569"' in answer.content.decode()
    answer = browser.post(f"{page}put-off/", sent | {"reason": "รอระเบียบ", "seen_due": str(DAY)})
    assert answer.status_code == 422
    assert f'name="seen_due" value="{DUE}"' in answer.content.decode()
    answer = browser.post(f"{page}put-off/", sent | {"reason": "รอระเบียบ"}, follow=True)
    assert "10 มีนาคม 2569" in text(answer)
    assert Task.objects.get().due == PUT_OFF
    told = browser.get(address("event", task.event))
    assert "รอระเบียบ" in text(told)
    assert "เปลี่ยนวันที่หน้างานตามมติ" in text(told)


def test_who_does_not_keep_the_meetings_puts_nothing_off(people, client_of, task):
    page = reverse("meetings:task", args=[YEAR, task.pk])
    browser = client_of(people["treasurer"])
    assert "เลื่อนกำหนด" not in text(browser.get(page))
    assert browser.post(f"{page}put-off/", {}).status_code == 403


@pytest.fixture
def dashboard(agency, browser):
    open_year(agency, YEAR - 1)
    enter(agency, sheet(YEAR - 1, {"total": "91"}))
    return lambda: browser.get(f"/{YEAR}/")


def strip_of(answer):
    told = answer.content.decode()
    told = told[told.index("ps-cal__spans") :]
    return told[: told.index("</ul>")]


def test_of_a_series_the_dashboard_shows_the_next_and_the_calendar_all(
    agency, officer, browser, dashboard
):
    made = planned(agency, officer, None, *MONTHS, kind=GroupKind.MONTHLY, title="ประชุมประจำเดือน")
    (single,) = planned(agency, officer, None, DAY, kind=GroupKind.EXCHANGE, title="แลกเปลี่ยน")
    strip = tight(strip_of(dashboard()))
    assert [str(one.event) in strip for one in made] == [True] + [False] * 5
    assert str(single.event) in strip
    assert strip.count("ครั้ง</span>") == 1
    assert "และอีก 5 ครั้ง" in strip
    full = browser.get(f"/{YEAR}/calendar/").content.decode()
    assert all(str(one.event) in full for one in made)
    assert "และอีก 5 ครั้ง" not in full
    planning.cancel(made[0], by=officer, seen=1, reason="ติดราชการ")
    strip = tight(strip_of(dashboard()))
    assert [str(one.event) in strip for one in made] == [False, True] + [False] * 4
    assert "และอีก 4 ครั้ง" in strip


def test_the_dashboard_and_a_date_cost_the_same_with_many_meetings(
    agency, officer, browser, dashboard
):
    planned(agency, officer, None, *MONTHS[:2], kind=GroupKind.MONTHLY)
    dashboard()  # what is kept from one page to the next is kept
    counts = []
    for months in (MONTHS[2:4], MONTHS[4:]):
        event = Meeting.objects.last().event
        for page in (dashboard, lambda: browser.get(address("event", event))):  # noqa: B023
            with CaptureQueriesContext(connection) as told:
                page()
            counts.append(len(told))
        planned(agency, officer, None, *months, kind=GroupKind.EXCHANGE)
    assert counts[:2] == counts[2:]


def test_the_feed_holds_each_of_a_series_and_follows_the_meeting(agency, officer, browser):
    made = planned(agency, officer, None, *MONTHS, kind=GroupKind.MONTHLY)
    browser.post("/inbox/feed/renew/")
    page = browser.get("/inbox/wishes/").content.decode()
    feed = re.search(r'value="http://testserver(/calendar/feed/[^"]+\.ics)"', page)[1]

    def days():
        found = Calendar.from_ical(Client().get(feed).content).walk("VEVENT")
        wanted = {f"{one.event}@prongsai" for one in made}
        return sorted(one.decoded("DTSTART") for one in found if str(one["UID"]) in wanted)

    assert days() == list(MONTHS)
    wanted = planning.Plan(kind="monthly", title=made[0].title)
    planning.edit(made[0], by=officer, seen=1, wanted=wanted, day=date(2026, 2, 6), reason="")
    assert days() == [date(2026, 2, 6), *MONTHS[1:]]
