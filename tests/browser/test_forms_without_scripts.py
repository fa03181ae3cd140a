"""The main form of each app of issue 6, sent by a browser that runs no script."""

import io
from datetime import date

import pytest
from PIL import Image
from playwright.sync_api import expect
from tests.web import full_agency
from tests.web.public_site.samples import with_text
from tests.web.roles import ADMINISTRATOR, CHIEF_EXECUTIVE, ITA_OFFICER
from tests.web.running import run_jobs

from prongsai.web.agency.models import WordingRow
from prongsai.web.office.announcements.models import Announcement
from prongsai.web.office.circulation.models import Recipient
from prongsai.web.office.meetings.models import AgendaItem
from prongsai.web.platform.models import Job, JobState
from prongsai.web.signing.approval.models import Decision, Submission
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.numbering.models import NumberRow
from prongsai.web.signing.publication.models import Publication
from prongsai.web.year.reports.models import RowVersion
from prongsai.web.year.tracking.models import ProgressNote

YEAR = full_agency.YEAR
WRITTEN = "เขียนโดยไม่มีสคริปต์"


@pytest.fixture
def everything(everybody, settings, tmp_path):
    """The full agency of somebody who may do all of it, the mayor's part too."""
    settings.DATA = tmp_path
    kinds = (ITA_OFFICER, ADMINISTRATOR, CHIEF_EXECUTIVE)
    person = everybody(*kinds, login="officer")
    return full_agency.full(person.agency, person)


@pytest.fixture
def page(page_without_js, sign_in, everything):
    """The browser of that person."""
    return sign_in(page_without_js, everything.person)


def press(page, name, scope="main"):
    """Send a form; the page after it says what was done and is no error."""
    page.locator(scope).get_by_role("button", name=name, exact=True).first.click()
    expect(page.locator(".govuk-error-summary")).to_have_count(0)
    expect(page.get_by_role("status").first).not_to_be_empty()


@pytest.mark.walk
def test_a_memo_is_submitted_and_decided(page, everything):
    # Those of the full agency are rows to look at, not work that could be done.
    Job.objects.filter(state=JobState.WAITING).update(state=JobState.DONE)
    everything.person.agency.emblem = None
    everything.person.agency.save()
    page.goto(f"/{YEAR}/papers/memo/")
    for name in ("subject", "background", "facts", "proposals"):
        page.locator(f"main [name={name}]").fill(WRITTEN)
    press(page, "เก็บร่าง")
    press(page, "เสนอลงนาม")
    run_jobs()
    submission = Submission.objects.exclude(kind="of-the-world").get()
    page.goto(f"/signing/{submission.pk}/")
    page.locator("#decide textarea").fill(WRITTEN)
    press(page, "อนุมัติ", "#decide")
    assert Decision.objects.get(submission=submission).opinion == WRITTEN
    submission.refresh_from_db()
    assert submission.state == "approved"


def test_a_circulation_is_acknowledged(page, everything):
    page.goto(f"/circulation/{everything.rows['circulation_id']}/")
    assert page.request.get(f"/circulation/{everything.rows['circulation_id']}/file/").ok
    press(page, "รับทราบ")
    row = Recipient.objects.get(user=everything.person.user)
    assert row.acknowledged_at is not None


def test_a_note_is_recorded_with_photos(page, everything):
    page.goto(f"/{YEAR}/tracking/{everything.rows['measure_id']}/")
    form = page.locator("#record")
    for name, text in {"percent": "60", "done": WRITTEN, "problem": "ไม่มี"}.items():
        form.locator(f"[name={name}]").fill(text)
    sent = [{"name": f"{one}.jpg", "mimeType": "image/jpeg", "buffer": drawn(one)} for one in "ab"]
    form.locator("[type=file]").set_input_files(sent)
    press(page, "บันทึกผล", "#record")
    note = ProgressNote.objects.get(done=WRITTEN)
    assert EvidenceRow.objects.filter(subject=note.thread).count() == len(sent)


def drawn(name):
    """A small photo, another one for each name."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), (ord(name), 0, 0)).save(out, "JPEG")
    return out.getvalue()


def test_evidence_is_described(page, everything):
    row = EvidenceRow.objects.get(pk=everything.rows["evidence_id"])
    page.goto(f"/evidence/{row.pk}/")
    page.locator("main [name=caption]").fill(WRITTEN)
    press(page, "บันทึก")
    row.refresh_from_db()
    assert row.caption == WRITTEN


def test_a_meeting_is_written_down(page, everything):
    meeting = everything.rows["meeting_id"]
    page.goto(f"/{YEAR}/meetings/{meeting}/record/")
    page.get_by_label("มติ").first.fill(WRITTEN)
    press(page, "บันทึกผลการประชุม")
    assert AgendaItem.objects.get(meeting=meeting).resolution == WRITTEN


def test_an_announcement_is_edited(page, everything):
    announcement = everything.rows["announcement_id"]
    page.goto(f"/{YEAR}/notices/{announcement}/edit/")
    page.get_by_label("เรื่อง", exact=True).fill(WRITTEN)
    press(page, "บันทึกร่าง")
    assert Announcement.objects.get(pk=announcement).subject == WRITTEN


def test_a_reports_row_is_written(page, everything):
    page.goto(f"/{YEAR}/reports/report-6/rows/{everything.rows['measure_id']}/")
    for name in ("summary", "outcome", "problem", "proposal"):
        page.locator(f"main [name={name}]").fill(WRITTEN)
    press(page, "บันทึกแถวนี้")
    assert RowVersion.objects.latest("number").summary == WRITTEN


def test_a_number_is_issued(page):
    page.goto("/numbers/issue/?series=order")
    page.get_by_label("เรื่อง", exact=True).fill(WRITTEN)
    press(page, "ออกเลขที่")
    assert NumberRow.objects.get(title=WRITTEN).series == "order"


def test_a_sentence_is_replaced(page):
    page.goto("/agency/wording/memo/memo.closing/")
    page.locator("main textarea").fill(WRITTEN)
    press(page, "ใช้ข้อความนี้")
    assert WordingRow.objects.latest("made_at").text == WRITTEN


def test_a_file_is_published(page):
    page.goto(f"/{YEAR}/published/add/")
    page.get_by_label("ชื่อเรื่อง").fill(WRITTEN)
    page.locator("main [name=day]").fill(f"13 มี.ค. {YEAR}")
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": with_text("notice")}
    page.locator("main [type=file]").set_input_files(paper)
    press(page, "เผยแพร่")
    assert Publication.objects.get(title=WRITTEN).day == date(2023, 3, 13)
