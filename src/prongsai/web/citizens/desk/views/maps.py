"""The agency's map: set on a page, shown to everybody who points on it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.models import DeskMap
from prongsai.web.citizens.desk.pictures import PHOTOS
from prongsai.web.citizens.desk.points import map_in_use, shown_map
from prongsai.web.citizens.desk.services.making import LONGEST_SOURCE, set_map, stop_map
from prongsai.web.platform.fields import ThaiTextField
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.serving import POLICY
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.publication.views import public_agency

WIDE = 560


class MapForm(forms.Form):
    """A picture, and where it is from."""

    photos = forms.FileField(
        label=gettext_lazy("ภาพแผนที่ JPG หรือ PNG"),
        help_text=gettext_lazy("ภาพเดียวของทั้งเขต ทุกคนเห็น จึงต้องเป็นภาพที่หน่วยงานเผยแพร่ได้"),
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
        error_messages={"required": gettext_lazy("เลือกภาพก่อน")},
    )  # fmt: skip
    source = ThaiTextField(
        label=gettext_lazy("ที่มาของภาพ"), max_length=LONGEST_SOURCE,
        help_text=gettext_lazy("แสดงใต้ภาพ เช่น กองช่างวาดเอง"),
    )  # fmt: skip


@require_safe
def picture(_request: HttpRequest, agency_id: UUID, number: int) -> HttpResponse:
    """The picture of the map in use, for everybody; no other is shown to them."""
    row = map_in_use(public_agency(agency_id))
    response = _answer(found(row if row is not None and row.number == number else None))
    response["Cache-Control"] = "public, max-age=86400"
    return response


@require_safe
@needs(Right.SEE)
def kept(request: HttpRequest, number: int) -> HttpResponse:
    """The picture of a map on which points were told, for officials."""
    rows = DeskMap.objects.filter(agency=person_of(request).agency, number=number)
    response = _answer(found(rows.first()))
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _answer(row: DeskMap) -> HttpResponse:
    response = HttpResponse(bytes(row.data), content_type="image/jpeg")
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def settings(request: HttpRequest) -> HttpResponse:
    """The map in use; set another, or take none any more."""
    person = person_of(request)
    is_stopped = request.POST.get("act") == "stop"
    form = MapForm(
        request.POST if request.method == "POST" and not is_stopped else None, request.FILES or None
    )

    def act() -> str:
        if is_stopped:
            stop_map(by=person)
        else:
            file = form.cleaned_data[PHOTOS]
            set_map(
                by=person, name=file.name or "", data=content_of(file),
                source=form.cleaned_data["source"],
            )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว"))
        return reverse("desk:map")

    if is_stopped or (form.is_bound and form.is_valid()):
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    row = map_in_use(person.agency)
    told = {"map": shown_map(row, WIDE) if row else None, "agency": person.agency}
    return shown(request, "desk/map.html", form, told)
