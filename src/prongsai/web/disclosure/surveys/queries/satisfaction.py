"""A closed survey of one's own: what it gave, the rounds before it, its reports."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from msgspec import Struct

from prongsai.core.errors import Finding
from prongsai.core.papers.satisfaction_paper import Point, Surveyed, open_headings
from prongsai.core.scoring.compute import shown
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.results import Results
from prongsai.core.surveys.satisfaction import (
    Line,
    Round,
    Satisfaction,
    levels,
    rounds_beside,
    satisfaction_of,
)
from prongsai.core.text import Text
from prongsai.web.disclosure.disclosure.items import Made, made_of
from prongsai.web.disclosure.disclosure.queries.works import Answered, Other, answered, others_asked
from prongsai.web.disclosure.surveys.models import Survey, SurveyReport
from prongsai.web.disclosure.surveys.queries.surveys import (
    PointScore,
    Words,
    counted,
    own_form_of,
    point_scores,
    words_of,
)

SUBJECT = "service-satisfaction-report"
# So many stand side by side on a phone.
_MOST_ROUNDS = 4


class OwnResults(Struct, frozen=True):
    """The page of results; `found` is None where too few answered."""

    survey: Survey
    results: Results[OwnForm]
    found: Satisfaction | None
    points: tuple[PointScore, ...]
    without: str | None
    words: tuple[Words, ...]
    rounds: tuple[Round, ...]
    lines: tuple[Line, ...]

    @property
    def levels(self) -> tuple[tuple[str, Text], ...]:
        """How a mean is read."""
        return levels()


class ReportPage(Struct, frozen=True):
    """The reports of a survey: editions, and the items that the newest may answer."""

    survey: Survey
    open: tuple[Finding, ...]
    made: tuple[Made, ...]
    answered: tuple[Answered, ...]
    others: tuple[Other, ...]
    said: Mapping[str, str]
    words: tuple[Words, ...]


def own_results(survey: Survey) -> OwnResults | None:
    """The results of a survey of one's own; None before it is closed."""
    if survey.closed_on is None:
        return None
    results = counted(survey, own_form_of(survey))
    rounds = _rounds(survey, results)
    return OwnResults(
        survey, results, satisfaction_of(results), point_scores(survey, results),
        shown(results.without), words_of(survey), rounds,
        rounds_beside(rounds) if len(rounds) > 1 else (),
    )  # fmt: skip


def surveyed(page: OwnResults, found: Satisfaction, said: Mapping[str, str]) -> Surveyed:
    """What the report is made of."""
    survey = page.survey
    return Surveyed(
        survey.name, survey.fiscal_year, survey.opens_on, survey.closed_on or survey.closes_on,
        survey.keyed, found, tuple(Point(one.name, one.count, one.score) for one in page.points),
        page.rounds, page.results.doubts, page.without, said,
    )  # fmt: skip


def report_page(survey: Survey) -> ReportPage:
    """The page of a survey's reports."""
    rows = reports_of(survey)
    made = tuple(made_of(row) for row in rows.select_related("job", "pdf", "docx", "xlsx"))
    newest = rows.first()
    said = newest.said if newest else {}
    words = words_of(survey)
    return ReportPage(
        survey, open_headings(said, has_words=bool(words)), made, answers(survey),
        tuple(others_asked(survey.agency, (SUBJECT,), survey.fiscal_year)), said, words,
    )  # fmt: skip


def answers(survey: Survey) -> tuple[Answered, ...]:
    """The items of the OIT that a report of the survey answers, by year."""
    return answered(survey.agency, (SUBJECT,), survey.fiscal_year)


def reports_of(survey: Survey) -> QuerySet[SurveyReport]:
    """The editions of a survey's report, the newest first."""
    return SurveyReport.objects.filter(survey=survey)


def _rounds(survey: Survey, results: Results[OwnForm]) -> tuple[Round, ...]:
    """The survey and the rounds before it that are closed, the oldest first."""
    found = [(survey, results)]
    former = survey.former
    while former is not None and len(found) < _MOST_ROUNDS:
        if former.closed_on is not None:
            found.insert(0, (former, counted(former, own_form_of(former))))
        former = former.former
    return tuple(
        Round(one.name, of_round.questionnaire, satisfaction_of(of_round), of_round.respondents)
        for one, of_round in found
    )
