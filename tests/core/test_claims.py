"""Counts that a document states about itself, held against its own scores."""

from decimal import Decimal

import pytest

from prongsai.core.analysis.claims import check_claims
from prongsai.core.errors import Place, Severity
from prongsai.core.scoresheet.model import Claim, Counted, ScoreSheet

TARGET = dict.fromkeys((2560, 2563, 2564, 2565), Decimal(85))
HERE = Place("003.txt", line=340, quote="จำนวน 6 ประเด็น")


def claim(counted, instrument, number, year=2565, **more):
    return Claim(counted, instrument, number, year, HERE, **more)


@pytest.fixture(scope="session")
def sheet(figure, worked_case):
    """Document 003: the indicators of FY2565 and of FY2564."""
    before = worked_case("2564/scores-ban-song.yaml")["given"]["printed"]
    after = worked_case("2565/scores-ban-song.yaml", "Ban Song FY2565 from its ten")
    figures = [figure(code, text) for code, text in after["given"]["printed"].items()]
    figures += [figure(code, text, 2564) for code, text in before.items()]
    return lambda *claims: ScoreSheet(2565, tuple(figures), claims=claims)


BELOW, REACHED = Counted.INDICATORS_BELOW_TARGET, Counted.INDICATORS_AT_TARGET


@pytest.mark.parametrize(
    "right",
    [
        claim(BELOW, None, 3),
        claim(BELOW, None, 5, 2564),
        claim(BELOW, "IIT", 0),
        claim(BELOW, "EIT", 3),
        claim(REACHED, None, 7),
        claim(REACHED, "IIT", 0, is_every=True),
        # Of which instrument the sentence does not say: one that it may speak of has so many.
        claim(BELOW, None, 0, perhaps=("IIT",)),
        # At the limit itself either may be said.
        claim(REACHED, "OIT", 1, mark=Decimal("100.00")),
        claim(REACHED, "OIT", 0, mark=Decimal("100.00")),
    ],
)
def test_a_count_that_the_scores_give_is_no_finding(right, sheet):
    assert check_claims(sheet(right), TARGET) == ()


@pytest.mark.parametrize(
    ("wrong", "counted", "codes"),
    [
        (claim(BELOW, None, 5), 3, "6, 7, 8"),
        (claim(BELOW, None, 3, 2564), 5, "7"),
        (claim(BELOW, "EIT", 2), 3, "6, 7, 8"),
        (claim(BELOW, "IIT", 1), 0, "–"),
        (claim(REACHED, None, 9), 7, "1, 2, 3"),
        (claim(REACHED, "OIT", 2, mark=Decimal("100.00")), 1, "10"),
    ],
)
def test_a_count_that_the_scores_do_not_give_is_a_finding(wrong, counted, codes, sheet):
    (finding,) = check_claims(sheet(wrong), TARGET)
    assert (finding.code, finding.severity) == ("count_contradicts", Severity.WARNING)
    assert f"มี {counted} (" in finding.message.th
    assert f"counts {wrong.number}" in finding.message.en
    assert codes in finding.message.en
    assert finding.places[0] == HERE
    assert finding.next_step.th


def test_the_target_decides_what_is_below(sheet):
    assert check_claims(sheet(claim(BELOW, "EIT", 2)), {2565: Decimal("81.03")}) == ()
    assert len(check_claims(sheet(claim(BELOW, "EIT", 2)), {2565: Decimal("81.04")})) == 1


def test_each_wrong_count_is_a_finding_of_its_own(sheet):
    claims = [claim(BELOW, "IIT", 6), claim(BELOW, "EIT", 3), claim(BELOW, "EIT", 5)]
    assert len(check_claims(sheet(*claims), TARGET)) == 2


@pytest.mark.parametrize(
    "idle",
    [
        claim(BELOW, "IIT", 6, year=None),
        claim(BELOW, "IIT", 6, year=2560),
        claim(BELOW, None, 9, year=2563),
        claim(Counted.INSTRUMENTS_BELOW_TARGET, None, 3),
    ],
)
def test_a_count_of_scores_the_sheet_does_not_hold_is_no_finding(idle, sheet):
    assert check_claims(sheet(idle), TARGET) == ()


def test_a_count_of_indicators_needs_all_ten(figure):
    nine = tuple(figure(str(number), "90") for number in range(1, 10))
    five = (claim(BELOW, None, 5),)
    assert check_claims(ScoreSheet(2565, nine, claims=five), TARGET) == ()
    assert check_claims(ScoreSheet(2565, (*nine, figure("10", "90")), claims=five), TARGET)
