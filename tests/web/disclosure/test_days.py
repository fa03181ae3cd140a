"""Days that the disclosure speaks of: the windows of the NACC, and evidence that soon ends."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.web.disclosure import samples
from tests.web.disclosure.samples import YEAR, link, unit_head

from prongsai.web.agency.people import actor_on
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.platform.clock import today
from prongsai.web.year.calendar.models import OwnEvent
from prongsai.web.year.calendar.services import dates

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock", "year"),
    pytest.mark.both_databases,
]  # fmt: skip


@pytest.fixture
def year(agency):
    samples.opened(agency)


@pytest.fixture
def browser(officer, client_of):
    return client_of(officer)


def at(name, *args):
    return reverse(f"disclosure:{name}", args=[YEAR, *args])


def terms(person):
    return [one for one in waiting_for(person, today()) if one.kind == "terms"]


@pytest.mark.parametrize(
    ("name", "args", "purpose"),
    [("hand-in", (), "hand-in"), ("dispute", ("o13",), "dispute")],
)
def test_a_window_is_not_known_until_somebody_enters_it(name, args, purpose, browser):
    page = browser.get(at(name, *args)).content.decode()
    assert "ไม่ทราบช่วง" in page
    form = browser.get(f"/{YEAR}/calendar/add/?purpose={purpose}").context["form"]
    days = {"last": "31/3/2566"}
    browser.post(
        f"/{YEAR}/calendar/add/",
        {"name": form.initial["name"], "purpose": form.initial["purpose"], **days},
    )
    assert OwnEvent.objects.get().purpose == purpose
    page = browser.get(at(name, *args)).content.decode()
    assert "ไม่ทราบช่วง" not in page
    assert "พ้นแล้ว" in page


def test_the_same_window_twice_is_refused_and_what_was_typed_stays(agency, officer, browser):
    day = date(2023, 3, 1)
    dates.add(
        agency, by=officer, year=YEAR, name="ส่ง", detail="", days=(day, day), purpose="hand-in"
    )
    sent = {"name": "อีกช่วง", "purpose": "hand-in", "last": "31/3/2566"}
    answer = browser.post(f"/{YEAR}/calendar/add/", sent)
    assert answer.status_code == 422
    assert "อีกช่วง" in answer.content.decode()
    assert browser.post(f"/{YEAR}/calendar/add/", sent | {"purpose": ""}).status_code == 302


def test_a_purpose_that_does_not_exist_is_none(browser):
    form = browser.get(f"/{YEAR}/calendar/add/?purpose=x").context["form"]
    assert form.initial == {}


def test_the_owner_is_told_before_a_stand_in_ends(agency, officer):
    head = actor_on(unit_head(agency, officer, "o13"), today())
    said = {"stands_in_why": "รอแถลงนโยบาย"}
    link(officer, "o13", title="แผนเดิม", stands_in_until=today() + timedelta(days=60), **said)
    link(
        officer, "o14", title="ของผู้อื่น", address=f"{samples.SITE}/o14",
        stands_in_until=today() + timedelta(days=3), **said,
    )  # fmt: skip
    assert [(one.name, one.days) for one in terms(head)] == [("o13 แผนเดิม", 60)]
    # What nobody owns is for who keeps the whole disclosure.
    assert [one.name for one in terms(officer)] == ["o14 ของผู้อื่น"]


@pytest.mark.parametrize(("days", "told"), [(60, 1), (61, 0), (-1, 1)])
def test_a_plan_that_ends_within_the_year_is_told_in_time(days, told, agency, officer):
    samples.opened(agency, 2569)
    link(officer, "o13", year=2569, valid_until=today() + timedelta(days=days))
    assert len(terms(officer)) == told


def test_a_plan_that_holds_beyond_the_year_is_nobodys_news(officer):
    link(officer, "o13", valid_until=today() + timedelta(days=1))  # long after 2566
    assert terms(officer) == []
