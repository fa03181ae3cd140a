"""How far the drawing of drafts is."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.models import Agency
from prongsai.web.platform import jobs
from prongsai.web.platform.models import Job, JobState
from prongsai.web.year.reports.kinds import KINDS, Kind
from prongsai.web.year.reports.models import DraftFile
from prongsai.web.year.reports.queries.pages import JOB


class JobPage(Struct, frozen=True):
    """A job with its files when it is done."""

    job: Job
    kind: Kind
    year: int
    is_open: bool
    failure: ProngsaiError | None
    files: tuple[DraftFile, ...]


def job_page(agency: Agency, job_id: UUID) -> JobPage | None:
    """One job of an agency that draws drafts of a report."""
    job = jobs.of_agency(agency, job_id)
    if job is None or job.kind != JOB:
        return None
    rows = DraftFile.objects.filter(agency=agency, job=job).select_related("file")
    return JobPage(
        job=job,
        kind=KINDS[job.arguments["kind"]],
        year=int(job.arguments["year"]),
        is_open=job.state in (JobState.WAITING, JobState.RUNNING),
        failure=jobs.failure_of(job),
        files=tuple(rows.order_by("form")),
    )
