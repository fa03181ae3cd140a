"""What a rehearsal found weak goes into the plan, marked wherever it is shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.measures.plans import YEAR, emptied
from tests.web.roles import CHIEF_EXECUTIVE, ITA_OFFICER, UNIT_HEAD

from prongsai.core.errors import Misuse
from prongsai.core.measures.data import plan_data
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries import questionnaire_of, weak_by_plan
from prongsai.web.disclosure.surveys.services import answering, planning
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.year.measures.models import PointRow
from prongsai.web.year.measures.queries import loaded_of, plan_row
from prongsai.web.year.measures.services import editing

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def person(agency):
    """Somebody with a role."""

    def make(role, of=agency):
        user = factories.make_user(of)
        factories.hold(user, factories.make_position(of, role))
        return actor_on(user, today())

    return make


@pytest.fixture
def officer(person):
    return person(ITA_OFFICER)


@pytest.fixture
def rehearsed(officer):
    """Makes a rehearsal of EIT that thirty answered as badly as they could."""

    def make(*, worst=True, people=30, closed=True):
        days = (today(), today() + timedelta(days=3))
        asked = planning.NewSurvey(YEAR, "EIT", "ซ้อม EIT รอบ 1", *days, points=("ก",))
        own = planning.begin(officer, asked)
        choose = min if worst else max
        values = {
            one.code: choose(range(len(one.options)), key=one.points)
            for one in questionnaire_of(own).asked
        }
        for number in range(people):
            answering.receive(own.points.get(), answering.Sent(values, f"{number:032x}"))
        if closed:
            answering.close(officer, own)
        return Survey.objects.get(pk=own.pk)

    return make


def test_weak_items_are_points_of_the_plan_and_say_what_they_are(
    agency, client_of, officer, rehearsed
):
    emptied(agency, officer)
    listed = set(PointRow.objects.values_list("item", flat=True))
    own = rehearsed()
    (found,) = weak_by_plan(own)
    codes = {one.code for one in found.items if one.code}
    assert codes - listed
    browser = client_of(officer)
    page = browser.get(reverse("surveys:results", args=[own.pk])).content.decode()
    assert "เพิ่มเข้าแผน" in page
    browser.post(reverse("surveys:carry", args=[own.pk, YEAR]))
    rows = {one.item: one for one in PointRow.objects.exclude(source="")}
    assert set(rows) == codes - listed
    assert all("ซ้อม EIT รอบ 1" in one.source and "30 คน" in one.source for one in rows.values())
    assert all(one.score == "0.00" for one in rows.values())
    # What was published stays as it was published.
    assert not PointRow.objects.filter(item__in=listed & codes).exclude(source="").exists()
    page = browser.get(reverse("measures:plan", args=[YEAR])).content.decode()
    assert "การซ้อม" in page
    point = next(iter(rows.values()))
    page = browser.get(reverse("measures:point", args=[YEAR, point.pk])).content.decode()
    assert "ไม่ใช่คะแนนทางการ" in page
    plan = loaded_of(plan_row(agency, YEAR), agency).plan
    kept = [one for one in plan_data(plan)["points"] if one.get("source")]
    assert {one["item"] for one in kept} == set(rows)
    assert JournalEntry.objects.filter(verb="plan-points-added").count() == 1


def test_again_it_adds_nothing(agency, officer, rehearsed):
    emptied(agency, officer)
    own = rehearsed()
    added, listed = planning.carry(officer, own, YEAR)
    assert added > 0
    assert planning.carry(officer, own, YEAR) == (0, added + listed)
    # Nor does a new draft of the plan make them twice.
    editing.draft(agency, by=officer, fiscal_year=YEAR, not_before=None)
    items = list(PointRow.objects.exclude(item="").values_list("item", flat=True))
    assert len(items) == len(set(items))


def test_who_may_not_edit_the_plan_adds_nothing(
    agency, client_of, person, officer, rehearsed, other_agency
):
    emptied(agency, officer)
    own = rehearsed()
    before = PointRow.objects.count()
    for other in (person(CHIEF_EXECUTIVE), person(UNIT_HEAD)):
        with pytest.raises(Refused):
            planning.carry(other, own, YEAR)
        answer = client_of(other).post(reverse("surveys:carry", args=[own.pk, YEAR]))
        assert answer.status_code == 403
    stranger = person(ITA_OFFICER, of=other_agency)
    with pytest.raises(Refused):
        planning.carry(stranger, own, YEAR)
    answer = client_of(stranger).post(reverse("surveys:carry", args=[own.pk, YEAR]))
    assert answer.status_code == 404
    assert PointRow.objects.count() == before


def test_what_may_not_be_shown_is_not_carried(agency, officer, rehearsed):
    emptied(agency, officer)
    before = PointRow.objects.count()
    for own in (rehearsed(people=4), rehearsed(worst=False), rehearsed(closed=False)):
        with pytest.raises(Refused):
            planning.carry(officer, own, YEAR)
        assert weak_by_plan(own) == ()
    assert PointRow.objects.count() == before


def test_without_a_plan_there_is_nowhere_to_carry_it(officer, rehearsed):
    own = rehearsed()
    assert weak_by_plan(own) == ()
    with pytest.raises((Refused, Misuse)):
        planning.carry(officer, own, YEAR)
