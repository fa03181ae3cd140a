"""Pages of papers that are made of what an agency keeps: an edition, its files, its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import person_of
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import YearItem
from prongsai.web.disclosure.disclosure.made import FORMS, Made, MadePaper
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.answered import Answered
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import whole_number

_REFRESH_SECONDS = "3"
Attach = Callable[[int, Sequence[YearItem], Sequence[str]], Sequence[Piece]]


def edition_made(request: HttpRequest, make: Callable[[], object]) -> HttpResponse:
    """Make one more edition; the page comes back until its files are drawn."""

    def act() -> str:
        make()
        return made_address(request)

    return _done_or_refused(request, act, request.path)


def made_address(request: HttpRequest) -> str:
    """Where a page comes back to that has made an edition, which it says."""
    messages.success(request, _("ทำรายงานแล้ว กำลังทำแฟ้ม"))
    return f"{request.path}?again=1"


def until_drawn(request: HttpRequest, page: HttpResponse, made: Iterable[Made]) -> HttpResponse:
    """The page, which asks for itself again while the files of an edition are drawn."""
    if "again" in request.GET and any(one.is_open for one in made):
        page["Refresh"] = _REFRESH_SECONDS
    return page


def edition_file(row: MadePaper | None, form: str) -> HttpResponse:
    """An edition as "pdf", "docx" or "xlsx".

    Errors: Http404 where there is none.
    """
    kept = found(getattr(found(row), form, None) if form in FORMS else None)
    return file_answer(kept, saves=form != "pdf")


def may_attach(person: Actor, answers: Iterable[Answered]) -> list[Answered]:
    """The years' items of which a person may make a paper evidence."""
    return [one for one in answers if may_work_on(person, one.year, one.items, today())]


def evidence_made(
    request: HttpRequest, answers: Iterable[Answered], year: int, back: str, attach: Attach
) -> HttpResponse:
    """Make the files of an edition evidence of the items that it answers.

    Shape:  `year` is whose items are meant where the form names no other; `attach` takes the year,
            its items and the forms.
    Errors: PermissionDenied for who may not work on the items.
    """
    of_year = whole_number(request.POST.get("year", "")) or year
    items = next((one.items for one in answers if one.year == of_year), ())
    if not may_work_on(person_of(request), of_year, items, today()):
        raise PermissionDenied
    forms = ("pdf", "xlsx") if "data" in request.POST else ("pdf",)

    def act() -> str:
        made = attach(of_year, items, forms)
        told = {"codes": ", ".join(item.code for item in items), "count": len(made)}
        messages.success(request, _("ใช้เป็นหลักฐานของ %(codes)s แล้ว %(count)s แฟ้ม") % told)
        return back

    return _done_or_refused(request, act, back)


def _done_or_refused(request: HttpRequest, act: Callable[[], str], back: str) -> HttpResponse:
    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, back)
