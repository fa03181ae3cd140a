"""One contract for every reader: bytes in, `ScoreSheet` and findings out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from msgspec.structs import replace

from prongsai.core.errors import Place, UnknownYear
from prongsai.core.extract import Extract
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Reading, ScoreSheet
from prongsai.core.scoresheet.parse import parse
from prongsai.readers.delimiters import with_typed_tables
from prongsai.readers.kinds import Kind, OnlyPictures, kind_of, refuse_long_text
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


def read_scores(
    data: bytes,
    name: str,
    catalogue: Catalogue,
    *,
    year: int | None = None,
    agency: str | None = None,
    draft: bool = False,
) -> Reading:
    """Read the scores in a file.

    Shape:  `name` is the file's own name, for messages and to tell kinds of text apart; `year`
            and `agency` settle what the file leaves open.
    Errors: UnreadableInput; UnknownYear.
    """
    try:
        extract = read_extract(data, name)
    except OnlyPictures:
        from prongsai.readers.scans import as_candidates, recognised  # noqa: PLC0415 - PDF library

        if (lines := recognised(data, name)) is None:
            raise
        reading = parse(lines, catalogue, year=year, agency=agency, draft=draft)
        return as_candidates(reading, name)
    if isinstance(extract, ScoreSheet):
        return _own_sheet(extract, name, year)
    return parse(extract, catalogue, year=year, agency=agency, draft=draft)


def _own_sheet(sheet: ScoreSheet, name: str, year: int | None) -> Reading:
    if year is not None and year not in sheet.years():
        years = ", ".join(str(known) for known in sheet.years())
        raise UnknownYear(
            "readers/scores_of_other_years", place=Place(name), years=years, year=year
        )
    return Reading(replace(sheet, fiscal_year=year or sheet.fiscal_year), ())
