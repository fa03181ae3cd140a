"""A small municipality whose people sign, and papers drawn in no time."""

import io

import pikepdf
import pytest
from django.urls import reverse
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.roles import CHIEF_ADMINISTRATOR, CHIEF_EXECUTIVE, OFFICE_HEAD
from tests.web.running import run_jobs

from prongsai.core.approval.model import Way
from prongsai.web.agency.people import actor_on
from prongsai.web.office.announcements.content import KIND
from prongsai.web.office.announcements.queries.register import register_page
from prongsai.web.office.announcements.services import drafting, sending
from prongsai.web.platform import files
from prongsai.web.platform.clock import today
from prongsai.web.signing.approval import tasks
from prongsai.web.signing.approval.models import Submission, SubmissionState
from prongsai.web.signing.approval.services import choosing, deciding, on_paper
from prongsai.web.signing.approval.services.common import Upload

YEAR = 2569
SEATS = {
    "head": (OFFICE_HEAD, "หัวหน้าสำนักปลัด"),
    "clerk": (CHIEF_ADMINISTRATOR, "ปลัดเทศบาล"),
    "mayor": (CHIEF_EXECUTIVE, "นายกเทศมนตรีตำบลตัวอย่าง"),
}


def small_pdf(text):
    told = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.docinfo["/Title"] = text
        document.save(told, deterministic_id=True)
    return told.getvalue()


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The text is real, the pages are blank."""
    monkeypatch.setattr(tasks, "pdf_of", lambda _, document: written(document))
    monkeypatch.setattr(tasks, "docx_of", lambda *_: b"PK\x03\x04")
    monkeypatch.setattr(tasks, "page_of", lambda *_: b"<!doctype html>")
    monkeypatch.setattr(files, "drawn_as", lambda _, document, *_digits: written(document))


def written(document):
    return small_pdf("\n".join(document.strings()))


class People:
    """Those who sign, by their position."""

    def __init__(self, agency):
        self.users = {}
        for name, (kind, title) in SEATS.items():
            self.users[name] = factories.make_user(agency, login=f"{name}-{agency.pk.hex[:6]}")
            factories.hold(self.users[name], factories.make_position(agency, kind, title=title))

    def __getitem__(self, name):
        return actor_on(self.users[name], today())


@pytest.fixture
def year(agency):
    return open_year(agency, YEAR).fiscal_year


@pytest.fixture
def people(agency):
    return People(agency)


@pytest.fixture
def drafted(agency, officer, year):
    """Begins an announcement."""

    def made(key="no-gift", **fields):
        return drafting.draft(agency, by=officer, year=year, key=key, **fields)

    return made


@pytest.fixture
def signed(officer, people):
    """Takes a draft through all its signatures; the jobs run as well."""

    def through(announcement, *, published=True):
        submission = sending.send(announcement, by=officer)
        run_jobs()
        sign(submission, people)
        if published:
            run_jobs()
        announcement.refresh_from_db()
        return announcement

    return through


def sign(submission, people, last="approve"):
    """Every step of a submission, the last one as told."""
    for name in ("head", "clerk", "mayor"):
        row = Submission.objects.get(pk=submission.pk)
        if row.state != SubmissionState.OPEN:
            return
        verdict = last if name == "mayor" else "endorse"
        reason = "ต้องแก้ก่อน" if verdict in ("refuse", "send-back") else ""
        deciding.decide(row, by=people[name], verdict=verdict, reason=reason)


@pytest.fixture
def on_a_sheet(agency, officer, people, drafted):
    """An announcement that clerk and mayor signed on paper; the copy is drawn where told."""
    agency.second_factor = []
    agency.save()

    def made(*, copied=True):
        choosing.choose(agency, by=people["head"], kind=KIND, route="short", way=Way.ON_PAPER)
        announcement = drafted()
        submission = sending.send(announcement, by=officer)
        run_jobs()
        sign_on_paper(submission, officer, people)
        if copied:
            run_jobs()
        announcement.refresh_from_db()
        return announcement, Submission.objects.get(pk=submission.pk)

    return made


def stage(announcement):
    page = register_page(announcement.agency, announcement.fiscal_year, today())
    return next(line for line in page.lines if line.announcement == announcement)


def file_status(browser, place):
    answer = browser.get(reverse("publication:file", args=place))
    answer.close()
    return answer.status_code


def text(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode().replace("\u2060", "")


def sign_on_paper(submission, officer, people):
    """Both steps, entered by the officer and confirmed by a second person."""
    for verdict, second in (("endorse", "head"), ("approve", "clerk")):
        row = Submission.objects.get(pk=submission.pk)
        sheet = on_paper.Sheet(today(), Upload("s.pdf", small_pdf(verdict)))
        result = on_paper.enter(row, by=officer, verdict=verdict, sheet=sheet)
        on_paper.note_looked(result, by=people[second])
        on_paper.confirm(result, by=people[second])
