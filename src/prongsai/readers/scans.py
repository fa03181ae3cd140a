"""Scores on a scan or a photograph: recognised, and never certain."""

from __future__ import annotations

from msgspec.structs import replace

from prongsai.core.errors import Finding, Place, Severity, UnreadableInput, finding
from prongsai.core.extract import Extract, Paragraph
from prongsai.core.scoresheet.model import Candidate, Doubt, Reading, ScoreSheet

_SECONDS = 40


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
    return Reading(ScoreSheet(year), (*reading.findings, _note(name)), candidates)


def _note(name: str) -> Finding:
    return finding("readers/scores_of_a_picture", Severity.WARNING, Place(name))
