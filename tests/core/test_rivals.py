"""A code that tables print with two values: the one that fits stands, else none; both are told."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

HEAD = "code,score\n"


def read(rows, year=2565):
    text = HEAD + "\n".join(",".join(row) for row in rows)
    return read_scores(text.encode(), "scores.csv", Catalogue(), year=year)


def told(reading):
    return [one for one in reading.findings if one.code == "printed_twice"]


WHOLE = [("total", "87.00"), ("EIT", "80"), ("OIT", "90")]


@pytest.mark.parametrize("order", [("80", "90"), ("90", "80")])
def test_the_value_that_fits_the_total_stands_whichever_comes_first(order):
    reading = read([*WHOLE, *(("IIT", value) for value in order)])
    assert reading.sheet.of_year(2565)["IIT"].published == "90"
    assert not reading.sheet.other_prints(2565)
    (finding,) = told(reading)
    assert "ใช้ 90" in finding.message.th
    assert len(finding.places) == 2


def test_a_total_tells_two_values_apart_of_which_it_would_show_one_as_wrong():
    """The instruments are not printed: the total is the nearest figure made of indicator 6."""
    rows = [(str(number), "90.00") for number in range(1, 11) if number != 6]
    reading = read([*rows, ("total", "90.00"), ("6", "80.00"), ("6", "90.00")])
    assert reading.sheet.of_year(2565)["6"].published == "90.00"
    near = read([*rows, ("total", "90.00"), ("6", "90.01"), ("6", "90.02")])
    assert "6" not in near.sheet.of_year(2565)


@pytest.mark.parametrize(
    "rows",
    [
        [("IIT", "80"), ("IIT", "90")],  # nothing could tell
        [*WHOLE, ("IIT", "81"), ("IIT", "82")],  # neither fits
        [("i7", "80"), ("i7", "90")],
    ],
)
def test_where_nothing_tells_which_is_right_neither_is_used(rows):
    code = rows[-1][0]
    reading = read(rows)
    assert code not in reading.sheet.of_year(2565)
    (finding,) = told(reading)
    assert "ไม่ใช้ค่าใด" in finding.message.th
    assert all(value in finding.message.en for _, value in rows[-2:])


def test_a_value_beside_its_own_rounding_is_one_value():
    reading = read([("IIT", "90.5"), ("IIT", "90.52")])
    assert reading.sheet.of_year(2565)["IIT"].published == "90.52"


def test_the_same_value_twice_is_no_finding():
    reading = read([("IIT", "90"), ("IIT", "90.00")])
    assert reading.sheet.of_year(2565)["IIT"].value == 90
    assert told(reading) == []
