"""The second set of labelled links, now and later; nothing is falsely alive."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.links import second_set as second
from tests.links.conftest import Authority, _context, _sign, resolve
from tests.links.hostile import Case, HostileServer, Site

from prongsai.links.checking import Checker
from prongsai.links.guard import PORTS, Guard
from prongsai.links.limits import Limits, Pace
from prongsai.links.results import AskedLink, Earlier

_LEAST_RIGHT = 0.97
_THERE = ("alive", "changed")
# Wide enough that a busy machine is not taken for a slow server.
_LIMITS = Limits(connect=3.0, total=5.0, slow=1.8)


@pytest.fixture(scope="module")
def second_ports(authority, tmp_path_factory):
    """The sites of the second set, without and with TLS."""
    folder = tmp_path_factory.mktemp("second-certificates")
    key = ec.generate_private_key(ec.SECP256R1())
    own = _sign("own.cert.example", key, "own.cert.example", key)
    contexts = {
        "good": authority.signed("good.cert.example", folder),
        "expired": authority.signed("expired.cert.example", folder, first=-30, last=-1),
        "early": authority.signed("early.cert.example", folder, first=2),
        "wrongname": authority.signed("another.example", folder),
        "stranger": Authority("Unknown issuer").signed("stranger.cert.example", folder),
        "own": _context(key, own, folder, "own-second"),
    }
    usual = contexts["good"]

    def choose(line, name, _):
        line.context = contexts.get((name or "").partition(".")[0], usual)

    usual.sni_callback = choose
    plain, secure = HostileServer(second.SITES), HostileServer(second.SITES, usual)
    plain.ports = secure.ports = {"port": plain.port, "secure": secure.port}
    yield plain.ports
    plain.close()
    secure.close()


@pytest.fixture
def second_checker(second_ports, trust):
    names = [name for name in second.SITES if name != "nowhere.example"]
    guard = Guard(allowed_hosts=[*names, "nowhere.example"], resolver=resolve, ports=PORTS)
    return Checker(guard, _LIMITS, Pace(0, 16), trust=trust)


def _address(case: Case, ports) -> str:
    scheme, port = ("https", "secure") if case.secure else ("http", "port")
    return f"{scheme}://{case.site}:{ports[port]}{case.path}"


def _wrong(checker, asked, right):
    """What is told wrong; what a busy machine may have made slow is asked again by itself."""
    told = {one.asked.item: one for one in checker.check_many(asked, at_once=24)}
    assert set(told) == set(right)
    for one in asked:
        if told[one.item].verdict.value not in (*right[one.item], *_THERE):
            told[one.item] = checker.check(one)
    return {
        name: (told[name].verdict.value, told[name].reason.value, told[name].detail, right[name])
        for name in right
        if told[name].verdict.value not in right[name]
    }


def test_the_set_is_what_it_says():
    names = [case.name for case in second.LINKS]
    assert len(names) == len(set(names))
    assert len(names) >= 250
    kinds = {case.verdicts[0] for case in second.LINKS}
    assert kinds == {
        "alive",
        "redirected_home",
        "soft_404",
        "permission_wall",
        "certificate",
        "slow",
        "gone",
        "unknown",
        "not_allowed",
        "unfit",
    }
    assert sum(case.verdicts == ("alive",) for case in second.LINKS) >= 80


@pytest.mark.long
def test_links_of_the_second_set_are_told_right_at_the_first_look(second_checker, second_ports):
    right = {case.name: case.verdicts for case in second.LINKS}
    asked = [AskedLink(_address(case, second_ports), item=case.name) for case in second.LINKS]
    wrong = _wrong(second_checker, asked, right)
    assert not [name for name in wrong if wrong[name][0] in _THERE], wrong
    assert 1 - len(wrong) / len(right) >= _LEAST_RIGHT, wrong


@pytest.mark.parametrize(("typed", "right"), second.TYPED)
def test_what_was_typed_is_told_for_what_it_is(second_checker, typed, right):
    assert second_checker.check(AskedLink(typed)).verdict.value in right


def test_what_changed_since_is_told(trust):
    """The pages of LATER before and after, each with what must be said of it."""
    now = {"state": 0}
    site = Site({"/": second.wp("หน้าแรก", "<p>ข่าวของหน่วยงาน</p>")}, second.SITES[second.WP].missing)
    for name, before, after, _ in second.LATER:
        answers = (before, after)
        site.pages[f"/{name}"] = lambda path, answers=answers: answers[now["state"]](path)
    server = HostileServer({"later.example": site})
    try:
        guard = Guard(allowed_hosts=["later.example"], resolver=resolve, ports=PORTS)
        checker = Checker(guard, _LIMITS, Pace(0, 16), trust=trust)
        address = {name: f"http://later.example:{server.port}/{name}" for name, *_ in second.LATER}
        first = {
            one.asked.item: one
            for one in checker.check_many([AskedLink(address[n], n) for n in address])
        }
        assert all(one.verdict.value == "alive" for one in first.values()), first
        now["state"] = 1
        later = Checker(guard, _LIMITS, Pace(0, 16), trust=trust)
        asked = [AskedLink(address[n], n, Earlier(first[n].content, first[n].at)) for n in address]
        wrong = _wrong(later, asked, {name: right for name, _, _, right in second.LATER})
    finally:
        server.close()
    assert not wrong
