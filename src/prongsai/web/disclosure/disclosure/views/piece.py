"""One piece of evidence: shown, changed, renewed, removed, brought back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.disclosure.disclosure.forms.items import PieceForm
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.item import items_of_piece, piece_of
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.disclosure.views.common import (
    acted,
    check_own,
    item_url,
    offered_units,
    own_piece,
    person_in,
    sent,
    tell_personal,
)
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.signing.evidence.views.showing import sent_file


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def edit(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """What is said of a piece, and which items it serves."""
    piece = own_piece(request, year, piece_id)
    person = person_of(request)
    items = items_of(person.agency, year)
    served = items_of_piece(items, piece)
    units = offered_units(person.agency, piece)
    form = PieceForm.of(piece, items, served, units, request.POST or None)
    back = _back(year, piece)
    if request.method == "POST" and form.is_valid():
        check_own(person, year, form.cleaned_data["items"])

        def act() -> None:
            chosen = form.cleaned_data["items"]
            pieces.change(
                piece, by=person, words=form.words(), items=chosen,
                address=form.cleaned_data.get("address", ""), seen=form.cleaned_data["seen"],
            )  # fmt: skip
            messages.success(request, _("แก้หลักฐานแล้ว"))
            tell_personal(request, piece.title)

        answer = sent(request, form, act, back)
        if answer is not None:
            return answer
        form.has_been_told(pieces.standing(found(piece_of(person.agency, year, piece_id))))
    context = {"piece": piece, "year": year, "served": served, "back": back}
    return shown(request, "disclosure/piece.html", form, context)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """The file of a piece, saved and never run."""
    piece = found(piece_of(person_in(request, year).agency, year, piece_id))
    if piece.file is None:
        raise Http404
    return sent_file(request, piece.file, inline=False)


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """Take a piece away; the page that follows can undo it."""
    piece = own_piece(request, year, piece_id)

    def act() -> str:
        pieces.remove(piece, by=person_of(request))
        return f"{_back(year, piece)}?removed={piece.pk}"

    return acted(request, act, _back(year, piece))


@require_POST
@needs(Right.SEE)
def restore(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """Bring a removed piece back."""

    def act(piece: Piece) -> None:
        if pieces.restore(piece, by=person_of(request)):
            messages.success(request, _("นำ “%(title)s” กลับมาแล้ว") % {"title": piece.title})

    return _acted(request, year, piece_id, act)


@require_POST
@needs(Right.SEE)
def renew(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """Say that a piece of a former year is of this one now."""

    def act(piece: Piece) -> None:
        if pieces.renew(piece, by=person_of(request)):
            messages.success(request, _("นับเป็นหลักฐานของปี %(year)s แล้ว") % {"year": year})

    return _acted(request, year, piece_id, act)


def _acted(
    request: HttpRequest, year: int, piece_id: UUID, act: Callable[[Piece], None]
) -> HttpResponse:
    piece = own_piece(request, year, piece_id)

    def act_on_it() -> str:
        act(piece)
        return f"{_back(year, piece)}#evidence"

    return acted(request, act_on_it, _back(year, piece))


def _back(year: int, piece: Piece) -> str:
    """The page of the first item that a piece serves."""
    served = items_of_piece(items_of(piece.agency, year), piece)
    return item_url(year, served[0].code) if served else reverse("disclosure:board", args=[year])
