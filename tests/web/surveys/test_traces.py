"""What was deleted or mixed is out of the database's files; while it is not, the page says so."""

import sqlite3
import threading
from contextlib import closing as closed
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection, transaction
from django.urls import reverse
from tests.web import factories
from tests.web.roles import ITA_OFFICER
from tests.web.running import until

from prongsai.core.surveys.retention import Term
from prongsai.web.agency.people import actor_on
from prongsai.web.disclosure.surveys import tasks
from prongsai.web.disclosure.surveys.models import (
    Answer,
    Card,
    Choice,
    Point,
    Received,
    Remark,
    Survey,
    by_lot,
)
from prongsai.web.disclosure.surveys.queries import questionnaire_of
from prongsai.web.disclosure.surveys.services import answering, keeping, planning
from prongsai.web.disclosure.surveys.services.keeping import traces_of
from prongsai.web.platform import remnants
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.models import Remnant
from prongsai.web.project import backup, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
PEOPLE = 12
OTHERS = ("holder", "backup", "writer elsewhere")


@pytest.fixture
def keeper(crowded):
    user = factories.make_user(factories.make_agency())
    factories.hold(user, factories.make_position(user.agency, ITA_OFFICER))
    return actor_on(user, today())


def word(number):
    return f"remark-{number:03d}"


@pytest.fixture
def answered(keeper):
    """An open survey in which each wrote a word of their own."""

    def make(term=Term.ASKED, people=PEOPLE):
        asked = planning.NewSurvey(
            2566, "EIT", "ซ้อม", today(), today() + timedelta(days=7), 20,
            points=("ก",), term=term,
        )  # fmt: skip
        own = planning.begin(keeper, asked)
        chosen = {one.code: 0 for one in questionnaire_of(own).asked}
        for number in range(people):
            sent = answering.Sent(chosen, f"{number:032x}", text=word(number))
            answering.receive(own.points.get(), sent)
        return own

    return make


@contextmanager
def reading(table, level="REPEATABLE READ"):
    """Somebody who reads a table as it is now, and does not end."""
    if connection.vendor == "sqlite":
        other = sqlite3.connect(connection.settings_dict["NAME"])
        begin = "BEGIN"
    else:
        other = psycopg.connect(**connection.get_connection_params())
        begin = f"SET TRANSACTION ISOLATION LEVEL {level}"
    with closed(other):
        other.execute(begin)
        other.execute(f"SELECT count(*) FROM {table}").fetchall()  # noqa: S608 - our own
        yield


@contextmanager
def writing_elsewhere():
    """Somebody who writes in another database of the server."""
    if connection.vendor == "sqlite":
        pytest.skip("a file is the only database")
    params = connection.get_connection_params() | {"dbname": "postgres"}
    with closed(psycopg.connect(**params)) as other:
        other.execute("SELECT pg_current_xact_id()")
        yield


@contextmanager
def backing_up(folder):
    """A backup that is being written until the block ends."""
    begun, go_on, faults = threading.Event(), threading.Event(), []

    def wait(*_):
        begun.set()
        go_on.wait(30)

    def write():
        try:
            connection.ensure_connection()
            if connection.vendor == "sqlite":
                connection.connection.set_progress_handler(wait, 2_000)
                backup.write(folder / "site.tar", folder)
            else:
                rows.write(folder / "rows.jsonl")
        except Exception as fault:  # noqa: BLE001 - one page must not take the others with it
            faults.append(fault)
        finally:
            connection.close()

    patched = pytest.MonkeyPatch()
    if connection.vendor == "postgresql":
        every = rows._all

        def held(using):
            for number, each in enumerate(every(using)):
                yield each
                if number == 0:
                    wait()

        patched.setattr(rows, "_all", held)
    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert begun.wait(30)
        yield
    finally:
        go_on.set()
        thread.join(60)
        patched.undo()
    assert not faults


def traces():
    """How often the words of each lie in the database's own files."""
    if connection.vendor == "sqlite":
        base = Path(connection.settings_dict["NAME"])
        data = b"".join(path.read_bytes() for path in base.parent.glob(f"{base.name}*"))
    else:
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath('surveys_remark'))")
            data = bytes(cursor.fetchone()[0])
    return {data.count(word(number).encode()) for number in range(PEOPLE)}


def assert_gone(own, left):
    """Nothing is owed any more, and the files hold as many traces as rows."""
    if connection.vendor == "postgresql":  # who read it before may need a moment to end

        def is_gone():
            remnants.remove()
            return traces_of(own.pk) is None

        until(is_gone, 20)
    assert (traces_of(own.pk), traces()) == (None, left)


def others_may_write():
    """Whether somebody who waits two seconds at most can write all the while; ask at the end."""
    stop, refused = threading.Event(), []

    def write():
        if connection.vendor == "sqlite":
            other = sqlite3.connect(connection.settings_dict["NAME"], timeout=2)
        else:
            other = psycopg.connect(
                **connection.get_connection_params() | {"options": "-c lock_timeout=2000"}
            )
        other.isolation_level = None
        with closed(other):
            while not stop.wait(0.01):
                try:
                    other.execute("BEGIN")
                    other.execute("UPDATE surveys_point SET keyed = keyed")
                    other.execute("COMMIT")
                except (sqlite3.Error, psycopg.Error) as error:
                    refused.append(error)
                    return

    thread = threading.Thread(target=write)
    thread.start()

    def end():
        stop.set()
        thread.join(30)
        return not refused

    return end


def beside(other, folder):
    """Who keeps the database as it was: one who reads any table, or one who holds this one."""
    if other == "backup":
        return backing_up(folder)
    if other == "holder":
        return reading("surveys_remark", "READ COMMITTED")
    if other == "writer elsewhere":
        return writing_elsewhere()
    return reading("agency_agency")


@pytest.mark.databases_differ
@pytest.mark.parametrize("other", [
    "reader", *(pytest.param(other, marks=pytest.mark.long) for other in OTHERS)
])  # fmt: skip
def test_while_another_reads_the_page_says_so_nobody_waits_and_then_it_is_done(
    answered, keeper, client_of, tmp_path, other
):
    own = answered()
    page = reverse("surveys:survey", args=[own.pk])
    (folder := tmp_path / "kept").mkdir()
    with beside(other, folder):
        end = others_may_write()
        answering.close(keeper, own)
        assert end()
        assert traces_of(own.pk) is remnants.Why.READ
        assert max(traces()) > 1, "what finds traces does find them"
        assert "อาจยังบอกลำดับที่คำตอบเข้ามา" in client_of(keeper).get(page).content.decode()
        remnants.remove()
        assert traces_of(own.pk) is remnants.Why.READ
    remnants.remove()
    assert_gone(own, {1})
    assert "อาจยังบอกลำดับที่คำตอบเข้ามา" not in client_of(keeper).get(page).content.decode()


def test_where_nobody_reads_it_is_done_at_once_at_each_end(answered, keeper):
    """Closed by hand or by the day, rows deleted at once or later, mixed while it is open."""
    own = answered()
    tasks.mix_and_tell()
    assert_gone(own, {1})
    answering.close(keeper, own)
    assert_gone(own, {1})
    keeping.dissolve(keeper, Survey.objects.get(pk=own.pk))
    assert_gone(own, {0})
    at_once = answered(Term.CLOSE)
    Survey.objects.filter(pk=at_once.pk).update(closes_on=today() - timedelta(days=1))
    answering.close_over()
    assert_gone(at_once, {0})


def test_a_server_that_ends_between_closing_and_removing_leaves_it_to_the_worker(
    answered, keeper, monkeypatch
):
    own = answered()
    with monkeypatch.context() as patched:
        patched.setattr(remnants, "remove", lambda: None)
        answering.close(keeper, own)
    assert traces_of(own.pk) is remnants.Why.UNTRIED
    remnants.remove()
    assert_gone(own, {1})


def test_what_comes_to_be_owed_meanwhile_is_not_settled(answered, monkeypatch):
    own = answered()
    answering.mix(own.pk)
    act = "_of_sqlite" if connection.vendor == "sqlite" else "_of_postgresql"
    real = getattr(remnants, act)

    def interrupted(owed, **given):
        left = real(owed, **given)
        with transaction.atomic():
            answering.owe(own.pk)
        return left

    monkeypatch.setattr(remnants, act, interrupted)
    remnants.remove()
    assert traces_of(own.pk) is remnants.Why.UNTRIED


def test_a_role_that_may_not_clean_is_told_and_the_owner_does_it(answered, keeper, database):
    if database == "sqlite":
        pytest.skip("a file has no roles")
    own = answered()
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS cleans_nothing")
        cursor.execute("CREATE ROLE cleans_nothing")
        cursor.execute("GRANT pg_read_all_data, pg_write_all_data TO cleans_nothing")
        cursor.execute("SET ROLE cleans_nothing")
        try:
            answering.close(keeper, own)
            until(lambda: remnants.remove() or traces_of(own.pk) is remnants.Why.ROLE, 20)
        finally:
            cursor.execute("RESET ROLE")
    assert remnants.wait_for_owner()
    remnants.remove_patiently()
    assert_gone(own, {1})
    assert not Remnant.objects.exists()


def test_when_a_sitting_was_is_owed_once_it_is_forgotten(answered):
    own = answered()
    answering.end_sittings()
    assert traces_of(own.pk) is None, "it goes on"
    Point.objects.update(last=now() - timedelta(hours=1))
    answering.end_sittings()
    assert traces_of(own.pk) is remnants.Why.UNTRIED
    Remnant.objects.all().delete()
    answering.end_sittings()
    assert traces_of(own.pk) is None, "it ended before"


# Keys


def rank_correlation(keys):
    """How far an order of keys is that in which they were drawn: 1 or -1 is told, 0 is not."""
    ranks = {key: rank for rank, key in enumerate(sorted(keys))}
    count = len(keys)
    squares = sum((ranks[key] - number) ** 2 for number, key in enumerate(keys))
    return 1 - 6 * squares / (count * (count**2 - 1))


def test_keys_of_answers_and_words_tell_no_order_before_they_are_mixed(answered):
    """A backup of an open survey lies in the order of its keys.

    By lot the correlation of 60 is over 0.6 once in a million.
    """
    people = 60
    own = answered(people=0)
    chosen = questionnaire_of(own).asked
    drawn = {Answer: [], Remark: []}
    for number in range(people):
        values = {one.code: 0 for one in chosen}
        sent = answering.Sent(values, f"{number:032x}", text=word(number))
        known = {model: set(model.objects.values_list("pk", flat=True)) for model in drawn}
        answering.receive(own.points.get(), sent)
        for model, before in known.items():
            drawn[model] += set(model.objects.values_list("pk", flat=True)) - before
    drawn[by_lot] = [by_lot() for _ in range(people)]
    for of, keys in drawn.items():
        assert len(set(keys)) == people
        assert abs(rank_correlation(keys)) < 0.6, of
    pairs = dict(zip(drawn[Answer], drawn[Remark], strict=True))
    assert abs(rank_correlation([pairs[key] for key in sorted(pairs)])) < 0.6, "nor one another"


def test_every_table_that_an_answer_writes_is_cleaned():
    """A table that comes to it must be thought about: its rows of before tell when they came."""
    assert set(keeping._MODELS) == {Answer, Card, Choice, Point, Received, Remark}
