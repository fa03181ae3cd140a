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


def stored(key: UUID) -> UUID | str:
    """A key as the database holds it."""
    return key if connection.features.has_native_uuid_field else key.hex


def get(model: type[_Row], key: UUID) -> _Row | None:
    """The row of a key; None where there is none."""
    statement, names, converted = _reading(model, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, [stored(key)])
        found = cursor.fetchone()
    if found is None:
        return None
    values = list(found)
    for place, column, readers in converted:
        for read in readers:
            values[place] = read(values[place], column, connection)
    return model.from_db(connection.alias, names, values)


def hold(row: Model) -> None:
    """Hold a row until the transaction ends; in SQLite whoever writes is alone anyway."""
    if connection.features.has_select_for_update:
        words = f'SELECT 1 FROM "{row._meta.db_table}" WHERE id = %s FOR NO KEY UPDATE'
        with connection.cursor() as cursor:
            cursor.execute(words, [stored(row.pk)])


def insert(row: Model) -> None:
    """Keep a new row, as `save` does, by a statement that is written once for its table.

    Shape:  a key that the database counts stays unknown; nothing listens to what is kept so.
    """
    fields, statement = _insertion(type(row), has_key=row.pk is not None)
    values = [one.get_db_prep_save(one.pre_save(row, add=True), connection) for one in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
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
