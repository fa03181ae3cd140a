"""A result of paper is annulled by whoever it names, by nobody else; each way to gain is tried."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval import former
from tests.web.approval.conftest import ORDER, SUBJECT, small_pdf
from tests.web.approval.papers import KIND
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.web.agency.models import Notification
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people, positions
from prongsai.web.platform import clock, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import JournalEntry
from prongsai.web.signing.approval import checking, queries, sealing, tasks
from prongsai.web.signing.approval.models import Objection, ResultState, Submission
from prongsai.web.signing.approval.objections import objected_codes, objected_files
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import (
    annulling,
    choosing,
    deciding,
    on_paper,
    submitting,
)
from prongsai.web.signing.approval.services.common import Upload
from prongsai.web.signing.approval.services.numbering import number_for

pytestmark = [pytest.mark.both_databases]
WHY = "ไม่ได้ลงนาม"


@pytest.fixture
def row(office, memo, submitted):
    """Clerk and mayor "signed" on paper: entered by the analyst, confirmed by head and clerk."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    signed(row, office)
    run_jobs()
    return Submission.objects.get(pk=row.pk)


def entered(row, office, verdict="endorse", by="analyst", **told):
    row = Submission.objects.get(pk=row.pk)
    sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(verdict + row.code)), **told)
    reason = "ไม่เห็นด้วย" if verdict in ("refuse", "send-back") else ""
    return on_paper.enter(row, by=office[by], verdict=verdict, sheet=sheet, reason=reason)


def signed(row, office, steps=(("endorse", "head"), ("approve", "clerk"))):
    for verdict, second in steps:
        made = entered(row, office, verdict)
        on_paper.note_looked(made, by=office[second])
        on_paper.confirm(made, by=office[second])


def refused(row, person):
    """The page offers nothing, and what is sent is refused; nothing is written."""
    before = Submission.objects.get(pk=row.pk)
    assert not submission_page(before, person, today()).dispute.may_annul
    with pytest.raises(Refused) as refusal:
        annulling.annul(row, by=person, why=WHY)
    after = Submission.objects.get(pk=row.pk)
    assert (after.state, after.objected_at) == (before.state, before.objected_at)
    assert not row.objections.filter(by=person.user).exclude(settled_at=None).exists()
    return refusal.value.message.th


@pytest.mark.long
def test_the_paper_falls_at_once_and_for_good_and_is_submitted_anew(office, memo, row, client):
    file = row.versions.get().signed_file
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is not None
    with pytest.raises(Refused) as refusal:
        annulling.annul(row, by=office["mayor"], why=" ")
    assert refusal.value.field == "why"
    annulling.annul(row, by=office["mayor"], why="ลายมือชื่อปลอม")
    row.refresh_from_db()
    assert (row.state, row.waits_for) == (State.SET_ASIDE, None)
    assert not row.decisions.filter(voided_at=None).exists()
    assert list(sealing.verify()) == []
    assert not list(journal.verify(office.agency))
    entry = JournalEntry.objects.get(verb="approval-annulled")
    assert (entry.detail["reason"], entry.detail["code"]) == ("ลายมือชื่อปลอม", row.code)
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is None
    assert queries.approved_file(office.agency, KIND, SUBJECT) is None
    assert not row.is_approved
    for end in (
        lambda: submitting.resubmit(row, by=office["analyst"]),
        lambda: submitting.withdraw(row, by=office["analyst"]),
        lambda: annulling.annul(row, by=office["mayor"], why=WHY),
        lambda: annulling.annul(row, by=office["clerk"], why=WHY),
        lambda: entered(row, office, "approve"),
        lambda: deciding.decide(row, by=office["mayor"], verdict="approve"),
        lambda: submitting.draw_again(row, by=office["analyst"]),
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
    told = checking.check_page(row.code).annulled
    assert (told.annulled_by, told.why) == ("นายกเทศมนตรี", "ลายมือชื่อปลอม")
    assert checking.check_page(again.code).annulled is None
    page = client.get(reverse("approval:check", args=[row.code])).text
    assert "ผลของเอกสารรหัสนี้ถูกยกเลิก" in page
    assert "ลายมือชื่อปลอม" not in page, "the reason is for the staff"
    assert "ผลถูกยกเลิก" not in client.get(reverse("approval:check", args=[again.code])).text


@pytest.mark.parametrize("who", ["analyst", "section", "head"])
def test_nobody_annuls_a_result_in_anothers_name(who, office, memo, row):
    """Who entered it, who has no part, who confirmed a step; nor once they act in the post."""
    assert "ไม่มีผลบนกระดาษในนาม" in refused(row, office[who])
    office.acts_for(who, "mayor")
    refused(row, office[who])
    assert submission_page(row, office["mayor"], today()).dispute.may_annul


@pytest.mark.long
def test_who_acted_that_day_does_not_annul_what_the_holder_signed(office, memo, submitted):
    """By an order, and written before anything: the result names the holder alone."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    office.acts_for("section", "mayor")
    office.acts_for("section", "clerk")
    row = submitted()
    signed(row, office)
    refused(row, office["section"])
    annulling.annul(row, by=office["mayor"], why=WHY)


@pytest.mark.parametrize("who", ["clerk", "confirmed", "entered", "drafted", "wrote"])
@pytest.mark.few(3)
def test_who_made_the_result_or_the_paper_annuls_nothing(who, office, memo, submitted):
    """Though it stands in their name: they undo nobody's word by taking back their own."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    if who == "entered":
        row.by = office.users["head"]
        row.save()
        row.versions.update(by=office.users["head"])
    second = "clerk" if who == "confirmed" else "head" if who != "entered" else "section"
    made = entered(row, office, by="clerk" if who == "entered" else "analyst")
    on_paper.note_looked(made, by=office[second])
    if who != "confirmed":
        on_paper.confirm(made, by=office[second])
    else:
        on_paper.confirm(made, by=office["clerk"])
    if who == "drafted":
        row.versions.update(by=office.users["clerk"])
    elif who == "wrote":
        memo.written_by = lambda *_: Submission.objects.filter(pk=row.pk).values("subject")
    if who == "clerk":
        annulling.annul(row, by=office["clerk"], why=WHY)
        row.refresh_from_db()
        assert row.state == State.SET_ASIDE
    else:
        assert "ยกเลิกผลนั้นไม่ได้" in refused(row, office["clerk"])


def test_who_confirmed_another_step_annuls_their_own(office, memo, row):
    """The clerk confirmed the mayor's result; the head confirmed the clerk's."""
    assert annulling.annullable(row, office["clerk"]).place == 1
    annulling.annul(row, by=office["clerk"], why=WHY)
    assert row.objections.get().place == 1


@pytest.mark.long
@pytest.mark.parametrize("who", ["the next mayor", "who confirmed it, as the next mayor"])
def test_todays_holder_annuls_nothing_and_who_was_removed_does(who, office, memo, row, officer):
    held = office.positions["mayor"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    user = office.users["clerk"] if who != "the next mayor" else None
    user = user or factories.make_user(office.agency, login="new")
    positions.hold(
        position=office.positions["mayor"], user=user, by=office["head"], first_day=today()
    )
    named = annulling.annullable(row, actor_on(user, today()))
    assert named is None or named.place == 1, "the clerk's own step, no more"
    annulling.annul(row, by=office["mayor"], why=WHY)
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


@pytest.mark.parametrize("when", ["before it is entered", "after it is confirmed"])
def test_a_term_that_is_ended_or_moved_takes_no_word_away(when, office, memo, submitted, officer):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    held = office.positions["clerk"].appointments.get()

    def removed():
        positions.end_appointment(
            appointment=held, by=officer, last_day=today() - timedelta(days=40)
        )
        factories.hold(office.users["section"], office.positions["clerk"], today())

    if when == "before it is entered":
        removed()
    signed(row, office, (("endorse", "head"),))
    if when == "after it is confirmed":
        removed()
    annulling.annul(row, by=office["clerk"], why=WHY)


def test_what_was_signed_in_the_system_is_annulled_by_nobody(office, memo, submitted):
    row = submitted()
    for name in ("section", "head", "clerk"):
        deciding.decide(row, by=office[name], verdict="endorse")
    deciding.decide(row, by=office["mayor"], verdict="approve")
    run_jobs()
    row.refresh_from_db()
    for name in office.users:
        refused(row, office[name])
    assert row.state == State.APPROVED
    # Nor where somebody says afterwards that it was signed on paper.
    Submission.objects.filter(pk=row.pk).update(way=Way.ON_PAPER)
    for name in office.users:
        refused(row, office[name])


@pytest.mark.long
@pytest.mark.parametrize("verdict", ["approve", "refuse", "send-back", None])
def test_a_result_falls_wherever_the_paper_stands(verdict, office, memo, submitted):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    signed(row, office, [("endorse", "head")] + ([(verdict, "clerk")] if verdict else []))
    annulling.annul(row, by=office["mayor" if verdict else "clerk"], why=WHY)
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE
    assert submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )


@pytest.mark.parametrize("end", ["withdrawn", "sent again"])
def test_what_counts_no_more_is_annulled_by_nobody(end, office, memo, submitted):
    """While its next version is drawn and once it waits; and after it was taken back."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    signed(row, office, (("endorse", "head"),))
    if end == "withdrawn":
        submitting.withdraw(row, by=office["analyst"])
    else:
        memo.texts[0] = "แก้แล้ว"
        submitting.resubmit(row, by=office["analyst"])
        refused(row, office["clerk"])
        run_jobs()
    refused(row, office["clerk"])
    assert not Objection.objects.exists()


def test_no_copy_is_drawn_of_what_fell_before_it(office, memo, submitted):
    """Between the last signature and the job that draws the copy, and while the job runs."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    signed(row, office)
    assert row.versions.get().signed_file is None
    annulling.annul(row, by=office["mayor"], why=WHY)
    run_jobs()
    assert row.versions.get().signed_file is None
    tasks._store_copy(row.versions.get(), small_pdf("drawn meanwhile"))
    assert row.versions.get().signed_file is None
    assert memo.copies == []
    with pytest.raises(Refused):
        number_for(row, by=office["analyst"])


def test_what_waits_with_its_scan_open_falls_with_the_paper(office, memo, submitted, client_of):
    """The clerk annuls theirs while the head looks at the mayor's: that is confirmed no more."""
    office.agency.second_factor = []
    office.agency.save()
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    signed(row, office, (("endorse", "head"),))
    waiting = entered(row, office, "approve")
    on_paper.note_looked(waiting, by=office["head"])
    annulling.annul(row, by=office["clerk"], why=WHY)
    waiting.refresh_from_db()
    assert waiting.state == ResultState.VOID
    for act in (
        lambda: on_paper.confirm(waiting, by=office["head"]),
        lambda: on_paper.reject(waiting, by=office["head"], why=WHY),
    ):
        with pytest.raises(Refused):
            act()
    assert not row.decisions.filter(place=2).exists()
    scan = reverse("approval:entered_scan", args=[row.pk, waiting.pk])
    answer = client_of(office.users["head"]).get(scan)
    assert "%E0%B8%9C%E0%B8%A5" in answer["Content-Disposition"], "its name says that it fell"


@pytest.mark.long
def test_a_waiting_result_falls_alone(office, memo, row):
    """One person at two steps: first what waits, then what stands."""
    again = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )
    run_jobs()
    signed(again, office, (("endorse", "head"),))
    title = "ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี"
    waiting = entered(again, office, "approve", position=title, authority=ORDER)
    annulling.annul(again, by=office["clerk"], why=WHY)
    waiting.refresh_from_db()
    again.refresh_from_db()
    assert (waiting.state, again.state) == (ResultState.OBJECTED, State.OPEN)
    annulling.annul(again, by=office["clerk"], why=WHY)
    again.refresh_from_db()
    assert again.state == State.SET_ASIDE


def test_everybody_who_was_told_hears_of_it(office, memo, submitted, officer):
    """Also who holds the own post of who acted by now, and who is out of the post."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted()
    title = "หัวหน้าสำนักปลัด รักษาราชการแทนปลัดเทศบาล"
    made = entered(row, office, position=title, authority=ORDER)
    on_paper.note_looked(made, by=office["mayor"])
    held = office.positions["head"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    factories.hold(office.users["section"], office.positions["head"], today())
    on_paper.confirm(made, by=office["mayor"])
    heard = Notification.objects.filter(said_th__contains="บนกระดาษ").values_list("user", flat=True)
    told = {*heard, row.by_id} - {office.users["clerk"].pk}
    assert office.users["section"].pk in told
    annulling.annul(row, by=office["clerk"], why=WHY)
    annulled = Notification.objects.filter(said_th__contains="ยกเลิกผลบนกระดาษในนามของตน")
    users = set(annulled.values_list("user", flat=True))
    assert users >= told
    assert office.users["clerk"].pk not in users
    assert all(WHY in one.said_th and row.title in one.said_th for one in annulled)


@pytest.mark.parametrize("who", ["mayor", "clerk"])
def test_what_an_objection_of_before_holds_is_annulled(who, office, memo, row, client):
    """Nobody takes such an objection back any more: the paper falls, and goes on as a new one."""
    former.object_to(row, by=office["mayor"], why="ก")
    with clock.freeze(now() + timedelta(days=400)):
        office.agency.second_factor = []
        people.deactivate_person(user=office.users["section"], by=office["head"])
        annulling.annul(row, by=office[who], why=WHY)
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE
    assert not row.objections.filter(settled_at=None).exists()
    assert row.objections.count() == (1 if who == "mayor" else 2)
    assert "ผลของเอกสารรหัสนี้ถูกยกเลิก" in client.get(reverse("approval:check", args=[row.code])).text


def test_what_fell_before_by_two_people_names_both(office, memo, row, client):
    former.object_to(row, by=office["mayor"], why="ก")
    annulling.annul(row, by=office["mayor"], why=WHY)
    row.objections.update(
        stated_at=now(), stated_words="นายกเทศมนตรี", settled_words="หัวหน้าฝ่ายแผนงาน"
    )
    page = client.get(reverse("approval:check", args=[row.code])).text
    assert "นายกเทศมนตรี และหัวหน้าฝ่ายแผนงาน" in page.replace("\u2060", "")


def test_an_objection_that_ended_before_is_still_told(office, memo, row, client):
    former.object_to(row, by=office["mayor"], why="ก")
    former.lift(row, by=office["mayor"])
    row.refresh_from_db()
    assert (row.state, row.objected_at) == (State.APPROVED, None)
    page = client.get(reverse("approval:check", args=[row.code])).text
    assert "คำคัดค้านที่สิ้นสุดแล้ว" in page
    annulling.annul(row, by=office["mayor"], why=WHY)
    assert row.objections.count() == 2


@pytest.mark.long
def test_on_the_page(office, memo, row, client_of):
    agency = office.agency
    agency.second_factor = []
    agency.save()
    chief_executive, section = (client_of(office.users[name]) for name in ("mayor", "section"))
    address = reverse("approval:submission", args=[row.pk])
    annul = reverse("approval:annul", args=[row.pk])
    assert annul in chief_executive.get(address).text
    assert annul not in section.get(address).text
    told = {"seen_result": row.decisions.get(place=2).pk}
    empty = chief_executive.post(annul, told | {"why": ""})
    assert empty.status_code == 422
    assert "เขียนเหตุผลสั้น" in empty.text
    assert section.post(annul, told | {"why": WHY}).status_code == 422
    assert chief_executive.get(annul).status_code == 405
    assert chief_executive.post(annul, told | {"why": "ลายมือชื่อปลอม"}).status_code == 302
    told = section.get(address).text
    assert "ผลนั้นเป็นโมฆะ" in told
    assert "ลายมือชื่อปลอม" in told
    assert "ภาพสแกน: นายกเทศมนตรี" in told, "what was forged can be looked at"
    assert annul not in chief_executive.get(address).text
