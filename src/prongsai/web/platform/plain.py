"""Plain statements, where many come at once: Django takes longer to write one than it runs."""

# Names of tables and columns are the models' own; their `_meta` is how Django tells them.
# ruff: noqa: S608, SLF001

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model
from django.db.models.expressions import Col

_Row = TypeVar("_Row", bound=Model)
Statement = tuple[str, Sequence[Any]]


def stored(key: UUID) -> UUID | str:
    """A key as the database holds it."""
    return key if connection.features.has_native_uuid_field else key.hex


def get(model: type[_Row], key: UUID) -> _Row | None:
    """The row of a key; None where there is none."""
    statement, names, converted = _reading(model, connection.vendor)
    found = run((statement, [stored(key)]))
    if not found:
        return None
    values = list(found[0])
    for place, column, readers in converted:
        for read in readers:
            values[place] = read(values[place], column, connection)
    return model.from_db(connection.alias, names, values)


def hold(row: Model) -> Sequence[Statement]:
    """What holds a row until the transaction ends; nothing in SQLite, where who writes is alone."""
    if not connection.features.has_select_for_update:
        return []
    words = f'SELECT 1 FROM "{row._meta.db_table}" WHERE id = %s FOR NO KEY UPDATE'
    return [(words, [stored(row.pk)])]


def run(*statements: Statement) -> Sequence[tuple[Any, ...]]:
    """Run statements one after the other, on one way to the database where it takes several.

    Shape:  the rows of the last, () where it gives none. Each sees what those before it waited for.
    """
    takes_several = connection.vendor == "postgresql"
    if takes_several and not getattr(connection.features, "uses_server_side_binding", False):
        words = "; ".join(words for words, _ in statements)
        statements = ((words, [value for _, values in statements for value in values]),)
    with connection.cursor() as cursor:
        for words, values in statements:
            cursor.execute(words, values)
        while takes_several and cursor.nextset():
            continue
        return cursor.fetchall() if cursor.description else ()


def insert(*rows: Model) -> None:
    """Keep new rows, as `save` does, by statements that are written once for each table.

    Shape:  a key that the database counts stays unknown; nothing listens to what is kept so.
    """
    statements = []
    for row in rows:
        fields, words = _insertion(type(row), has_key=row.pk is not None)
        values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
        statements.append((words, values))
    run(*statements)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _reading(
    model: type[Model], _vendor: str
) -> tuple[str, Sequence[str], Sequence[tuple[int, Col, Sequence[Any]]]]:
    """The statement, the fields it gives, and how Django reads those that are stored as others."""
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = ", ".join(f'"{one.column}"' for one in fields)
    converted = []
    for place, one in enumerate(fields):
        column = one.get_col(table)
        readers = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
        if readers:
            converted.append((place, column, readers))
    return (
        f'SELECT {columns} FROM "{table}" WHERE id = %s',
        [one.attname for one in fields],
        converted,
    )


@cache
def _insertion(model: type[Model], *, has_key: bool) -> tuple[Sequence[Field[Any, Any]], str]:
    kept = [one for one in model._meta.local_concrete_fields if has_key or not one.primary_key]
    columns = ", ".join(f'"{one.column}"' for one in kept)
    places = ", ".join("%s" for _ in kept)
    return kept, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})'
