"""The revisions of a year's scores: listed, compared, made to stand again, taken along."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from prongsai.core.errors import Misuse
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.htmx import done, page
from prongsai.web.platform.typed import whole_number
from prongsai.web.year.scoring import queries, services
from prongsai.web.year.scoring.exports import SCORE_FORMS, scores_file, template_file
from prongsai.web.year.scoring.pages import frame_of, revision_page, scores_page
from prongsai.web.year.scoring.views.common import error_words, known_year


@require_GET
@needs(Right.SEE)
def scores(request: HttpRequest, year: int) -> HttpResponse:
    """All revisions, the standing one first; what to do where there is none."""
    return page(request, "scoring/scores.html", scores_page(person_of(request), known_year(year)))


@require_GET
@needs(Right.SEE)
def revision(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One revision, and what differs from another."""
    other = whole_number(request.GET.get("with", ""))
    found = revision_page(person_of(request), known_year(year), number, other)
    if found is None:
        raise Http404
    return page(request, "scoring/revision.html", found)


@require_POST
@needs(Right.IMPORT_SCORES)
def restore(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Make a former revision stand again."""
    person = person_of(request)
    score_year = known_year(year) - 1
    # Kept with the revision, whoever reads it: in the language of the product.
    source = f"คืนค่าจากฉบับที่ {number}"
    try:
        made = services.restore(
            person.agency, by=person, score_year=score_year, number=number, source=source
        )
    except Misuse as error:
        messages.error(request, error_words(error))
    else:
        if made is None:
            messages.info(request, _("คะแนนเหมือนฉบับที่ใช้อยู่แล้ว ไม่มีอะไรเปลี่ยน"))
        else:
            words = _("ใช้คะแนนของฉบับที่ %(former)d แล้ว เป็นฉบับที่ %(number)d")
            messages.success(request, words % {"former": number, "number": made.number})
    return done(request, reverse("scoring:scores", args=[year]))


@require_GET
@needs(Right.SEE)
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    """The standing scores as a file."""
    agency = person_of(request).agency
    score_year = known_year(year) - 1
    has_rules = frame_of(agency, score_year).framework is not None
    held = queries.current_scores(agency, score_year) if has_rules else None
    if held is None or form not in SCORE_FORMS:
        raise Http404
    return scores_file(held, form).response()


@require_GET
@needs(Right.SEE)
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The empty score sheet of the year to fill in."""
    made = template_file(frame_of(person_of(request).agency, known_year(year) - 1))
    if made is None:
        raise Http404
    return made.response()
