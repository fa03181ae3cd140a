"""CSV and its kin: comma, semicolon, tab or pipe, whatever the office program wrote."""

from __future__ import annotations

import csv
import io

from prongsai.core.errors import Place
from prongsai.core.extract import Extract, Row, Table
from prongsai.readers.kinds import damaged
from prongsai.readers.plain import decode

_DELIMITERS = ",;\t|"


def read_delimited(data: bytes, name: str) -> Extract:
    """One table; every place is a line."""
    text = decode(data)
    sample = [line for line in text.splitlines() if line.strip()][:20]
    delimiter = max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in sample))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [
            Row(tuple(cells), Place(name, line=reader.line_num))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise damaged(name) from error
    return Extract((Table(tuple(rows), Place(name, line=1)),))
