"""What is printed is what was asked; what was not approved is never passed on; numbers."""

import io

import pikepdf
import pytest
from tests.web.approval.conftest import SUBJECT
from tests.web.approval.papers import KIND, YEAR
from tests.web.roles import ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Verdict
from prongsai.core.errors import Misuse
from prongsai.core.text import Text
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.journal import CrossTenantActError
from prongsai.web.platform.models import Job, JobState, JournalEntry
from prongsai.web.signing.approval import checking, pages, queries
from prongsai.web.signing.approval.services import deciding, submitting
from prongsai.web.signing.approval.services.common import Seen
from prongsai.web.signing.approval.services.numbering import may_number, number_for

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def decide(row, person, verdict=Verdict.ENDORSE, **fields):
    deciding.decide(row, by=person, verdict=verdict, **fields)
    row.refresh_from_db()


def approved(row, office):
    for name in ("section", "head", "clerk"):
        decide(row, office[name])
    decide(row, office["mayor"], Verdict.APPROVE)


def test_a_refused_paper_has_a_copy_but_nothing_is_passed_on(office, memo, submitted):
    row = submitted()
    decide(row, office["section"])
    decide(row, office["head"], Verdict.SEND_BACK, reason="แก้")
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    for name in ("section", "head", "clerk"):
        decide(row, office[name])
    decide(row, office["mayor"], Verdict.REFUSE, reason="งบประมาณไม่พอ")
    run_jobs()
    assert row.state == State.REFUSED
    assert row.versions.get(number=2).signed_file is not None
    assert memo.copies == []
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is None


def test_only_the_signed_copy_is_passed_on(office, memo, submitted):
    row = submitted()
    approved(row, office)
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is None, "it is not drawn yet"
    assert queries.approved_file(office.agency, KIND, SUBJECT) == row.versions.get().file
    run_jobs()
    assert queries.signed_copy(office.agency, KIND, SUBJECT) == row.versions.get().signed_file
    assert memo.copies == [row.code]


def test_no_signature_stands_below_words_that_were_written_later(office, memo, submitted):
    row = submitted()
    approved(row, office)
    run_jobs()
    before = row.versions.get().signed_file_id
    memo.texts.append("เพิ่มหลังลงนาม")
    submitting.give_number(row, by=office["analyst"], number="กจ 53501/7")
    job = Job.objects.get(state=JobState.WAITING)
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "ถูกแก้ไปแล้ว" in job.failure
    assert row.versions.get().signed_file_id == before
    memo.texts.pop()
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    run_jobs()
    assert row.versions.get().signed_number == "กจ 53501/7"


def failed_job(row, office):
    """What the job says that should draw the copy anew with a number."""
    submitting.give_number(row, by=office["analyst"], number="กจ 53501/7")
    job = Job.objects.get(state=JobState.WAITING)
    jobs.run.call(str(job.pk))
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    return job


@pytest.mark.parametrize("is_old", [False, True])
def test_no_signature_stands_below_words_that_no_fingerprint_knows(office, memo, submitted, is_old):
    """Whatever the kind forgot to hash: the drawn paper itself is compared, old versions too."""
    row = submitted()
    approved(row, office)
    run_jobs()
    version = row.versions.get()
    if is_old:
        row.versions.update(content="")  # drawn before the digest was taken
    memo.unhashed.append("และให้จัดซื้อรถยนต์ตรวจการ")
    job = failed_job(row, office)
    assert "ถูกแก้ไปแล้ว “และให้จัดซื้อรถยนต์ตรวจการ”" in job.failure
    assert row.versions.get().signed_file_id == version.signed_file_id
    memo.unhashed.clear()
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    run_jobs()
    version.refresh_from_db()
    assert version.signed_number == "กจ 53501/7"
    assert "กจ 53501/7" in told(version.signed_file)


def test_nobody_signs_on_while_the_paper_would_say_something_else(office, memo, submitted):
    row = submitted()
    decide(row, office["section"])
    memo.unhashed.append("ข้อเสนอแนะที่เพิ่มระหว่างทาง")
    assert pages.submission_page(row, office["analyst"], today()).is_changed
    with pytest.raises(Refused) as refusal:
        decide(row, office["head"])
    assert "แก้ไขหลังเสนอ" in refusal.value.message.th
    submitting.resubmit(row, by=office["analyst"])
    run_jobs()
    row.refresh_from_db()
    assert not pages.submission_page(row, office["analyst"], today()).is_changed
    approved(row, office)
    run_jobs()
    assert "ข้อเสนอแนะที่เพิ่มระหว่างทาง" in told(row.versions.get(number=2).signed_file)


def test_what_the_paper_is_made_of_is_gone(office, memo, submitted, monkeypatch):
    """It is told as changed; no page breaks."""
    row = submitted()
    assert not pages.submission_page(row, office["analyst"], today()).is_changed

    def gone(*_, **__):
        raise Misuse(Text("ไม่มีแล้ว", "gone"), next_step=Text("–", "–"))

    monkeypatch.setattr(memo, "draw", gone)
    assert pages.submission_page(row, office["analyst"], today()).is_changed


def test_the_drafter_is_printed_by_the_name_of_the_day(office, memo, submitted):
    office.users["analyst"].display_name = "นางสาวตัวอย่าง ผู้เสนอ"
    office.users["analyst"].save()
    row = submitted()
    office.users["analyst"].display_name = "นายกเทศมนตรี"
    office.users["analyst"].save()
    approved(row, office)
    run_jobs()
    lines = told(row.versions.get().signed_file).splitlines()
    assert "นางสาวตัวอย่าง ผู้เสนอ" in lines
    assert "นายกเทศมนตรี" not in [line for line in lines if line not in row.versions.get().strings]


@pytest.mark.long
def test_a_copy_of_an_older_submission_changes_nothing(office, memo, submitted):
    """Its copy is drawn and kept; what follows belongs to the one that was approved after it."""
    older = submitted()
    approved(older, office)
    run_jobs()
    newer = submitted()
    approved(newer, office)
    run_jobs()
    assert memo.copies == [older.code, newer.code]
    submitting.give_number(older, by=office["analyst"], number="กจ 53501/1")
    run_jobs()
    assert older.versions.get().signed_number == "กจ 53501/1"
    assert memo.copies == [older.code, newer.code]
    submitting.give_number(newer, by=office["analyst"], number="กจ 53501/2")
    run_jobs()
    assert memo.copies == [older.code, newer.code, newer.code]


def test_a_copy_that_failed_is_asked_for_again(office, memo, submitted, monkeypatch):
    row = submitted()
    approved(row, office)
    with pytest.raises(Refused):
        submitting.draw_again(row, by=office["analyst"])  # a job is at it
    with monkeypatch.context() as broken:
        broken.setattr(memo, "draw", lambda *_, **__: 1 / 0)
        jobs.run.call(str(Job.objects.get(state=JobState.WAITING).pk))
    assert queries.signed_copy(office.agency, KIND, SUBJECT) is None
    submitting.draw_again(row, by=office["analyst"])
    run_jobs()
    assert memo.copies == [row.code]
    with pytest.raises(Refused):
        submitting.draw_again(row, by=office["analyst"])


def test_what_was_edited_before_it_was_drawn_is_what_is_signed(office, memo, quick):
    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )
    asked = row.versions.get().fingerprint
    memo.texts.append("แก้ก่อนทำฉบับ")
    run_jobs()
    row.refresh_from_db()
    version = row.versions.get()
    assert "แก้ก่อนทำฉบับ" in version.strings
    assert version.fingerprint != asked
    memo.texts.pop()  # back to what was asked at first, which no page shows
    with pytest.raises(Refused) as refusal:
        decide(row, office["section"])
    assert "แก้ไขหลังเสนอ" in refusal.value.message.th


def test_who_holds_two_positions_decides_the_second_from_its_own_page(office, memo, submitted):
    row = submitted()
    office.acts_for("section", "head")
    version = row.versions.get()
    first = Seen(version.number, version.digest, 1)
    decide(row, office["section"], seen=first)
    with pytest.raises(Refused) as refusal:
        decide(row, office["section"], seen=first)
    assert "มีผู้พิจารณาไปแล้ว" in refusal.value.message.th
    assert row.decisions.count() == 1
    decide(row, office["section"], seen=Seen(version.number, version.digest, 2))
    assert row.decisions.count() == 2


def test_a_memo_is_numbered_on_its_way_an_order_once_it_is_signed(office, memo, submitted):
    row = submitted()
    assert not may_number(row), "a kind without a register"
    with pytest.raises(Refused):
        number_for(row, by=office["analyst"])
    memo.series = lambda *_: "order"
    assert not may_number(row)
    memo.series = lambda *_: "memo"
    first = number_for(row, by=office["analyst"])
    assert number_for(row, by=office["analyst"]) == first
    row.refresh_from_db()
    assert row.number == first
    approved(row, office)
    run_jobs()
    assert row.versions.get().signed_number == first
    memo.series = lambda *_: "order"
    assert may_number(row)


@pytest.mark.parametrize(
    ("prefix", "is_number"),
    [
        ("กจ 53501/", True),
        ("มท 0808.2/", True),
        ("", True),
        ("และให้จัดซื้อ 5,000,000 บาท", False),
        ("อนุมัติ 5000000/", False),
        ("กขคงจฉชซฌ/", False),
    ],
)
@pytest.mark.few(3)
def test_a_number_brings_no_words_below_a_signature(office, memo, submitted, prefix, is_number):
    """Its prefix is typed by whoever keeps the agency; the last signature asks for the number."""
    memo.series = lambda *_: "memo"
    row = submitted()
    office.agency.number_prefix = prefix
    office.agency.save()
    approved(row, office)
    row.refresh_from_db()
    if is_number:
        assert row.number == f"{prefix}1"
        return
    assert row.number == ""
    with pytest.raises(Refused, match="not the number of a paper"):
        number_for(row, by=office["analyst"])
    row.refresh_from_db()
    assert row.number == ""


def test_nobody_of_another_agency_acts(office, other_agency, make_actor, memo, submitted):
    row = submitted()
    stranger = make_actor(other_agency, ITA_OFFICER, login="stranger")
    before = JournalEntry.objects.count()
    for act in (
        lambda: submitting.withdraw(row, by=stranger),
        lambda: submitting.give_number(row, by=stranger, number="1"),
    ):
        with pytest.raises(CrossTenantActError):
            act()
    row.refresh_from_db()
    assert (row.state, row.number) == (State.OPEN, "")
    assert JournalEntry.objects.count() == before
    submitting.withdraw(row, by=office["analyst"])


def test_the_head_of_the_journal_is_printed_on_the_signed_copy_and_the_check_agrees(
    office, memo, submitted
):
    """Whoever rewrites the journal later cannot rewrite the papers that people hold."""
    row = submitted()
    assert "บันทึกการใช้งานรายการที่" not in told(row.versions.get().file)
    approved(row, office)
    run_jobs()
    entry = JournalEntry.objects.get(verb="approval-approve")
    line = f"บันทึกการใช้งานรายการที่ {entry.number} ค่าตรวจสอบ {entry.digest[:16]}"
    assert line in told(row.versions.get().signed_file)
    page = checking.check_page(row.code)
    assert (page.entry.number, page.entry_digest) == (entry.number, entry.digest[:16])


def told(file):
    """The text that `quick` put into a PDF."""
    with pikepdf.open(io.BytesIO(files.read(file))) as document:
        return str(document.docinfo["/Title"])
