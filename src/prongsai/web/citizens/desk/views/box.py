"""The opinion box: its openings, the second count, and the slips keyed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.desk.reading import kind_of
from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.forms import CountForm, OpeningForm
from prongsai.web.citizens.desk.public_forms import CaseForm
from prongsai.web.citizens.desk.queries import box as queries
from prongsai.web.citizens.desk.receipts import new_receipt
from prongsai.web.citizens.desk.services import box as services
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import SeenForm, refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found, shown

_ACTS = ("confirm", "withdraw", "key")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def box(request: HttpRequest) -> HttpResponse:
    """The openings, and a new one."""
    person = person_of(request)
    form = OpeningForm(request.POST if request.method == "POST" else None, initial={"day": today()})

    def act() -> str:
        given = form.cleaned_data
        row = services.open_box(
            by=person, box=given["box"], day=given["day"], counted=form.count,
            next_on=given["next_on"],
        )  # fmt: skip
        messages.success(request, _("บันทึกแล้ว ให้ผู้ดูแลเรื่องอีกคนนับและยืนยัน"))
        return reverse("desk:opening", args=[row.pk])

    if form.is_bound and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    rows = queries.openings(person.agency)[: queries.SHOWN]
    told = {"rows": rows, "next": queries.next_opening(person.agency)}
    return shown(request, "desk/box.html", form, told)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def opening(request: HttpRequest, opening_id: UUID) -> HttpResponse:
    """One opening: the second count before it is confirmed, its slips afterwards."""
    person = person_of(request)
    row = found(queries.opening_of(person.agency, opening_id))
    act = request.POST.get("act", "")
    made = _forms(request, person, row, act)
    form = made.get(act)
    if act == "confirm" and row.is_confirmed and row.second_id == person.user.pk:
        return done(request, request.path)  # sent twice
    if form is None and act in _ACTS:
        raise PermissionDenied
    if form is not None and form.is_valid():
        try:
            # A count that differs is written down, which a transaction around it would undo.
            if act == "confirm":
                return done(request, _acted(request, person, row, form))
            return done(request, answered(request, lambda: _acted(request, person, row, form)))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {
        "row": row,
        "form": form,
        "count": made.get("confirm"),
        "slip": made.get("key"),
        "withdraw": made.get("withdraw"),
        "left": row.slips - row.keyed,
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "desk/opening.html", context, status=status)


def _forms(request: HttpRequest, person: Actor, row: Any, act: str) -> dict[str, forms.Form]:
    """What the person may do with an opening as it stands."""
    first = {"seen": row.version}

    def data(name: str) -> Any:
        return request.POST if act == name else None

    if row.is_confirmed:
        kind = kind_of(services.SLIPS)
        is_left = row.keyed < row.slips
        return {"key": CaseForm(kind, data("key"))} if kind and is_left else {}
    if row.first_id == person.user.pk:
        return {"withdraw": SeenForm(data("withdraw"), initial=first)}
    return {"confirm": CountForm(data("confirm"), initial=first)}


def _acted(request: HttpRequest, person: Actor, row: Any, form: forms.Form) -> str:
    """Do what a form says; the address to go to."""
    here = reverse("desk:opening", args=[row.pk])
    if isinstance(form, CaseForm):
        # Nobody stands there to be handed a receipt.
        receipt = new_receipt(person.agency, "", "")
        services.key_slip(row, by=person, values=form.values, receipt=receipt)
        messages.success(request, _("บันทึกใบนี้แล้ว"))
    elif isinstance(form, CountForm):
        services.confirm(row, by=person, counted=form.count, seen=form.revision)
        messages.success(request, _("ยืนยันแล้ว พิมพ์ใบความคิดเห็นได้"))
    else:
        services.withdraw(row, by=person, seen=form.cleaned_data["seen"])
        messages.success(request, _("ลบรายการแล้ว"))
        return reverse("desk:box")
    return here
