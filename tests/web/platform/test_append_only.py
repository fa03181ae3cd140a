"""The database refuses to change the journal, on both engines."""

import pytest
from django.db import IntegrityError, connection, transaction

from prongsai.web.platform import journal
from prongsai.web.platform.db import append_only
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
COLUMNS = "agency_id, number, at, by_id, by_words, verb, subject, detail, previous, digest"


@pytest.fixture
def entries(agency, officer):
    with transaction.atomic():
        return [journal.record(agency, officer, "tested", f"เรื่องที่ {n}") for n in (1, 2, 3)]


def refused(act):
    with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
        act()


def test_entries_can_be_added_and_read(entries, agency):
    assert list(JournalEntry.objects.filter(agency=agency)) == entries
    assert append_only.stands()
    assert list(journal.verify(agency)) == []


def test_the_chain_does_not_depend_on_how_the_clock_is_written(agency, frozen_clock):
    with transaction.atomic():
        journal.record(agency, None, "tested", "เวลาไทย")
    assert list(journal.verify(agency)) == []


def test_no_entry_is_changed(entries):
    refused(lambda: JournalEntry.objects.filter(number=2).update(subject="อื่น"))


def test_no_entry_is_deleted(entries):
    refused(lambda: JournalEntry.objects.filter(number=3).delete())


def test_no_entry_is_replaced(entries, database):
    # Our own names, put together here because no value of anybody stands in them.
    values = f"SELECT {COLUMNS.replace('subject', repr('อื่น'))} FROM {append_only.TABLE}"  # noqa: S608
    words = {
        "sqlite": f"INSERT OR REPLACE INTO {append_only.TABLE} ({COLUMNS}) {values}",
        "postgresql": f"INSERT INTO {append_only.TABLE} ({COLUMNS}) {values} "
        "ON CONFLICT (agency_id, number) DO UPDATE SET subject = EXCLUDED.subject",
    }
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(words[database]))


def test_the_whole_journal_is_not_emptied(entries, database):
    words = {"sqlite": "DELETE FROM", "postgresql": "TRUNCATE"}[database]
    connection.check_constraints()  # PostgreSQL asks this first of a table just written to
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"{words} {append_only.TABLE}"))


@pytest.mark.parametrize(
    ("change", "seen"),
    [({"subject": "อื่น"}, "changed"), ({"previous": "0" * 64}, "order"), ({"number": 9}, "missing")],
)
def test_who_drops_the_triggers_is_seen_by_the_chain(entries, agency, change, seen):
    with append_only.lifted():
        JournalEntry.objects.filter(number=2).update(**change)
    assert seen in {found.what for found in journal.verify(agency)}
    assert append_only.stands()


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("agency_id", None), ("number", 9), ("by_id", None), ("by_words", "อื่น"), ("verb", "other"),
        ("subject", "อื่น"), ("detail", {"a": 1}), ("previous", "0" * 64),
    ],
)  # fmt: skip
def test_the_digest_is_of_everything_that_an_entry_says(entries, name, other):
    """Of the one before too: an entry of an older branch fits nowhere else."""
    entry = entries[1]
    assert journal.digest_of(entry) == entry.digest
    setattr(entry, name, other)
    assert journal.digest_of(entry) != entry.digest


def test_a_dropped_guard_shows(entries):
    append_only.unguard()
    assert not append_only.stands()
    append_only.guard()
    append_only.guard()
    assert append_only.stands()
