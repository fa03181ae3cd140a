"""Where the day of a person begins, and the search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import Right, may
from prongsai.web.citizens.counter.rights import begins_at_counter
from prongsai.web.menu import queries
from prongsai.web.menu.frame import CITIZEN, FOLDER, GUIDES, landing_of, sections_of
from prongsai.web.platform.clock import today
from prongsai.web.platform.shortcuts import found
from prongsai.web.signing.approval.pages import named_page
from prongsai.web.year.assessment.queries import years


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """To the page where the day begins; before there is an agency, to what has to be done first."""
    if not Agency.objects.exists():
        return HttpResponseRedirect(reverse("agency:start"))
    person: Any = getattr(request, "person", None)
    if person and not may(person, Right.SEE):
        # Who has no post any more still annuls what stands in their name.
        named = named_page(person)
        if named.object_list or named.has_next():
            return HttpResponseRedirect(reverse("approval:named"))
    return _landing(request)


@needs(Right.SEE)
def _landing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    opened = years(person.agency)
    if not opened and may(person, Right.OPEN_YEAR):
        return HttpResponseRedirect(reverse("assessment:open"))
    work = reverse("ownership:work")
    address = landing_of(person, opened[0] if opened else None) or work
    if address == work and begins_at_counter(person, today()):
        address = reverse("counter:counter")
    return HttpResponseRedirect(address)


@require_safe
@needs(Right.SEE)
def search(request: HttpRequest) -> HttpResponse:
    """What is found for the words asked, by kind; without words the whole menu."""
    content = queries.search_page(
        person_of(request), request.GET.get("q", ""), request.GET.get("year", "")
    )
    return render(request, "menu/search.html", {"page": content})


@require_safe
@needs(Right.SEE)
def guides(request: HttpRequest) -> HttpResponse:
    return render(request, "menu/guides.html", {"guides": GUIDES})


@require_safe
@needs(Right.SEE)
def guide(request: HttpRequest, guide: str) -> HttpResponse:
    return render(request, "menu/guide.html", _context(guide, "ui/staff.html"))


@require_safe
def citizen_guide(_request: HttpRequest) -> HttpResponse:
    """The guide that everybody may read; like all public pages it leaves no cookie."""
    return HttpResponse(render_to_string("menu/guide.html", _context(CITIZEN, "ui/entry.html")))


def _context(key: str, frame: str) -> dict[str, Any]:
    chosen = found(next((guide for guide in GUIDES if guide.key == key), None))
    return {"guide": chosen, "sections": sections_of(key), "frame_template": frame}


@require_safe
def guide_picture(_request: HttpRequest, name: str) -> HttpResponse:
    """A picture of a guide: of a demo, so everybody may see it."""
    path = FOLDER / "pictures" / f"{name}.png"
    found(path.is_file() or None)
    answer = HttpResponse(path.read_bytes(), content_type="image/png")
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
