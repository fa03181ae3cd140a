"""Views of a list that a person keeps under a name."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.registers.forms import ViewForm, asked_of
from prongsai.web.disclosure.registers.queries.views import own_view
from prongsai.web.disclosure.registers.services import views as services
from prongsai.web.disclosure.registers.views.common import acted, opened, register_url
from prongsai.web.platform.htmx import done
from prongsai.web.platform.shortcuts import found


@require_POST
@needs(Right.SEE)
def save(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Keep the list as it is narrowed and sorted."""
    person, register = opened(request, year, key)
    asked = asked_of(request.POST)
    form = ViewForm(register, request.POST)
    address = f"{register_url(year, key)}?{urlencode(asked.told)}"
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["name"])))
        return done(request, address)

    def act() -> str:
        services.save(
            person, register, name=form.cleaned_data["name"], asked=asked,
            is_shared=bool(form.cleaned_data.get("is_shared")),
        )  # fmt: skip
        messages.success(request, _("บันทึกมุมมองแล้ว"))
        return address

    return acted(request, act, address)


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, year: int, key: str, view_id: UUID) -> HttpResponse:
    """Forget a view that the person saved."""
    person, register = opened(request, year, key)
    view = found(own_view(person, register, view_id))
    address = register_url(year, key)

    def act() -> str:
        view.delete()
        messages.success(request, _("ลบมุมมองแล้ว"))
        return address

    return acted(request, act, address)
