"""Ask for papers."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from prongsai.core.papers.kinds import KINDS
from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.office.papers.queries import FORMS, JOB, open_jobs
from prongsai.web.platform import jobs
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import Job


@transaction.atomic
def ask_papers(agency: Agency, *, by: Actor, year: int, kinds: Sequence[str]) -> Job:
    """Queue the making of some kinds of papers, each in every form.

    Who asks again while the same papers are being made gets the job that makes them.
    Errors: KeyError for a kind that does not exist.
    """
    chosen = [kind for kind in KINDS if kind in {KINDS[one].name for one in kinds}]
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    for job in open_jobs(agency, year):
        if set(chosen) <= set(job.arguments.get("kinds", ())):
            return job
    record(agency, by, "papers-asked", subject=", ".join(chosen), year=year, kinds=chosen)
    return jobs.ask(
        agency, by, JOB, {"year": year, "kinds": chosen, "forms": list(FORMS), "by": by.words}
    )
