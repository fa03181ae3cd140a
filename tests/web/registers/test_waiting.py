"""Months, quarters and halves that nobody reported wait for who keeps the register."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.analysis.years import open_year
from tests.web.registers.samples import GIFTS, YEAR, add
from tests.web.roles import AUDITOR, ITA_OFFICER

from prongsai.core.registers.reading import shipped_register
from prongsai.core.registers.rows import read_row
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.disclosure.registers.hooks import written_lately
from prongsai.web.disclosure.registers.queries.catalogue import context_of
from prongsai.web.disclosure.registers.services import nothing, saving

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("frozen_clock"),
]
ON = date(2026, 4, 2)  # of fiscal year 2569: two quarters and six months are over


@pytest.fixture(autouse=True)
def year(agency):
    open_year(agency, YEAR)


def told(person, on=ON):
    return [one.name for one in waiting_for(person, on) if one.kind == "register"]


def unit_of(person):
    return person.user.appointments.get().position.unit


def say(person, slot, unit, key=GIFTS):
    nothing.say_nothing(
        person.agency, by=person, register=shipped_register(key), year=YEAR, slot=slot, unit=unit
    )


@pytest.mark.long
def test_a_unit_is_reminded_of_its_own_missing_times_and_no_other(finance, works):
    assert not told(finance), "of a register that nobody keeps nobody is reminded"
    add(finance, GIFTS)  # of the second quarter
    assert len(told(finance)) == len(told(works)) == 1
    assert told(finance) != told(works), "the other unit misses both"
    say(finance, 1, unit_of(finance))
    assert not told(finance)
    assert told(works)


@pytest.mark.long
def test_a_time_that_is_not_over_is_not_missing_and_a_year_later_neither(finance):
    add(finance, GIFTS)
    assert not told(finance, date(2025, 12, 31))
    assert told(finance, date(2026, 1, 1))
    assert told(finance, date(2026, 12, 31)), "the last times are asked for after the year"
    assert not told(finance, date(2027, 1, 2))


def test_the_entry_leads_to_the_list_and_begins_where_the_first_time_ended(finance, client_of):
    add(finance, GIFTS)
    entry = next(one for one in waiting_for(finance, ON) if one.kind == "register")
    assert entry.since == date(2026, 1, 1)
    assert entry.due is None, "no rule says by when"
    assert client_of(finance.user).get(entry.url).status_code == 200


def request_of(person, day="6 ม.ค. 2569"):
    register = shipped_register("information-requests")
    given = {"asked_on": day, "number": "1", "subject": "แผน", "unit": "กองคลัง", "answer": "ให้",
             "answered_on": day}  # fmt: skip
    reading = read_row(register, given, context_of(person.agency, register, YEAR))
    saving.add(person.agency, by=person, register=register, year=YEAR, row=reading.row)


@pytest.mark.long
def test_what_the_agency_owes_waits_for_its_keepers_alone(agency, finance, works, make_actor):
    """Who keeps the disclosure, and units that have rows in it; no unit that never had."""
    officer = make_actor(agency, ITA_OFFICER)
    request_of(finance)
    asked = told(officer)
    assert len(asked) == 1
    assert told(finance) == asked
    assert not told(works)
    assert not told(make_actor(agency, AUDITOR))
    say(officer, 1, None, "information-requests")
    assert not told(officer)
    assert not told(finance)


def test_who_added_a_row_goes_on_in_that_register(finance, works, client_of):
    assert not list(written_lately(finance, ON))
    kept = add(finance, GIFTS)
    (hit,) = written_lately(finance, ON)
    assert client_of(finance.user).get(hit.url).context["register"].key == GIFTS
    assert hit.url in client_of(finance.user).get("/work/").content.decode()
    assert not list(written_lately(works, ON)), "another's habits are nobody's business"
    assert not list(written_lately(finance, date(2027, 1, 2))), "the year is not opened"
    saving.remove(kept, by=finance, register=shipped_register(GIFTS))
    assert not list(written_lately(finance, ON))


def test_no_query_for_a_row(finance, django_assert_max_num_queries):
    add(finance, GIFTS)
    with CaptureQueriesContext(connection) as few:
        told(finance)
    for number in range(20):
        add(finance, GIFTS, gift=f"กระเช้า {number}", offered_on=f"{number + 6} ม.ค. 2569")
    with django_assert_max_num_queries(len(few)):
        told(finance)
