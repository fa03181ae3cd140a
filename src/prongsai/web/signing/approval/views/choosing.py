"""The routes of an agency's kinds of papers, and the routes that it makes itself."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.db.models import Manager
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from prongsai.core.approval.routes import shipped
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.rows import MORE, Rows
from prongsai.web.platform.sending import remove_or_restore, sent, tried
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.signing.approval.forms import RouteForm, RoutesForm, RouteStepForm
from prongsai.web.signing.approval.models import OwnRoute
from prongsai.web.signing.approval.routes import (
    kind_lines,
    own_routes,
    signing_posts,
    stopping_steps,
    title_of_the_chief,
)
from prongsai.web.signing.approval.services import choosing
from prongsai.web.signing.approval.services.choosing import RouteDraft


@require_http_methods(["GET", "POST"])
@needs(Right.CHOOSE_ROUTES)
def routes(request: HttpRequest) -> HttpResponse:
    """For each kind of paper its route, and whether it is signed in the system or on paper."""
    person = person_of(request)
    lines = kind_lines(person.agency)
    form = RoutesForm(lines, request.POST or None)

    def choose_routes() -> str:
        for kind, route, way in form.chosen():
            choosing.choose(person.agency, by=person, kind=kind, route=route, way=way)
        messages.success(request, _("บันทึกแล้ว เรื่องที่เสนอไปแล้วใช้สายเดิมจนจบ"))
        return reverse("approval:routes")

    return sent(request, form, choose_routes) or shown(
        request,
        "approval/routes.html",
        form,
        {
            "routes": tuple(shipped().values()),
            "own": own_routes(person.agency, lines),
            "stops": stopping_steps(person.agency, lines, today()),
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Right.CHOOSE_ROUTES)
def add(request: HttpRequest) -> HttpResponse:
    """A new route of the agency's own."""
    person = person_of(request)

    def make_route(draft: RouteDraft, seen: int) -> None:
        del seen
        choosing.make(person.agency, by=person, draft=draft)
        messages.success(request, _("ตั้งสายแล้ว เลือกว่าเอกสารชนิดใดใช้สายนี้"))

    return _form(request, None, make_route)


@require_http_methods(["GET", "POST"])
@needs(Right.CHOOSE_ROUTES)
def edit(request: HttpRequest, route_id: UUID) -> HttpResponse:
    person = person_of(request)
    route = _route(request, route_id)

    def change_route(draft: RouteDraft, seen: int) -> None:
        choosing.edit(route, by=person, seen=seen, draft=draft)
        messages.success(request, _("บันทึกแล้ว เรื่องที่เสนอไปแล้วใช้สายเดิมจนจบ"))

    return _form(request, route, change_route)


@require_POST
@needs(Right.CHOOSE_ROUTES)
def remove(request: HttpRequest, route_id: UUID) -> HttpResponse:
    """Take a route away, or bring it back."""
    person, route = person_of(request), _route(request, route_id, OwnRoute.with_removed)
    change = partial(choosing.remove, route, by=person)
    words = _("ลบสาย “%(name)s” แล้ว") % {"name": route.label}
    return remove_or_restore(request, change, reverse("approval:routes"), words)


def _route(
    request: HttpRequest, route_id: UUID, routes: Manager[OwnRoute] = OwnRoute.objects
) -> OwnRoute:
    rows = routes.filter(agency=person_of(request).agency, pk=route_id)
    return found(rows.prefetch_related("steps__position").first())


def _form(
    request: HttpRequest, route: OwnRoute | None, act: Callable[[RouteDraft, int], None]
) -> HttpResponse:
    """The form of a route with its rows; what is refused comes back as typed."""
    agency = person_of(request).agency
    given = {"posts": signing_posts(agency)}
    if request.method != "POST":
        initial = {"seen": route.revision, "label": route.label} if route else {"seen": 0}
        steps = route.steps.all() if route else ()
        posts = [RouteStepForm.typed(step.position) for step in steps]
        rows = Rows(RouteStepForm, "step", initial=posts, given=given)
        return _show_route(request, RouteForm(initial=initial), rows, route)
    form = RouteForm(request.POST)
    rows = Rows(RouteStepForm, "step", data=request.POST, given=given)
    if MORE in request.POST:
        form = RouteForm(initial=request.POST.dict())
        return _show_route(request, form, rows.with_more(request.POST), route)
    is_valid = rows.is_valid()
    rows.tell(form)
    if form.is_valid() and is_valid:
        typed = form.cleaned_data
        chosen = tuple(row.position for row in rows.filled() if isinstance(row, RouteStepForm))
        draft = RouteDraft(typed["label"], chosen)

        def once() -> str:
            act(draft, form.revision)
            return reverse("approval:routes")

        if answer := tried(request, form, once):
            return answer
        if route is not None:
            # What was typed counts against what stands now: sent again, it is the writer's wish.
            route.refresh_from_db(fields=["revision"])
            form.see(route.revision)
    return _show_route(request, form, rows, route)


def _show_route(
    request: HttpRequest, form: RouteForm, rows: Rows, route: OwnRoute | None
) -> HttpResponse:
    decides = title_of_the_chief(person_of(request).agency)
    context = {"rows": rows, "route": route, "decides": decides}
    return shown(request, "approval/route_form.html", form, context)
