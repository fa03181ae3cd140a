"""How many of the labelled links of a hostile server are told right; none is falsely alive."""

from __future__ import annotations

import socket

import pytest
from tests.links.attacks import ATTACKS
from tests.links.conftest import LIMITS
from tests.links.labelled import CASES, TYPED

from prongsai.links.checking import Checker
from prongsai.links.limits import Pace
from prongsai.links.proof.packing import make_pack
from prongsai.links.proof.verifying import verify_pack
from prongsai.links.results import AskedLink
from prongsai.links.verdicts import Verdict

_LEAST_RIGHT = 0.97


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def address_of(case, ports) -> str:
    if case.site == "refused.example":
        return f"http://refused.example:{_closed_port()}/"
    scheme = "https" if case.secure else "http"
    port = ports["secure"] if case.secure else ports["port"]
    if case.site == "plain.secure.example":
        port = ports["port"]
    return f"{scheme}://{case.site}:{port}{case.path}"


def results_of(cases, checker, ports):
    asked = [AskedLink(address_of(case, ports), item=case.name) for case in cases]
    return {one.asked.item: one for one in checker.check_many(asked)}


def wrong_of(cases, checker, ports):
    """Name → verdict and reason of what is told wrong."""
    results = results_of(cases, checker, ports)
    told = {case.name: results[case.name] for case in cases}
    return {
        case.name: (told[case.name].verdict.value, told[case.name].reason.value)
        for case in cases
        if told[case.name].verdict.value not in case.verdicts
    }


def assert_told_right(cases, checker, ports):
    wrong = wrong_of(cases, checker, ports)
    assert not any(verdict in ("alive", "changed") for verdict, _ in wrong.values()), wrong
    # A busy machine answers slowly: what is wrong is asked again, one after the other.
    still = {}
    for case in cases:
        if case.name in wrong:
            still |= wrong_of([case], checker, ports)
    assert 1 - len(still) / len(cases) >= _LEAST_RIGHT, still


@pytest.mark.parametrize(
    "held_back",
    [pytest.param(False, marks=pytest.mark.long), True],
    ids=["built with", "held back"],
)
def test_links_are_told_right(checker, ports, held_back):
    assert_told_right([case for case in CASES if case.is_held_back is held_back], checker, ports)


def test_links_written_against_the_checker_are_told_right(checker, ports):
    assert_told_right(ATTACKS, checker, ports)


@pytest.mark.parametrize(("typed", "verdicts"), TYPED)
def test_what_is_typed_wrong_is_told(checker, typed, verdicts):
    result = checker.check(AskedLink(typed))
    assert result.verdict.value in verdicts, result
    assert result.verdict is not Verdict.ALIVE
    assert result.why.th
    assert result.step.en


@pytest.mark.long
def test_whatever_a_server_sends_makes_a_pack_that_verifies(guard, trust, ports):
    checker = Checker(guard, LIMITS, Pace(0, 16), trust=trust, keep=True)
    results = results_of([*CASES, *ATTACKS], checker, ports)
    assert any(one.exchanges for one in results.values())
    for name, result in results.items():
        found = verify_pack(make_pack([result], result.at), "proof.zip")
        assert found.is_sound, (name, found.findings)
