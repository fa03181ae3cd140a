"""A kind of case of the agency's own: made on a page, changed, shared as YAML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.desk.model import CaseKind
from prongsai.core.desk.own import OwnField, content_of, own_of
from prongsai.core.errors import ProngsaiError
from prongsai.core.registers.writing import yaml_of
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.citizens.desk.models import OwnKind
from prongsai.web.citizens.desk.public_forms import (
    BringKindForm,
    OwnKindForm,
    fields_of,
    initial_of,
    initial_of_new,
)
from prongsai.web.citizens.desk.queries.kinds import kind_in
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.citizens.desk.services import making
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.typed import MORE
from prongsai.web.platform.uploads import content_of as bytes_of
from prongsai.web.platform.uploads import utf8_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def make(request: HttpRequest) -> HttpResponse:
    """A new kind."""
    person = person_of(request)
    form, fields = _form(request, initial_of_new()), fields_of(None, _typed(request))

    def act() -> str:
        own = making.make(by=person, said=form.said(_said(fields)))
        messages.success(request, _("สร้างชนิดเรื่องแล้ว รับเรื่องได้ทันที"))
        return reverse("desk:kind", args=[own.key])

    return _answered(request, form, fields, act, {})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def change(request: HttpRequest, kind: str) -> HttpResponse:
    """Change a kind of the agency's own; cases of before stay readable."""
    person = person_of(request)
    sort = _kind(request, kind)
    own = found(OwnKind.objects.filter(agency=person.agency, key=kind).first())
    said = own_of(sort)
    form = _form(request, {**initial_of(said), "seen": own.version})
    fields = fields_of(said, _typed(request))

    def act() -> str:
        if making.change(own, by=person, said=form.said(_said(fields)), seen=form.revision):
            messages.success(request, _("บันทึกแล้ว เรื่องที่รับไว้ยังอ่านได้ตามเดิม"))
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return reverse("desk:kind", args=[kind])

    return _answered(request, form, fields, act, {"kind": sort})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def bring(request: HttpRequest) -> HttpResponse:
    """A kind that somebody shares, as YAML."""
    person = person_of(request)
    form = BringKindForm(request.POST or None, request.FILES or None)

    def act() -> str:
        file = form.cleaned_data["file"]
        text = utf8_of(file.name, bytes_of(file))
        own = making.bring(by=person, name=file.name, text=text)
        messages.success(request, _("สร้างชนิดเรื่องแล้ว รับเรื่องได้ทันที"))
        return reverse("desk:kind", args=[own.key])

    if request.method == "POST" and form.is_valid():
        answer = _sent(request, form, act)
        if answer is not None:
            return answer
    return shown(request, "desk/kind_bring.html", form, {})


@require_safe
@needs(Right.KEEP_DESK)
def schema(request: HttpRequest, kind: str) -> HttpResponse:
    """A kind as YAML, to read or to share; it holds no case."""
    sort = _kind(request, kind)
    response = HttpResponse(
        yaml_of(content_of(sort)), content_type="application/yaml; charset=utf-8"
    )
    disposition = content_disposition_header(as_attachment=True, filename=f"{sort.key}.yaml")
    response["Content-Disposition"] = disposition or "attachment"
    return response


def _kind(request: HttpRequest, key: str) -> CaseKind:
    """A kind whose cases the person keeps.

    Errors: Http404.
    """
    person = person_of(request)
    kind = kind_in(person.agency.pk, key)
    if kind is None or not sees_kind(person, kind):
        raise Http404
    return kind


def _form(request: HttpRequest, initial: dict[str, Any]) -> OwnKindForm:
    units = [one.name for one in open_units(person_of(request).agency)]
    return OwnKindForm(units, _typed(request), initial=initial)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _answered(
    request: HttpRequest,
    form: OwnKindForm,
    fields: Any,
    act: Callable[[], str],
    context: dict[str, Any],
) -> HttpResponse:
    """What a sound form answers, else the page with what is wrong, or with more fields."""
    if "more" in request.POST:
        units = [one.name for one in open_units(person_of(request).agency)]
        again = OwnKindForm(units, initial=request.POST.dict())
        context |= {"fields": fields_of(None, request.POST, MORE)}
        return shown(request, "desk/kind_make.html", again, context)
    if request.method == "POST" and _is_sound(form, fields):
        answer = _sent(request, form, act)
        if answer is not None:
            return answer
    return shown(request, "desk/kind_make.html", form, {**context, "fields": fields})


def _sent(request: HttpRequest, form: BaseForm, act: Callable[[], str]) -> HttpResponse | None:
    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def _is_sound(form: OwnKindForm, fields: Any) -> bool:
    """Whether all that was typed will do; else it is told where."""
    if fields.is_valid():
        return form.fits(_said(fields))
    form.full_clean()
    form.add_error(None, _("แก้ช่องที่แจ้งไว้ด้านล่าง"))
    return False


def _said(fields: Any) -> list[OwnField]:
    return [one.said for one in fields if one.said is not None]
