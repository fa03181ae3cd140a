"""What the pages of the disclosure share: the year, the item, and a form that was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.errors import ProngsaiError
from prongsai.core.personal_data import personal_data
from prongsai.web.agency.access import person_of
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.disclosure.items import YearItem, items_of
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.item import items_of_piece, piece_of
from prongsai.web.disclosure.disclosure.rights import may_keep_all, may_work_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.analysis.views import check_opened


def person_in(request: HttpRequest, year: int) -> Actor:
    """The person of a request for an opened year.

    Errors: Http404 where the agency has not opened it.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    return person


def own_item(request: HttpRequest, year: int, code: str) -> YearItem:
    """An item that the person may work on.

    Errors: Http404 where the year has no such item; PermissionDenied where it is another's.
    """
    person = person_in(request, year)
    item = found(items_of(person.agency, year).item(code))
    check_own(person, year, [item])
    return item


def own_piece(request: HttpRequest, year: int, piece_id: UUID) -> Piece:
    """A piece that the person may change: all the items that it serves must be theirs.

    Errors: Http404 for another agency's; PermissionDenied where one item is another's, or is none
            of the year any more: that is for who keeps the whole disclosure.
    """
    person = person_in(request, year)
    piece = found(piece_of(person.agency, year, piece_id))
    items = items_of(person.agency, year)
    served = items_of_piece(items, piece)
    is_whole = bool(served) and all(row.item in items.codes for row in piece.items.all())
    if not is_whole and not may_keep_all(person):
        raise PermissionDenied
    check_own(person, year, served)
    return piece


def check_own(person: Actor, year: int, items: Iterable[YearItem]) -> None:
    """Go on only where a person may work on each of some items.

    Errors: PermissionDenied.
    """
    if not may_work_on(person, year, items, today()):
        raise PermissionDenied


def sent(
    request: HttpRequest, form: BaseForm, act: Callable[[], None], address: str
) -> HttpResponse | None:
    """What a sound form answers; None where the page must show what was refused."""
    if not form.is_valid():
        return None

    def acted() -> str:
        act()
        return address

    try:
        return done(request, answered(request, acted))
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return None


def acted(request: HttpRequest, act: Callable[[], str], address: str) -> HttpResponse:
    """What a button answers; a refusal is told on the page that it was pressed on."""
    try:
        return done(request, answered(request, act))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        return done(request, address)


def tell_personal(request: HttpRequest, *texts: str) -> None:
    """Say what of a person stands in texts that leave the agency; they are kept as typed."""
    agency = person_of(request).agency
    own = [one for one in (agency.telephone, agency.email) if one]
    for hit in (hit for text in texts for hit in personal_data(text, own)):
        told = {"what": in_language(hit.kind.label), "quote": hit.masked}
        messages.warning(
            request, _("มี%(what)s “%(quote)s” ข้อความนี้ออกนอกหน่วยงาน เอาออกถ้าเป็นของบุคคล") % told
        )


def offered_units(agency: Agency, piece: Piece | None = None) -> QuerySet[Unit]:
    """The units that evidence may come from: open ones, and the one that a piece names already."""
    named = piece.unit_id if piece is not None else None
    return Unit.objects.filter(Q(is_closed=False) | Q(pk=named), agency=agency)


def item_url(year: int, code: str) -> str:
    """An item's page."""
    return reverse("disclosure:item", args=[year, code])
