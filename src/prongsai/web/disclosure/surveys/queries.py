"""Find surveys, count their answers, and make what their page and results show."""

import logging
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from msgspec import Struct, convert

from prongsai.core.analysis.weakness import DEFAULT_TARGET
from prongsai.core.dates import short_date
from prongsai.core.ids import TOTAL
from prongsai.core.messages import read_words
from prongsai.core.papers.satisfaction_paper import PointMean, Surveyed, open_headings
from prongsai.core.scoring.compute import shown
from prongsai.core.surveys.elsewhere import Elsewhere, results_elsewhere
from prongsai.core.surveys.languages import Language, read_language
from prongsai.core.surveys.own import BEST, OwnForm
from prongsai.core.surveys.questionnaire import (
    Minimum,
    Questionnaire,
    questionnaire,
    staff_minimum,
    staff_rule,
)
from prongsai.core.surveys.results import (
    FEWEST_WORDS,
    AnswerRow,
    Compared,
    PointResult,
    Results,
    Weak,
    compared,
    results_of,
    total_span,
    total_with,
    weak_items,
)
from prongsai.core.surveys.retention import Kept, results_kept
from prongsai.core.surveys.satisfaction import (
    Round,
    Satisfaction,
    SatisfactionLine,
    levels,
    rounds_beside,
    satisfaction_of,
)
from prongsai.core.surveys.tally import Form, Sitting, Span, Tally
from prongsai.core.surveys.withholding import Known
from prongsai.core.text import Text, same
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.works import (
    Answered,
    answered,
    others_asked,
    with_evidence,
)
from prongsai.web.disclosure.surveys.models import (
    Answer,
    Choice,
    Remark,
    SittingRow,
    Survey,
    SurveyReport,
)
from prongsai.web.disclosure.surveys.rights import is_open
from prongsai.web.platform.tags import Tag
from prongsai.web.signing.publication.gate import ForItems, gate_ahead
from prongsai.web.signing.publication.models import OTHER
from prongsai.web.year.assessment.queries import catalogue_of
from prongsai.web.year.measures.models import PlanRow
from prongsai.web.year.scoring.queries import current_scores

_A_MINUTE = 12


class Words(Struct, frozen=True):
    """What was written to a question ("" where nothing was asked), from ten texts on.

    Shape:  `deleted` texts were there and are kept no longer.
    """

    question: Text
    texts: tuple[str, ...]
    deleted: int = 0


def questionnaire_of(survey: Survey) -> Questionnaire:
    return questionnaire(catalogue_of(survey.agency), survey.fiscal_year, survey.instrument)


def own_form_of(survey: Survey) -> OwnForm:
    return convert(survey.questions, OwnForm)


def form_of(survey: Survey) -> Questionnaire | OwnForm:
    """The questions that a survey asks."""
    return questionnaire_of(survey) if survey.is_rehearsal else own_form_of(survey)


def is_short(form: Questionnaire | OwnForm) -> bool:
    """Whether a minute is enough for it."""
    return len(form.asked) <= _A_MINUTE


def counted(survey: Survey, form: Form) -> Results[Form]:
    if survey.elsewhere is not None and isinstance(form, Questionnaire):
        kept = convert(survey.elsewhere, Elsewhere)
        return cast("Results[Form]", results_elsewhere(form, kept))
    if survey.kept is not None:
        return results_kept(form, convert(survey.kept, Kept))
    closed_on = survey.closed_on or survey.closes_on
    answers = Answer.objects.filter(survey=survey.pk)
    rows = [
        AnswerRow(values, str(point), str(sitting or ""), again)
        for values, point, sitting, again in answers.values_list(
            "values", "point", "sitting", "again"
        )
    ]
    # Whoever keeps a survey may know the sheets they keyed in, and the cards beyond the people.
    keyed = survey.points.exclude(keyed=0).values_list("pk", "keyed")
    sittings: dict[str, list[Sitting]] = {}
    for row in SittingRow.objects.filter(point__survey=survey):
        sitting = Sitting(str(row.pk), row.count, row.minutes)
        sittings.setdefault(str(row.point_id), []).append(sitting)
    spare = max(0, survey.cards - (survey.people or 0)) if survey.cards else 0
    known = Known({str(key): count for key, count in keyed}, spare)
    return results_of(
        form, rows, people=survey.people, sittings=sittings,
        days=(closed_on - survey.opens_on).days + 1, known=known, apart=_choices(survey, form),
    )  # fmt: skip


def words_of(survey: Survey) -> tuple[Words, ...]:
    """What was written, question by question; where nobody wrote anything, ()."""
    written = () if survey.is_rehearsal else own_form_of(survey).written
    names = {asked.code: asked.text for asked in written}
    if survey.kept is not None:
        gone = convert(survey.kept, Kept).words
        return tuple(
            Words(names.get(question, same("")), (), count)
            for question, count in sorted(gone.items())
        )
    by_question: dict[str, list[str]] = {}
    rows = Remark.objects.filter(survey=survey.pk).values_list("question", "text")
    for question, text in rows:
        by_question.setdefault(question, []).append(text)
    words = []
    for question, texts in sorted(by_question.items()):
        is_told = len(texts) >= FEWEST_WORDS
        words.append(Words(names.get(question, same("")), tuple(texts) if is_told else ()))
    return tuple(words)


def _choices(survey: Survey, form: Questionnaire | OwnForm) -> dict[str, list[int]]:
    """How many chose each option of the questions that lie in no row."""
    if survey.is_rehearsal:
        return {}
    counts = {asked.code: [0] * len(asked.options) for asked in form.asked if not asked.has_points}
    rows = Choice.objects.filter(survey=survey.pk).values_list("question", "option")
    for question, option, count in rows.annotate(count=Count("pk")).order_by():
        counts[question][option] = count
    return counts


# So many years back the last official scores are looked for.
_YEARS_BACK = 3


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
    points: tuple[PointMean, ...]
    without: str | None
    words: tuple[Words, ...]
    total: str | None
    total_span: tuple[str, str] | None
    official_total: str | None
    target: Decimal
    elsewhere: Elsewhere | None = None

    @property
    def score(self) -> str:
        """The rehearsed score of the instrument."""
        return (self.rows[0].rehearsed if self.rows else None) or _("ไม่ทราบ")

    @property
    def span(self) -> tuple[str, str] | None:
        """Between which scores that of all people lies, where it can be told."""
        return _two_places(self.results.tally.span if self.results.tally else None)


def standing(survey: Survey, on: date) -> Tag:
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
    results = counted(survey, questionnaire_of(survey))
    # The newest official scores that came before the survey, or of its own year.
    years = range(survey.fiscal_year, survey.fiscal_year - _YEARS_BACK, -1)
    official = next(filter(None, (current_scores(survey.agency, year) for year in years)), None)
    tally = results.tally
    framework = official.card.framework if official else None
    published = {
        code: str(score.figure)
        for code, score in (official.card.scores.items() if official else ())
        if score.published is not None
    }
    target = results.questionnaire.framework.target_score or DEFAULT_TARGET
    total, span = None, None
    if tally is not None and framework is not None:
        total = shown(total_with(tally, framework, published))
        span = total_span(tally, framework, published)
    return ResultsPage(
        survey, results, compared(tally, framework, published, target) if tally else (),
        official.card.fiscal_year if official and tally else None,
        point_scores(survey, results), shown(results.without), words_of(survey),
        total, _two_places(span), published.get(TOTAL), target,
        convert(survey.elsewhere, Elsewhere) if survey.elsewhere is not None else None,
    )  # fmt: skip


def _two_places(span: Span | None) -> tuple[str, str] | None:
    return (f"{span.low:.2f}", f"{span.high:.2f}") if span else None


def point_scores(survey: Survey, results: Results[Form]) -> tuple[PointMean, ...]:
    """The points by their names, also those where nobody answered; () where nothing is shown."""
    by_key = {result.key: result for result in results.points}
    best = 100 if survey.is_rehearsal else BEST

    def scored(name: str, result: PointResult) -> PointMean:
        percent = None if result.score is None else result.score * 100 / best
        return PointMean(name, result.count, shown(result.score), percent)

    return tuple(
        scored(point.name, by_key[key])
        if (key := str(point.pk)) in by_key
        else PointMean(point.name, 0, None)
        for point in (survey.points.all() if by_key else ())
    )


FOLDER = "languages"
_LARGEST = 2_000_000
_log = logging.getLogger(__name__)


def languages() -> tuple[Language, ...]:
    """The languages in which questions can be put beside Thai and English, by their codes."""
    by_code: dict[str, Language] = {}
    for path in sorted((Path(settings.DATA) / FOLDER).glob("*.yaml")):
        try:
            status = path.stat()
        except OSError as fault:
            _log.warning("%s cannot be read: %s", path.name, fault)
            continue
        language = _read(path, status.st_mtime_ns, status.st_size)
        if language is not None:
            by_code.setdefault(language.code, language)
    return tuple(by_code[code] for code in sorted(by_code))


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int, size: int) -> Language | None:
    """A catalogue, read anew once its file has changed; what is wrong is told in the log."""
    if size > _LARGEST:
        _log.warning("%s is too large for a catalogue of a language", path.name)
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        _log.warning("%s cannot be read: %s", path.name, fault)
        return None
    language, findings = read_language(text, path.name)
    for finding in findings:
        where = finding.places[0].text().en if finding.places else path.name
        _log.warning("%s: %s", where, finding.message.en)
    return language


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
    plans = (weak_of(survey, year) for year in years)
    return tuple(weak for weak in plans if weak is not None and weak.items)


def _source(survey: Survey, whole: Tally[Questionnaire]) -> Text:
    """The rehearsal with how many answered and how far its score may be off."""
    closed = survey.closed_on or survey.closes_on
    span = whole.span
    last = Text(short_date(closed), str(closed))
    values: dict[str, object] = {"name": survey.name, "count": whole.respondents, "last": last}
    if survey.is_elsewhere:
        first = Text(short_date(survey.opens_on), str(survey.opens_on))
        return read_words("surveys/weak_source.elsewhere", first=first, **values)
    if span is None:
        return read_words("surveys/weak_source", **values)
    return read_words("surveys/weak_source.span", low=span.low, high=span.high, **values)


SUBJECT = "service-satisfaction-report"
# So many stand side by side on a phone.
_MOST_ROUNDS = 4


class OwnResults(Struct, frozen=True):
    """The page of results; `satisfaction` is None where too few answered."""

    survey: Survey
    results: Results[OwnForm]
    satisfaction: Satisfaction | None
    points: tuple[PointMean, ...]
    without: str | None
    words: tuple[Words, ...]
    rounds: tuple[Round, ...]
    lines: tuple[SatisfactionLine, ...]

    @property
    def levels(self) -> tuple[tuple[str, Text], ...]:
        return levels()


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


def surveyed(
    page: OwnResults, satisfaction: Satisfaction, own_words: Mapping[str, str]
) -> Surveyed:
    """What the report is made of."""
    survey = page.survey
    return Surveyed(
        survey.name, survey.fiscal_year, survey.opens_on, survey.closed_on or survey.closes_on,
        survey.keyed, satisfaction, page.points, page.rounds, page.results.doubts, page.without,
        own_words,
    )  # fmt: skip


def report_page(survey: Survey) -> dict[str, Any]:
    made = with_evidence(reports_of(survey))
    own_words = made[0].said if made else {}
    before = own_words | {"months": made[0].months} if made else {}
    words = words_of(survey)
    return {
        "open": open_headings(own_words, has_words=bool(words)),
        "made": made,
        "answered": answers(survey),
        "others": tuple(others_asked(survey.agency, (SUBJECT,), survey.fiscal_year)),
        "before": before,
        "words": words,
        "gate": gate_ahead(survey.agency, own_words.values(), *named_items(survey)),
    }


def answers(survey: Survey) -> tuple[Answered, ...]:
    """The items of the OIT that a report of the survey answers, by year."""
    return answered(survey.agency, (SUBJECT,), survey.fiscal_year)


def named_items(survey: Survey) -> Iterator[ForItems]:
    """The same for what is known against publishing it."""
    for asked in answers(survey):
        yield ForItems(OTHER, asked.year, [item.code for item in asked.items], is_signed=True)


def reports_of(survey: Survey) -> QuerySet[SurveyReport]:
    """The editions of a survey's report, the newest first."""
    return SurveyReport.objects.filter(survey=survey).select_related("memo")


def _rounds(survey: Survey, results: Results[OwnForm]) -> tuple[Round, ...]:
    """The survey and the rounds before it that are closed, the oldest first."""
    rounds = [(survey, results)]
    former = survey.former
    while former is not None and len(rounds) < _MOST_ROUNDS:
        if former.closed_on is not None:
            rounds.insert(0, (former, counted(former, own_form_of(former))))
        former = former.former
    return tuple(
        Round(own.name, counts.questionnaire, satisfaction_of(counts), counts.respondents)
        for own, counts in rounds
    )
