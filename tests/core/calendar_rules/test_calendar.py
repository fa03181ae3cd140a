"""The year's dates: proposed, known, reminded of, drawn."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core import fiscal
from prongsai.core.calendar_rules import default, reminding, strip
from prongsai.core.calendar_rules.model import Origin
from prongsai.core.framework.documents import read_document

FRAMEWORKS = Path(default.__file__).parents[2] / "data" / "frameworks"
YEARS = range(2563, 2580)


def calendar(year):
    folder = FRAMEWORKS / str(year)
    return read_document(folder, "context").get("calendar") if folder.is_dir() else None


def by_key(events):
    return {event.key: event for event in events}


def test_the_default_calendar_is_the_yearly_cycle():
    """Months told in the documents: score Oct, plan Jan-Feb, reports 31 March and 30 September."""
    found = by_key(default.proposed(2566))
    assert (found["plan"].first, found["plan"].last) == (date(2023, 1, 1), date(2023, 2, 28))
    assert found["six-months"].first == found["six-months"].last == date(2023, 3, 31)
    assert found["twelve-months"].last == date(2023, 9, 30)
    assert found["scores-announced"].first == date(2022, 10, 1)
    # The results report comes after the year it tells of.
    assert found["results-report"].last == date(2023, 10, 31)
    # Which year has the item that asks for it differs by year.
    assert "ปีถัดไป" not in found["results-report"].detail.th
    assert {event.origin for event in found.values()} == {Origin.PROPOSED}


@pytest.mark.parametrize("year", YEARS)
def test_the_order_of_the_cycle_holds_in_every_year(year):
    events = default.proposed(year)
    lasts = [event.last for event in events]
    assert lasts == sorted(lasts)
    assert all(event.first <= event.last for event in events)
    inside = [event for event in events if event.key != "results-report"]
    assert all(fiscal.year_of(event.last) == year for event in inside)
    assert all(event.name.th and event.name.en and event.detail.th for event in events)


def test_leap_years_end_february_on_the_29th():
    assert by_key(default.proposed(2567))["approval"].last == date(2024, 2, 29)


def test_known_dates_stand_in_place_of_the_proposal():
    """DOCUMENT: framework 2568 knows its results of 15 August 2568 (source NATION25)."""
    events = default.whole(2569, calendar(2569), calendar(2568))
    announced = by_key(events)["scores-announced"]
    assert (announced.last, announced.origin) == (date(2025, 8, 15), Origin.OFFICIAL)
    assert announced.source.th == "NATION25"
    assert announced.name.th == "ผลคะแนนของปีก่อนประกาศ"
    unknown = by_key(default.whole(2580, None, None))["scores-announced"]
    assert unknown.origin is Origin.PROPOSED


def test_a_phase_known_by_its_month_is_the_whole_month():
    phase = next(e for e in default.official(calendar(2569)) if e.is_month)
    assert (phase.first, phase.last) == (date(2026, 4, 1), date(2026, 4, 30))


def test_phases_without_a_day_are_left_out_and_names_may_repeat():
    name = {"th": "ช่วง", "en": "phase"}
    told = [
        {"from": None, "to": None, "phase": name},
        {"from": "2566-02-30", "to": "2566-03-01", "phase": name},
        {"from": "2566-03-02", "to": "2566-03-01", "phase": name},
        {"from": "2566-03-01", "to": "2566-03-02", "phase": name},
        {"from": "2566-05-01", "phase": name},
    ]
    found = default.official(told)
    assert [event.last for event in found] == [date(2023, 3, 2), date(2023, 5, 1)]
    assert len({event.key for event in found}) == 2
    assert default.official(None) == ()


@pytest.mark.parametrize("year", [y for y in YEARS if calendar(y)])
def test_every_shipped_calendar_gives_events_with_sources(year):
    found = default.official(calendar(year))
    assert len(found) == len(calendar(year))
    assert all(event.source.th for event in found)


# ------------------------------------------------------------------ reminders

DUE = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("today", "rule"),
    [
        (date(2026, 3, 16), ""),
        (date(2026, 3, 17), "14"),
        (date(2026, 3, 23), "14"),
        (date(2026, 3, 24), "7"),
        (date(2026, 3, 29), "7"),
        (date(2026, 3, 30), "1"),
        (DUE, "0"),
        (date(2026, 4, 1), "late-1"),
        (date(2026, 4, 7), "late-1"),
        (date(2026, 4, 8), "late-2"),
        (date(2026, 5, 26), "late-8"),
        (date(2026, 5, 27), ""),
    ],
)
def test_one_rule_holds_on_a_day(today, rule):
    assert reminding.rule_on(reminding.shipped(), DUE, today) == rule


def test_what_asks_nothing_is_never_late():
    assert reminding.rule_on(reminding.shipped(), DUE, date(2026, 4, 1), asks=False) == ""
    assert reminding.rule_on(reminding.shipped(), DUE, DUE, asks=False) == "0"


# ------------------------------------------------------------------ the strip

days = st.dates(date(2025, 6, 1), date(2027, 1, 31))


@given(st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=30))
def test_bars_never_overlap_and_stay_inside(spans):
    bars, left_over = strip.laid_out(2569, spans, 6)
    taken = set()
    for bar in bars:
        cells = {(bar.row, bar.column + step) for step in range(bar.width)}
        assert not cells & taken
        taken |= cells
        assert bar.column >= 1
        assert bar.width >= 2 * strip.OF_A_MONTH
        assert bar.column <= bar.first <= bar.last <= bar.column + bar.width - 1
        assert bar.column + bar.width - 1 <= strip.COLUMNS
        assert 1 <= bar.row <= 6
    inside = [s for s in spans if s[1] >= date(2025, 10, 1) and s[0] <= date(2026, 9, 30)]
    assert len(bars) + left_over == len(inside)


def test_a_report_day_ends_where_it_ends():
    (bar,), _ = strip.laid_out(2569, [(DUE, DUE)], 6)
    assert bar.column + bar.width - 1 == 6 * strip.OF_A_MONTH  # the last column of March


@pytest.mark.parametrize("year", [2567, 2569])
def test_each_day_of_a_year_has_a_column_of_its_own_below_its_month(year):
    start = fiscal.start(year)
    length = (fiscal.end(year) - start).days + 1
    listed = [start + timedelta(days=number) for number in range(length)]
    columns = [strip.column_of(year, day) for day in listed]
    assert columns == sorted(set(columns))
    assert (columns[0], columns[-1]) == (1, strip.COLUMNS)
    months = [(column - 1) // strip.OF_A_MONTH for column in columns]
    assert [(9 + month) % 12 + 1 for month in months] == [day.month for day in listed]
    bars, _ = strip.laid_out(year, [(day, day) for day in listed], length)
    assert [bar.last for bar in bars] == [bar.first for bar in bars] == columns
