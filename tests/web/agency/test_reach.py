"""How far each right goes: role by role, and at each door the one who would gain and the twin."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.registers import samples as registers
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    ITA_OFFICER,
    OFFICE_HEAD,
    OFFICER,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)
from tests.web.tracking import samples as tracking

from prongsai.core.registers.reading import shipped_register
from prongsai.core.roles import Reach, all_roles
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.permissions import MATRIX, Right
from prongsai.web.agency.reach import (
    headed_units,
    may_everywhere,
    overseen_units,
    units_of,
    units_with,
)
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.bills.models import PayAccount
from prongsai.web.citizens.bills.rights import keeps_bills
from prongsai.web.citizens.counter.models import ServicePoint
from prongsai.web.citizens.counter.rights import calls_at
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.rows import Asked, rows_of
from prongsai.web.disclosure.registers.rights import may_report, seen_by, written_by
from prongsai.web.office.circulation.papers import readers
from prongsai.web.platform.clock import today
from prongsai.web.year.ownership import services as ownership
from prongsai.web.year.ownership.owners import Standing, subject_of_measure
from prongsai.web.year.tracking.rights import recorder_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
# The rights whose rows are narrowed; a role that does not reach the agency has no other.
NARROWED = {Right.SEE, Right.ASSIGN_WITHIN, Right.DRAFT, Right.RECORD_PROGRESS, Right.CONFIRM_PAPER}


@pytest.fixture(autouse=True)
def years(agency):
    open_year(agency, tracking.YEAR)
    open_year(agency, registers.YEAR)


@pytest.fixture
def post(agency):
    """Somebody with a role in a unit that is made."""

    def make(role, unit_name="กองคลัง", title=""):
        unit = Unit.objects.filter(agency=agency, name=unit_name).first()
        unit = unit or factories.make_unit(agency, unit_name)
        user = factories.make_user(agency)
        factories.hold(user, factories.make_position(agency, role, unit, title))
        return actor_on(user, today())

    return make


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
def test_what_a_role_may_in_the_whole_agency_and_in_its_unit(agency, post, role):
    person = factories.make_actor(agency) if role.unit == "never" else post(role)
    if role.unit == "never":
        factories.hold(person.user, factories.make_position(agency, role))
        person = actor_on(person.user, today())
    own = frozenset(unit.pk for unit in units_of(person, today()))
    for right in Right:
        is_given = right in MATRIX[role.key]
        assert may_everywhere(person, right) is (is_given and role.reach is Reach.AGENCY)
        narrow = own if is_given and role.reach is not Reach.AGENCY else frozenset()
        assert units_with(person, right, today()) == narrow
        assert right in NARROWED or not is_given or role.reach is Reach.AGENCY
    assert overseen_units(person, today()) == (own if role.reach is not Reach.ASSIGNED else set())
    assert headed_units(person, today()) == (own if role == UNIT_HEAD else set())


def test_an_officer_records_what_the_officer_or_the_unit_owns_and_no_more(agency, officer, post):
    """The plan names the unit of the first; the second is assigned to it."""
    named, assigned, other = tracking.measures(agency)
    clerk, head = post(OFFICER), post(UNIT_HEAD)
    unit = units_of(clerk, today())[0]
    subject = subject_of_measure(assigned)
    year = tracking.YEAR
    ownership.assign(agency, by=officer, year=year, subjects=[subject], unit=unit)
    owners = Standing(agency, year, None)

    def recorded(person):
        recorder = recorder_of(person, today())
        rows = (named, assigned, other)
        return [row for row in rows if recorder.may(row, owners.of(subject_of_measure(row)))]

    assert recorded(clerk) == [assigned]
    assert recorded(head) == [named, assigned]
    assert recorded(post(OFFICER, "กองช่าง")) == []
    assert recorded(post(PUBLICATION_OFFICER)) == []
    assert recorded(post(ITA_OFFICER)) == [named, assigned, other]


def test_of_a_register_that_few_see_an_officer_sees_the_own_rows_by_every_way(
    agency, post, client_of
):
    head = post(UNIT_HEAD, title="ผู้อำนวยการกองคลัง")
    mine, colleague = post(OFFICER), post(OFFICER)
    added = registers.add(mine, registers.GIFTS)
    register, on = shipped_register(registers.GIFTS), today()
    ways = {
        "holds": lambda who: seen_by(who, register, on).holds(added),
        "list": lambda who: bool(rows_of(who, register, registers.YEAR, Asked(), on)),
        "query": lambda who: seen_by(who, register, on).of(RegisterRow.objects.all()).exists(),
        "write": lambda who: written_by(who, register, on).holds(added),
    }
    for name, way in ways.items():
        assert (way(mine), way(colleague), way(head)) == (True, False, True), name
    assert not any(may_report(who, register, on) for who in (mine, colleague, head))
    address = reverse("registers:row", args=[registers.YEAR, registers.GIFTS, added.pk])
    codes = [client_of(who).get(address).status_code for who in (mine, colleague, head)]
    assert codes == [200, 404, 200]
    with pytest.raises(Refused):
        registers.change(colleague, added, gift="อื่น")
    registers.change(mine, added, gift="ผลไม้")


def test_an_officer_writes_an_open_register_of_the_unit_and_decides_nothing(agency, post):
    mine, colleague, head = post(OFFICER), post(OFFICER), post(UNIT_HEAD)
    outside = post(OFFICER, "กองช่าง")
    loan = registers.add(mine)
    registers.change(colleague, loan, purpose="งานวัด")
    loan.refresh_from_db()
    for who in (mine, colleague, outside, post(UNIT_HEAD, "กองช่าง")):
        with pytest.raises(Refused):
            registers.move(who, loan, "approved")
    with pytest.raises(Refused):
        registers.change(outside, loan, purpose="x")
    registers.move(head, loan, "approved")


def test_the_head_of_the_office_decides_the_rows_of_the_office(agency, post):
    clerk = post(OFFICER, agency.office)
    head = post(OFFICE_HEAD, agency.office)
    loan = registers.add(clerk, unit=agency.office)
    assert headed_units(head, today()) == {unit.pk for unit in units_of(clerk, today())}
    registers.move(head, loan, "approved")


def test_who_pays_is_read_by_the_head_of_the_unit_and_no_officer(agency, post):
    head, clerk = post(UNIT_HEAD), post(OFFICER)
    unit = units_of(head, today())[0]
    PayAccount.objects.create(agency=agency, kind="biller", number="1", name="x", unit=unit)
    assert keeps_bills(head, today())
    assert not keeps_bills(clerk, today())


def test_an_officer_calls_at_the_points_of_the_own_unit(agency, post):
    clerk, other = post(OFFICER), post(OFFICER, "กองช่าง")
    point = ServicePoint(agency=agency, unit=units_of(clerk, today())[0])
    assert calls_at(clerk, point, today())
    assert not calls_at(other, point, today())


def test_what_is_sent_round_to_a_unit_reaches_its_officers_and_the_head_of_the_office(agency, post):
    head, clerk, outside = (
        post(OFFICE_HEAD, agency.office), post(OFFICER, agency.office), post(OFFICER)
    )  # fmt: skip
    factories.make_actor(agency, CHIEF_ADMINISTRATOR)
    office = Unit.objects.get(agency=agency, is_office=True)
    assert {one.user for one in readers(agency, [office], today())} == {head.user, clerk.user}
    assert outside.user in {one.user for one in readers(agency, None, today())}
