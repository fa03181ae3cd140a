"""A counter of a unit with two windows; all names are made up."""

import pytest
from tests.web import factories
from tests.web.roles import CHIEF_ADMINISTRATOR, UNIT_HEAD

from prongsai.core.counter.queue import LineWords, WindowWords
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.citizens.counter.services.queues import PointWords, make_point, open_day
from prongsai.web.platform.clock import today

LINES = (LineWords("A", "งานทะเบียน"), LineWords("B", "งานจัดเก็บรายได้"))
WINDOWS = (WindowWords("1"), WindowWords("2", ("B",)))


@pytest.fixture(autouse=True)
def data(settings, tmp_path, frozen_clock):
    settings.DATA = tmp_path


@pytest.fixture
def person(agency):
    """Somebody with a role, of a unit or of none."""

    def make_one(role, unit=None):
        user = factories.make_user(agency)
        factories.hold(user, factories.make_position(agency, role, unit))
        return actor_on(user, today())

    return make_one


@pytest.fixture
def unit(agency):
    return Unit.objects.create(agency=agency, name="สำนักทะเบียน (ตัวอย่าง)")


@pytest.fixture
def keeper(person):
    return person(CHIEF_ADMINISTRATOR)


@pytest.fixture
def clerk(person, unit):
    return person(UNIT_HEAD, unit)


@pytest.fixture
def words(unit):
    def of(name="จุดบริการตัวอย่าง", lines=LINES, windows=WINDOWS, **more):
        return PointWords(name, more.pop("unit", unit), lines, windows, **more)

    return of


@pytest.fixture
def closed_point(keeper, words):
    return make_point(by=keeper, words=words())


@pytest.fixture
def point(closed_point, clerk):
    open_day(closed_point, by=clerk)
    closed_point.refresh_from_db()
    return closed_point


@pytest.fixture
def line(point):
    return point.lines.get(prefix="A")


@pytest.fixture
def windows(point):
    return list(point.windows.order_by("place"))
