"""A queue's words and times, by tables."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.counter.queue import (
    LineWords,
    Passed,
    TicketState,
    WindowWords,
    by_day,
    by_hour,
    by_month,
    minutes,
    printed_number,
    read_lines,
    read_windows,
    state_on,
    waits,
)
from prongsai.core.errors import Wrong

THAI = ZoneInfo("Asia/Bangkok")
NINE = datetime(2026, 1, 15, 9, 0, tzinfo=THAI)
DAY = date(2026, 1, 15)
OPEN = (TicketState.WAITING, TicketState.CALLED)


def passed(waited=None, served=None, taken=NINE, state=TicketState.SERVED):
    called = None if waited is None else taken + timedelta(seconds=waited)
    ended = None if called is None or served is None else called + timedelta(seconds=served)
    return Passed(taken, called, ended, state)


@pytest.mark.parametrize(
    ("prefix", "number", "thai", "told"),
    [
        ("A", 1, False, "A001"), ("B", 42, False, "B042"), ("A", 1234, False, "A1234"),
        ("ก", 7, True, "ก๐๐๗"), ("AB", 10, True, "AB๐๑๐"),
    ],
)  # fmt: skip
def test_a_number_as_it_is_called(prefix, number, thai, told):
    assert printed_number(prefix, number, thai=thai) == told


@pytest.mark.parametrize("state", TicketState)
def test_a_day_that_is_over_leaves_nobody_waiting(state):
    assert state_on(state, DAY, DAY) is state
    after = state_on(state, DAY, DAY + timedelta(days=1))
    assert after is (TicketState.LEFT if state in OPEN else state)


def test_lines_and_windows_are_read_as_they_are_typed():
    lines = read_lines("a งานทะเบียน\n\n ก   จัดเก็บรายได้ ")
    assert lines == (LineWords("A", "งานทะเบียน"), LineWords("ก", "จัดเก็บรายได้"))
    windows = read_windows("ช่อง ๑\n2: a, ก\nโต๊ะหน้า:ก", lines)
    assert windows == (
        WindowWords("1"), WindowWords("2", ("A", "ก")), WindowWords("โต๊ะหน้า", ("ก",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("งานทะเบียน", "บรรทัดที่ 1"), ("A ทะเบียน\nB", "บรรทัดที่ 2"), ("", "1 ถึง 12"),
        ("A หนึ่ง\na สอง", "ใช้แล้ว"), ("1 ทะเบียน", "บรรทัดที่ 1"), ("ABC ก", "บรรทัดที่ 1"),
        ("\n".join(f"{chr(65 + one)} งาน" for one in range(13)), "1 ถึง 12"),
    ],
)  # fmt: skip
def test_what_is_no_line_is_told(typed, told):
    with pytest.raises(Wrong) as fault:
        read_lines(typed)
    assert told in fault.value.message.th


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "1 ถึง 30"), ("1: C", "ไม่มีงาน"), ("1\n1", "มีช่อง 1 แล้ว"), (": A", "ชื่อช่อง"),
        ("ช่อง", "ชื่อช่อง"),
        ("1: A", "ไม่มีช่องใดให้บริการงาน B"),
    ],
)  # fmt: skip
def test_what_is_no_window_is_told(typed, told):
    lines = (LineWords("A", "ก"), LineWords("B", "ข"))
    with pytest.raises(Wrong) as fault:
        read_windows(typed, lines)
    assert told in fault.value.message.th
    assert read_windows("1: A\n2: B", lines)


def test_waits_of_some_people():
    told = waits([
        passed(60, 120), passed(180, 240), passed(600, None, state=TicketState.SKIPPED),
        passed(state=TicketState.LEFT),
    ])  # fmt: skip
    assert (told.taken, told.called, told.served, told.skipped, told.left) == (4, 3, 2, 1, 1)
    assert (told.median, told.longest, told.served_for) == (180, 600, 180)


def test_of_nobody_nothing_is_known():
    told = waits([])
    assert (told.taken, told.median, told.longest, told.served_for) == (0, None, None, None)
    assert minutes(told.median) is None


@pytest.mark.parametrize(("seconds", "told"), [(0, 0), (1, 1), (60, 1), (61, 2), (120, 2)])
def test_a_minute_that_began_counts(seconds, told):
    assert minutes(seconds) == told


def test_hours_days_and_months_are_those_of_thailand():
    """23:30 of 31 January in UTC is 06:30 of 1 February here."""
    late = datetime(2026, 1, 31, 23, 30, tzinfo=UTC).astimezone(THAI)
    early = datetime(2026, 1, 31, 16, 59, tzinfo=UTC).astimezone(THAI)
    tickets = [passed(60, taken=late), passed(60, taken=early)]
    assert [one.first for one in by_hour(tickets)] == [6, 23]
    assert [one.first for one in by_day(tickets)] == [date(2026, 1, 31), date(2026, 2, 1)]
    assert [one.first for one in by_month(tickets)] == [date(2026, 1, 1), date(2026, 2, 1)]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40 * 24 * 60),
            st.none() | st.integers(0, 9_000),
            st.sampled_from(TicketState),
        ),
        max_size=40,
    )
)
def test_groups_hold_everybody_once(found):
    tickets = [
        passed(waited, taken=NINE + timedelta(minutes=later), state=state)
        for later, waited, state in found
    ]
    whole = waits(tickets)
    for group in (by_hour, by_day, by_month):
        rows = group(tickets)
        for name in ("taken", "called", "served", "skipped", "left"):
            assert sum(getattr(row, name) for row in rows) == getattr(whole, name)
        longest = [row.longest for row in rows if row.longest is not None]
        assert max(longest, default=None) == whole.longest
