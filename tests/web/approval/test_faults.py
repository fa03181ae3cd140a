"""The ground gives way under a signature: nothing half done, nothing typed lost."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.web import factories
from tests.web.approval.conftest import SUBJECT, small_pdf
from tests.web.approval.papers import KIND, YEAR
from tests.web.running import run_jobs

from prongsai.core.approval.model import State, Way
from prongsai.core.dates import short_date
from prongsai.web.platform import files, jobs
from prongsai.web.platform.models import Job, JobState, JournalEntry, StoredFile
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Decision, PaperResult, Submission
from prongsai.web.signing.approval.services import deciding, submitting

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


class Killed(BaseException):
    """What `kill -9` is to the code: no handler of ours hears it."""


@pytest.fixture(autouse=True)
def _one_factor(agency):
    agency.second_factor = []
    agency.save()


@pytest.fixture
def browser(office, client_of):
    def of(name):
        browser = client_of(office[name])
        browser.raise_request_exception = False
        return browser

    return of


def address(row, name="decide"):
    return reverse(f"approval:{name}", args=[row.pk])


def typed(row, **fields):
    version = row.versions.order_by("-number")[0]
    seen = {
        "seen_number": version.number, "seen_digest": version.digest,
        "seen_place": row.waits_place or "",
    }  # fmt: skip
    return seen | {"verdict": "endorse", "opinion": "เห็นควรอนุมัติ"} | fields


def words(answer):
    return answer.content.decode().replace("\xa0", " ").replace("\u2060", "")


@pytest.mark.parametrize("dies_at", ["before", "after"])
def test_a_killed_worker_leaves_one_version(office, memo, quick, monkeypatch, dies_at):
    row = submitting.submit(
        office.agency, by=office["analyst"], kind=KIND, subject=SUBJECT, year=YEAR
    )

    def killed(*_, **__):
        raise Killed

    with monkeypatch.context() as dying:
        if dies_at == "before":
            dying.setattr(tasks, "docx_of", killed)
        else:
            dying.setattr(jobs, "_finish", killed)
        with pytest.raises(Killed):
            jobs.run.call(str(Job.objects.get().pk))
    Job.objects.update(seen_alive=None)
    assert jobs.reap() == 1
    run_jobs()
    row.refresh_from_db()
    job, version = Job.objects.get(), row.versions.get()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert (row.state, row.waits_place) == (State.OPEN, 1)
    assert StoredFile.objects.count() == 4, "one PDF, one DOCX, one page, one office"
    assert version.digest == version.file.digest
    assert JournalEntry.objects.filter(verb="approval-drawn").count() == 1


def test_a_full_disk_keeps_no_half_of_a_scan(office, memo, submitted, browser, monkeypatch):
    row = submitted()
    Submission.objects.filter(pk=row.pk).update(way=Way.ON_PAPER)
    before = StoredFile.objects.count()

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    def sent():
        sheet = SimpleUploadedFile("scan.pdf", small_pdf("ลงนาม"), "application/pdf")
        on = timezone.localtime(row.versions.get().made_at)
        day = {"on": short_date(on)}
        fields = typed(row, scan=sheet, position="หัวหน้าฝ่ายแผนงานและงบประมาณ", **day)
        return browser("analyst").post(address(row, "paper"), fields, headers=OURS)

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        answer = sent()
    assert answer.status_code == 503
    assert "เพิ่มเนื้อที่" in words(answer)
    assert "เห็นควรอนุมัติ" in words(answer)
    assert StoredFile.objects.count() == before
    assert not Decision.objects.exists()
    assert not list(files.settings.DATA.rglob("*.part"))
    assert sent().status_code == 302
    assert PaperResult.objects.get().scan is not None


def test_a_locked_database_decides_nothing_and_gives_the_opinion_back(
    office, memo, submitted, browser, monkeypatch
):
    row = submitted()

    def locked(*_, **__):
        error = "database is locked"
        raise OperationalError(error)

    with monkeypatch.context() as busy:
        busy.setattr(deciding, "write_decision", locked)
        answer = browser("section").post(address(row), typed(row), headers=OURS)
    assert answer.status_code == 503
    assert "รอสักครู่แล้วส่งอีกครั้ง" in words(answer)
    assert "เห็นควรอนุมัติ" in words(answer)
    row.refresh_from_db()
    assert (row.waits_place, Decision.objects.count()) == (1, 0)
    assert browser("section").post(address(row), typed(row)).status_code == 302
    assert Decision.objects.get().opinion == "เห็นควรอนุมัติ"


def test_an_opinion_written_while_the_session_ended_comes_back(office, memo, submitted):
    row = submitted()
    stranger = Client()
    page = reverse("approval:submission", args=[row.pk])
    led = stranger.post(
        address(row), factories.drawn_for(office.users["section"], **typed(row)),
        headers={"Referer": f"http://testserver{page}"} | OURS,
    )  # fmt: skip
    assert led.headers["Location"].startswith(reverse("account_login"))
    assert not Decision.objects.exists()
    login = {
        "login": office.users["section"].login, "password": factories.PASSWORD,
        "next": reverse("agency:pending_form"),
    }  # fmt: skip
    assert stranger.post(reverse("account_login"), login).status_code == 302
    waits = words(stranger.get(reverse("agency:pending_form")))
    assert f'href="{page}?kept=1"' in waits
    assert "<li>เห็นควรอนุมัติ</li>" in waits
    assert "<li>endorse</li>" not in waits, "nobody typed it"
    assert f"<li>{typed(row)['seen_digest']}</li>" not in waits
    assert "เห็นควรอนุมัติ</textarea>" in words(stranger.get(f"{page}?kept=1"))
    assert stranger.post(address(row), typed(row)).status_code == 302
    assert Decision.objects.get().opinion == "เห็นควรอนุมัติ"


def test_a_step_that_was_decided_meanwhile_is_not_decided_again(office, memo, submitted, browser):
    row = submitted()
    office.acts_for("section", "head")
    stale = typed(row)
    first = browser("section")
    assert first.post(address(row), stale).status_code == 302
    answer = first.post(address(row), stale | {"opinion": "จากแท็บเก่า"})
    assert answer.status_code == 422
    assert "มีผู้พิจารณาไปแล้ว" in words(answer)
    assert "จากแท็บเก่า" in words(answer)
    assert Decision.objects.count() == 1
