"""The database itself refuses to change or delete what is only added to: the journal, decisions.

The chain of digests shows tampering; these triggers keep our own mistakes out. SQLite deletes
without firing a delete trigger on INSERT OR REPLACE, so the insert of a number that exists is
refused as well. A migration that rebuilds such a table on SQLite drops them: it ends with the
`operation` of its guard. An app with such a table names its guard with `register`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection as default_connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations import RunPython
from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.text import Text

TABLE = "platform_journalentry"

_JOURNAL_SQLITE = {
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
_JOURNAL_FUNCTION = """
    CREATE OR REPLACE FUNCTION journal_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the journal is only added to'
            USING ERRCODE = 'integrity_constraint_violation';
    END $$
"""
_JOURNAL_POSTGRESQL = {
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


class Guard(Struct, frozen=True):
    """The triggers of one table, by their names; `function` is what those of PostgreSQL call.

    Shape:  `missing` is what is told where one of them is not there, `next_step` what to do then.
    """

    table: str
    sqlite: Mapping[str, str]
    postgresql: Mapping[str, str]
    function: str
    missing: Text
    next_step: Text

    def guard(self, connection: BaseDatabaseWrapper = default_connection) -> None:
        """Make the triggers that are missing."""
        standing = self._found(connection)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self.function)
            for name, words in self._triggers(connection).items():
                if name not in standing:
                    cursor.execute(words)

    def unguard(self, connection: BaseDatabaseWrapper = default_connection) -> None:
        """Drop the triggers, for a migration that rebuilds the table."""
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for name in self._triggers(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    def operation(self) -> RunPython:
        """Return the operation of a migration that makes the triggers."""
        return RunPython(
            lambda _, editor: self.guard(editor.connection),
            lambda _, editor: self.unguard(editor.connection),
        )

    def stands(self, connection: BaseDatabaseWrapper = default_connection) -> bool:
        """Whether every trigger is in its place."""
        return set(self._triggers(connection)) <= self._found(connection)

    def _triggers(self, connection: BaseDatabaseWrapper) -> Mapping[str, str]:
        return self.postgresql if connection.vendor == "postgresql" else self.sqlite

    def _found(self, connection: BaseDatabaseWrapper) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(_FOUND[connection.vendor], [self.table])
            return {row[0] for row in cursor.fetchall()}


JOURNAL = Guard(
    TABLE,
    _JOURNAL_SQLITE,
    _JOURNAL_POSTGRESQL,
    _JOURNAL_FUNCTION,
    missing=read_words("platform/guard_missing"),
    next_step=read_words("platform/guard_missing_step"),
)
_GUARDS = {JOURNAL.table: JOURNAL}


def register(guard: Guard) -> None:
    """Name the guard of another table; an app does so when Django is ready."""
    _GUARDS[guard.table] = guard


def guard() -> None:
    """Make every trigger that is missing, of all tables."""
    for table_guard in _GUARDS.values():
        table_guard.guard()


def unguard() -> None:
    """Drop every trigger."""
    for table_guard in _GUARDS.values():
        table_guard.unguard()


def fallen() -> tuple[Guard, ...]:
    """The guards of which a trigger is missing."""
    return tuple(table_guard for table_guard in _GUARDS.values() if not table_guard.stands())


@contextmanager
def lifted() -> Iterator[None]:
    """No guard for a while: tests empty their tables. The product never asks for this."""
    unguard()
    try:
        yield
    finally:
        guard()
