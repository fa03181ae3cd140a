"""The acknowledgement report as drawn files, and the job that draws them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.models import Agency
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries.one import circulation_row
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState, StoredFile

JOB = "circulation-report"
FORMS = ("pdf", "docx")
_OPEN = (JobState.WAITING, JobState.RUNNING)


class ReportPage(Struct, frozen=True):
    """What was drawn last; `done` of `count` had acknowledged then, `made_at` None for never."""

    row: Circulation
    job: Job | None
    failure: ProngsaiError | None
    files: tuple[tuple[str, StoredFile], ...]
    made_at: datetime | None
    done: int
    count: int

    @property
    def is_drawing(self) -> bool:
        """Whether a job is at it."""
        return is_open(self.job)


def report_page(agency: Agency, circulation_id: UUID) -> ReportPage | None:
    """The files of a circulation's report; None where the agency has no such circulation."""
    row = circulation_row(agency, circulation_id)
    if row is None:
        return None
    job = newest_job(row)
    told = job.result if job is not None and job.state == JobState.DONE else {}
    keys = told.get("files", {})
    found = StoredFile.objects.filter(agency=agency, pk__in=keys.values()).select_related("agency")
    held = {str(one.pk): one for one in found}
    return ReportPage(
        row=row,
        job=job,
        failure=jobs.failure_of(job) if job is not None else None,
        files=tuple((form, held[key]) for form, key in keys.items() if key in held),
        made_at=job.asked_at if job is not None and told else None,
        done=told.get("done", 0),
        count=told.get("count", 0),
    )


def newest_job(row: Circulation) -> Job | None:
    """The last job that was asked to draw a circulation's report."""
    rows = Job.objects.filter(agency=row.agency_id, kind=JOB, arguments__circulation=str(row.pk))
    return rows.order_by("-asked_at").first()


def is_open(job: Job | None) -> bool:
    """Whether a job is still to be done."""
    return job is not None and job.state in _OPEN
