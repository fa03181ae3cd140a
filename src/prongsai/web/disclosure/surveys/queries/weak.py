"""What a closed rehearsal found below target, as the plan of a year would name it."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.analysis.weakness import DEFAULT_TARGET
from prongsai.core.dates import short_date
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.results import Weak, weak_items
from prongsai.core.surveys.tally import Tally
from prongsai.core.text import Text
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries.answers import counted, questionnaire_of
from prongsai.web.year.measures.models import PlanRow
from prongsai.web.year.scoring.queries import current_scores


class WeakItems(Struct, frozen=True):
    """The items below the plan's target; `source` says in words where their scores are from."""

    year: int
    items: tuple[Weak, ...]
    source: Text


def weak_of(survey: Survey, year: int) -> WeakItems | None:
    """The weak items for the plan of a year; None where there is no plan, or nothing is shown."""
    plan = PlanRow.objects.filter(agency=survey.agency_id, fiscal_year=year).first()
    if plan is None or survey.closed_on is None or not survey.is_rehearsal:
        return None
    official = current_scores(survey.agency, plan.score_year)
    whole = counted(survey, questionnaire_of(survey)).tally
    if official is None or whole is None:
        return None
    target = plan.target or DEFAULT_TARGET
    return WeakItems(
        year, weak_items(whole, official.card.framework, target), _source(survey, whole)
    )


def weak_by_plan(survey: Survey) -> tuple[WeakItems, ...]:
    """The same for each plan that a rehearsal of its year may serve: its own, and the next."""
    years = (survey.fiscal_year, survey.fiscal_year + 1)
    found = (weak_of(survey, year) for year in years)
    return tuple(one for one in found if one is not None and one.items)


def _source(survey: Survey, whole: Tally[Questionnaire]) -> Text:
    """The rehearsal with how many answered and how far its score may be off."""
    closed = survey.closed_on or survey.closes_on
    span = whole.span
    if survey.is_elsewhere:
        first = short_date(survey.opens_on)
        return Text(
            f"การซ้อมที่เก็บจากที่อื่น “{survey.name}” {first} ถึง {short_date(closed)}"
            f" นำเข้าจากแฟ้ม ผู้ตอบ {whole.respondents:,} คน",
            f"the rehearsal “{survey.name}”, taken elsewhere from {survey.opens_on} to {closed},"
            f" brought in as a file, {whole.respondents:,} answered",
        )
    th = f"การซ้อม “{survey.name}” ปิด {short_date(closed)} ผู้ตอบ {whole.respondents:,} คน"
    en = f"the rehearsal “{survey.name}”, closed {closed}, {whole.respondents:,} answered"
    if span is not None:
        th += f" ทั้งแบบวัดอยู่ระหว่าง {span.low:.2f} ถึง {span.high:.2f} ถ้าผู้ตอบได้มาโดยสุ่ม"
        en += f", the instrument between {span.low:.2f} and {span.high:.2f} if drawn by lot"
    return Text(th, en)
