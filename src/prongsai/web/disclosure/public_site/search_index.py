"""The index over pairs of letters, which no model can declare.

Thai has no spaces between words, and where a word ends is a guess. A search for "พัฒนา" must
find it inside "แผนพัฒนาท้องถิ่น": a text that holds a word holds all its pairs of letters. SQLite
keeps the index in a search table, in step with the entries by triggers; PostgreSQL needs an index.
"""

import unicodedata

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython

from prongsai.web.platform.thai_order import folded

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


MOST_ASKED = 100  # letters
MOST_TERMS = 12


def terms_of(asked: str) -> tuple[str, ...]:
    """The words that somebody asks for, each once, as they are compared."""
    plain = "".join(
        " " if unicodedata.category(character) == "Cc" else character
        for character in asked[:MOST_ASKED]
    )
    return tuple(dict.fromkeys(folded(plain).split()))[:MOST_TERMS]


def grams_of(text: str) -> tuple[str, ...]:
    """The pairs of letters of a folded text, each once; marks and figures are letters too."""
    # Vowels and tones of Thai are marks, and no `isalnum`.
    runs = "".join(
        sign if sign.isalnum() or unicodedata.category(sign)[0] == "M" else " " for sign in text
    ).split()
    return tuple(sorted({run[place : place + 2] for run in runs for place in range(len(run) - 1)}))
