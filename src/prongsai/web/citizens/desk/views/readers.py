"""The second person's word for a new reader of restricted cases."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import CharField, Form, HiddenInput
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.services import readers as services
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found, shown


class ReaderForm(Form):
    """The word for a reader as the page showed them."""

    seen = CharField(widget=HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.LET_READ)
@fresh
def reader(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Who is to read what came before, who put them there, and the word for it."""
    person = person_of(request)
    row = found(services.new_reader(person, appointment_id))
    posted = request.POST if request.method == "POST" else None
    form = ReaderForm(posted, initial={"seen": services.mark_of(row)})
    if form.is_bound and form.is_valid():
        try:
            services.let_read(row, by=person, seen=form.cleaned_data["seen"])
        except ProngsaiError as refusal:
            refuse(form, refusal)
            # The page is drawn anew: pressed once more, it has been looked at.
            form.data = {"seen": services.mark_of(row)}
        else:
            messages.success(request, _("ยืนยันแล้ว ระบบแจ้งผู้ที่เกี่ยวข้องให้ทราบ"))
            return done(request, reverse("desk:cases"))
    why = None if services.is_second(row, person) else services.no_second(row)
    return shown(request, "desk/reader.html", form, {"row": row, "why": why})
