"""The ground gives way under a row of a report: nothing typed is lost."""

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from tests.web import factories
from tests.web.reports.samples import YEAR, filled, march

from prongsai.web.year.reports import services
from prongsai.web.year.reports.models import RowVersion

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}
TYPED = {
    "seen": "0", "summary": "จัดประชุมแล้ว 2 ครั้ง", "outcome": "เร็วขึ้น", "problem": "ไม่มี",
    "proposal": "ไม่มี",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _clock(settings, tmp_path):
    settings.DATA = tmp_path
    with march():
        yield


@pytest.fixture
def address(agency, officer):
    agency.second_factor = []
    agency.save()
    row = filled(agency, officer, 1)[0]
    return f"/{YEAR}/reports/report-6/rows/{row.pk}/"


def words(answer):
    return answer.content.decode().replace("\xa0", " ").replace("\u2060", "")


def test_a_locked_database_writes_nothing_and_gives_the_row_back(
    officer, client_of, address, monkeypatch
):
    browser = client_of(officer)
    browser.raise_request_exception = False

    def locked(*_, **__):
        error = "database is locked"
        raise OperationalError(error)

    with monkeypatch.context() as busy:
        busy.setattr(services, "record", locked)
        answer = browser.post(address, TYPED, headers=OURS)
    assert answer.status_code == 503
    assert "จัดประชุมแล้ว 2 ครั้ง" in words(answer)
    assert not RowVersion.objects.exists()
    assert browser.post(address, TYPED).status_code in (200, 302)
    assert RowVersion.objects.get().summary == TYPED["summary"]


def test_a_row_written_while_the_session_ended_comes_back(officer, address):
    browser = Client()
    led = browser.post(
        address, factories.drawn_for(officer.user, **TYPED),
        headers={"Referer": f"http://testserver{address}"} | OURS,
    )  # fmt: skip
    assert led.headers["Location"].startswith(reverse("account_login"))
    login = {
        "login": "officer", "password": factories.PASSWORD, "next": reverse("agency:pending_form"),
    }  # fmt: skip
    assert browser.post(reverse("account_login"), login).status_code == 302
    assert "จัดประชุมแล้ว 2 ครั้ง</textarea>" in words(browser.get(f"{address}?kept=1"))
    assert browser.post(address, TYPED).status_code in (200, 302)
    assert RowVersion.objects.get().summary == TYPED["summary"]


def test_a_row_that_another_wrote_meanwhile_is_shown_beside(officer, client_of, address):
    browser = client_of(officer)
    assert browser.post(address, TYPED).status_code in (200, 302)
    answer = browser.post(address, TYPED | {"summary": "จากแท็บเก่า"})
    assert answer.status_code in (409, 422)
    assert "จากแท็บเก่า" in words(answer)
    assert RowVersion.objects.count() == 1
