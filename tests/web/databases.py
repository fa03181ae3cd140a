"""The two databases of the tests: SQLite in memory, and a PostgreSQL that the tests start.

`default` of Django stands for one or the other, so that code under test knows nothing of it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from copy import deepcopy
from pathlib import Path

import psycopg
import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.utils import load_backend
from psycopg import sql
from tests import leftovers
from tests.leftovers import locked
from tests.web import postgresql_server
from tests.web.running import migrated

from prongsai.web.project import schema
from prongsai.web.project.backup import SQLITE
from prongsai.web.project.environment import postgresql, sqlite

# For tests that make a site of their own on each.
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
# The same where PostgreSQL may wait for the whole run.
ENGINES_IN_TIME = [
    "sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.long])
]  # fmt: skip
_TEMPLATE = "prongsai_template"
_THREADS = 8


class Server:
    """A PostgreSQL server, and in it one database for each process of a test run."""

    def __init__(self, url: str, shared: Path, worker: str) -> None:
        """`url` of a database in which others may be made; `shared` by all workers of the run."""
        self._admin = url
        self._shared = shared
        self._worker = worker
        self._database = f"prongsai_test_{os.getpid()}_{worker}"
        self._template = f"{_TEMPLATE}_{shared.name.replace('-', '_')}"

    def wrapper(self):
        """A connection to a fresh migrated database under the alias `default`."""
        with locked(self._shared / "postgresql.lock"):
            made = self._shared / "postgresql.migrated"
            if not made.exists():
                self._create(self._template)
                migrating = self._wrapper(self._template)
                with routed(migrating):
                    schema.migrate()
                migrating.close()
                made.touch()
            self._create(self._database, template=self._template)
        return self._wrapper(self._database)

    def drop(self) -> None:
        """Remove this process's database; the template goes with the last of them."""
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), self._database)
        with locked(self._shared / "postgresql.lock"):
            with psycopg.connect(self._admin) as connection:
                left = connection.execute(
                    "SELECT count(*) FROM pg_database WHERE datname LIKE 'prongsai_test_%%'"
                ).fetchone()
            if left == (0,):
                # Another process may only begin to ask: it makes the template anew.
                (self._shared / "postgresql.migrated").unlink(missing_ok=True)
                self._say(sql.SQL("DROP DATABASE IF EXISTS {}"), self._template)

    def url(self, database: str) -> str:
        """The address of another database of this server and process, made empty."""
        own = f"{database}_{os.getpid()}_{self._worker}"
        self._create(own)
        return self._address(own)

    def _address(self, database: str) -> str:
        head, mark, options = self._admin.partition("?")
        return f"{head.rpartition('/')[0]}/{database}{mark}{options}"

    def _create(self, name: str, template: str = "template0") -> None:
        self._say(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )

    def _say(self, words: sql.SQL, name: str) -> None:
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(words.format(sql.Identifier(name)))

    def _wrapper(self, database: str):
        described = postgresql(self._address(database))
        described["CONN_MAX_AGE"] = None
        known = connections.configure_settings({DEFAULT_DB_ALIAS: deepcopy(described)})
        backend = load_backend(str(described["ENGINE"]))
        return backend.DatabaseWrapper(known[DEFAULT_DB_ALIAS], DEFAULT_DB_ALIAS)


def started() -> str:
    """The address of a PostgreSQL: TEST_DATABASE_URL, else the run's own.

    Where it cannot start, the test that asks is skipped by name; in CI it fails.
    """
    try:
        return os.environ.get("TEST_DATABASE_URL") or postgresql_server.address(leftovers.run())
    except Exception as error:
        if "CI" in os.environ:
            raise
        told = f"{type(error).__name__}: {error}".partition("\n")[0][:200]
        pytest.skip(f"needs PostgreSQL: it does not start here ({told})")


@contextmanager
def routed(wrapper):
    """Let `default` be this connection, in this thread and in those that start meanwhile."""
    before, described = connections[DEFAULT_DB_ALIAS], connections.settings[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = wrapper
    connections.settings[DEFAULT_DB_ALIAS] = wrapper.settings_dict
    try:
        yield wrapper
    finally:
        connections[DEFAULT_DB_ALIAS] = before
        connections.settings[DEFAULT_DB_ALIAS] = described


@contextmanager
def shared(blocker):
    """Rows that all tests of a module find: made inside, once, and gone after the last of them."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def in_memory():
    """The tables in the memory that Django's tests on SQLite use, before Django makes them.

    Django then finds no migration left to run, which is what takes a process of tests the longest.
    """
    name = connections[DEFAULT_DB_ALIAS].settings_dict["TEST"]["NAME"]
    with (
        closing(sqlite3.connect(name, uri=True)) as memory,
        closing(sqlite3.connect(migrated() / SQLITE)) as made,
    ):
        made.backup(memory)
        yield


@contextmanager
def on_disk(path):
    """`default` as SQLite in a file, as a site has it; threads cannot share one in memory."""
    described = connections.configure_settings({DEFAULT_DB_ALIAS: sqlite(path)})
    settings = described[DEFAULT_DB_ALIAS]
    wrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    shutil.copy(migrated() / SQLITE, path)
    with routed(wrapper):
        yield
        wrapper.close()


def at_once(act, asked):
    """What an act answers to each, by eight threads with connections of their own."""

    def closing(one):
        try:
            return act(one)
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(closing, asked))
