"""Count one reading, one search: short writes that nothing waits for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import F

from prongsai.web.disclosure.statistics.models import PageReading, SearchCount

# One who asks for ever new words fills no database.
MOST_WORDS = 1000
# While somebody else writes, a reader is not kept waiting longer for the sake of a count.
_PATIENCE = 100  # milliseconds


def count_reading(agency_id: UUID, day: date, path: str) -> None:
    """One reading more of a page.

    Errors: DatabaseError where it could not be written now.
    """
    with _quick():
        _add(PageReading, {"agency_id": agency_id, "day": day, "path": path}, {"count": 1})


def count_search(agency_id: UUID, day: date, words: str, *, is_found: bool) -> None:
    """One search more; `words` "" where they are not kept.

    Errors: DatabaseError where it could not be written now.
    """
    more = {"count": 1, "unfound": int(not is_found)}
    own = {"agency_id": agency_id, "day": day}
    with _quick():
        _add(SearchCount, {**own, "words": ""}, more)
        if words and not _added(SearchCount, {**own, "words": words}, more):
            of_day = SearchCount.objects.filter(**own).count()
            if of_day <= MOST_WORDS:
                _add(SearchCount, {**own, "words": words}, more)


def _add(model: type[models.Model], key: Mapping[str, Any], more: Mapping[str, int]) -> None:
    """Make the row where it is missing; both databases take it once, whoever comes first."""
    if not _added(model, key, more):
        model._default_manager.bulk_create([model(**key)], ignore_conflicts=True)  # noqa: SLF001 - Django's own name
        _added(model, key, more)


def _added(model: type[models.Model], key: Mapping[str, Any], more: Mapping[str, int]) -> int:
    rows = model._default_manager.filter(**key)  # noqa: SLF001 - Django's own name
    return rows.update(**{name: F(name) + count for name, count in more.items()})


@contextmanager
def _quick() -> Iterator[None]:
    """Neither another writer nor the disk is waited for long: a lost count harms nobody."""
    if connection.in_atomic_block:
        # A fault must not take the transaction around with it.
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _quick_sqlite():
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL synchronous_commit = off; SET LOCAL lock_timeout = {_PATIENCE}"
            )
            yield


@contextmanager
def _quick_sqlite() -> Iterator[None]:
    """For this connection, while it counts."""
    with connection.cursor() as cursor:
        before = {name: _pragma(cursor, name) for name in ("busy_timeout", "synchronous")}
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name}={value}")


def _pragma(cursor: CursorWrapper, name: str) -> int:
    cursor.execute(f"PRAGMA {name}")
    return int(cursor.fetchone()[0])
