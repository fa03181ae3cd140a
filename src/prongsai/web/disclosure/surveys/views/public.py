"""Answering: without account, cookie or script; nothing of who answers is kept."""

from __future__ import annotations

import re
from http import HTTPStatus
from secrets import token_hex

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.core.surveys.languages import Language
from prongsai.core.surveys.page_words import deleted, filled, page_words
from prongsai.core.surveys.retention import Term
from prongsai.core.text import Text
from prongsai.documents.marks import qr_inline
from prongsai.web.disclosure.surveys.forms import AnswerForm
from prongsai.web.disclosure.surveys.models import Point, Survey
from prongsai.web.disclosure.surveys.queries.answers import form_of, is_short
from prongsai.web.disclosure.surveys.queries.languages import languages
from prongsai.web.disclosure.surveys.rights import is_open, point_of
from prongsai.web.disclosure.surveys.services.answering import Sent, receive
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.shortcuts import found
from prongsai.web.signing.publication.views.drawn import drawn_page

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
    posted = request.POST if request.method == "POST" else None
    asked = form_of(survey)
    spoken = next((one for one in languages() if one.code == request.GET.get("in")), None)
    speak = spoken.of if spoken else _as_it_is
    words = page_words(speak, len(asked.asked), 1 if is_short(asked) else 3)
    form = AnswerForm(asked, posted, with_card=survey.asks_for_cards, speak=speak)
    once = key_of(request)
    if posted is not None and form.is_valid():
        if not form.left_out or posted.get("as_it_is"):
            if _kept(request, point, form, once):
                told = {"words": words, "spoken": spoken, **_thanks(request, survey)}
                thanks = _drawn(request, point, "surveys/thanks.html", told)
                thanks.asked = (point, asked)  # type: ignore[attr-defined]
                return thanks
        else:
            form.is_asked_again = True
    context = {
        "form": form,
        "once": once,
        "words": words,
        "label": speak(asked.label),
        "count": len(asked.asked),
        "left_out": filled(words["left_out"], len(form.left_out)),
        "deleted": speak(deleted(Term(survey.term))),
        "languages": languages(),
        "spoken": spoken,
        "lacks": bool(spoken and spoken.lacks(asked)),
    }
    failed = posted is not None
    status = UNPROCESSABLE if failed else HTTPStatus.OK
    return _drawn(request, point, "surveys/answer.html", context, status)


def _as_it_is(text: Text) -> Text:
    return text


def _thanks(request: HttpRequest, survey: Survey) -> dict[str, object]:
    """At a counter the official survey is opened with one's own phone."""
    if KIOSK not in request.GET or not survey.official_url:
        return {}
    return {"official_qr": mark_safe(qr_inline(survey.official_url))}  # noqa: S308 - drawn by us


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


def _kept(request: HttpRequest, point: Point, form: AnswerForm, once: str) -> bool:
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
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    del response.headers["ETag"]
    return response
