"""Join a case with one of the same matter, both in sight; and part them again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.forms import JoinForm, MainForm
from prongsai.web.citizens.desk.models import Case
from prongsai.web.citizens.desk.queries import cases as queries
from prongsai.web.citizens.desk.queries import joined
from prongsai.web.citizens.desk.services import joining
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import SeenForm, refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.shortcuts import found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def join(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Which case is the main one; then both, with what the receipt will show; then it is done."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    asking = MainForm(request.GET if "to" in request.GET else None)
    main = _main(person, row, asking)
    posted = request.POST if request.method == "POST" else None
    form = JoinForm(posted, initial={"seen": row.version, "main_seen": main.version if main else 0})
    if main is not None and form.is_bound and form.is_valid():
        given = form.cleaned_data

        def act() -> str:
            joining.join(row, main, by=person, seen=given["seen"], main_seen=given["main_seen"])
            messages.success(request, _("รวมแล้ว ผู้แจ้งจะเห็นคำตอบของเรื่องหลักด้วยใบรับของตน"))
            return reverse("desk:case", args=[row.pk])

        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {
        "page": queries.case_page(row, today()),
        "main": queries.case_page(main, today()) if main else None,
        "answer": joining.answer_of(main) if main and main.answered_on else "",
        "offered": joined.offered(person, row, today()),
        "asking": asking,
        "form": form,
    }
    status = UNPROCESSABLE if asking.errors or form.errors else 200
    return render(request, "desk/join.html", context, status=status)


@require_POST
@needs(Right.KEEP_DESK)
def part(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Undo it."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    address = reverse("desk:case", args=[row.pk])
    form = SeenForm(request.POST)

    def act() -> str:
        seen = form.revision if form.is_valid() else 0
        joining.part(row, by=person, seen=seen)
        messages.success(request, _("แยกแล้ว เรื่องนี้รอคำตอบของตนเอง"))
        return address

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, address)


def _main(person: Actor, row: Case, asking: MainForm) -> Case | None:
    """The main case that is asked for; None where the two cannot be joined, which is told."""
    if not (asking.is_bound and asking.is_valid()):
        return None
    main = joined.numbered(person, asking.cleaned_data["to"], today())
    if main is None:
        asking.add_error("to", _("ไม่พบเรื่องเลขที่นี้ในเรื่องที่ท่านเห็น"))
        return None
    try:
        joining.refuse_pair(row, main)
    except ProngsaiError as refusal:
        refuse(asking, refusal)
        return None
    return main
