"""Lists, a survey's page, its results."""

from __future__ import annotations

from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from msgspec import Struct, convert

from prongsai.core.analysis.weakness import DEFAULT_TARGET
from prongsai.core.ids import TOTAL
from prongsai.core.scoring.compute import shown
from prongsai.core.surveys.elsewhere import Elsewhere
from prongsai.core.surveys.questionnaire import Questionnaire
from prongsai.core.surveys.results import (
    Compared,
    Doubted,
    Results,
    compared,
    total_span,
    total_with,
)
from prongsai.core.surveys.sampling import Minimum, staff_minimum, staff_rule
from prongsai.core.surveys.tally import Form
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries.answers import (
    Words,
    counted,
    questionnaire_of,
    words_of,
)
from prongsai.web.disclosure.surveys.rights import is_open
from prongsai.web.platform.tags import Tag
from prongsai.web.year.scoring.queries import CurrentScores, current_scores

# So many years back the last official scores are looked for.
_YEARS_BACK = 3


class Listed(Struct, frozen=True):
    """A survey in the list."""

    survey: Survey
    tag: Tag
    points: int


class PointScore(Struct, frozen=True):
    """A point with its score; None where it is withheld."""

    name: str
    count: int | None
    score: str | None


class ResultsPage(Struct, frozen=True):
    """Everything that the page of results tells.

    Shape:  `official_year` is that of the official scores beside, None where there are none;
            `total` what the agency's total would be with the
            rehearsed instrument and the others as they were.
    """

    survey: Survey
    results: Results[Questionnaire]
    rows: tuple[Compared, ...]
    official_year: int | None
    points: tuple[PointScore, ...]
    doubts: tuple[Doubted, ...]
    without: str | None
    words: tuple[Words, ...]
    total: str | None
    total_span: tuple[str, str] | None
    official_total: str | None
    elsewhere: Elsewhere | None = None

    @property
    def score(self) -> str:
        """The rehearsed score of the instrument."""
        return (self.rows[0].rehearsed if self.rows else None) or _("ไม่ทราบ")

    @property
    def span(self) -> tuple[str, str] | None:
        """Between which scores that of all people lies, where it can be told."""
        span = self.results.tally.span if self.results.tally else None
        return (f"{span.low:.2f}", f"{span.high:.2f}") if span else None


def listed(agency: Agency, on: date) -> tuple[Listed, ...]:
    """The surveys of an agency, the newest first."""
    rows = Survey.objects.filter(agency=agency).annotate(point_count=Count("points"))
    # A grouped query forgets the order of its model.
    rows = rows.order_by("-opens_on", "name")
    return tuple(Listed(one, standing(one, on), one.point_count) for one in rows)


def standing(survey: Survey, on: date) -> Tag:
    """Where a survey stands."""
    if survey.is_elsewhere:
        return Tag("warn", _("เก็บจากที่อื่น"))
    if survey.closed_on is not None:
        return Tag("ok", _("ปิดแล้ว"))
    if is_open(survey, on):
        return Tag("doing", _("เปิดรับคำตอบ"))
    return Tag("todo", _("ยังไม่เปิด") if on < survey.opens_on else _("รอปิด"))


def official_url_of(agency: Agency) -> str:
    """The address of the NACC's own survey that the agency gave last; "" where none."""
    rows = Survey.objects.filter(agency=agency).exclude(official_url="")
    newest = rows.order_by("-opens_on").first()
    return newest.official_url if newest else ""


def minimum_of(survey: Survey) -> Minimum | None:
    """How many staff should answer; None of other surveys and where nobody knows."""
    if not survey.asks_for_cards or not survey.people:
        return None
    framework = questionnaire_of(survey).framework
    rule = staff_rule(framework)
    return staff_minimum(rule, survey.people, framework.fiscal_year) if rule else None


def results_page(survey: Survey) -> ResultsPage | None:
    """The results of a survey; None before it is closed."""
    if survey.closed_on is None:
        return None
    found = counted(survey, questionnaire_of(survey))
    official = _official(survey)
    rows = _compared(found, official)
    return ResultsPage(
        survey, found, rows, official.card.fiscal_year if official and rows else None,
        point_scores(survey, found), found.doubts, shown(found.without), words_of(survey),
        _total(found, official), _total_span(found, official), _published(official).get(TOTAL),
        convert(survey.elsewhere, Elsewhere) if survey.elsewhere is not None else None,
    )  # fmt: skip


def point_scores(survey: Survey, found: Results[Form]) -> tuple[PointScore, ...]:
    """The points by their names, also those where nobody answered; () where nothing is shown."""
    told = {one.key: one for one in found.points}
    return tuple(
        PointScore(point.name, told[key].count, shown(told[key].score))
        if (key := str(point.pk)) in told
        else PointScore(point.name, 0, None)
        for point in (survey.points.all() if told else ())
    )


def _official(survey: Survey) -> CurrentScores | None:
    """The newest official scores that came before the survey, or of its own year."""
    for year in range(survey.fiscal_year, survey.fiscal_year - _YEARS_BACK, -1):
        found = current_scores(survey.agency, year)
        if found is not None:
            return found
    return None


def _published(official: CurrentScores | None) -> dict[str, str]:
    if official is None:
        return {}
    scores = official.card.scores.items()
    return {code: str(one.figure) for code, one in scores if one.published is not None}


def _compared(
    found: Results[Questionnaire], official: CurrentScores | None
) -> tuple[Compared, ...]:
    if found.tally is None:
        return ()
    target = found.questionnaire.framework.target_score or DEFAULT_TARGET
    framework = official.card.framework if official else None
    return compared(found.tally, framework, _published(official), target)


def _total(found: Results[Questionnaire], official: CurrentScores | None) -> str | None:
    if found.tally is None or official is None:
        return None
    return shown(total_with(found.tally, official.card.framework, _published(official)))


def _total_span(
    found: Results[Questionnaire], official: CurrentScores | None
) -> tuple[str, str] | None:
    if found.tally is None or official is None:
        return None
    span = total_span(found.tally, official.card.framework, _published(official))
    return (f"{span.low:.2f}", f"{span.high:.2f}") if span else None
