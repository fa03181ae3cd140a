"""A table as the file that its name asks for: CSV, XLSX or Parquet."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from prongsai.cli.session import write_bytes
from prongsai.core.errors import Misuse, Place
from prongsai.core.nation.table import NUMBER, SCORE, ScoreTable

FORMS = (".csv", ".xlsx", ".parquet")
_ROWS = 10_240  # so many lie in memory before they are written to a Parquet file
_TYPES = {NUMBER: "INTEGER", SCORE: "DECIMAL(7, 2)"}


def check_form(path: Path) -> None:
    """Refuse a file name that says no form."""
    if path.suffix.lower() not in FORMS:
        raise Misuse("nation/batch_form_unknown", place=Place(str(path)), suffix=path.suffix or "–")


def check_apart(written: Sequence[Path], read: Iterable[Path]) -> None:
    """Refuse to write a table over a file that is read, or over another table."""
    taken = {path.resolve() for path in read}
    for path in written:
        if path.resolve() in taken:
            raise Misuse("nation/written_over", place=Place(str(path)))
        taken.add(path.resolve())


def write_table(path: Path, table: ScoreTable, title: str) -> None:
    """Write a table."""
    from prongsai.documents.tables_workbook import csv_table, xlsx_table

    if path.suffix.lower() == ".xlsx":
        write_bytes(path, xlsx_table(title, table.headings, table.rows, sheet="scores"))
        return
    data = csv_table(table.headings, table.rows)
    if path.suffix.lower() == ".csv":
        write_bytes(path, data)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "table.csv"
        source.write_bytes(data)
        write_parquet(source, made := Path(folder) / "table.parquet", table.columns)
        write_bytes(path, made.read_bytes())


def write_parquet(source: Path, path: Path, columns: Sequence[tuple[str, str]]) -> None:
    """Write a CSV file of ours as Parquet; scores are decimals, never floats."""
    from prongsai.readers.nation_sql import literal, open_duckdb, pattern

    types = ", ".join(f"'{name}': '{_TYPES.get(kind, 'VARCHAR')}'" for name, kind in columns)
    form = """auto_detect = false, header = true, delim = ',', quote = '"'"""
    options = f"{form}, columns = {{{types}}}, hive_partitioning = false, buffer_size = 4000000"
    read = f"SELECT * FROM read_csv({pattern(source)}, {options})"
    with open_duckdb() as base:
        base.execute("SET preserve_insertion_order = true; SET threads = 1")  # for its memory
        form = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS}"
        base.execute(f"COPY ({read}) TO {literal(path)} ({form})")
