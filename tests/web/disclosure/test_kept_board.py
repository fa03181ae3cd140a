"""The board is kept while nothing is written: whatever changes, the page of the moment shows it."""

import re

import pytest
from django.db import connection
from django.urls import reverse
from tests.web import factories
from tests.web.disclosure import samples
from tests.web.disclosure.samples import DAY, ON, YEAR, item, link, look, save
from tests.web.roles import UNIT_HEAD

from prongsai.core.disclosure.model import ItemState, Presence
from prongsai.links.verdicts import Verdict
from prongsai.web.agency.models import Appointment, Unit
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.links.models import Link, digest_of
from prongsai.web.platform import clock, request_cache, typesetting
from prongsai.web.platform.clock import today
from prongsai.web.year.ownership.services import assign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen_clock")]
ADDRESS = reverse("disclosure:board", args=[YEAR])
_OF_ONE_REQUEST = re.compile(r'name="(?:once|csrfmiddlewaretoken)"\s+value="[^"]*"')


def page_of(browser):
    return _OF_ONE_REQUEST.sub("", browser.get(ADDRESS).content.decode())


def assigned(officer, name):
    unit = factories.make_unit(officer.agency, name)
    subjects = [item(officer.agency).subject]
    assign(officer.agency, by=officer, year=YEAR, subjects=subjects, unit=unit)


def removed(officer):
    piece = Piece.objects.get(agency=officer.agency, removed_at=None)
    pieces.remove(piece, by=officer)


def found_gone(officer):
    address = Piece.objects.get(agency=officer.agency).address
    seen = {"verdict": Verdict.GONE, "reason": "not_found"}
    Link.objects.create(agency=officer.agency, address=address, digest=digest_of(address), **seen)


# Each follows what those before it left.
CHANGES = {
    "evidence": link,
    "a look": look,
    "the state": save,
    "an element that is gone": lambda officer: look(officer, presence=Presence.ABSENT),
    "an element that is there again": look,
    "a link that broke": found_gone,
    "evidence that was removed": removed,
    "a day that is near": lambda officer: save(officer, state=ItemState.IN_PROGRESS, due=ON + DAY),
    "the owner": lambda officer: assigned(officer, "กองช่าง"),
    "the owner's name": lambda _officer: Unit.objects.update(name="กองสวน"),
}


def test_whatever_changes_shows_at_once(agency, officer, client_of):
    samples.opened(agency)
    browser = client_of(officer)
    shown = page_of(browser)
    for name, change in CHANGES.items():
        change(officer)
        before, shown = shown, page_of(browser)
        assert shown != before, name
        vars(connection).pop(request_cache._ATTRIBUTE, None)
        assert page_of(browser) == shown


def test_who_reads_and_the_day_are_part_of_the_question(agency, officer, client_of):
    samples.opened(agency)
    assigned(officer, "กองช่าง")
    save(officer, state=ItemState.IN_PROGRESS, due=ON + DAY)
    browser, unit = client_of(officer), Unit.objects.get(name="กองช่าง")
    shown = page_of(browser)
    with clock.freeze(factories.MORNING + 2 * DAY):
        assert page_of(browser) != shown
    assert page_of(browser) == shown
    person = factories.make_user(agency, login="head")
    post = factories.make_position(agency, UNIT_HEAD, unit, "ผู้อำนวยการกองช่าง")
    reader = client_of(person)
    assert 'name="item"' in page_of(browser)
    assert 'name="item"' not in page_of(reader)
    factories.hold(person, post)
    assert 'name="item"' in page_of(reader)
    Appointment.objects.filter(user=person).update(last_day=today() - DAY)
    assert 'name="item"' not in page_of(reader)


@pytest.mark.parametrize("is_set", [True, False])
def test_the_kept_part_is_set_as_all_of_the_page(agency, officer, client_of, settings, is_set):
    """Once and not twice; a form that is refused too."""
    settings.TYPESETTING = is_set
    samples.opened(agency)
    browser = client_of(officer)
    refused = browser.post(reverse("disclosure:change", args=[YEAR]), {"item": []})
    assert refused.status_code == 422
    for answer in (browser.get(ADDRESS), browser.get(ADDRESS), refused):
        page = answer.content.decode()
        assert "ps-" in page
        assert not typesetting._MARK.search(page)
        assert ('<span class="w">' in page) == is_set
        assert typesetting.typeset(page) == page or not is_set


def test_what_belongs_to_one_request_is_new_in_each(agency, officer, client_of):
    samples.opened(agency)
    browser = client_of(officer)
    browser.get(ADDRESS)
    pages = [browser.get(ADDRESS).content.decode() for _ in range(2)]
    keys = [re.findall(r'name="once"\s+value="(\w+)"', page) for page in pages]
    assert all(len(each) == 1 for each in keys)
    assert keys[0] != keys[1]
    sent = {"item": ["o13"], "state": "in-progress", "once": keys[1]}
    changed = browser.post(reverse("disclosure:change", args=[YEAR]), sent, follow=True)
    told = re.compile("เปลี่ยน.1.ข้อแล้ว")
    assert told.search(changed.content.decode())
    assert not told.search(browser.get(ADDRESS).content.decode())
