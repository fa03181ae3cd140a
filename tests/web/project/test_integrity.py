"""A damaged database is told, whichever table it is, and stops no other check."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

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
