"""What lies in a database's own files, whatever its rows say."""

from pathlib import Path

from django.db import connection

# A table, what is kept apart of it, and the indexes of both.
_PARTS = """
WITH own AS (
    SELECT oid, reltoastrelid FROM pg_class WHERE oid = to_regclass(%s)
), heaps AS (SELECT oid FROM own UNION SELECT reltoastrelid FROM own)
SELECT pg_relation_filepath(c.oid) FROM pg_class AS c
WHERE c.oid IN (SELECT oid FROM heaps)
   OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM heaps))
"""


def bytes_of(*tables):
    """All that is in the file of SQLite and its log, or in the files of some tables."""
    if connection.vendor == "sqlite":
        base = Path(connection.settings_dict["NAME"])
        return b"".join(path.read_bytes() for path in base.parent.glob(f"{base.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        paths = []
        for table in tables:
            cursor.execute(_PARTS, [table])
            paths += [path for (path,) in cursor.fetchall()]
        cursor.execute("SELECT pg_read_binary_file(path) FROM unnest(%s::text[]) AS path", [paths])
        return b"".join(bytes(data) for (data,) in cursor.fetchall())
