"""Freeze how far every item is on a day, as papers and a workbook, drawn by the worker."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from django.db import transaction
from django.utils.timezone import localtime
from msgspec.structs import replace

from prongsai.core.papers.office import Office
from prongsai.core.papers.status import Status, cells, headings, status_paper
from prongsai.core.papers.wording import shipped
from prongsai.documents.table_files import xlsx_table
from prongsai.web.agency.models import Agency
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.models import StatusSnapshot
from prongsai.web.disclosure.disclosure.queries.board import status_of
from prongsai.web.platform import files, jobs, journal
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.year.assessment.services.frameworks import locked

JOB = "disclosure.status"


@transaction.atomic
def freeze(agency: Agency, *, by: Actor, year: int, codes: Collection[str] = ()) -> StatusSnapshot:
    """Keep today's table, of some items or of all; the worker draws it.

    Shape:  `codes` that the year does not have are left out; () for every item.
    Errors: Misuse where the year is not open.
    """
    locked(agency, year)
    status = status_of(agency, year, today(), codes)
    row = StatusSnapshot.objects.create(
        agency=agency, fiscal_year=year, content=msgspec.to_builtins(status), taken_at=now(),
        by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(agency, by, JOB, {"snapshot": str(row.pk)})
    row.save(update_fields=["job"])
    done = sum(line.state.is_finished for line in status.lines)
    journal.record(agency, by, "status-frozen", str(year), year=year, count=done)
    return row


def make(row: StatusSnapshot) -> None:
    """Draw the table of a snapshot as it was frozen; done again it replaces the files."""
    status = msgspec.convert(row.content, Status)
    office = office_of(row.agency, localtime(row.taken_at).date())
    digits = office.agency.digits
    paper = status_paper(office, status)
    made = {form: drawn_as(form, paper, digits) for form in ("pdf", "docx")}
    made["xlsx"] = status_xlsx(office, status)
    name = f"status-{row.fiscal_year}-{status.day:%Y%m%d}"
    for form, data in made.items():
        kept = files.store(row.agency, None, f"{name}.{form}", MEDIA_TYPES[form], data)
        setattr(row, form, kept)
    row.save(update_fields=list(made))


def status_xlsx(office: Office, status: Status) -> bytes:
    """All parts below one another in one sheet, under heads that can be read back."""
    office = replace(office, wording=shipped())
    part_head = office("words.indicator")
    rows = [
        [part.name, *("\n".join(told) for told in cells(office, number, line))]
        for part in status.parts
        for number, line in enumerate(part.lines, start=1)
    ]
    title = office("status.title", year=status.year)
    return xlsx_table(title, [part_head, *headings(office)], rows, sheet="OIT")
