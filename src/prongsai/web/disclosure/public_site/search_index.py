"""The index over pairs of letters (`letters.grams_of`), which no model can declare.

SQLite keeps it in a search table, in step with the entries by triggers; PostgreSQL needs an index.
"""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

_SQLITE = (
    """CREATE VIRTUAL TABLE public_site_found USING fts5(
        grams, content='public_site_searchentry', content_rowid='id',
        detail=none, columnsize=0, tokenize='ascii'
    )""",
    """CREATE TRIGGER public_site_found_new AFTER INSERT ON public_site_searchentry BEGIN
        INSERT INTO public_site_found(rowid, grams) VALUES (new.id, new.grams);
    END""",
    """CREATE TRIGGER public_site_found_gone AFTER DELETE ON public_site_searchentry BEGIN
        INSERT INTO public_site_found(public_site_found, rowid, grams)
        VALUES ('delete', old.id, old.grams);
    END""",
    """CREATE TRIGGER public_site_found_other AFTER UPDATE ON public_site_searchentry BEGIN
        INSERT INTO public_site_found(public_site_found, rowid, grams)
        VALUES ('delete', old.id, old.grams);
        INSERT INTO public_site_found(rowid, grams) VALUES (new.id, new.grams);
    END""",
)
_POSTGRESQL = (
    """CREATE INDEX public_site_grams ON public_site_searchentry
        USING gin (string_to_array(grams, ' '))""",
)


def index_operation() -> RunPython:
    """Return the operation of a migration that makes the index."""
    return RunPython(_make, _drop)


def _make(_: object, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in _SQLITE if editor.connection.vendor == "sqlite" else _POSTGRESQL:
        editor.execute(statement)


def _drop(_: object, editor: BaseDatabaseSchemaEditor) -> None:
    # The triggers and the index of PostgreSQL go with their table.
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE public_site_found")
