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
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.drawing import drawn_as
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
    each = running.each(wanted, lambda pair: f"{KINDS[pair[0]].label.th} ({pair[1].upper()})")
    revision = scores.revision.pk
    return {"files": [_make(running, case, kind, form, revision) for kind, form in each]}


def _make(running: jobs.Running, case: Case, kind: str, form: str, revision: UUID) -> str:
    year, digits = case.plan.fiscal_year, case.agency.digits
    return files.make_once(
        running,
        PaperFile.objects.filter(job=running.job, kind=kind, form=form),
        f"{KINDS[kind].label.th}-{year}.{form}",
        lambda: drawn_as(form, paper(kind, case), digits),
        fiscal_year=year, kind=kind, form=form, revision_id=revision,
    )  # fmt: skip
