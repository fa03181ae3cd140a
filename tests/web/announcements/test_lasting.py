"""What stands until it is replaced answers its item in later years, wherever its code moved."""

import json
from datetime import timedelta

import pytest
from tests.web.analysis.years import open_year
from tests.web.roles import CHIEF_EXECUTIVE

from prongsai.web.agency.models import Appointment
from prongsai.web.disclosure.disclosure.items import items_of, own_pages
from prongsai.web.office.announcements.services import drafting
from prongsai.web.platform.clock import today
from prongsai.web.signing.publication.models import Publication

from .conftest import YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PROCEDURE, PLAN = "corruption-complaint-procedure", "prevention-plan-in-force"
SUBJECTS = {PROCEDURE: "corruption-complaint-guideline", PLAN: "anti-corruption-plan"}
BEFORE = YEAR - 1


@pytest.fixture
def announce(agency, officer, year, signed):
    """Signs and publishes an announcement of the year before."""
    open_year(agency, BEFORE)

    def made(key, of_year=BEFORE):
        row = drafting.draft(agency, by=officer, year=of_year, key=key)
        for name in ("preamble", "parts", "closing"):
            filled = json.dumps(getattr(row, name), ensure_ascii=False).replace("…", "กองคลัง")
            setattr(row, name, json.loads(filled))
        row.save()
        return signed(row)

    return made


def pages(agency, subject, year):
    """The code of the item about a subject, and the papers that it shows."""
    item = next(item for item in items_of(agency, year).items if subject in item.keys)
    found = own_pages(agency, item, year, today())
    return item.code, [(page.title.th, page.lacks) for page in found]


def test_it_answers_by_subject_where_the_code_moved_until_a_new_one_replaces_it(
    agency, announce, officer
):
    former = announce(PROCEDURE)
    title = Publication.objects.get().title
    (before, in_year), (after, later) = (
        pages(agency, SUBJECTS[PROCEDURE], each) for each in (BEFORE, YEAR)
    )
    assert (before, after) == ("o17", "o16")
    assert in_year == later == [(title, None)]
    announce(PROCEDURE, YEAR)
    assert len(pages(agency, SUBJECTS[PROCEDURE], YEAR)[1]) == 1
    assert Publication.objects.filter(withdrawn_at=None, replaced_at=None).count() == 2
    drafting.end(type(former).objects.get(fiscal_year=YEAR), by=officer, reason="เปลี่ยนวิธี")
    assert pages(agency, SUBJECTS[PROCEDURE], YEAR)[1] == []


def test_what_was_ended_and_what_is_yearly_answer_no_later_year(agency, announce, officer):
    plan, yearly = announce(PLAN), announce("no-gift")
    assert len(pages(agency, SUBJECTS[PLAN], YEAR)[1]) == 1
    assert len(pages(agency, "no-gift-policy", BEFORE)[1]) == 1
    assert pages(agency, "no-gift-policy", YEAR)[1] == []
    drafting.end(plan, by=officer, reason="ทำแผนใหม่")
    assert pages(agency, SUBJECTS[PLAN], YEAR)[1] == []
    assert yearly.stands


@pytest.mark.parametrize(("days", "is_known"), [(0, True), (1, False), (2, False)])
def test_one_for_each_chief_executive_needs_the_present_one_to_have_signed(
    agency, announce, days, is_known
):
    """In office since the day of signing, since the day after, or not yet: nobody holds it."""
    for key in (PROCEDURE, PLAN):
        announce(key)
    held = Appointment.objects.filter(position__kind=CHIEF_EXECUTIVE.key)
    held.update(first_day=today() + timedelta(days=days - 1))
    agency.announcements.update(signed_on=today() - timedelta(days=1))
    ((_title, lacks),) = pages(agency, SUBJECTS[PROCEDURE], YEAR)[1]
    assert (lacks is None) == is_known
    assert pages(agency, SUBJECTS[PROCEDURE], BEFORE)[1][0][1] is None, "it is of that year"
    assert pages(agency, SUBJECTS[PLAN], YEAR)[1][0][1] is None, "no executive renews it"


def test_an_order_is_offered_at_its_item_with_a_word_to_check_it(agency, announce):
    """It names who is in charge; the procedure answers the item by itself."""
    announce("anti-corruption-centre", YEAR)
    announce(PROCEDURE, YEAR)
    items = items_of(agency, YEAR).items
    item = next(item for item in items if SUBJECTS[PROCEDURE] in item.keys)
    told = {page.title.th[:6]: page.caution for page in own_pages(agency, item, YEAR, today())}
    assert told.keys() == {"คำสั่ง", "ประกาศ"}
    assert told["คำสั่ง"] is not None
    assert told["ประกาศ"] is None
