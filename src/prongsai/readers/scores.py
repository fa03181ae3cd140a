"""The scores in any file: bytes in, `ScoreSheet` and findings out.

Those on a scan or a photograph are recognised, and never certain.
"""

from functools import partial

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
    return _scores_of(_opened(data, name), name, catalogue, year=year, agency=agency, draft=draft)


def read_scores_for(
    data: bytes,
    name: str,
    catalogue: Catalogue,
    *,
    score_year: int,
    agency: str,
    year: int | None = None,
) -> Reading:
    """Read a file that somebody sends as an agency's scores of a year; it is opened once.

    Shape:  where nothing is certain of `agency`, what is certain of whoever it is, with a
            warning; where nothing but the year is doubted, `score_year` is taken, with a warning.
            Of several agencies the finding `several_agencies` alone.
    Errors: as `read_scores`.
    """
    opened = _opened(data, name)
    read = partial(_scores_of, opened, name, catalogue, draft=True)
    reading = read(year=year, agency=agency)
    if isinstance(opened, Extract) and opened.recognised:
        return reading
    if not reading.sheet.figures:
        anybody = read(year=year, agency=None)
        for each in (*reading.findings, *anybody.findings):
            if each.code == "several_agencies":
                return Reading(ScoreSheet(None), (each,))
        reading = _of_either(reading, anybody, agency)
    if reading.sheet.fiscal_year is not None or not (reading.sheet.figures or reading.candidates):
        return reading
    return _of_year(reading, read(year=score_year, agency=agency), score_year)


def _of_either(reading: Reading, anybody: Reading, agency: str) -> Reading:
    """What is certain of anybody, with the warning that it is not the agency; else what may be."""
    if not anybody.sheet.figures:
        return reading if reading.candidates else anybody
    if any(each.code == "other_agency" for each in anybody.findings):
        return anybody
    return anybody.with_findings([finding("scoring/other_agency", Severity.WARNING, agency=agency)])


def _of_year(reading: Reading, dated: Reading, score_year: int) -> Reading:
    """What the year alone was doubted of; the doubts of all other scores stay."""
    if not dated.sheet.figures and reading.candidates:
        return reading
    certain = {(figure.place, figure.published) for figure in dated.sheet.figures}
    left = [each for each in reading.candidates if (each.place, each.published) not in certain]
    assumed = finding("scoring/year_assumed", Severity.WARNING, score_year=score_year)
    return Reading(dated.sheet, (*dated.findings, assumed), tuple(left))


def _opened(data: bytes, name: str) -> ScoreSheet | Extract:
    try:
        return read_extract(data, name)
    except OnlyPictures:
        if (lines := recognised(data, name)) is None:
            raise
        return lines


def _scores_of(
    opened: ScoreSheet | Extract,
    name: str,
    catalogue: Catalogue,
    *,
    year: int | None,
    agency: str | None,
    draft: bool,
) -> Reading:
    if isinstance(opened, ScoreSheet):
        if year is not None and year not in opened.years():
            years, place = ", ".join(map(str, opened.years())), Place(name)
            raise UnknownYear("readers/scores_of_other_years", place=place, years=years, year=year)
        return Reading(replace(opened, fiscal_year=year or opened.fiscal_year), ())
    if opened.recognised:
        return as_candidates(parse(opened, catalogue, agency=agency, draft=draft), name, year)
    return parse(opened, catalogue, year=year, agency=agency, draft=draft)


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
