"""Ask for the papers of a meeting or a working group."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from prongsai.web.agency.models import Agency
from prongsai.web.agency.people import Actor
from prongsai.web.office.meetings.models import Group, Meeting
from prongsai.web.office.meetings.queries.papers import FORMS, JOB, LABELS, open_jobs
from prongsai.web.platform import jobs
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import Job


@transaction.atomic
def ask(subject: Meeting | Group, *, by: Actor, kinds: Sequence[str]) -> Job:
    """Queue the making of some papers, each as PDF and DOCX.

    Who asks again while the same papers are being made gets the job that makes them.
    """
    agency = Agency.objects.select_for_update(no_key=True).get(pk=subject.agency_id)
    chosen = [kind for kind in LABELS if kind in kinds]
    key: UUID = subject.pk
    for job in open_jobs(agency, key):
        if set(chosen) <= set(job.arguments.get("kinds", ())):
            return job
    record(agency, by, "meeting-papers-asked", str(subject), year=subject.fiscal_year, kinds=chosen)
    asked = {
        "year": subject.fiscal_year,
        "subject": str(key),
        "is_group": isinstance(subject, Group),
        "kinds": chosen,
        "forms": list(FORMS),
        "by": by.words,
    }
    return jobs.ask(agency, by, JOB, asked)
