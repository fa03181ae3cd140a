"""A disputed result of paper is set aside by two people; every other way and person is refused."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval.conftest import SUBJECT, small_pdf
from tests.web.approval.papers import KIND
from tests.web.roles import UNIT_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.models import Notification
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import positions
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import checking, queries, sealing
from prongsai.web.signing.approval.models import Submission
from prongsai.web.signing.approval.objections import objected_codes, objected_files
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import (
    choosing,
    objecting,
    on_paper,
    setting_aside,
    submitting,
)
from prongsai.web.signing.approval.services.common import Upload

pytestmark = [pytest.mark.both_databases]


@pytest.fixture
def row(office, memo, submitted):
    """Clerk and mayor "signed" on paper: entered by the analyst, confirmed by head and clerk."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    signed(row, office)
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def signed(row, office, steps=(("endorse", "head"), ("approve", "clerk"))):
    for verdict, second in steps:
        row = Submission.objects.get(pk=row.pk)
        sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(verdict + row.code)))
        reason = "ไม่เห็นด้วย" if verdict == "refuse" else ""
        made = on_paper.enter(
            row, by=office["analyst"], verdict=verdict, sheet=sheet, reason=reason
        )
        on_paper.note_looked(made, by=office[second])
        on_paper.confirm(made, by=office[second])


def disputed(row, office, by="mayor"):
    objecting.object_to(row, by=office[by], why="ไม่ได้ลงนาม")
    setting_aside.ask(row, by=office[by], why="ลายมือชื่อปลอม")
    return Submission.objects.get(pk=row.pk)


@pytest.mark.long
def test_the_result_falls_for_good_and_the_subject_is_submitted_anew(office, memo, row, client):
    file = row.versions.get().signed_file
    row = disputed(row, office)
    assert row.state == State.APPROVED, "nothing falls by one person"
    assert row.decisions.filter(voided_at=None).count() == 2
    # The head confirmed another step than the disputed one.
    setting_aside.confirm(row, by=office["head"])
    row.refresh_from_db()
    assert (row.state, row.waits_for) == (State.SET_ASIDE, None)
    assert not row.decisions.filter(voided_at=None).exists()
    assert list(sealing.verify()) == []
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is None
    assert queries.approved_file(office.agency, KIND, SUBJECT) is None
    assert not queries.is_approved(row)
    for end in (
        lambda: objecting.lift(row, by=office["mayor"]),
        lambda: submitting.resubmit(row, by=office["analyst"]),
        lambda: submitting.withdraw(row, by=office["analyst"]),
        lambda: setting_aside.ask(row, by=office["mayor"], why="ก"),
        lambda: setting_aside.confirm(row, by=office["head"]),
        lambda: objecting.object_to(row, by=office["clerk"], why="ก"),
    ):
        with pytest.raises(Refused):
            end()
    assert objected_codes(office.agency, [row.code]), "its code is held for good"
    assert objected_files(office.agency, [file.digest])
    again = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )
    run_jobs()
    signed(again, office)
    run_jobs()
    again.refresh_from_db()
    assert (again.state, again.objected_at) == (State.APPROVED, None)
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is not None
    assert objected_codes(office.agency, [row.code, again.code]).keys() == {row.code}
    told = checking.check_page(row.code).set_aside
    assert (told.stated, told.settled, told.day) == ("นายกเทศมนตรี", "หัวหน้าสำนักปลัด", today())
    assert checking.check_page(again.code).set_aside is None
    page = client.get(reverse("approval:check", args=[row.code])).text
    assert "ผลของเอกสารรหัสนี้ถูกยกเลิก" in page
    assert "ผลถูกยกเลิก" not in client.get(reverse("approval:check", args=[again.code])).text


@pytest.mark.parametrize("who", ["analyst", "section", "head", "clerk"])
def test_only_who_objected_asks(who, office, memo, row):
    with pytest.raises(Refused):
        setting_aside.ask(row, by=office["mayor"], why="ก")  # before any objection
    objecting.object_to(row, by=office["mayor"], why="ไม่ได้ลงนาม")
    with pytest.raises(Refused):
        setting_aside.ask(row, by=office[who], why="ก")
    office.acts_for(who, "mayor")
    with pytest.raises(Refused):
        setting_aside.ask(row, by=office[who], why="ก")
    with pytest.raises(Refused) as refusal:
        setting_aside.ask(row, by=office["mayor"], why=" ")
    assert refusal.value.field == "why"
    with pytest.raises(Refused):
        setting_aside.confirm(row, by=office["head"])  # before anybody asked
    row.refresh_from_db()
    assert submission_page(row, office["mayor"], today()).dispute.may_ask_aside
    assert not submission_page(row, office[who], today()).dispute.may_ask_aside
    setting_aside.ask(row, by=office["mayor"], why="ลายมือชื่อปลอม")


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("mayor", "asked"),
        ("clerk", "confirmed the disputed result"),
        ("analyst", "drafted and entered it, and signs nothing"),
        ("acting", "only acts in a post that signs"),
        ("drafter", "submitted it before, and signs"),
    ],
)
def test_who_is_no_second_person_confirms_nothing(who, why, office, memo, row):
    if who == "drafter":
        row.versions.update(by=office.users["section"])
    row = disputed(row, office)
    if who == "acting":
        user = factories.make_user(office.agency, login="acting")
        factories.hold(user, office.positions["section"], today(), today(), is_acting=True)
        person = actor_on(user, today())
    else:
        person = office["section" if who == "drafter" else who]
    assert not submission_page(row, person, today()).dispute.may_set_aside, why
    with pytest.raises(Refused):
        setting_aside.confirm(row, by=person)
    row.refresh_from_db()
    assert row.state == State.APPROVED
    second = office["head" if who == "drafter" else "section"]
    assert submission_page(row, second, today()).dispute.may_set_aside
    setting_aside.confirm(row, by=second)


@pytest.mark.long
def test_who_holds_the_post_later_asks_and_who_put_them_there_confirms_nothing(
    office, memo, row, officer
):
    """The mayor is gone for good: the next one cannot take back, but does not wait for ever."""
    objecting.object_to(row, by=office["mayor"], why="ไม่ได้ลงนาม")
    held = office.positions["mayor"].appointments.get()
    positions.end_appointment(
        appointment=held, by=office["head"], last_day=today() - timedelta(days=1)
    )
    new = factories.make_user(office.agency, login="new")
    positions.hold(
        position=office.positions["mayor"], user=new, by=office["head"], first_day=today()
    )
    chief_executive = actor_on(new, today())
    with pytest.raises(Refused):
        objecting.lift(row, by=chief_executive)
    setting_aside.ask(row, by=chief_executive, why="ไม่พบคำสั่งที่ลงนามจริง")
    with pytest.raises(Refused):
        setting_aside.confirm(row, by=office["head"])
    assert Notification.objects.filter(
        user=office.users["mayor"], said_th__contains="ขอให้ยกเลิกผล"
    ).exists(), "who objected hears of it"
    setting_aside.confirm(row, by=office["section"])
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


@pytest.mark.long
def test_who_forged_a_result_asks_nothing_from_the_post(office, memo, row, officer):
    """The clerk confirmed it, and is the next mayor."""
    objecting.object_to(row, by=office["mayor"], why="ไม่ได้ลงนาม")
    held = office.positions["mayor"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    factories.hold(office.users["clerk"], office.positions["mayor"], today())
    with pytest.raises(Refused):
        setting_aside.ask(row, by=office["clerk"], why="ก")


@pytest.mark.long
@pytest.mark.parametrize("verdict", ["approve", "refuse", None])
def test_a_result_falls_wherever_the_paper_stands(verdict, office, memo, submitted):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    steps = [("endorse", "head")] + ([(verdict, "clerk")] if verdict else [])
    signed(row, office, steps)
    row = disputed(row, office, "mayor" if verdict else "clerk")
    setting_aside.confirm(row, by=office["section"])
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE
    assert submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )


@pytest.mark.long
def test_taking_the_objection_back_ends_what_was_asked(office, memo, row):
    row = disputed(row, office)
    objecting.lift(row, by=office["mayor"])
    with pytest.raises(Refused):
        setting_aside.confirm(row, by=office["section"])
    row.refresh_from_db()
    assert (row.state, row.objected_at) == (State.APPROVED, None)


@pytest.mark.long
def test_all_who_may_confirm_and_all_with_a_part_hear_of_it(office, memo, row):
    unit = factories.make_unit(office.agency, "กองช่าง")
    far = factories.make_user(office.agency, login="far")
    factories.hold(
        far,
        factories.make_position(office.agency, UNIT_HEAD, unit, "ผู้อำนวยการกองช่าง"),
    )
    disputed(row, office)
    asked = Notification.objects.filter(said_th__contains="ขอให้ยกเลิกผล")
    names = {one.user.login.split("-")[0] for one in asked}
    assert names == {"analyst", "clerk", "head", "section", "far"}
    setting_aside.confirm(row, by=office["section"])
    done = Notification.objects.filter(said_th__contains="ยืนยันยกเลิกผล")
    assert {one.user.login.split("-")[0] for one in done} == {"analyst", "clerk", "head", "mayor"}


@pytest.mark.long
def test_on_the_page(office, memo, row, client_of):
    agency = office.agency
    agency.second_factor = []
    agency.save()
    chief_executive, section = (client_of(office.users[name]) for name in ("mayor", "section"))
    address = reverse("approval:submission", args=[row.pk])
    chief_executive.post(reverse("approval:object", args=[row.pk]), {"why": "ไม่ได้ลงนาม"})
    assert "ขอยกเลิกผลที่คัดค้าน" in chief_executive.get(address).text
    assert "ขอยกเลิกผลที่คัดค้าน" not in section.get(address).text
    empty = chief_executive.post(reverse("approval:ask-aside", args=[row.pk]), {"why": ""})
    assert empty.status_code == 422
    assert "เขียนเหตุผลสั้น" in empty.text
    asked = chief_executive.post(
        reverse("approval:ask-aside", args=[row.pk]), {"why": "ลายมือชื่อปลอม"}
    )
    assert asked.status_code == 302
    assert "ลายมือชื่อปลอม" in section.get(address).text
    assert "ยืนยันยกเลิกผลที่คัดค้าน" in section.get(address).text
    assert "ยืนยันยกเลิกผลที่คัดค้าน" not in chief_executive.get(address).text
    assert section.post(reverse("approval:set-aside", args=[row.pk])).status_code == 302
    told = section.get(address).text
    assert "ผลนั้นเป็นโมฆะ" in told
    assert "ภาพสแกน: นายกเทศมนตรี" in told, "what was forged can be looked at"
    assert "ถอนคำคัดค้าน</button>" not in chief_executive.get(address).text
