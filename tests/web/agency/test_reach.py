"""How far each right goes: role by role, and at each door the one who would gain and the twin."""

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.desk.conftest import TYPED
from tests.web.registers import samples as registers
from tests.web.roles import (
    ADMINISTRATOR,
    AUDITOR,
    CHIEF_ADMINISTRATOR,
    COMPLAINT_OFFICER,
    ITA_OFFICER,
    OFFICE_HEAD,
    OFFICER,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)

from prongsai.core.desk.reading import kind_of
from prongsai.core.registers.reading import shipped_register
from prongsai.core.roles import Reach, all_roles
from prongsai.core.slips import slip_of
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
from prongsai.web.citizens.desk.rights import seen_by as cases_of
from prongsai.web.citizens.desk.services.receiving import Brought, receive
from prongsai.web.citizens.desk.services.working import assign
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.rows import RowFilter, rows_of
from prongsai.web.disclosure.registers.queries.writers import Writers
from prongsai.web.disclosure.registers.rights import (
    chosen_scope,
    holder_of,
    may_report,
    seen_by,
    written_by,
)  # fmt: skip
from prongsai.web.office.circulation.papers import readers
from prongsai.web.platform.clock import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
# The rights whose rows are narrowed; a role that does not reach the agency has no other.
NARROWED = {Right.SEE, Right.ASSIGN_WITHIN, Right.DRAFT, Right.RECORD_PROGRESS, Right.CONFIRM_PAPER}


@pytest.fixture(autouse=True)
def years(agency):
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
    oversees = role in (UNIT_HEAD, OFFICE_HEAD)
    assert overseen_units(person, today()) == (own if oversees else set())
    assert headed_units(person, today()) == (own if role == UNIT_HEAD else set())


def test_of_a_register_that_few_see_an_officer_sees_the_own_rows_by_every_way(
    agency, post, client_of
):
    head = post(UNIT_HEAD, title="ผู้อำนวยการกองคลัง")
    mine, colleague = post(OFFICER), post(OFFICER)
    added = registers.add(mine, registers.GIFTS)
    register, on = shipped_register(registers.GIFTS), today()
    ways = {
        "holds": lambda who: seen_by(who, register, on).holds(added),
        "list": lambda who: bool(rows_of(who, register, registers.YEAR, RowFilter(), on)),
        "query": lambda who: seen_by(who, register, on).limit(RegisterRow.objects.all()).exists(),
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


# Of their unit: keeps its bills; sees a colleague's gift and appraisal, all rows of a restricted
# register that the unit was chosen to write, a colleague's case. Of all: the journal, publishing.
OF_A_POST_IN_A_UNIT = {
    UNIT_HEAD: "bills gift appraisal chosen case",
    OFFICER: "",
    PUBLICATION_OFFICER: "publishes",
    AUDITOR: "gift journal",
    ITA_OFFICER: "gift publishes",
    # Reads no complaints and takes nobody's money, wherever the post stands.
    ADMINISTRATOR: "journal publishes",
    COMPLAINT_OFFICER: "case",
}


@pytest.mark.parametrize("role", OF_A_POST_IN_A_UNIT, ids=lambda role: role.key)
def test_a_post_of_the_whole_agency_in_a_unit_keeps_its_rights_and_gets_none_of_the_heads(
    agency, post, role
):
    post(UNIT_HEAD, title=registers.GIFT["position"])
    colleague, keeper = post(OFFICER), factories.make_actor(agency, COMPLAINT_OFFICER)
    unit, person, on = units_of(colleague, today())[0], post(role), today()
    PayAccount.objects.create(agency=agency, kind="biller", number="1", name="x", unit=unit)
    gift = registers.add(colleague, registers.GIFTS)
    case = receive(agency, kind_of("complaint"), Brought(TYPED, slip_of(7)))
    assign(case, by=keeper, unit=unit, class_key="", seen=1, assignee=colleague.user)
    chosen, holder = Writers(units=frozenset({unit.pk})), holder_of(person, on)
    held = {
        "bills": keeps_bills(person, on),
        "gift": seen_by(person, shipped_register(registers.GIFTS), on).holds(gift),
        "appraisal": seen_by(person, shipped_register("appraisals"), on).holds(gift),
        "chosen": chosen_scope(chosen, holder, is_restricted=True).is_all,
        "case": case in cases_of(person, on),
        "journal": may_everywhere(person, Right.READ_JOURNAL),
        "publishes": may_everywhere(person, Right.PUBLISH),
    }
    found = {name for name, is_held in held.items() if is_held}
    assert found == set(OF_A_POST_IN_A_UNIT[role].split())


def test_what_is_sent_round_to_a_unit_reaches_its_officers_and_the_head_of_the_office(agency, post):
    head, clerk, outside = (
        post(OFFICE_HEAD, agency.office), post(OFFICER, agency.office), post(OFFICER)
    )  # fmt: skip
    factories.make_actor(agency, CHIEF_ADMINISTRATOR)
    office = Unit.objects.get(agency=agency, is_office=True)
    assert {one.user for one in readers(agency, [office], today())} == {head.user, clerk.user}
    assert outside.user in {one.user for one in readers(agency, None, today())}
