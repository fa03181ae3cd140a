"""Numbers are taken and called: in their order, each once, each day anew."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from tests.web import factories
from tests.web.roles import AUDITOR, CHIEF_ADMINISTRATOR, UNIT_HEAD

from prongsai.core.counter.queue import LineWords, TicketState, WindowWords
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import actor_on
from prongsai.web.agency.refusals import Refused
from prongsai.web.citizens.counter import queries
from prongsai.web.citizens.counter.models import ServicePoint, Ticket
from prongsai.web.citizens.counter.services import queues as calling
from prongsai.web.citizens.counter.services import queues as planning
from prongsai.web.citizens.counter.services import queues as taking
from prongsai.web.platform import clock
from prongsai.web.platform.clock import today
from prongsai.web.platform.models import JournalEntry

pytestmark = pytest.mark.django_db


def numbers(tickets):
    return [str(one) for one in tickets]


def took(point, line, count=1):
    return [taking.take(point, line) for _ in range(count)]


def called(window, by):
    """The next at a window, as who just looked at its page."""
    at = queries.at_window(window)
    return calling.call_next(window, by=by, seen=at.pk if at else calling.NOBODY)


# ------------------------------------------------------------------- taking


def test_numbers_count_in_their_line(point):
    a, b = point.lines.all()
    assert numbers(took(point, a, 2) + took(point, b, 1) + took(point, a, 1)) == [
        "A001", "A002", "B001", "A003",
    ]  # fmt: skip


def test_a_form_sent_twice_takes_one_number(point, line):
    first, again = (taking.take(point, line, once="ab" * 16) for _ in range(2))
    assert first.pk == again.pk
    assert taking.take(point, line, once="cd" * 16).number == 2
    assert len({one.code for one in Ticket.objects.all()}) == 2


def test_another_line_or_another_day_of_the_same_page_gets_its_own_number(point, clerk):
    a, b = point.lines.all()
    assert numbers(taking.take(point, one, once="ab" * 16) for one in (a, b, a)) == [
        "A001", "B001", "A001",
    ]  # fmt: skip
    with clock.freeze(clock.now() + timedelta(days=1)):
        with pytest.raises(Refused):
            taking.take(point, a, once="ab" * 16)
        planning.open_day(point, by=clerk)
        assert taking.take(point, a, once="ab" * 16).day == today()


def test_no_number_without_an_open_day(closed_point, clerk):
    line = closed_point.lines.first()
    with pytest.raises(Refused):
        taking.take(closed_point, line)
    planning.open_day(closed_point, by=clerk)
    assert taking.take(closed_point, line).number == 1


def test_a_line_of_another_point_or_one_that_went_gives_no_number(point, keeper, words, clerk):
    other = planning.make_point(by=keeper, words=words("จุดอื่น"))
    planning.open_day(other, by=clerk)
    with pytest.raises(Refused):
        taking.take(point, other.lines.first())
    gone = point.lines.get(prefix="A")
    shorter = words(lines=(LineWords("B", "งานจัดเก็บรายได้"),))
    planning.change_point(point, by=keeper, words=shorter, seen=1)
    with pytest.raises(Refused):
        taking.take(point, gone)
    assert taking.take(point, point.lines.get(prefix="B")).number == 1


def test_a_full_line_gives_no_number(point, line, monkeypatch):
    monkeypatch.setattr(taking, "MOST_WAITING", 2)
    took(point, line, 2)
    with pytest.raises(Refused):
        taking.take(point, line)
    assert taking.take(point, point.lines.get(prefix="B"))


def test_nothing_of_who_took_is_kept():
    fields = {field.name for field in Ticket._meta.get_fields()}
    assert fields == {
        "id", "agency", "point", "line", "window", "day", "number", "code", "state", "taken_at",
        "called_at", "last_called_at", "ended_at", "calls",
    }  # fmt: skip


def test_taking_and_calling_are_not_recorded_but_days_are(point, line, windows, clerk):
    before = JournalEntry.objects.count()
    took(point, line, 2)
    called(windows[0], clerk)
    assert JournalEntry.objects.count() == before
    planning.end_day(point, by=clerk)
    entry = JournalEntry.objects.latest("number")
    assert (entry.verb, entry.detail) == ("queue-ended", {"count": 2})


# ------------------------------------------------------------------- days


def test_numbers_begin_anew_on_the_day_of_thailand(closed_point, clerk):
    """23:30 UTC of the 14th is 06:30 of the 15th here; the day before ends at 17:00 UTC."""
    line = closed_point.lines.first()
    with clock.freeze(datetime(2026, 1, 14, 16, 59, tzinfo=UTC)):
        planning.open_day(closed_point, by=clerk)
        former = took(closed_point, line, 2)[-1]
    with clock.freeze(datetime(2026, 1, 14, 17, 1, tzinfo=UTC)), pytest.raises(Refused):
        taking.take(closed_point, line)  # nobody opened this day
    with clock.freeze(datetime(2026, 1, 14, 23, 30, tzinfo=UTC)):
        planning.open_day(closed_point, by=clerk)
        ticket = taking.take(closed_point, line)
        assert (ticket.number, ticket.day) == (1, date(2026, 1, 15))
        old = queries.ticket_by_code(closed_point.agency, former.code)
        assert (old.state_now, old.is_today, old.is_open) == (TicketState.LEFT, False, False)
        assert called(closed_point.windows.first(), clerk).pk == ticket.pk
        told = queries.waits_page(closed_point, "today", today())
        assert [one.first for one in told["by_hour"]] == [6]
        assert [one.first for one in told["by_day"]] == [date(2026, 1, 15)]


def test_the_end_of_a_day_leaves_nobody_waiting(point, line, windows, clerk):
    took(point, line, 3)
    called(windows[0], clerk)
    called(windows[0], clerk)
    assert planning.end_day(point, by=clerk) == 2
    states = list(Ticket.objects.values_list("state", flat=True))
    assert states == [TicketState.SERVED, TicketState.LEFT, TicketState.LEFT]
    with pytest.raises(Refused):
        taking.take(point, line)
    assert called(windows[0], clerk) is None
    planning.open_day(point, by=clerk)
    assert taking.take(point, line).number == 4  # a number is given once a day


# ------------------------------------------------------------------- calling


def test_who_waits_longest_is_next_and_each_window_serves_its_lines(point, windows, clerk):
    a, b = point.lines.all()
    took(point, a)
    took(point, b)
    took(point, a)
    took(point, b)
    assert str(called(windows[1], clerk)) == "B001"
    assert [str(called(windows[0], clerk)) for _ in range(3)] == ["A001", "A002", "B002"]
    assert called(windows[0], clerk) is None
    assert Ticket.objects.get(number=2, line=b).state == TicketState.SERVED


def test_again_skip_back_and_end(point, line, windows, clerk):
    took(point, line, 2)
    first = called(windows[0], clerk)
    again = calling.call_again(windows[0], by=clerk, seen=first.pk)
    assert (again.calls, again.called_at) == (2, first.called_at)
    calling.end(windows[0], by=clerk, seen=first.pk, skips=True)
    assert queries.at_window(windows[0]) is None
    second = called(windows[0], clerk)
    assert str(second) == "A002"
    back = calling.call_back(windows[0], by=clerk, ticket_id=first.pk, seen=second.pk)
    assert (str(back), back.calls, back.ended_at) == ("A001", 3, None)
    second.refresh_from_db()
    assert second.state == TicketState.SERVED
    calling.end(windows[0], by=clerk, seen=back.pk)
    assert not queries.skipped_at(point).exists()
    with pytest.raises(Refused):
        calling.call_back(windows[0], by=clerk, ticket_id=first.pk, seen=calling.NOBODY)
    with pytest.raises(Refused):
        calling.end(windows[0], by=clerk, seen=calling.NOBODY)


def test_two_at_one_window_who_saw_the_same_call_one(point, line, windows, clerk):
    took(point, line, 3)
    calling.call_next(windows[0], by=clerk, seen=calling.NOBODY)
    for act in (
        lambda: calling.call_next(windows[0], by=clerk, seen=calling.NOBODY),
        lambda: calling.call_again(windows[0], by=clerk, seen=calling.NOBODY),
        lambda: calling.end(windows[0], by=clerk, seen=calling.NOBODY),
    ):
        with pytest.raises(Refused):
            act()
    assert Ticket.objects.filter(state=TicketState.WAITING).count() == 2


@pytest.mark.django_db(transaction=True)
def test_many_who_call_at_once_never_get_the_same_ticket(crowded):
    """Eight clerks at eight windows, thirty numbers taken and called at the same time."""
    agency = factories.make_agency()
    unit = Unit.objects.create(agency=agency, name="สำนักทะเบียน (ตัวอย่าง)")
    user = factories.make_user(agency)
    factories.hold(user, factories.make_position(agency, UNIT_HEAD, unit))
    clerk = actor_on(user, today())
    keeper = factories.make_actor(agency, CHIEF_ADMINISTRATOR, login="keeper")
    windows = tuple(WindowWords(str(number)) for number in range(8))
    made = planning.PointWords("จุด", unit, (LineWords("A", "งาน"),), windows)
    point = planning.make_point(by=keeper, words=made)
    planning.open_day(point, by=clerk)
    line = point.lines.get()
    for _ in range(6):
        taking.take(point, line)
    start = Barrier(8)

    def work(window):
        try:
            start.wait()
            got = []
            for _ in range(3):
                taken = taking.take(point, line)
                ticket = called(window, clerk)
                got.append((taken.number, ticket.pk if ticket else None))
            return got
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        # A thread has no context of its own: the clock stands still there too.
        asked = [pool.submit(copy_context().run, work, one) for one in point.windows.all()]
        found = [one for got in asked for one in got.result()]
    taken = [number for number, _ in found]
    calls = [ticket for _, ticket in found]
    assert sorted(taken) == list(range(7, 31))
    assert None not in calls
    assert len(set(calls)) == 24
    assert Ticket.objects.filter(state=TicketState.CALLED).count() == 8
    assert set(Ticket.objects.exclude(window=None).values_list("calls", flat=True)) == {1}


# ------------------------------------------------------------------- who may


def test_who_calls_and_who_does_not(point, line, windows, clerk, keeper, person, agency):
    took(point, line, 2)
    strangers = [person(AUDITOR), person(UNIT_HEAD, Unit.objects.create(agency=agency, name="อื่น"))]
    for stranger in strangers:
        for act in (
            lambda by=stranger: calling.call_next(windows[0], by=by, seen=calling.NOBODY),
            lambda by=stranger: planning.open_day(point, by=by),
            lambda by=stranger: planning.end_day(point, by=by),
        ):
            with pytest.raises(Refused):
                act()
    assert Ticket.objects.filter(state=TicketState.WAITING).count() == 2
    assert str(called(windows[0], clerk)) == "A001"
    assert str(called(windows[0], keeper)) == "A002"


def test_another_agencys_keeper_does_nothing_here(point, windows, words, other_agency, make_actor):
    stranger = make_actor(other_agency, CHIEF_ADMINISTRATOR)
    for act in (
        lambda: calling.call_next(windows[0], by=stranger, seen=calling.NOBODY),
        lambda: planning.end_day(point, by=stranger),
        lambda: planning.change_point(point, by=stranger, words=words(unit=None), seen=1),
        lambda: planning.make_point(by=stranger, words=words("อื่น")),  # a unit of the first
    ):
        with pytest.raises(Refused):
            act()
    assert planning.make_point(by=stranger, words=words("อื่น", unit=None)).agency == other_agency


def test_only_who_keeps_counters_sets_them_up(clerk, keeper, words, point):
    with pytest.raises(Refused):
        planning.make_point(by=clerk, words=words("อื่น"))
    with pytest.raises(Refused):
        planning.change_point(point, by=clerk, words=words(), seen=1)
    planning.change_point(point, by=keeper, words=words("ชื่อใหม่"), seen=1)
    assert ServicePoint.objects.get().name == "ชื่อใหม่"


def test_a_point_is_changed_by_who_saw_it_last_and_under_a_name_of_its_own(point, keeper, words):
    planning.make_point(by=keeper, words=words("จุดอื่น"))
    with pytest.raises(Refused):
        planning.change_point(point, by=keeper, words=words("จุดอื่น"), seen=1)
    planning.change_point(point, by=keeper, words=words("ใหม่"), seen=1)
    with pytest.raises(Refused):
        planning.change_point(point, by=keeper, words=words("เก่า"), seen=1)


def test_nobodys_line_or_window_goes_while_they_wait(point, windows, keeper, clerk, words):
    a, _b = point.lines.all()
    took(point, a)
    fewer = words(lines=(LineWords("B", "งานจัดเก็บรายได้"),))
    with pytest.raises(Refused):
        planning.change_point(point, by=keeper, words=fewer, seen=1)
    called(windows[0], clerk)
    with pytest.raises(Refused):
        planning.change_point(point, by=keeper, words=words(windows=(WindowWords("2"),)), seen=1)
    calling.end(windows[0], by=clerk, seen=Ticket.objects.get().pk)
    planning.change_point(
        point, by=keeper, words=words(lines=fewer.lines, windows=(WindowWords("2"),)), seen=1
    )
    changed = ServicePoint.objects.get()
    assert [one.prefix for one in queries.lines_of(changed)] == ["B"]
    assert [one.name for one in queries.windows_of(changed)] == ["2"]


# ------------------------------------------------------------------- what is shown


def test_the_screen_shows_the_last_call_first_with_thai_digits(
    point, line, windows, clerk, keeper, words
):
    planning.change_point(point, by=keeper, words=words(has_thai_digits=True), seen=1)
    point.refresh_from_db()
    took(point, line, 2)
    took(point, point.lines.get(prefix="B"), 1)
    moment = clock.now()
    for later, window in enumerate(windows):
        with clock.freeze(moment + timedelta(minutes=later)):
            called(window, clerk)
    shown = [(str(one), str(one.window)) for one in queries.called_at(point)]
    assert shown == [("B๐๐๑", "๒"), ("A๐๐๑", "๑")]
    assert [one.waiting for one in queries.lines_of(point)] == [1, 0]


def test_a_ticket_says_how_many_are_before_it(point, line, windows, clerk):
    tickets = took(point, line, 3)
    assert [queries.ahead_of(one) for one in tickets] == [0, 1, 2]
    called(windows[0], clerk)
    first, _second, third = (queries.ticket_by_code(point.agency, one.code) for one in tickets)
    assert (first.state_now, str(first.window)) == (TicketState.CALLED, "1")
    assert queries.ahead_of(third) == 1


def test_a_ticket_is_shown_by_its_own_agency_alone(point, line, other_agency):
    (ticket,) = took(point, line)
    assert queries.ticket_by_code(other_agency, ticket.code) is None


def test_waits_are_those_of_the_first_call(point, line, windows, clerk):
    moment = clock.now()
    took(point, line, 2)
    for later, act in ((5, "next"), (7, "again"), (15, "next")):
        with clock.freeze(moment + timedelta(minutes=later)):
            at = queries.at_window(windows[0])
            if act == "again":
                calling.call_again(windows[0], by=clerk, seen=at.pk)
            else:
                called(windows[0], clerk)
    told = queries.waits_page(point, "year", today())["told"]
    assert (told.taken, told.called, told.served) == (2, 2, 1)
    assert (told.median, told.longest, told.served_for) == (600, 900, 600)


@pytest.mark.parametrize(
    ("span", "first", "by_month"),
    [
        ("today", date(2026, 1, 15), False), ("month", date(2025, 12, 16), False),
        ("half", date(2025, 10, 1), True), ("year", date(2025, 10, 1), True),
        ("nonsense", date(2026, 1, 15), False),
    ],
)  # fmt: skip
def test_the_times_that_waits_are_told_of(point, span, first, by_month):
    page = queries.waits_page(point, span, today())
    assert (page["first"], page["last"], page["is_by_month"]) == (first, today(), by_month)


def test_the_second_half_begins_in_april(point):
    page = queries.waits_page(point, "half", date(2026, 5, 2))
    assert page["first"] == date(2026, 4, 1)
