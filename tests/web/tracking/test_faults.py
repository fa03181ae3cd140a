"""The ground gives way under a note or a photo: nothing half stored, nothing typed lost."""

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.ownership import samples as owned
from tests.web.tracking import samples
from tests.web.tracking.samples import YEAR, typed

from prongsai.web.platform import clock
from prongsai.web.platform.models import StoredFile
from prongsai.web.signing.evidence import services
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.year.tracking import services as recording
from prongsai.web.year.tracking.models import ProgressNote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("march")]
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def march(settings, tmp_path):
    settings.DATA = tmp_path
    with clock.freeze(samples.MORNING):
        yield


@pytest.fixture
def row(agency):
    agency.second_factor = []
    agency.save()
    owned.full_year(agency, YEAR)
    return samples.measures(agency, 3)[0]


@pytest.fixture
def browser(officer, client_of, row):
    browser = client_of(officer)
    browser.raise_request_exception = False
    return browser


def address(row):
    return reverse("tracking:measure", args=[YEAR, row.pk])


def full(descriptor):
    raise OSError(errno.ENOSPC, "No space left on device")


def words(answer):
    return answer.content.decode().replace("\xa0", " ").replace("\u2060", "")


def test_a_full_disk_keeps_no_half_of_a_photo(browser, row, monkeypatch, settings):
    def sent():
        photo = SimpleUploadedFile("a.jpg", samples.picture())
        return browser.post(address(row), typed() | {"files": photo}, headers=OURS)

    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        answer = sent()
    assert answer.status_code == 503
    assert "เพิ่มเนื้อที่" in words(answer)
    assert "จัดอบรมหนึ่งครั้ง" in words(answer)
    assert not StoredFile.objects.exists()
    assert not EvidenceRow.objects.exists()
    assert not ProgressNote.objects.exists()
    assert not list(settings.DATA.rglob("*.part"))
    assert sent().status_code == 302
    assert EvidenceRow.objects.count() == ProgressNote.objects.count() == 1


def test_the_pieces_of_a_file_survive_a_full_disk(officer, row, monkeypatch):
    note = samples.note(row, officer)
    data = samples.picture()
    coming = services.Coming("a" * 32, "a.jpg", len(data), "note", note.thread)
    with monkeypatch.context() as disk:
        disk.setattr("os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            services.take(officer, coming, 0, data)
    assert services.offset(officer, coming.key) == len(data)
    assert not EvidenceRow.objects.exists()
    assert services.take(officer, coming, 0, data) is not None
    assert services.offset(officer, coming.key) == 0


def test_a_half_written_beginning_spoils_no_page(officer, row, settings):
    note = samples.note(row, officer)
    folder = settings.DATA / "uploads" / str(officer.user.pk)
    folder.mkdir(parents=True)
    (folder / f"{'b' * 32}.json").write_text('{"key": "b', encoding="utf-8")
    assert services.unfinished(officer, "note", note.thread) == ()


def test_a_locked_database_writes_nothing_and_gives_the_note_back(browser, row, monkeypatch):
    def locked(*_, **__):
        error = "database is locked"
        raise OperationalError(error)

    with monkeypatch.context() as busy:
        busy.setattr(recording, "_record", locked)
        answer = browser.post(address(row), typed(), headers=OURS)
    assert answer.status_code == 503
    assert "จัดอบรมหนึ่งครั้ง" in words(answer)
    assert not ProgressNote.objects.exists()
    assert browser.post(address(row), typed()).status_code == 302
    assert ProgressNote.objects.count() == 1


def test_a_note_written_while_the_session_ended_comes_back(officer, row):
    browser = Client()
    led = browser.post(
        address(row), factories.drawn_for(officer.user, **typed()),
        headers={"Referer": f"http://testserver{address(row)}"} | OURS,
    )  # fmt: skip
    assert led.headers["Location"].startswith(reverse("account_login"))
    login = {
        "login": "officer", "password": factories.PASSWORD, "next": reverse("agency:pending_form"),
    }  # fmt: skip
    assert browser.post(reverse("account_login"), login).status_code == 302
    page = words(browser.get(f"{address(row)}?kept=1"))
    assert "จัดอบรมหนึ่งครั้ง</textarea>" in page
    assert 'value="1,500"' in page
    assert browser.post(address(row), typed()).status_code == 302
    assert ProgressNote.objects.get().done == "จัดอบรมหนึ่งครั้ง"
