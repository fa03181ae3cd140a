"""The database refuses to change the journal, on both engines."""

import hmac
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from prongsai.web.platform import journal
from prongsai.web.platform.db import append_only
from prongsai.web.platform.models import JournalEntry

pytestmark = [pytest.mark.django_db, pytest.mark.databases_differ]
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
    assert not append_only.fallen()
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
    [
        ({"subject": "อื่น"}, [(2, "changed")]),
        # Whatever the true digest is, one of two lies below it and one above.
        ({"digest": "0" * 64}, [(2, "changed"), (3, "order")]),
        ({"digest": "f" * 64}, [(2, "changed"), (3, "order")]),
        ({"previous": "0" * 64}, [(2, "order"), (2, "changed")]),
        ({"previous": "f" * 64}, [(2, "order"), (2, "changed")]),
        ({"number": 9}, [(2, "missing"), (4, "missing"), (9, "changed")]),
        ({"number": 0}, [(1, "missing"), (0, "changed"), (1, "order"), (2, "missing")]),
    ],
)
def test_who_drops_the_triggers_is_seen_by_the_chain(entries, agency, change, seen):
    with append_only.lifted():
        JournalEntry.objects.filter(number=2).update(**change)
    assert [(found.number, found.what) for found in journal.verify(agency)] == seen
    assert not append_only.fallen()


def test_a_break_is_told_as_it_was_found():
    with pytest.raises(AttributeError):
        journal.Break(2, "changed").what = "order"


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


def test_digests_of_former_releases_hold(settings):
    """Thai as it is written and names in their order: another way would break every chain."""
    settings.JOURNAL_KEY = "key"
    entry = JournalEntry(
        number=1, at=datetime(2026, 1, 15, 2, tzinfo=UTC), verb="tested", subject="เรื่อง",
        detail={"b": 1, "a": "ก"},
    )  # fmt: skip
    told = (
        '["None", 1, "2026-01-15T02:00:00+00:00", "None", "", "tested", "เรื่อง",'
        ' {"a": "ก", "b": 1}, ""]'
    )
    assert journal.digest_of(entry) == hmac.new(b"key", told.encode(), "sha256").hexdigest()


def test_numbers_count_from_one_for_each_agency_and_for_the_host(entries, other_agency, officer):
    with transaction.atomic():
        of_host = [journal.record(None, by, "tested") for by in (officer, None)]
        of_other = journal.record(other_agency, None, "tested")
    assert [one.number for one in (*entries, *of_host, of_other)] == [1, 2, 3, 1, 2, 1]
    assert [(one.by, one.by_words) for one in of_host] == [
        (officer.user, officer.words),
        (None, ""),
    ]


def test_a_long_subject_is_cut_at_what_the_column_holds(agency):
    with transaction.atomic():
        assert journal.record(agency, None, "tested", "ก" * 301).subject == "ก" * 300


def test_an_entry_stands_in_the_transaction_of_its_act(agency):
    # As in a view without a transaction: that of the test is hidden.
    with (
        mock.patch.object(connection, "in_atomic_block", new=False),
        pytest.raises(transaction.TransactionManagementError, match="in the transaction"),
    ):
        journal.record(agency, None, "tested")
    assert not JournalEntry.objects.filter(verb="tested").exists()


def test_whoever_names_the_agency_in_a_row_does_not_wait_for_the_journal(agency, database):
    with CaptureQueriesContext(connection) as asked:
        journal.hold(agency)
    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    assert len(locks) == (database == "postgresql")  # SQLite has one lock, of the whole file


def test_a_dropped_guard_shows(entries):
    append_only.unguard()
    assert append_only.fallen()
    append_only.guard()
    append_only.guard()
    assert not append_only.fallen()
