"""DuckDB opened, and the SQL of what a file of many agencies holds; every name in it is quoted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from prongsai.core.errors import Misuse
from prongsai.core.surveys.questionnaire import Asked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMED = 10  # so many codes are named of many
WHOLE_TYPES = frozenset(
    f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")
)
FLOAT_TYPES = ("FLOAT", "DOUBLE")
TEXT_TYPE = "VARCHAR"
_BLANKS = " \t\r\n\u00a0\u200b\ufeff"


def open_duckdb() -> DuckDBPyConnection:
    """A database in memory.

    Errors: Misuse where DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        raise Misuse("nation/duckdb_missing") from error
    return duckdb.connect(
        config={
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            # A folder of its own: files of the same names lie in that of another run.
            "temp_directory": str(Path(tempfile.gettempdir()) / f"prongsai-{uuid4().hex}"),
            "preserve_insertion_order": False,
        }
    )


def set_memory(base: DuckDBPyConnection, megabytes: int) -> None:
    """Limit the memory of a database to so much for each thread, of which two are reckoned with."""
    (threads,) = base.execute("SELECT current_setting('threads')").fetchone() or (1,)
    base.execute(f"SET memory_limit = '{megabytes * max(threads, 2)}MB'")


def execute(base: DuckDBPyConnection, query: str, values: object = None) -> DuckDBPyConnection:
    """Run a query; one that needs more memory than it may have is run again without the limit."""
    import duckdb  # noqa: PLC0415 - an extra of its own

    try:
        return base.execute(query, values)
    except duckdb.OutOfMemoryException:
        base.execute("RESET memory_limit")
        return base.execute(query, values)


def duckdb_version() -> str:
    """The version that counted."""
    import duckdb  # noqa: PLC0415 - an extra of its own

    return duckdb.__version__


def options_of(asked: Asked) -> tuple[str, ...]:
    """The columns of a question's counts."""
    return tuple(f"{asked.code}:{place}" for place in range(1, len(asked.options) + 1))


def is_blank(name: str) -> str:
    """The SQL of a code that is not there; what begins with a plain letter need not be trimmed."""
    is_plain = f"coalesce({quoted(name)}::VARCHAR BETWEEN '!' AND '~', false)"
    return f"NOT {is_plain} AND coalesce({trimmed(name)}, '') = ''"


def value_of(asked: Asked, kind: str) -> str:
    """The SQL of an answer as a whole number: NULL for none, 0 for what is no whole number."""
    name, options = quoted(asked.code), len(asked.options)
    if kind in WHOLE_TYPES:
        return name
    if kind in FLOAT_TYPES:
        is_whole = f"{name} = floor({name}) AND {name} BETWEEN 1 AND {options}"
        return f"CASE WHEN {is_whole} THEN {name}::TINYINT WHEN {name} IS NOT NULL THEN 0 END"
    places = ", ".join(f"'{place}'" for place in range(1, options + 1))
    place = f"list_position([{places}, ''], coalesce(trim({name}), ''))"
    return f"nullif(coalesce({place}, 0), {options + 1})"


def is_bad(asked: Asked, kind: str) -> str:
    """The SQL of an answer that is none of the question's."""
    return f"{value_of(asked, kind)} NOT BETWEEN 1 AND {len(asked.options)}"


def trimmed(name: str) -> str:
    """The SQL of a column as text without blanks around it, also tabs: they make no other code."""
    text = f"{quoted(name)}::VARCHAR"
    # To trim so many signs takes five times as long as to see that there are none.
    is_plain = f"{text} BETWEEN '!' AND '~' AND right({text}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {is_plain} THEN {text} ELSE trim({text}, '{_BLANKS}') END"


def text_of(name: str, columns: Mapping[str, str]) -> str:
    """The SQL of a column as trimmed text; NULL where the file has none."""
    return trimmed(name) if name in columns else "NULL"


def source_of(path: Path) -> str:
    """The SQL of a file: text as text, so that a code 0012 keeps its zeros."""
    with path.open("rb") as file:
        is_parquet = file.read(4) == b"PAR1"
    if is_parquet or path.suffix.lower() == ".parquet":
        return f"read_parquet({pattern(path)}, hive_partitioning = false)"
    options = """header = true, all_varchar = true, delim = ',', quote = '"', escape = '"'"""
    return f"read_csv({pattern(path)}, hive_partitioning = false, {options})"


def quoted(column: str) -> str:
    """The SQL of a column's name."""
    return '"' + column.replace('"', '""') + '"'


def literal(path: Path) -> str:
    """The SQL of a path to write to."""
    return "'" + str(path).replace("'", "''") + "'"


def pattern(path: Path) -> str:
    """The SQL of a path to read from, which fits no other file: DuckDB takes it for a pattern."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in literal(path))


def listed(codes: Iterable[str]) -> str:
    """The first codes of many."""
    every = list(codes)
    more = f" … ({len(every)})" if len(every) > NAMED else ""
    return ", ".join(every[:NAMED]) + more
