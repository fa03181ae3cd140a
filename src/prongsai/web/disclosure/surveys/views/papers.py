"""What is printed for a survey: cards, posters, forms."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.documents.handouts import Place, Size, cards_pdf, form_pdf, poster_pdf
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.surveys.models import Point, Survey
from prongsai.web.disclosure.surveys.queries.answers import form_of, is_short
from prongsai.web.disclosure.surveys.rights import survey_of
from prongsai.web.disclosure.surveys.services.planning import print_cards
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.language import in_language
from prongsai.web.platform.shortcuts import found


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def cards(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The cards of a survey, once: nobody can print these again."""
    person = person_of(request)
    survey = found(survey_of(person, survey_id))
    point = found(survey.points.first())
    try:
        drawn = print_cards(person, survey)
    except ProngsaiError as refusal:
        messages.error(request, in_language(refusal.message))
        return done(request, reverse("surveys:survey", args=[survey.pk]))
    return _pdf(cards_pdf(_place(survey, point), drawn), "cards")


@require_safe
@needs(Right.KEEP_SURVEYS)
def form(request: HttpRequest, survey_id: UUID, survey_point_id: UUID) -> HttpResponse:
    """The questions on paper."""
    survey = found(survey_of(person_of(request), survey_id))
    place = _place(survey, found(survey.points.filter(pk=survey_point_id).first()))
    return _pdf(form_pdf(place, form_of(survey), with_card=survey.asks_for_cards), "form")


@require_safe
@needs(Right.KEEP_SURVEYS)
def poster(request: HttpRequest, survey_id: UUID, survey_point_id: UUID, size: str) -> HttpResponse:
    """A poster or sticker of one point."""
    survey = found(survey_of(person_of(request), survey_id))
    place = _place(survey, found(survey.points.filter(pk=survey_point_id).first()))
    if size not in list(Size):
        raise Http404
    return _pdf(poster_pdf(place, Size(size)), f"poster-{size}")


def _place(survey: Survey, point: Point) -> Place:
    # What is printed leads to where people find the site, not to where its keeper sits.
    address = f"{site_address()}{reverse('surveys:answer', args=[point.code])}"
    asked = form_of(survey)
    return Place(
        survey.agency.name, survey.name, point.name, address, asked.label.th, today(),
        is_short=is_short(asked), is_own=not survey.is_rehearsal,
    )  # fmt: skip


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
