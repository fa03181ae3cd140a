"""Remove from the database's files what its rows no longer hold.

What was deleted, or written anew in another order, stays for a while where the database keeps what
it wrote: in SQLite's log, on PostgreSQL's pages. It can only be removed once nobody reads the
database as it was before. Until then it is owed, and workers try again.
"""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from psycopg.errors import LockNotAvailable

from prongsai.core.messages import read_words
from prongsai.core.text import Text
from prongsai.web.platform.models import Remnant
from prongsai.web.platform.periodic import periodic_task

# Milliseconds: others who write wait as long as these at most.
_SQLITE_PATIENCE = 500
_LOCK_PATIENCE, _STATEMENT_PATIENCE = 500, 1_500
# What had less than this of them says nothing of how large a table is.
_FAIR = 1_000
_log = logging.getLogger(__name__)


class Why(StrEnum):
    """Why something is still there."""

    UNTRIED = "untried"
    READ = "read"
    ROLE = "role"

    @property
    def words(self) -> Text:
        """What keeps it there, and what to do now."""
        return read_words(f"platform/remnant_kept.{self}")


def delete(rows: QuerySet[Any], *, subject: str) -> int:
    """Delete rows of which nothing may stay, with what hangs on them; how many.

    Shape:  `subject` says of what; nothing is owed where there were no rows.
    """
    with transaction.atomic():
        count, of_each = rows.delete()
        owe(subject, *(apps.get_model(label) for label, deleted in of_each.items() if deleted))
    return count


def owe(subject: str, *models: type[Model]) -> None:
    """Note, in the transaction that deletes or blanks, that traces of `subject` are to be removed.

    Shape:  `models` are those whose rows held it; none, and nothing is owed. Who owes the same at
            the same time is not waited for.
    """
    if not models:
        return
    tables = {model._meta.db_table for model in models}  # noqa: SLF001 - documented
    owed = Remnant.objects.select_for_update(skip_locked=True).filter(subject=subject)
    former = dict(owed.values_list("pk", "tables"))
    Remnant.objects.filter(pk__in=former).delete()
    Remnant.objects.create(subject=subject, tables=sorted(tables.union(*former.values())))


def reason_for(subject: str) -> Why | None:
    """Why traces of `subject` may still be in the database's files; None where they are gone."""
    row = Remnant.objects.filter(subject=subject).first()
    return None if row is None else Why(row.why)


@periodic_task(timedelta(minutes=1))
def remove() -> None:
    """Remove whatever is owed, as far as that can be done without making others wait."""
    _remove(Remnant.objects.exclude(why=Why.ROLE), patiently=False)


@periodic_task(timedelta(hours=1))
def remove_all() -> None:
    """The same with what could not be removed: trying keeps who writes waiting each time."""
    _remove(Remnant.objects.all(), patiently=False)


def remove_patiently() -> None:
    """Remove whatever is owed; nobody else uses the site."""
    _remove(Remnant.objects.all(), patiently=True)


def wait_for_owner() -> bool:
    """Whether something is owed that the running site cannot remove."""
    return Remnant.objects.filter(why=Why.ROLE).exists()


def _remove(rows: QuerySet[Remnant], *, patiently: bool) -> None:
    if connection.in_atomic_block:
        return
    # What comes to be owed meanwhile is another row, and is not settled with these.
    owed = list(rows)
    if not owed:
        return
    try:
        act = _of_sqlite if connection.vendor == "sqlite" else _of_postgresql
        left = act(owed, patiently=patiently)
    except DatabaseError:
        _log.warning("traces of what was deleted are still there; trying again", exc_info=True)
        return
    Remnant.objects.filter(pk__in={remnant.pk for remnant in owed}.difference(left)).delete()
    for key, kept in left.items():
        worst = max(kept.values(), key=list(Why).index)
        # Written only where it changes: who reads since it was written counts as in the way.
        now = {"why": worst, "tables": sorted(kept)}
        Remnant.objects.filter(pk=key).exclude(**now).update(**now)


# Of each that is left the tables in which it is, and why.
_Left = dict[Any, dict[str, Why]]


def _of_sqlite(owed: Sequence[Remnant], *, patiently: bool) -> _Left:
    """Empty the log; secure_delete has written over what lay in the file."""
    del patiently
    with connection.cursor() as cursor:
        # Most of the work first, while others may write.
        cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
        cursor.execute("PRAGMA busy_timeout")
        before = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout={_SQLITE_PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy = bool(cursor.fetchone()[0])
        finally:
            cursor.execute(f"PRAGMA busy_timeout={before}")
    return {remnant.pk: dict.fromkeys(remnant.tables, Why.READ) for remnant in owed if is_busy}


# Rows that were deleted stay while a transaction of before is open: who reads this database, a
# replica, and who writes or has prepared something in any database of the server, since what
# writes the tables anew sees the whole server's writers.
_READ_BY_OTHERS = """
SELECT id FROM platform_remnant AS own WHERE EXISTS (
    SELECT FROM pg_stat_activity AS a WHERE a.pid <> pg_backend_pid() AND (
        age(a.backend_xid) >= age(own.xmin) OR age(a.backend_xmin) >= age(own.xmin)
        AND (a.datname = current_database() OR a.datname IS NULL)
    )
    UNION ALL SELECT FROM pg_prepared_xacts AS p WHERE age(p.transaction) >= age(own.xmin)
    UNION ALL SELECT FROM pg_replication_slots AS s WHERE age(s.xmin) >= age(own.xmin)
)
"""


def _of_postgresql(owed: Sequence[Remnant], *, patiently: bool) -> _Left:
    """Write the tables anew: VACUUM alone leaves the bytes of dead rows on their pages."""
    with connection.cursor() as cursor:
        cursor.execute(_READ_BY_OTHERS)
        read = {key for (key,) in cursor.fetchall()}
        tables = {table for remnant in owed if remnant.pk not in read for table in remnant.tables}
        kept = _write_anew(cursor, tables, patiently=patiently)
    left = {
        remnant.pk: dict.fromkeys(remnant.tables, Why.READ) if remnant.pk in read
        else {table: kept[table] for table in remnant.tables if table in kept}
        for remnant in owed
    }  # fmt: skip
    return {key: tables for key, tables in left.items() if tables}


def _write_anew(
    cursor: CursorWrapper, tables: Collection[str], *, patiently: bool
) -> dict[str, Why]:
    """Each table by itself, small ones first: what is too large keeps none of the others back.

    Shape:  the tables that were not written anew; all of them together have the time of one.
    """
    # The size of a table that somebody holds is not waited for.
    cursor.execute(
        "SELECT name FROM unnest(%s::text[]) AS name JOIN pg_class ON oid = to_regclass(name)"
        " ORDER BY relpages, name",
        [list(tables)],
    )
    kept, begun = {}, time.monotonic()
    for (table,) in cursor.fetchall():
        left = _STATEMENT_PATIENCE - round((time.monotonic() - begun) * 1_000)
        if patiently:
            why = _one_anew(cursor, table, 0)
        else:
            why = _one_anew(cursor, table, left) if left > 0 else Why.UNTRIED
        if why is not None:
            kept[table] = why
    return kept


def _one_anew(cursor: CursorWrapper, table: str, most: int) -> Why | None:
    """Write a table anew within milliseconds, 0 for however long it takes."""
    lock = min(_LOCK_PATIENCE, most)
    cursor.execute(f"SET lock_timeout = {lock}; SET statement_timeout = {most}")
    try:
        with _warnings() as warnings:
            cursor.execute(f"VACUUM FULL {table}")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return Why.READ
        return Why.UNTRIED if 0 < most < _FAIR else Why.ROLE
    finally:
        cursor.execute("RESET lock_timeout; RESET statement_timeout")
    return Why.ROLE if warnings else None


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What PostgreSQL warns of: a table that it skips is no fault to it."""
    heard: list[str] = []

    def hear(notice: Any) -> None:
        if notice.severity_nonlocalized == "WARNING":
            heard.append(notice.message_primary)

    connection.connection.add_notice_handler(hear)
    try:
        yield heard
    finally:
        connection.connection.remove_notice_handler(hear)
