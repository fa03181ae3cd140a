"""What a worker does by itself, and the settings and the doctor of the mail."""

import threading
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.web.analysis.years import open_year
from tests.web.calendar.servers import Box, free_port, running, server_at

from prongsai.core.errors import Findings, Misuse, Severity
from prongsai.web.platform import periodic
from prongsai.web.project import doctor
from prongsai.web.project.environment import Environment, mail_server, site_address
from prongsai.web.year.calendar.models import QueuedEmail, RemindedDay, Reminder

MARCH = datetime(2026, 3, 31, 9, tzinfo=ZoneInfo("Asia/Bangkok"))


@pytest.mark.django_db
def test_periodic_tasks_make_and_send_a_days_reminders(agency, officer, settings):
    settings.FROZEN_NOW = MARCH
    open_year(agency, 2569)
    officer.user.email = "officer@example.go.th"
    officer.user.save()
    box = Box()
    with running(box) as server:
        settings.MAIL_SERVER = server
        periodic.run_all()
        periodic.run_all()
    assert len(box.mails) == 1
    assert RemindedDay.objects.count() == 1
    assert (
        Reminder.objects.filter(queued_email__state="sent").count() == Reminder.objects.count() > 0
    )


@pytest.mark.django_db(transaction=True)
def test_a_task_that_fails_keeps_no_other_back(monkeypatch):
    done, again = [], threading.Event()

    def broken():
        raise RuntimeError

    told = [
        periodic.PeriodicTask("broken", timedelta(0), broken),
        periodic.PeriodicTask("well", timedelta(0), lambda: (done.append(1), again.set())),
    ]
    monkeypatch.setattr(periodic, "all_tasks", lambda: tuple(told))
    periodic.run_all()
    assert done == [1]
    again.clear()
    rounds = periodic.Rounds()
    rounds.start()
    assert again.wait(10)
    rounds.stop(5)
    assert len(done) >= 2
    assert not rounds.is_alive()


@pytest.mark.parametrize(
    ("url", "port", "tls", "user", "password"),
    [
        ("smtp://mail.test", 25, "", "", ""),
        ("smtp://u%40x:p%3Aw@mail.test:587?tls=1", 587, "start", "u@x", "p:w"),
        ("smtps://u:p@mail.test", 465, "whole", "u", "p"),
    ],
)
def test_a_mail_server_is_read_from_the_environment(url, port, tls, user, password):
    found = mail_server({"PRONGSAI_SMTP_URL": url, "PRONGSAI_MAIL_FROM": "ita@example.go.th"})
    assert (found.host, found.port, found.tls) == ("mail.test", port, tls)
    assert (found.user, found.password) == (user, password)


@pytest.mark.parametrize(
    "url", ["mail.test", "http://mail.test", "smtp://", "smtp://h:x", "smtp://h:0"]
)
def test_an_address_that_is_none_is_refused_with_an_example(url):
    with pytest.raises(Misuse) as caught:
        mail_server({"PRONGSAI_SMTP_URL": url, "PRONGSAI_MAIL_FROM": "ita@example.go.th"})
    assert "smtp://" in caught.value.next_step.en


@pytest.mark.parametrize("sender", ["", "ita", "a@b\nBcc: x@y", "<ita@example.go.th>"])
def test_a_sender_is_one_plain_address(sender):
    with pytest.raises(Misuse) as caught:
        mail_server({"PRONGSAI_SMTP_URL": "smtp://h", "PRONGSAI_MAIL_FROM": sender})
    assert "PRONGSAI_MAIL_FROM" in caught.value.next_step.en


def test_where_the_site_is_found(tmp_path):
    assert site_address(("ita.example.go.th",), https=True) == "https://ita.example.go.th"
    assert site_address(("*", ".example.go.th"), https=False) == "http://example.go.th"
    assert site_address(("*",), https=False) == "http://" + "localhost"
    told = {"PRONGSAI_DATA": str(tmp_path), "PRONGSAI_ADDRESS": "https://x.test/"}
    assert Environment.from_variables(told).address == "https://x.test/"
    assert Environment.from_variables(told).mail is None


@pytest.mark.django_db
def test_the_doctor_tells_how_the_mail_stands(agency, officer, settings, tmp_path):
    def told():
        findings = Findings()
        doctor._mail(tmp_path, findings)
        return findings.items[0]

    settings.FROZEN_NOW = MARCH
    settings.MAIL_SERVER = None
    assert told().severity is Severity.NOTE
    settings.MAIL_SERVER = server_at(free_port())
    assert told().severity is Severity.WARNING
    QueuedEmail.objects.create(
        agency=agency, user=officer.user, day=MARCH.date(), state="refused", next_try=MARCH,
        message_id="<x>", made_at=MARCH,
    )  # fmt: skip
    with running(Box()) as server:
        settings.MAIL_SERVER = server
        finding = told()
    assert finding.severity is Severity.WARNING
    assert "officer" in finding.next_step.th
