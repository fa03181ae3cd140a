"""The second person's word for a new reader of restricted cases."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.desk.services import readers as services
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found, shown


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.LET_READ)
@fresh
def reader(request: HttpRequest, appointment_id: UUID) -> HttpResponse:
    """Who is to read what came before, who put them there, and the word for it."""
    person = person_of(request)
    row = found(services.new_reader(person, appointment_id))
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.let_read(row, by=person)
        except ProngsaiError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("ยืนยันแล้ว ระบบแจ้งผู้ที่เกี่ยวข้องให้ทราบ"))
            return done(request, reverse("desk:cases"))
    why = None if services.is_second(row, person) else services.no_second(row)
    return shown(request, "desk/reader.html", form, {"row": row, "why": why})
