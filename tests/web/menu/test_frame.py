"""The menu of each position: at most eight lines, and every open page stands in it once."""

import re
from uuid import uuid4

import pytest
from django.urls import resolve
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.full_agency import YEAR
from tests.web.markup import tight
from tests.web.ownership.samples import head_of
from tests.web.roles import (
    CHIEF_ADMINISTRATOR,
    CHIEF_EXECUTIVE,
    COMPLAINT_OFFICER,
    OFFICER,
    PUBLICATION_OFFICER,
    UNIT_HEAD,
)

from prongsai.core.roles import all_roles
from prongsai.web.agency.permissions import Right, rights_of
from prongsai.web.citizens.counter.models import ServicePoint
from prongsai.web.menu.frame import ROOMS, address_of, open_rooms
from prongsai.web.platform.clock import now
from prongsai.web.year.calendar.models import Reminder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
MOST_LINES = 8
_RAIL = re.compile(r'<nav class="ps-rail.*?</nav>', re.DOTALL)
_PAGES = re.compile(r'<nav class="ps-room".*?</nav>', re.DOTALL)
_LINK = re.compile(r'<a href="([^"]+)"( aria-current="\w+")?>')


def links(page, pattern):
    """The addresses of a navigation, with what is said of the current one."""
    found = pattern.search(page)
    return _LINK.findall(tight(found.group())) if found else []


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
def test_a_position_has_eight_lines_at_most_and_every_page_it_may_open(agency, make_actor, role):
    person = make_actor(agency, role)
    rooms = open_rooms(person, YEAR)
    assert 1 <= len(rooms) <= MOST_LINES
    shown = [page.address for _, pages in rooms for page in pages]
    every = [page for room in ROOMS for page in room.pages]
    open_to_it = [
        page.address
        for page in every
        if resolve(address_of(page.address, YEAR)).func.right in rights_of(role)
        and (role.leads_office or page.right is None or page.right in rights_of(role))
    ]
    assert shown == open_to_it
    assert len({page.address for page in every}) == len(every)


def test_bills_stand_in_the_menu_of_who_keeps_them_or_is_in_a_unit(agency, make_actor):
    def has_bills(person):
        rooms = open_rooms(person, YEAR)
        return any(page.address == "bills/" for _, pages in rooms for page in pages)

    assert has_bills(make_actor(agency, CHIEF_ADMINISTRATOR))
    assert has_bills(head_of(agency, factories.make_unit(agency, "กองคลัง")))
    assert not has_bills(make_actor(agency, CHIEF_EXECUTIVE))
    assert not has_bills(make_actor(agency, COMPLAINT_OFFICER))


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
@pytest.mark.few(3)
def test_every_position_lands_where_its_day_begins(agency, make_actor, client_of, settings, role):
    settings.DEMO = True  # no position is asked for a second factor
    browser = client_of(make_actor(agency, role))
    before = browser.get("/")["Location"]
    assert before == ("/years/open/" if Right.OPEN_YEAR in rights_of(role) else before)
    assert browser.get(before).status_code == 200
    open_year(agency, YEAR)
    landing = browser.get("/")["Location"]
    assert landing == address_of(role.lands, YEAR)
    assert browser.get(landing).status_code == 200


@pytest.mark.parametrize(
    ("unit", "role", "lands"),
    [
        ("งานบริการ", OFFICER, "/counter/"), ("กองช่าง", OFFICER, "/work/"),
        ("งานบริการ", UNIT_HEAD, "/work/"), ("งานบริการ", PUBLICATION_OFFICER, "/work/"),
    ],
)  # fmt: skip
def test_the_day_of_the_counter_begins_at_its_queue(agency, client_of, unit, role, lands):
    open_year(agency, YEAR)
    units = {name: factories.make_unit(agency, name) for name in ("งานบริการ", "กองช่าง")}
    ServicePoint.objects.create(
        agency=agency, name="ศูนย์บริการ", code="bridge", unit=units["งานบริการ"]
    )
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, role, units[unit], "ตำแหน่ง"))
    assert client_of(user).get("/")["Location"] == lands


def test_roles_land_on_cases_papers_and_the_year():
    lands = {role.key: role.lands for role in all_roles()}
    assert lands["complaint-officer"] == "desk/"
    assert lands["chief-executive"] == "signing/"
    assert lands["ita-officer"] == "{year}/"
    assert lands["unit-head"] == "work/"


@pytest.mark.parametrize("role", all_roles(), ids=lambda role: role.key)
@pytest.mark.few(3)
def test_every_line_and_every_page_of_the_menu_opens(agency, make_actor, client_of, settings, role):
    settings.DEMO = True  # no position is asked for a second factor
    open_year(agency, YEAR)
    person = make_actor(agency, role)
    browser = client_of(person)
    for _, pages in open_rooms(person, YEAR):
        for page in pages:
            url = address_of(page.address, YEAR)
            text = browser.get(url).content.decode()
            rail = links(text, _RAIL)
            assert [said for _, said in rail if said], url
            assert len(rail) <= MOST_LINES
            here = [address for address, said in links(text, _PAGES) if said]
            assert here == ([url] if len(pages) > 1 else [])


def test_what_waits_is_counted_where_it_waits(agency, officer, client_of, make_actor):
    open_year(agency, YEAR)
    for number in range(3):
        Reminder.objects.create(
            agency=agency, user=officer.user, fiscal_year=YEAR, event=uuid4(), rule="told",
            name={"th": f"เรื่อง {number}", "en": "x"}, url="/work/", made_at=now(),
        )  # fmt: skip
    browser = client_of(officer)
    page = tight(browser.get("/work/").content.decode())
    assert "ps-count" not in page  # a script asks for it: no page pays for the badge
    assert 'hx-get="/work/count/"' in page
    listed = page.count('class="ps-todo"')
    badge = tight(browser.get("/work/count/").content.decode())
    assert f'<span class="ps-count">{listed}<' in badge
    assert "อ่านที่ยังไม่ได้อ่าน 3 เรื่อง" in page
    other = client_of(make_actor(agency, CHIEF_EXECUTIVE)).get("/work/count/").content.decode()
    assert "ps-count" not in other


@pytest.mark.long
def test_a_page_deeper_down_keeps_its_room_open(agency, officer, client_of):
    open_year(agency, YEAR)
    for url, room, page in [
        (f"/{YEAR}/calendar/add/", f"/{YEAR}/", f"/{YEAR}/calendar/"),
        (f"/{YEAR}/owners/?kind=item", f"/{YEAR}/plan/", f"/{YEAR}/owners/"),
        ("/agency/positions/", "/agency/", "/agency/people/"),
        (f"/{YEAR}/unknown/", f"/{YEAR}/", f"/{YEAR}/framework/"),
    ]:
        text = client_of(officer).get(url).content.decode()
        assert (room, ' aria-current="true"') in [
            (address, said.replace("page", "true")) for address, said in links(text, _RAIL)
        ], url
        here = [address for address, said in links(text, _PAGES) if said]
        assert here == [page], url


def test_before_a_year_is_open_no_line_leads_into_one(agency, officer):
    shown = [page.address for _, pages in open_rooms(officer, None) for page in pages]
    assert shown
    assert not [one for one in shown if "{year}" in one]
