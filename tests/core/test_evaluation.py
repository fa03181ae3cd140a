"""What a candidate counts for: one figure of its value, and of its code or of any."""

from decimal import Decimal

import pytest

from prongsai.core.errors import Place
from prongsai.core.scoresheet.evaluation import Label, judge
from prongsai.core.scoresheet.model import (
    Candidate,
    Doubt,
    Figure,
    Origin,
    PublishedRating,
    Reading,
    ScoreSheet,
)

LABEL = Label(
    {2566: {"total": Decimal("91.30"), "o1": Decimal(100), "o2": Decimal(100)}},
    also=frozenset({(2566, "total", Decimal("91.20"))}),
    withheld=frozenset({"o9"}),
)


def candidate(code, value, year=2566, level=None):
    number = None if level else Decimal(value)
    return Candidate(code, year, str(value), number, Place(), (Doubt.WHOSE,), level=level)


def figure(code, value, year=2566):
    return Figure(code, year, value, Decimal(value), Origin.TABLE, Place())


def outcomes(candidates=(), figures=(), ratings=(), label=LABEL):
    """The outcome of each code, as "outcome code" in order."""
    reading = Reading(ScoreSheet(2566, tuple(figures), tuple(ratings)), (), tuple(candidates))
    return sorted(f"{one.outcome.value} {one.code}" for one in judge(label, reading))


MISSED = ["missed o1", "missed o2", "missed total"]


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], MISSED),
        ([candidate("total", "91.3")], ["candidate total", "missed o1", "missed o2"]),
        ([candidate(None, "91.30")], ["candidate total", "missed o1", "missed o2"]),
        ([candidate("total", "91.30", year=None)], ["candidate total", "missed o1", "missed o2"]),
        # What it is of, and of which year, a person says.
        ([candidate("EIT", "91.30")], ["candidate total", "missed o1", "missed o2"]),
        ([candidate("total", "91.03")], ["false_candidate total", *MISSED]),
        # One number is one figure; the one that names its code is not taken by another.
        ([candidate(None, 100)], ["candidate o1", "missed o2", "missed total"]),
        (
            [candidate(None, 100), candidate("o1", 100)],
            ["candidate o1", "candidate o2", "missed total"],
        ),
        # A second print, and a code that stands there without a score, are not false.
        ([candidate("total", "91.20"), candidate("o9", 7)], MISSED),
    ],
)
def test_a_candidate_stands_for_one_figure_of_its_value(candidates, expected):
    assert outcomes(candidates) == expected


def test_what_is_read_counts_before_any_candidate():
    figures = [figure("total", "91.30"), figure("o1", "0"), figure("o2", "100")]
    found = ["right o2", "right total", "wrong o1"]
    assert outcomes(figures=figures) == found
    assert outcomes([candidate("o1", 100), candidate("total", "91.30")], figures) == found
    assert outcomes(figures=[*figures, figure("total", "91.20")]) == found
    assert outcomes(figures=[*figures, figure("total", "50"), figure("o9", "1")]) == [
        "invented o9",
        "invented total",
        *found,
    ]


def test_levels_count_where_the_label_has_them():
    label = Label({}, ratings={2566: "pass"})
    maybe, other = candidate(None, "ผ่าน", level="pass"), candidate(None, "ผ่านดี", level="good")
    assert outcomes([maybe], label=label) == ["candidate level"]
    assert outcomes([other], label=label) == ["false_candidate level", "missed level"]
    read = PublishedRating("pass", 2566, "ผ่าน", Place())
    assert outcomes(ratings=[read], label=label) == ["right level"]
    assert outcomes([other], ratings=[read], label=Label({})) == []
