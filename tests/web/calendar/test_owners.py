"""Whose a date of the agency's own is: a unit's, several units', a person's, everybody's."""

import re
from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import OFFICER, UNIT_HEAD

from prongsai.web.agency.people import actor_on
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.platform import clock
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.calendar.forms import OwnEventForm
from prongsai.web.year.calendar.models import EventDone, OwnEvent, Reminder
from prongsai.web.year.calendar.queries import event_of, events_of, subject_of_own
from prongsai.web.year.calendar.rights import may_mark
from prongsai.web.year.calendar.services import dates, mailing
from prongsai.web.year.ownership.models import JOINT, MAIN, Assignment
from prongsai.web.year.ownership.services import assign, assign_within, end

pytestmark = pytest.mark.django_db
YEAR = 2569
DAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def march(settings):
    settings.FROZEN_NOW = datetime(2026, 3, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.fixture
def units(agency):
    """The central office, finance and works, in the order of a form."""
    open_year(agency, YEAR)
    named = {"finance": "กองคลัง", "works": "กองช่าง"}
    office = factories.make_unit(agency, "สำนักปลัด", is_office=True)
    return {"office": office, **{key: factories.make_unit(agency, named[key]) for key in named}}


@pytest.fixture
def people(agency, units):
    """The head of each unit, and an officer of finance."""
    held = {}
    for key in ("finance", "works"):
        held[key] = factories.make_user(agency, key)
        factories.hold(held[key], factories.make_position(agency, UNIT_HEAD, units[key]))
    held["clerk"] = factories.make_user(agency, "clerk")
    post = factories.make_position(agency, OFFICER, units["finance"], "นักวิชาการคลัง")
    factories.hold(held["clerk"], post)
    return {key: actor_on(user, DAY) for key, user in held.items()}


@pytest.fixture
def given(agency, officer, units, people):
    """Adds a date for who is ticked and chosen in its form, and gives it as it stands."""

    def add(*names, user=None):
        sent = {
            "name": "ส่งแผน",
            "last": "20 มี.ค. 2569",
            "units": [units[name].pk for name in names],
        }
        form = OwnEventForm(agency, {}, sent | {"user": people[user].user.pk if user else ""})
        assert form.is_valid(), form.errors
        made = dates.add(
            agency, by=officer, year=YEAR, name="ส่งแผน", detail="", days=form.days,
            owners=form.owners,
        )  # fmt: skip
        return event_of(agency, YEAR, made.pk)

    return add


def again(event, agency):
    return event_of(agency, YEAR, event.id)


def reminded(agency):
    mailing.remind(agency)
    lines = Reminder.objects.filter(outdated_at=None, name__th="ส่งแผน")
    return set(lines.values_list("user__login", flat=True))


@pytest.mark.parametrize(
    ("names", "user", "owners"),
    [
        ((), None, []),
        (("works",), None, [("works", None)]),
        (
            ("finance", "office", "works"),
            None,
            [("office", None), ("finance", None), ("works", None)],
        ),
        ((), "clerk", [(None, "clerk")]),
        (("finance",), "clerk", [("finance", "clerk")]),
        (("works", "finance"), "clerk", [(None, "clerk"), ("works", None), ("finance", None)]),
    ],
)
def test_a_date_is_of_whom_it_is_given_to_the_first_as_main(given, units, names, user, owners):
    event = given(*names, user=user)
    keys = {unit.pk: key for key, unit in units.items()} | {None: None}
    rows = Assignment.objects.filter(subject=str(event.id)).order_by("begun_at")
    held = [(keys[row.unit_id], row.user.login if row.user else None) for row in rows]
    assert held == owners
    assert [row.rank for row in rows] == [MAIN, JOINT, JOINT][: len(owners)]
    assert len(event.parts) == len(owners)


@pytest.mark.parametrize(
    ("names", "user", "logins"),
    [
        ((), None, {"officer"}),
        (("works", "finance"), None, {"works", "finance"}),
        (("office",), None, {"officer"}),  # nobody heads it
        ((), "clerk", {"clerk"}),
        (("finance",), "clerk", {"clerk"}),
    ],
)
def test_who_has_to_do_it_is_reminded_and_finds_it_in_the_own_work(
    agency, officer, given, people, names, user, logins
):
    event = given(*names, user=user)
    assert reminded(agency) == logins
    address = reverse("calendar:event", args=[YEAR, event.id])
    everybody = {"officer": officer, **people}
    waits = {
        login for login, person in everybody.items()
        if address in {line.url for line in waiting_for(person, DAY)}
    }  # fmt: skip
    assert waits == logins


WHOLE = None


@pytest.mark.parametrize(
    ("names", "user", "part", "may"),
    [
        ((), None, WHOLE, {"officer"}),
        (("works",), None, WHOLE, {"officer", "works"}),
        (("finance", "works"), None, WHOLE, {"officer"}),
        (("finance", "works"), None, "works", {"officer", "works"}),
        (("finance", "works"), None, "office", set()),  # it has no part
        (("finance",), "clerk", WHOLE, {"officer", "finance", "clerk"}),
        (("works",), "clerk", WHOLE, {"officer", "works", "clerk"}),
        ((), "clerk", WHOLE, {"officer", "clerk"}),
    ],
)
def test_each_marks_the_own_part_and_alone_the_whole(
    officer, given, units, people, names, user, part, may
):
    event = given(*names, user=user)
    wanted = units[part].pk if part else None
    everybody = {"officer": officer, **people}
    marking = {key for key, person in everybody.items() if may_mark(person, event, DAY, wanted)}
    assert marking == may


def test_it_is_done_when_all_parts_are_and_who_has_done_theirs_is_left_alone(
    agency, officer, given, units, people
):
    event = given("finance", "works")
    assert reminded(agency) == {"finance", "works"}
    dates.mark_done(agency, by=people["works"], event=event, part=units["works"].pk)
    event = again(event, agency)
    assert (event.is_done, event.parts_done) == (False, {units["works"].pk})
    assert JournalEntry.objects.last().subject == "ส่งแผน · กองช่าง"
    assert reminded(agency) == {"finance"}
    dates.mark_done(agency, by=people["finance"], event=event, part=units["finance"].pk)
    assert again(event, agency).is_done
    assert reminded(agency) == set()
    dates.mark_open(agency, by=people["works"], event=event, part=units["works"].pk)
    assert not again(event, agency).is_done
    assert reminded(agency) == {"works"}


def test_the_whole_is_taken_back_without_the_parts_and_then_with_them(
    agency, officer, given, units, people
):
    event = given("finance", "works")
    dates.mark_done(agency, by=people["works"], event=event, part=units["works"].pk)
    dates.mark_done(agency, by=officer, event=event)
    assert again(event, agency).is_done
    dates.mark_open(agency, by=officer, event=event)
    assert (again(event, agency).is_done, len(again(event, agency).parts_done)) == (False, 1)
    dates.mark_open(agency, by=officer, event=event)
    assert not EventDone.objects.exists()


def test_a_date_of_all_units_is_marked_by_each_on_its_page(
    agency, officer, units, people, client_of
):
    browser = client_of(officer)
    sent = {"name": "ส่งแผน", "last": "20 มี.ค. 2569", "units": ["units"], "user": ""}
    address = browser.post(f"/{YEAR}/calendar/add/", sent).headers["Location"]
    event = OwnEvent.objects.get()
    assert "ทำแล้ว 0 จาก 3" in text(browser.get(address))
    part = f"{address}state/?part={units['works'].pk}"
    works, finance = client_of(people["works"]), client_of(people["finance"])
    assert part in works.get(address).content.decode()
    assert part not in finance.get(address).content.decode()
    assert finance.post(part, {"state": "done"}).status_code == 403
    assert works.post(f"{address}state/", {"state": "done"}).status_code == 403, "not the whole"
    assert works.post(part, {"state": "done"}).status_code == 302
    for page in (address, f"/{YEAR}/calendar/", f"/{YEAR}/calendar/print/"):
        assert "ทุกส่วนราชการ ทำแล้ว 1 จาก 3" in text(browser.get(page)), page
        assert ("กองคลัง" in text(browser.get(page))) == (page == address), "one by one there"
    # Its owners are given and ended as of everything else.
    owners = reverse("ownership:subject", args=[YEAR, "date", event.pk])
    assert owners in browser.get(address).content.decode()
    row = Assignment.objects.get(unit=units["office"])
    ended = browser.post(f"{owners}end/", {"assignment": row.pk, "sure": "1"})
    assert ended.status_code == 302
    assert "ทำแล้ว 1 จาก 2" in text(browser.get(address))
    assigned = {"unit": "", "user": people["clerk"].user.pk, "rank": MAIN}
    assert browser.post(f"{owners}assign/", assigned).status_code == 302
    assert "ทำแล้ว 1 จาก 3" in text(browser.get(address))


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_what_was_taken_out_is_assigned_to_nobody(agency, officer, given, client_of):
    event = given("works")
    owners = reverse("ownership:subject", args=[YEAR, "date", event.id])
    browser = client_of(officer)
    assert browser.get(owners).status_code == 200
    for wrong in (owners.replace(f"/{YEAR}/", f"/{YEAR - 1}/"), f"/{YEAR}/owners/date/x/"):
        assert browser.get(wrong).status_code == 404
    dates.remove(agency, by=officer, year=YEAR, event=event.id)
    assert browser.get(owners).status_code == 404


def test_more_owners_cost_no_more_queries(
    agency, officer, given, django_assert_max_num_queries, django_assert_num_queries
):
    given("works", "finance")
    with django_assert_max_num_queries(20) as few:
        events_of(agency, YEAR)
    given("finance", "works", "office")
    with django_assert_num_queries(len(few)):
        events_of(agency, YEAR)


def test_the_unit_of_a_date_is_its_owner_after_the_update(agency, officer, given, units):
    """Also of one that was taken out; what was the ITA officer's is nobody's."""
    own, gone, free = given(), given(), given()
    rows = list(OwnEvent.objects.filter(pk__in=[own.id, gone.id]))
    for row in rows:
        row.unit_id = units["works"].pk
    before = SimpleNamespace(objects=SimpleNamespace(exclude=lambda **_: rows))
    models = {"OwnEvent": before, "Assignment": Assignment}
    step = import_module("prongsai.web.year.calendar.migrations.0002_owners")
    step.give_to_units(SimpleNamespace(get_model=lambda _app, name: models[name]), None)
    assert {again(event, agency).unit for event in (own, gone)} == {"กองช่าง"}
    assert again(free, agency).unit == ""
    row = Assignment.objects.get(subject=str(own.id))
    assert (row.rank, row.begun_by, row.begun_by_words) == (MAIN, officer.user, officer.words)
    assert clock.now() == row.begun_at


def test_who_lost_a_date_and_got_it_back_has_to_do_it_again(agency, officer, given, units, people):
    """By every way to lose it; another rank is no loss, nor what others lose."""
    event = given("finance", "works")
    subject, works = subject_of_own(OwnEvent.objects.get()), units["works"]
    give = {"by": officer, "year": YEAR, "subjects": [subject]}

    def done():
        return again(event, agency).parts_done

    dates.mark_done(agency, by=people["works"], event=event, part=works.pk)
    assign(agency, unit=works, rank=MAIN, **give)
    assign(agency, unit=units["finance"], rank=JOINT, **give)
    assert done() == {works.pk}
    end(agency, only=Assignment.objects.get(ended_at=None, unit=works).pk, **give)
    assign(agency, unit=works, rank=MAIN, **give)
    assert done() == set()
    assert JournalEntry.objects.filter(verb="event-done").count() == 1
    dates.mark_done(agency, by=people["works"], event=again(event, agency), part=works.pk)
    assert done() == {works.pk}
    assign(agency, unit=units["office"], **give)  # main in its place
    assign(agency, unit=works, rank=JOINT, **give)
    assert done() == set()
    assert "works" in reminded(agency)


def part_of(unit=None, person=None):
    user = person and person.user
    return Assignment.objects.get(ended_at=None, unit=unit, user=user).part


def test_each_named_person_of_a_unit_has_a_part(agency, officer, given, units, people):
    event = given("finance", user="clerk")
    subject, clerk, head = (
        subject_of_own(OwnEvent.objects.get()),
        people["clerk"],
        people["finance"],
    )
    assign(
        agency, by=officer, year=YEAR, subjects=[subject], unit=units["finance"], user=head.user,
        rank=JOINT,
    )  # fmt: skip
    event, of_clerk = again(event, agency), part_of(units["finance"], clerk)
    of_head = part_of(units["finance"], head)
    assert event.parts == {of_clerk, of_head}
    assert may_mark(clerk, event, DAY, of_clerk)
    assert not may_mark(clerk, event, DAY, of_head)
    dates.mark_done(agency, by=clerk, event=event, part=of_clerk)
    assert (again(event, agency).is_done, reminded(agency)) == (False, {"finance"})
    dates.mark_done(agency, by=head, event=event, part=of_head)
    assert again(event, agency).is_done


def test_a_person_of_two_units_has_a_part_in_each(agency, officer, given, units, people):
    """Whoever heads a unit that the person left does not say that the other's is done."""
    clerk, day = people["clerk"], DAY - timedelta(1)
    factories.hold(clerk.user, factories.make_position(agency, OFFICER, units["works"]))
    event = given("finance", user="clerk")
    assign(
        agency, by=officer, year=YEAR, subjects=[subject_of_own(OwnEvent.objects.get())],
        unit=units["works"], user=clerk.user, rank=JOINT,
    )  # fmt: skip
    left, stays = (part_of(units[name], clerk) for name in ("finance", "works"))
    clerk.user.appointments.filter(position__unit=units["finance"]).update(last_day=day)
    event = again(event, agency)
    assert event.parts == {left, stays}
    may = [part for part in (left, stays) if may_mark(people["finance"], event, DAY, part)]
    assert may == [left]
    dates.mark_done(agency, by=people["finance"], event=event, part=left)
    assert (again(event, agency).is_done, reminded(agency)) == (False, {"clerk"})


def test_what_a_unit_gives_to_one_of_its_own_and_takes_back_stays_done(
    agency, given, units, people
):
    event, head = given("finance", "works"), people["finance"]
    dates.mark_done(agency, by=head, event=event, part=units["finance"].pk)
    for user in (people["clerk"].user, None):
        row = Assignment.objects.get(ended_at=None, unit=units["finance"])
        subject = subject_of_own(OwnEvent.objects.get())
        assign_within(agency, by=head, year=YEAR, subject=subject, user=user, only=row.pk)
        part = Assignment.objects.get(ended_at=None, unit=units["finance"]).part
        assert again(event, agency).parts_done == {part}
    assert not JournalEntry.objects.filter(verb="event-reopened").exists()


@pytest.mark.parametrize("done", [{"unit"}, {"clerk"}, {"unit", "clerk"}])
def test_parts_that_become_one_are_done_where_all_of_them_were(
    agency, officer, given, units, people, done
):
    event, unit, clerk = given("finance"), units["finance"], people["clerk"]
    subject = subject_of_own(OwnEvent.objects.get())
    assign(
        agency, by=officer, year=YEAR, subjects=[subject], unit=unit, user=clerk.user, rank=JOINT
    )
    parts = {"unit": part_of(unit), "clerk": part_of(unit, clerk)}
    for name in done:
        event = again(event, agency)
        dates.mark_done(agency, by=officer, event=event, part=parts[name])
    assign_within(
        agency, by=people["finance"], year=YEAR, subject=subject, user=clerk.user,
        only=Assignment.objects.get(ended_at=None, unit=unit, user=None).pk,
    )  # fmt: skip
    assert again(event, agency).is_done == (len(done) == 2)


def test_who_loses_what_was_done_is_told_by_the_journal_and_reminded_no_more(
    agency, officer, given, units, people
):
    event, subject = given("finance"), subject_of_own(OwnEvent.objects.get())
    assert reminded(agency) == {"finance"}
    dates.mark_done(agency, by=people["finance"], event=event)
    assign(agency, by=officer, year=YEAR, subjects=[subject], unit=units["works"])
    assert not again(event, agency).is_done
    entry = JournalEntry.objects.get(verb="event-reopened")
    assert (entry.subject, entry.by) == ("ส่งแผน · กองคลัง", officer.user)
    assert reminded(agency) == {"works"}
    end(agency, by=officer, year=YEAR, subjects=[subject])
    lines = Reminder.objects.filter(outdated_at=None, name__th="ส่งแผน")
    assert not lines.exists(), "at once, though nothing was done"
    assert not JournalEntry.objects.filter(verb="event-reopened").exclude(pk=entry.pk).exists()


def test_an_account_that_was_closed_leaves_the_work_to_the_head(agency, given, people):
    given("finance", user="clerk")
    assert reminded(agency) == {"clerk"}
    type(people["clerk"].user).objects.filter(pk=people["clerk"].user.pk).update(is_active=False)
    assert reminded(agency) == {"finance"}


@pytest.mark.parametrize("key", ["unit", "user"])
@pytest.mark.parametrize("stands_alone", [False, True])
def test_what_a_person_of_a_unit_had_done_stays_done_after_the_update(
    agency, officer, given, units, people, key, stands_alone
):
    """Kept under the unit or the person before; what another owner did stays that owner's."""
    event, clerk = given("finance", user="clerk"), people["clerk"]
    owner = {"unit": units["finance"]} if key == "unit" else {"user": clerk.user}
    if stands_alone:
        subject = subject_of_own(OwnEvent.objects.get())
        assign(agency, by=officer, year=YEAR, subjects=[subject], rank=JOINT, **owner)
    before = next(iter(owner.values())).pk
    EventDone.objects.create(
        agency=agency, event=event.id, fiscal_year=YEAR, part=before, done_at=clock.now()
    )
    name = "prongsai.web.year.calendar.migrations.0004_parts_of_persons_in_units"
    import_module(name).move_marks(apps, None)
    done = before if stands_alone else part_of(units["finance"], clerk)
    assert [mark.part for mark in EventDone.objects.all()] == [done]


@pytest.mark.parametrize(
    ("unit", "user", "stays"),
    [("finance", "finance", True), ("finance", None, True), ("works", "works", False)],
)
def test_whoever_of_the_unit_the_form_of_owners_names_goes_on_with_its_part(
    agency, officer, given, units, people, unit, user, stays
):
    event = given("finance", user="clerk")
    dates.mark_done(agency, by=people["clerk"], event=event)
    assign(
        agency, by=officer, year=YEAR, subjects=[subject_of_own(OwnEvent.objects.get())],
        unit=units[unit], user=people[user].user if user else None,
    )  # fmt: skip
    assert again(event, agency).is_done == stays
    assert JournalEntry.objects.filter(verb="event-reopened").exists() != stays


def test_a_unit_whose_former_person_had_not_done_it_has_to(agency, officer, given, units, people):
    """Two parts of a unit become one: done where both were."""
    event, subject = given("finance", user="clerk"), subject_of_own(OwnEvent.objects.get())
    give = {"by": officer, "year": YEAR, "subjects": [subject], "unit": units["finance"]}
    assign(agency, user=people["finance"].user, rank=JOINT, **give)
    part = part_of(units["finance"], people["finance"])
    dates.mark_done(agency, by=people["finance"], event=again(event, agency), part=part)
    assign(agency, user=people["finance"].user, **give)
    assert not again(event, agency).is_done


@pytest.mark.parametrize(("marker", "stays"), [("officer", True), ("finance", False)])
@pytest.mark.parametrize("is_old", [False, True])
def test_the_whole_stays_done_for_others_where_a_keeper_of_the_calendar_said_so(
    agency, officer, given, units, people, marker, stays, is_old
):
    """Else it was of the own parts: who joins has to do it, and so has who comes in their place."""
    event, subject = given("finance", user="clerk"), subject_of_own(OwnEvent.objects.get())
    give = {"by": officer, "year": YEAR, "subjects": [subject]}
    head = people["finance"]
    assign(agency, unit=units["finance"], user=head.user, rank=JOINT, **give)
    event, by = again(event, agency), {"officer": officer, **people}[marker]
    assert may_mark(by, event, DAY)
    if is_old:  # as it was kept before
        EventDone.objects.create(
            agency=agency, event=event.id, fiscal_year=YEAR, done_at=clock.now(), done_by=by.user
        )
    else:
        dates.mark_done(agency, by=by, event=event)
    assert again(event, agency).is_done
    assign(agency, unit=units["works"], rank=JOINT, **give)
    assert again(event, agency).is_done == stays
    assign(agency, unit=units["works"], rank=MAIN, **give)
    end(agency, only=Assignment.objects.get(ended_at=None, user=head.user).pk, **give)
    assert [owner.unit_id for owner in again(event, agency).owners.all] == [units["works"].pk]
    assert again(event, agency).is_done == stays


@pytest.mark.parametrize("leave", ["post", "account"])
def test_the_part_of_who_left_the_agency_is_told_to_who_assigns(
    agency, officer, given, people, client_of, leave
):
    """Never to who left, nor silently to none where others have parts, too."""
    alone, shared = given(user="clerk"), given("works", "finance", user="clerk")
    assert reminded(agency) == {"clerk", "works", "finance"}
    assert not again(alone, agency).owners.is_gone
    if leave == "post":
        people["clerk"].user.appointments.update(last_day=DAY - timedelta(1))
    else:
        type(people["clerk"].user).objects.filter(login="clerk").update(is_active=False)
    assert reminded(agency) == {"officer", "works", "finance"}
    for event, logins in ((alone, {"officer"}), (shared, {"officer", "works", "finance"})):
        users = mailing.Owners(agency, DAY).people_of(again(event, agency))
        assert {user.login for user in users} == logins
        page = client_of(officer).get(reverse("calendar:event", args=[YEAR, event.id]))
        assert "ต้องมอบหมายใหม่" in text(page)
