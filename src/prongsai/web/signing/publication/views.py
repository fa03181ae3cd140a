"""What was published: its pages, for the staff and for everybody, and its list as a file."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header, http_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from msgspec.structs import replace

from prongsai.core.dates import long_date
from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.documents.tables_workbook import csv_table, xlsx_table
from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.models import Agency
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import files
from prongsai.web.platform.address import site_address
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import reader_language, words_of
from prongsai.web.platform.sending import sent, tell_change, tried
from prongsai.web.platform.serving import CSV, POLICY, XLSX, download
from prongsai.web.platform.shortcuts import form_page, found, shown
from prongsai.web.platform.typed import whole_number
from prongsai.web.platform.uploads import checked, store
from prongsai.web.signing.publication import queries, services
from prongsai.web.signing.publication.forms import (
    EditionForm,
    PublishForm,
    ReasonForm,
    WithdrawForm,
)
from prongsai.web.signing.publication.gate import (
    ForItems,
    KnownAgainst,
    known_against,
    look_into,
    works_named,
)
from prongsai.web.signing.publication.models import CURRENT, FALLEN, HELD, REPLACED, Publication

# Short: what was withdrawn must be gone soon.
KEPT = "public, max-age=300"
# Set by the export alone, inside this process: what a browser sends is named HTTP_….
COPY = "prongsai.copy"
_OTHER = {"th": "en", "en": "th"}


def public_agency(agency_id: UUID) -> Agency:
    return found(queries.agency_of(agency_id))


def is_copy(request: HttpRequest) -> bool:
    """Whether the page is drawn for a copy as files, behind which no server stands."""
    return COPY in request.META


def language_query(request: HttpRequest) -> str:
    """The language that the address asks for, as a query of its own."""
    asked = request.GET.get("language", "")
    return f"?language={asked}" if asked in _OTHER else ""


def drawn_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    home: str,
    status: int = 200,
) -> HttpResponseBase:
    """A page in the language of its address, else of its reader; told unchanged by its tag.

    Shape:  `context` has the agency; `home` is where the head of the page leads.
    """
    asked = request.GET.get("language", "")
    language = asked if asked in _OTHER else (translation.get_language() or "th")[:2]
    with translation.override(language):
        switch = request.GET.copy()
        switch["language"] = _OTHER.get(language, "th")
        given = {
            "home": home,
            "is_copy": is_copy(request),
            "switch": f"{request.path}?{switch.urlencode()}",
            # The links of a page keep the language that its address asks for.
            "keep": f"&language={asked}" if asked in _OTHER else "",
            "keep_alone": language_query(request),
            "address": f"{site_address()}{request.path}",
        }
        text = render_to_string(template, {**context, **given})
    response = HttpResponse(text, status=status)
    response["Content-Language"] = language
    response["Cache-Control"] = KEPT
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    if status != HTTPStatus.OK:
        return response
    etag = f'"{sha256(text.encode()).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_safe
def public(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """What an agency has published, of one year, perhaps of one kind."""
    agency = public_agency(agency_id)
    year = whole_number(request.GET.get("year", ""))
    content = queries.public_page(agency, year, request.GET.get("kind", ""))
    context = {"page": content, "agency": agency}
    return drawn_page(request, "publication/public_list.html", context, home=_home(agency))


@require_safe
def paper(request: HttpRequest, agency_id: UUID, publication_id: UUID) -> HttpResponseBase:
    return _paper(request, agency_id, publication_id)


def _paper(
    request: HttpRequest, agency_id: UUID, publication_id: UUID, status: int = 200
) -> HttpResponseBase:
    agency = public_agency(agency_id)
    content = found(queries.edition_page(agency, publication_id))
    kept, code = language_query(request), content.own.check_code
    context = {
        "page": content,
        "agency": agency,
        # The page that says whether a paper in hand is the approved one.
        "check": reverse("approval:check", args=[code]) if code else "",
        "others": [
            (other, reverse("publication:paper", args=[agency.pk, other.id]) + kept)
            for other in content.others
        ],
    }
    template = "publication/public_paper.html"
    return drawn_page(request, template, context, home=_home(agency), status=status)


@require_safe
def file(request: HttpRequest, agency_id: UUID, publication_id: UUID) -> HttpResponseBase:
    """The exact file; once it is withdrawn, or while it is held, the page that says so."""
    agency = public_agency(agency_id)
    row = found(queries.publication_row(agency, publication_id))
    if row.withdrawn_at is not None or queries.held_of(row) is not None:
        return _paper(request, agency_id, publication_id, status=404)
    etag = f'"{row.file.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    response: HttpResponseBase = unchanged or FileResponse(
        files.opened(agency, row.file.digest), content_type=row.file.media_type
    )
    disposition = content_disposition_header(
        as_attachment="save" in request.GET, filename=row.file.name
    )
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = KEPT
    response.headers["Last-Modified"] = http_date(row.published_at.timestamp())
    response.headers["Content-Disposition"] = disposition or "inline"
    response.headers["Content-Security-Policy"] = POLICY
    return response


def _home(agency: Agency) -> str:
    return reverse("publication:public", args=[agency.pk])


_TYPES = {"csv": CSV, "xlsx": XLSX}


@require_safe
@needs(Right.SEE)
def published(request: HttpRequest, year: int) -> HttpResponse:
    person = person_of(request)
    content = queries.published_page(person.agency, _known(year), request.GET.get("kind", ""))
    public = request.build_absolute_uri(reverse("publication:public", args=[person.agency.pk]))
    context = {"page": content, "public": public, "may_publish": may(person, Right.PUBLISH)}
    return render(request, "publication/published.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int, form: str) -> HttpResponse:
    if form not in _TYPES:
        raise Http404
    person = person_of(request)
    content = queries.published_page(person.agency, _known(year), request.GET.get("kind", ""))
    made = list_file(person.agency.name, content, form, request.build_absolute_uri)
    return download(made, _TYPES[form], f"{_('เผยแพร่แล้ว')}-{year}.{form}")


@require_safe
@needs(Right.SEE)
def edition(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """One edition: its public address, its file, its other editions."""
    person = person_of(request)
    content = found(queries.edition_page(person.agency, publication_id))
    address = reverse("publication:paper", args=[person.agency.pk, publication_id])
    context = {
        "page": content,
        "address": request.build_absolute_uri(address),
        "may_publish": may(person, Right.PUBLISH),
        "others": [
            (other, reverse("publication:edition", args=[other.id])) for other in content.others
        ],
    }
    return render(request, "publication/edition.html", context)


@require_http_methods(["GET", "POST"])
@needs(Right.PUBLISH)
@fresh
def add(request: HttpRequest, year: int) -> HttpResponse:
    form = PublishForm(request.POST or None, request.FILES or None)
    back = reverse("publication:published", args=[_known(year)])
    answer = _publish(request, form, year=year, subject=None)
    return answer or form_page(
        request, form, _("เผยแพร่ไฟล์ PDF"), back,
        above=_("เผยแพร่แล้ว ปีงบประมาณ %(year)s") % {"year": year},
        sub=_("คนทั่วไปเปิดอ่านได้ทันที ตรวจว่าไม่มีข้อมูลส่วนบุคคลก่อนเผยแพร่"), save=_("เผยแพร่"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(Right.PUBLISH)
@fresh
def renew(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Publish another file in the place of what stands."""
    person = person_of(request)
    content = found(queries.edition_page(person.agency, publication_id))
    newest = content.newest
    initial = {
        "title": newest.title,
        "number": newest.number,
        "day": newest.day,
        "items": ", ".join(newest.items),
    }
    form = EditionForm(request.POST or None, request.FILES or None, initial=initial)
    answer = _publish(request, form, year=newest.year, subject=content)
    return answer or form_page(
        request, form, _("เผยแพร่ฉบับใหม่แทน"), reverse("publication:edition", args=[newest.id]),
        above=newest.title, sub=_("ฉบับเดิมยังเปิดได้ และบอกว่ามีฉบับใหม่แทนแล้ว"),
        save=_("เผยแพร่ฉบับใหม่"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(Right.PUBLISH)
@fresh
def withdraw(request: HttpRequest, publication_id: UUID) -> HttpResponse:
    """Ask for the reason, then take it back."""
    person = person_of(request)
    content = found(queries.edition_page(person.agency, publication_id))
    form = WithdrawForm(request.POST or None)

    def withdraw_editions() -> str:
        count = services.withdraw(content.own, by=person, reason=form.cleaned_data["reason"])
        words = ngettext("ถอนแล้ว %(count)s ฉบับ", "ถอนแล้ว %(count)s ฉบับ", count)
        tell_change(request, count, words)
        return reverse("publication:edition", args=[publication_id])

    answer = sent(request, form, withdraw_editions)
    is_all = content.own.id == content.newest.id and content.others
    return answer or form_page(
        request, form, _("ถอนการเผยแพร่เรื่องนี้หรือไม่"),
        reverse("publication:edition", args=[publication_id]), name=_("ถอนการเผยแพร่"),
        above=content.own.title, save=_("ถอนการเผยแพร่"), kind="no",
        sub=_("ถอนทุกฉบับของเรื่องนี้ เลิกถอนไม่ได้ แต่เผยแพร่ฉบับใหม่แทนได้") if is_all
        else _("เลิกถอนไม่ได้ แต่เผยแพร่ฉบับใหม่แทนได้"),
        note=_("หน้าสาธารณะยังอยู่ บอกว่าถอนเมื่อใด และไม่มีไฟล์ให้เปิด"),
    )  # fmt: skip


def publish_pressed(
    request: HttpRequest,
    act: Callable[..., Any],
    back: str,
    *,
    opens_edition: bool = False,
    words: str = "",
) -> HttpResponse:
    """Publish a signed paper by a button; what is known against it is shown, and a reason asked.

    Shape:  `act` publishes, and takes the reason as `anyway`; `back` is the paper's own page, which
            is opened afterwards where the edition that `act` made is not.
    """

    def publish(reason: str) -> str:
        made = act(anyway=reason)
        messages.success(request, words or _("เผยแพร่แล้ว"))
        return reverse("publication:edition", args=[made.pk]) if opens_edition else back

    try:
        return done(request, answer_once(request, lambda: publish("")))
    except KnownAgainst as refusal:
        known = refusal
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, back)
    # Sent once more, the list above it was read.
    typed = {**request.POST.dict(), "told": known.mark}
    form = ReasonForm(typed if "anyway" in typed else None, initial=typed)
    if form.is_valid():
        if request.POST.get("told") == known.mark:
            reason = form.cleaned_data["anyway"]
            if answer := tried(request, form, lambda: publish(reason)):
                return answer
        else:
            form.add_error("anyway", words_of(Refused("public_site/found_data_changed_meanwhile")))
    context = {"gate": known.known, "back": back, "address": request.path}
    return shown(request, "publication/known_against.html", form, context)


def _publish(
    request: HttpRequest, form: EditionForm, *, year: int, subject: queries.EditionPage | None
) -> HttpResponse | None:
    """Publish what a form holds; None with the reasons in the form where it cannot be."""
    person = person_of(request)
    if not form.is_valid():
        return None
    given: dict[str, Any] = form.cleaned_data
    kind: str = subject.own.kind if subject else given["kind"]

    def publish() -> str:
        row = services.publish(
            person.agency,
            by=person,
            kind=kind,
            subject=subject.own.subject if subject else uuid4(),
            title=given["title"],
            year=year,
            file=store(person.agency, person, file),
            number=given["number"],
            day=given["day"],
            items=given["items"],
            anyway=form.reason,
            look=look,
            by_hand=True,
        )
        messages.success(request, _("เผยแพร่แล้ว คัดลอกที่อยู่สาธารณะไปวางในเว็บของหน่วยงานได้"))
        return reverse("publication:edition", args=[row.pk])

    try:
        file = checked(given["file"], only_pdf=True)
        named = ForItems(kind, year, given["items"], is_signed=False)
        works = works_named(person.agency, named)
    except ProngsaiError as error:
        form.add_error(getattr(error, "field", "file"), words_of(error))
        return None
    # Outside of the transaction, for reading takes seconds.
    words = f"{given['title']}\n{given['number']}"
    look = replace(look_into(person.agency, words, file.name, file.data, year), works=works)
    known = known_against(look)
    if known.red and not form.is_for(known, look):
        form.ask_reason(known, look)
        return None
    return tried(request, form, publish)


def _known(year: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def list_file(
    agency: str, page: Mapping[str, Any], form: str, absolute: Callable[[str], str]
) -> bytes:
    """One row for each edition; `absolute` makes an address whole."""
    headings = [
        _("ชนิดเอกสาร"), _("ชื่อเรื่อง"), _("เลขที่"), _("ลงวันที่"), _("ฉบับเผยแพร่ที่"), _("ข้อ ITA ที่ใช้"),
        _("สถานะ"), _("เหตุผลที่ถอน"), _("ที่อยู่สาธารณะ"),
    ]  # fmt: skip
    rows = [_cells(row, absolute) for row in page["rows"]]
    if form == "csv":
        return csv_table(headings, rows)
    title = f"{_('เผยแพร่แล้ว')} {_('ปีงบประมาณ')} {page['year']} {agency}"
    return xlsx_table(title, headings, rows, sheet=_("เผยแพร่แล้ว"))


def _cells(publication: Publication, absolute: Callable[[str], str]) -> list[str]:
    language = reader_language()
    states = {
        CURRENT: _("เผยแพร่อยู่"), REPLACED: _("มีฉบับใหม่แทน"), HELD: _("มีผู้คัดค้าน"),
        FALLEN: _("ผลถูกยกเลิก"),
    }  # fmt: skip
    return [
        publication.label.in_language(language),
        publication.title,
        publication.number,
        long_date(publication.day),
        str(publication.edition),
        ", ".join(publication.items),
        states.get(publication.state, _("ถอนแล้ว")),
        publication.reason,
        absolute(reverse("publication:paper", args=[publication.agency_id, publication.id])),
    ]
