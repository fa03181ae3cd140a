"""Dates moved with a reason, added, done; reminders that follow; nothing made twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import OFFICE_HEAD, OFFICER, UNIT_HEAD

from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.assessment.models import Assessment
from prongsai.web.year.calendar.models import EventMove, Purpose, RemindedDay, Reminder
from prongsai.web.year.calendar.queries import (
    event_id,
    event_of,
    events_of,
    window_of,
)
from prongsai.web.year.calendar.rights import may_mark
from prongsai.web.year.calendar.services import dates, mailing
from prongsai.web.year.measures.models import MeasureRow, PlanRow
from prongsai.web.year.measures.services import rows
from prongsai.web.year.ownership.models import JOINT, Assignment, Kind
from prongsai.web.year.ownership.owners import subject_of_measure
from prongsai.web.year.ownership.services import assign

pytestmark = pytest.mark.django_db
YEAR = 2569
BANGKOK = ZoneInfo("Asia/Bangkok")
REPORT = date(2026, 3, 31)


def at(day, hour=9):
    return clock.freeze(datetime(day.year, day.month, day.day, hour, tzinfo=BANGKOK))


@pytest.fixture
def opened(agency, officer):
    open_year(agency, YEAR)
    return agency


def event(agency, key="six-months"):
    return event_of(agency, YEAR, event_id(agency, YEAR, key))


def move(agency, by, day, reason="เลื่อน", seen=None, key="six-months"):
    found = event(agency, key)
    seen = seen or (found.first, found.last)
    return dates.move(agency, by=by, event=found, days=(day, day), seen=seen, reason=reason)


def measure(agency, unit="กองคลัง", ends_on=REPORT, number="M1", **fields):
    plan, _ = PlanRow.objects.get_or_create(
        agency=agency,
        fiscal_year=YEAR,
        score_year=YEAR - 1,
        defaults={"made_at": clock.now(), "changed_at": clock.now()},
    )
    place = MeasureRow.objects.filter(plan=plan).count()
    made = MeasureRow.objects.create(
        agency=agency, plan=plan, key=f"k{place}", place=place, number=number, title="มาตรการ",
        unit=unit, ends_on=ends_on, **fields,
    )  # fmt: skip
    rows.follow((made,))
    return made


def test_a_date_is_moved_with_a_reason_and_its_history_stays(opened, officer):
    move(opened, officer, date(2026, 4, 10), "ป.ป.ช. เลื่อน")
    move(opened, officer, date(2026, 4, 20), "เลื่อนอีก")
    found = event(opened)
    assert (found.last, found.planned_last, found.moves) == (date(2026, 4, 20), REPORT, 2)
    told = [(m.old_last, m.new_last, m.reason) for m in EventMove.objects.all()]
    assert told == [
        (REPORT, date(2026, 4, 10), "ป.ป.ช. เลื่อน"),
        (date(2026, 4, 10), date(2026, 4, 20), "เลื่อนอีก"),
    ]
    entry = JournalEntry.objects.filter(verb="event-moved").last()
    assert entry.detail["reason"] == "เลื่อนอีก"


@pytest.mark.parametrize(
    ("days", "word"),
    [
        ((REPORT, REPORT), "เหมือนวันเดิม"),
        ((date(2026, 4, 2), date(2026, 4, 1)), "ก่อนวันเริ่ม"),
        ((date(2029, 4, 1), date(2029, 4, 1)), "ไกลจากปี"),
        ((date(2022, 4, 1), date(2022, 4, 1)), "ไกลจากปี"),
    ],
)
def test_days_that_cannot_be_meant_are_refused(opened, officer, days, word):
    with pytest.raises(Refused) as caught:
        dates.move(
            opened, by=officer, event=event(opened), days=days, seen=(REPORT, REPORT), reason="x"
        )
    assert word in caught.value.message.th
    assert caught.value.field == "last"
    assert not EventMove.objects.exists()


def test_who_moves_over_somebody_elses_move_is_told(opened, officer):
    move(opened, officer, date(2026, 4, 10))
    with pytest.raises(Refused) as caught:
        move(opened, officer, date(2026, 4, 12), seen=(REPORT, REPORT))
    assert "10 เมษายน 2569" in caught.value.message.th
    assert event(opened).last == date(2026, 4, 10)


def test_measures_are_moved_in_their_plan_only(opened, officer):
    row = measure(opened)
    task = event_of(opened, YEAR, row.pk)
    with pytest.raises(Refused):
        dates.move(
            opened, by=officer, event=task, days=(task.first, date(2026, 5, 1)),
            seen=(task.first, task.last), reason="x",
        )  # fmt: skip


def test_own_dates_are_added_taken_out_and_brought_back(opened, officer):
    unit = factories.make_unit(opened)
    day = date(2026, 2, 2)
    made = dates.add(
        opened,
        by=officer,
        year=YEAR,
        name="ประชุม",
        detail="",
        days=(day, day),
        owners=[(unit, None)],
    )
    found = event_of(opened, YEAR, made.pk)
    assert (found.name.th, found.unit, found.last) == ("ประชุม", "กองคลัง", day)
    assert dates.remove(opened, by=officer, year=YEAR, event=made.pk)
    assert not dates.remove(opened, by=officer, year=YEAR, event=made.pk)
    assert made.pk not in {one.id for one in events_of(opened, YEAR)}
    assert event_of(opened, YEAR, made.pk).is_removed
    assert dates.remove(opened, by=officer, year=YEAR, event=made.pk, is_back=True)
    assert not dates.remove(opened, by=officer, year=YEAR, event=made.pk, is_back=True)
    assert made.pk in {one.id for one in events_of(opened, YEAR)}
    verbs = list(JournalEntry.objects.values_list("verb", flat=True))
    assert verbs[-4:] == [
        "event-added", "owners-assigned", "event-removed", "event-brought-back"
    ]  # fmt: skip


def test_another_agencys_calendar_stays_as_it_is(opened, officer, other_agency):
    other = other_agency
    open_year(other, YEAR)
    move(opened, officer, date(2026, 4, 10))
    assert event(other).last == REPORT
    assert event(other).id != event(opened).id
    assert event_of(other, YEAR, event(opened).id) is None


# ------------------------------------------------------------------ reminders


def reminders(user=None):
    rows = Reminder.objects.filter(outdated_at=None)
    rows = rows.filter(user=user) if user else rows
    return sorted(rows.values_list("rule", "last_day"))


@pytest.mark.long
def test_the_officer_is_reminded_once_for_each_rule(opened, officer):
    for offset in range(-20, 70):
        with at(REPORT + timedelta(days=offset)):
            mailing.remind_all()
            mailing.remind_all()
            mailing.remind(opened)
    mine = Reminder.objects.filter(user=officer.user, event=event(opened).id)
    assert sorted(mine.values_list("rule", flat=True)) == sorted(
        ["14", "7", "1", "0", *(f"late-{week}" for week in range(1, 9))]
    )


def test_a_day_is_done_once_and_not_before_morning(opened, officer):
    with at(REPORT, hour=5):
        assert mailing.remind_all() == 0
        assert not RemindedDay.objects.exists()
    with at(REPORT, hour=6):
        assert mailing.remind_all() > 0
        assert mailing.remind_all() == 0
        assert mailing.remind(opened) == 0


def test_days_without_a_worker_are_caught_up_by_one_reminder(opened, officer):
    with at(REPORT - timedelta(days=5)):
        mailing.remind_all()
    mine = Reminder.objects.filter(event=event(opened).id)
    assert [one.rule for one in mine] == ["7"]


def test_reminders_follow_a_move_there_and_back(opened, officer):
    with at(REPORT - timedelta(days=3)):
        mailing.remind_all()
        mine = Reminder.objects.filter(event=event(opened).id, outdated_at=None)
        assert mine.count() == 1
        move(opened, officer, date(2026, 6, 30))
        assert mine.count() == 0
        move(opened, officer, REPORT)
        assert mine.count() == 1


def test_nobody_is_reminded_of_what_is_done_until_it_is_not(opened, officer):
    with at(REPORT):
        mailing.remind_all()
        mine = Reminder.objects.filter(event=event(opened).id, outdated_at=None)
        dates.mark_done(opened, by=officer, event=event(opened))
        dates.mark_done(opened, by=officer, event=event(opened))
        assert mine.count() == 0
        assert JournalEntry.objects.filter(verb="event-done").count() == 1
    with at(REPORT + timedelta(days=1)):
        mailing.remind_all()
        assert mine.count() == 0
        dates.mark_open(opened, by=officer, event=event(opened))
        assert mine.count() == 1
        mailing.remind(opened)
        assert sorted(mine.values_list("rule", flat=True)) == ["0", "late-1"]


def head_of(agency, unit):
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit))
    return user


def reminded_of(row):
    return set(Reminder.objects.filter(event=row.pk).values_list("user", flat=True))


def test_measures_remind_the_heads_of_their_units_by_name(opened, officer):
    finance, works = (
        head_of(opened, factories.make_unit(opened, name)) for name in ("กองคลัง", "กองช่าง")
    )
    one = measure(opened, unit="กองคลัง")
    both = measure(opened, unit="กองคลัง และ กองช่าง")
    nobody = measure(opened, unit="กองที่ไม่มี")
    gone = measure(opened, removed_at=clock.now())
    undated = measure(opened, ends_on=None)
    with at(REPORT):
        mailing.remind_all()
    assert reminded_of(one) == {finance.pk}
    assert reminded_of(both) == {finance.pk, works.pk}
    assert reminded_of(nobody) == {officer.user.pk}
    assert reminded_of(gone) == reminded_of(undated) == set()


@pytest.mark.long
def test_who_a_measure_is_assigned_to_comes_before_its_words(opened, officer):
    head_of(opened, factories.make_unit(opened, "กองคลัง"))
    unit = factories.make_unit(opened, "กองช่าง")
    works, person = head_of(opened, unit), factories.make_user(opened)
    factories.hold(person, factories.make_position(opened, OFFICER, unit, "ช่าง"))
    row = measure(opened, unit="กองคลัง")
    common = {
        "agency": opened, "fiscal_year": YEAR, "kind": Kind.MEASURE, "subject": str(row.pk),
        "begun_at": clock.now(),
    }  # fmt: skip
    Assignment.objects.create(unit=unit, rank=1, **common)
    Assignment.objects.create(user=person, rank=2, **common)
    with at(REPORT):
        mailing.remind_all()
    assert reminded_of(row) == {works.pk, person.pk}


def test_without_an_officer_somebody_else_is_reminded(agency, make_actor):
    open_year(agency, YEAR)
    head = make_actor(agency, OFFICE_HEAD)
    with at(REPORT):
        mailing.remind_all()
    assert set(Reminder.objects.values_list("user", flat=True)) == {head.user.pk}


def test_what_was_over_before_the_year_was_opened_is_not_late(opened, officer):
    Assessment.objects.update(opened_at=datetime(2026, 3, 1, 9, tzinfo=BANGKOK))
    with at(date(2026, 3, 2)):
        mailing.remind_all()
        assert {one.state(clock.today()) for one in events_of(opened, YEAR)} >= {"past"}
        assert "late" not in {one.state(clock.today()) for one in events_of(opened, YEAR)}
        assert not Reminder.objects.exists()
    with at(date(2026, 4, 1)):
        mailing.remind_all()
        assert Reminder.objects.filter(event=event(opened).id, rule="late-1").exists()


def test_an_appointment_that_ended_reminds_nobody(opened, officer):
    officer.user.appointments.update(last_day=REPORT - timedelta(days=1))
    with at(REPORT):
        assert mailing.remind_all() == 0


def test_everything_holds_together_when_it_fails_in_the_middle(opened, officer):
    with at(REPORT):
        with transaction.atomic():
            mailing.remind(opened)
            transaction.set_rollback(True)
        assert not Reminder.objects.exists()
        assert mailing.remind_all() > 0


def test_many_measures_cost_as_many_queries_as_few(opened, officer):
    measure(opened)
    with at(REPORT), CaptureQueriesContext(connection) as few:
        mailing.remind(opened)
    for number in range(30):
        measure(opened, number=f"N{number}")
    with at(REPORT + timedelta(days=1)), CaptureQueriesContext(connection) as many:
        mailing.remind(opened)
    assert len(many) <= len(few) + 1


def test_days_for_a_purpose_stand_once_in_a_year(opened, officer):
    assert window_of(opened, YEAR, Purpose.HAND_IN) is None
    day, later = date(2026, 7, 1), date(2026, 7, 14)
    said = {"by": officer, "year": YEAR, "detail": "", "purpose": Purpose.HAND_IN}
    made = dates.add(opened, name="ส่งหลักฐาน", days=(day, later), **said)
    dates.add(opened, name="ทบทวนผล", days=(later, later), **said | {"purpose": Purpose.DISPUTE})
    with pytest.raises(Refused, match="ส่งหลักฐาน"):
        dates.add(opened, name="อีกช่วง", days=(day, later), **said)
    found = window_of(opened, YEAR, Purpose.HAND_IN)
    assert (found.id, found.first, found.last) == (made.pk, day, later)
    moved = later + timedelta(days=7)
    dates.move(opened, by=officer, event=found, days=(day, moved), seen=(day, later), reason="เลื่อน")
    assert window_of(opened, YEAR, Purpose.HAND_IN).last == moved


def test_days_that_others_replaced_are_not_brought_back(opened, officer):
    day = date(2026, 7, 1)
    said = {"by": officer, "year": YEAR, "detail": "", "purpose": Purpose.DISPUTE}
    first = dates.add(opened, name="แรก", days=(day, day), **said)
    dates.remove(opened, by=officer, year=YEAR, event=first.pk)
    second = dates.add(opened, name="ใหม่", days=(day, day), **said)
    with pytest.raises(Refused, match="ใหม่"):
        dates.remove(opened, by=officer, year=YEAR, event=first.pk, is_back=True)
    dates.remove(opened, by=officer, year=YEAR, event=second.pk)
    assert dates.remove(opened, by=officer, year=YEAR, event=first.pk, is_back=True)


@pytest.mark.parametrize("keeps", [True, False])
def test_a_measure_is_to_be_done_again_by_others_where_its_former_owner_called_it_done(
    opened, officer, keeps
):
    """What who keeps the calendar said stays; progress is the measure's, whoever has it."""
    finance, works = (factories.make_unit(opened, name) for name in ("กองคลัง", "กองช่าง"))
    head, row = head_of(opened, finance), measure(opened, unit="กองที่ไม่มี")
    give = {"by": officer, "year": YEAR, "subjects": [subject_of_measure(row)]}
    with at(REPORT):
        assign(opened, unit=finance, **give)
        by = officer if keeps else actor_on(head, REPORT)
        assert may_mark(by, event_of(opened, YEAR, row.pk), REPORT)
        dates.mark_done(opened, by=by, event=event_of(opened, YEAR, row.pk))
        assign(opened, unit=works, rank=JOINT, **give)
        assert event_of(opened, YEAR, row.pk).is_done, "the owner is one still"
        assign(opened, unit=works, **give)
        assert event_of(opened, YEAR, row.pk).is_done == keeps
