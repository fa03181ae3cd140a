"""Answers taken elsewhere: the counts alone are kept, and no two that tell of few."""

import random

import pytest
from msgspec import convert, to_builtins
from msgspec.structs import replace

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.surveys.elsewhere import (
    Elsewhere,
    is_same,
    leaves_few,
    may_show,
    read_elsewhere,
    results_elsewhere,
)
from prongsai.core.surveys.questionnaire import questionnaire
from prongsai.core.surveys.results import AnswerRow, results_of
from prongsai.readers.sheets import read_sheets


@pytest.fixture(scope="module")
def asked():
    return questionnaire(Catalogue(), 2566, "EIT")


def is_almost(one, other):
    return is_same(one, other) or leaves_few(one, [other])


def lines(asked, count, seed=1):
    lot = random.Random(seed)  # noqa: S311 - the same each time
    return [[lot.choice(one.options).th for one in asked.asked] for _ in range(count)]


def sheets(asked, rows):
    text = "\n".join(",".join(row) for row in [list(asked.codes), *rows])
    return read_sheets(text.encode(), "answers.csv")


def test_lines_and_their_counts_give_the_same_scores_and_keep_no_line(asked):
    rows = lines(asked, 40)
    read = read_elsewhere(asked, sheets(asked, rows), people=400)
    kept = convert(to_builtins(read.kept), Elsewhere)
    found = results_elsewhere(asked, kept)
    places = [
        {
            one.code: [two.th for two in one.options].index(text)
            for one, text in zip(asked.asked, row, strict=True)
        }
        for row in rows
    ]
    here = results_of(asked, [AnswerRow(one) for one in places], people=400)
    assert found.tally.scores == here.tally.scores
    assert found.tally.span == here.tally.span is not None
    assert found.respondents == 40
    assert (found.points, found.doubts, found.without) == ((), (), None)
    assert set(Elsewhere.__struct_fields__) == {
        "counts",
        "respondents",
        "is_counted",
        "findings",
        "span",
    }


def test_a_table_of_counts_is_read_where_there_are_no_lines(asked):
    one, two = asked.asked[0], asked.asked[1]
    head = ",".join(("ข้อ", *(option.th for option in one.options)))
    rows = [f"{code},{','.join('5' for _ in one.options)}" for code in (one.code, two.code)]
    read = read_elsewhere(asked, read_sheets("\n".join([head, *rows]).encode(), "counts.csv"))
    assert read.is_counted
    assert read.kept.counts == {code: (5,) * len(one.options) for code in (one.code, two.code)}
    assert len(read.missing) == len(asked.asked) - 2


@pytest.mark.parametrize(("count", "is_shown"), [(4, False), (5, True)])
def test_fewer_than_five_are_not_shown(asked, count, is_shown):
    kept = read_elsewhere(asked, sheets(asked, lines(asked, count))).kept
    assert may_show(kept) is is_shown
    assert (results_elsewhere(asked, kept).tally is not None) is is_shown


def test_one_question_that_few_answered_withholds_the_whole(asked):
    rows = lines(asked, 30)
    for row in rows[4:]:
        row[3] = ""
    assert not may_show(read_elsewhere(asked, sheets(asked, rows)).kept)


@pytest.mark.parametrize(
    ("more", "is_refused"), [(0, True), (1, True), (4, True), (5, False), (40, False)]
)
def test_a_file_with_few_more_lines_is_almost_the_same(asked, more, is_refused):
    rows = lines(asked, 60)
    small = read_elsewhere(asked, sheets(asked, rows[:20])).kept
    large = read_elsewhere(asked, sheets(asked, rows[: 20 + more])).kept
    assert is_almost(small, large) is is_almost(large, small) is is_refused


def test_other_people_are_another_file(asked):
    one, two = (
        read_elsewhere(asked, sheets(asked, lines(asked, 30, seed))).kept for seed in (1, 2)
    )
    assert not is_almost(one, two)


def test_a_question_left_out_hides_no_line(asked):
    """The same lines with one more, and one column less: the rest still subtracts."""
    rows = lines(asked, 30)
    one = read_elsewhere(asked, sheets(asked, rows)).kept
    code = asked.codes[0]
    other = read_elsewhere(asked, sheets(asked, rows[:29])).kept
    without = replace(other, counts={key: own for key, own in other.counts.items() if key != code})
    assert is_almost(one, without)
