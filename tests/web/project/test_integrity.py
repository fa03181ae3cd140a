"""A damaged database is told, whichever table it is, and stops no other check."""

import json
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from tests.web import databases
from tests.web.project.test_upkeep import MADE
from tests.web.running import Site, migrated

from prongsai.core.errors import Findings, Severity
from prongsai.web.platform import anchors, clock, journal
from prongsai.web.project import integrity
from prongsai.web.project.backup import SQLITE

GARBAGE = b"\xa5" * 512


def roots(path):
    """The first page of each table, and how many bytes a page has."""
    with closing(sqlite3.connect(path)) as opened:
        (size,) = opened.execute("PRAGMA page_size").fetchone()
        words = "SELECT name, rootpage FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
        return dict(opened.execute(words).fetchall()), size


def damage(path, page, size):
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(GARBAGE)


@pytest.mark.long
def test_each_table_of_sqlite_that_is_damaged_is_told(tmp_path, django_db_blocker):
    whole, broken = migrated() / SQLITE, tmp_path / "broken.sqlite3"
    pages, size = roots(whole)
    assert len(pages) > 150
    untold = []
    for table, page in pages.items():
        with django_db_blocker.unblock(), databases.on_disk(broken):
            assert integrity.faults(connection) == ()
            connection.close()
            damage(broken, page, size)
            if not integrity.faults(connection):
                untold.append(table)
    assert untold == []


@pytest.mark.long
def test_a_damaged_journal_is_told_in_words_and_the_other_checks_are_done(tmp_path):
    site = Site(tmp_path / "data")
    site.prepare()
    assert site.python(MADE).code == 0
    with closing(sqlite3.connect(site.database)) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pages, size = roots(site.database)
    damage(site.database, pages["platform_journalentry"], size)
    answer = site.run("doctor", "--json")
    findings = {finding["code"]: finding for finding in json.loads(answer.out)}
    assert answer.code == 1
    for code in ("tables", "journal"):
        assert findings[code]["severity"] == "error"
        assert "restore the newest backup" in findings[code]["next_step"]["en"]
    assert findings["mail"]["severity"] == "note"


MADE_BROKEN = """
CREATE TABLE whole_one (id int PRIMARY KEY, said text);
CREATE TABLE broken_one (id int PRIMARY KEY, said text);
INSERT INTO whole_one SELECT n, repeat('x', 100) FROM generate_series(1, 2000) AS n;
INSERT INTO broken_one SELECT n, repeat('x', 100) FROM generate_series(1, 2000) AS n;
"""


@pytest.fixture
def copied(postgresql, django_db_blocker):
    """Makes a database of which nothing was read yet, with a page of one of its files damaged."""
    url = postgresql.url("prongsai_whole")
    names = []

    def make(damaged, *, amcheck=False):
        with psycopg.connect(url, autocommit=True) as opened:
            own = opened.info.dbname
            opened.execute("DROP TABLE IF EXISTS whole_one, broken_one")
            opened.execute(MADE_BROKEN)
            opened.execute("DROP EXTENSION IF EXISTS amcheck")
            if amcheck:
                try:
                    opened.execute("CREATE EXTENSION amcheck")
                except psycopg.errors.FeatureNotSupported:
                    pytest.skip("needs amcheck, which this PostgreSQL does not have")
            (number,) = opened.execute("SELECT pg_relation_filenode(%s)", [damaged]).fetchone()
            (folder,) = opened.execute("SHOW data_directory").fetchone()
        copy = f"{own}_{len(names)}"
        names.append(copy)
        with psycopg.connect(url, dbname="postgres", autocommit=True) as opened:
            opened.execute(f"CREATE DATABASE {copy} TEMPLATE {own} STRATEGY file_copy")
            words = "SELECT oid FROM pg_database WHERE datname = %s"
            (oid,) = opened.execute(words, [copy]).fetchone()
        path = Path(folder, "base", str(oid), str(number))
        if not os.access(path, os.W_OK):
            pytest.skip("needs PostgreSQL's own files")
        damage(path, 2, 8192)
        return postgresql._wrapper(copy)

    with django_db_blocker.unblock():
        yield make
    with psycopg.connect(url, dbname="postgres", autocommit=True) as opened:
        for name in [*names, psycopg.conninfo.conninfo_to_dict(url)["dbname"]]:
            opened.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.long
def test_a_damaged_page_of_postgresql_is_told_with_its_table(copied):
    wrapper = copied("broken_one")
    (fault,) = integrity.faults(wrapper)
    assert fault.startswith("broken_one: ")
    wrapper.close()


@pytest.mark.long
def test_without_amcheck_a_damaged_index_is_not_known(copied):
    wrapper = copied("broken_one_pkey")
    assert integrity.faults(wrapper) == (), "the tables themselves are whole"
    assert integrity.index_faults(wrapper) is None
    wrapper.close()


@pytest.mark.long
def test_with_amcheck_a_damaged_index_is_told(copied):
    wrapper = copied("broken_one_pkey", amcheck=True)
    assert integrity.faults(wrapper) == ()
    (fault,) = integrity.index_faults(wrapper)
    assert fault.startswith("broken_one_pkey: ")
    with wrapper.cursor() as cursor:
        cursor.execute("CREATE ROLE looks_at_nothing")
        cursor.execute("SET ROLE looks_at_nothing")
    assert integrity.index_faults(wrapper) is None
    with wrapper.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("DROP ROLE looks_at_nothing")
    wrapper.close()


def test_a_clock_that_jumped_is_told(db, frozen_clock, agency):
    journal.record(agency, None, "made", "เรื่อง", year=2569)
    assert clock_finding() == Severity.NOTE
    for jump in (timedelta(days=800), timedelta(days=-1)):
        with clock.freeze(frozen_clock + jump):
            assert clock_finding() == Severity.WARNING


def clock_finding():
    findings = Findings()
    integrity.check_clock(None, findings)
    return findings.items[0].severity


def test_where_no_heads_are_kept_there_is_nothing_to_compare_with(db, agency, tmp_path):
    assert heads_finding(tmp_path) == Severity.NOTE, "no entry, no head"
    journal.record(agency, None, "made", "เรื่อง", year=2569)
    assert heads_finding(tmp_path) == Severity.WARNING
    anchors.write(tmp_path)
    assert heads_finding(tmp_path) == Severity.NOTE
    anchors.path_of(tmp_path).write_text("")
    assert heads_finding(tmp_path) == Severity.WARNING


def heads_finding(folder):
    findings = Findings()
    integrity.check_anchors(folder, findings)
    return findings.items[0].severity
