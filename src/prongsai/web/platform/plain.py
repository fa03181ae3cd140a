"""Plain statements, where many come at once: Django takes longer to write one than it runs."""

# Names of tables and columns are the models' own; their `_meta` is how Django tells them.
# ruff: noqa: S608, SLF001

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from types import NoneType
from typing import Any, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model
from django.db.models.expressions import Col

_Row = TypeVar("_Row", bound=Model)
Statement = tuple[str, Sequence[Any]]
# Of a field, values of exactly these types are kept as they are: Django need not be asked.
_KEPT_AS_THEY_ARE: Mapping[type, tuple[type, ...]] = {
    models.CharField: (str, NoneType),
    models.TextField: (str, NoneType),
    models.PositiveIntegerField: (NoneType,),
    models.PositiveSmallIntegerField: (NoneType,),
    models.DateField: (NoneType,),
    models.DateTimeField: (NoneType,),
    models.ForeignKey: (NoneType,),
}


def stored(key: UUID) -> UUID | str:
    """A key as the database holds it."""
    return key if connection.features.has_native_uuid_field else key.hex


def get(model: type[_Row], key: UUID) -> _Row | None:
    database = connections[DEFAULT_DB_ALIAS]
    statement, names, converted = _reading(model, database.vendor)
    rows = run((statement, [stored(key)]))
    if not rows:
        return None
    values = list(rows[0])
    for place, column, readers in converted:
        for read in readers:
            values[place] = read(values[place], column, database)
    return model.from_db(database.alias, names, values)


def hold(row: Model) -> Sequence[Statement]:
    """What holds a row until the transaction ends; nothing in SQLite, where who writes is alone."""
    if not connection.features.has_select_for_update:
        return []
    words = f'SELECT 1 FROM "{row._meta.db_table}" WHERE id = %s FOR NO KEY UPDATE'
    return [(words, [stored(row.pk)])]


def run(*statements: Statement) -> Sequence[tuple[Any, ...]]:
    """Run statements one after the other.

    Shape:  the rows of the last, () where it gives none. Each sees what those before it waited for.
    """
    database = connections[DEFAULT_DB_ALIAS]
    try:
        return _run(statements)
    except NotSupportedError:
        # A column became one of another type while the site runs: what was planned before is
        # refused each time until it is forgotten. After a transaction psycopg forgets it itself.
        if database.vendor != "postgresql" or database.in_atomic_block or len(statements) > 1:
            raise
    with database.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    return _run(statements)


def _run(statements: Sequence[Statement]) -> Sequence[tuple[Any, ...]]:
    with _cursor() as cursor:
        for words, values in statements:
            cursor.execute(words, values)
        return cursor.fetchall() if cursor.description else ()


def run_change(words: str, values: Sequence[Any]) -> int:
    """Run a statement; how many rows it kept, changed or deleted."""
    with _cursor() as cursor:
        cursor.execute(words, values)
        count: int = cursor.rowcount
        return count


@contextmanager
def _cursor() -> Iterator[CursorWrapper]:
    database: Any = connections[DEFAULT_DB_ALIAS]  # PostgreSQL's kind is ours
    if database.vendor == "postgresql":
        yield database.preparing_cursor()
        return
    with database.cursor() as cursor:
        yield cursor


def insert(*rows: Model) -> None:
    """Keep new rows, as `save` does, by statements that are written once for each table.

    Shape:  a key that the database counts stays unknown; nothing listens to what is kept so.
    """
    database = connections[DEFAULT_DB_ALIAS]
    statements = []
    for row in rows:
        fields, words = _insertion(type(row), has_key=row.pk is not None)
        statements.append((words, [_stored(database, row, *field) for field in fields]))
    run(*_at_once(statements) if database.vendor == "postgresql" else statements)
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _at_once(statements: Sequence[Statement]) -> Sequence[Statement]:
    """Insertions as one statement, which goes to the server and back once."""
    *before, (last, _) = statements
    if before:
        parts = ", ".join(f"kept_{at} AS ({words})" for at, (words, _) in enumerate(before))
        last = f"WITH {parts} {last}"
    return [(last, [value for _, values in statements for value in values])]


def _stored(
    database: BaseDatabaseWrapper,
    row: Model,
    name: str,
    field: Field[Any, Any],
    as_they_are: tuple[type, ...],
) -> Any:
    value = getattr(row, name)
    if type(value) in as_they_are:
        return value
    return field.get_db_prep_save(field.pre_save(row, add=True), database)


@cache
def _reading(
    model: type[Model], _vendor: str
) -> tuple[str, Sequence[str], Sequence[tuple[int, Col, Sequence[Any]]]]:
    """The statement, the fields it gives, and how Django reads those that are stored as others."""
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    converted = []
    for place, field in enumerate(fields):
        column = field.get_col(table)
        readers = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        if readers:
            converted.append((place, column, readers))
    return (
        f'SELECT {columns} FROM "{table}" WHERE id = %s',
        [field.attname for field in fields],
        converted,
    )


@cache
def _insertion(
    model: type[Model], *, has_key: bool
) -> tuple[Sequence[tuple[str, Field[Any, Any], tuple[type, ...]]], str]:
    """The fields that are given, each with its name and what of it is kept as it is; the words."""
    kept = [
        field for field in model._meta.local_concrete_fields if has_key or not field.primary_key
    ]
    columns = ", ".join(f'"{field.column}"' for field in kept)
    places = ", ".join("%s" for _ in kept)
    return (
        [(field.attname, field, _as_they_are(field)) for field in kept],
        f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})',
    )


def _as_they_are(field: Field[Any, Any]) -> tuple[type, ...]:
    """None of a field that sets itself when it is kept."""
    sets_itself = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return () if sets_itself else _KEPT_AS_THEY_ARE.get(type(field), ())
