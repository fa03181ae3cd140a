"""A survey with questions of one's own: begun from a template, or as the next round of one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.surveys.own import OwnForm
from prongsai.core.surveys.templates import shipped
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.own_forms import (
    MORE,
    OwnSurveyForm,
    questions_of,
    said_questions,
)
from prongsai.web.disclosure.surveys.queries.answers import own_form_of
from prongsai.web.disclosure.surveys.rights import survey_of
from prongsai.web.disclosure.surveys.services import planning
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language
from prongsai.web.platform.shortcuts import found, shown

_EMPTY = "empty"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def begin(request: HttpRequest) -> HttpResponse:
    """A survey from one of the templates, or from nothing."""
    templates = shipped()
    key = request.GET.get("from", templates[0].key)
    chosen = next((one for one in templates if one.key == key), None)
    first = {"opens_on": today(), "name": in_language(chosen.title) if chosen else ""}
    context = {
        "choices": [*((one.key, one.title) for one in templates)],
        "key": key if chosen else _EMPTY,
        "empty": _EMPTY,
        "chosen": chosen,
    }
    return _begun(request, chosen.form if chosen else None, first, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def begin_next(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The next round of a survey: the same questions and points, compared with it at the end."""
    former = found(survey_of(person_of(request), survey_id))
    found(None if former.is_rehearsal else former)
    names = former.points.values_list("name", flat=True)
    first = {"opens_on": today(), "points": "\n".join(names), "name": former.name}
    return _begun(request, own_form_of(former), first, {"former": former}, former)


def _begun(
    request: HttpRequest,
    offered: OwnForm | None,
    first: dict[str, Any],
    context: dict[str, Any],
    former: Survey | None = None,
) -> HttpResponse:
    person = person_of(request)
    typed = request.POST if request.method == "POST" else None
    form, boxes = OwnSurveyForm(typed, initial=first), questions_of(offered, typed)
    if typed is not None:
        if "more" in typed:
            boxes = questions_of(offered, typed, MORE)
            form = OwnSurveyForm(typed)
            form.errors.clear()
        elif _is_sound(form, boxes):
            answer = _made(request, person, form, boxes, former)
            if answer is not None:
                return answer
    return shown(request, "surveys/begin_own.html", form, {**context, "boxes": boxes})


def _is_sound(form: OwnSurveyForm, boxes: Any) -> bool:
    """Whether both are; what is wrong with a question stands in its box, that it is above."""
    are_sound = boxes.is_valid()
    if form.is_valid() and not are_sound:
        form.add_error(None, _("มีคำถามที่ต้องแก้ ดูข้อความสีแดงในช่องของคำถามนั้น"))
    return form.is_valid() and are_sound


def _made(
    request: HttpRequest, person: Actor, form: OwnSurveyForm, boxes: Any, former: Survey | None
) -> HttpResponse | None:
    """The page of the new survey; None where it was refused."""

    def act() -> str:
        told = form.cleaned_data
        asked = planning.NewSurvey(
            year_of(told["opens_on"]), "", told["name"], told["opens_on"], told["closes_on"],
            points=told["points"], form=said_questions(boxes), former=former,
            term=told["term"],
        )  # fmt: skip
        survey = planning.begin(person, asked)
        messages.success(request, _("เริ่มแบบสำรวจแล้ว พิมพ์ใบปิดต่อได้เลย"))
        return reverse("surveys:survey", args=[survey.pk])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None
