"""Counts that a document states about itself, held against its own scores."""

from decimal import Decimal

import pytest

from prongsai.core.analysis.claims import check_claims
from prongsai.core.errors import Place, Severity
from prongsai.core.scoresheet.model import Claim, Counted, ScoreSheet

TARGET = dict.fromkeys((2560, 2563, 2564, 2565), Decimal(85))
HERE = Place("003.txt", line=340, quote="จำนวน 6 ประเด็น")


def claim(counted, instrument, number, year=2565):
    return Claim(counted, instrument, number, year, HERE)


@pytest.fixture(scope="session")
def sheet(figure, ban_song_items, worked_case):
    """Document 003: the items and indicators of FY2565, the indicators of FY2564."""
    before = worked_case("2564/scores-ban-song.yaml")["given"]["printed"]
    after = worked_case("2565/scores-ban-song.yaml", "Ban Song FY2565 from its ten")
    figures = [figure(code, text) for code, text in ban_song_items.items()]
    figures += [figure(code, text) for code, text in after["given"]["printed"].items()]
    figures += [figure(code, text, 2564) for code, text in before.items()]
    return lambda *claims: ScoreSheet(2565, tuple(figures), claims=claims)


BELOW, ZERO, INDICATORS, *_ = Counted


@pytest.mark.parametrize(
    "right",
    [
        claim(BELOW, "IIT", 1),
        claim(BELOW, "EIT", 12),
        claim(ZERO, "OIT", 2),
        claim(INDICATORS, None, 3),
        claim(INDICATORS, None, 5, 2564),
        claim(ZERO, "IIT", 0),
    ],
)
def test_a_count_that_the_scores_give_is_no_finding(right, sheet):
    assert check_claims(sheet(right), TARGET) == ()


@pytest.mark.parametrize(
    ("wrong", "counted", "codes"),
    [
        (claim(BELOW, "IIT", 6), 1, "i7"),
        (claim(BELOW, "EIT", 11), 12, "e3, e14, e7"),
        (claim(ZERO, "OIT", 3), 2, "o12, o20"),
        (claim(ZERO, "EIT", 1), 0, "–"),
        (claim(INDICATORS, None, 5), 3, "6, 7, 8"),
        (claim(INDICATORS, None, 3, 2564), 5, "7"),
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
    assert check_claims(sheet(claim(BELOW, "IIT", 0)), {2565: Decimal("84.94")}) == ()
    assert len(check_claims(sheet(claim(BELOW, "IIT", 0)), {2565: Decimal("84.95")})) == 1


def test_a_score_just_above_zero_is_not_zero(figure):
    items = tuple(figure(f"e{number}", "0.33" if number > 2 else "0") for number in range(1, 16))
    assert check_claims(ScoreSheet(2565, items, claims=(claim(ZERO, "EIT", 2),)), TARGET) == ()
    assert check_claims(ScoreSheet(2565, items, claims=(claim(ZERO, "EIT", 1),)), TARGET)


def test_each_wrong_count_is_a_finding_of_its_own(sheet):
    claims = [claim(BELOW, "IIT", 6), claim(BELOW, "EIT", 12), claim(BELOW, "EIT", 5)]
    assert len(check_claims(sheet(*claims), TARGET)) == 2


@pytest.mark.parametrize(
    "idle",
    [
        claim(BELOW, "IIT", 6, year=None),
        claim(BELOW, "IIT", 6, year=2564),
        claim(BELOW, "IIT", 6, year=2560),
        claim(BELOW, None, 6),
        claim(INDICATORS, None, 9, year=2563),
    ],
)
def test_a_count_of_scores_the_sheet_does_not_hold_is_no_finding(idle, sheet):
    assert check_claims(sheet(idle), TARGET) == ()


def test_a_count_of_indicators_needs_all_ten(figure):
    nine = tuple(figure(str(number), "90") for number in range(1, 10))
    five = (claim(INDICATORS, None, 5),)
    assert check_claims(ScoreSheet(2565, nine, claims=five), TARGET) == ()
    assert check_claims(ScoreSheet(2565, (*nine, figure("10", "90")), claims=five), TARGET)


def test_a_count_of_items_is_not_contradicted_by_a_sheet_that_holds_only_some(figure):
    """Twelve may well be below 85 where only the three worst are printed."""
    some = tuple(figure(code, text) for code, text in (("e3", 68), ("e14", 70), ("e7", 72)))
    twelve, two = claim(BELOW, "EIT", 12), claim(BELOW, "EIT", 2)
    assert check_claims(ScoreSheet(2565, some, claims=(twelve,)), TARGET) == ()
    assert check_claims(ScoreSheet(2565, some, claims=(two,)), TARGET)
