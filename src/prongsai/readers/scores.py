"""The scores in any file: bytes in, `ScoreSheet` and findings out."""

from __future__ import annotations

from msgspec.structs import replace

from prongsai.core.errors import Place, UnknownYear
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Reading, ScoreSheet
from prongsai.core.scoresheet.parse import parse
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import OnlyPictures
from prongsai.readers.scans import as_candidates, recognised


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
        if (lines := recognised(data, name)) is None:
            raise
        extract = lines
    if isinstance(extract, ScoreSheet):
        if year is not None and year not in extract.years():
            years, place = ", ".join(map(str, extract.years())), Place(name)
            raise UnknownYear("readers/scores_of_other_years", place=place, years=years, year=year)
        return Reading(replace(extract, fiscal_year=year or extract.fiscal_year), ())
    if extract.recognised:
        return as_candidates(parse(extract, catalogue, agency=agency, draft=draft), name, year)
    return parse(extract, catalogue, year=year, agency=agency, draft=draft)
