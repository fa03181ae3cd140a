"""Mail against real local servers: nothing is lost, nothing is sent twice."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.web import factories
from tests.web.analysis.years import open_year
from tests.web.calendar.servers import Box, Broken, free_port, running, server_at
from tests.web.roles import ITA_OFFICER

from prongsai.web.platform import clock
from prongsai.web.year.calendar import queries, smtp
from prongsai.web.year.calendar.models import QueuedEmail, QueuedEmailState, Reminder
from prongsai.web.year.calendar.services import dates, mailing
from prongsai.web.year.calendar.smtp import MailServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
YEAR = 2569
REPORT = date(2026, 3, 31)
BANGKOK = ZoneInfo("Asia/Bangkok")
QUICK = 0.02  # of a minute's patience
ADDRESS = "officer@example.go.th"


def at(day, hour=9, minute=0):
    return clock.freeze(datetime(day.year, day.month, day.day, hour, minute, tzinfo=BANGKOK))


@pytest.fixture
def ready(agency, make_actor, settings):
    """An officer with an address and reminders, in a site with a mail server."""
    settings.SITE_ADDRESS, settings.ADDRESS_IS_TOLD = "https://ita.example.go.th", True
    settings.MAIL_SERVER = server_at(free_port())
    person = make_actor(agency, ITA_OFFICER, login="officer", email=ADDRESS)
    open_year(agency, YEAR)
    return person


def queued(settings, server, day=REPORT):
    settings.MAIL_SERVER = server
    with at(day):
        mailing.remind_all()
        mailing.queue_all()
    return QueuedEmail.objects.first()


def send(day=REPORT, hour=9, minute=0):
    with at(day, hour, minute):
        return mailing.send_all(patience=QUICK)


def states():
    return list(QueuedEmail.objects.order_by("made_at").values_list("state", flat=True))


def test_a_mail_is_taken_once_with_subjects_and_links_only(ready, settings):
    box = Box()
    with running(box) as server:
        row = queued(settings, server)
        assert send() == 1
        assert send() == 0
        assert send(hour=18) == 0
    (mail,) = box.mails
    assert box.people == [[ADDRESS]]
    assert mail["Message-ID"] == row.message_id
    assert (mail["From"], mail["To"]) == ("ita@example.go.th", ADDRESS)
    assert "ใกล้ครบกำหนด" in mail["Subject"]
    body = mail.get_content()
    assert "รายงานรอบ 6 เดือน (31 มีนาคม 2569)" in body
    links = re.findall(r"https://\S+", body)
    assert all(link.startswith("https://ita.example.go.th/") for link in links)
    assert f"https://ita.example.go.th/{YEAR}/calendar/event/" in body
    # No one's name, login or address, and nothing of what is to be done.
    assert "officer" not in body
    assert ADDRESS not in body
    assert "ความก้าวหน้าของมาตรการ" not in body
    assert mail.as_bytes().isascii()
    assert states() == ["sent"]


@pytest.mark.long
def test_one_mail_a_day_takes_all_that_is_new(ready, settings):
    box = Box()
    with running(box) as server:
        queued(settings, server, REPORT - timedelta(days=14))
        send(REPORT - timedelta(days=14))
        queued(settings, server, REPORT - timedelta(days=14))
        assert len(states()) == 1
        queued(settings, server, REPORT - timedelta(days=7))
        send(REPORT - timedelta(days=7))
    assert len(box.mails) == 2
    assert Reminder.objects.filter(queued_email=None).count() == 0


@pytest.mark.long
def test_a_dead_server_loses_nothing(ready, settings):
    """For days nobody is there; when it comes back one mail brings everything."""
    port = free_port()
    for offset in (14, 7, 1, 0):
        day = REPORT - timedelta(days=offset)
        queued(settings, server_at(port), day)
        assert send(day) == 0
    assert states() == ["waiting"]
    assert QueuedEmail.objects.get().answer
    count = Reminder.objects.filter(event__isnull=False).count()
    box = Box()
    with running(box, port):
        assert send(REPORT, hour=22) == 1
    (mail,) = box.mails
    assert mail.get_content().count("/calendar/event/") == count
    assert states() == ["sent"]


def test_waiting_grows_and_nobody_is_asked_before(ready, settings):
    queued(settings, server_at(free_port()))
    send()
    first = QueuedEmail.objects.get()
    send(minute=1)
    assert QueuedEmail.objects.get().attempts == 1
    send(minute=6)
    second = QueuedEmail.objects.get()
    assert second.attempts == 2
    assert second.next_try - first.next_try > timedelta(minutes=9)


@pytest.mark.long
def test_come_back_later_is_obeyed_and_the_same_mail_comes(ready, settings):
    box = Box("451 busy")
    with running(box) as server:
        row = queued(settings, server)
        assert send() == 0
        assert states() == ["waiting"]
        assert send(minute=10) == 1
    assert [mail["Message-ID"] for mail in box.mails] == [row.message_id]


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (lambda: Box("550 no"), "refused"),
        (lambda: Box(at_rcpt=["550 nobody here"]), "refused"),
        (lambda: Box(at_rcpt=["450 mailbox full"]), "waiting"),
    ],
)
def test_a_refusal_is_told_and_ends_there(ready, settings, made, state):
    box = made()
    with running(box) as server:
        queued(settings, server)
        assert send() == 0
        assert states() == [state]
        assert send(hour=10) == (state == "waiting")
    assert len(box.mails) == (state == "waiting")
    with at(REPORT):
        told = queries.state()
    assert told.refused_logins == (("officer",) if state == "refused" else ())


@pytest.mark.long
@pytest.mark.parametrize(
    ("moment", "deed", "state"),
    [
        ("greeting", "die", "waiting"),
        ("greeting", "wait", "waiting"),
        ("greeting", "554 go away", "waiting"),
        ("mail", "die", "waiting"),
        ("mail", "wait", "waiting"),
        ("body", "die", "waiting"),
        ("end", "die", "unsure"),
        ("end", "wait", "unsure"),
    ],
)
def test_dying_or_slow_servers(ready, settings, moment, deed, state):
    broken = Broken(moment, deed)
    with broken as server:
        queued(settings, server)
        send()
    # A whole mail may have been thrown into a dying connection unread: that counts as sent to it.
    assert states() == [state] or (moment == "body" and states() == ["unsure"])
    box = Box()
    with running(box) as server:
        settings.MAIL_SERVER = server
        send(hour=20)
    # What may have arrived is never sent again; all else is, once.
    assert len(box.mails) + broken.ends <= 1
    assert len(box.mails) == (states() == ["sent"])
    # Nothing is lost: the inbox has it whatever became of the mail.
    assert Reminder.objects.filter(read_at=None, outdated_at=None).exists()


def test_two_workers_send_one_mail(ready, settings):
    box = Box()
    with running(box) as server:
        row = queued(settings, server)
        with at(REPORT):
            assert mailing.send(row.pk, server) is not None
            assert mailing.send(row.pk, server) is None
    assert len(box.mails) == 1


@pytest.mark.parametrize(
    ("left", "becomes", "sent"), [("sending", "sent", 1), ("ending", "unsure", 0)]
)
def test_what_a_killed_worker_left(ready, settings, left, becomes, sent):
    box = Box()
    with running(box) as server:
        row = queued(settings, server)
        with at(REPORT):
            QueuedEmail.objects.filter(pk=row.pk).update(
                state=left, attempts=1, claimed_at=clock.now()
            )
        send(minute=5)
        assert states() == [left]  # it may still be at work
        send(minute=30)
    assert states() == [becomes]
    assert len(box.mails) == sent


def test_a_worker_that_lost_its_mail_to_another_says_no_end(ready, settings, monkeypatch):
    """Slow as a snail it comes to the last line when the mail is another's already."""
    box = Box()
    with running(box) as server:
        row = queued(settings, server)
        handed = mailing.hand_over

        def slow(*arguments, **options):
            QueuedEmail.objects.filter(pk=row.pk).update(state=QueuedEmailState.SENDING, attempts=2)
            return handed(*arguments, **options)

        monkeypatch.setattr(mailing, "hand_over", slow)
        with at(REPORT):
            assert mailing.send(row.pk, server) is None
    assert box.mails == []


def test_the_site_dying_before_the_end_is_written_down_sends_nothing(ready, settings, monkeypatch):
    box = Box()

    def dead(*_):
        raise RuntimeError

    with running(box) as server:
        row = queued(settings, server)
        monkeypatch.setattr(mailing, "_leave", dead)
        with at(REPORT), pytest.raises(RuntimeError):
            mailing.send(row.pk, server)
    assert box.mails == []


def test_who_wants_no_mail_gets_none(ready, settings):
    box = Box()
    with running(box) as server:
        dates.choose_mail(by=ready, gets_mail=False)
        assert queued(settings, server) is None
        dates.choose_mail(by=ready, gets_mail=True)
        queued(settings, server)
        dates.choose_mail(by=ready, gets_mail=False)
        assert send() == 0
    assert states() == ["dropped"]
    assert box.mails == []


def test_what_was_read_meanwhile_is_not_mailed(ready, settings):
    box = Box()
    with running(box) as server:
        queued(settings, server)
        with at(REPORT):
            dates.read(by=ready)
        assert send() == 0
    assert (states(), box.mails) == (["dropped"], [])


def test_without_address_or_server_or_in_a_demo_nothing_is_queued(ready, settings):
    settings.DEMO = True
    assert queued(settings, server_at(free_port())) is None
    settings.DEMO = False
    settings.MAIL_SERVER = None
    with at(REPORT):
        assert mailing.queue_all() == mailing.send_all() == 0
        ready.user.email = ""
        ready.user.save()
        settings.MAIL_SERVER = server_at(free_port())
        assert mailing.queue_all() == 0
        ready.user.email = ADDRESS
        ready.user.save()
        assert mailing.queue_all() == 1


@pytest.mark.long
def test_one_full_mailbox_keeps_no_other_mail_back(ready, settings, agency):
    other = factories.make_user(agency, email="other@example.go.th")
    factories.hold(other, factories.make_position(agency, ITA_OFFICER))
    box = Box(at_rcpt=["450 full"])
    with running(box) as server:
        queued(settings, server)
        assert send() == 1
    assert len(box.mails) == 1


@pytest.mark.parametrize("address", ["=?utf-8?q?=0d=0ax?=@example.com", "a@" + "ก" * 60 + ".ไทย"])
@pytest.mark.long
def test_an_address_of_which_no_mail_can_be_made_stops_nobody_elses(
    ready, settings, agency, make_actor, address
):
    make_actor(agency, ITA_OFFICER, login="other", email=address)
    box = Box()
    with running(box) as server:
        queued(settings, server)
        assert send() == 1
        assert send() == 0
    assert box.people == [[ADDRESS]]
    assert sorted(states()) == [QueuedEmailState.REFUSED, QueuedEmailState.SENT]


def test_dots_at_the_beginning_of_lines_arrive(ready):
    box = Box()
    with running(box) as server:
        mail = b"Subject: x\r\n\r\n.first\r\n..second\r\n.\r\nlast\r\n"
        assert smtp.hand_over(server, ADDRESS, mail, lambda: None).outcome is smtp.Outcome.SENT
    assert box.mails[0].get_content().splitlines() == [".first", "..second", ".", "last"]


def test_a_server_is_examined_without_sending(ready):
    box = Box()
    with running(box) as server:
        assert smtp.check(server) == ""
    assert "refused" in smtp.check(server_at(free_port())).lower()
    assert box.mails == []


def test_a_password_is_not_shown():
    shown = repr(MailServer("h", 25, "a@b", "user", "secret"))
    assert "secret" not in shown
