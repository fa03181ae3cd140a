"""Results: sittings that chance does not explain, points apart, beside the official scores."""

import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from prongsai.core.errors import Wrong
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.years import details
from prongsai.core.slips import slip_of
from prongsai.core.surveys.questionnaire import StaffRule, questionnaire, staff_minimum, staff_rule
from prongsai.core.surveys.raw_answers import read_line
from prongsai.core.surveys.results import (
    AnswerRow,
    Doubt,
    compared,
    results_of,
    total_span,
    total_with,
)
from prongsai.core.surveys.tally import APART, FEWEST_IN_A_SITTING, Sitting, tally, unlikely
from prongsai.core.surveys.withholding import Known

KNOWN = Catalogue()
EIT = questionnaire(KNOWN, 2565, "EIT")
IIT = questionnaire(KNOWN, 2566, "IIT")
BEST = {one.code: max(range(len(one.options)), key=one.points) for one in EIT.asked}
WORST = {one.code: min(range(len(one.options)), key=one.points) for one in EIT.asked}


# Sittings


def sittings_of(times):
    """What the site keeps of the minutes at which answers came."""
    found, own = [], []
    for moment in [*sorted(times), float("inf")]:
        if own and moment - own[-1] > APART:
            if len(own) >= FEWEST_IN_A_SITTING:
                found.append(Sitting(str(len(found)), len(own), own[-1] - own[0]))
            own = []
        own.append(moment)
    return found


def honest(count, days, lot):
    """Visitors over office hours, most of them around noon."""
    return [
        lot.randrange(days) * 1440 + min(1080, max(420, lot.gauss(720, 180))) for _ in range(count)
    ]


def stuffed(count, days, lot):
    at = lot.randrange(days) * 1440 + lot.randrange(540, 960)
    times = []
    for _ in range(count):
        times.append(at)
        at += lot.uniform(0.6, 1.6)
    return times


def test_no_honest_survey_of_four_hundred_is_told():
    lot = random.Random(18)  # noqa: S311 - the same each time
    for _ in range(400):
        count, days = lot.choice((60, 120, 300)), lot.choice((20, 60, 120))
        found = sittings_of(honest(count, days, lot))
        assert not unlikely(found, count, days)


@pytest.mark.parametrize("count", [10, 15, 20, 40])
def test_ten_and_more_of_one_hand_are_told(count):
    lot = random.Random(count)  # noqa: S311 - the same each time
    told = 0
    for _ in range(400):
        days = lot.choice((20, 60, 120))
        found = sittings_of(honest(200, days, lot) + stuffed(count, days, lot))
        told += bool(unlikely(found, 200 + count, days))
    assert told / 400 >= 0.9


def test_a_survey_of_nothing_but_one_sitting_is_told():
    assert unlikely([Sitting("a", 30, 30.0)], 30, 10) == {"a"}


def test_a_busy_counter_is_not():
    """A hundred a day for five days: eight within an hour are nothing."""
    assert not unlikely([Sitting("a", 12, 40.0)], 500, 5)


# Results


def rows(best, worst, **more):
    return [AnswerRow(BEST, **more)] * best + [AnswerRow(WORST, **more)] * worst


def test_what_few_answered_is_not_shown_at_all():
    assert results_of(EIT, rows(2, 2)).tally is None
    assert results_of(EIT, []).tally is None
    assert results_of(EIT, rows(3, 2)).tally.score == 60


def keyed(count, *, at="", spare=0):
    return Known({at: count}, spare)


def test_whoever_keyed_in_four_sheets_does_not_read_the_fifth_person():
    """The fifth would be the whole less four that are known."""
    five = rows(3, 2)
    assert results_of(EIT, five, known=keyed(4)).tally is None
    assert results_of(EIT, five, known=keyed(1)).tally is None
    assert results_of(EIT, five, known=keyed(5)).tally, "of all on paper nobody else is left"
    assert results_of(EIT, rows(5, 4), known=keyed(4)).tally
    assert results_of(EIT, rows(5, 4), known=keyed(4, spare=1)).tally is None
    assert results_of(EIT, rows(5, 5), known=keyed(4, spare=1)).tally


def test_sheets_keyed_at_a_point_hide_nobody_there():
    a, b = ([AnswerRow(LOW, point=key)] * 20 for key in "กข")
    shown = results_of(EIT, a + b, known=Known({"ก": 15})).points
    assert {one.key for one in shown if one.count} == {"ก", "ข"}
    assert not any(one.count for one in results_of(EIT, a + b, known=Known({"ก": 16})).points)


def test_a_point_of_few_hides_with_another():
    found = results_of(
        EIT, [*rows(20, 0, point="ก"), *rows(0, 10, point="ข"), *rows(1, 0, point="ค")]
    )
    told = {one.key: one.count for one in found.points}
    assert told == {"ก": 20, "ข": None, "ค": None}


# Somebody who did not choose one place throughout, whose score is nothing.
LOW = WORST | {EIT.codes[0]: BEST[EIT.codes[0]]}
HIGH = BEST | {EIT.codes[0]: WORST[EIT.codes[0]]}


def test_doubts_are_told_with_and_without_and_change_no_score():
    found = results_of(
        EIT, [AnswerRow(LOW, point="ก")] * 20
        + [AnswerRow(HIGH, point="ก", sitting="s", again=True)] * 12,
        sittings={"ก": [Sitting("s", 12, 12.0)]}, days=30,
    )  # fmt: skip
    assert found.tally.score == tally(EIT, [LOW] * 20 + [HIGH] * 12).score
    told = {one.doubt: one.count for one in found.doubts}
    assert told == {Doubt.SITTING: 12, Doubt.AGAIN: 12}
    assert found.without == tally(EIT, [LOW] * 20).score


def test_a_doubt_about_few_says_neither_how_many_nor_what():
    found = results_of(EIT, [AnswerRow(LOW)] * 20 + [AnswerRow(HIGH, again=True)] * 2)
    assert [(one.doubt, one.count) for one in found.doubts] == [(Doubt.AGAIN, None)]
    assert found.without is None


def test_of_all_but_few_the_rest_is_not_told_either():
    found = results_of(EIT, [AnswerRow(LOW)] * 3 + [AnswerRow(HIGH, again=True)] * 20)
    assert [(one.doubt, one.count) for one in found.doubts] == [(Doubt.AGAIN, 20)]
    assert found.without is None


def test_of_two_doubts_that_differ_by_one_person_nothing_tells_of_that_person():
    """One score without both: the difference of two would be the answers of the first."""
    hand = [AnswerRow(HIGH, sitting="s", again=number > 0) for number in range(13)]
    found = results_of(
        EIT, [AnswerRow(LOW)] * 20 + hand, sittings={"": [Sitting("s", 13, 13.0)]}, days=30
    )
    assert {one.count for one in found.doubts} == {12, 13}
    assert found.without == tally(EIT, [LOW] * 20).score


def test_a_point_whose_others_are_two_keeps_the_score_without_from_being_told():
    """Point and rest are shown: what is left of the point would be two people."""
    hand = [AnswerRow(HIGH, point="ก", again=True)] * 14 + [AnswerRow(LOW, point="ก")] * 2
    found = results_of(EIT, [AnswerRow(LOW, point="ข")] * 20 + hand)
    assert {one.key for one in found.points if one.count} == {"ก", "ข"}
    assert found.without is None


@pytest.mark.long
@settings(max_examples=5 * settings.default.max_examples)
@given(st.dictionaries(st.tuples(st.sampled_from("กขค"), st.booleans()), st.integers(0, 14)))
def test_whoever_subtracts_points_and_doubts_learns_of_many_or_of_nobody(sizes):
    """Both sides of every shown point, and of all others together, are nobody or five and more."""
    rows = [
        AnswerRow(HIGH if again else LOW, point=point, again=again)
        for (point, again), count in sizes.items()
        for _ in range(count)
    ]
    found = results_of(EIT, rows)
    if found.without is None:
        return
    shown = {one.key for one in found.points if one.count is not None}
    for again in (False, True):
        for key in shown:
            assert sizes.get((key, again), 0) not in range(1, 5)
        rest = sum(
            count for (key, is_), count in sizes.items() if is_ == again and key not in shown
        )
        assert rest not in range(1, 5)


def test_under_twenty_only_the_whole_is_told():
    found = results_of(EIT, [AnswerRow(LOW)] * 10 + [AnswerRow(HIGH, again=True)] * 9)
    assert found.tally is not None
    assert found.without is None


def test_rehearsed_scores_meet_the_official_ones_by_lineage():
    whole = results_of(EIT, rows(10, 10)).tally
    official = KNOWN.get(2566, draft=True)
    told = compared(whole, official, {"EIT": "80.00", "6": "70.00"}, Decimal(85))
    first = told[0]
    assert (first.code, first.rehearsed, first.official, first.difference) == (
        "EIT", "50.00", "80.00", "-30.00",
    )  # fmt: skip
    assert first.is_below
    assert [one.depth for one in told[:3]] == [0, 1, 2]
    assert next(one for one in told if one.code == "6").official == "70.00"
    assert next(one for one in told if one.code == "e1").official is None


def test_the_total_with_the_others_as_published_is_known_only_with_all_of_them():
    whole = results_of(EIT, rows(10, 0)).tally
    official = KNOWN.get(2566, draft=True)
    assert total_with(whole, official, {"IIT": "80", "OIT": "90"}) == Fraction(90)
    assert total_with(whole, official, {"IIT": "80"}) is None


def test_the_span_of_the_total_is_that_of_the_instrument_by_its_share():
    lot = random.Random(7)  # noqa: S311 - the same each time
    answers = [{one.code: lot.randrange(len(one.options)) for one in EIT.asked} for _ in range(60)]
    whole = tally(EIT, answers)
    official = KNOWN.get(2566, draft=True)
    scores = {"IIT": "80", "OIT": "90"}
    span = total_span(whole, official, scores)
    share = float(dict(official.tree["total"].children)["EIT"])
    assert span.high - span.low == pytest.approx(share * (whole.span.high - whole.span.low))
    assert span.low < float(total_with(whole, official, scores)) < span.high
    assert total_span(whole, official, {"IIT": "80"}) is None
    assert total_span(tally(EIT, answers[:1]), official, scores) is None


# Sheets of paper, samples


def test_a_line_of_digits_is_a_sheet():
    digits = "".join(str(BEST[code] + 1) for code in EIT.codes)
    assert read_line(EIT, digits, with_card=False).answers == BEST
    spaced = " ".join(digits).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert read_line(EIT, spaced, with_card=False).answers == BEST
    some = read_line(EIT, "0" + digits[1:], with_card=False).answers
    assert set(BEST) - set(some) == {EIT.codes[0]}


def test_the_card_stands_before_the_answers():
    digits = "1" * len(IIT.codes)
    found = read_line(IIT, slip_of(7) + digits, with_card=True)
    assert (found.card, len(found.answers)) == (slip_of(7), len(IIT.codes))


COUNT = len(EIT.codes)


@pytest.mark.parametrize(
    "line", ["", "1", *(one * COUNT for one in ("9", "x", "0", "²")), "1" * (COUNT + 1)]
)
def test_a_line_that_is_no_sheet_is_refused(line):
    with pytest.raises(Wrong):
        read_line(EIT, line, with_card=False)


@pytest.mark.parametrize("line", ["1" * len(IIT.codes), "1234567890123456" + "1" * len(IIT.codes)])
def test_a_sheet_without_a_card_is_refused(line):
    with pytest.raises(Wrong):
        read_line(IIT, line, with_card=True)


@pytest.mark.parametrize(("people", "least"), [(5, 5), (30, 30), (31, 30), (300, 30), (301, 31)])
def test_the_least_of_the_staff(people, least):
    found = staff_minimum(staff_rule(IIT.framework), people, 2566)
    assert found.count == least
    assert "รอยืนยันกับคู่มือ" in found.said.th


@pytest.mark.parametrize("year", [one for one in KNOWN.years() if one >= 2564])
def test_the_rule_of_the_staff_is_the_frameworks_own(year):
    framework = KNOWN.get(year, draft=True)
    rule = staff_rule(framework)
    if rule is None:
        pytest.skip("this year has no rule")
    own = details(Path(framework.folder))["sampling"]["iit_minimum"]
    assert (rule.share, rule.at_least) == (10, 30)
    assert rule.confidence == own["confidence"]
    for figure in ("10 %", "30"):
        assert figure in own["rule"], "the words and the figures of the rule say the same"


def test_another_rule_is_another_minimum():
    rule = StaffRule(25, 8)
    assert [staff_minimum(rule, people, 2570).count for people in (5, 20, 100)] == [5, 8, 25]
    assert "ยังไม่ทราบ" in staff_minimum(rule, 9, 2570).said.th
