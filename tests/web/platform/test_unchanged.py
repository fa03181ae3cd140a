"""An answer stands while nothing is written, by whomever, and never a moment longer."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import translation
from tests.web import factories

from prongsai.web.agency.models import Agency
from prongsai.web.platform import clock, request_cache
from prongsai.web.platform.request_cache import (
    _MOST_ANSWERS,
    RequestCache,
    cached_for_request,
    settled,
    while_unchanged,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases_differ,
]


@pytest.fixture
def asked():
    """A question that counts how often it was really asked."""
    calls = []

    @while_unchanged
    def names(first=0):
        calls.append(first)
        return tuple(Agency.objects.order_by("name").values_list("name", flat=True))[first:]

    names.calls = calls
    return names


@pytest.fixture
def counted(database):
    """How often a question was asked; on a PostgreSQL that others use too, at most once more each.

    Its stamp moves with a write of anybody in any of its databases.
    """

    def compared(asked, calls):
        if database == "sqlite":
            assert asked.calls == calls
        else:
            assert set(asked.calls) == set(calls)

    return compared


def elsewhere(act):
    """Do something on a connection of its own, as another process would."""
    faults = []

    def run():
        try:
            act()
        except Exception as fault:  # noqa: BLE001 - one page must not take the others with it
            faults.append(fault)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert not faults


def test_it_is_asked_once_while_nothing_changes(asked, counted):
    factories.make_agency("ก")
    assert [asked() for _ in range(5)] == [("ก",)] * 5
    assert asked(0) == asked(first=0) == ("ก",)
    counted(asked, [0])
    assert asked(1) == ()
    counted(asked, [0, 1])


def test_ones_own_write_is_seen(asked):
    agency = factories.make_agency("ก")
    assert asked() == ("ก",)
    Agency.objects.filter(pk=agency.pk).update(name="ข")
    assert asked() == ("ข",)
    factories.make_agency("ค")
    assert asked() == ("ข", "ค")
    Agency.objects.filter(name="ค").delete()
    assert asked() == ("ข",)


def test_a_write_of_another_connection_is_seen(asked, counted):
    agency = factories.make_agency("ก")
    assert asked() == ("ก",)
    elsewhere(lambda: Agency.objects.filter(pk=agency.pk).update(name="ข"))
    assert asked() == ("ข",)
    elsewhere(lambda: list(Agency.objects.all()))
    assert asked() == ("ข",)
    counted(asked, [0, 0])


@pytest.mark.parametrize("is_before", [True, False], ids=["before it", "while it is asked"])
def test_a_write_between_two_questions_of_one_page_is_seen_by_the_next(is_before):
    agency = factories.make_agency("ก")
    writes = [lambda: Agency.objects.filter(pk=agency.pk).update(name="ข")]

    def write():
        for act in writes:
            elsewhere(act)
        writes.clear()

    @cached_for_request
    def name():
        return Agency.objects.get().name

    @while_unchanged
    def other():
        return "/"

    @while_unchanged
    def whole():
        first = name()
        if not is_before:
            write()
        return first + other() + name()

    def page():
        name()
        if is_before:
            write()
        return whole()

    RequestCache(lambda _request: page())(RequestFactory().get("/"))
    assert RequestCache(lambda _request: page())(RequestFactory().get("/")) == "ข/ข"


def test_a_page_that_nobody_disturbs_is_kept_with_what_it_asked(asked, counted):
    factories.make_agency("ก")

    @while_unchanged
    def whole():
        return cached_for_request(asked)() + asked()

    for _ in range(2):
        assert RequestCache(lambda _request: whole())(RequestFactory().get("/")) == ("ก", "ก")
    counted(asked, [0])


def test_what_is_taken_back_is_never_shown(asked):
    factories.make_agency("ก")
    assert asked() == ("ก",)
    with transaction.atomic():
        factories.make_agency("ข")
        assert asked() == ("ก", "ข")
        transaction.set_rollback(True)
    assert asked() == ("ก",)
    assert asked() == ("ก",)


@pytest.mark.usefixtures("crowded")
def test_a_write_under_way_elsewhere_is_shown_once_it_is_made(asked):
    factories.make_agency("ก")
    began, goes_on = threading.Event(), threading.Event()

    def act():
        with transaction.atomic():
            factories.make_agency("ข")
            began.set()
            assert goes_on.wait(20)

    thread = threading.Thread(target=elsewhere, args=(act,))
    thread.start()
    assert began.wait(20)
    try:
        assert asked() == ("ก",)
        assert asked() == ("ก",)
    finally:
        goes_on.set()
        thread.join(20)
    assert asked() == ("ก", "ข")


def test_a_day_and_a_language_are_questions_of_their_own(asked, database):
    with clock.freeze(datetime(2026, 1, 15, tzinfo=UTC)):
        asked()
        with translation.override("en"):
            asked()
            asked()
    with clock.freeze(datetime(2026, 1, 17, tzinfo=UTC)):
        asked()
    assert len(asked.calls) == 3 or database == "postgresql"


def test_a_connection_opened_anew_remembers_nothing(asked):
    factories.make_agency("ก")
    asked()
    connection.close()
    elsewhere(lambda: Agency.objects.update(name="ข"))
    assert asked() == ("ข",)


def test_only_so_many_are_kept(asked, counted):
    for first in range(_MOST_ANSWERS + 1):
        asked(first)
    asked(_MOST_ANSWERS)
    counted(asked, [*range(_MOST_ANSWERS + 1)])
    asked(0)
    counted(asked, [*range(_MOST_ANSWERS + 1), 0])


def test_a_fault_is_not_kept():
    calls = []

    @while_unchanged
    def fails():
        calls.append(1)
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fails()
    assert len(calls) == 2


def test_a_snapshot_in_which_somebody_may_write_yet_is_no_stamp():
    assert settled("750:750:") == "750:750:"
    assert settled("749:750:749") is None
    assert settled("745:750:745,748") is None


def test_on_postgresql_it_is_kept_while_the_snapshot_stands(asked, database, monkeypatch):
    told = iter(["750:750:", "750:750:", "751:751:", "751:752:751", "751:752:751", "752:752:"])
    if database == "postgresql":
        monkeypatch.setattr(request_cache, "_postgresql", lambda: settled(next(told)))
        for _ in range(6):
            asked()
        # once at first, once after each write, and each time while one was under way
        assert len(asked.calls) == 5
    else:
        assert asked() == asked() == ()
        assert asked.calls == [0]
