"""End a survey: nothing more comes in, what could still tell of somebody is deleted."""

from __future__ import annotations

from django.db import transaction

from prongsai.core.surveys.retention import Term
from prongsai.core.text import Text
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Answer, Card, Point, Received, SittingRow, Survey
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.disclosure.surveys.services import dissolving, holding
from prongsai.web.disclosure.surveys.services.answering import end_sitting
from prongsai.web.disclosure.surveys.services.mixing import mix, owe
from prongsai.web.platform import journal, remnants
from prongsai.web.platform.clock import today


def close(by: Actor, survey: Survey) -> None:
    """Close before its day.

    Errors: Refused where the person keeps no surveys, or it is closed.
    """
    refuse_others(by, survey)
    with transaction.atomic():
        journal.hold(by.agency)
        if not _close(survey):
            raise Refused(Text("แบบสำรวจนี้ปิดแล้ว", "this survey is closed"))
        journal.record(by.agency, by, "survey-closed", survey.name)
    remnants.remove()


def close_over() -> None:
    """Close the surveys whose last day is over."""
    over = Survey.objects.filter(closed_on=None, closes_on__lt=today())
    for survey in over.select_related("agency"):
        with transaction.atomic():
            journal.hold(survey.agency)
            if _close(survey):
                journal.record(survey.agency, None, "survey-ended", survey.name)
        remnants.remove()


def _close(survey: Survey) -> bool:
    """Whether it was open until now; in a transaction of its caller."""
    row = holding.alone(survey.pk)
    if row.closed_on is not None:
        return False
    row.closed_on = row.told_on = today()
    row.told = Answer.objects.filter(survey=row.pk).count()
    row.save(update_fields=["closed_on", "told", "told_on"])
    for point in Point.objects.select_for_update(no_key=True).filter(survey=row):
        end_sitting(point)
        point.save()
    kept = SittingRow.objects.filter(point__survey=row).values("pk")
    Answer.objects.filter(survey=row.pk).exclude(sitting__in=kept).update(sitting=None)
    Card.objects.filter(survey=row).delete()
    Received.objects.filter(survey=row.pk).delete()
    owe(row.pk)
    if row.term == Term.CLOSE.value:
        dissolving.keep_counts(row)
    else:
        mix(row.pk)
    return True
