"""Submitting, deciding, skipping, paper: the memo chains of documents 000 and 001 replayed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.approval.conftest import ORDER, SUBJECT, small_pdf
from tests.web.approval.papers import KIND, YEAR
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Verdict, Way
from prongsai.core.errors import UnreadableInput
from prongsai.web.agency.models import Notification, Position
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.services import people, positions
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.journal import verify
from prongsai.web.platform.models import Job, JobState, JournalEntry, StoredFile
from prongsai.web.signing.approval import checking, drawing, hooks, queries, sealing
from prongsai.web.signing.approval.models import KindChoice, Submission, Version
from prongsai.web.signing.approval.pages import submission_page
from prongsai.web.signing.approval.positions import Signatory
from prongsai.web.signing.approval.services import choosing, deciding, submitting
from prongsai.web.signing.approval.services.common import Seen, Signed, Upload

pytestmark = pytest.mark.django_db


def decide(row, by, verdict=Verdict.ENDORSE, **fields):
    done = deciding.decide(row, by=by, verdict=verdict, **fields)
    row.refresh_from_db()
    return done


def sent_back(row, by, reason="ขอให้ระบุหน่วยงาน"):
    return decide(row, by, Verdict.SEND_BACK, reason=reason)


def approved(row, office):
    """All four say yes."""
    for name in ("section", "head", "clerk"):
        decide(row, office[name])
    return decide(row, office["mayor"], Verdict.APPROVE)


def test_the_memo_of_document_000(office, memo, submitted):
    """The head of the office acts for the clerk and signs twice; the mayor approves."""
    office.leave("clerk")
    office.acts_for("head", "clerk")
    row = submitted()
    decide(row, office["section"], opinion="เห็นควรอนุมัติ")
    decide(row, office["head"], opinion="ตรวจแล้วถูกต้อง")
    decide(row, office["head"])
    decide(row, office["mayor"], Verdict.APPROVE)
    assert row.state == State.APPROVED
    told = [(one.position, one.verdict, one.is_acting) for one in row.decisions.all()]
    assert told == [
        ("หัวหน้าฝ่ายแผนงานและงบประมาณ", "endorse", False),
        ("หัวหน้าสำนักปลัด", "endorse", False),
        ("หัวหน้าสำนักปลัด รักษาราชการแทนปลัดเทศบาล", "endorse", True),
        ("นายกเทศมนตรี", "approve", False),
    ]
    assert memo.ends == [(State.APPROVED, "นายกเทศมนตรี")]
    first, section = row.decisions.get(place=1), office["section"]
    assert (first.by, first.by_words) == (section.user, section.words)
    assert (first.confirmed_by, first.confirmed_words) == (None, "")
    digests = {one.digest for one in row.decisions.all()}
    assert digests == {row.versions.get().digest}
    entry = JournalEntry.objects.get(verb="approval-approve")
    assert entry.detail["digest"] == row.versions.get().digest
    assert list(verify(office.agency)) == []


def test_the_memo_of_document_001(office, memo, submitted):
    """The head of the office drafts; clerk, mayor."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    row = submitted("head")
    assert [step["title"] for step in row.steps] == ["ปลัดเทศบาล", "นายกเทศมนตรี"]
    assert [step["th"] for step in row.steps] == ["ความเห็นปลัดเทศบาล", "คำสั่งนายกเทศมนตรี"]
    decide(row, office["clerk"])
    decide(row, office["mayor"], Verdict.APPROVE)
    assert (row.state, row.by_words) == (State.APPROVED, "หัวหน้าสำนักปลัด")


def test_a_memo_for_information_asks_nobody_to_decide(office, memo, submitted):
    memo.route_for = lambda *_: "information"
    row = submitted()
    with pytest.raises(Refused):
        decide(row, office["head"], Verdict.ENDORSE)
    for name in ("head", "clerk", "mayor"):
        decide(row, office[name], Verdict.NOTED)
    state = queries.state_of(office.agency, KIND, SUBJECT)
    assert (row.state, state.label.th) == (State.APPROVED, "รับทราบครบแล้ว")


def test_the_paper_is_really_drawn_and_the_signed_copy_holds_all_decisions(office, memo):
    from pypdfium2 import PdfDocument  # noqa: PLC0415 - slow to load

    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR, number="53501/9"
    )
    assert row.state == State.PREPARING
    run_jobs()
    row.refresh_from_db()
    version = row.versions.get()
    exact = files.read(version.file)
    assert (row.state, version.pages >= 1, exact[:5]) == (State.OPEN, True, b"%PDF-")
    assert files.read(version.word_file)[:2] == b"PK"
    decide(row, office["section"], opinion="เห็นควรอนุมัติ")
    decide(row, office["head"])
    decide(row, office["clerk"])
    decide(row, office["mayor"], Verdict.APPROVE)
    run_jobs()
    version.refresh_from_db()
    assert files.read(version.file) == exact
    with PdfDocument(files.read(version.signed_file)) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert text.count("ลงนามในระบบ") == 5
    assert "เห็นควรอนุมัติ" in text
    assert memo.copies == [row.code]
    assert queries.approved_file(office.agency, KIND, SUBJECT) == version.signed_file


def test_a_job_that_runs_twice_changes_nothing(office, memo, submitted):
    row = submitted()
    first = row.versions.get()
    decide(row, office["section"])
    Job.objects.update(state=JobState.WAITING)
    run_jobs()
    again = row.versions.get()
    row.refresh_from_db()
    assert (again.file_id, again.digest) == (first.file_id, first.digest)
    assert (row.state, row.waits_place) == (State.OPEN, 2)
    approved_rest(row, office)
    run_jobs()
    count = StoredFile.objects.count()
    Job.objects.update(state=JobState.WAITING)
    run_jobs()
    assert (StoredFile.objects.count(), memo.copies) == (count, [row.code])
    assert JournalEntry.objects.filter(verb="approval-drawn").count() == 1


def approved_rest(row, office):
    decide(row, office["head"])
    decide(row, office["clerk"])
    decide(row, office["mayor"], Verdict.APPROVE)


def test_a_drawing_that_fails_can_be_asked_for_again(office, memo, quick, monkeypatch):
    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    with pytest.raises(Refused):
        submitting.draw_again(row, by=office["analyst"])
    with monkeypatch.context() as broken:
        broken.setattr(memo, "draw", lambda *_, **__: 1 / 0)
        jobs.run.call(str(Job.objects.get().pk))
    assert Job.objects.get().state == JobState.FAILED
    (told,) = hooks.signing(office["analyst"], today())
    assert "ทำอีกครั้ง" in told.ask.th
    submitting.draw_again(row, by=office["analyst"])
    assert hooks.signing(office["analyst"], today()) == ()
    run_jobs()
    row.refresh_from_db()
    assert row.state == State.OPEN


def test_sent_back_and_submitted_again_voids_what_was_decided(office, memo, submitted):
    row = submitted()
    decide(row, office["section"], opinion="เห็นควร")
    sent_back(row, office["head"])
    assert (row.state, row.waits_place) == (State.SENT_BACK, None)
    memo.texts.append("งานตรวจสอบภายในรับผิดชอบ")
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    row.refresh_from_db()
    assert (row.state, row.waits_place, row.versions.count()) == (State.OPEN, 1, 2)
    assert row.decisions.filter(voided_at=None).count() == 0
    assert row.decisions.count() == 2, "history is never deleted"
    approved(row, office)
    assert row.state == State.APPROVED
    assert row.decisions.filter(voided_at=None).count() == 4


def test_an_edit_after_submitting_stops_the_signatures_until_the_next_version(
    office, memo, submitted
):
    row = submitted()
    decide(row, office["section"])
    with pytest.raises(Refused):
        submitting.resubmit(row, by=office["analyst"])
    memo.texts.append("เพิ่มภายหลัง")
    assert queries.state_of(office.agency, KIND, SUBJECT).is_changed
    with pytest.raises(Refused) as refusal:
        decide(row, office["head"])
    assert "แก้ไขหลังเสนอ" in refusal.value.message.th
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    assert not queries.state_of(office.agency, KIND, SUBJECT).is_changed
    row.refresh_from_db()
    decide(row, office["section"])
    decide(row, office["head"])
    assert row.waits_place == 3


def test_a_page_of_an_older_version_is_refused(office, memo, submitted):
    row = submitted()
    old = row.versions.get()
    seen = Seen(old.number, old.digest)
    sent_back(row, office["section"])
    memo.texts.append("ใหม่")
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    row.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        decide(row, office["section"], seen=seen)
    assert "ฉบับที่ 2" in refusal.value.message.th
    new = row.versions.get(number=2)
    decide(row, office["section"], seen=Seen(new.number, new.digest))
    assert row.waits_place == 2


def test_only_who_holds_the_position_today_decides(office, memo, submitted):
    row = submitted()
    for name in ("analyst", "head", "clerk", "mayor"):
        with pytest.raises(Refused) as refusal:
            decide(row, office[name])
        assert "หัวหน้าฝ่ายแผนงานและงบประมาณ" in refusal.value.message.th
    decide(row, office["section"])
    position = office.positions["head"].appointments.get()
    position.last_day = today() - timedelta(days=1)
    position.save()
    with pytest.raises(Refused):
        decide(row, office["head"])
    office.acts_for("section", "head")
    decide(row, office["section"])
    last = row.decisions.get(place=2)
    assert (last.is_acting, last.is_again) == (True, True)
    assert last.position == "หัวหน้าฝ่ายแผนงานและงบประมาณ รักษาราชการแทนหัวหน้าสำนักปลัด"


def test_one_person_signs_two_steps_only_where_acting_is_stated(office, memo, submitted):
    factories.hold(office.users["head"], office.positions["section"])
    row = submitted()
    decide(row, office["head"])
    with pytest.raises(Refused) as refusal:
        decide(row, office["head"])
    assert "รักษาราชการแทน" in refusal.value.message.th
    # Nobody else holds the post: the step is skipped, and everybody reads why.
    with pytest.raises(Refused):
        deciding.skip(row, by=office["analyst"], reason="")
    deciding.skip(row, by=office["analyst"], reason="ผู้ดำรงตำแหน่งเดียวกับขั้นก่อน")
    row.refresh_from_db()
    assert row.waits_place == 3


def test_who_signed_is_not_changed_on_the_way():
    signed = Signed(Signatory("ปลัดเทศบาล", is_acting=False), now())
    with pytest.raises(AttributeError):
        signed.is_again = True


def test_who_acts_signs_under_titles_of_any_length(office, memo, submitted):
    for name, letter in (("head", "ก"), ("clerk", "ข")):
        Position.objects.filter(pk=office.positions[name].pk).update(title=letter * 200)
    office.leave("clerk")
    office.acts_for("head", "clerk")
    row = submitted()
    decide(row, office["section"])
    decide(row, office["head"])
    decide(row, office["head"])
    words = f"{'ก' * 200} รักษาราชการแทน{'ข' * 200}"
    assert [one.position for one in row.decisions.all()][1:] == ["ก" * 200, words[:400]]


def test_an_order_that_is_stated_lets_one_person_sign_twice_and_is_shown(office, memo, submitted):
    office.leave("clerk")
    office.acts_for("head", "clerk", authority="")
    row = submitted()
    decide(row, office["section"])
    decide(row, office["head"])
    with pytest.raises(Refused):
        decide(row, office["head"])
    office.positions["clerk"].appointments.update(authority=ORDER)
    decide(row, office["head"])
    assert [one.is_again for one in row.decisions.all()] == [False, False, True]
    steps = queries.state_of(office.agency, KIND, SUBJECT).steps
    assert "คนเดียวกับ" in steps[3].detail
    assert ORDER in steps[3].detail
    assert checking.check_page(row.code).decisions[2].authority == ORDER


@pytest.mark.parametrize("unstated", ["clerk", "mayor"])
def test_an_order_for_one_post_serves_for_no_other(unstated, office, memo, submitted):
    """Who drafts and acts in both posts has an order for one of them."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    for position in ("clerk", "mayor"):
        office.leave(position)
        office.acts_for("analyst", position, authority="" if position == unstated else ORDER)
    row = submitted()
    decide(row, office["analyst"])
    with pytest.raises(Refused) as refusal:
        deciding.decide(row, by=office["analyst"], verdict=Verdict.APPROVE)
    assert "แต่ละตำแหน่ง" in refusal.value.next_step.th
    # With an order for each of them.
    submitting.withdraw(row, by=office["analyst"])
    office.positions[unstated].appointments.update(authority=ORDER)
    row = submitted()
    decide(row, office["analyst"])
    deciding.decide(row, by=office["analyst"], verdict=Verdict.APPROVE)
    row.refresh_from_db()
    assert [one.authority for one in row.decisions.all()] == [ORDER, ORDER]


def test_a_vacant_post_is_skipped_with_a_reason(office, memo, submitted):
    row = submitted()
    with pytest.raises(Refused):
        deciding.skip(row, by=office["analyst"], reason="ว่าง")
    office.leave("section")
    with pytest.raises(Refused):
        deciding.skip(row, by=office["analyst"], reason=" ")
    with pytest.raises(Refused):
        deciding.skip(row, by=office["mayor"], reason="ไม่ใช่ผู้เสนอ")
    deciding.skip(row, by=office["analyst"], reason="ตำแหน่งว่างตั้งแต่ 1 ต.ค.")
    row.refresh_from_db()
    assert (row.waits_place, row.decisions.get().verdict) == (2, "skip")
    skipped = row.decisions.get()
    assert (skipped.position, skipped.is_acting, skipped.is_again, skipped.name) == (
        "หัวหน้าฝ่ายแผนงานและงบประมาณ", False, False, "",
    )  # fmt: skip
    approved_rest(row, office)
    assert row.state == State.APPROVED


@pytest.mark.parametrize("then", ["renamed", "given to who has signed", "acted for by who has"])
def test_a_post_that_was_emptied_is_not_skipped_by_what_comes_after(office, memo, submitted, then):
    row = submitted()
    decide(row, office["section"])
    decide(row, office["head"])
    held = office.positions["clerk"].appointments.get()
    yesterday = today() - timedelta(days=1)
    positions.end_appointment(appointment=held, by=office["head"], last_day=yesterday)
    position, section = office.positions["clerk"], office.users["section"]
    if then == "renamed":
        positions.rename_position(position=position, by=office["head"], title="ปลัดเทศบาลตัวอย่าง")
    else:
        is_acting = then.startswith("acted")
        positions.hold(
            position=position, user=section, by=office["head"], first_day=today(),
            last_day=today(), is_acting=is_acting, authority=ORDER,
        )  # fmt: skip
    with pytest.raises(Refused):
        deciding.skip(row, by=office["analyst"], reason="ว่าง")
    page = submission_page(row, office["analyst"], today())
    assert (page.turn.is_vacant, page.may_skip) == (False, False)
    # Somebody who has not signed is put there, and signs.
    positions.hold(
        position=position, user=office.users["analyst"], by=office["head"], first_day=today(),
        last_day=today(), is_acting=True, authority=ORDER,
    )  # fmt: skip
    decide(row, office["analyst"])


@pytest.mark.parametrize("ended", [-1, 0, 1])
def test_a_post_that_is_emptied_just_before_submitting_is_not_skipped(
    ended, office, memo, submitted, settings
):
    """The term ends on any day that is written, the paper is submitted once nobody holds it."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    held = office.positions["clerk"].appointments.get()
    positions.end_appointment(
        appointment=held, by=office["head"], last_day=today() + timedelta(days=ended)
    )
    settings.FROZEN_NOW = now() + timedelta(days=3)
    row = submitted()
    with pytest.raises(Refused) as refusal:
        deciding.skip(row, by=office["analyst"], reason="ว่าง")
    assert "เพิ่งว่าง" in refusal.value.message.th
    page = submission_page(row, office["analyst"], today())
    assert (page.turn.is_vacant, page.turn.is_emptied, page.may_skip) == (False, True, False)
    # Somebody acts; or the post has long been vacant.
    office.acts_for("section", "clerk")
    decide(row, office["section"])


def test_a_post_that_has_long_been_vacant_is_skipped(office, memo, submitted, settings):
    """Also where the last term was made longer meanwhile: nobody was taken out by that."""
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    held = office.positions["clerk"].appointments.get()
    positions.end_appointment(
        appointment=held, by=office["head"], last_day=today() + timedelta(days=5)
    )
    settings.FROZEN_NOW = now() + timedelta(days=4)
    positions.end_appointment(
        appointment=held, by=office["head"], last_day=today() + timedelta(days=5)
    )
    settings.FROZEN_NOW = now() + timedelta(days=27)
    row = submitted()
    page = submission_page(row, office["analyst"], today())
    assert (page.turn.is_vacant, page.turn.is_emptied, page.may_skip) == (True, False, True)
    deciding.skip(row, by=office["analyst"], reason="ตำแหน่งว่าง")
    row.refresh_from_db()
    assert row.waits_place == 2


def test_who_drafted_a_paper_decides_it_only_by_an_order_that_is_stated(office, memo, submitted):
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    office.leave("mayor")
    office.acts_for("analyst", "mayor", authority="")
    row = submitted()
    decide(row, office["clerk"])
    with pytest.raises(Refused) as refusal:
        deciding.decide(row, by=office["analyst"], verdict=Verdict.APPROVE)
    assert "จัดทำ" in refusal.value.message.th
    # A dash is no order, and the order of another post is none for this.
    office.positions["mayor"].appointments.update(authority="-")
    with pytest.raises(Refused):
        deciding.decide(row, by=office["analyst"], verdict=Verdict.APPROVE)
    office.positions["mayor"].appointments.update(authority=ORDER)
    deciding.decide(row, by=office["analyst"], verdict=Verdict.APPROVE)
    row.refresh_from_db()
    assert row.state == State.APPROVED
    assert row.decisions.get(place=2).is_again


def test_a_closed_account_makes_no_post_vacant(agency, office, memo, submitted, officer):
    """Whoever may close accounts does not take a step out of the chain by it."""
    choosing.choose(agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    row = submitted()
    people.deactivate_person(user=office.users["clerk"], by=officer)
    page = submission_page(row, office["analyst"], today())
    assert (page.turn.is_closed, page.turn.is_vacant, page.may_skip) == (True, False, False)
    with pytest.raises(Refused) as refusal:
        deciding.skip(row, by=office["analyst"], reason="บัญชีปิด")
    assert "มีผู้ดำรงอยู่" in refusal.value.message.th
    # Nor does one whose term is ended to make it so, whatever day is written.
    held = office.positions["clerk"].appointments.get()
    for last_day in (today(), today() - timedelta(days=1)):
        positions.end_appointment(appointment=held, by=officer, last_day=last_day)
    page = submission_page(row, office["analyst"], today())
    assert (page.turn.is_vacant, page.may_skip) == (False, False)
    with pytest.raises(Refused):
        deciding.skip(row, by=office["analyst"], reason="ว่าง")
    # Somebody acts, as the rule says; or it was vacant all along (test_a_vacant_post_is_skipped…).
    office.acts_for("section", "clerk")
    deciding.decide(row, by=office["section"], verdict=Verdict.ENDORSE)


def lose(office, name):
    """The agency no longer has a position of this kind."""
    Position.objects.filter(pk=office.positions[name].pk).update(kind=f"former-{name}")


def test_positions_that_the_agency_does_not_have_are_left_out(
    agency, office, memo, quick, make_actor
):
    lose(office, "clerk")
    row = submitting.submit(agency, by=office["head"], kind=KIND, subject=SUBJECT, year=YEAR)
    assert [step["seat"] for step in row.steps] == [
        "office-head",
        "chief-executive",
    ], "no unit, no clerk"
    lose(office, "mayor")
    with pytest.raises(Refused) as refusal:
        submitting.submit(agency, by=office["head"], kind=KIND, subject=uuid4(), year=YEAR)
    assert "ผู้อนุมัติ" in refusal.value.message.th


def test_a_subject_is_on_its_way_once(office, memo, submitted):
    row = submitted()
    with pytest.raises(Refused):
        submitting.submit(
            office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
        )
    submitting.withdraw(row, by=office["analyst"], reason="ผิดเรื่อง")
    row.refresh_from_db()
    assert (row.state, row.waits_for) == (State.WITHDRAWN, None)
    with pytest.raises(Refused):
        submitting.resubmit(row, by=office["analyst"])
    again = submitted()
    assert again.pk != row.pk
    assert queries.submission_of(office.agency, KIND, SUBJECT) == again
    with pytest.raises(Refused):
        submitting.withdraw(again, by=office["mayor"])


def test_withdrawn_while_it_is_drawn_stays_withdrawn(office, memo, quick):
    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    submitting.withdraw(row, by=office["analyst"])
    run_jobs()
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN


def test_nothing_follows_a_refusal(office, memo, submitted):
    row = submitted()
    for name in ("section", "head", "clerk"):
        decide(row, office[name])
    with pytest.raises(Refused) as refusal:
        decide(row, office["mayor"], Verdict.REFUSE)
    assert refusal.value.field == "reason"
    decide(row, office["mayor"], Verdict.REFUSE, reason="งบประมาณไม่พอ")
    assert (row.state, memo.ends) == (State.REFUSED, [(State.REFUSED, "นายกเทศมนตรี")])
    with pytest.raises(Refused):
        decide(row, office["mayor"], Verdict.APPROVE)
    assert queries.approved_file(office.agency, KIND, SUBJECT) is None


@pytest.mark.parametrize("drafter", ["analyst", "section"])
def test_who_drafted_is_told_of_a_refusal_by_another(drafter, office, memo, submitted):
    row = submitted(drafter)
    while row.waits_place < len(row.steps):
        title = row.steps[row.waits_place - 1]["title"]
        decide(
            row, office[next(key for key, one in office.positions.items() if one.title == title)]
        )
    decide(row, office["mayor"], Verdict.REFUSE, reason="งบประมาณไม่พอ")
    told = Notification.objects.get(said_th__startswith="ไม่อนุมัติ")
    assert told.user == office.users[drafter]


def test_a_held_post_is_skipped_by_no_decision(office, memo, submitted):
    row = submitted()
    with pytest.raises(Refused):
        decide(row, office["section"], Verdict.SKIP, reason="ว่าง")
    assert not row.decisions.exists()


def test_who_waits_is_named_to_whom_it_is_not(office, memo, submitted):
    row = submitted()
    with pytest.raises(Refused, match="หัวหน้าฝ่ายแผนงานและงบประมาณ"):
        decide(row, office["clerk"])
    for name in ("section", "head", "clerk"):
        decide(row, office[name])
    with pytest.raises(Refused, match="นายกเทศมนตรี"):
        decide(row, office["clerk"], Verdict.APPROVE)


def test_a_step_is_skipped_whole_or_not_at_all(office, memo, submitted, monkeypatch):
    row = submitted()
    office.leave("section")

    def fail(*_):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(deciding, "finish", fail)
        with pytest.raises(RuntimeError):
            deciding.skip(row, by=office["analyst"], reason="ว่าง")
    assert not row.decisions.exists()
    deciding.skip(row, by=office["analyst"], reason="ว่าง")
    assert row.decisions.exists()


def test_a_copy_edited_by_hand_is_kept_whole_or_not_at_all(office, memo, submitted, monkeypatch):
    row = submitted()
    copy = Upload("แก้.pdf", small_pdf("แก้นอกระบบ"))

    def fail(*_, **__):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(deciding, "record", fail)
        with pytest.raises(RuntimeError):
            deciding.final_copy(row, by=office["analyst"], copy=copy)
    assert row.versions.get().final_file is None
    deciding.final_copy(row, by=office["analyst"], copy=copy)
    assert row.versions.get().final_file is not None


def test_what_follows_the_end_fails_with_the_decision_or_not_at_all(
    office, memo, submitted, monkeypatch
):
    row = submitted()
    for name in ("section", "head", "clerk"):
        decide(row, office[name])

    def fail(submission, *, by):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(memo, "decided", fail)
        with pytest.raises(RuntimeError):
            deciding.decide(row, by=office["mayor"], verdict=Verdict.APPROVE)
    row.refresh_from_db()
    assert (row.state, row.decisions.count()) == (State.OPEN, 3)
    decide(row, office["mayor"], Verdict.APPROVE)
    assert row.state == State.APPROVED


def test_a_kept_file_that_was_changed_cannot_be_signed(office, memo, submitted):
    row = submitted()
    kept = row.versions.get().file
    path = files.path_of(office.agency, kept.digest)
    whole = path.read_bytes()
    path.write_bytes(small_pdf("ปลอม"))
    with pytest.raises(Refused) as refusal:
        decide(row, office["section"])
    assert "ค่าตรวจสอบ" in refusal.value.message.th
    path.write_bytes(whole)
    decide(row, office["section"])
    assert row.waits_place == 2


def test_a_copy_edited_by_hand_is_kept_beside(office, memo, submitted):
    row = submitted()
    exact = row.versions.get().digest
    kept = deciding.final_copy(
        row, by=office["analyst"], copy=Upload("แก้.pdf", small_pdf("แก้นอกระบบ"))
    )
    version = row.versions.get()
    assert (version.final_file, version.digest) == (kept, exact)
    assert kept.digest != exact
    with pytest.raises(UnreadableInput):
        deciding.final_copy(row, by=office["analyst"], copy=Upload("x.docx", b"MZ"))
    with pytest.raises(Refused):
        deciding.final_copy(row, by=office["mayor"], copy=Upload("แก้.pdf", small_pdf("z")))


def test_a_number_of_the_register_comes_onto_the_signed_copy(office, memo, submitted):
    row = submitted()
    approved(row, office)
    run_jobs()
    first = row.versions.get().signed_file_id
    submitting.give_number(row, by=office["head"], number="กจ 53501/12")
    run_jobs()
    version = row.versions.get()
    assert (version.signed_number, memo.drawn[-1][1]) == ("กจ 53501/12", "กจ 53501/12")
    assert version.signed_file_id != first
    submitting.give_number(row, by=office["head"], number="กจ 53501/12")
    assert not Job.objects.filter(state=JobState.WAITING).exists()


def test_choosing_the_same_route_again_writes_nothing(office, memo):
    for _ in range(2):
        choosing.choose(
            office.agency, by=office["head"], kind=KIND, route="usual", way=Way.IN_SYSTEM
        )
    assert JournalEntry.objects.count() == 0
    for _ in range(2):
        choosing.choose(
            office.agency, by=office["head"], kind=KIND, route="short", way=Way.ON_PAPER
        )
    assert JournalEntry.objects.get().verb == "route-chosen"
    assert queries.choice_of(office.agency, KIND) == ("short", Way.ON_PAPER)


def test_codes_are_easy_to_read_and_differ(office, memo, quick):
    codes = {submitting._new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("ILOU")
    assert Submission.objects.count() == Version.objects.count() == 0


def test_what_somebody_must_decide_takes_no_route_for_information(office, memo, submitted):
    with pytest.raises(Refused) as refusal:
        choosing.choose(
            office.agency, by=office["head"], kind=KIND, route="information", way=Way.IN_SYSTEM
        )
    assert refusal.value.field == f"route-{KIND}"
    KindChoice.objects.create(
        agency=office.agency, kind=KIND, route="information", changed_at=now()
    )
    assert queries.choice_of(office.agency, KIND)[0] == memo.route, "one of before counts no more"
    choosing.choose(office.agency, by=office["head"], kind=KIND, route="short", way=Way.IN_SYSTEM)
    assert queries.choice_of(office.agency, KIND)[0] == "short"


def test_names_stand_under_signatures_where_the_agency_prints_them(office, memo, submitted):
    for name, told in (("section", "นางสาวตัวอย่าง หนึ่ง"), ("mayor", "นายตัวอย่าง สอง")):
        office.users[name].display_name = told
        office.users[name].save()
    row = submitted()
    assert [step.name for step in memo.drawn[-1][0]] == [
        "", "นางสาวตัวอย่าง หนึ่ง", "", "", "นายตัวอย่าง สอง",
    ]  # fmt: skip
    office.acts_for("clerk", "head")
    for name in ("section", "clerk", "clerk"):
        decide(row, office[name])
    decide(row, office["mayor"], Verdict.APPROVE)
    # Who is called otherwise later signed as they were called then.
    office.users["section"].display_name = "นางสาวตัวอย่าง สาม"
    office.users["section"].save()
    run_jobs()
    assert [step.name for step in memo.drawn[-1][0]][1] == "นางสาวตัวอย่าง หนึ่ง"
    assert list(sealing.verify()) == []


def test_no_name_is_printed_where_the_agency_says_so(office, memo, submitted):
    office.agency.prints_names = False
    office.agency.save()
    office.users["section"].display_name = "นางสาวตัวอย่าง หนึ่ง"
    office.users["section"].save()
    row = submitted()
    decide(row, office["section"])
    assert not any(step.name for step in memo.drawn[-1][0])
    assert row.decisions.get().name == ""


def test_what_was_only_noted_is_nowhere_told_as_approved(office, memo, submitted, client):
    """Nobody approved it: the public check, the mark on its copy and its state say so."""
    memo.route_for = lambda *_: "information"
    row = submitted()
    for name in ("head", "clerk", "mayor"):
        decide(row, office[name], Verdict.NOTED)
    run_jobs()
    state = queries.state_of(office.agency, KIND, SUBJECT)
    assert (state.is_signed, state.is_approved) == (True, False)
    page = client.get(reverse("approval:check", args=[row.code])).content.decode()
    assert "เอกสารรหัสนี้อนุมัติแล้ว" not in page
    assert "เอกสารรหัสนี้: รับทราบครบแล้ว" in page
    words = drawing.document_of(row.versions.get()).mark.words[0]
    assert words.startswith("ตรวจว่าเป็นฉบับที่รับทราบหรือไม่")


def test_what_was_decided_is_told_as_approved(office, memo, submitted, client):
    row = submitted()
    approved(row, office)
    run_jobs()
    state = queries.state_of(office.agency, KIND, SUBJECT)
    assert (state.is_signed, state.is_approved) == (True, True)
    page = client.get(reverse("approval:check", args=[row.code])).content.decode()
    assert "เอกสารรหัสนี้อนุมัติแล้ว" in page
    words = drawing.document_of(row.versions.get()).mark.words[0]
    assert words.startswith("ตรวจว่าเป็นฉบับที่อนุมัติหรือไม่")
