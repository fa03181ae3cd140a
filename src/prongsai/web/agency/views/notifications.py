"""One notice: what was done about a person or their post."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.inbox import said_in
from prongsai.web.agency.models import Notification
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.services import notifying as services
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def notification(request: HttpRequest, notification_id: UUID) -> HttpResponse:
    """Read it, then say so; only whom it is for sees it."""
    person = person_of(request)
    rows = Notification.objects.filter(agency=person.agency, user=person.user, pk=notification_id)
    row = found(rows.first())
    if request.method == "POST":
        services.note(row.pk, by=person)
        messages.success(request, _("รับทราบแล้ว"))
        return done(request, row.url or "/work/")
    context = {"notification": row, "said": said_in(row, request.LANGUAGE_CODE)}
    return render(request, "agency/notification.html", context)
