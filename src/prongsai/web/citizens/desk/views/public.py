"""The desk for everybody: without sign-in, cookies or scripts; nothing of who writes is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from http import HTTPStatus
from secrets import token_hex
from string import hexdigits
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from msgspec import Struct

from prongsai.core.desk.model import MOST_PHOTOS, Audience, CaseKind, Channel
from prongsai.core.desk.ways import NewsWay
from prongsai.core.errors import ProngsaiError
from prongsai.core.slips import printed_slip
from prongsai.documents.marks import qr_of_number
from prongsai.web.agency.models import Agency
from prongsai.web.citizens.desk.guarding import (
    GUARD,
    SentForm,
    mark_of,
    new_receipt,
    opened_at,
    told_in,
)
from prongsai.web.citizens.desk.hooks import beside_of
from prongsai.web.citizens.desk.models import Case, CasePhoto, DeskMap
from prongsai.web.citizens.desk.pictures import (
    MAP,
    PHOTOS,
    WIDTH,
    MapPoint,
    Sent,
    held_of,
    is_pressed,
    map_in_use,
    point_in,
    read_address,
    redrawn,
    shown_map,
    thumbnail,
    typed_in,
)
from prongsai.web.citizens.desk.public_forms import (
    CaseForm,
    RateForm,
    ReceiptForm,
    ReplyForm,
    WayForm,
)
from prongsai.web.citizens.desk.queries import case_by_receipt, case_page, told_photo_of
from prongsai.web.citizens.desk.rights import (
    is_read,
    kind_in,
    kinds_of,
    offered,
    posts_of_readers,
    shut_kinds,
)
from prongsai.web.citizens.desk.services import news, receiving, working
from prongsai.web.citizens.desk.services.news import telling_of, ways_of
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.address import address_for_others, is_local, site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.language import asked_alone, reader_language
from prongsai.web.platform.sending import unkept
from prongsai.web.platform.serving import POLICY
from prongsai.web.platform.short_way import for_everybody
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.templatetags.ui import thai_date
from prongsai.web.platform.typesetting import filled
from prongsai.web.signing.publication.views import is_copy, public_agency

# So many digits of an agency's key tell it from all others of a site.
_SHORT_KEY = 8
_CHOOSE_AGAIN = gettext_lazy("เลือกภาพอีกครั้งก่อนส่ง มีภาพที่อ่านไม่ได้หรือใหญ่เกินกว่าจะเก็บไว้ในหน้านี้")
_KEY = re.compile(r"[0-9a-f]{32}")


@for_everybody
@require_safe
def desk(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Which matters can be brought, and where a receipt is read."""
    agency = public_agency(agency_id)
    kinds, closed = offered(agency, today()), shut_kinds(agency)
    context = {
        "citizens": [kind for kind in kinds if kind.audience is Audience.CITIZENS],
        "staff": [kind for kind in kinds if kind.audience is Audience.STAFF],
        "is_whole": is_read(agency, today()),
        "shut": [(kind, closed[kind.key]) for kind in kinds_of(agency.pk) if kind.key in closed],
    }
    return drawn(request, agency, "desk/public.html", context)


class _Page(Struct):
    """The page of a kind with what was sent to it.

    Shape:  `once` is the form's own key; `map` the one that was pressed, None for none.
    """

    agency: Agency
    kind: CaseKind
    sent: Sent
    form: CaseForm
    once: str
    map: DeskMap | None

    @property
    def typed(self) -> QueryDict:
        return self.sent.typed

    @property
    def point(self) -> MapPoint | None:
        return point_in(self.typed, self.map)


# No cookie tells who writes here: another site has nothing to use in a reader's name.
@for_everybody
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, agency_id: UUID, kind: str) -> HttpResponseBase:
    """Bring a matter; the answer shows its receipt, the same again where it was sent twice."""
    agency, sort = public_agency(agency_id), kind_in(agency_id, kind)
    # Behind a copy as files nobody takes it in.
    if sort is None or is_copy(request):
        raise Http404
    sent = typed_in(request, sort.photos)
    # Whether the kind is shut is asked while it is taken in, and before its form is drawn.
    if sort.restricted and not is_read(agency, today()):
        return _shut(request, agency, sort, sent.typed)
    page = _page(request, agency, sort, sent)
    if page.form.is_valid():
        try:
            case, receipt = _take_in(page)
        except receiving.Shut:
            return _shut(request, agency, sort, sent.typed)
        except ProngsaiError as error:
            refuse(page.form, error)
        else:
            photos = case.photos.count() if sent.photos else 0
            return _receipt(request, agency, case, receipt, photos, page.form.way)
    if sort.key in shut_kinds(agency):
        return _shut(request, agency, sort, sent.typed)
    return _drawn(request, page)


def _page(request: HttpRequest, agency: Agency, kind: CaseKind, sent: Sent) -> _Page:
    typed, ways = sent.typed, ways_of(kind)
    has_point = kind.point and (is_pressed(typed) or MAP in typed)
    if is_pressed(typed):
        form = CaseForm(kind, initial=typed.dict(), ways=ways)
    else:
        form = CaseForm(kind, typed if request.method == "POST" else None, ways=ways)
    if sent.refusal and form.errors is not None:  # whatever else is wrong is told beside it
        form.add_error(PHOTOS if sent.about_photos else None, sent.refusal)
    once = typed.get("once", "")
    once = once if _KEY.fullmatch(once) else token_hex(16)
    return _Page(agency, kind, sent, form, once, map_in_use(agency) if has_point else None)


def _take_in(page: _Page) -> tuple[Case, str]:
    """Keep what was sent; the case with its receipt."""
    agency, kind, form, point = page.agency, page.kind, page.form, page.point
    place = {MAP: f"{point.across} {point.down}"} if point else {}
    typed = told_in({**form.values, **place}, [photo.data for photo in page.sent.photos])
    receipt = new_receipt(agency, page.once, typed)
    opened = page.typed.get("opened", "")
    sent_form = SentForm(agency.pk, page.once, f"{kind.key}:{typed}", opened)
    again_of = None if kind.each_counts else GUARD.again_of(sent_form)
    GUARD.admit(sent_form)
    photos = [redrawn(photo.name, photo.data) for photo in page.sent.photos]
    brought = receiving.Brought(
        form.values, receipt, channel=Channel.WEB, photos=photos, point=point,
        way=form.way, language=reader_language(), again_of=again_of,
    )  # fmt: skip
    case = receiving.receive(agency, kind, brought)
    GUARD.used(sent_form, case.pk)
    return case, receipt


def _drawn(request: HttpRequest, page: _Page) -> HttpResponseBase:
    agency, kind, form = page.agency, page.kind, page.form
    is_asked, point = is_pressed(page.typed), page.point
    row = page.map or (map_in_use(agency) if kind.point else None)
    held = held_of(agency, page.sent.photos)
    if not held.is_whole and not is_asked and form.errors:
        form.add_error(PHOTOS, _CHOOSE_AGAIN)
    context = {
        "kind": kind,
        "readers": posts_of_readers(agency, today()) if kind.restricted else (),
        "form": form,
        **_form_keys(agency, page.once, page.typed.get("opened", "")),
        "map": shown_map(row, WIDTH, point) if row else None,
        "is_unpointed": is_asked and point is None,
        "held": held.photos,
        "is_without_photos": is_asked and not held.is_whole,
    }
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    return unkept(drawn(request, agency, "desk/bring.html", context, status))


def _form_keys(agency: Agency, once: str, opened: str) -> Mapping[str, str]:
    """The key of a form and the mark of when it was opened; new ones for one that was used."""
    if GUARD.is_used(agency.pk, once):
        once = token_hex(16)
    is_ours = opened_at(agency.pk, once, opened) is not None
    return {"once": once, "opened": opened if is_ours else mark_of(agency.pk, once)}


@for_everybody
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """How a matter goes, for who has its receipt; add to it, rate it, bring it again."""
    agency = public_agency(agency_id)
    if is_copy(request):
        raise Http404
    sent = typed_in(request, MOST_PHOTOS)
    is_sent = request.method == "POST" and (not sent.refusal or "receipt" in sent.typed)
    form = ReceiptForm(sent.typed if is_sent else None)
    context: dict[str, Any] = {}
    if form.is_valid():
        receipt = form.cleaned_data["receipt"]
        case = case_by_receipt(agency, receipt)
        if case is None:
            form.add_error("receipt", gettext("ไม่พบเรื่องของเลขนี้ที่หน่วยงานนี้ ตรวจตัวเลขกับใบรับอีกครั้ง"))
        else:
            context = {**_followed(case, sent), "receipt": receipt}
    if sent.refusal and "page" not in context:
        form = ReceiptForm({})
        form.errors.clear()
        form.add_error(None, sent.refusal)
    status = UNPROCESSABLE if form.errors or context.get("failed") else HTTPStatus.OK
    return unkept(drawn(request, agency, "desk/follow.html", {"form": form, **context}, status))


@require_safe
def short(request: HttpRequest, agency_key: str) -> HttpResponseBase:
    """The way from the short address of a receipt to where its matter is followed."""
    is_key = len(agency_key) == _SHORT_KEY and set(agency_key) <= set(hexdigits.lower())
    rows = list(Agency.objects.filter(pk__startswith=agency_key)[:2]) if is_key else []
    # Two agencies with one key would be a wrong way for one of them.
    agency = found(rows[0] if len(rows) == 1 else None)
    asked = "?language=en" if request.GET.get("language") == "en" else ""
    return unkept(HttpResponseRedirect(f"{reverse('desk:follow', args=[agency.pk])}{asked}"))


def _followed(case: Case, sent: Sent) -> Mapping[str, Any]:
    """A case as who brought it reads it, after what was pressed."""
    forms = {
        "reply": ReplyForm(kind_in(case.agency_id, case.kind)),
        "way": _way_form(case, None),
        **_perform(case, sent),
    }
    case.refresh_from_db()
    telling = telling_of(case)
    if telling and not telling.is_failed and not forms.get("failed"):
        # Told already: nothing to fill in until it went wrong, or was turned off.
        forms["way"] = None
    page, others = case_page(case, of_public=True), beside_of(case)
    return {**forms, "page": page, "others": others, "telling": telling}


@for_everybody
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def told_of_news(request: HttpRequest, agency_id: UUID, key: UUID) -> HttpResponseBase:
    """Where a message leads: the receipt is asked for, or no more are wanted."""
    agency = public_agency(agency_id)
    if is_copy(request):
        raise Http404
    is_stopped = request.method == "POST"
    if is_stopped:
        news.stop(agency, key)
    context = {"form": ReceiptForm(), "is_stopped": is_stopped}
    return unkept(drawn(request, agency, "desk/news.html", context))


@require_safe
def told_photo(_request: HttpRequest, agency_id: UUID, token: str) -> HttpResponse:
    """A photo of an answer, by the address that the page of its receipt gave a while ago."""
    agency, place = public_agency(agency_id), read_address(token)
    return photo_answer(found(told_photo_of(agency, *place) if place else None))


def photo_answer(photo: CasePhoto, *, is_small: bool = False) -> HttpResponse:
    """The pixels; nothing on their way keeps them."""
    response = picture_answer(thumbnail(photo.data) if is_small else photo.data, "no-store")
    response["X-Robots-Tag"] = "noindex"
    return response


def picture_answer(data: bytes | memoryview[int], caching: str) -> HttpResponse:
    """A picture of our own making, of which nothing is run."""
    response = HttpResponse(bytes(data), content_type="image/jpeg")
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = caching
    return response


def _receipt(
    request: HttpRequest, agency: Agency, case: Case, receipt: str, photos: int, way: NewsWay | None
) -> HttpResponseBase:
    follow = follow_address(request, agency)
    told_by = way.kind.label if way else None

    def draw(words: Mapping[str, str]) -> HttpResponseBase:
        context = {"follow": follow, "photos": photos, "told_by": told_by, **words}
        return unkept(drawn(request, agency, "desk/receipt.html", context))

    row = repr([value for name, value in vars(agency).items() if name != "_state"])
    address = request.build_absolute_uri()
    key = (address, get_language(), site_address(), row, photos, way and way.kind)
    return filled(key, draw, receipt_words(case, receipt, follow))


def follow_address(request: HttpRequest, agency: Agency) -> str:
    """Where who has a receipt of an agency follows the matter, in the language of now."""
    site = f"{request.scheme}://{request.get_host()}"
    if is_local(site):
        # Where the office itself opens the site nobody else finds it.
        site = address_for_others() or site
    return _follow_address(site, agency.pk, asked_alone())


@lru_cache(maxsize=200)
def _follow_address(site: str, agency: UUID, asked: str) -> str:
    return f"{site}{reverse('desk:short', args=[str(agency)[:_SHORT_KEY]])}{asked}"


def receipt_words(case: Case, receipt: str, follow: str) -> Mapping[str, str]:
    """What a receipt says: the number behind the mark of an address is sent to no server."""
    return {
        "subject": case.subject,
        "number": case.printed_number,
        "day": thai_date(case.day),
        "due": thai_date(case.due_on),
        "receipt": printed_slip(receipt),
        "picture": mark_safe(qr_of_number(f"{follow}#", receipt)),  # noqa: S308 - drawn by us
    }


def _perform(case: Case, sent: Sent) -> Mapping[str, Any]:
    """What a button of the page did, or the form with what was refused."""
    act = sent.typed.get("act", "")
    if act == "rate":
        rating = RateForm(sent.typed)
        if not rating.is_valid():
            return {"rating": rating, "failed": True}
        points = rating.cleaned_data["points"]
        return _try(rating, "rating", "is_done", lambda: working.rate(case, points=points))
    if act in ("reply", "reopen"):
        return _add(case, sent, working.reply if act == "reply" else working.reopen)
    return _told_of_news(case, act, sent)


def _told_of_news(case: Case, act: str, sent: Sent) -> Mapping[str, Any]:
    """What the buttons do that say whether, and where, to tell of news."""
    if act == "tell-no":
        news.change(case, None)
        return {"is_untold": True}
    form = _way_form(case, sent.typed) if act == "tell" else None
    if form is None:
        return {}
    if not form.is_valid():
        return {"way": form, "failed": True}
    change = partial(news.change, case, form.way, reader_language())
    return _try(form, "way", "is_told", change)


def _add(case: Case, sent: Sent, act: Callable[..., None]) -> Mapping[str, Any]:
    """What a citizen adds to a case, or why it is brought again."""
    form = ReplyForm(kind_in(case.agency_id, case.kind), sent.typed)
    field = PHOTOS if PHOTOS in form.fields else None
    if sent.refusal:
        form.add_error(field, sent.refusal)
    if not form.is_valid():
        held = held_of(case.agency, sent.photos)
        if not (held.is_whole or sent.refusal):
            form.add_error(field, _CHOOSE_AGAIN)
        return {"reply": form, "failed": True, "held": held.photos}

    def add() -> None:
        photos = [redrawn(photo.name, photo.data) for photo in sent.photos]
        act(case, text=form.cleaned_data["text"], photos=photos)

    return _try(form, "reply", "is_done", add)


def _way_form(case: Case, data: QueryDict | None) -> WayForm | None:
    ways = news.ways_of(kind_in(case.agency_id, case.kind))
    return WayForm(ways, data) if ways else None


def _try(form: BaseForm, name: str, mark: str, act: Callable[[], None]) -> Mapping[str, Any]:
    """The mark of what was done, or the form with the refusal."""
    try:
        act()
    except ProngsaiError as refusal:
        refuse(form, refusal)
        return {name: form, "failed": True}
    return {mark: True}


def _shut(
    request: HttpRequest, agency: Agency, kind: CaseKind, typed: QueryDict
) -> HttpResponseBase:
    """That a kind is not taken in now, with what was typed, to be copied."""
    texts = [(field.title, typed.get(field.name, "").strip()) for field in kind.fields]
    fields = [(title, text) for title, text in texts if text]
    context = {"kind": kind, "fields": fields, "row": shut_kinds(agency).get(kind.key)}
    return unkept(drawn(request, agency, "desk/shut.html", context, HTTPStatus.NOT_FOUND))
