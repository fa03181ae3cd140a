"""What the pages of the registers share: the register of a request, and buttons that may fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import ngettext

from prongsai.core.errors import ProngsaiError
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, personal_faults
from prongsai.web.agency.access import person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.refusals import Refused
from prongsai.web.disclosure.registers.models import RegisterRow
from prongsai.web.disclosure.registers.queries.catalogue import register_of
from prongsai.web.disclosure.registers.queries.row import row_of
from prongsai.web.disclosure.registers.rights import seen_by, written_by
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.analysis.views import check_opened

_MOST_TOLD = 5


def opened(request: HttpRequest, year: int, key: str) -> tuple[Actor, Register]:
    """The person and the register of a request.

    Errors: Http404 where there is no such register, or the year is not open; PermissionDenied
            where the person sees none of its rows.
    """
    person = person_of(request)
    check_opened(person.agency, year)
    register = found(register_of(person.agency, key))
    if not seen_by(person, register, today()):
        raise PermissionDenied
    return person, register


def writer(request: HttpRequest, year: int, key: str) -> tuple[Actor, Register]:
    """The same, where the person writes some of its rows.

    Errors: as `opened`; PermissionDenied for who writes none.
    """
    person, register = opened(request, year, key)
    if not written_by(person, register, today()):
        raise PermissionDenied
    return person, register


def opened_row(
    request: HttpRequest, year: int, key: str, row_id: UUID
) -> tuple[Actor, Register, RegisterRow]:
    """The same with one of its rows.

    Errors: as `opened`; Http404 for a row that the person does not see.
    """
    person, register = opened(request, year, key)
    return person, register, found(row_of(person, register, year, row_id, today()))


def sent(request: HttpRequest, form: BaseForm, act: Callable[[], str]) -> HttpResponse | None:
    """What a sound form answers; None where the page must show what was refused."""
    if not form.is_valid():
        return None
    try:
        return done(request, answered(request, act))
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


def register_url(year: int, key: str) -> str:
    """A register's page."""
    return reverse("registers:register", args=[year, key])


def row_url(year: int, key: str, row_id: UUID) -> str:
    """A row's page."""
    return reverse("registers:row", args=[year, key, row_id])


def tell_personal(
    request: HttpRequest, register: Register, rows: Iterable[tuple[str, Row]]
) -> None:
    """Say what of a person stands in free texts of rows; it is kept as it was typed.

    Shape:  each row with what it is called, "" where there is but one.
    """
    found = [
        f"{name}: {in_language(fault.message)}" if name else in_language(fault.message)
        for name, row in rows
        for fault in personal_faults(register, row)
    ]
    for words in found[:_MOST_TOLD]:
        messages.warning(request, words)
    more = len(found) - _MOST_TOLD
    if more > 0:
        words = ngettext("และอีก %(count)s แห่ง", "และอีก %(count)s แห่ง", more)
        messages.warning(request, words % {"count": more})
