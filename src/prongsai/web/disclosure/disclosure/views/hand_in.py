"""What is handed in: the sheet, the addresses and what they show, proofs and disputes."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.disclosure.pasted import read_pasted
from prongsai.core.errors import Finding
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.core.thai import mend_line
from prongsai.documents.marks import qr_svg
from prongsai.web.agency.access import needs, person_of, prints_address
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure import exports
from prongsai.web.disclosure.disclosure.forms import DisputeForm, LimitForm, PasteForm, ScheduleForm
from prongsai.web.disclosure.disclosure.items import items_of
from prongsai.web.disclosure.disclosure.models import Dispute, ItemProof
from prongsai.web.disclosure.disclosure.queries import links as links_queries
from prongsai.web.disclosure.disclosure.queries.hand_in import (
    disputes_of,
    kept_proofs,
    limit_row,
    progress_of,
    usable_packs,
)
from prongsai.web.disclosure.disclosure.queries.hand_in import hand_in as query
from prongsai.web.disclosure.disclosure.queries.history import permanent_address, permanent_page
from prongsai.web.disclosure.disclosure.queries.item import item_page
from prongsai.web.disclosure.disclosure.queries.works import piece_of
from prongsai.web.disclosure.disclosure.rights import may_hand_in
from prongsai.web.disclosure.disclosure.services import pieces
from prongsai.web.disclosure.disclosure.services.proving import ask_dispute, ask_proof
from prongsai.web.disclosure.disclosure.services.working import set_limit
from prongsai.web.disclosure.disclosure.views.board import (
    check_own,
    item_url,
    own_item,
    person_for_all,
    sent_lines,
    tell_personal,
)
from prongsai.web.disclosure.links import services
from prongsai.web.disclosure.links.models import Link
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.files import LostFile
from prongsai.web.platform.htmx import UNPROCESSABLE, done, is_htmx
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sending import perform, pressed, sent, tell_change
from prongsai.web.platform.serving import POLICY, XLSX, download, file_answer
from prongsai.web.platform.shortcuts import form_page, found, progress, shown, until_done
from prongsai.web.platform.templatetags.ui import thai_moment
from prongsai.web.signing.publication.views import drawn_page
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.calendar.models import Purpose
from prongsai.web.year.calendar.queries import window_of


@require_safe
@needs(Right.SEE)
def hand_in(request: HttpRequest, year: int) -> HttpResponse:
    """Addresses and explanations in order, to copy into the NACC's system."""
    permanent = "permanent" in request.GET
    person = person_in(request, year)
    page = query(person.agency, year, today(), permanent=permanent)
    context = {
        "window": window_of(person.agency, year, Purpose.HAND_IN),
        "purpose": Purpose.HAND_IN,
        "today": today(),
        "may_add": may(person, Right.MOVE_DATES),
        "may_limit": may_hand_in(person),
        "page": page,
        "year": year,
        "permanent": permanent,
        "is_local": is_local(site_address()),
        "switch": [
            {"url": request.path, "label": _("ที่อยู่จริง"), "is_here": not permanent},
            {"url": f"{request.path}?permanent=1", "label": _("ที่อยู่ถาวร"), "is_here": permanent},
        ],
    }
    return render(request, "disclosure/hand_in.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def limit(request: HttpRequest, year: int) -> HttpResponse:
    """How long an explanation may be, with its source; for who hands in."""
    person = person_for_all(request, year)
    row = limit_row(person.agency, year)
    form = LimitForm.for_limit(row, request.POST or None)

    def save_limit() -> str:
        limit, seen = form.limit(), form.revision
        is_changed = set_limit(person.agency, by=person, year=year, limit=limit, seen=seen)
        tell_change(request, is_changed, _("บันทึกความยาวคำอธิบายแล้ว"))
        return back

    back = reverse("disclosure:hand-in", args=[year])
    if answer := sent(request, form, save_limit):
        return answer
    if request.method == "POST":
        newest = limit_row(person.agency, year)
        form.see(newest.version if newest else 0)
    who = {"who": row.set_by_words, "moment": thai_moment(row.set_at)} if row else {}
    return form_page(
        request, form, _("ความยาวคำอธิบายที่แบบของ ป.ป.ช. รับ"), back, name=_("ความยาวคำอธิบาย"),
        above=_("ใบนำส่ง ปีงบประมาณ %(year)s") % {"year": year},
        sub=_("ระบบไม่ทราบความยาวนี้เอง ใส่ตามที่คู่มือของปีนั้นเขียน คำอธิบายที่ยาวเกินยังเก็บไว้ครบ"),
        note=_("ตั้งไว้โดย %(who)s %(moment)s") % who if row else "",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def paste(request: HttpRequest, year: int) -> HttpResponse:
    """Read what was pasted or sent and show it; take it when it was seen."""
    person = person_in(request, year)
    items = items_of(person.agency, year)
    form = PasteForm(request.POST or None, request.FILES or None)
    text = sent_lines(form, _lines_of)
    read = read_pasted(text, {item.code for item in items.items}) if text is not None else None
    is_taken = request.POST.get("act") == "take" and not request.FILES
    if read is not None and read.rows and is_taken:
        named = {row.code for row in read.rows}
        check_own(person, year, [item for item in items.items if item.code in named])

        def add_pasted() -> str:
            count = pieces.take_pasted(
                person.agency, by=person, year=year, items=items, rows=read.rows
            )
            messages.success(request, _("เพิ่มลิงก์ %(count)s รายการแล้ว") % {"count": count})
            return reverse("disclosure:board", args=[year])

        if answer := sent(request, form, add_pasted):
            return answer
    context = {"year": year, "read": read}
    return shown(request, "disclosure/paste.html", form, context)


def _lines_of(sheets: Sequence[Sheet]) -> str:
    """The rows of the first table that hold an address, as they would be pasted; headings are none.

    Errors: UnreadableInput where a cell is not certain.
    """
    lines: list[str] = []
    faults: list[Finding] = []
    headed: set[int] = set()
    sheet = sheets[0]
    for row, own in enumerate(sheet.rows):
        cells = [mend_line(sheet.text(row, column)) for column in range(len(own))]
        # A row above the first address names the columns: item and address.
        if not lines and (len(cells) < 2 or "." not in cells[1]):  # noqa: PLR2004
            headed.update(column for column, cell in enumerate(cells) if cell)
        elif len(cells) > 1 and cells[1]:
            titles = dict(enumerate((_("ข้อ"), _("ที่อยู่เว็บ"), _("ชื่อ"))))
            faults += row_faults(sheet, row, titles, headed=headed or titles)
            lines.append("\t".join(cells[:3]))
    refuse_damaged(faults)
    return "\n".join(lines)


_FOUND = {"yes": True, "no": False}


@require_safe
@needs(Right.SEE)
def links(request: HttpRequest, year: int) -> HttpResponse:
    """All addresses of a year, worst first, and how far a round of looks is."""
    return _show_links(request, person_in(request, year), year)


@require_POST
@needs(Right.SEE)
def check(request: HttpRequest, year: int) -> HttpResponse:
    """Have all addresses of a year looked at; for who keeps the whole disclosure."""
    person = person_for_all(request, year)
    back = reverse("disclosure:links", args=[year])
    return _ask(request, links_queries.addresses_of(person.agency, year), back, back)


@require_POST
@needs(Right.SEE)
def check_item(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Have the addresses of one's own item looked at."""
    own_item(request, year, code)
    person = person_of(request)
    page = found(item_page(person, year, code, today()))
    back = item_url(year, code)
    return _ask(request, page["addresses"], f"{back}#evidence", back)


@require_safe
@needs(Right.SEE)
def link(request: HttpRequest, year: int, link_id: UUID) -> HttpResponse:
    """One address with every look at it."""
    page = found(links_queries.link_page(person_in(request, year), year, link_id, today()))
    return render(request, "disclosure/link.html", {**page, "year": year})


@require_POST
@needs(Right.SEE)
def note(request: HttpRequest, year: int, link_id: UUID) -> HttpResponse:
    """Keep what a person found who opened it."""
    row = _own_link(request, year, link_id)
    back = reverse("disclosure:link", args=[year, row.pk])
    answer = request.POST.get("found", "")
    if answer not in _FOUND:
        messages.error(request, _("ระบุว่าพบหรือไม่พบ แล้วบันทึกอีกครั้ง"))
        return done(request, back)
    action = partial(services.note_seen, row, by=person_of(request), is_there=_FOUND[answer])
    return perform(request, action, back, _("บันทึกว่าท่านเปิดดูแล้ว"))


@require_POST
@needs(Right.SEE)
def accept(request: HttpRequest, year: int, link_id: UUID) -> HttpResponse:
    """Say that what it shows now is right."""
    row = _own_link(request, year, link_id)
    back = reverse("disclosure:link", args=[year, row.pk])
    seen = request.POST.get("content", "")
    action = partial(services.accept, row, by=person_of(request), seen=seen)
    return perform(request, action, back, _("นับเนื้อหาปัจจุบันเป็นเนื้อหาที่ถูกต้องแล้ว"))


@require_POST
@needs(Right.SEE)
def schedule(request: HttpRequest, year: int) -> HttpResponse:
    """Say how often addresses are looked at by themselves."""
    person = person_for_all(request, year)
    form = ScheduleForm(request.POST)

    def save_schedule() -> str:
        services.schedule(person.agency, by=person, every_days=form.cleaned_data["every_days"])
        messages.success(request, _("ตั้งรอบตรวจลิงก์แล้ว"))
        return reverse("disclosure:links", args=[year])

    answer = sent(request, form, save_schedule)
    return answer or _show_links(request, person, year, form)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The addresses of a year with what each shows, as a workbook."""
    person = person_in(request, year)
    rows = links_queries.link_rows(person.agency, year, today())
    data = exports.links_xlsx(person.agency.name, year, rows)
    return download(data, XLSX, f"links-{year}.xlsx")


def _show_links(
    request: HttpRequest, person: Actor, year: int, form: ScheduleForm | None = None
) -> HttpResponse:
    page = links_queries.links_page(person, year, today())
    initial = {"every_days": page["every_days"]}
    context = {**page, "year": year, "form": form or ScheduleForm(initial=initial)}
    status = UNPROCESSABLE if form is not None and form.errors else 200
    if is_htmx(request):
        return render(request, "disclosure/_progress.html", context, status=status)
    response = render(request, "disclosure/links.html", context, status=status)
    is_open = page["progress"] is not None and page["progress"].is_open
    return until_done(request, response, is_open=is_open)


def _ask(
    request: HttpRequest, addresses: tuple[str, ...] | list[str], ahead: str, back: str
) -> HttpResponse:
    """Have addresses looked at and go `ahead`, or `back` where that is refused."""
    person = person_of(request)

    def ask() -> str:
        row = services.ask_round(person.agency, by=person, addresses=addresses)
        count = len(addresses) if row is not None else 0
        words = ngettext("สั่งตรวจ %(count)s ลิงก์แล้ว", "สั่งตรวจ %(count)s ลิงก์แล้ว", count)
        tell_change(request, count, words, _("ยังไม่มีที่อยู่เว็บให้ตรวจ"))
        return ahead

    return pressed(request, ask, back)


def _own_link(request: HttpRequest, year: int, link_id: UUID) -> Link:
    """An address of which every item that it serves is the person's own.

    Errors: Http404 for another agency's; PermissionDenied where an item is another's.
    """
    person = person_in(request, year)
    page = found(links_queries.link_page(person, year, link_id, today()))
    if not page["may_work"]:
        raise PermissionDenied
    row: Link = page["state"]
    return row


@require_safe
@needs(Right.SEE)
def proofs(request: HttpRequest, year: int) -> HttpResponse:
    """What was kept of a year, and how far a keeping is."""
    person = person_in(request, year)
    keeping = progress_of(person.agency, year)
    page = {
        "kept": list(kept_proofs(person.agency, year)),
        "progress": keeping,
        "may_keep": may_hand_in(person),
    }
    return progress(
        request,
        "disclosure/proofs.html",
        "disclosure/_keeping.html",
        {"page": page, "year": year},
        is_open=keeping is not None and keeping.is_open,
    )


@require_POST
@needs(Right.SEE)
def keep(request: HttpRequest, year: int) -> HttpResponse:
    """Have what every address of the year shows kept; for who hands in."""
    person = person_for_all(request, year)
    back = reverse("disclosure:proofs", args=[year])
    action = partial(ask_proof, person.agency, by=person, year=year)
    return perform(request, action, back, _("กำลังเก็บสำเนาหน้าเว็บและไฟล์ของลิงก์"))


@require_safe
@needs(Right.SEE)
def pack(request: HttpRequest, year: int, pack_id: UUID) -> HttpResponse:
    """The pack of one item, saved; one that is not what was kept is told on the page."""
    rows = ItemProof.objects.filter(agency=person_in(request, year).agency, pk=pack_id)
    row = found(rows.select_related("file__agency").first())
    try:
        return file_answer(row.file, saves=True)
    except LostFile as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("disclosure:proofs", args=[year]))


# Short: a move, and a link that breaks, must be known soon.
_KEPT = "public, max-age=60"


@require_safe
def permanent(request: HttpRequest, piece_id: UUID) -> HttpResponseBase:
    """A redirect while the piece is there; else a page that says what became of it."""
    page = found(permanent_page(piece_id))
    piece = page["piece"]
    if page["leads_to"]:
        answer: HttpResponseBase = HttpResponseRedirect(page["leads_to"])
    else:
        answer = drawn_page(
            request,
            "disclosure/permanent.html",
            {"page": page, "agency": piece.agency},
            home=reverse("publication:public", args=[piece.agency_id]),
            status=HTTPStatus.GONE if piece.removed_at else HTTPStatus.NOT_FOUND,
        )
    answer["Cache-Control"] = _KEPT
    return answer


@require_safe
@needs(Right.SEE)
@prints_address
def qr(request: HttpRequest, year: int, piece_id: UUID) -> HttpResponse:
    """The QR of a piece's permanent address, for a poster or a paper."""
    piece = found(piece_of(person_in(request, year).agency, year, piece_id))
    response = HttpResponse(qr_svg(permanent_address(piece)), content_type="image/svg+xml")
    response["Content-Security-Policy"] = POLICY
    return response


_TO = "เลขาธิการคณะกรรมการ ป.ป.ช."


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def dispute(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The disputes of an item; who hands in writes another."""
    person = person_for_all(request, year)
    item = found(items_of(person.agency, year).item(code))
    disputes = disputes_of(person.agency, year, item)
    packs = usable_packs(person.agency, year, item)
    initial = {"to": _TO, "pack": packs[0].pk if packs else None}
    form = DisputeForm(packs, request.POST or None, initial=initial)

    def write_dispute() -> str:
        cleaned = form.cleaned_data
        ask_dispute(
            person.agency, by=person, year=year, item=item, pack=cleaned["pack"], to=cleaned["to"],
            result=cleaned["told"], answer=cleaned["answer"],
        )  # fmt: skip
        messages.success(request, _("กำลังทำหนังสือและชุดหลักฐาน"))
        tell_personal(request, cleaned["told"], cleaned["answer"])
        return reverse("disclosure:dispute", args=[year, code])

    if answer := sent(request, form, write_dispute):
        return answer
    context = {
        "item": item,
        "packs": packs,
        "disputes": disputes,
        "year": year,
        "window": window_of(person.agency, year, Purpose.DISPUTE),
        "purpose": Purpose.DISPUTE,
        "today": today(),
        "may_add": may(person, Right.MOVE_DATES),
    }
    response = shown(request, "disclosure/dispute.html", form, context)
    return until_done(request, response, is_open=any(dispute.is_open for dispute in disputes))


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, dispute_id: UUID, form: str) -> HttpResponse:
    """The pack of a dispute ("zip") or its letter to edit ("docx"), saved."""
    rows = Dispute.objects.filter(agency=person_for_all(request, year).agency, pk=dispute_id)
    row = found(rows.select_related("file__agency", "letter__agency").first())
    kept = {"zip": row.file, "docx": row.letter}.get(form)
    if kept is None:
        raise Http404
    return file_answer(kept, saves=True)
