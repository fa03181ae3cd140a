"""PostgreSQL notes values of columns to plan its work; of what is to be forgotten it notes none.

It would keep up to a hundred of them, an e-mail address as well as a remark, until it looks at the
table again, and for ever where the table is empty by then.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

# Where nobody looks for a value of these, no plan needs them.
_COLUMNS = {
    "agency_roster": ["rows"],
    "bills_bankline": ["reference", "text"],
    "desk_case": ["values", "subject"],
    "desk_casephoto": ["data"],
    "desk_caseway": ["to"],
    "django_session": ["session_data"],
    "registers_rowsfile": ["sheets"],
    "scoring_scoredraft": ["sheet", "findings", "typed"],
    "statistics_searchcount": ["words"],
    "surveys_answer": ["values"],
    "surveys_remark": ["text"],
}
_TYPES = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = to_regclass(%s) AND attname = ANY(%s)
"""


def note_nothing(_apps: Any, editor: Any) -> None:
    """Note nothing more; to give a column its own type anew drops what was noted of it."""
    if editor.connection.vendor != "postgresql":
        return
    name = editor.quote_name
    for table, columns in _COLUMNS.items():
        with editor.connection.cursor() as cursor:
            cursor.execute(_TYPES, [table, columns])
            types = cursor.fetchall()
        for column, kind in types:
            editor.execute(
                f"ALTER TABLE {name(table)} ALTER COLUMN {name(column)} TYPE {kind},"
                f" ALTER COLUMN {name(column)} SET STATISTICS 0"
            )


def owe_all(apps: Any, _editor: Any) -> None:
    """Older versions did not remove what they forgot from the database's files."""
    tables = sorted({*_COLUMNS, "desk_casenews", "bills_bankfile"})
    apps.get_model("platform", "Remnant").objects.create(subject="before, all", tables=tables)


class Migration(migrations.Migration):
    """After the tables of all apps that forget."""

    dependencies = [
        ("platform", "0002_remnant"),
        ("agency", "0003_readers"),
        ("bills", "0002_bank_lines"),
        ("desk", "0001_initial"),
        ("registers", "0001_initial"),
        ("scoring", "0001_initial"),
        ("sessions", "0001_initial"),
        ("statistics", "0001_initial"),
        ("surveys", "0001_initial"),
    ]
    operations = [
        migrations.RunPython(note_nothing, migrations.RunPython.noop),
        migrations.RunPython(owe_all, migrations.RunPython.noop, elidable=True),
    ]
