"""Worked figures of published documents, as cases: name, source, given, expect."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from prongsai.core.scoring.compute import score, shown
from prongsai.core.scoring.rating import rate

CASES = Path(__file__).resolve().parents[1] / "cases"


def cases_in(pattern):
    for path in sorted(CASES.glob(f"25*/{pattern}")):
        yield from yaml.safe_load(path.read_text("utf-8"))


def by_year(pattern):
    for case in cases_in(pattern):
        given = case["given"]
        for year in given.get("years") or [given["year"]]:
            yield pytest.param(case, year, id=f"{year}: {case['name']}")


def values(card, wanted):
    return {code: shown(card.scores[code].value) for code in wanted}


def first_digits(card, wanted):
    """The unrounded value, cut off as the source cuts it off."""
    return {code: f"{int(card.scores[code].value * 10_000) / 10_000:.4f}" for code in wanted}


def plain(card, wanted):
    return {code: shown(card.scores[code].plain) for code in wanted}


def points(card, wanted):
    """What an instrument gives of the total, in points of its weight."""
    weight = {part.code: part.weight for part in card.framework.instruments}
    return {code: shown(card.scores[code].value * weight[code]) for code in wanted}


def not_equal(card, _):
    """The verdict of every printed figure that was checked and is not plainly equal."""
    return {score.code: str(score.verdict) for score in card.checked if score.verdict != "equal"}


def not_checked(card, wanted):
    """The printed figures that nothing could contradict: their codes, or how many."""
    codes = [score.code for score in card.not_checked]
    return len(codes) if isinstance(wanted, int) else codes


def other_prints(card, wanted):
    return {
        code: {other.published: str(other.verdict) for other in card.scores[code].other_prints}
        for code in wanted
    }


def without_value(card, wanted):
    return [code for code in wanted if card.scores[code].value is None]


def without_exact_value(card, _):
    return [score.code for score in card.scores.values() if score.exact is None]


def respondents(card, _):
    return {found.instrument: found.number for found in card.respondents}


def level(rating):
    return {
        "level": rating.code,
        "provisional": rating.provisional,
        "possible": list(rating.possible),
    }


def findings(card, _):
    return [finding.code for finding in card.findings]


READ = {
    "values": values,
    "first_digits": first_digits,
    "plain": plain,
    "points": points,
    "not_equal": not_equal,
    "not_checked": not_checked,
    "other_prints": other_prints,
    "without_value": without_value,
    "without_exact_value": without_exact_value,
    "respondents": respondents,
    "rating": lambda card, _: level(card.rating),
    "findings": findings,
}


@pytest.mark.parametrize(("case", "year"), [*by_year("scores-*.yaml")])
def test_a_worked_case_gives_its_published_scores(case, year, framework, figure):
    given, expect = case["given"], case["expect"]
    printed = {code: figure(code, text, year) for code, text in given["printed"].items()}
    elsewhere = given.get("printed_elsewhere", {})
    others = {code: [figure(code, text, year) for text in elsewhere[code]] for code in elsewhere}
    card = score(framework(year), printed, others)
    assert {what: READ[what](card, wanted) for what, wanted in expect.items()} == expect


@pytest.mark.parametrize(("case", "year"), [*by_year("levels-*.yaml")])
def test_a_worked_case_gives_its_published_level(case, year, framework):
    given = case["given"]
    parts = {code: Decimal(text) for code, text in given.get("instruments", {}).items()}
    assert level(rate(framework(year), Decimal(given["total"]), parts)) == case["expect"]


@pytest.mark.parametrize(
    "path", sorted(CASES.glob("25*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_a_case_says_its_name_what_is_given_what_is_expected_and_its_source(path):
    cases = yaml.safe_load(path.read_text("utf-8"))
    assert cases
    assert all(set(case) == {"name", "source", "given", "expect"} for case in cases)
    assert all(case["name"] and case["source"] and case["expect"] for case in cases)


def test_no_two_cases_have_one_name():
    names = [case["name"] for case in cases_in("*.yaml")]
    assert len(names) == len(set(names))
