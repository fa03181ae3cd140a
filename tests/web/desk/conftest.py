"""Who is at the desk, for all of its tests."""

import pytest
from tests.web import factories
from tests.web.roles import CHIEF_ADMINISTRATOR

from prongsai.core.desk.reading import kind_of
from prongsai.core.slips import slip_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.desk.services import receiving
from prongsai.web.platform.clock import today

TYPED = {
    "subject": "ไฟดับหน้าโรงเรียน", "what": "ดับมาสามคืน", "place": "หมู่ 3",
    "contact_name": "ผู้แจ้งสมมุติ", "contact_way": "ทางไลน์",
}  # fmt: skip


@pytest.fixture
def person(agency):
    """Somebody with a role, of a unit or of none."""

    def make(role, unit=None):
        user = factories.make_user(agency)
        factories.hold(user, factories.make_position(agency, role, unit))
        return actor_on(user, today())

    return make


@pytest.fixture
def officer(person):
    return person(CHIEF_ADMINISTRATOR)


@pytest.fixture
def unit(agency):
    return Unit.objects.create(agency=agency, name="กองช่าง")


@pytest.fixture
def case(agency):
    return receiving.receive(agency, kind_of("complaint"), receiving.Brought(TYPED, slip_of(7)))
