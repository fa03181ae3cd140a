"""What was sent to a person: the list, the paper, the button that acknowledges it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError, UnreadableInput
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.office.circulation import queries, services
from prongsai.web.office.circulation.forms import POSTS, StartForm
from prongsai.web.office.circulation.queries import ReadPage
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.platform.serving import file_answer, is_opened
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.platform.uploads import checked, keep
from prongsai.web.signing.approval.queries import SignedPaper, signed_papers
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.queries import in_force, publication_row
from prongsai.web.year.analysis.views import check_opened


@require_safe
@needs(Right.SEE)
def circulations(request: HttpRequest, year: int) -> HttpResponse:
    """The circulations of a year."""
    person = person_of(request)
    check_opened(person.agency, year)
    content = queries.circulations_page(person, year)
    return render(request, "circulation/list.html", {"page": content, "year": year})


@require_safe
@needs(Right.SEE)
def read(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The paper as its reader sees it."""
    return render(request, "circulation/read.html", {"page": _page(request, circulation_id)})


@require_POST
@needs(Right.SEE)
def acknowledge(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Keep that this person has read it."""
    content = _page(request, circulation_id)
    person = person_of(request)

    def act() -> str:
        if services.acknowledge(content.row, by=person):
            messages.success(request, _("บันทึกการรับทราบพร้อมเวลาแล้ว"))
        else:
            messages.info(request, _("รับทราบไปก่อนแล้ว เวลาเดิมยังอยู่"))
        return reverse("circulation:read", args=[circulation_id])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("circulation:read", args=[circulation_id]))


@require_POST
@needs(Right.SEE)
def disown(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Say that a signature on paper is not one's own."""
    content = _page(request, circulation_id)
    person = person_of(request)

    def act() -> str:
        services.disown(content.row, by=person)
        messages.success(request, _("บันทึกแล้วว่าไม่ใช่ลายมือชื่อของท่าน และแจ้งผู้บันทึกแล้ว"))
        return reverse("circulation:read", args=[circulation_id])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("circulation:read", args=[circulation_id]))


@require_safe
@needs(Right.SEE)
def own_scan(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The sheet that is said to bear the reader's signature."""
    sheet = queries.own_scan(person_of(request), circulation_id)
    if sheet is None:
        raise Http404
    return file_answer(sheet, saves="save" in request.GET)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The file of a circulation; PDFs and pictures open in the browser."""
    content = _page(request, circulation_id)
    if content.file is None:
        raise Http404
    marked = content.standing.words
    answer = file_answer(content.file, saves="save" in request.GET, marked=marked)
    if is_opened(request):  # and not where the file could not be read
        services.note_opened(content.row, by=person_of(request))
    return answer


def _page(request: HttpRequest, circulation_id: UUID) -> ReadPage:
    content = queries.read_page(person_of(request), circulation_id)
    if content is None:
        raise Http404
    return content


_BY_HAND = "other"


@require_http_methods(["GET", "POST"])
@needs(Right.CIRCULATE)
def start(request: HttpRequest, year: int) -> HttpResponse:
    """What, to whom, by when; then everybody has it in the inbox."""
    person = person_of(request)
    check_opened(person.agency, year)
    form = _form(request, year)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data.get("file")
            paper = checked(given) if given else None
            return done(request, answered(request, lambda: _started(request, year, form, paper)))
        except UnreadableInput as error:
            error.field = "file"  # type: ignore[attr-defined]
            refuse(form, error)
        except ProngsaiError as refusal:
            refuse(form, refusal)
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "year": year}
    return render(request, "circulation/start.html", context, status=status)


def _form(request: HttpRequest, year: int) -> StartForm:
    """The form; a link brings along a published paper, or the posts of a working group."""
    agency = person_of(request).agency
    papers = papers_of(agency, year)
    named = request.GET.get("publication", "")
    chosen = next((one for one in papers if str(one.id) == named), None)
    initial: dict[str, Any] = (
        {"publication": named, "title": chosen.title[:500]} if chosen is not None else {}
    )
    positions = Position.objects.filter(agency=agency)
    asked = set(request.GET.getlist("position"))
    posts = [key for key in map(str, positions.values_list("pk", flat=True)) if key in asked]
    if posts:
        initial |= {"to": POSTS, "positions": posts}
    return StartForm(
        open_units(agency),
        positions,
        papers,
        request.POST or None,
        request.FILES or None,
        initial=initial,
    )


def papers_of(agency: Agency, year: int) -> tuple[Publication | SignedPaper, ...]:
    """What can be sent round as it lies here: published papers, then signed ones that are not."""
    published = [one for one in in_force(agency, year) if one.objected is None]
    kept = {row.file_id for row in Publication.objects.filter(agency=agency)}
    signed = signed_papers(agency, year)
    return (*published, *(one for one in signed if one.file.pk not in kept))


def _source(
    agency: Agency, chosen: Publication | SignedPaper | None
) -> Publication | SignedPaper | None:
    if isinstance(chosen, SignedPaper):
        return chosen
    return publication_row(agency, chosen.id) if chosen else None


def _started(request: HttpRequest, year: int, form: StartForm, paper: Checked | None) -> str:
    person = person_of(request)
    given = form.cleaned_data
    source = _source(person.agency, form.paper_chosen)
    subject: UUID = source.subject if source else uuid4()
    file = source.file if source else keep(person.agency, person, paper) if paper else None
    made = services.start(
        person.agency,
        by=person,
        title=given["title"],
        text=given["text"],
        kind=source.kind if source else _BY_HAND,
        subject=subject,
        file=file,
        year=year,
        units=form.units_chosen,
        positions=form.positions_chosen,
        due=given["due"],
    )
    count = made.recipients.count()
    said = ngettext("แจ้งเวียนถึง %(count)s คนแล้ว", "แจ้งเวียนถึง %(count)s คนแล้ว", count)
    messages.success(request, said % {"count": count})
    aware = made.recipients.exclude(disowned_at=None).count()
    if aware:
        said = ngettext(
            "%(count)s คนเคยแจ้งว่าลายมือชื่อบนกระดาษของเรื่องนี้ไม่ใช่ของตน ต้องกดรับทราบเองในระบบ",
            "%(count)s คนเคยแจ้งว่าลายมือชื่อบนกระดาษของเรื่องนี้ไม่ใช่ของตน ต้องกดรับทราบเองในระบบ",
            aware,
        )
        messages.warning(request, said % {"count": aware})
    if count == 0:
        messages.warning(request, _("ยังไม่มีผู้รับ"))
    return reverse("circulation:state", args=[made.pk])
