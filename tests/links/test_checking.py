"""Many links at once: each once, few of a host at a time, results as they come."""

from __future__ import annotations

import gzip
import threading
import time
from datetime import UTC, datetime

import pytest
from tests.links import replies as r
from tests.links.conftest import LIMITS, resolve
from tests.links.hostile import HostileServer, Site

from prongsai.links import checking
from prongsai.links.checking import Checker
from prongsai.links.limits import Pace
from prongsai.links.results import AskedLink, Earlier, result_data
from prongsai.links.verdicts import Reason, Verdict, sayings
from prongsai.links.words import NOT_EXISTING, PERHAPS_NOT_FOUND


@pytest.fixture
def own_server():
    made = []

    def make(sites):
        made.append(HostileServer(sites))
        return made[-1]

    yield make
    for server in made:
        server.close()


def test_an_address_given_twice_is_asked_once(checker, own_server):
    server = own_server({"hard.example": Site({"/plan": r.shows(r.PLAN)}, r.APACHE_404)})
    at = f"hard.example:{server.port}/plan"
    asked = [
        AskedLink(f"http://{at}", "o1"),
        AskedLink(f"HTTP://{at}", "o2"),
        AskedLink(f"  http://{at}", "o3"),
    ]
    results = list(checker.check_many(asked))
    assert sorted(one.asked.item for one in results) == ["o1", "o2", "o3"]
    assert {one.verdict for one in results} == {Verdict.ALIVE}
    assert [path for _, path in server.asked].count("/plan") == 1


def test_the_rules_and_what_never_was_are_asked_for_once(checker, own_server):
    pages = {f"/p{number}": r.shows(r.PLAN + f"<p>หน้า {number}</p>") for number in range(20)}
    server = own_server({"hard.example": Site({"/": r.HOME, **pages}, r.APACHE_404)})
    asked = [AskedLink(f"http://hard.example:{server.port}{path}") for path in pages]
    assert {one.verdict for one in checker.check_many(asked)} == {Verdict.ALIVE}
    assert len(server.asked) == len(pages) + 3  # its rules, its home, one that never was


def test_every_link_has_its_result_whatever_it_is(checker, server, ports):
    asked = [
        AskedLink(one) for one in ("", "#x", f"http://hard.example:{server.port}/none", "ftp://a")
    ]
    results = list(checker.check_many(asked))
    assert len(results) == 4
    assert {one.verdict for one in results} == {Verdict.UNFIT, Verdict.GONE}


def test_a_password_that_a_redirect_holds_is_written_down_nowhere(checker, own_server):
    pages = {"/door": r.leads("http://name:s3cret@hard.example/"), "/mail": r.leads("mailto:a@b")}
    server = own_server({"hard.example": Site(pages, r.APACHE_404)})
    door, mail = (
        checker.check(AskedLink(f"http://hard.example:{server.port}{path}")) for path in pages
    )
    assert door.reason is mail.reason is Reason.BAD_REDIRECT
    assert "s3cret" not in str(result_data(door))
    assert "mailto:a@b" in mail.detail


def test_nothing_to_check_gives_nothing(checker):
    assert list(checker.check_many([])) == []


@pytest.mark.long
def test_a_caller_that_stops_listening_stops_the_work(guard, own_server):
    pages = {f"/p{number}": r.late(0.05, r.shows(r.PLAN)) for number in range(60)}
    server = own_server({"hard.example": Site(pages, r.APACHE_404)})
    checker = Checker(guard, LIMITS, Pace(0, 2))
    asked = [AskedLink(f"http://hard.example:{server.port}{path}") for path in pages]
    results = checker.check_many(asked)
    first = next(results)
    assert first.verdict is Verdict.ALIVE
    results.close()
    time.sleep(0.6)
    assert len(server.asked) < 40


def test_few_of_a_host_are_asked_at_a_time(guard, own_server):
    lock, now, most = threading.Lock(), [0], [0]

    def counted(path):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        return r.HOME(path)

    server = own_server({"hard.example": Site({}, counted)})
    checker = Checker(guard, LIMITS, Pace(0, 3))
    asked = [AskedLink(f"http://hard.example:{server.port}/p{n}") for n in range(30)]
    assert len(list(checker.check_many(asked, at_once=20))) == 30
    assert most[0] <= 3


def test_requests_to_a_host_are_apart():
    waited, now = [], [100.0]
    pace = Pace(0.5, 2, clock=lambda: now[0], sleep=waited.append)
    for _ in range(3):
        with pace.turn("a.example"):
            pass
    with pace.turn("b.example"):
        pass
    assert waited == [0.5, 1.0]
    pace.slow_down("a.example", 99)
    for _ in range(2):
        with pace.turn("a.example"):
            pass
    assert waited == [0.5, 1.0, 1.5, 11.5]


def test_a_crawl_delay_is_kept(guard, own_server):
    waited = []
    pages = {"/robots.txt": r.says("User-agent: *\nCrawl-delay: 7", kind="text/plain"), "/": r.HOME}
    server = own_server({"hard.example": Site(pages, r.APACHE_404)})
    checker = Checker(guard, LIMITS, Pace(0, 2, sleep=waited.append))
    checker.check(AskedLink(f"http://hard.example:{server.port}/"))
    assert checker.check(AskedLink(f"http://hard.example:{server.port}/")).verdict is Verdict.ALIVE
    assert max(waited) > 6


_THEN = datetime(2026, 1, 5, tzinfo=UTC)


def _look(checker, url, earlier=None):
    return checker.check(AskedLink(url, earlier=Earlier(earlier, _THEN) if earlier else None))


def test_what_changed_is_told_and_counters_are_no_change(checker, server, ports):
    pages = server.sites["hard.example"].pages
    url = f"http://hard.example:{server.port}/watched"
    count = "<div>ผู้เข้าชม</div><div>{}</div><p>วันจันทร์ที่ {} พฤศจิกายน 2566 เวลา 10:0{}:11 น.</p>"
    pages["/watched"] = r.shows(r.PLAN + count.format(1204, 6, 1))
    first = _look(checker, url)
    assert first.verdict is Verdict.ALIVE
    pages["/watched"] = r.shows(r.PLAN + count.format(1399, 7, 5))
    assert _look(checker, url, first.content).verdict is Verdict.ALIVE
    pages["/watched"] = r.shows(
        r.PLAN.replace("plan66.pdf", "plan67.pdf") + count.format(1399, 7, 5)
    )
    changed = _look(checker, url, first.content)
    assert changed.verdict is Verdict.CHANGED
    assert "2026-01-05" in changed.why.en
    pages["/watched"] = r.shows(r.PLAN.replace("2566", "2567") + count.format(1, 1, 1))
    assert _look(checker, url, first.content).verdict is Verdict.CHANGED


def test_a_page_that_differs_at_each_look_is_not_called_changed(checker, server, ports):
    server.sites["hard.example"].pages["/always"] = lambda _: r.Reply(
        200, r.page(r.PLAN + f"<p>คำคมประจำชั่วโมง {'กขคงจฉช'[next(r.counter) % 7] * 9}</p>").encode()
    )
    url = f"http://hard.example:{server.port}/always"
    result = _look(checker, url, "0" * 64)
    assert result.reason is Reason.CHANGES_ITSELF
    assert result.verdict is Verdict.ALIVE


def test_a_file_that_changed(checker, server, ports):
    pages = server.sites["hard.example"].pages
    url = f"http://hard.example:{server.port}/watched.pdf"
    pages["/watched.pdf"] = r.gives(r.PDF, "application/pdf")
    first = _look(checker, url)
    assert _look(checker, url, first.content).verdict is Verdict.ALIVE
    pages["/watched.pdf"] = r.gives(r.PDF.replace(b"x" * 9, b"y" * 9), "application/pdf")
    assert _look(checker, url, first.content).verdict is Verdict.CHANGED


def test_a_fault_of_ours_takes_no_other_link_with_it(checker, server, ports, monkeypatch):
    real = checking.judge

    def fails(visit, hosts):
        if visit.asked.path == "/plan":
            raise RuntimeError
        return real(visit, hosts)

    monkeypatch.setattr(checking, "judge", fails)
    asked = [AskedLink(f"http://hard.example:{server.port}{path}") for path in ("/plan", "/none")]
    told = {one.asked.address[-5:]: one for one in checker.check_many(asked)}
    assert told["/plan"].reason is Reason.OWN_FAULT
    assert told["/plan"].verdict is Verdict.UNKNOWN
    assert told["/none"].verdict is Verdict.GONE


def test_every_reason_has_its_words():
    assert set(sayings().reasons) == {reason.value for reason in Reason}
    assert set(sayings().verdicts) == {verdict.value for verdict in Verdict}
    for reason in Reason:
        assert reason.why("{x}").th != reason.why("{x}").en
        assert reason.step.th
        assert reason.verdict.words.th != reason.verdict.words.en
    assert {reason.verdict for reason in Reason} == set(Verdict)


def test_a_result_as_data(checker, server, ports):
    result = checker.check(AskedLink(f"http://hard.example:{server.port}/old", "o12"))
    data = result_data(result)
    assert data["item"] == "o12"
    assert data["verdict"] == "redirected_home"
    assert data["is_there"] is False
    assert [hop["status"] for hop in data["hops"]] == [302, 200]
    assert data["final_address"] == f"http://hard.example:{server.port}/"
    assert data["why"]["th"].startswith("ถูกพาไปหน้าแรก")


def test_a_dead_host_is_told_of_each_of_its_links(guard, monkeypatch):
    checker = Checker(guard, LIMITS, Pace(0, 4))
    results = list(checker.check_many([AskedLink(f"http://nowhere.example/{n}") for n in range(5)]))
    assert {one.reason for one in results} == {Reason.NO_SUCH_HOST}
    with pytest.raises(OSError, match="no such name"):
        resolve("nowhere.example", 80)


@pytest.mark.parametrize("delay", ["nan", "-5", "inf", "1e99", "x"])
def test_a_crawl_delay_that_is_none_stops_nobody(delay, guard, own_server):
    waited = []
    rules = f"User-agent: *\nCrawl-delay: {delay}"
    pages = {"/robots.txt": r.says(rules, kind="text/plain"), "/": r.HOME}
    server = own_server({"hard.example": Site(pages, r.APACHE_404)})
    checker = Checker(guard, LIMITS, Pace(0, 2, sleep=waited.append))
    assert checker.check(AskedLink(f"http://hard.example:{server.port}/")).verdict is Verdict.ALIVE
    assert all(seconds <= 10 for seconds in waited)


def test_a_host_that_asks_for_fewer_visits_is_let_alone_for_a_while():
    waited, now = [], [50.0]
    pace = Pace(0.1, 1, clock=lambda: now[0], sleep=waited.append)
    pace.pause("a.example", 2.0)
    with pace.turn("a.example"):
        now[0] = 60.0
    with pace.turn("a.example"):
        pass
    assert waited == [2.0]


@pytest.mark.parametrize("many", [20_000, 400_000])
@pytest.mark.long
def test_a_page_of_very_many_lines_is_read_in_time(many, checker, server, ports):
    packed = gzip.compress(b"<p>x</p>" * many)
    assert len(packed) < 100_000
    server.sites["hard.example"].pages["/lines"] = r.gives(
        packed, "text/html", Content_Encoding="gzip"
    )
    result = checker.check(AskedLink(f"http://hard.example:{server.port}/lines"))
    assert result.reason is not Reason.OWN_FAULT


@pytest.mark.long
def test_a_host_that_answers_everything_is_known_though_one_look_failed(checker, own_server):
    """The address that never was is asked for again where the line broke."""
    looks: dict[str, int] = {}

    def missing(path):
        looks[path] = looks.get(path, 0) + 1
        return r.Reply(raw=r.cut) if looks[path] == 1 else r.QUIET(path)

    server = own_server({"hard.example": Site({"/plan": r.QUIET}, missing)})
    result = checker.check(AskedLink(f"http://hard.example:{server.port}/plan"))
    assert result.reason is Reason.SAME_AS_RANDOM
    assert max(looks.values()) == 2


@pytest.mark.parametrize("clock", ["20:15", "03:20", "03:15"])
def test_a_number_of_the_address_in_a_clock_makes_no_page_its_own(clock, checker, own_server):
    inner = "<p>ศูนย์ข้อมูลข่าวสาร โปรดเลือกรายการจากเมนู</p><p>รหัสอ้างอิง 0047{} เวลา {}</p>"
    server = own_server(
        {
            "hard.example": Site(
                {"/view.php": r.shows(inner.format(20, clock))}, r.shows(inner.format(77, "11:59"))
            )
        }
    )
    result = checker.check(AskedLink(f"http://hard.example:{server.port}/view.php?id=20"))
    assert result.reason is Reason.SAME_AS_RANDOM


@pytest.mark.long
def test_five_hundred_links_of_a_slow_host_hold_up_no_other(guard, own_server):
    """Each is told, few at a time; the links of another host do not wait for them."""
    slow = Site({}, r.late(0.05, r.APACHE_404))
    server = own_server({"hard.example": slow, "soft.example": Site({}, r.APACHE_404)})
    checker = Checker(guard, LIMITS, Pace(0, 4))
    asked = [AskedLink(f"http://hard.example:{server.port}/{n}", "slow") for n in range(500)]
    asked += [AskedLink(f"http://soft.example:{server.port}/{n}", "other") for n in range(20)]
    items = [one.asked.item for one in checker.check_many(asked, at_once=8)]
    assert (items.count("slow"), items.count("other")) == (500, 20)
    assert max(at for at, item in enumerate(items) if item == "other") < 260


@pytest.mark.parametrize("word", ["ไฟล์", "แฟ้ม"])
def test_pages_of_others_say_either_word_for_a_file(word):
    assert PERHAPS_NOT_FOUND.search(f"ไม่พบ{word}")
    assert NOT_EXISTING.search(f"{word}ที่ท่านเรียกไม่มีอยู่ในระบบ")
