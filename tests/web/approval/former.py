"""Objections as sites before 0.3 stored them: one held a paper until who raised it took it back.

Nothing makes such rows any more, and nothing takes them back; those that are there are still read.
"""

from django.db import transaction

from prongsai.core.approval.model import State
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import now
from prongsai.web.platform.journal import hold, record
from prongsai.web.signing.approval.facts import stands
from prongsai.web.signing.approval.models import Objection, Submission
from prongsai.web.signing.approval.queries import newest_version
from prongsai.web.signing.approval.services.annulling import annullable
from prongsai.web.signing.approval.services.common import COPY
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND
from prongsai.web.year.measures.services.editing import settle_day


@transaction.atomic
def object_to(submission, *, by, why):
    """Somebody in whose name a confirmed result stands objects to it: the paper is held."""
    row = Submission.objects.get(pk=submission.pk)
    named = annullable(row, by)
    place, post = named.place, named.post
    Objection.objects.create(
        agency=row.agency, submission=row, position_id=post, place=place, why=why, by=by.user,
        by_words=by.words, made_at=now(),
    )  # fmt: skip
    record(row.agency, by, "approval-objected", subject=row.title, code=row.code, reason=why)
    _keep_held(row)


@transaction.atomic
def lift(submission, *, by):
    """Who raised an objection takes it back, and the paper goes on once none stands."""
    row = Submission.objects.get(pk=submission.pk)
    hold(row.agency)
    row.objections.filter(by=by.user, lifted_at=None).update(lifted_at=now(), lifted_words=by.words)
    record(row.agency, by, "approval-objection-lifted", subject=row.title, code=row.code)
    _keep_held(row)
    if row.objected_at is None and row.state in (State.APPROVED, State.REFUSED):
        jobs.ask(row.agency, by, COPY, {"version": str(newest_version(row).pk)})


def _keep_held(row):
    first = row.objections.filter(lifted_at=None).order_by("made_at").first()
    row.objected_at = first.made_at if first else None
    row.save(update_fields=["objected_at"])
    if row.kind == APPROVAL_KIND and stands(row):
        settle_day(row.agency, by=None, fiscal_year=row.fiscal_year)
