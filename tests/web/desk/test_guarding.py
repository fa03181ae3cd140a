"""A flood from the web: slowed without knowing anybody, and nothing that was typed is lost."""

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.desk import guarding
from prongsai.web.citizens.desk.guarding import Guard, SentForm, mark_of, opened_at
from prongsai.web.platform.clock import freeze

START = datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
AGENCY, OTHER = uuid4(), uuid4()


class Clock:
    def __init__(self):
        self.moment = START

    def __call__(self):
        return self.moment

    def on(self, **more):
        self.moment += timedelta(**more)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def guard(clock):
    return Guard(clock)


def form(number, told=None, agency=AGENCY, opened=""):
    return SentForm(agency, f"{number:032x}", told or f"words {number}", opened)


def opened(number, moment=START, agency=AGENCY):
    with freeze(moment):
        return mark_of(agency, f"{number:032x}")


def fill(guard, count, first=0, agency=AGENCY):
    for number in range(first, first + count):
        guard.admit(form(number, agency=agency, opened=opened(number, START, agency)))


def brim(guard, clock, agency=AGENCY):
    """So much that the next forms are looked at."""
    clock.on(seconds=30)
    fill(guard, guarding.MOST_AT_ONCE - guarding.WATCHED_BELOW, agency=agency)


def test_the_limit_is_full_and_grows_again_within_the_hour(guard, clock):
    clock.on(seconds=30)
    fill(guard, guarding.MOST_AT_ONCE)
    late = form(900, opened=opened(900, START))
    with pytest.raises(Refused, match="this hour"):
        guard.admit(late)
    clock.on(minutes=1)
    guard.admit(late)
    with pytest.raises(Refused):
        fill(guard, 5, first=1000)
    clock.on(hours=3)
    fill(guard, guarding.MOST_AT_ONCE, first=2000)


def test_one_agency_under_fire_leaves_the_others_alone(guard, clock):
    clock.on(seconds=30)
    fill(guard, guarding.MOST_AT_ONCE)
    fill(guard, 5, agency=OTHER)


@pytest.mark.parametrize(
    ("mark", "message"),
    [
        ("", "not opened here"),
        ("zz-00", "not opened here"),
        (f"{int(START.timestamp()):x}-{'0' * 32}", "not opened here"),
        ("other form", "not opened here"),
        ("other agency", "not opened here"),
        ("a moment ago", "faster than a person"),
        ("to come", "faster than a person"),
    ],
)
def test_under_fire_a_form_is_one_that_was_opened_here_and_looked_at(guard, clock, mark, message):
    brim(guard, clock)
    made = {
        "other form": lambda: opened(7),
        "other agency": lambda: opened(500, agency=OTHER),
        "a moment ago": lambda: opened(500, clock.moment - timedelta(seconds=2)),
        "to come": lambda: opened(500, clock.moment + timedelta(hours=1)),
    }
    given = made[mark]() if mark in made else mark
    with pytest.raises(Refused, match=message):
        guard.admit(form(500, opened=given))
    guard.admit(form(500, opened=opened(500)))


def test_in_quiet_hours_no_form_is_asked_when_it_was_opened(guard):
    guard.admit(form(1))


def test_under_fire_one_form_brings_one_matter_and_its_second_sending_its_receipt(guard, clock):
    brim(guard, clock)
    first = form(500, opened=opened(500))
    guard.admit(first)
    guard.used(first, uuid4())
    guard.admit(first)
    with pytest.raises(Refused, match="used already"):
        guard.admit(form(500, told="other words", opened=opened(500)))


def test_a_lost_answer_is_sent_again_though_the_limit_is_full(guard, clock):
    clock.on(seconds=30)
    first = form(0, opened=opened(0))
    guard.admit(first)
    guard.used(first, uuid4())
    fill(guard, guarding.MOST_AT_ONCE - 1, first=1)
    guard.admit(first)
    with pytest.raises(Refused):
        guard.admit(form(900, opened=opened(900)))


@pytest.mark.parametrize(("minutes", "is_again"), [(59, True), (61, False)])
def test_the_same_words_are_again_within_an_hour(guard, clock, minutes, is_again):
    case = uuid4()
    guard.used(form(1, told="same"), case)
    clock.on(minutes=minutes)
    assert guard.again_of(form(2, told="same")) == (case if is_again else None)
    assert guard.again_of(form(2, told="other")) is None
    assert guard.again_of(form(2, told="same", agency=OTHER)) is None


def test_what_is_known_stays_small(guard, monkeypatch):
    monkeypatch.setattr(guarding, "_MOST_KEPT", 3)
    for number in range(10):
        guard.used(form(number), uuid4())
    assert (len(guard._used), len(guard._sent)) == (3, 3)


def test_after_an_hour_the_next_matter_makes_it_forget(guard, clock):
    guard.used(form(1), uuid4())
    clock.on(minutes=61)
    guard.used(form(2), uuid4())
    assert [one[1] for one in guard._used] == [form(2).once]
    assert len(guard._sent) == 1


def test_a_mark_tells_when_and_is_nobodys_elses():
    once = f"{5:032x}"
    with freeze(START):
        mark = mark_of(AGENCY, once)
        assert opened_at(AGENCY, once, mark) == START
    assert opened_at(OTHER, once, mark) is None
    assert opened_at(AGENCY, f"{6:032x}", mark) is None
