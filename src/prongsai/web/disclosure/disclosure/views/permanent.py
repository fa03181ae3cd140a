"""The permanent address of a piece of evidence: it leads to wherever the piece is now."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from prongsai.documents.marks import qr_svg
from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure.queries.item import piece_of
from prongsai.web.disclosure.disclosure.queries.permanent import permanent_address, permanent_page
from prongsai.web.disclosure.disclosure.views.common import person_in
from prongsai.web.platform.serving import POLICY
from prongsai.web.platform.shortcuts import found
from prongsai.web.signing.publication.views.drawn import drawn_page

# Short: a move, and a link that breaks, must be known soon.
_KEPT = "public, max-age=60"


@require_safe
def permanent(request: HttpRequest, piece_id: UUID) -> HttpResponseBase:
    """A redirect while the piece is there; else a page that says what became of it."""
    page = found(permanent_page(piece_id))
    if page.leads_to:
        return _kept(HttpResponseRedirect(page.leads_to))
    agency = page.piece.agency
    status = HTTPStatus.GONE if page.piece.removed_at else HTTPStatus.NOT_FOUND
    answer = drawn_page(
        request,
        "disclosure/permanent.html",
        {"page": page, "agency": agency},
        home=reverse("publication:public", args=[agency.pk]),
        status=status,
    )
    return _kept(answer)


def _kept(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Cache-Control"] = _KEPT
    return answer


@require_safe
@needs(Right.SEE)
def qr(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """The QR of a piece's permanent address, for a poster or a paper."""
    piece = found(piece_of(person_in(request, year).agency, year, piece_id))
    response = HttpResponse(qr_svg(permanent_address(piece)), content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    return response
