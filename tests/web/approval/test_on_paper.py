"""Results of paper: who may enter them, who confirms and who annuls them; every way tried."""

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval import former
from tests.web.approval.conftest import ORDER, SUBJECT, small_pdf
from tests.web.approval.papers import KIND
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.errors import UnreadableInput
from prongsai.web.agency.models import Appointment, Notification
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people, positions
from prongsai.web.platform.clock import today
from prongsai.web.platform.db import append_only
from prongsai.web.signing.approval import confirming, hooks, sealing
from prongsai.web.signing.approval.models import Decision, PaperResult, ResultState, Submission
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.services import (
    annulling,
    choosing,
    deciding,
    on_paper,
    submitting,
)
from prongsai.web.signing.approval.services.common import Upload

pytestmark = pytest.mark.both_databases
PEOPLE = ["analyst", "section", "head", "clerk", "mayor"]


@pytest.fixture
def row(office, memo, submitted):
    """A memo on the short route, clerk and mayor, to be signed on paper."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    return submitted()


def sheet(on=None, data=None, position="", name="scan.pdf", authority=""):
    upload = Upload(name, data or small_pdf("scan"))
    return on_paper.Sheet(on or today(), upload, position, authority)


def enter(row, by, verdict="endorse", reason="", **told):
    return on_paper.enter(row, by=by, verdict=verdict, sheet=sheet(**told), reason=reason)


def confirm(result, by):
    """Look at the scan and confirm."""
    on_paper.note_looked(result, by=by)
    return on_paper.confirm(result, by=by)


def told(office, name):
    return [one.said_th for one in Notification.objects.filter(user=office.users[name])]


def test_entered_confirmed_and_told(office, memo, row):
    assert row.way == Way.ON_PAPER
    assert memo.drawn[0][0][0].signed == "", "the drafter signs by hand too"
    with pytest.raises(Refused):
        deciding.decide(row, by=office["clerk"], verdict="endorse")
    acting = "หัวหน้าสำนักปลัด รักษาราชการแทนปลัดเทศบาล"
    first = enter(row, office["analyst"], position=acting, authority=ORDER)
    assert any("บันทึกว่าปลัดเทศบาลลงนามบนกระดาษแล้ว" in one for one in told(office, "clerk"))
    assert [one.ask.th for one in hooks.signing(office["head"], today())] == [
        "เทียบผลบนกระดาษกับภาพสแกน"
    ]
    assert hooks.signing(office["analyst"], today()) == ()
    confirm(first, by=office["head"])
    row.refresh_from_db()
    assert row.waits_place == 2
    last = on_paper.enter(
        row, by=office["analyst"], verdict="approve", sheet=sheet(), opinion="ดำเนินการ"
    )
    confirm(last, by=office["clerk"])
    row.refresh_from_db()
    made = list(row.decisions.order_by("place"))
    assert (made[0].position, made[0].is_acting, made[0].is_on_paper) == (acting, True, True)
    assert (made[1].position, made[1].opinion, row.state) == ("นายกเทศมนตรี", "ดำเนินการ", "approved")
    assert [one.by_words for one in made] == ["นักวิเคราะห์นโยบายและแผน"] * 2
    assert [one.confirmed_words for one in made] == ["หัวหน้าสำนักปลัด", "ปลัดเทศบาล"]
    assert made[0].scan.media_type == "application/pdf"
    on_paper_only = [said for said in told(office, "mayor") if "สายการลงนาม" not in said]
    assert len(on_paper_only) == 2, "of the entry, and of its confirmation"
    run_jobs()
    signed = [step.signed for step in memo.drawn[-1][0]]
    assert [one.split(" ")[0] for one in signed[1:]] == ["ลงนามบนกระดาษ"] * 2
    assert list(sealing.verify()) == []


def test_what_cannot_stand_on_a_paper_is_refused(office, memo, row):
    by = office["analyst"]
    for day in (today() + timedelta(days=1), today() - timedelta(days=1)):
        with pytest.raises(Refused) as refusal:
            enter(row, by, on=day)
        assert refusal.value.field == "on"
    with pytest.raises(UnreadableInput):
        enter(row, by, data=b"<html>")
    for stranger in ("นายกเทศมนตรี", "ใครก็ได้", "ปลัดเทศบาล รักษาราชการแทนนายกเทศมนตรี"):
        with pytest.raises(Refused) as refusal:
            enter(row, by, position=stranger)
        assert refusal.value.field == "position"
    enter(row, by)
    with pytest.raises(Refused) as refusal:
        enter(row, by)
    assert "รอการยืนยัน" in refusal.value.message.th
    assert (PaperResult.objects.count(), Decision.objects.count()) == (1, 0)


def test_who_is_entered_later_signed_nothing_on_paper_before(office, memo, row):
    """The term may be printed from long ago; the right to sign begins when it is written down."""
    held = Appointment.objects.filter(user=office.users["clerk"], is_acting=False)
    assert held.exclude(first_day__lt=today()).count() == 0
    held.update(entered_on=today() + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        enter(row, office["analyst"])
    assert refusal.value.field == "position"
    held.update(entered_on=today())
    assert enter(row, office["analyst"])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.few(3)
def test_nobody_confirms_what_they_entered_or_drafted(who, office, memo, row):
    """Each person once as the one who gains: who entered it, who drafted it, who has no right."""
    may_enter = who in ("analyst", "head", "clerk")
    if not may_enter:
        with pytest.raises(Refused):
            enter(row, office[who])
    result = enter(row, office[who if may_enter else "analyst"])
    second = "mayor" if who == "clerk" else "clerk"
    for stranger in {who if may_enter else "analyst", "analyst"}:
        for act in (
            lambda by=stranger: confirm(result, by=office[by]),
            lambda by=stranger: on_paper.reject(result, by=office[by], why="ก"),
        ):
            with pytest.raises(Refused):
                act()
    assert Decision.objects.count() == 0
    confirm(result, by=office[second])
    assert Decision.objects.count() == 1
    with pytest.raises(Refused):
        confirm(result, by=office[second])


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("position", ["", "นายกเทศมนตรี"])
@pytest.mark.few(3)
def test_nobody_enters_a_result_on_paper_for_what_is_signed_in_the_system(
    who, position, office, memo, submitted
):
    """The drafter could approve as the mayor with any picture."""
    row = submitted()
    for verdict in ("endorse", "approve", "refuse", "send-back"):
        with pytest.raises(Refused) as refusal:
            enter(row, office[who], verdict, "ก", position=position)
        if who == "analyst":
            assert "ลงนามในระบบ" in refusal.value.message.th
    row.refresh_from_db()
    assert (PaperResult.objects.count(), row.state) == (0, State.OPEN)
    deciding.decide(row, by=office["section"], verdict="endorse")


def test_the_way_is_fixed_when_it_is_submitted(office, memo, submitted):
    row = submitted()
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row.refresh_from_db()
    with pytest.raises(Refused):
        enter(row, office["analyst"])


def test_a_result_that_is_rejected_is_entered_again(office, memo, row):
    result = enter(row, office["analyst"])
    with pytest.raises(Refused) as refusal:
        on_paper.reject(result, by=office["clerk"], why=" ")
    assert refusal.value.field == "why"
    on_paper.reject(result, by=office["clerk"], why="ไม่มีลายมือชื่อ")
    assert any("ไม่มีลายมือชื่อ" in one for one in told(office, "analyst"))
    assert enter(row, office["analyst"]).state == ResultState.WAITING


def test_nobody_confirms_what_they_never_opened(office, memo, row):
    """Each person looks for themselves, at this very scan; who rejects it needs none."""
    result = enter(row, office["analyst"])
    on_paper.note_looked(result, by=office["clerk"])
    with pytest.raises(Refused) as refusal:
        on_paper.confirm(result, by=office["head"])
    assert "ยังไม่ได้เปิดภาพสแกน" in refusal.value.message.th
    assert "เปิดภาพสแกน" in refusal.value.next_step.th
    assert not Decision.objects.exists()
    on_paper.reject(result, by=office["mayor"], why="ไม่ตรง")
    again = enter(row, office["analyst"])
    with pytest.raises(Refused):
        on_paper.confirm(again, by=office["clerk"])
    for _ in range(2):
        on_paper.note_looked(again, by=office["clerk"])
    on_paper.confirm(again, by=office["clerk"])
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("end", ["withdraw", "resubmit"])
def test_a_result_falls_with_its_version(end, office, memo, row):
    result = enter(row, office["analyst"])
    if end == "withdraw":
        submitting.withdraw(row, by=office["analyst"])
    else:
        memo.texts[0] = "แก้แล้ว"
        submitting.resubmit(row, by=office["analyst"])
    result.refresh_from_db()
    assert result.state == ResultState.VOID
    with pytest.raises(Refused):
        confirm(result, by=office["clerk"])


def signed_on_paper(office, row):
    """Clerk and mayor, as the scans say: entered by the analyst, confirmed by two others."""
    confirm(enter(row, office["analyst"]), office["head"])
    row.refresh_from_db()
    confirm(enter(row, office["analyst"], "approve"), office["clerk"])
    row.refresh_from_db()
    return row


def test_all_who_sign_enter_and_confirm_hear_of_an_annulment(office, memo, row):
    signed_on_paper(office, row)
    annulling.annul(row, by=office["mayor"], why="ไม่ได้ลงนาม")
    for name in ("clerk", "head", "analyst"):
        assert [one for one in told(office, name) if "ยกเลิกผลบนกระดาษ" in one], name
    for name in ("mayor", "section"):
        assert not [one for one in told(office, name) if "ยกเลิกผลบนกระดาษ" in one], (
            "who acts, and who has no part"
        )


@pytest.mark.parametrize("when", ["result", "confirmed", "entered"])
@pytest.mark.parametrize("last", [-1, -400])
@pytest.mark.few(3)
def test_who_is_taken_out_of_the_post_is_told_and_annuls(when, last, office, memo, row, officer):
    """After the result stands, before it is confirmed, before it is entered."""

    def ends():
        held = office.positions["clerk"].appointments.get()
        positions.end_appointment(
            appointment=held, by=officer, last_day=today() + timedelta(days=last)
        )

    if when == "entered":
        ends()
        with pytest.raises(Refused) as refusal:
            enter(row, office["analyst"])
        assert refusal.value.field == "position"
        assert "ไม่มีผู้ดำรงตำแหน่งปลัดเทศบาล" in refusal.value.message.th
        factories.hold(office.users["section"], office.positions["clerk"], today())
    result = enter(row, office["analyst"])
    if when == "confirmed":
        ends()
    confirm(result, by=office["head"])
    if when == "result":
        ends()
    assert any("ยืนยันผลบนกระดาษ" in one for one in told(office, "clerk"))
    for stranger in ("analyst", "head", "mayor"):
        with pytest.raises(Refused):
            annulling.annul(row, by=office[stranger], why="ก")
    assert submission_page(row, office["clerk"], today()).dispute.may_annul
    annulling.annul(row, by=office["clerk"], why="ไม่ได้ลงนาม")
    row.refresh_from_db()
    assert row.state == State.SET_ASIDE


ACTS = "หัวหน้าสำนักปลัด รักษาราชการแทนปลัดเทศบาล"


@pytest.mark.parametrize("who", ["head", "clerk"])
@pytest.mark.long
def test_the_post_that_acted_is_told_and_annuls_as_the_post_that_was_acted_for(
    who, office, memo, row, client
):
    """Each of the two, of what waits and of what was confirmed."""
    result = enter(row, office["analyst"], position=ACTS, authority=ORDER)
    for name in ("head", "clerk"):
        assert any("บันทึกว่าปลัดเทศบาล" in one for one in told(office, name)), name
    annulling.annul(row, by=office[who], why="ไม่ได้ลงนาม")
    result.refresh_from_db()
    assert result.state == ResultState.OBJECTED
    confirm(enter(row, office["analyst"], position=ACTS, authority=ORDER), by=office["mayor"])
    row.refresh_from_db()
    made = row.decisions.get()
    assert (made.own_position, made.authority) == (office.positions["head"], ORDER)
    assert ORDER in client.get(reverse("approval:check", args=[row.code])).text
    for name in ("section", "mayor", "analyst"):
        with pytest.raises(Refused):
            annulling.annul(row, by=office[name], why="ก")
    for name in ("head", "clerk"):
        assert submission_page(row, office[name], today()).dispute.may_annul
    annulling.annul(row, by=office[who], why="ไม่ได้ลงนาม")
    assert row.objections.get().position == office.positions[who]


@pytest.mark.parametrize("drafter", ["analyst", "head"])
@pytest.mark.parametrize("authority", ["", "-", " – "])
@pytest.mark.few(3)
def test_nobody_acts_on_paper_without_an_order(drafter, authority, office, memo, submitted):
    """The drafter who acts, and anybody else; with an order it is shown who drafted it."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    row = submitted(by=drafter)
    with pytest.raises(Refused) as refusal:
        enter(row, office[drafter], position=ACTS, authority=authority)
    assert refusal.value.field == "authority"
    assert "คำสั่ง" in refusal.value.next_step.th
    assert not PaperResult.objects.exists()
    confirm(enter(row, office[drafter], position=ACTS, authority=ORDER), by=office["mayor"])
    made = row.decisions.get()
    assert (made.is_acting, made.is_again) == (True, drafter == "head")
    assert list(sealing.verify()) == []


def test_who_holds_the_post_needs_no_order(office, memo, row):
    result = enter(row, office["analyst"], authority=ORDER)
    assert (result.is_acting, result.authority, result.own_position) == (False, "", None)


@pytest.mark.parametrize(("who", "position"), [("clerk", ""), ("head", ACTS)])
def test_nobody_is_shut_out_and_signs_on_paper(who, position, office, memo, row, officer):
    """Whose account is closed hears of no result in their name."""
    people.deactivate_person(user=office.users[who], by=officer)
    with pytest.raises(Refused) as refusal:
        enter(row, office["analyst"], position=position, authority=ORDER)
    assert "เปิดบัญชี" in refusal.value.next_step.th
    people.activate_person(user=office.users[who], by=officer)
    assert enter(row, office["analyst"], position=position, authority=ORDER)


def test_a_post_that_nobody_holds_acts_in_none(office, memo, row, officer):
    held = office.positions["head"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        enter(row, office["analyst"], position=ACTS, authority=ORDER)
    assert "ไม่มีผู้ดำรงตำแหน่งหัวหน้าสำนักปลัด" in refusal.value.message.th


def test_a_post_that_nobody_holds_signs_nothing_on_paper(office, memo, submitted, officer):
    """The mayor's term is ended first; then the paper is submitted and the result entered."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER)
    held = office.positions["mayor"].appointments.get()
    positions.end_appointment(appointment=held, by=officer, last_day=today() - timedelta(days=1))
    row = submitted()
    confirm(enter(row, office["analyst"]), by=office["head"])
    row.refresh_from_db()
    for position in ("", "นายกเทศมนตรี"):
        with pytest.raises(Refused) as refusal:
            enter(row, office["analyst"], "approve", position=position)
        assert refusal.value.field == "position"
    # Whose term was ended shortly before is asked all the same, whoever holds the post by now.
    factories.hold(office.users["section"], office.positions["mayor"], today())
    result = enter(row, office["analyst"], "approve")
    assert any("บันทึกว่านายกเทศมนตรี" in one for one in told(office, "mayor"))
    confirm(result, by=office["clerk"])
    annulling.annul(row, by=office["mayor"], why="ไม่ได้ลงนาม")


def test_who_drafted_a_former_submission_confirms_nothing(office, memo, row):
    submitting.withdraw(row, by=office["analyst"])
    submitting.submit(
        office.agency, by=office["head"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )
    run_jobs()
    again = Submission.objects.get(state="open")
    result = enter(again, office["clerk"])
    office.acts_for("analyst", "section")
    assert not confirming.waiting_to_confirm(office["analyst"])
    with pytest.raises(Refused):
        confirm(result, by=office["analyst"])
    confirm(result, by=office["mayor"])


def test_who_drafted_a_former_version_confirms_nothing(office, memo, row):
    """Another's press of "submit again" does not make the drafter a second pair of eyes."""
    memo.texts[0] = "แก้แล้ว"
    submitting.resubmit(row, by=office["head"])
    run_jobs()
    row.refresh_from_db()
    assert row.versions.get(number=2).by == office.users["head"]
    result = enter(row, office["clerk"])
    office.acts_for("analyst", "section")  # a right to confirm, and yet
    assert not confirming.waiting_to_confirm(office["analyst"])
    with pytest.raises(Refused) as refusal:
        confirm(result, by=office["analyst"])
    assert "เสนอยืนยันผลเองไม่ได้" in refusal.value.message.th
    assert confirming.waiting_to_confirm(office["mayor"])
    confirm(result, by=office["mayor"])


def test_who_annulled_hears_that_the_paper_was_sent_again(office, memo, row, client_of):
    confirm(enter(row, office["analyst"]), by=office["head"])
    row.refresh_from_db()
    annulling.annul(row, by=office["clerk"], why="ไม่ได้ลงนาม")
    again = submitting.submit(
        office.agency, by=office["head"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )
    run_jobs()
    notice = Notification.objects.get(user=office.users["clerk"], said_th__contains="อีกครั้ง")
    assert notice.url == again.url
    for name in ("mayor", "head", "section"):
        assert not any("ท่านคัดค้าน" in one for one in told(office, name)), name
    again.refresh_from_db()
    page = submission_page(again, office["mayor"], today())
    assert [one.submission_id for one in page.dispute.objections_before] == [row.pk]
    assert page.dispute.objections == ()
    agency = office.agency
    agency.second_factor = []
    agency.save()
    text = client_of(office.users["mayor"]).get(again.url).text
    assert "เสนอครั้งก่อนมีผู้คัดค้าน" in text
    assert row.code in text


@pytest.mark.parametrize("way", ["withdrawn", "a new version"])
def test_who_held_a_paper_before_hears_that_it_was_sent_again(way, office, memo, row):
    confirm(enter(row, office["analyst"]), by=office["head"])
    former.object_to(row, by=office["clerk"], why="ไม่ได้ลงนาม")
    row.refresh_from_db()
    memo.texts[0] = "แก้แล้ว"
    if way == "withdrawn":
        submitting.withdraw(row, by=office["analyst"])
        assert any("ถอนเรื่องที่ท่านคัดค้าน" in one for one in told(office, "clerk"))
    else:
        again = submitting.resubmit(row, by=office["head"])
        assert any("อีกครั้ง" in one for one in told(office, "clerk"))
        page = submission_page(again, office["mayor"], today())
        assert (page.dispute.objections_before, len(page.dispute.objections)) == ((), 1)


def test_a_paper_of_which_nothing_was_annulled_is_sent_again_in_silence(office, memo, row):
    submitting.withdraw(row, by=office["analyst"])
    again = submitting.submit(
        office.agency, by=office["head"], kind=KIND, subject=SUBJECT, year=row.fiscal_year
    )
    run_jobs()
    assert not Notification.objects.filter(said_th__contains="ท่านคัดค้าน").exists()
    again.refresh_from_db()
    assert submission_page(again, office["mayor"], today()).dispute.objections_before == ()


def test_a_held_paper_goes_no_further(office, memo, row):
    confirm(enter(row, office["analyst"]), by=office["head"])
    row.refresh_from_db()
    former.object_to(row, by=office["clerk"], why="ไม่ได้ลงนาม")
    with pytest.raises(Refused) as refusal:
        enter(row, office["analyst"], "approve")
    assert "คัดค้าน" in refusal.value.message.th
    former.lift(row, by=office["clerk"])
    row.refresh_from_db()
    assert enter(row, office["analyst"], "approve").state == ResultState.WAITING


def test_a_result_is_annulled_alone_before_it_is_confirmed(office, memo, row):
    result = enter(row, office["analyst"])
    annulling.annul(row, by=office["clerk"], why="ไม่ได้ลงนาม")
    result.refresh_from_db()
    row.refresh_from_db()
    assert (result.state, row.objected_at) == (ResultState.OBJECTED, None)
    with pytest.raises(Refused):
        confirm(result, by=office["head"])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"position": "นายกเทศมนตรีคนใหม่"}, "changed"),
        ({"verdict": Verdict.REFUSE.value}, "changed"),
        ({"seal": ""}, "changed"),
        ({"confirmed_words": "ผู้ตรวจสอบภายใน"}, "changed"),
        ({"own_position": "analyst"}, "changed"),
    ],
)
@pytest.mark.few(3)
def test_a_decision_rewritten_in_the_database_is_found(change, what, office, memo, submitted):
    row = submitted()
    deciding.decide(row, by=office["section"], verdict="endorse")
    assert list(sealing.verify()) == []
    if "own_position" in change:
        change = {"own_position": office.positions[change["own_position"]]}
    with append_only.lifted():
        Decision.objects.update(**change)
    assert [one.what for one in sealing.verify()] == [what]


def test_a_decision_taken_out_or_put_in_is_found(office, memo, submitted):
    row = submitted()
    deciding.decide(row, by=office["section"], verdict="endorse")
    made = Decision.objects.get()
    with append_only.lifted():
        Decision.objects.all().delete()
        assert [one.what for one in sealing.verify()] == ["missing"]
        made.pk = None
        made.save(force_insert=True)
    assert [one.what for one in sealing.verify()] == ["changed", "missing"]


def test_nobody_begins_to_act_yesterday_where_a_paper_waits(office, memo, submitted, officer):
    days = {"last_day": today() + timedelta(days=5), "is_acting": True, "authority": "คำสั่งที่ ๑"}
    yesterday = today() - timedelta(days=1)
    position, user = office.positions["mayor"], office.users["section"]
    row = submitted()
    with pytest.raises(Refused) as refusal:
        positions.hold(position=position, user=user, by=officer, first_day=yesterday, **days)
    assert refusal.value.field == "first_day"
    # A new mayor is one since the election, whenever that is written down; beside nobody else.
    office.positions["mayor"].appointments.update(last_day=today() - timedelta(days=9))
    elected = today() - timedelta(days=8)
    assert positions.hold(
        position=position, user=office.users["head"], by=officer, first_day=elected
    )
    with pytest.raises(Refused):
        positions.hold(position=position, user=user, by=officer, first_day=yesterday)
    submitting.withdraw(row, by=office["analyst"])
    assert positions.hold(position=position, user=user, by=officer, first_day=yesterday, **days)
