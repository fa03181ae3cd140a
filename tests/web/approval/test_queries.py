"""What waits for whom, what other apps see, and how many queries it takes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.web.approval.conftest import SUBJECT
from tests.web.approval.papers import KIND, YEAR
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Verdict, Way
from prongsai.web.agency.waiting import waiting_for
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import checking, hooks, pages, queries, routes
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.services import deciding, submitting

pytestmark = pytest.mark.django_db


def submit(office, by="analyst", **fields):
    row = submitting.submit(
        office.agency, by=office[by], kind=KIND, subject=uuid4(), year=YEAR, **fields
    )
    run_jobs()
    row.refresh_from_db()
    return row


def asks(person):
    kinds = ("signing", "submitted")
    return [one.ask.th for one in waiting_for(person, today()) if one.kind in kinds]


@pytest.mark.long
def test_what_waits_follows_the_chain(office, memo, quick):
    row = submit(office)
    assert asks(office["section"]) == ["อ่านแล้วให้ความเห็น"]
    assert asks(office["head"]) == asks(office["analyst"]) == []
    deciding.decide(row, by=office["section"], verdict=Verdict.ENDORSE)
    assert (asks(office["section"]), len(asks(office["head"]))) == ([], 1)
    assert queries.waiting_for_person(office["head"], today()).count() == 1
    assert not queries.waiting_for_person(office["head"], today() - timedelta(days=9999))
    deciding.decide(row, by=office["head"], verdict=Verdict.SEND_BACK, reason="แก้")
    assert asks(office["analyst"]) == ["แก้แล้วเสนอใหม่"]
    kinds = [one.kind for one in waiting_for(office["analyst"], today())]
    assert kinds == ["submitted"], "who corrects is not told to read and sign"
    assert queries.waiting_for_person(office["head"], today()).count() == 0


def test_who_acts_for_two_positions_is_asked_once(office, memo, quick):
    office.acts_for("head", "section")
    office.acts_for("head", "clerk")
    submit(office)
    assert len(asks(office["head"])) == 1
    assert queries.waiting_for_person(office["head"], today()).count() == 1


def test_what_is_signed_on_paper_waits_for_its_drafter(office, memo, quick):
    submit(office, way=Way.ON_PAPER)
    assert asks(office["section"]) == []
    assert asks(office["analyst"]) == ["บันทึกผลที่ลงนามบนกระดาษ"]


def test_the_state_that_other_pages_show(office, memo, submitted):
    assert queries.state_of(office.agency, KIND, SUBJECT) is None
    row = submitted()
    state = queries.state_of(office.agency, KIND, SUBJECT)
    assert (state.id, state.state, state.is_open, state.version) == (row.pk, State.OPEN, True, 1)
    assert [one.state for one in state.steps] == ["done", "now", "later", "later", "later"]
    deciding.decide(row, by=office["section"], verdict=Verdict.SEND_BACK, reason="ระบุหน่วยงาน")
    state = queries.state_of(office.agency, KIND, SUBJECT)
    assert [one.state for one in state.steps] == ["done", "back"]
    assert state.steps[1].detail == "ระบุหน่วยงาน"
    assert not state.is_approved


def test_nothing_of_another_agency_is_seen(office, memo, submitted, other_agency, make_actor):
    row = submitted()
    assert queries.submission_of(other_agency, KIND, SUBJECT) is None
    assert queries.submission_of(office.agency, KIND, SUBJECT) == row
    assert queries.approved_file(other_agency, KIND, SUBJECT) is None
    stranger = make_actor(
        other_agency, "chief-executive", "chief-administrator", "office-head", "unit-head"
    )
    assert queries.find(stranger, row.pk) is None
    assert queries.find(office["section"], row.pk) == row
    assert pages.inbox_page(stranger, today()).is_empty
    assert not pages.inbox_page(office["section"], today()).is_empty


def test_codes_as_hands_write_them():
    assert checking.tidy_code("7f3a 91c2") == "7F3A-91C2"
    assert checking.tidy_code("7F3A-9lCO") == "7F3A-91C0"
    assert checking.check_page("7F3A-91C2") is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(office, memo, quick, count, django_assert_num_queries):
    for _ in range(count):
        row = submit(office)
        back = submit(office)
        deciding.decide(back, by=office["section"], verdict=Verdict.SEND_BACK, reason="แก้")
        over = submit(office)
        submitting.withdraw(over, by=office["analyst"])
    section = office["section"]
    # With who holds which post, which a request asks once for all its pages.
    with django_assert_num_queries(7):
        found = pages.inbox_page(section, today())
        assert (len(found.to_sign), len(found.decided)) == (count, count)
    with django_assert_num_queries(3):
        assert len(hooks.signing(section, today())) == count
    with django_assert_num_queries(2):
        routes.kind_lines(office.agency)
    row = Submission.objects.select_related("agency", "waits_for", "unit").get(pk=row.pk)
    with django_assert_num_queries(9):
        pages.submission_page(row, section, today())
