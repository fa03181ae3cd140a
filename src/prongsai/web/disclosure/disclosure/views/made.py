"""From a paper to the item that it answers, and from the item to the page for everybody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from prongsai.web.agency.access import person_of
from prongsai.web.agency.people import Actor
from prongsai.web.disclosure.disclosure.items import PREPARES, MadePaper
from prongsai.web.disclosure.disclosure.models import Piece
from prongsai.web.disclosure.disclosure.queries.works import Answered
from prongsai.web.disclosure.disclosure.rights import may_work_on
from prongsai.web.disclosure.disclosure.views.board import item_url
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.sending import pressed
from prongsai.web.platform.typed import whole_number

Attach = Callable[..., Sequence[Piece]]
_EVIDENCE = "evidence_of"


def edition_made(request: HttpRequest, make: Callable[[], object]) -> HttpResponse:
    """Make one more edition; the page comes back until its files are drawn."""

    def make_edition() -> str:
        make()
        return made_address(request)

    return pressed(request, make_edition, request.path)


def made_address(request: HttpRequest, evidence: Answered | None = None) -> str:
    """Where a page comes back to that has made an edition, which it says; `to_item` goes on."""
    messages.success(request, _("ทำรายงานแล้ว กำลังทำไฟล์"))
    more = f"&{_EVIDENCE}={evidence.year}" if evidence is not None else ""
    return f"{request.path}?again=1{more}"


def evidence_asked(request: HttpRequest, answers: Iterable[Answered]) -> Answered | None:
    """The year's items whose evidence an edition becomes as soon as it is drawn; None for none."""
    year = (request.POST or request.GET).get(_EVIDENCE, "")
    return next((answered for answered in answers if str(answered.year) == year), None)


def to_item(
    request: HttpRequest, wanted: Answered | None, made: Sequence[MadePaper]
) -> HttpResponse | None:
    """To the first item, once the newest edition is its evidence."""
    if wanted is None or not made or wanted.year not in made[0].years:
        return None
    return done(request, item_url(wanted.year, wanted.items[0].code))


def may_attach(person: Actor, answers: Iterable[Answered]) -> list[Answered]:
    """The years' items of which a person may make a paper evidence."""
    return [
        answered
        for answered in answers
        if may_work_on(person, answered.year, answered.items, today())
    ]


def evidence_made(
    request: HttpRequest, answers: Iterable[Answered], year: int, back: str, attach: Attach
) -> HttpResponse:
    """Make the files of an edition evidence of the items that it answers; the first is shown next.

    Shape:  `year` is whose items are meant where the form names no other; `attach` takes `year`,
            its `items` and the `forms`.
    Errors: PermissionDenied for who may not work on the items.
    """
    of_year = whole_number(request.POST.get("year", "")) or year
    items = next((answered.items for answered in answers if answered.year == of_year), ())
    if not may_work_on(person_of(request), of_year, items, today()):
        raise PermissionDenied
    forms = ("pdf", "xlsx") if "data" in request.POST else ("pdf",)

    def attach_files() -> str:
        made = attach(year=of_year, items=items, forms=forms)
        details = {"codes": ", ".join(item.code for item in items), "count": len(made)}
        messages.success(request, _("ใช้เป็นหลักฐานของ %(codes)s แล้ว %(count)s ไฟล์") % details)
        return item_url(of_year, items[0].code) if items else back

    return pressed(request, attach_files, back)


def prepared(request: HttpRequest, year: int) -> str:
    """Prepare the ITA page; where it is submitted."""
    number, address = PREPARES[0](person_of(request), year)
    messages.success(request, _("เตรียมฉบับที่ %(number)s แล้ว ตรวจ แล้วเสนอผู้บริหาร") % {"number": number})
    return address
