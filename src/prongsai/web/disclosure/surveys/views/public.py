"""Answering: without account, cookie or script; nothing of who answers is kept."""

import re
from http import HTTPStatus
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from msgspec import ValidationError, convert, to_builtins

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.surveys.elsewhere import Elsewhere, Read
from prongsai.core.surveys.languages import Language, deleted, filled, page_words
from prongsai.core.surveys.own import OwnForm, shipped
from prongsai.core.surveys.retention import Term
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.surveys.forms import (
    MORE,
    AnswerForm,
    ElsewhereForm,
    OwnSurveyForm,
    as_it_is,
    questions_of,
    said_questions,
)
from prongsai.web.disclosure.surveys.models import Point, Survey
from prongsai.web.disclosure.surveys.queries import form_of, is_short, languages, own_form_of
from prongsai.web.disclosure.surveys.rights import is_open, point_of, survey_of
from prongsai.web.disclosure.surveys.services import planning
from prongsai.web.disclosure.surveys.services.answering import Sent, receive
from prongsai.web.disclosure.surveys.services.planning import Brought
from prongsai.web.disclosure.surveys.views.keeping import FIRST_YEAR, own_survey
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.sending import asked, posted, pressed, sent, unkept
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.publication.views import drawn_page
from prongsai.web.year.assessment.queries import years

_KEY = re.compile(r"[0-9a-f]{32}")
# A device at a counter: the page goes back to its beginning by itself.
KIOSK = "kiosk"


# No cookie tells who answers: another site has nothing to use in a reader's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, point_code: str) -> HttpResponseBase:
    """The questions, and what was answered; a form sent twice counts once."""
    point = found(point_of(point_code))
    survey = point.survey
    if not is_open(survey, today()):
        was_sent = request.method == "POST"
        context = {"today": today(), "was_sent": was_sent}
        status = UNPROCESSABLE if was_sent else HTTPStatus.OK
        return _drawn(request, point, "surveys/shut.html", context, status)
    typed = posted(request)
    asked = form_of(survey)
    spoken_here = languages()
    spoken = next(
        (language for language in spoken_here if language.code == request.GET.get("in")), None
    )
    speak = spoken.translate if spoken else as_it_is
    words = page_words(speak, len(asked.asked), 1 if is_short(asked) else 3)
    form = AnswerForm(asked, typed, with_card=survey.asks_for_cards, speak=speak)
    once = key_of(request)
    if typed is not None and form.is_valid():
        form.is_asked_again = bool(form.left_out) and not typed.get("as_it_is")
        if not form.is_asked_again and _receive(request, point, form, once):
            context = {"words": words, "spoken": spoken}
            # At a counter the official survey is opened with one's own phone.
            if KIOSK in request.GET and survey.official_url:
                context["official_qr"] = mark_safe(qr_inline(survey.official_url))  # noqa: S308 - ours
            thanks = _drawn(request, point, "surveys/thanks.html", context)
            thanks.asked = (point, asked)  # type: ignore[attr-defined]
            return thanks
    context = {
        "form": form, "once": once, "words": words, "label": speak(asked.label),
        "count": len(asked.asked), "left_out": filled(words["left_out"], len(form.left_out)),
        "deleted": speak(deleted(Term(survey.term))), "languages": spoken_here, "spoken": spoken,
        "lacks": bool(spoken and spoken.lacks(asked)),
    }  # fmt: skip
    status = HTTPStatus.OK if typed is None else UNPROCESSABLE
    return _drawn(request, point, "surveys/answer.html", context, status)


def key_of(request: HttpRequest) -> str:
    """The key that a form was drawn with, else a new one."""
    once = request.POST.get("once", "")
    return once if _KEY.fullmatch(once) else token_hex(16)


def sent_of(request: HttpRequest, form: AnswerForm, once: str) -> Sent:
    """What a form that is valid brings."""
    given = form.cleaned_data
    # A card answers once anyway; that a row came from a shared computer tells of colleagues.
    may_tell = KIOSK not in request.GET and not form.has_card
    return Sent(
        form.values, once, given.get("card", ""), given.get("text", ""),
        again=request.POST.get("again") == "1" and may_tell, words=form.words,
    )  # fmt: skip


def _receive(request: HttpRequest, point: Point, form: AnswerForm, once: str) -> bool:
    try:
        receive(point, sent_of(request, form, once))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return False
    return True


def _drawn(
    request: HttpRequest,
    point: Point,
    template: str,
    context: dict[str, object],
    status: int = HTTPStatus.OK,
) -> HttpResponseBase:
    """A page kept by nothing on its way; nobody behind finds what was typed."""
    agency = point.survey.agency
    is_kiosk = KIOSK in request.GET
    spoken = context.get("spoken")
    in_it = f"&in={spoken.code}" if isinstance(spoken, Language) else ""
    again = f"{request.path}?{KIOSK}{in_it}" if is_kiosk else ""
    given = {**context, "agency": agency, "point": point, "survey": point.survey, "again": again}
    home = reverse("public_site:home", args=[agency.pk])
    response = drawn_page(request, template, given, home=home, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return unkept(response)


_SALT = "surveys.elsewhere"
_LASTS = 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def bring(request: HttpRequest) -> HttpResponse:
    """Read a file and show what is in it; bring its counts in when that was seen."""
    person = person_of(request)
    this = year_of(today())
    form = ElsewhereForm(
        range(this + 1, FIRST_YEAR - 1, -1), request.POST or None, request.FILES or None,
        initial={"fiscal_year": this, "instrument": "EIT", "numbers": ""},
    )  # fmt: skip
    read, seal, refusal = None, "", ""
    if form.is_bound and form.is_valid():
        brought = Brought(**form.said)
        if request.POST.get("act") == "take" and not request.FILES:
            if answer := _take(request, person, form, brought):
                return answer
        elif (read := _read(person, form, brought)) is not None:
            try:
                planning.refuse_unfit(person, brought, read.kept)
                # Nobody can change a count on its way through the page.
                counts = {"for": _sealed_for(person, brought), "kept": to_builtins(read.kept)}
                seal = signing.dumps(counts, salt=_SALT, compress=True)
            except ProngsaiError as error:
                refusal = words_of(error)
    newest = next(iter(years(person.agency)), None)
    context = {"read": read, "seal": seal, "refusal": refusal, "satisfaction_year": newest}
    return shown(request, "surveys/elsewhere.html", form, context)


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def take_away(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(survey_of(person, survey_id))

    def take_results_away() -> str:
        planning.take_away(person, row)
        messages.success(request, _("นำผลที่เก็บจากที่อื่นออกแล้ว"))
        return reverse("surveys:surveys")

    address = reverse("surveys:survey", args=[survey_id])
    question = asked(request, _("ลบผลที่เก็บจากที่อื่น?"), address)
    return question or pressed(request, take_results_away, address)


def _read(person: Actor, form: ElsewhereForm, brought: Brought) -> Read | None:
    file = form.cleaned_data["file"]
    if file is None:
        form.add_error("file", _("เลือกไฟล์ก่อน"))
        return None
    try:
        return planning.read(person, brought, file.name or "file", content_of(file))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def _take(
    request: HttpRequest, person: Actor, form: ElsewhereForm, brought: Brought
) -> HttpResponse | None:
    """Bring in what was shown; None where the page must say why not."""
    kept = _unsealed(person, brought, request.POST.get("seal", ""))
    if kept is None:
        form.add_error("file", _("ส่งไฟล์อีกครั้ง เพราะสิ่งที่บอกเปลี่ยนไปจากตอนที่อ่าน"))
        return None

    def bring_counts() -> str:
        survey = planning.bring(person, brought, kept)
        messages.success(request, _("นำเข้าแล้ว เก็บไว้เฉพาะจำนวนคนรายข้อ"))
        return reverse("surveys:results", args=[survey.pk])

    return sent(request, form, bring_counts)


def _unsealed(person: Actor, brought: Brought, seal: str) -> Elsewhere | None:
    try:
        sealed: dict[str, Any] = signing.loads(seal, salt=_SALT, max_age=_LASTS)
        if sealed["for"] != _sealed_for(person, brought):
            return None
        return convert(sealed["kept"], Elsewhere)
    except (signing.BadSignature, ValidationError, KeyError, TypeError):
        return None


def _sealed_for(person: Actor, brought: Brought) -> list[object]:
    """Whose it is, and everything by which it was read."""
    return [
        str(person.agency.pk), str(person.user.pk), brought.instrument, brought.fiscal_year,
        brought.people, brought.numbers,
    ]  # fmt: skip


_EMPTY = "empty"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def begin(request: HttpRequest) -> HttpResponse:
    """A survey from one of the templates, or from nothing."""
    templates = shipped()
    key = request.GET.get("from", templates[0].key)
    chosen = next((template for template in templates if template.key == key), None)
    first = {"opens_on": today(), "name": in_language(chosen.title) if chosen else ""}
    context = {
        "choices": [(template.key, template.title) for template in templates],
        "key": key if chosen else _EMPTY, "empty": _EMPTY, "chosen": chosen,
    }  # fmt: skip
    return _begin(request, chosen.form if chosen else None, first, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def begin_next(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The next round of a survey: the same questions and points, compared with it at the end."""
    former = own_survey(request, survey_id)
    names = former.points.values_list("name", flat=True)
    first = {"opens_on": today(), "points": "\n".join(names), "name": former.name}
    return _begin(request, own_form_of(former), first, {"former": former}, former)


def _begin(
    request: HttpRequest,
    offered: OwnForm | None,
    first: dict[str, Any],
    context: dict[str, Any],
    former: Survey | None = None,
) -> HttpResponse:
    person = person_of(request)
    typed = posted(request)
    form, boxes = OwnSurveyForm(typed, initial=first), questions_of(offered, typed)

    def begin_survey() -> str:
        cleaned = form.cleaned_data
        asked = planning.NewSurvey(
            year_of(cleaned["opens_on"]), "", cleaned["name"], cleaned["opens_on"],
            cleaned["closes_on"], points=cleaned["points"], form=said_questions(boxes),
            former=former, term=cleaned["term"],
        )  # fmt: skip
        survey = planning.begin(person, asked)
        messages.success(request, _("เริ่มแบบสำรวจแล้ว พิมพ์แผ่นปิดประกาศต่อได้เลย"))
        return reverse("surveys:survey", args=[survey.pk])

    if typed is not None:
        if "more" in typed:
            boxes = questions_of(offered, typed, MORE)
            form = OwnSurveyForm(typed)
            form.errors.clear()
        elif _is_sound(form, boxes) and (answer := sent(request, form, begin_survey)):
            return answer
    return shown(request, "surveys/begin_own.html", form, {**context, "boxes": boxes})


def _is_sound(form: OwnSurveyForm, boxes: Any) -> bool:
    """Whether both are; what is wrong with a question stands in its box, that it is above."""
    are_sound = boxes.is_valid()
    if form.is_valid() and not are_sound:
        form.add_error(None, _("มีคำถามที่ต้องแก้ ดูข้อความสีแดงในช่องของคำถามนั้น"))
    return form.is_valid() and are_sound
