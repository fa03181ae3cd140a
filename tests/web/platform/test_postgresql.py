"""A connection to PostgreSQL, and whether it lives."""

import time
from contextlib import contextmanager
from copy import deepcopy

import pytest
from django.db import DEFAULT_DB_ALIAS, NotSupportedError
from django.db.backends.postgresql import base

from prongsai.web.platform import plain
from prongsai.web.platform.db.postgresql.base import DatabaseWrapper


@pytest.fixture
def wrapper(postgresql_wrapper, django_db_blocker):
    """A second connection to the database of the tests."""
    with django_db_blocker.unblock():
        one = DatabaseWrapper(deepcopy(postgresql_wrapper.settings_dict), "second")
        yield one
        one.close()


@pytest.fixture
def asked(monkeypatch):
    """What Django's own question answered, each time that it was put."""
    answers, ask = [], base.DatabaseWrapper.is_usable

    def asking(self):
        answers.append(ask(self))
        return answers[-1]

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", asking)
    return answers


def said(wrapper, words):
    with wrapper.cursor() as cursor:
        cursor.execute(words)
        return cursor.fetchall() if cursor.description else []


def heard(wrapper):
    """Whether it is usable, once something has come."""
    for _ in range(100):
        usable = wrapper.is_usable()
        if not usable:
            break
        time.sleep(0.02)
    return usable


def test_one_that_is_quiet_lives_and_is_not_asked(wrapper, asked):
    assert not wrapper.is_usable()  # it is not there yet
    assert said(wrapper, "SELECT 1") == [(1,)]
    assert wrapper.is_usable()
    assert asked == []


def test_one_that_the_server_ended_is_made_anew(wrapper, asked, postgresql_wrapper):
    said(wrapper, "SELECT 1")
    said(postgresql_wrapper, f"SELECT pg_terminate_backend({wrapper.connection.info.backend_pid})")
    assert not heard(wrapper)
    assert asked == [False]
    # As Django does between two pages.
    wrapper.health_check_enabled, wrapper.health_check_done = True, False
    assert said(wrapper, "SELECT 2") == [(2,)]


def test_one_to_which_something_is_said_is_asked_and_lives(wrapper, asked, postgresql_wrapper):
    said(wrapper, "LISTEN anything")
    said(postgresql_wrapper, "NOTIFY anything")
    for _ in range(100):
        assert wrapper.is_usable()
        if asked:
            break
        time.sleep(0.02)
    assert asked == [True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_atomic", [True, False])
def test_a_column_of_another_type_is_read_by_a_connection_that_planned_before(
    wrapper, postgresql_wrapper, monkeypatch, is_atomic
):
    monkeypatch.setattr(plain, "connections", {DEFAULT_DB_ALIAS: wrapper})
    said(postgresql_wrapper, "CREATE TABLE planned (word varchar(5))")
    try:
        said(postgresql_wrapper, "INSERT INTO planned VALUES ('one')")
        read = ("SELECT word FROM planned WHERE word = %s", ["one"])
        for _ in range(9):
            assert plain.run(read) == [("one",)]
        said(postgresql_wrapper, "ALTER TABLE planned ALTER word TYPE varchar(50)")
        if is_atomic:
            with pytest.raises(NotSupportedError), wrapped(wrapper):
                plain.run(read)
            with wrapped(wrapper):
                assert plain.run(read) == [("one",)]
        assert plain.run(read) == [("one",)]
    finally:
        said(postgresql_wrapper, "DROP TABLE planned")


@contextmanager
def wrapped(wrapper):
    """A transaction of a connection that Django knows by no name."""
    wrapper.set_autocommit(False)
    wrapper.in_atomic_block = True
    try:
        yield
    except BaseException:
        wrapper.in_atomic_block = False
        wrapper.rollback()
        raise
    else:
        wrapper.in_atomic_block = False
        wrapper.commit()
    finally:
        wrapper.set_autocommit(True)
