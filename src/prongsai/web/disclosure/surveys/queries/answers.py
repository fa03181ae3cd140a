"""What was answered, for whoever counts it: rows, sittings, words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.db.models import Count
from msgspec import Struct, convert

from prongsai.core.surveys.elsewhere import Elsewhere, results_elsewhere
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.questionnaire import Questionnaire, questionnaire
from prongsai.core.surveys.results import FEWEST_WORDS, Results, Row, results_of
from prongsai.core.surveys.retention import Kept, results_kept
from prongsai.core.surveys.sitting import Sitting
from prongsai.core.surveys.tally import Form
from prongsai.core.surveys.withholding import Known
from prongsai.core.text import Text, same
from prongsai.web.disclosure.surveys.models import Answer, Choice, Remark, SittingRow, Survey
from prongsai.web.year.assessment.queries import catalogue_of

_A_MINUTE = 12


class Words(Struct, frozen=True):
    """What was written to a question ("" where nothing was asked), from ten texts on.

    Shape:  `deleted` texts were there and are kept no longer.
    """

    question: Text
    texts: tuple[str, ...]
    withheld: int
    deleted: int = 0


def questionnaire_of(survey: Survey) -> Questionnaire:
    """The questions of the instrument that a survey rehearses."""
    return questionnaire(catalogue_of(survey.agency), survey.fiscal_year, survey.instrument)


def own_form_of(survey: Survey) -> OwnForm:
    """The questions of one's own that a survey asks."""
    return convert(survey.questions, OwnForm)


def form_of(survey: Survey) -> Questionnaire | OwnForm:
    """The questions that a survey asks."""
    return questionnaire_of(survey) if survey.is_rehearsal else own_form_of(survey)


def is_short(form: Questionnaire | OwnForm) -> bool:
    """Whether a minute is enough for it."""
    return len(form.asked) <= _A_MINUTE


def counted(survey: Survey, form: Form) -> Results[Form]:
    """The results of a closed survey."""
    if survey.elsewhere is not None and isinstance(form, Questionnaire):
        kept = convert(survey.elsewhere, Elsewhere)
        return cast("Results[Form]", results_elsewhere(form, kept))
    if survey.kept is not None:
        return results_kept(form, convert(survey.kept, Kept))
    closed_on = survey.closed_on or survey.closes_on
    return results_of(
        form, _rows(survey), people=survey.people, sittings=_sittings(survey),
        days=(closed_on - survey.opens_on).days + 1, known=_known(survey),
        apart=_choices(survey, form),
    )  # fmt: skip


def words_of(survey: Survey) -> tuple[Words, ...]:
    """What was written, question by question; where nobody wrote anything, ()."""
    written = () if survey.is_rehearsal else own_form_of(survey).written
    names = {one.code: one.text for one in written}
    if survey.kept is not None:
        gone = convert(survey.kept, Kept).words
        return tuple(
            Words(names.get(question, same("")), (), 0, count)
            for question, count in sorted(gone.items())
        )
    found: dict[str, list[str]] = {}
    rows = Remark.objects.filter(survey=survey.pk).values_list("question", "text")
    for question, text in rows:
        found.setdefault(question, []).append(text)
    return tuple(
        Words(names.get(question, same("")), tuple(texts), 0)
        if len(texts) >= FEWEST_WORDS
        else Words(names.get(question, same("")), (), len(texts))
        for question, texts in sorted(found.items())
    )


def _known(survey: Survey) -> Known:
    """What whoever keeps a survey may know: sheets they keyed in, cards beyond the people."""
    keyed = survey.points.exclude(keyed=0).values_list("pk", "keyed")
    spare = max(0, survey.cards - (survey.people or 0)) if survey.cards else 0
    return Known({str(key): count for key, count in keyed}, spare)


def _rows(survey: Survey) -> list[Row]:
    rows = Answer.objects.filter(survey=survey.pk)
    return [
        Row(values, str(point), str(sitting or ""), again)
        for values, point, sitting, again in rows.values_list("values", "point", "sitting", "again")
    ]


def _choices(survey: Survey, form: Questionnaire | OwnForm) -> dict[str, list[int]]:
    """How many chose each option of the questions that lie in no row."""
    if survey.is_rehearsal:
        return {}
    found = {one.code: [0] * len(one.options) for one in form.asked if not one.has_points}
    rows = Choice.objects.filter(survey=survey.pk).values_list("question", "option")
    for question, option, count in rows.annotate(count=Count("pk")).order_by():
        found[question][option] = count
    return found


def _sittings(survey: Survey) -> Mapping[str, list[Sitting]]:
    found: dict[str, list[Sitting]] = {}
    for one in SittingRow.objects.filter(point__survey=survey):
        sitting = Sitting(str(one.pk), one.count, one.minutes)
        found.setdefault(str(one.point_id), []).append(sitting)
    return found
