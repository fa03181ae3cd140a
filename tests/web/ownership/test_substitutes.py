"""Whoever acts in a post, does the named work of its holder: in those days, and in every room."""

from datetime import timedelta

import pytest
from tests.web import factories
from tests.web.ownership import samples
from tests.web.ownership.samples import MONDAY, YEAR, subject
from tests.web.roles import OFFICER

from prongsai.web.agency.models import Appointment
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.year.calendar.services.mailing import Owners
from prongsai.web.year.ownership import services
from prongsai.web.year.ownership.owners import Standing
from prongsai.web.year.ownership.work_queries import work_page
from prongsai.web.year.reports.kinds import Mine
from prongsai.web.year.tracking.queries.measure import may_record

pytestmark = pytest.mark.django_db
FIRST, LAST = MONDAY, MONDAY + timedelta(days=9)
ITEM = "visitor-equal-service"
ALL, NONE = (True,) * 5, (False,) * 5


def proven(agency):
    """An item that is proven by evidence."""
    return items_of(agency, YEAR).items[0]


@pytest.fixture
def named(agency, officer):
    """A measure and two items that are an officer's by name, and the officer's post."""
    measure = samples.year(agency)[0]
    keys = (ITEM, proven(agency).subject.key)
    unit = factories.make_unit(agency, "กองช่าง")
    user, post = factories.make_user(agency), factories.make_position(agency, OFFICER, unit, "ช่าง")
    factories.hold(user, post)
    services.assign(
        agency, by=officer, year=YEAR, user=user,
        subjects=[
            subject(agency, "measure", measure.pk), *(subject(agency, "item", key) for key in keys)
        ],
    )  # fmt: skip
    return measure, post


@pytest.fixture
def substitute(agency, named):
    """Somebody of another unit, in the post from one day to another."""
    user = factories.make_user(agency)
    unit = factories.make_unit(agency, "กองคลัง")
    factories.hold(user, factories.make_position(agency, OFFICER, unit, "นักวิชาการ"))
    factories.hold(user, named[1], FIRST, LAST, is_acting=True)
    return user


def rooms(user, measure, day):
    """What each room lets somebody do with the work: find, record, report, be reminded, prove."""
    person = actor_on(user, day)
    row = subject(person.agency, "measure", measure.pk)
    owners = Standing(person.agency, YEAR, day).own(row)
    return (
        bool(work_page(person, day).tasks and work_page(person, day).weak),
        may_record(person, measure, day),
        Mine(person, day)(measure, owners),
        user in Owners(person.agency, day).of_measure(measure.pk),
        may_work_on(person, YEAR, [proven(person.agency)], day),
    )


@pytest.mark.parametrize(
    ("day", "may"),
    [
        (FIRST - timedelta(days=1), NONE), (FIRST, ALL),
        (LAST, ALL), (LAST + timedelta(days=1), NONE),
    ],
    ids=["before", "first day", "last day", "after"],
)  # fmt: skip
def test_a_substitute_does_the_named_work_in_the_days_of_the_order(named, substitute, day, may):
    assert rooms(substitute, named[0], day) == may


def test_who_is_stood_in_for_keeps_the_work_and_a_colleague_gets_none(agency, named, substitute):
    measure, post = named
    holder = post.appointments.get(is_acting=False).user
    colleague = factories.make_user(agency)
    factories.hold(colleague, post)
    assert rooms(holder, measure, FIRST) == ALL
    assert rooms(colleague, measure, FIRST) == NONE


def test_what_a_person_of_a_unit_had_is_the_units_when_they_left_it(agency, officer, named):
    """The head finds it, and reads who left; a colleague's stays, and whose the unit never was."""
    row, post = subject(agency, "measure", named[0].pk), named[1]
    holder, colleague = post.appointments.get().user, factories.make_user(agency)
    factories.hold(colleague, post)
    head, day = samples.head_of(agency, post.unit), FIRST + timedelta(days=1)
    give = {"by": officer, "year": YEAR, "subjects": [row], "unit": post.unit}

    def owner():
        main = Standing(agency, YEAR, day).owners_of(row).main
        return main.user_id, main.person_label

    def whose():
        reminded = Owners(agency, day).of_measure(named[0].pk)
        return [user for user in (holder, head.user) if rooms(user, named[0], day)[1]], [*reminded]

    services.assign(agency, user=holder, **give)
    assert owner() == (holder.pk, f"ช่าง ({holder})")
    assert whose() == ([holder, head.user], [holder])
    Appointment.objects.filter(user=holder).update(last_day=FIRST)
    assert owner() == (None, f"{holder} ไม่อยู่ในส่วนราชการนี้แล้ว")
    assert whose() == ([head.user], [head.user])
    assert not Standing(agency, YEAR, day).owners_of(row).is_gap
    (task,) = work_page(actor_on(head.user, day), day).tasks
    assert str(holder) in task.owners
    assert not work_page(actor_on(holder, day), day).tasks
    with pytest.raises(Refused):
        services.assign(agency, user=holder, **give)
    for user in (colleague, officer.user):
        services.assign(agency, user=user, **give)
        assert owner()[0] == user.pk
