"""Who keeps surveys, and which are whose."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.surveys.models import Point, Survey


def survey_of(person: Actor, survey_id: UUID) -> Survey | None:
    return Survey.objects.filter(agency=person.agency, pk=survey_id).first()


def point_of(code: str) -> Point | None:
    rows = Point.objects.select_related("survey__agency").filter(code=code)
    return next(iter(rows), None)


class Days(Struct, frozen=True):
    """When a survey is answered; `closed_on` is None until its end."""

    opens_on: date
    closes_on: date
    closed_on: date | None


def is_open(survey: Survey | Days, on: date) -> bool:
    """Whether it can be answered on a day."""
    return survey.closed_on is None and survey.opens_on <= on <= survey.closes_on


def refuse_others(by: Actor, survey: Survey | None = None) -> None:
    """Keep surveys to those who may, each of their own agency.

    Errors: Refused.
    """
    is_theirs = survey is None or survey.agency_id == by.agency.pk
    if not (is_theirs and may(by, Right.KEEP_SURVEYS)):
        raise Refused("surveys/keeping_surveys_not_allowed")
