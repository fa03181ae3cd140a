"""Nobody inside is visited: 76 ways to try, and what may be visited beside each."""

from __future__ import annotations

import socket
import time
from threading import Event

import httpcore
import httpx
import pytest
from tests.links import replies as r
from tests.links.conftest import LIMITS
from tests.links.hostile import HostileServer, Site

from prongsai.links.addresses import NotSeen, read_address
from prongsai.links.fetching import Fetcher
from prongsai.links.guard import Guard, is_outside
from prongsai.links.limits import Deadline, Limits
from prongsai.links.results import AskedLink
from prongsai.links.transport import GuardedTransport
from prongsai.links.verdicts import Reason, Verdict

INSIDE = tuple(
    """
127.0.0.1 127.8.8.8 0.0.0.0 10.1.2.3 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254
100.64.0.1 100.100.100.200 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.9 224.0.0.1
239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 fe80::1%eth0
fc00::1 fd00:ec2::254 ff02::1 2001:db8::1 64:ff9b::7f00:1 2002:7f00:1:: 64:ff9b:1::1
2001:0:4136:e378:8000:63bf:3fff:fdd2
fec0::1 5f00::1 ::ffff:0:8.8.8.8 2400:cb00::5efe:10.0.0.1 192.88.99.1 3fff::1 not-a-number
""".split()  # noqa: SIM905 - a table
)
OUTSIDE = (
    *("8.8.8.8", "1.1.1.1", "203.150.1.1", "164.115.20.1"),
    *("2001:4860:4860::8888", "2400:cb00:2048:1::1"),
)

_LOCAL = "localhost"
_TYPED = (
    "file:///etc/passwd", "ftp://a/", "gopher://a/", "http://user:p@8.8.8.8/", "http://8.8.8.8:22/",
    "http://8.8.8.8:5432/", "http://8.8.8.8:6379/", "http://127.0.0.1/", "http://2130706433/",
    "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://[::1]/",
    "http://[::ffff:7f00:1]/", f"http://{_LOCAL}/", f"http://{_LOCAL}./", "http:///x",
    "http://8.8.8.8/\r\nX: y", "http://8.8.8.8\\@127.0.0.1/", "http://①②⑦.0.0.1/",
    "javascript:alert(1)", "data:text/html,x", "//x/", "http://0/", "http://[fe80::1%25eth0]/",
    "http://8.8.8.8:0/", "http://8.8.8.8:65536/", "http://１２７.0.0.1/", "https://127.0.0.1.:8443/",
)  # fmt: skip


@pytest.mark.parametrize("number", INSIDE)
def test_numbers_of_the_inside_are_refused(number):
    assert not is_outside(number)


@pytest.mark.parametrize("number", OUTSIDE)
def test_numbers_of_the_outside_are_not(number):
    assert is_outside(number)


def _nowhere(host, port):
    return [host] if host[0].isdigit() or ":" in host else ["127.0.0.1"]


@pytest.mark.parametrize("typed", _TYPED)
def test_addresses_that_try_are_never_connected_to(typed, monkeypatch):
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", _no_line)
    fetcher = Fetcher(Guard(resolver=_nowhere), LIMITS)
    with pytest.raises(NotSeen) as told:
        fetcher.get(read_address(typed))
    assert told.value.reason.verdict in (Verdict.UNFIT, Verdict.NOT_ALLOWED)


class LineOpenedError(Exception):
    """What stands in place of a connection."""


def _no_line(*args, **kwargs):
    raise LineOpenedError


@pytest.mark.parametrize(
    "typed", ["http://8.8.8.8/", "https://8.8.8.8:8443/x", "http://[2001:4860:4860::8888]:8080/"]
)
def test_addresses_outside_are_connected_to(typed, monkeypatch):
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", _no_line)
    with pytest.raises(LineOpenedError):
        Fetcher(Guard(), LIMITS).get(read_address(typed))


def test_a_name_with_one_number_inside_is_refused():
    guard = Guard(resolver=lambda *_: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(NotSeen) as told:
        guard.ways_to(read_address("http://mixed.example/"), Deadline(1))
    assert told.value.reason is Reason.INSIDE
    assert "10.0.0.1" in told.value.detail


def test_the_number_that_was_checked_is_the_one_connected_to(monkeypatch):
    """A name that leads outside at the first look-up and inside at the second is asked once."""
    asked, connected = [], []

    def resolver(host, port):
        asked.append(host)
        return ["8.8.8.8"] if len(asked) == 1 else ["127.0.0.1"]

    def connect(self, host, port, *rest):
        connected.append((host, port))
        raise httpcore.ConnectError

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    monkeypatch.setattr(socket, "getaddrinfo", _no_line)
    with pytest.raises(NotSeen):
        Fetcher(Guard(resolver=resolver), LIMITS).get(read_address("http://evil.example/"))
    assert asked == ["evil.example"]
    assert connected == [("8.8.8.8", 80)]


def test_checking_first_and_asking_after_is_fooled(server, monkeypatch):
    """What this guards against: the usual way looks twice, and reads the inside."""
    real, looks = socket.getaddrinfo, []

    def twice(host, *rest, **named):
        if host in ("evil.example", b"evil.example"):
            looks.append(host)
            host = "8.8.8.8" if len(looks) == 1 else "127.0.0.1"
        return real(host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", twice)
    assert is_outside(socket.getaddrinfo("evil.example", 80)[0][4][0])
    server.sites.setdefault("evil.example", Site({}, r.HOME))
    with httpx.Client(trust_env=False) as client:
        assert client.get(f"http://evil.example:{server.port}/").status_code == 200
    looks.clear()
    guarded = GuardedTransport(Guard(ports=[server.port]), LIMITS)
    looks.append("the check")
    with httpx.Client(transport=guarded) as client, pytest.raises(NotSeen):
        client.get(f"http://evil.example:{server.port}/")


@pytest.mark.parametrize(
    "place",
    ["http://169.254.169.254/latest/", "http://10.0.0.5/", "file:///etc/passwd", "http://[::1]/",
     "//127.0.0.2/", "http://user:p@hard.example/", "gopher://x/", "http://hard.example:22/"],
)  # fmt: skip
def test_redirects_inwards_end_there(place, checker, server):
    server.sites["hard.example"].pages["/try"] = r.leads(place)
    result = _checked(checker, f"http://hard.example:{server.port}/try")
    assert result.verdict in (Verdict.NOT_ALLOWED, Verdict.UNKNOWN, Verdict.GONE)
    assert not result.verdict.is_there
    assert len(result.hops) == 1


def _checked(checker, address):
    return checker.check(AskedLink(address))


@pytest.mark.parametrize("allowed", ["hard.example", "hard.example:{port}"])
def test_a_host_inside_is_visited_where_it_is_named(allowed, server, ports):
    guard = Guard(
        allowed_hosts=[allowed.format(port=server.port)], resolver=lambda *_: ["127.0.0.1"]
    )
    answer = Fetcher(guard, LIMITS).get(read_address(f"http://hard.example:{server.port}/plan"))
    assert answer.status == 200
    with pytest.raises(NotSeen) as told:
        Fetcher(guard, LIMITS).get(read_address("http://thai.example/plan"))
    assert told.value.reason is Reason.INSIDE


def test_nothing_is_allowed_by_the_environment(server, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "PRONGSAI_ALLOWED_HOSTS"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{server.port}")
    with pytest.raises(NotSeen):
        Fetcher(Guard(), LIMITS).get(read_address(f"http://127.0.0.1:{server.port}/"))


def test_a_look_up_that_hangs_is_left_behind():
    ended = Event()
    guard = Guard(resolver=lambda *_: ended.wait(5) and [])
    began = time.monotonic()
    with pytest.raises(NotSeen) as told:
        Fetcher(guard, Limits(total=0.1)).get(read_address("http://slow.example/"))
    ended.set()
    assert told.value.reason is Reason.NO_CONNECTION
    assert time.monotonic() - began < 4


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/drip", Reason.NOT_FINISHED),
        ("/hang", Reason.NO_ANSWER_IN_TIME),
        ("/lying", Reason.CUT_OFF),
        ("/cut", Reason.CUT_OFF),
        ("/noise", Reason.NOT_HTTP),
        ("/falsegzip", Reason.ENCODED),
    ],
)
def test_servers_that_play_for_time_or_lie(path, reason, guard, server, ports):
    with pytest.raises(NotSeen) as told:
        Fetcher(guard, Limits(total=1)).get(
            read_address(f"http://hard.example:{server.port}{path}")
        )
    assert told.value.reason is reason


@pytest.mark.parametrize("path", ["/endless", "/bomb"])
def test_what_is_too_large_is_cut_while_it_comes(path, guard, server, ports):
    limits = Limits(raw=300_000, inflated=400_000)
    answer = Fetcher(guard, limits).get(read_address(f"http://hard.example:{server.port}{path}"))
    assert not answer.whole
    assert len(answer.body) <= 400_000


def test_neither_cookies_nor_an_address_of_before_are_told(guard):
    seen = []

    def keep(line):
        line.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\n\r\nok")

    server = HostileServer({"hard.example": Site({"/": r.rough(keep)}, r.APACHE_404)})
    fetcher = Fetcher(guard, LIMITS)
    for _ in range(2):
        answer = fetcher.get(read_address(f"http://hard.example:{server.port}/"))
        seen.append(answer.exchange.sent.lower())
    server.close()
    assert all(b"cookie" not in one and b"referer" not in one for one in seen)
    assert all(b"user-agent: mozilla/5.0 (compatible; prongsai" in one for one in seen)


def _finds(*names):
    def resolver(host, port):
        if host not in names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return ["8.8.8.8"]

    return resolver


@pytest.mark.parametrize(
    ("host", "found", "reason"),
    [
        ("gone.go.th", ["www.iana.org"], Reason.NO_SUCH_HOST),
        ("gone.go.th", [], Reason.NAME_SERVER),
        ("gone.invalid", [], Reason.NO_SUCH_HOST),
    ],
)
def test_a_machine_without_names_calls_no_host_gone(host, found, reason):
    with pytest.raises(NotSeen) as told:
        Guard(resolver=_finds(*found)).ways_to(read_address(f"http://{host}/"), Deadline(1))
    assert told.value.reason is reason
