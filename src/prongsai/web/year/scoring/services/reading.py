"""A file that somebody uploads becomes a reading: its year and its agency settled, or asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from prongsai.core.errors import Finding, Place, Severity, UnreadableInput
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Reading
from prongsai.core.scoresheet.report import why_empty
from prongsai.core.text import Text
from prongsai.readers.kinds import MAX_BYTES
from prongsai.web.agency.models import Agency
from prongsai.web.platform.sandbox import read_scores
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.scoring.wording import for_site

SEVERAL = "several_agencies"


class Upload(Struct, frozen=True):
    """A file with what its sender says of it; `year` None and `agency_name` "" leave it open."""

    name: str
    data: bytes
    year: int | None = None
    agency_name: str = ""


class WhichAgency(UnreadableInput):
    """The file holds several agencies, and none by the name that is known."""


def read_upload(agency: Agency, upload: Upload, score_year: int) -> Reading:
    """What a file says about scores; `score_year` is used where nothing else is doubted.

    Errors: UnreadableInput; WhichAgency; UnknownYear.
    """
    catalogue = catalogue_of(agency)
    own = upload.agency_name or agency.name
    reading = _read(upload, catalogue, upload.year, own)
    if not reading.sheet.figures:
        reading = _of_another_agency(upload, catalogue, own, reading)
    if reading.sheet.fiscal_year is None:
        reading = _of_open_year(upload, catalogue, own, reading, score_year)
    return reading


def _of_open_year(
    upload: Upload, catalogue: Catalogue, own: str, reading: Reading, score_year: int
) -> Reading:
    """The scores of which the year alone is not told; the doubts of all others stay."""
    dated = _read(upload, catalogue, score_year, own)
    if not dated.sheet.figures and reading.candidates:
        return reading
    certain = {(one.place, one.published) for one in dated.sheet.figures}
    left = [one for one in reading.candidates if (one.place, one.published) not in certain]
    return Reading(dated.sheet, (*dated.findings, _assumed(score_year)), tuple(left))


def _of_another_agency(upload: Upload, catalogue: Catalogue, own: str, reading: Reading) -> Reading:
    """The same file without a name: one agency's scores under another name, several, or none."""
    anybody = _read(upload, catalogue, upload.year, None)
    several = _finding(SEVERAL, (*reading.findings, *anybody.findings))
    if several is not None:
        raise WhichAgency(
            several.message,
            place=several.places[0] if several.places else Place(upload.name),
            next_step=for_site(several).next_step,
        )
    if not anybody.sheet.figures:
        if reading.candidates or anybody.candidates:
            return reading if reading.candidates else anybody
        raise _no_scores(upload.name, anybody)
    if _finding("other_agency", anybody.findings) is not None:
        return anybody
    return anybody.with_findings([_not_named(own)])


def _read(upload: Upload, catalogue: Catalogue, year: int | None, own: str | None) -> Reading:
    if len(upload.data) > MAX_BYTES:
        raise too_large(upload.name)
    folder = _own_frameworks(catalogue)
    return read_scores(upload.data, upload.name, folder, year=year, agency=own)


def _own_frameworks(catalogue: Catalogue) -> Path:
    """The folder of the agency's own years; that of the shipped ones where it has none."""
    folders = (catalogue.folder(year).parent for year in catalogue.years())
    return next((one for one in folders if one != catalogue.builtin), catalogue.builtin)


def too_large(name: str) -> UnreadableInput:
    """The error for a file over the size that is read at all."""
    size = MAX_BYTES // 2**20
    return UnreadableInput(
        Text(f"แฟ้มใหญ่เกิน {size} MB", f"the file is over {size} MB"),
        place=Place(name),
        next_step=Text(
            "แยกเฉพาะหน้าที่มีคะแนน แล้วอัปโหลดใหม่", "cut out the pages with scores and upload those"
        ),
    )


def _finding(code: str, findings: Iterable[Finding]) -> Finding | None:
    return next((one for one in findings if one.code == code), None)


def _no_scores(name: str, reading: Reading) -> UnreadableInput:
    message, place = why_empty(reading, name)
    return UnreadableInput(
        message,
        place=place,
        next_step=Text(
            "ใช้แฟ้มอื่น กรอกคะแนนเอง หรือกรอกในแบบฟอร์ม XLSX แล้วอัปโหลด",
            "use another file, type the scores in, or fill in the XLSX sheet and upload that",
        ),
    )


def _assumed(year: int) -> Finding:
    return Finding(
        "year_assumed",
        Severity.WARNING,
        Text(
            f"แฟ้มไม่บอกว่าเป็นคะแนนของปีใด จึงอ่านเป็นปี {year} ซึ่งเปิดอยู่",
            f"the file does not say which year it is of; it is read as {year}, the year open here",
        ),
        next_step=Text(
            "ถ้าไม่ใช่ เลือกปีแล้วอัปโหลดอีกครั้ง", "if that is wrong, choose the year and upload again"
        ),
    )


def _not_named(own: str) -> Finding:
    return Finding(
        "other_agency",
        Severity.WARNING,
        Text(
            f"คะแนนในแฟ้มอยู่ใต้ชื่อหน่วยงานอื่น ไม่ใช่ “{own}”",
            f"the scores stand under another agency's name, not “{own}”",
        ),
        next_step=Text(
            "ตรวจว่าเป็นแฟ้มคะแนนของหน่วยงานนี้จริง", "make sure that these are this agency's scores"
        ),
    )
