"""Ask for the acknowledgement report as files."""

from __future__ import annotations

from django.db import transaction

from prongsai.web.agency.people import Actor
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.office.circulation.queries.report import JOB, is_open, newest_job
from prongsai.web.office.circulation.services.tellings import locked
from prongsai.web.platform import jobs
from prongsai.web.platform.journal import record
from prongsai.web.platform.models import Job


@transaction.atomic
def ask_report(circulation: Circulation, *, by: Actor) -> Job:
    """Queue the drawing of the report; who asks meanwhile gets the job that is at it."""
    locked(circulation)
    before = newest_job(circulation)
    if before is not None and is_open(before):
        return before
    record(circulation.agency, by, "circulation-report-asked", circulation.title)
    return jobs.ask(circulation.agency, by, JOB, {"circulation": str(circulation.pk)})
