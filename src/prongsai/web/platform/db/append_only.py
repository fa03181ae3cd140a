"""The database itself refuses to change or delete what the journal says.

The chain of digests shows tampering; these triggers keep our own mistakes out. SQLite deletes
without firing a delete trigger on INSERT OR REPLACE, so the insert of a number that exists is
refused as well. A migration that rebuilds the table on SQLite drops them: it ends with `guard`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "platform_journalentry"

_SQLITE = {
    "journal_no_replace": """
        CREATE TRIGGER journal_no_replace BEFORE INSERT ON platform_journalentry
        WHEN EXISTS (
            SELECT 1 FROM platform_journalentry
            WHERE id = NEW.id OR (agency_id IS NEW.agency_id AND number = NEW.number)
        )
        BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
    """,
    "journal_no_update": """
        CREATE TRIGGER journal_no_update BEFORE UPDATE ON platform_journalentry
        BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
    """,
    "journal_no_delete": """
        CREATE TRIGGER journal_no_delete BEFORE DELETE ON platform_journalentry
        BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END
    """,
}
_POSTGRESQL_FUNCTION = """
    CREATE OR REPLACE FUNCTION journal_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is only added to'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""
_POSTGRESQL = {
    "journal_no_change": """
        CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON platform_journalentry
        FOR EACH ROW EXECUTE FUNCTION journal_is_only_added_to()
    """,
    "journal_no_truncate": """
        CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON platform_journalentry
        FOR EACH STATEMENT EXECUTE FUNCTION journal_is_only_added_to()
    """,
}
_FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s)"
    " AND NOT tgisinternal AND tgenabled <> 'D'",
}


def guard(connection: BaseDatabaseWrapper | None = None) -> None:
    """Make the triggers that are missing."""
    connection = _of(connection)
    found = _found(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for name, words in _triggers(connection).items():
            if name not in found:
                cursor.execute(words)


def unguard(connection: BaseDatabaseWrapper | None = None) -> None:
    """Drop the triggers, for a migration that rebuilds the table."""
    connection = _of(connection)
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def stands(connection: BaseDatabaseWrapper | None = None) -> bool:
    """Whether every trigger is in its place."""
    connection = _of(connection)
    return set(_triggers(connection)) <= _found(connection)


@contextmanager
def lifted() -> Iterator[None]:
    """No guard for a while: tests empty their tables. The product never asks for this."""
    unguard()
    try:
        yield
    finally:
        guard()


def _of(connection: BaseDatabaseWrapper | None) -> BaseDatabaseWrapper:
    return connection if connection is not None else default_connection


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def _found(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(_FOUND[connection.vendor], [TABLE])
        return {row[0] for row in cursor.fetchall()}
