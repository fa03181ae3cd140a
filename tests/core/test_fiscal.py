"""Fiscal years of the Buddhist era."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR, end, start, years_in
from prongsai.core.thai import thai_digits

YEARS = st.integers(FIRST_YEAR, LAST_YEAR)
BEFORE = st.sampled_from(["", "ปี ", "พ.ศ. ", "ปีงบประมาณ พ.ศ.", "(", "FY"])


def test_fiscal_year_2569_runs_from_october_2568_to_september_2569():
    assert (start(2569), end(2569)) == (date(2025, 10, 1), date(2026, 9, 30))


@given(YEARS)
def test_one_year_ends_the_day_before_the_next_begins(year):
    assert end(year) + timedelta(days=1) == start(year + 1)
    assert start(year) < end(year)


@given(BEFORE, YEARS, st.sampled_from(["", " ", ")", "-", "ปี"]), st.booleans())
@example(before="", year=FIRST_YEAR, after="", in_thai=False)
@example(before="", year=LAST_YEAR, after="", in_thai=False)
def test_a_year_of_four_digits_is_found_at_its_place(before, year, after, in_thai):
    digits = thai_digits(str(year)) if in_thai else str(year)
    assert years_in(f"{before}{digits}{after}") == ((len(before), year),)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ปี 65", [2565]),
        ("ปีงบประมาณ ๖๕", [2565]),
        ("พ.ศ. 66", [2566]),
        ("ปี '66", [2566]),
        ("งปม.67", [2567]),
        ("ปี 2564 และปี 65", [2564, 2565]),
        ("ปี 2564-2566", [2564, 2566]),
    ],
)
def test_short_years_are_found_after_a_word_for_year(text, years):
    assert [year for _, year in years_in(text)] == years


@pytest.mark.parametrize(
    "text", ["", "65", "คะแนน 65", "25650", "12565", "2549", "2651", "โทร. 02565", "ปี 655", "ปี 45"]
)
def test_what_is_no_year_is_not_found(text):
    assert years_in(text) == ()


def test_positions_count_in_the_text_as_it_stands():
    text = "ปีงบประมาณ พ.ศ. ๒๕๖๘ และปี 65"
    assert [text[place : place + 2] for place, _ in years_in(text)] == ["๒๕", "65"]
