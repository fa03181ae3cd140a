"""Scores typed by hand: one form for the year, kept as a draft while it is filled in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from prongsai.core.framework.model import Framework
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import UNPROCESSABLE, done, is_htmx, page
from prongsai.web.year.scoring import queries
from prongsai.web.year.scoring.forms import RATING, TypedForm, TypedSection, typed_from, typed_of
from prongsai.web.year.scoring.pages import Head, head_of
from prongsai.web.year.scoring.services.drafts import discard, save_typed
from prongsai.web.year.scoring.sheets import with_typed
from prongsai.web.year.scoring.views.common import known_year

# Kept with the revision, whoever reads it: in the language of the product.
_TYPED_BY_HAND = "กรอกเอง"


class TypedPage(Struct, frozen=True):
    """The form by instrument; `form` None where the year has no framework."""

    head: Head
    form: TypedForm | None
    sections: tuple[TypedSection, ...]
    saved_at: datetime | None
    standing: int


@require_http_methods(["GET", "POST"])
@needs(Right.IMPORT_SCORES)
def type_in(request: HttpRequest, year: int) -> HttpResponse:
    """Fill in, keep, look at before confirming."""
    person = person_of(request)
    head = head_of(person, known_year(year))
    framework = head.frame.framework
    if framework is None:
        return page(request, "scoring/type.html", TypedPage(head, None, (), None, 0))
    if request.method == "GET":
        return _opened(request, person, head, framework)
    action = request.POST.get("action", "save")
    if action == "discard":
        return _discarded(request, person, head)
    if action == "preview":
        return _previewed(request, person, head, TypedForm(framework, request.POST))
    typed = typed_of(framework, request.POST)
    draft = save_typed(person, score_year=head.score_year, typed=typed)
    if is_htmx(request):
        return page(request, "scoring/saved.html", draft)
    messages.success(request, _("เก็บร่างแล้ว กลับมากรอกต่อได้ทุกเมื่อ"))
    return done(request, reverse("scoring:type", args=[year]))


def _opened(request: HttpRequest, person: Actor, head: Head, framework: Framework) -> HttpResponse:
    draft = queries.typed_draft(person, head.score_year)
    held = queries.current_scores(person.agency, head.score_year)
    typed: Mapping[str, Any] = {}
    if draft is not None:
        typed = draft.typed
    elif held is not None:
        typed = typed_from(held.sheet, framework)
    form = TypedForm(framework, initial=typed)
    saved_at = draft.saved_at if draft else None
    return page(request, "scoring/type.html", _page(head, form, held, saved_at))


def _page(
    head: Head, form: TypedForm, held: queries.CurrentScores | None, saved_at: datetime | None
) -> TypedPage:
    standing = typed_from(held.sheet, form.framework) if held else {}
    number = held.revision.number if held else 0
    return TypedPage(head, form, form.sections(standing), saved_at, number)


def _previewed(request: HttpRequest, person: Actor, head: Head, form: TypedForm) -> HttpResponse:
    """Check what was typed; kept as a draft whether it is right or not."""
    typed = typed_of(form.framework, request.POST)
    held = queries.current_scores(person.agency, head.score_year)
    if not form.is_valid():
        draft = save_typed(person, score_year=head.score_year, typed=typed)
        shown = _page(head, form, held, draft.saved_at)
        return page(request, "scoring/type.html", shown, status=UNPROCESSABLE)
    base = held.sheet if held else None
    sheet = with_typed(base, form.framework, form.figures(), form.cleaned_data[RATING])
    draft = save_typed(
        person, score_year=head.score_year, typed=typed, sheet=sheet, source=_TYPED_BY_HAND
    )
    return done(request, reverse("scoring:preview", args=[head.year, draft.pk]))


def _discarded(request: HttpRequest, person: Actor, head: Head) -> HttpResponse:
    draft = queries.typed_draft(person, head.score_year)
    if draft is not None:
        discard(person, draft_id=draft.pk)
        messages.info(request, _("ทิ้งร่างแล้ว คะแนนที่ใช้อยู่ไม่เปลี่ยน"))
    return done(request, reverse("scoring:scores", args=[head.year]))
