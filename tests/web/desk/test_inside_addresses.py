"""Mail and SMS open no line into the house: no address of the inside, no second look-up, no detour.

No line is opened here either: what would be, is noted.
"""

import socket
from unittest.mock import Mock

import httpcore
import pytest
from tests.links.test_guard import INSIDE, OUTSIDE
from tests.web.desk.hooks import SECRET

from prongsai.core.desk.ways import WayKind, read_way
from prongsai.core.errors import Wrong
from prongsai.web.citizens.desk import sms
from prongsai.web.citizens.desk.sms import SmsHook
from prongsai.web.year.calendar.smtp import MailServer, Outcome, hand_over

NAMED = "https://sms.example.go.th/send"
NUMBERS = [one for one in INSIDE if one != "not-a-number"]


class Stream(httpcore.MockStream):
    """A line that answers, and tells what is asked of it."""

    def get_extra_info(self, info):
        return Mock() if info == "ssl_object" else ("8.8.8.8", 443)


@pytest.fixture
def lines(monkeypatch):
    """Where lines were opened; what is there breaks off, or answers what it is given."""

    class Lines(list):
        answers: tuple[bytes, ...] = ()

    opened = Lines()

    def connect(self, host, port, *rest, **named):
        opened.append((host, port))
        if not opened.answers:
            raise httpcore.ConnectError
        return Stream(list(opened.answers))

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    return opened


def finding(monkeypatch, *numbers):
    """A name server that gives one number after the other, and the last for ever."""
    left = list(numbers)

    def look_up(host, port, *rest, **named):
        number = left.pop(0) if len(left) > 1 else left[0]
        family = socket.AF_INET6 if ":" in number else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (number, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def send(url, **given):
    return sms.hand_over(SmsHook(url, SECRET, **given), "+66812345678", "x", "k", lambda: None)


def written(number):
    return f"https://{f'[{number}]' if ':' in number else number}/send"


@pytest.mark.parametrize("number", NUMBERS)
def test_no_provider_is_asked_inside_by_number_or_by_name(number, lines, monkeypatch):
    finding(monkeypatch, number)
    for url in (written(number), NAMED):
        answer = send(url)
        assert (answer.outcome, answer.is_down) == (Outcome.LATER, True)
    assert lines == []


@pytest.mark.parametrize("number", OUTSIDE)
def test_a_provider_outside_is(number, lines, monkeypatch):
    finding(monkeypatch, number)
    send(written(number))
    send(NAMED)
    assert lines == [(number, 443)] * 2


def test_a_name_that_leads_inside_at_the_second_look_up_is_not_followed(lines, monkeypatch):
    finding(monkeypatch, "8.8.8.8", "169.254.169.254")
    send(NAMED)
    send(NAMED)
    assert lines == [("8.8.8.8", 443)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("given", [{}, {"is_inside": True}], ids=["outside", "inside"])
def test_a_provider_that_leads_elsewhere_is_not_followed(status, given, lines, monkeypatch):
    finding(monkeypatch, "8.8.8.8")
    lines.answers = (
        f"HTTP/1.1 {status} Gone\r\nLocation: http://127.0.0.1:5432/\r\n"
        "Content-Length: 0\r\n\r\n".encode(),
    )
    assert send(NAMED, **given).outcome is Outcome.REFUSED
    assert lines == [("8.8.8.8", 443)]


def test_what_may_lie_inside_is_one_port_of_one_host(lines, monkeypatch):
    """The setting of the host is no leave for what a name or an answer leads to."""
    finding(monkeypatch, "10.0.0.5")
    lines.answers = (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",)
    assert send("http://10.0.0.5:9000/send", is_inside=True).outcome is Outcome.SENT
    assert lines == [("10.0.0.5", 9000)]


@pytest.mark.parametrize(
    "typed",
    ["a@127.0.0.1", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@localhost", "a@10.1", "a@2130706433",
     "a@mail.example:25", "a@example.com@10.0.0.1", "a@example.com\r\nRCPT TO:<b@10.0.0.1>"],
)  # fmt: skip
def test_no_address_of_a_person_names_a_machine(typed):
    with pytest.raises(Wrong):
        read_way(typed, list(WayKind))


def test_a_mail_goes_to_the_server_of_the_settings_alone(monkeypatch):
    """Whoever types an address names no server: what their domain leads to is never looked up."""
    opened = []

    def connect(address, *rest, **named):
        opened.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    finding(monkeypatch, "127.0.0.1")
    server = MailServer("mail.example.go.th", 25, "ita@example.go.th")
    to = read_way("somebody@intranet.example", [WayKind.MAIL]).to
    assert hand_over(server, to, b"Subject: x\r\n\r\nx\r\n", lambda: None).is_down
    assert opened == [("mail.example.go.th", 25)]
