"""One person at two steps on paper: only by the acting rule, as in the system, and shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval.conftest import ORDER
from tests.web.approval.papers import KIND
from tests.web.approval.test_on_paper import confirm, enter

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import positions
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import choosing, deciding

pytestmark = pytest.mark.both_databases
ACTS = "หัวหน้าสำนักปลัด รักษาราชการแทนปลัดเทศบาล"


@pytest.fixture
def row(office, memo, submitted):
    """On paper through section, head, clerk and mayor; section and head are one person's."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="usual", way=Way.ON_PAPER)
    office.leave("head")
    factories.hold(office.users["section"], office.positions["head"])
    return submitted()


def first(office, row):
    """The section's head has signed."""
    confirm(enter(row, office["analyst"]), by=office["clerk"])
    row.refresh_from_db()
    return row


def test_who_signed_a_step_on_paper_signs_no_other_by_a_second_post(office, row):
    first(office, row)
    for verdict in ("endorse", "send-back"):
        with pytest.raises(Refused) as refusal:
            enter(row, office["analyst"], verdict, reason="ก")
        assert refusal.value.field == "position"
        assert "หัวหน้าสำนักปลัดลงนามขั้นก่อน" in refusal.value.message.th
        assert "รักษาราชการแทน" in refusal.value.next_step.th
    assert row.decisions.count() == 1


@pytest.mark.long
def test_by_an_order_one_person_signs_two_steps_and_it_is_shown(office, row, client):
    first(office, row)
    own = "หัวหน้าฝ่ายแผนงานและงบประมาณ รักษาราชการแทนหัวหน้าสำนักปลัด"
    for authority in ("", "-"):
        with pytest.raises(Refused) as refusal:
            enter(row, office["analyst"], position=own, authority=authority)
        assert refusal.value.field == "authority"
    result = enter(row, office["analyst"], position=own, authority=ORDER)
    office.users["clerk"].display_name = "นางสาวสมมติ ตัวอย่าง"
    confirm(result, by=office["clerk"])
    made = row.decisions.get(place=2)
    assert (made.is_acting, made.is_again, made.authority) == (True, True, ORDER)
    entered, confirmed = office["analyst"], office["clerk"]
    assert (made.by, made.by_words) == (entered.user, entered.words)
    assert (made.confirmed_by, made.confirmed_words) == (confirmed.user, confirmed.words)
    assert row.agency.prints_names
    assert made.name == "", "of a signature on paper nobody here knows the name"
    said = submission_page(row, office["analyst"], today()).steps[2].detail
    assert "คนเดียวกับผู้เสนอหรือผู้ลงนามขั้นก่อน" in said
    assert ORDER in client.get(reverse("approval:check", args=[row.code])).text
    row.refresh_from_db()
    confirm(enter(row, office["analyst"]), by=office["mayor"])
    assert not row.decisions.get(place=3).is_again, "another person"


def test_the_step_of_who_has_signed_is_skipped_as_in_the_system(office, row, client_of):
    first(office, row)
    page = client_of(office["analyst"]).get(reverse("approval:submission", args=[row.pk])).text
    assert "ลงนามในขั้นก่อนแล้ว" in page
    assert "ไม่มีผู้ดำรงตำแหน่งในวันนี้" not in page
    deciding.skip(row, by=office["analyst"], reason="คนเดียวกับขั้นก่อน")
    row.refresh_from_db()
    assert (row.waits_place, row.state) == (3, State.OPEN)
    with pytest.raises(Refused):
        deciding.skip(row, by=office["analyst"], reason="ก")


def test_no_term_is_ended_to_hide_who_signed(office, row, officer):
    """The post is given to somebody else for the day, after the first result."""
    first(office, row)
    held = office.positions["section"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        enter(row, office["analyst"])
    assert refusal.value.field == "position"


def test_a_result_that_waited_is_asked_again_when_it_is_confirmed(office, memo, submitted):
    """Who holds the post is written down between the two."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="usual", way=Way.ON_PAPER)
    row = submitted()
    first(office, row)
    result = enter(row, office["analyst"])
    office.leave("head")
    factories.hold(office.users["section"], office.positions["head"])
    with pytest.raises(Refused) as refusal:
        confirm(result, by=office["clerk"])
    assert refusal.value.field == "position"


def test_who_left_a_post_before_the_paper_signs_by_another(office, memo, submitted, officer):
    """A head who became the clerk is not the head of today."""
    held = office.positions["section"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    office.leave("head")
    factories.hold(office.users["section"], office.positions["head"])
    factories.hold(
        factories.make_user(office.agency, login="new-section"), office.positions["section"]
    )
    choosing.choose(office.agency, by=office["clerk"], kind=KIND, route="usual", way=Way.ON_PAPER)
    row = submitted()
    first(office, row)
    confirm(enter(row, office["analyst"]), by=office["clerk"])
    assert not row.decisions.get(place=2).is_again
