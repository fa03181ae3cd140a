"""Of a series only its next date stands on the dashboard, and how many follow it."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from prongsai.core.calendar_rules.model import Origin
from prongsai.core.text import same
from prongsai.web.year.calendar.pages import folded, strip_of
from prongsai.web.year.calendar.queries import Dated

YEAR = 2569
SERIES = UUID(int=1)


def event(day, name="ประชุมประจำเดือน", **changes):
    made = Dated(
        uuid4(), name, YEAR, Origin.OWN, same(name), same(""), same(""), day, day, day, day,
        is_month=False, asks=True, unit="", moves=0, is_done=False,
    )  # fmt: skip
    return replace(made, **changes)


def monthly(*months):
    return tuple(event(date(2026, month, 5)) for month in months)


def of(events, series=SERIES):
    return {one.id: series for one in events}


@pytest.mark.parametrize(
    ("day", "shown", "following"),
    [
        (date(2026, 1, 1), 2, 3),
        (date(2026, 2, 5), 2, 3),  # on its day it is still the next
        (date(2026, 2, 6), 3, 2),
        (date(2026, 5, 5), 5, 0),
        (date(2026, 6, 1), 5, 0),  # all over: the last one stands
    ],
)
def test_the_next_stands_for_its_series(day, shown, following):
    events = monthly(2, 3, 4, 5)
    left, more = folded(events, of(events), day)
    assert [one.last.month for one in left] == [shown]
    assert more == {left[0].id: following}


def test_what_is_done_is_neither_next_nor_counted():
    first, second, third, fourth = monthly(2, 3, 4, 5)
    events = (replace(first, is_done=True), second, replace(third, is_done=True), fourth)
    left, more = folded(events, of(events), date(2026, 1, 1))
    assert (left, more) == ((second,), {second.id: 1})


def test_each_series_has_its_own_and_the_rest_stays_in_its_order():
    one, other = monthly(2, 3), monthly(2, 4, 5)
    single, done = event(date(2026, 2, 9)), event(date(2026, 3, 9), is_done=True)
    events = (one[0], other[0], single, one[1], done, other[1], other[2])
    left, more = folded(events, of(one) | of(other, UUID(int=2)), date(2026, 1, 1))
    assert left == (one[0], other[0], single, done)
    assert more == {one[0].id: 1, other[0].id: 2}
    # Without a series nothing is left out, however alike the names are.
    assert folded(events, {}, date(2026, 1, 1)) == (events, {})


def test_twelve_of_a_series_leave_room_for_the_rest():
    months = monthly(1, 2, 3, 4, 5, 6, 7, 8, 9)
    rest = tuple(event(date(2026, 6, 9), f"เรื่อง {number}") for number in range(5))
    day = date(2026, 1, 1)
    assert strip_of(YEAR, (*months, *rest), day).left_over
    left, more = folded((*months, *rest), of(months), day)
    strip = strip_of(YEAR, left, day, more)
    assert not strip.left_over
    assert sorted(piece.following for piece in strip.pieces) == [0, 0, 0, 0, 0, 8]
