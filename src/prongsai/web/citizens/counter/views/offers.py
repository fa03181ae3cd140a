"""Forms that citizens fill in, for those who keep and publish them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.documents.marks import qr_inline
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.counter.forms import OfferForm, ReasonForm
from prongsai.web.citizens.counter.queries import charts as queries
from prongsai.web.citizens.counter.queries.charts import Offer
from prongsai.web.citizens.counter.services import queues
from prongsai.web.platform import uploads
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, shown


@require_safe
@needs(Right.SEE)
def offers(request: HttpRequest) -> HttpResponse:
    """The forms, offered and not."""
    person = person_of(request)
    context = {
        "rows": queries.offers_of(person.agency),
        "may_keep": may(person, Right.KEEP_COUNTERS),
    }
    return render(request, "counter/offers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def add(request: HttpRequest) -> HttpResponse:
    """Add a form."""
    return _added(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_COUNTERS)
def renew(request: HttpRequest, request_form_id: UUID) -> HttpResponse:
    """Add a new edition of a form."""
    return _added(request, found(queries.offer_of(person_of(request).agency, request_form_id)))


@require_safe
@needs(Right.SEE)
def offer(request: HttpRequest, request_form_id: UUID) -> HttpResponse:
    """A form with its editions."""
    person = person_of(request)
    row = found(queries.offer_of(person.agency, request_form_id))
    path = reverse("counter:form", args=[person.agency.pk, row.form.pk])
    address = f"{site_address()}{path}"
    context = {
        "offer": row,
        "editions": queries.editions_of(row),
        "address": address,
        "picture": mark_safe(qr_inline(address)),  # noqa: S308 - drawn by us
        "may_keep": may(person, Right.KEEP_COUNTERS),
        "may_publish": may(person, Right.PUBLISH),
    }
    return render(request, "counter/offer.html", context)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, form_edition_id: UUID, part: str) -> HttpResponse:
    """A file of an edition, for officials: "file" or "example"."""
    row = found(queries.edition_of(person_of(request).agency, form_edition_id))
    return file_answer(found({"file": row.file, "example": row.example}.get(part)))


@require_POST
@needs(Right.PUBLISH)
def publish(request: HttpRequest, form_edition_id: UUID) -> HttpResponse:
    """Offer an edition to everybody."""
    person = person_of(request)
    row = found(queries.edition_of(person.agency, form_edition_id))
    form = ReasonForm(request.POST)
    back = reverse("counter:offer", args=[row.form_id])

    def act() -> str:
        queues.publish(row, by=person, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("เผยแพร่แล้ว ประชาชนเห็นที่หน้า “บริการและแบบคำร้อง”"))
        return back

    return _tried(request, form, act, back)


@require_POST
@needs(Right.PUBLISH)
def retire(request: HttpRequest, request_form_id: UUID) -> HttpResponse:
    """Offer a form no more."""
    person = person_of(request)
    row = found(queries.offer_of(person.agency, request_form_id))
    form = ReasonForm(request.POST)
    back = reverse("counter:offer", args=[row.form.pk])

    def act() -> str:
        queues.retire(row.form, by=person, reason=form.cleaned_data.get("reason", ""))
        messages.success(request, _("เลิกใช้แบบนี้แล้ว หน้าของแบบบอกว่าเลิกใช้"))
        return back

    return _tried(request, form, act, back)


def _tried(request: HttpRequest, form: ReasonForm, act: Any, back: str) -> HttpResponse:
    form.is_valid()
    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, back)


def _added(request: HttpRequest, row: Offer | None) -> HttpResponse:
    person = person_of(request)
    is_sent = request.method == "POST"
    initial: dict[str, object] = {"dated": today()}
    if row is not None:
        initial |= {"name": row.called, "service": row.belongs_to}
    form = OfferForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, initial=initial
    )
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            file = uploads.checked(given["file"])
            example = uploads.checked(given["example"]) if given["example"] else None
            look = queues.looked(person.agency, [file, *([example] if example else [])])

            def act() -> str:
                words = queues.FormWords(given["name"], given["service"], given["dated"])
                made = queues.add(
                    by=person, words=words, file=file, example=example, look=look,
                    form=row.form if row else None,
                )  # fmt: skip
                messages.success(request, _("บันทึกแล้ว ยังไม่มีใครข้างนอกเห็น จนกว่าจะเผยแพร่"))
                return reverse("counter:offer", args=[made.form_id])

            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return shown(request, "counter/offer_form.html", form, {"offer": row})
