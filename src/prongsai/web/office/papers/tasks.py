"""Make papers in a worker; a job that is done twice keeps what it made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from prongsai.core.errors import Misuse
from prongsai.core.papers.case import Case
from prongsai.core.papers.kinds import KINDS, paper
from prongsai.web.office.papers.models import PaperFile
from prongsai.web.office.papers.queries import JOB, case_of
from prongsai.web.platform import files, jobs
from prongsai.web.platform.clock import day_of, now
from prongsai.web.platform.drawing import drawn_as
from prongsai.web.platform.upload_validation import MEDIA_TYPES
from prongsai.web.year.scoring.queries import current_scores


@jobs.kind(JOB)
def make(running: jobs.Running) -> Mapping[str, Any]:
    """Make every asked paper; the result names the files.

    Errors: Misuse where the scores of the year are gone.
    """
    year = int(running.arguments["year"])
    asked_on = day_of(running.job.asked_at)
    scores = current_scores(running.agency, year - 1)
    case = case_of(running.agency, year, asked_on, scores) if scores else None
    if case is None or scores is None:
        raise Misuse("papers/scores_missing.job_running", year=year - 1)
    wanted = [(k, f) for k in running.arguments["kinds"] for f in running.arguments["forms"]]
    made = []
    for place, (kind, form) in enumerate(wanted):
        running.step(place, len(wanted), f"{KINDS[kind].label.th} ({form.upper()})")
        made.append(str(_make(running, case, kind, form, scores.revision.pk)))
    running.step(len(wanted), len(wanted))
    return {"files": made}


def _make(running: jobs.Running, case: Case, kind: str, form: str, revision: UUID) -> UUID:
    def store(data: bytes) -> PaperFile:
        name = f"{KINDS[kind].label.th}-{case.plan.fiscal_year}.{form}"
        return PaperFile.objects.create(
            agency=running.agency,
            fiscal_year=case.plan.fiscal_year,
            kind=kind,
            form=form,
            file=files.store(running.agency, None, name, MEDIA_TYPES[form], data),
            revision_id=revision,
            job=running.job,
            made_at=now(),
            made_by=running.job.by,
            by_words=running.arguments.get("by", ""),
        )

    rows = PaperFile.objects.filter(job=running.job, kind=kind, form=form)
    digits = case.agency.digits
    return files.make_once(rows, lambda: drawn_as(form, paper(kind, case), digits), store)
