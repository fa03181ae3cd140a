"""A busy, full or lost database: 503 with what to do, and nothing typed is lost."""

import errno
import re
from datetime import timedelta

import psycopg
import pytest
from django.db import DataError, OperationalError, connection
from django.test import Client
from django.urls import clear_url_caches, path

from prongsai.web.platform import clock, faults, views
from prongsai.web.platform.faults import Fault, fault_of
from prongsai.web.platform.journal import sentence
from prongsai.web.platform.models import JournalEntry
from prongsai.web.project import urls

pytestmark = pytest.mark.django_db
BUSY = OperationalError("database is locked")
FULL = OperationalError("database or disk is full")


def reference_on(page):
    """The number that a fault's page tells; those of other things go on before or behind."""
    return re.search(r"(?<![\w-])[2-9A-Z]{4}-[2-9A-Z]{4}(?![\w-])", page.content.decode()).group()


def raised(error, cause=None):
    try:
        raise error from cause
    except type(error) as caught:
        return caught


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (BUSY, Fault.BUSY),
        (raised(OperationalError("x"), psycopg.errors.LockNotAvailable("x")), Fault.BUSY),
        (raised(OperationalError("x"), psycopg.errors.DeadlockDetected("x")), Fault.BUSY),
        (FULL, Fault.FULL),
        (raised(OperationalError("x"), psycopg.errors.DiskFull("x")), Fault.FULL),
        (OSError(errno.ENOSPC, "No space left on device"), Fault.FULL),
        (raised(RuntimeError("x"), OSError(errno.EDQUOT, "quota")), Fault.FULL),
        (OperationalError("connection refused"), Fault.GONE),
        (OperationalError("unable to open database file"), Fault.GONE),
        (DataError("value too long"), Fault.OWN),
        (PermissionError(errno.EACCES, "x"), Fault.OWN),
        (ZeroDivisionError("the file is locked"), Fault.OWN),
        (None, Fault.OWN),
    ],
)
def test_faults_are_told_apart(error, fault):
    assert fault_of(error) is fault


@pytest.fixture
def failing(monkeypatch):
    """Answers a sent form with a fault."""

    def send(error, person=None, at="fail/", route="fail/", **fields):
        def view(*_, **__):
            raise error

        monkeypatch.setattr(urls, "urlpatterns", [path(route, view), *urls.urlpatterns])
        clear_url_caches()
        browser = Client(raise_request_exception=False)
        if person is not None:
            browser.force_login(person.user)
        return browser.post(f"/{at}", fields, headers={"Origin": "http://testserver"})

    yield send
    clear_url_caches()


WORDS = {
    BUSY: "รอสักครู่แล้วส่งอีกครั้ง",
    FULL: "แจ้งผู้ดูแลระบบให้เพิ่มเนื้อที่",
    OperationalError("connection refused"): "ติดต่อฐานข้อมูลไม่ได้",
}


@pytest.mark.parametrize("error", WORDS, ids=str)
def test_what_was_typed_comes_back_with_what_to_do(failing, error):
    answer = failing(error, name="กองช่าง", once="0" * 32, password="secret")  # noqa: S106 - typed
    page = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert WORDS[error] in page
    assert "ยังไม่ได้บันทึกข้อมูลใด" in page
    assert 'name="name" value="กองช่าง"' in page
    assert f'name="once" value="{"0" * 32}"' in page
    assert "secret" not in page


def test_a_fault_of_the_program_is_no_503(failing):
    answer = failing(ZeroDivisionError("inside"), name="กองช่าง")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Retry-After" not in answer
    assert "inside" not in page
    assert "กองช่าง" in page


def test_the_number_of_a_fault_is_found_again_in_journal_and_log(failing, officer, caplog):
    answer = failing(ZeroDivisionError("inside"), officer, name="กองช่าง")
    reference = reference_on(answer)
    entry = JournalEntry.objects.get(agency=officer.agency, verb="fault-met")
    assert (entry.subject, entry.detail) == ("/fail/", {"reference": reference})
    assert "กองช่าง" not in str(entry.detail)
    assert f"{reference}: own at /fail/" in caplog.text
    said = sentence(entry.verb, entry.subject, entry.detail).th
    assert said == f"ระบบขัดข้องที่ /fail/ เลขอ้างอิง {reference}"


def test_a_key_in_an_address_stands_in_no_journal_and_no_line_of_ours(failing, officer, caplog):
    token = "f" * 43
    failing(
        ZeroDivisionError("inside"), officer, at=f"fail/{token}.ics", route="fail/<str:key>.ics"
    )
    assert JournalEntry.objects.get(verb="fault-met").subject == "/fail/<str:key>.ics"
    ours = [one.getMessage() for one in caplog.records if one.name.endswith("platform.faults")]
    assert ours
    assert token not in " ".join(ours)


def test_an_address_that_leads_nowhere_has_a_number_which_journal_and_log_know(
    officer, client_of, caplog
):
    """The journal is told where a page of ours led there, and by whom; typing wrong is no fault."""
    caplog.set_level("INFO", "prongsai.web.platform.faults")
    browser, nowhere = client_of(officer), f"/2566/gone/{'f' * 43}/"
    typed = browser.get(nowhere)
    assert typed.status_code == 404
    reference = reference_on(typed)
    assert reference in caplog.text
    for visitor, led in (
        (browser, "https://elsewhere.example/page"),
        (Client(), "http://testserver/2566/"),
    ):
        visitor.get(nowhere, headers={"Referer": led})
    assert not JournalEntry.objects.filter(verb="address-unknown").exists()
    led = browser.get(nowhere, headers={"Referer": "http://testserver/2566/"})
    reference = reference_on(led)
    entry = JournalEntry.objects.get(verb="address-unknown")
    assert (entry.subject, entry.detail["page"]) == ("/2566/gone/…/", "/2566/")
    assert entry.detail["reference"] == reference
    ours = [one.getMessage() for one in caplog.records if one.name.endswith("platform.faults")]
    assert "f" * 43 not in " ".join(ours), "an address may hold a key"


@pytest.mark.long
def test_nobody_fills_the_journal_with_addresses(officer, chief_executive, client_of):
    """A page of ours is easily named as the one that led there."""
    led = {"Referer": "http://testserver/2566/"}
    entries = JournalEntry.objects.filter(verb="address-unknown")
    for number in range(30):
        client_of(officer).get(f"/2566/x{number}/", headers=led)
    assert entries.count() == 20
    client_of(chief_executive).get("/2566/of-another-person/", headers=led)
    assert entries.count() == 21
    with clock.freeze(clock.now() + timedelta(days=2)):
        client_of(officer).get("/2566/a%0Ab%1b%E2%80%AEค้น/", headers=led)
    assert entries.order_by("-number").first().subject == "/2566/abค้น/"


def test_a_fault_of_the_ground_is_in_the_log_alone(failing, officer, caplog):
    answer = failing(BUSY, officer)
    reference = reference_on(answer)
    assert f"{reference}: busy at /fail/" in caplog.text
    assert not JournalEntry.objects.filter(verb="fault-met").exists()


def test_a_journal_that_cannot_be_written_hides_no_fault(failing, officer, monkeypatch, caplog):
    def lost(*_, **__):
        raise BUSY

    monkeypatch.setattr(faults, "record", lost)
    answer = failing(ZeroDivisionError("inside"), officer)
    assert answer.status_code == 500
    assert "เลขอ้างอิง" in answer.content.decode()
    assert "the journal could not be told" in caplog.text


def test_the_page_needs_no_database(failing, monkeypatch):
    calls = []
    real = views.typed

    def lost(request):
        calls.append(1)
        monkeypatch.setattr(connection, "cursor", lambda *_: (_ for _ in ()).throw(BUSY))
        return real(request)

    monkeypatch.setattr(views, "typed", lost)
    answer = failing(BUSY, name="กองช่าง")
    assert calls
    assert answer.status_code == 503
    assert "กองช่าง" in answer.content.decode()
