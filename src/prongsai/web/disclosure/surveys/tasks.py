"""Draw reports of surveys in a worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from prongsai.web.disclosure.surveys.models import Answer, Survey, SurveyReport
from prongsai.web.disclosure.surveys.services import keeping
from prongsai.web.disclosure.surveys.services.answering import close_over, end_sittings
from prongsai.web.disclosure.surveys.services.keeping import dissolve_over, mix
from prongsai.web.platform import jobs, remnants
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.periodic import periodic_task

# From this hour on the day's count is told.
_MORNING = 8


@periodic_task(timedelta(minutes=10))
def tidy() -> None:
    """End sittings that went quiet and surveys whose days are over; delete rows of long ago."""
    end_sittings()
    close_over()
    dissolve_over()


@periodic_task(timedelta(minutes=30))
def mix_and_tell() -> None:
    """Mix the answers of open surveys, and count them in the morning."""
    open_ones = list(Survey.objects.filter(closed_on=None, opens_on__lte=today()))
    for survey in open_ones:
        mix(survey.pk)
    remnants.remove()
    if timezone.localtime(now()).hour >= _MORNING:
        for survey in open_ones:
            if survey.told_on != today():
                count = Answer.objects.filter(survey=survey.pk).count()
                Survey.objects.filter(pk=survey.pk).update(told=count, told_on=today())


@jobs.kind(keeping.JOB)
def report(running: jobs.Running) -> Mapping[str, Any]:
    rows = SurveyReport.objects.select_related("agency", "survey__agency")
    keeping.draw(rows.get(agency=running.agency, pk=running.arguments["report"]))
    return {}
