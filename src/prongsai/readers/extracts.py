"""What any file holds, as blocks of text and tables: bytes in, `Extract` out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from prongsai.core.extract import Extract
from prongsai.core.scoresheet.model import ScoreSheet
from prongsai.readers.delimiters import with_typed_tables
from prongsai.readers.kinds import Kind, kind_of, refuse_long_text
from prongsai.readers.legibility import refuse_illegible

# Dotted names, so that reading a CSV file loads no PDF library.
_TEXTS = (Kind.HTML, Kind.JSON, Kind.DELIMITED, Kind.TEXT)
READERS = {
    Kind.PDF: "prongsai.readers.pdf:read_pdf",
    Kind.SPREADSHEET: "prongsai.readers.spreadsheet:read_spreadsheet",
    Kind.WORD: "prongsai.readers.word:read_word",
    Kind.HTML: "prongsai.readers.web:read_web",
    Kind.JSON: "prongsai.readers.scores_json:read_json",
    Kind.DELIMITED: "prongsai.readers.delimited:read_delimited",
    Kind.TEXT: "prongsai.readers.plain:read_text",
}


def read_extract(data: bytes, name: str) -> Extract | ScoreSheet:
    """The blocks of a file, or the sheet itself where the file is one of ours.

    Errors: UnreadableInput, with the reason and what to send instead.
    """
    kind = kind_of(data, name)
    if kind in _TEXTS:
        refuse_long_text(data, name)
    module, _, function = READERS[kind].partition(":")
    reader: Callable[[bytes, str], Extract | ScoreSheet] = getattr(import_module(module), function)
    read = reader(data, name)
    if not isinstance(read, Extract):
        return read
    return with_typed_tables(refuse_illegible(read, name))
