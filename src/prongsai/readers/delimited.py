"""CSV and its kin: comma, semicolon, tab or pipe, whatever the office program wrote."""

from __future__ import annotations

import csv
import io

from prongsai.core.errors import Place
from prongsai.core.extract import Extract, Row, Table
from prongsai.readers.cutting import cut_at_blanks
from prongsai.readers.kinds import damaged
from prongsai.readers.plain import decode

_DELIMITERS = ",;\t|"


def read_delimited(data: bytes, name: str) -> Extract:
    """The blocks of a file, cut at blank rows; every place is a line."""
    return Extract(tuple(cut_at_blanks(_rows(data, name))))


def delimited_table(data: bytes, name: str) -> Table:
    """All rows as one table, for files with our own columns; blank ones are left out."""
    rows = (row for row in _rows(data, name) if any(cell.strip() for cell in row.cells))
    return Table(tuple(rows), Place(name, line=1))


def _rows(data: bytes, name: str) -> list[Row]:
    text = decode(data)
    sample = [line for line in text.splitlines() if line.strip()][:20]
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in sample))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [Row(tuple(cells), Place(name, line=reader.line_num)) for cells in reader]
    except csv.Error as error:
        raise damaged(name) from error
