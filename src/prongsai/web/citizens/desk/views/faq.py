"""Write a frequent question beside what was asked and answered; nothing is copied by itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.forms import FaqForm
from prongsai.web.citizens.desk.queries import cases as queries
from prongsai.web.citizens.desk.services.faq import make_faq, may_become_faq
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.shortcuts import found


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_DESK)
def write(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The form, with the question and the answers of the case to be read beside it."""
    person = person_of(request)
    row = found(queries.case_of(person, case_id, today()))
    if request.method != "POST" and not may_become_faq(row, person):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = FaqForm(posted, initial={"seen": row.version})

    def act() -> str:
        given = form.cleaned_data
        page = make_faq(
            row, by=person, question=given["question"], answer=given["answer"], seen=given["seen"]
        )
        messages.success(request, _("บันทึกร่างแล้ว ผู้มีหน้าที่เผยแพร่เสนอผู้บริหาร แล้วเผยแพร่"))
        return reverse("public_site:page", args=[page.pk])

    if form.is_bound and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    context = {"page": queries.case_page(row, today()), "form": form}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "desk/faq.html", context, status=status)
