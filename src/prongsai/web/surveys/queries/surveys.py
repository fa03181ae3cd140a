"""Lists, a survey's page, its results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.analysis.weakness import DEFAULT_TARGET
from prongsai.core.ids import TOTAL
from prongsai.core.scoring.compute import shown
from prongsai.core.surveys.questionnaire import Questionnaire, questionnaire
from prongsai.core.surveys.results import (
    FEWEST_WORDS,
    Compared,
    Doubted,
    Results,
    Row,
    compared,
    results_of,
    total_with,
)
from prongsai.core.surveys.sampling import Minimum, staff_minimum
from prongsai.core.surveys.sitting import Sitting
from prongsai.web.agency.models import Agency
from prongsai.web.assessment.queries import catalogue_of
from prongsai.web.platform.tags import Tag
from prongsai.web.scoring.queries import CurrentScores, current_scores
from prongsai.web.surveys.models import Answer, Remark, SittingRow, Survey
from prongsai.web.surveys.rights import is_open

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
            `words` are shown from ten on; `total` what the agency's total would be with the
            rehearsed instrument and the others as they were.
    """

    survey: Survey
    results: Results
    rows: tuple[Compared, ...]
    official_year: int | None
    points: tuple[PointScore, ...]
    doubts: tuple[Doubted, ...]
    without: str | None
    words: tuple[str, ...]
    words_withheld: int
    total: str | None
    official_total: str | None

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
    return tuple(Listed(one, standing(one, on), one.point_count) for one in rows)


def standing(survey: Survey, on: date) -> Tag:
    """Where a survey stands."""
    if survey.closed_on is not None:
        return Tag("ok", _("ปิดแล้ว"))
    if is_open(survey, on):
        return Tag("doing", _("เปิดรับคำตอบ"))
    return Tag("todo", _("ยังไม่เปิด") if on < survey.opens_on else _("รอปิด"))


def questionnaire_of(survey: Survey) -> Questionnaire:
    """The questions that a survey asks."""
    return questionnaire(catalogue_of(survey.agency), survey.fiscal_year, survey.instrument)


def minimum_of(survey: Survey) -> Minimum | None:
    """How many staff should answer; None of other surveys and where nobody knows."""
    if not survey.asks_for_cards or not survey.people:
        return None
    return staff_minimum(survey.people)


def results_page(survey: Survey) -> ResultsPage | None:
    """The results of a survey; None before it is closed."""
    if survey.closed_on is None:
        return None
    asked = questionnaire_of(survey)
    names = {str(one.pk): one.name for one in survey.points.all()}
    found = results_of(
        asked, _rows(survey), people=survey.people, sittings=_sittings(survey),
        days=(survey.closed_on - survey.opens_on).days + 1,
    )  # fmt: skip
    official = _official(survey)
    rows = _compared(found, official)
    words = tuple(Remark.objects.filter(survey=survey.pk).values_list("text", flat=True))
    is_shown = len(words) >= FEWEST_WORDS
    return ResultsPage(
        survey, found, rows, official.card.fiscal_year if official and rows else None,
        tuple(PointScore(names.get(one.key, ""), one.count, shown(one.score))
              for one in sorted(found.points, key=lambda one: names.get(one.key, ""))),
        found.doubts, shown(found.without),
        words if is_shown else (), 0 if is_shown else len(words),
        _total(found, official), _published(official).get(TOTAL),
    )  # fmt: skip


def _rows(survey: Survey) -> list[Row]:
    rows = Answer.objects.filter(survey=survey.pk)
    return [
        Row(values, str(point), str(sitting or ""), again)
        for values, point, sitting, again in rows.values_list("values", "point", "sitting", "again")
    ]


def _sittings(survey: Survey) -> Mapping[str, list[Sitting]]:
    found: dict[str, list[Sitting]] = {}
    for one in SittingRow.objects.filter(point__survey=survey):
        sitting = Sitting(str(one.pk), one.count, one.minutes)
        found.setdefault(str(one.point_id), []).append(sitting)
    return found


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


def _compared(found: Results, official: CurrentScores | None) -> tuple[Compared, ...]:
    if found.tally is None:
        return ()
    target = found.questionnaire.framework.target_score or DEFAULT_TARGET
    framework = official.card.framework if official else None
    return compared(found.tally, framework, _published(official), target)


def _total(found: Results, official: CurrentScores | None) -> str | None:
    if found.tally is None or official is None:
        return None
    return shown(total_with(found.tally, official.card.framework, _published(official)))
