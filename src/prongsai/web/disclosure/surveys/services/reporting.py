"""Make reports of a survey of one's own, and evidence of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from prongsai.core.papers.satisfaction_paper import KIND, SAID, open_headings, satisfaction_paper
from prongsai.web.agency.offices import office_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.services import attaching, pieces, working
from prongsai.web.disclosure.surveys.models import Survey, SurveyReport
from prongsai.web.disclosure.surveys.queries.satisfaction import (
    answers,
    own_results,
    reports_of,
    surveyed,
)
from prongsai.web.disclosure.surveys.queries.surveys import words_of
from prongsai.web.disclosure.surveys.rights import refuse_others
from prongsai.web.platform import jobs, journal
from prongsai.web.platform.clock import now, today

JOB = "surveys.report"


@transaction.atomic
def make(by: Actor, survey: Survey, said: Mapping[str, str]) -> SurveyReport:
    """Have a report made; the worker draws it.

    Errors: Refused for who keeps no surveys, of a rehearsal, before it is closed, and where too
            few answered.
    """
    refuse_others(by, survey)
    if survey.is_rehearsal:
        raise Refused("surveys/rehearsal_not_satisfaction_survey")
    page = own_results(survey)
    if page is None or page.found is None:
        raise Refused("surveys/no_showable_result")
    former = reports_of(survey).first()
    known = {key for key, _ in SAID}
    row = SurveyReport.objects.create(
        agency=survey.agency, survey=survey, number=former.number + 1 if former else 1,
        said={key: text for key, text in said.items() if key in known},
        made_at=now(), by=by.user, by_words=by.words,
    )  # fmt: skip
    row.job = jobs.ask(survey.agency, by, JOB, {"report": str(row.pk)})
    row.save(update_fields=["job"])
    journal.record(survey.agency, by, "survey-report-made", survey.name, number=row.number)
    return row


def draw(row: SurveyReport) -> None:
    """Draw a report in all its forms; done again it replaces the files."""
    page = own_results(row.survey)
    if page is None or page.found is None:
        return
    office = office_of(row.agency, today())
    document = satisfaction_paper(office, surveyed(page, page.found, row.said))
    name = f"{KIND}-{row.survey.fiscal_year}-{row.number}"
    pieces.keep(row, document, name, office.agency.digits)


@transaction.atomic
def make_evidence(
    row: SurveyReport,
    *,
    by: Actor,
    year: int,
    items: Sequence[YearItem],
    forms: Sequence[str],
) -> list[Piece]:
    """Make the files of a report evidence of the items of a year that it answers.

    Errors: Refused for who keeps no surveys or may not work on the items, where it is not drawn,
            a newer one was made, something is not said yet, it was done already, or it answers no
            such item; what `pieces.add` raises.
    """
    survey = row.survey
    refuse_others(by, survey)
    attaching.hold(row, by=by, year=year, items=items)
    newest = reports_of(survey).first()
    working.refuse_unfit(row, newest, year, items, answers(survey))
    if unsaid := open_headings(row.said, has_words=bool(words_of(survey))):
        raise Refused(unsaid[0].message, next_step=unsaid[0].next_step)
    older = reports_of(survey).exclude(pk=row.pk)
    return attaching.attach(
        row, by=by, year=year, items=items, forms=forms,
        title=f"รายงานผลการสำรวจความพึงพอใจ {survey.name}",
        older=Piece.objects.filter(survey_reports__in=older, fiscal_year=year, removed_at=None),
    )  # fmt: skip
