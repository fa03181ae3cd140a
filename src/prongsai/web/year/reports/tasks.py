"""Draw drafts in a worker; a job that is done twice keeps what it made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Document
from prongsai.core.text import Text
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.year.reports.drawing import draft_of, with_captions
from prongsai.web.year.reports.frozen import likeness
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.reports.models import DraftFile, Report
from prongsai.web.year.reports.queries import compiled_report
from prongsai.web.year.reports.queries.pages import FORMS, JOB


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Make the draft of a report in every form; the result names the files.

    Errors: Misuse where the plan is gone.
    """
    report = Report.objects.get(agency=running.agency, pk=running.arguments["report"])
    kind = KINDS[report.kind]
    asked_on = timezone.localtime(running.job.asked_at).date()
    compiled = compiled_report(running.agency, report.fiscal_year, kind, asked_on)
    if compiled is None or not compiled.lines:
        raise Misuse(
            Text("แผนยังไม่มีมาตรการ", "the plan has no measures"),
            next_step=Text("เพิ่มมาตรการในแผน แล้วสั่งทำใหม่", "add measures, then ask again"),
        )
    values = compiled.values()
    document = draft_of(running.agency, values, asked_on)
    made = []
    for place, form in enumerate(FORMS):
        running.step(place, len(FORMS), form.upper())
        made.append(str(_made(running, report, form, document, likeness(values))))
    running.step(len(FORMS), len(FORMS))
    return {"files": made}


def _made(
    running: jobs.Running, report: Report, form: str, document: Document, digest: str
) -> UUID:
    before = DraftFile.objects.filter(job=running.job, form=form).first()
    if before is not None:
        return before.pk
    data = _drawn(document, form, running)
    name = f"ร่าง{KINDS[report.kind].label.th}-{report.fiscal_year}.{form}"
    try:
        with transaction.atomic():
            row = DraftFile.objects.create(
                agency=running.agency,
                report=report,
                form=form,
                file=files.store(running.agency, None, name, MEDIA_TYPES[form], data),
                digest=digest,
                job=running.job,
                made_at=now(),
                made_by=running.job.by,
                by_words=running.arguments.get("by", ""),
            )
    except IntegrityError:
        # A slow worker that was given up has made it in the meantime.
        return DraftFile.objects.get(job=running.job, form=form).pk
    return row.pk


def _drawn(document: Document, form: str, running: jobs.Running) -> bytes:
    digits = Digits(running.agency.digits)
    if form != "xlsx":
        return drawn_as(form, document, digits)
    from prongsai.documents.tables_workbook import to_xlsx  # noqa: PLC0415

    return to_xlsx(with_captions(document))
