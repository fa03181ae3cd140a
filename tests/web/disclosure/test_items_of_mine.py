"""An item that was given stands among what waits for its owners, with a day or without."""

import pytest
from tests.web import factories
from tests.web.disclosure.samples import DAY, ON, item, opened, save
from tests.web.roles import OFFICER, UNIT_HEAD

from prongsai.core.disclosure.model import ItemState
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.year.ownership.owners import subject_of
from prongsai.web.year.ownership.services import assign, assign_every_unit, end
from prongsai.web.year.ownership.work_queries import work_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
YEAR = 2566
PEOPLE = [("กองคลัง", UNIT_HEAD), ("กองคลัง", OFFICER), ("กองช่าง", UNIT_HEAD), ("กองช่าง", OFFICER)]


@pytest.fixture
def people(agency):
    """Head and officer of finance, head and officer of works."""
    opened(agency)
    units = {name: factories.make_unit(agency, name) for name in ("กองคลัง", "กองช่าง", "กองว่าง")}
    found = []
    for name, role in PEOPLE:
        user = factories.make_user(agency)
        post = factories.make_position(agency, role, units[name], f"{role.key} {name}")
        factories.hold(user, post)
        found.append(actor_on(user, ON))
    return units, found


def given(person):
    return [line for line in waiting_for(person, ON) if line.kind == "disclosure"]


def by_unit(what, units, people):
    assign(subjects=[item(what["agency"]).subject], unit=units["กองคลัง"], **what)


def by_several(what, units, people):
    by_unit(what, units, people)
    assign(subjects=[item(what["agency"]).subject], unit=units["กองช่าง"], rank=2, **what)


def by_everybody(what, units, people):
    assign_every_unit(subjects=[item(what["agency"]).subject], **what)


def by_name(what, units, people):
    assign(subjects=[item(what["agency"]).subject], user=people[3].user, **what)


def by_indicator(what, units, people):
    code = item(what["agency"]).indicator
    subject = subject_of(what["agency"], YEAR, "indicator", code)
    assign(subjects=[subject], unit=units["กองช่าง"], **what)


@pytest.mark.parametrize(
    ("gives", "whose"),
    [
        (by_unit, [1, 1, 0, 0]), (by_several, [1, 1, 1, 1]), (by_everybody, [1, 1, 1, 1]),
        (by_name, [0, 0, 0, 1]),
    ],
)  # fmt: skip
def test_an_item_without_a_day_waits_for_all_its_owners_until_it_is_done(
    agency, officer, people, gives, whose
):
    what = {"agency": agency, "by": officer, "year": YEAR}
    gives(what, *people)
    assert [len(given(person)) for person in people[1]] == whose
    worker = people[1][whose.index(1)]
    line = work_page(worker, ON).asked[-1]
    assert (line.days, line.url) == (None, f"/{YEAR}/oit/o13/")
    save(officer, state=ItemState.IN_PROGRESS)
    assert len(given(worker)) == 1
    save(officer, state=ItemState.DONE)
    assert given(worker) == []
    save(officer, state=ItemState.NOT_STARTED)
    end(subjects=[item(agency).subject], **what)
    assert given(worker) == []


def test_items_of_an_indicator_wait_for_its_owners(agency, officer, people):
    by_indicator({"agency": agency, "by": officer, "year": YEAR}, *people)
    urls = {line.url for line in given(people[1][3])}
    assert f"/{YEAR}/oit/o13/" in urls
    assert given(people[1][0]) == []


def test_items_with_a_day_stand_above_those_without(agency, officer, people):
    unit = people[0]["กองคลัง"]
    wanted = [item(agency, code).subject for code in ("o11", "o13", "o14")]
    assign(agency, by=officer, year=YEAR, subjects=wanted, unit=unit)
    save(officer, "o14", state=ItemState.IN_PROGRESS, due=ON + 30 * DAY)
    days = [line.days for line in work_page(people[1][1], ON).asked]
    assert days == [30, None, None]
