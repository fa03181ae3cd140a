"""What badges and lists tell superiors of restricted kinds: nothing."""

import pytest
from django.urls import reverse
from msgspec.structs import replace
from tests.web.desk.conftest import TYPED
from tests.web.desk.test_numbers import OF_RESTRICTED, OPEN, RESTRICTED
from tests.web.roles import CHIEF_EXECUTIVE, COMPLAINT_OFFICER, OFFICE_HEAD, UNIT_HEAD

from prongsai.core.desk.own import own_of
from prongsai.core.slips import slip_of
from prongsai.core.text import Text
from prongsai.web.agency.models import Notification, Unit
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.citizens.desk.models import Case, OwnKind
from prongsai.web.citizens.desk.queries import case_of
from prongsai.web.citizens.desk.rights import kind_in
from prongsai.web.citizens.desk.services import keeping, receiving, working
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def keeper(person):
    return person(COMPLAINT_OFFICER)


@pytest.fixture
def executive(person):
    return person(CHIEF_EXECUTIVE)


@pytest.fixture
def own(agency, keeper):
    """A kind of the agency's own that goes to the executive, and a case that went there."""
    said = replace(own_of(OPEN), title=Text("เรื่องของเราเอง", "our own"))
    own = keeping.make_kind(by=keeper, definition=said)
    case = receiving.receive(
        agency, kind_in(agency.pk, own.key), receiving.Brought(TYPED, slip_of(6))
    )
    Case.objects.filter(pk=case.pk).update(escalated_to=CHIEF_EXECUTIVE.key)
    return own


def restrict(own, by):
    said = replace(own_of(kind_in(own.agency_id, own.key)), restricted=True, escalates=(None, None))
    assert keeping.change_kind(own, by=by, definition=said, seen=own.version)


def badges(person):
    return [one for one in waiting_for(person, today()) if one.kind == "case"]


@pytest.mark.parametrize("kind", [OPEN, RESTRICTED], ids=lambda kind: kind.key)
def test_whose_unit_was_given_a_case_they_may_not_read_is_not_told_that_it_waits(
    agency, person, unit, keeper, kind
):
    head, worker = person(OFFICE_HEAD, unit), person(UNIT_HEAD, unit)
    typed = OF_RESTRICTED if kind.restricted else TYPED
    case = receiving.receive(agency, kind, receiving.Brought(typed, slip_of(5)))
    given = {"assignee": worker.user} if kind.restricted else {}
    working.assign(case, by=keeper, unit=unit, class_key="", seen=case.version, **given)
    is_read = case_of(head, case.pk, today()) is not None
    assert is_read is not kind.restricted
    assert bool(badges(head)) is is_read
    assert len(badges(worker)) == 1


def test_what_went_to_a_superior_is_theirs_no_more_once_the_kind_is_restricted(
    own, keeper, executive, client_of
):
    case = Case.objects.get()
    assert case_of(executive, case.pk, today()) == case
    assert len(badges(executive)) == 1
    restrict(own, keeper)
    assert case_of(executive, case.pk, today()) is None
    assert not badges(executive)
    page = client_of(executive).get(reverse("desk:cases"), {"standing": "escalated"})
    assert TYPED["subject"] not in page.content.decode()
    assert case_of(keeper, case.pk, today()) == case


def test_what_went_to_a_superior_is_theirs_no_more_once_the_kind_is_unreadable(own, executive):
    OwnKind.objects.update(text="title: {th: [")
    assert case_of(executive, Case.objects.get().pk, today()) is None
    assert not badges(executive)


@pytest.mark.parametrize("is_restricted", [True, False])
def test_who_watches_is_told_that_the_journal_falls_silent_of_a_kind(
    own, keeper, executive, is_restricted
):
    if is_restricted:
        restrict(own, keeper)
    else:
        said = replace(own_of(kind_in(own.agency_id, own.key)), within=9)
        assert keeping.change_kind(own, by=keeper, definition=said, seen=own.version)
    told = Notification.objects.filter(user=executive.user).last()
    assert ("จำกัดผู้อ่าน" in str(vars(told))) is is_restricted
    verbs = JournalEntry.objects.filter(verb__startswith="case-kind").values_list("verb", flat=True)
    last = "case-kind-restricted" if is_restricted else "case-kind-changed"
    assert list(verbs.order_by("pk"))[-1] == last


def test_a_restricted_case_is_given_to_a_person_of_the_unit_alone(agency, person, unit, keeper):
    outside = person(UNIT_HEAD, Unit.objects.create(agency=agency, name="กองคลัง"))
    inside = person(UNIT_HEAD, unit)
    case = receiving.receive(agency, RESTRICTED, receiving.Brought(OF_RESTRICTED, slip_of(8)))

    def assign(given, assignee=None):
        user = assignee.user if assignee else None
        working.assign(given, by=keeper, unit=unit, class_key="", seen=given.version, assignee=user)
        return Case.objects.get(pk=given.pk)

    with pytest.raises(Refused, match="one person"):
        assign(case)
    with pytest.raises(Refused, match="no position in this unit"):
        assign(case, outside)
    assert assign(case, inside).assignee == inside.user
    # Of another kind all of them read.
    other = assign(receiving.receive(agency, OPEN, receiving.Brought(TYPED, slip_of(9))))
    assert (other.unit, other.assignee) == (unit, None)
