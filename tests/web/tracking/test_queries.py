"""What the pages of tracking show: states on any day, the same number of queries for many rows."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.web import factories, staff
from tests.web.analysis.years import full_year
from tests.web.ownership import samples as owned
from tests.web.roles import CHIEF_ADMINISTRATOR, PUBLICATION_OFFICER
from tests.web.tracking import samples
from tests.web.tracking.samples import MONDAY, YEAR, entry

from prongsai.core.progress.status import MeasureState
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.platform import clock
from prongsai.web.year.calendar.models import EventDone, Reminder
from prongsai.web.year.calendar.queries import event_of, unread_count
from prongsai.web.year.calendar.services import mailing
from prongsai.web.year.measures.models import MeasureRow
from prongsai.web.year.ownership.models import Assignment
from prongsai.web.year.ownership.owners import subject_of_measure
from prongsai.web.year.ownership.services import assign, assign_every_unit
from prongsai.web.year.ownership.work_queries import work_page
from prongsai.web.year.tracking import services
from prongsai.web.year.tracking.hooks import measures_of_mine, progress
from prongsai.web.year.tracking.queries import notes_of
from prongsai.web.year.tracking.queries.board import Asked, board_page
from prongsai.web.year.tracking.queries.measure import may_record, photo_sheets, track_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
ZONE = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def march():
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def year(agency):
    full_year(agency, YEAR)
    return samples.measures(agency, 3)


def at(day, hour=9):
    return clock.freeze(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE))


def board(person, on=MONDAY, **known):
    return board_page(person, YEAR, on, MONDAY, **known)


def states(page):
    return {card.measure.number: card.status.state for card in page.cards}


def test_of_several_units_it_is_told_which_have_reported(agency, officer, year):
    heads = [owned.head_of(agency, factories.make_unit(agency, name)) for name in ("ก", "ข")]
    subject = owned.subject(agency, "measure", year[0].pk)
    assert track_page(officer, YEAR, year[0].pk, MONDAY).asked == 0, "nobody owns it"
    assign_every_unit(agency, by=officer, year=YEAR, subjects=[subject])
    samples.note(year[0], officer, percent=10)
    page = track_page(officer, YEAR, year[0].pk, MONDAY)
    assert (page.reported, page.asked, set(page.silent)) == (0, 2, {"ก", "ข"})
    samples.note(year[0], heads[0], percent=50)
    page = track_page(officer, YEAR, year[0].pk, MONDAY)
    assert (page.reported, page.asked, page.silent) == (1, 2, ("ข",))


def test_the_board_counts_and_puts_the_late_first(officer, year):
    samples.note(year[1], officer, percent=60)
    samples.note(year[2], officer, percent=100, photos=2)
    page = board(officer)
    assert [card.measure.number for card in page.cards] == ["1", "2", "3"]
    assert states(page) == {
        "1": MeasureState.OVERDUE,
        "2": MeasureState.DOING,
        "3": MeasureState.DONE,
    }
    assert (page.late, page.done, page.total, page.evidence) == (1, 1, 3, 2)
    assert page.cards[0].status.late_days == 10
    assert (page.round_end, page.without_note) == (date(2023, 3, 31), 1)


def test_a_day_can_be_told_again_months_later(officer, year):
    with at(date(2023, 2, 10)):
        first = samples.note(year[1], officer, date(2023, 2, 9), 30)
    with at(date(2023, 4, 20)):
        samples.note(year[1], officer, date(2023, 3, 30), 80)
        services.correct(first, by=officer, entry=entry(date(2023, 2, 9), 20))
    with at(date(2023, 6, 15)):
        samples.note(year[1], officer, date(2023, 6, 1), 100, photos=1)
        last = date(2023, 3, 31)
        told = board_page(officer, YEAR, last, date(2023, 6, 15)).cards
        known = board_page(officer, YEAR, last, date(2023, 6, 15), known_by=last).cards
        now = board_page(officer, YEAR, date(2023, 6, 15), date(2023, 6, 15)).cards
    shares = [
        {card.measure.number: card.status.percent for card in some}["2"] for some in (told, known)
    ]
    assert shares == [80, 30]
    assert (
        next(card for card in now if card.measure.number == "2").status.state is MeasureState.DONE
    )


def test_notes_are_known_by_the_day_they_were_written_down(agency, officer, year):
    with at(date(2023, 4, 1), hour=0):
        samples.note(year[0], officer, date(2023, 3, 30), 90)
    assert notes_of(agency, YEAR, date(2023, 3, 31)) == {year[0].pk: ()}
    (note,) = notes_of(agency, YEAR, date(2023, 4, 1))[year[0].pk]
    assert (note.percent, note.measure, note.by) == (90, "own-1", officer.words)


def test_the_board_is_narrowed_by_unit_person_part_and_state(agency, officer, year):
    unit = factories.make_unit(agency, "กองคลัง")
    person = factories.make_actor(agency, CHIEF_ADMINISTRATOR)
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(year[2].pk),
        user=person.user, begun_at=factories.MADE_AT,
    )  # fmt: skip
    MeasureRow.objects.filter(pk=year[1].pk).update(items=["o12"])
    page = board(officer)

    def shown(**asked):
        return [card.measure.number for card in page.narrowed(Asked(**asked)).cards]

    assert shown(unit=unit.name) == ["1"]
    assert shown(user=str(person.user.pk)) == ["3"]
    assert shown(part="OIT") == ["2"]
    assert shown(part=page.indicators["o12"]) == ["2"]
    assert shown(part="IIT") == []
    assert shown(state="overdue") == ["1"]
    assert page.narrowed(Asked(state="overdue")).total == 3
    assert {part for part, _ in page.choices.parts} == {"OIT", page.indicators["o12"]}
    code, score = next(card for card in page.cards if card.measure.number == "2").items[0]
    assert code == "o12"
    assert score


def test_one_measure_has_its_notes_newest_first_with_all_that_was_said(officer, year):
    first = samples.note(year[0], officer, date(2023, 2, 1), 20, photos=2)
    services.correct(first, by=officer, entry=entry(date(2023, 2, 1), 25))
    wrong = samples.note(year[0], officer, date(2023, 2, 15), 90)
    services.withdraw(wrong, by=officer, reason="ผิด")
    samples.note(year[0], officer, percent=50)
    page = track_page(officer, YEAR, year[0].pk, MONDAY)
    assert [note.now.percent for note in page.notes] == [50, 25]
    assert [version.percent for version in page.notes[1].former] == [20]
    assert len(page.notes[1].evidence) == 2
    assert [note.now.withdrawn_why for note in page.withdrawn] == ["ผิด"]
    assert (page.status.percent, page.status.late_days, page.photos) == (50, 10, 2)
    assert track_page(officer, YEAR, factories.make_agency("อื่น").pk, MONDAY) is None


def test_photos_are_the_newest_and_at_most_two(agency, officer, year):
    samples.note(year[0], officer, date(2023, 2, 1), 20, photos=2)
    newest = samples.note(year[0], officer, photos=3)
    samples.note(year[1], officer)
    ((_measure, _owner, photos),) = photo_sheets(agency, YEAR, 2)
    assert len(photos) == 2
    assert {row.subject for row in photos} == {newest.thread}
    ((_measure, _owner, photos),) = photo_sheets(agency, YEAR, 1)
    assert len(photos) == 1
    assert photo_sheets(agency, YEAR, 2, frozenset({year[1].pk})) == []


def test_who_may_write_down_what(agency, other_agency, officer, chief_executive, make_actor, year):
    finance = factories.make_unit(agency, "กองคลัง")
    works = factories.make_unit(agency, "กองช่าง")
    head = owned.head_of(agency, finance)
    owner = make_actor(agency, PUBLICATION_OFFICER)
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(year[2].pk),
        user=owner.user, begun_at=factories.MADE_AT,
    )  # fmt: skip
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(year[1].pk),
        unit=finance, begun_at=factories.MADE_AT,
    )  # fmt: skip

    def allowed(person):
        return [may_record(person, row, MONDAY) for row in year]

    assert allowed(officer) == [True, True, True]
    assert allowed(chief_executive) == [False, False, False]
    assert allowed(head) == [True, True, False]
    assert allowed(owned.head_of(agency, works)) == [False, True, False]
    assert allowed(owner) == [False, False, True]
    page = board(head)
    assert [card.may_record for card in page.cards] == [True, True, False]


def give(agency, row, person):
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(row.pk), user=person.user,
        begun_at=factories.MADE_AT,
    )  # fmt: skip


@pytest.mark.long
def test_what_waits_for_an_owner_as_months_pass(agency, make_actor, officer, year):
    owner = make_actor(agency, CHIEF_ADMINISTRATOR)
    for row in year:
        give(agency, row, owner)

    def waits(day):
        with at(day):
            return {one.name[0]: one for one in waiting_for(owner, day) if one.kind == "tracking"}

    assert set(waits(date(2022, 11, 1))) == set()
    found = waits(date(2023, 3, 20))
    assert set(found) == {"1", "2", "3"}
    assert found["1"].due == date(2023, 3, 10)
    assert found["1"].since == date(2023, 3, 11)
    assert "10" in found["1"].ask.th
    samples.note(year[2], officer, MONDAY, 50)
    assert set(waits(date(2023, 3, 21))) == {"1", "2"}
    assert set(waits(MONDAY + timedelta(days=60))) == {"1", "2", "3"}
    with at(date(2023, 3, 22)):
        samples.note(year[1], officer, date(2023, 3, 22), 100)
    assert waits(date(2023, 3, 22))["2"].ask.th == "ทำครบแล้ว ยังไม่มีหลักฐาน"
    with at(date(2023, 3, 23)):
        samples.note(year[1], officer, date(2023, 3, 23), 100, photos=1)
    assert set(waits(date(2023, 3, 23))) == {"1"}
    assert not [one for one in waiting_for(officer, MONDAY) if one.kind == "tracking"]


def test_a_unit_head_waits_for_the_units_measures_of_this_agency_alone(agency, other_agency, year):
    unit = factories.make_unit(agency, "กองคลัง")
    head = owned.head_of(agency, unit)
    Assignment.objects.create(
        agency=agency, fiscal_year=YEAR, kind="measure", subject=str(year[0].pk), unit=unit,
        begun_at=factories.MADE_AT,
    )  # fmt: skip
    found = [one for one in waiting_for(head, MONDAY) if one.kind == "tracking"]
    assert [one.name for one in found] == ["1 มาตรการเรื่องที่ 1"]
    assert not waiting_for(factories.make_actor(other_agency, CHIEF_ADMINISTRATOR), MONDAY)


def test_what_is_done_waits_in_nobodys_work(agency, make_actor, officer, year):
    owner = make_actor(agency, CHIEF_ADMINISTRATOR)
    for row in year:
        give(agency, row, owner)
    samples.note(year[0], officer, percent=100, photos=1)
    samples.note(year[1], officer, percent=100)
    tasks = [task.subject.code for task in work_page(owner, MONDAY).tasks]
    assert tasks == ["2", "3"]


def test_the_tile_says_what_is_late(agency, other_agency, officer, year):
    samples.note(year[2], officer, percent=100, photos=1)
    tile = progress(agency, YEAR)
    assert (tile.figure, tile.note) == ("1", "เกินกำหนด 1 เรื่อง")
    assert tile.url.endswith("?state=overdue")
    assert progress(other_agency, YEAR) is None


def count_of(function):
    with CaptureQueriesContext(connection) as asked:
        function()
    return len(asked)


@pytest.mark.long
def test_as_many_queries_with_one_row_as_with_many(agency, officer):
    full_year(agency, YEAR)
    (first,) = samples.measures(agency, 1)
    samples.note(first, officer, photos=1)
    give(agency, first, officer)
    board(officer)  # a process makes the card of the scores once
    few = counts(agency, officer, first)
    MeasureRow.objects.all().delete()
    Assignment.objects.all().delete()
    rows = samples.measures(agency, 3)
    for row in rows:
        give(agency, row, officer)
        for day in (1, 2, 3):
            samples.note(row, officer, date(2023, 3, day), day, photos=3)
    assert counts(agency, officer, rows[0]) == few


def counts(agency, officer, measure):
    """How many queries each reader asks."""
    return {
        "board": count_of(lambda: board(officer)),
        "measure": count_of(lambda: track_page(officer, YEAR, measure.pk, MONDAY)),
        "photos": count_of(lambda: photo_sheets(agency, YEAR, 2)),
        "tile": count_of(lambda: progress(agency, YEAR)),
        "waiting": count_of(lambda: measures_of_mine(officer, MONDAY)),
    }


def test_nobody_is_reminded_of_what_stands_at_a_hundred_until_it_is_less(
    agency, officer, make_actor, client_of, year
):
    """Without evidence too, which is asked apart; at once, and whoever marked its date."""
    owner = make_actor(agency, CHIEF_ADMINISTRATOR)
    give(agency, year[0], owner)
    standing = Reminder.objects.filter(event=year[0].pk, user=owner.user, outdated_at=None)
    state = reverse("calendar:state", args=[YEAR, year[0].pk])

    def reminded(day=MONDAY):
        with at(day):
            mailing.remind(agency)
            return standing.count(), event_of(agency, YEAR, year[0].pk).is_done

    assert reminded() == (1, False)
    note = samples.note(year[0], officer, percent=100)
    assert standing.count() == 0
    assert unread_count(owner) == 0
    assert reminded(MONDAY + timedelta(days=7)) == (0, True)
    browser = client_of(officer)
    page = browser.get(reverse("calendar:event", args=[YEAR, year[0].pk])).content.decode()
    assert "100%" in page
    assert state not in page
    stale = browser.post(state, {"state": "done"}, follow=True)
    words = [str(message) for message in stale.context["messages"]]
    assert (stale.status_code, words) == (200, ["ไม่มีอะไรเปลี่ยน"])
    assert "100%" in stale.content.decode()
    assert not EventDone.objects.exists()
    lines = Reminder.objects.filter(event=year[0].pk, user=owner.user)
    lines.update(read_at=samples.MORNING)
    services.correct(note, by=officer, entry=entry(percent=80))
    assert [(line.read_at, line.queued_email) for line in standing.all()] == [(None, None)]
    assert reminded(MONDAY + timedelta(days=14)) == (2, False)


def test_a_reminder_of_a_measure_leaves_with_who_left_its_unit(agency, officer, year):
    owner, head = (staff.somebody(agency, who).user for who in ("officer", "head"))
    assign(
        agency, by=officer, year=YEAR, subjects=[subject_of_measure(year[0])],
        unit=staff.unit(agency, staff.OWN), user=owner,
    )  # fmt: skip
    lines = Reminder.objects.filter(event=year[0].pk, outdated_at=None)
    mailing.remind(agency)
    assert {line.user for line in lines.all()} == {owner}
    owner.appointments.update(last_day=MONDAY)
    with at(MONDAY + timedelta(days=7)):
        mailing.remind(agency)
        assert {line.user for line in lines.all()} == {head}
