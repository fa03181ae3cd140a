"""The scores in any file: bytes in, `ScoreSheet` and findings out.

Those on a scan or a photograph are recognised, and never certain.
"""

from msgspec.structs import replace

from prongsai.core.errors import Place, Severity, UnknownYear, UnreadableInput, finding
from prongsai.core.extract import Extract, Paragraph
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Candidate, Doubt, Reading, ScoreSheet
from prongsai.core.scoresheet.parse import parse
from prongsai.readers.extracts import read_extract
from prongsai.readers.kinds import OnlyPictures

_SECONDS = 40


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


def recognised(data: bytes, name: str) -> Extract | None:
    """The lines of a scan; None where nothing can be recognised, here or in it."""
    from prongsai.readers.evidence import read_evidence  # noqa: PLC0415 - PDF library
    from prongsai.readers.recognition import knows_thai  # noqa: PLC0415

    if not knows_thai():
        return None
    evidence = read_evidence(data, name, seconds=_SECONDS)
    lines = [
        Paragraph(line, block.place)
        for page in evidence.pages
        for block in page.blocks
        if isinstance(block, Paragraph)
        for line in block.text.splitlines()
        if line.strip()
    ]
    if not lines and evidence.findings:
        first = evidence.findings[0]
        raise UnreadableInput(first.message, place=first.places[0], next_step=first.next_step)
    pages = frozenset(page.number for page in evidence.pages)
    return Extract(tuple(lines), evidence.findings, pages) if lines else None


def as_candidates(reading: Reading, name: str, year: int | None) -> Reading:
    """The same with nothing certain: digits of a picture are compared by a person.

    Shape:  `year` is the caller's; one that was read in the picture may be misread as a score may.
    """
    figures = tuple(
        Candidate(
            figure.code, figure.year, figure.published, figure.value, figure.place, (),
            figure.origin,
        )
        for figure in reading.sheet.figures
    )  # fmt: skip
    levels = tuple(
        Candidate(None, rating.year, rating.published, None, rating.place, (), level=rating.code)
        for rating in reading.sheet.ratings
    )
    candidates = tuple(
        replace(each, year=each.year or year, doubts=(Doubt.PICTURE, *each.doubts))
        for each in (*figures, *levels, *reading.candidates)
    )
    note = finding("readers/scores_of_a_picture", Severity.WARNING, Place(name))
    return Reading(ScoreSheet(year), (*reading.findings, note), candidates)
