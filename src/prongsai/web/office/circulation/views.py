"""Pages of circulations: for their readers, and for who sent them."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency, Position
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.queries.people import open_units
from prongsai.web.office.circulation import queries, services, tasks
from prongsai.web.office.circulation.forms import POSTS, PaperForm, StartForm, WithoutAccountForm
from prongsai.web.office.circulation.models import Circulation
from prongsai.web.platform.clock import now
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.sending import perform, pressed, sent, tell_change, tell_done
from prongsai.web.platform.serving import XLSX, download, file_answer, is_opened
from prongsai.web.platform.shortcuts import found, progress, shown, shown_forms
from prongsai.web.platform.typed import row_key
from prongsai.web.platform.upload_validation import Checked
from prongsai.web.platform.uploads import checked, store
from prongsai.web.signing.approval.queries import SignedPaper, signed_papers
from prongsai.web.signing.publication.models import Publication
from prongsai.web.signing.publication.queries import in_force, publication_row
from prongsai.web.year.analysis.views import person_in


@require_safe
@needs(Right.SEE)
def circulations(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)
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
    return perform(
        request,
        lambda: services.acknowledge(content.row, by=person),
        content.row.read_url,
        _("บันทึกการรับทราบพร้อมเวลาแล้ว"),
        otherwise=_("รับทราบไปก่อนแล้ว เวลาเดิมยังอยู่"),
    )


@require_POST
@needs(Right.SEE)
def disown(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Say that a signature on paper is not one's own."""
    content = _page(request, circulation_id)
    person = person_of(request)
    return perform(
        request,
        lambda: services.disown(content.row, by=person),
        content.row.read_url,
        _("บันทึกแล้วว่าไม่ใช่ลายมือชื่อของท่าน และแจ้งผู้บันทึกแล้ว"),
    )


@require_safe
@needs(Right.SEE)
def own_scan(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The sheet that is said to bear the reader's signature."""
    sheet = found(queries.own_scan(person_of(request), circulation_id))
    return file_answer(sheet, saves="save" in request.GET)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The file of a circulation; PDFs and pictures open in the browser."""
    content = _page(request, circulation_id)
    kept = found(content.row.file)
    marked = content.row.standing.words
    answer = file_answer(kept, saves="save" in request.GET, marked=marked)
    if is_opened(request):  # and not where the file could not be read
        services.note_opened(content.row, by=person_of(request))
    return answer


def _page(request: HttpRequest, circulation_id: UUID) -> queries.ReadPage:
    return found(queries.read_page(person_of(request), circulation_id))


_BY_HAND = "other"


@require_http_methods(["GET", "POST"])
@needs(Right.CIRCULATE)
def start(request: HttpRequest, year: int) -> HttpResponse:
    """What, to whom, by when; then everybody has it in the inbox."""
    person_in(request, year)
    form = _form(request, year)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.cleaned_data.get("file")
            paper = checked(given) if given else None
            return done(request, answer_once(request, lambda: _start(request, year, form, paper)))
        except ProngsaiError as refusal:
            refuse(form, refusal, file="file")
    return shown(request, "circulation/start.html", form, {"year": year})


def _form(request: HttpRequest, year: int) -> StartForm:
    """The form; a link brings along a published paper, or the posts of a working group."""
    agency = person_of(request).agency
    papers = papers_of(agency, year)
    named = request.GET.get("publication", "")
    chosen = next((paper for paper in papers if str(paper.id) == named), None)
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
    published = [
        publication for publication in in_force(agency, year) if publication.objected is None
    ]
    kept = {row.file_id for row in Publication.objects.filter(agency=agency)}
    signed = signed_papers(agency, year)
    return (*published, *(paper for paper in signed if paper.file.pk not in kept))


def _start(request: HttpRequest, year: int, form: StartForm, paper: Checked | None) -> str:
    person = person_of(request)
    given = form.cleaned_data
    source = form.paper_chosen
    if isinstance(source, Publication):
        source = publication_row(person.agency, source.pk)
    subject: UUID = source.subject if source else uuid4()
    file = source.file if source else store(person.agency, person, paper) if paper else None
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
    message = ngettext("แจ้งเวียนถึง %(count)s คนแล้ว", "แจ้งเวียนถึง %(count)s คนแล้ว", count)
    messages.success(request, message % {"count": count})
    aware = made.recipients.exclude(disowned_at=None).count()
    if aware:
        message = ngettext(
            "%(count)s คนเคยแจ้งว่าลายมือชื่อบนกระดาษของเรื่องนี้ไม่ใช่ของตน ต้องกดรับทราบเองในระบบ",
            "%(count)s คนเคยแจ้งว่าลายมือชื่อบนกระดาษของเรื่องนี้ไม่ใช่ของตน ต้องกดรับทราบเองในระบบ",
            aware,
        )
        messages.warning(request, message % {"count": aware})
    if count == 0:
        messages.warning(request, _("ยังไม่มีผู้รับ"))
    return made.url


@require_safe
@needs(Right.CIRCULATE)
def state(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Who has read it and who has not, by unit."""
    return _page_state(request, circulation_id)


@require_POST
@needs(Right.CIRCULATE)
def remind(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    row = _row(request, circulation_id)

    def remind_readers() -> str:
        count = services.remind(row, by=person_of(request))
        words = ngettext("เตือนแล้ว %(count)s คน", "เตือนแล้ว %(count)s คน", count)
        otherwise = _("วันนี้แจ้งทุกคนที่ยังไม่รับทราบไปแล้ว ไม่เตือนซ้ำในวันเดียวกัน")
        tell_change(request, count, words, otherwise)
        return row.url

    return pressed(request, remind_readers, row.url)


@require_POST
@needs(Right.CIRCULATE)
def add(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    row = _row(request, circulation_id)

    def add_readers() -> str:
        count = services.add_joined(row, by=person_of(request))
        words = ngettext("เพิ่มผู้รับ %(count)s คน", "เพิ่มผู้รับ %(count)s คน", count)
        tell_change(request, count, words, _("ไม่มีคนใหม่ในส่วนราชการที่แจ้งเวียน"))
        return row.url

    return pressed(request, add_readers, row.url)


@require_POST
@needs(Right.CIRCULATE)
def without_account(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Add staff who sign on paper."""
    row = _row(request, circulation_id)
    form = WithoutAccountForm(open_units(row.agency), request.POST)

    def add_signers() -> str:
        count = services.add_without_account(
            row,
            by=person_of(request),
            positions=form.cleaned_data["positions"].splitlines(),
            unit=form.cleaned_data["unit"],
        )
        words = ngettext("เพิ่มผู้รับ %(count)s คน", "เพิ่มผู้รับ %(count)s คน", count)
        tell_change(request, count, words)
        return row.url

    return sent(request, form, add_signers) or _page_state(request, circulation_id, without=form)


@require_POST
@needs(Right.CIRCULATE)
def on_paper(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    row = _row(request, circulation_id)
    person = person_of(request)
    form = PaperForm(request.POST, request.FILES)
    ticked = [key for key in map(row_key, request.POST.getlist("recipient")) if key is not None]
    if form.is_valid():
        given: Any = form.cleaned_data["scan"]
        try:
            scan = checked(given) if given else None

            def record_signatures() -> str:
                count = services.sign_on_paper(
                    row,
                    by=person,
                    recipients=ticked,
                    day=form.cleaned_data["day"],
                    scan=store(row.agency, person, scan) if scan else None,
                )
                message = ngettext(
                    "บันทึกผู้ลงชื่อบนกระดาษ %(count)s คน", "บันทึกผู้ลงชื่อบนกระดาษ %(count)s คน", count
                )
                return tell_done(request, message % {"count": count}, row.url)

            return done(request, answer_once(request, record_signatures))
        except ProngsaiError as refusal:
            refuse(form, refusal, file="scan")
    return _page_state(request, circulation_id, paper=form, ticked=ticked)


@require_POST
@needs(Right.CIRCULATE)
def unsign(request: HttpRequest, circulation_id: UUID, recipient_id: UUID) -> HttpResponse:
    """Take back a signature on paper that was written down by mistake."""
    recipient = found(
        queries.recipient_row(person_of(request).agency, circulation_id, recipient_id)
    )
    return perform(
        request,
        lambda: services.unsign(recipient, by=person_of(request)),
        recipient.circulation.url,
        _("ยกเลิกการลงชื่อบนกระดาษแล้ว"),
    )


@require_safe
@needs(Right.CIRCULATE)
def scan(request: HttpRequest, circulation_id: UUID, recipient_id: UUID) -> HttpResponse:
    recipient = found(
        queries.recipient_row(person_of(request).agency, circulation_id, recipient_id)
    )
    return file_answer(found(recipient.scan), saves="save" in request.GET)


@require_http_methods(["GET", "POST"])
@needs(Right.CIRCULATE)
def close(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Ask, then end it for good."""
    content = _state(request, circulation_id)
    if request.method == "GET":
        return render(request, "circulation/close.html", {"page": content})
    return perform(
        request,
        lambda: services.close(content.row, by=person_of(request)),
        content.row.url,
        _("ปิดเรื่องเวียนแล้ว รายงานยังอยู่"),
    )


def _page_state(
    request: HttpRequest,
    circulation_id: UUID,
    *,
    paper: PaperForm | None = None,
    without: WithoutAccountForm | None = None,
    ticked: list[UUID] | None = None,
) -> HttpResponse:
    content = _state(request, circulation_id)
    context = {
        "page": content,
        "paper": paper or PaperForm(),
        "without": without or WithoutAccountForm(open_units(content.row.agency)),
        "ticked": ticked or [],
        "joined": 0 if content.row.is_closed else len(services.joined(content.row)),
    }
    return shown_forms(request, "circulation/state.html", (paper, without), context)


def _row(request: HttpRequest, circulation_id: UUID) -> Circulation:
    return found(queries.circulation_row(person_of(request).agency, circulation_id))


@require_safe
@needs(Right.CIRCULATE)
def printed(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    context = {"page": _state(request, circulation_id), "moment": now()}
    return render(request, "circulation/report.html", context)


@require_safe
@needs(Right.CIRCULATE)
def sheet(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """The sheet that those sign who have not acknowledged yet."""
    return render(request, "circulation/sheet.html", {"page": _state(request, circulation_id)})


@require_safe
@needs(Right.CIRCULATE)
def export(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    made = tasks.report_workbook(_state(request, circulation_id))
    return download(made, XLSX, f"{_('รายงานการรับทราบ')}.xlsx")


@require_POST
@needs(Right.CIRCULATE)
def ask(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Have the report drawn as PDF and Word."""
    row = _row(request, circulation_id)

    def ask_for_report() -> str:
        services.ask_report(row, by=person_of(request))
        return f"{reverse('circulation:drawing', args=[circulation_id])}?again=1"

    return done(request, answer_once(request, ask_for_report))


@require_safe
@needs(Right.CIRCULATE)
def drawing(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """How far the drawing is, then the files; asked again by the part itself, or the browser."""
    content = queries.report_page(_row(request, circulation_id))
    return progress(
        request,
        "circulation/drawing.html",
        "circulation/_drawing.html",
        {"page": content, "may_draft": may(person_of(request), Right.DRAFT)},
        is_open=content["job"] is not None and content["job"].is_open,
    )


@require_safe
@needs(Right.CIRCULATE)
def report_file(request: HttpRequest, circulation_id: UUID, form: str) -> HttpResponse:
    """A drawn file; PDF opens in the browser, Word is saved."""
    files = queries.report_page(_row(request, circulation_id))["files"]
    return file_answer(found(files.get(form)), saves="save" in request.GET)


def _state(request: HttpRequest, circulation_id: UUID) -> queries.StatePage:
    return found(queries.state_page(person_of(request).agency, circulation_id))
