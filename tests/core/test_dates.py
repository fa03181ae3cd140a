"""Written dates: each form seen in official papers is read, and what is no date is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.dates import (
    MONTHS,
    SHORT_MONTHS,
    Span,
    buddhist_year,
    last_of_month,
    long_date,
    month_and_year,
    notice_date,
    read_date,
)
from prongsai.core.thai import thai_digits

# From 1857 on a Common-Era year is written with a Buddhist number of 2400 or more.
DAYS = st.dates(date(1857, 1, 1), date(9456, 12, 31))
RECENT = st.dates(date(1957, 1, 1), date(2056, 12, 31))


def one(day):
    return Span(day, day)


@pytest.mark.parametrize(
    "text",
    [
        "10 มกราคม 2568",
        "๑๐ มกราคม ๒๕๖๘",
        "วันที่ ๑๐ เดือน มกราคม พ.ศ. ๒๕๖๘",
        "วันที่ 10 มกราคม พ.ศ. 2568",
        "10 มกราคม พ.ศ.2568",
        "10 มกราคม พ.ศ 2568",
        "10 มกราคม พศ 2568",
        "10  มกราคม\n2568",
        "10มกราคม2568",
        "10 ม.ค. 2568",
        "10 ม.ค. 68",
        "10 ม.ค 68",
        "10 มค. 68",
        "10 มค 68",
        "๑๐ ม.ค. ๖๘",
        "10/1/2568",
        "10/01/2568",
        "10-01-2568",
        "10.01.2568",
        "10/01/68",
        "๑๐/๐๑/๒๕๖๘",
        "10/1/2025",
        "10 มกราคม 2025",
        "2025-01-10",
        "2568-01-10",
        "2025-01-10 00:00:00",
        "2025-01-10T00:00:00",
        "2025-01-10 00:00",
    ],
)
def test_a_day_is_read_in_every_form(text):
    assert read_date(text) == one(date(2025, 1, 10))


@pytest.mark.parametrize(
    "text",
    ["มีนาคม 2566", "เดือนมีนาคม พ.ศ. ๒๕๖๖", "มีนาคม 2023", "มี.ค. 66", "มี.ค.66", "มีค 66"],
)
def test_a_month_stands_for_all_its_days(text):
    assert read_date(text) == Span(date(2023, 3, 1), date(2023, 3, 31))


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_is_read_long_and_short(number, name):
    short = SHORT_MONTHS[number - 1]
    forms = (name, short, short.rstrip("."), short.replace(".", ""))
    assert {read_date(f"1 {form} 2568") for form in forms} == {one(date(2025, number, 1))}


@pytest.mark.parametrize(
    "text",
    [
        "31 กุมภาพันธ์ 2568",
        "29 กุมภาพันธ์ 2568",
        "31/04/2568",
        "0/1/2568",
        "10/13/2568",
        "2025-02-30",
        "2025-01-10 12:30:00",
        "มกราคม 0000",
        "1 มกราคม 0000",
        "0000-01-01",
    ],
)
def test_a_day_that_does_not_exist_is_none(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2568",
        "มกราคม",
        "10 มกราคม",
        "ภายใน 10 มกราคม 2568",
        "10 มกราคม 2568 เป็นต้นไป",
        "10 มกราคม 2568 ถึง 20 มกราคม 2568",
        "ไตรมาส 2",
        "ตลอดปี",
        "10 January 2568",
        "10 มกรา 2568",
        "110/1/2568",
        "10/1/568",
        "10 มกราคม 25680",
        "45000",
    ],
)
def test_words_around_a_date_or_none_at_all_are_not_read(text):
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("กุมภาพันธ์ 2567", date(2024, 2, 29)),
        ("กุมภาพันธ์ 2568", date(2025, 2, 28)),
        ("กุมภาพันธ์ 2443", date(1900, 2, 28)),
        ("กุมภาพันธ์ 2543", date(2000, 2, 29)),
        ("29 กุมภาพันธ์ 2567", date(2024, 2, 29)),
    ],
)
def test_leap_years_are_those_of_the_common_era(text, last):
    assert read_date(text).last == last


@given(DAYS)
def test_a_day_that_is_written_is_read_back(day):
    assert read_date(long_date(day)) == read_date(notice_date(day)) == one(day)
    assert read_date(thai_digits(f"วันที่ {notice_date(day)}")) == one(day)


@given(RECENT)
def test_a_day_of_a_spreadsheet_is_read_back(day):
    assert read_date(day.isoformat()) == read_date(f"{day} 00:00:00") == one(day)


@given(DAYS)
def test_a_month_that_is_written_is_read_back(day):
    assert read_date(month_and_year(day)) == Span(day.replace(day=1), last_of_month(day))


@given(RECENT)
def test_a_short_month_is_read_back_as_of_this_century_of_the_era(day):
    short = f"{SHORT_MONTHS[day.month - 1]} {buddhist_year(day) % 100:02d}"
    assert read_date(short) == Span(day.replace(day=1), last_of_month(day))


@given(st.text(st.sampled_from("0123456789๐๒ /-.:Tพศมคกราวันที่"), max_size=24))
def test_no_text_makes_the_reader_fail(text):
    span = read_date(text)
    assert span is None or span.first <= span.last
