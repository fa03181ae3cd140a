"""The routes of an agency's kinds of papers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.approval.routes import shipped
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.forms.fields import refuse
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.agency.views.common import shown
from prongsai.web.approval.forms import RoutesForm
from prongsai.web.approval.pages import kind_lines
from prongsai.web.approval.services import choosing
from prongsai.web.platform.htmx import done
from prongsai.web.platform.once import answered


@require_http_methods(["GET", "POST"])
@needs(Right.CHOOSE_ROUTES)
def routes(request: HttpRequest) -> HttpResponse:
    """For each kind of paper its route, and whether it is signed in the system or on paper."""
    person = person_of(request)
    form = RoutesForm(kind_lines(person.agency), request.POST or None)
    if request.method == "POST" and form.is_valid():

        def act() -> str:
            for kind, route, way in form.chosen():
                choosing.choose(person.agency, by=person, kind=kind, route=route, way=way)
            messages.success(request, _("บันทึกแล้ว เรื่องที่เสนอไปแล้วใช้สายเดิมจนจบ"))
            return reverse("approval:routes")

        try:
            return done(request, answered(request, act))
        except Refused as refusal:
            refuse(form, refusal)
    context = {"routes": tuple(shipped().values())}
    return shown(request, "approval/routes.html", form, context)
