"""The board of all items: narrowed, changed in one go, printed, taken away."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.disclosure.status_table import headings
from prongsai.core.errors import Finding, UnreadableInput
from prongsai.core.personal_data import personal_data
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure import exports
from prongsai.web.disclosure.disclosure.forms import ManyForm, NarrowForm, PasteForm, StatusForm
from prongsai.web.disclosure.disclosure.items import FORMS, DrawnPaper, YearItem, items_of
from prongsai.web.disclosure.disclosure.models import Piece, StatusSnapshot
from prongsai.web.disclosure.disclosure.queries import board as queries
from prongsai.web.disclosure.disclosure.queries.hand_in import Preview, PreviewRow, preview
from prongsai.web.disclosure.disclosure.queries.works import items_of_piece, piece_of
from prongsai.web.disclosure.disclosure.rights import may_work_on, may_work_on_all
from prongsai.web.disclosure.disclosure.services import working
from prongsai.web.disclosure.disclosure.services.proving import freeze as freeze_table
from prongsai.web.disclosure.disclosure.services.working import TakenRow, take_table
from prongsai.web.platform.address import site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.platform.language import in_language
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.platform.sending import pressed, sent, tell_change
from prongsai.web.platform.serving import XLSX, download, file_answer
from prongsai.web.platform.shortcuts import found, shown, until_done
from prongsai.web.platform.templatetags.form_fields import idempotency_key
from prongsai.web.platform.typesetting import Frame, around, as_set, filled_from, marks
from prongsai.web.platform.uploads import content_of
from prongsai.web.signing.publication.gate import own_data
from prongsai.web.year.analysis.views import person_in


def person_for_all(request: HttpRequest, year: int) -> Actor:
    """The person of a request, who works on every item.

    Errors: Http404 where the year is not open; PermissionDenied for anybody else.
    """
    person = person_in(request, year)
    if not may_work_on_all(person):
        raise PermissionDenied
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
    if not is_whole and not may_work_on_all(person):
        raise PermissionDenied
    check_own(person, year, served)
    return piece


def check_own(person: Actor, year: int, items: Iterable[YearItem]) -> None:
    """Go on only where a person may work on each of some items.

    Errors: PermissionDenied.
    """
    if not may_work_on(person, year, items, today()):
        raise PermissionDenied


def tell_personal(request: HttpRequest, *texts: str) -> None:
    """Say what of a person stands in texts that leave the agency; they are kept as typed."""
    own = own_data(person_of(request).agency)
    for hit in (hit for text in texts for hit in personal_data(text, own)):
        words = {"what": in_language(hit.kind.label), "quote": hit.masked}
        messages.warning(
            request, _("มี%(what)s “%(quote)s” ข้อความนี้ออกนอกหน่วยงาน นำออกถ้าเป็นของบุคคล") % words
        )


def offered_units(agency: Agency, piece: Piece | None = None) -> QuerySet[Unit]:
    """The units that evidence may come from: open ones, and the one that a piece names already."""
    named = piece.unit_id if piece is not None else None
    return Unit.objects.filter(Q(is_closed=False) | Q(pk=named), agency=agency)


def item_url(year: int, code: str) -> str:
    return reverse("disclosure:item", args=[year, code])


@require_safe
@needs(Right.SEE)
def board(request: HttpRequest, year: int) -> HttpResponse:
    return _page(request, year, request.GET)


@require_POST
@needs(Right.SEE)
def change(request: HttpRequest, year: int) -> HttpResponse:
    """Give the ticked items the same state or day."""
    person = person_in(request, year)
    items = items_of(person.agency, year)
    ticked = [item for code in request.POST.getlist("item") if (item := items.item(code))]
    check_own(person, year, ticked)
    form = ManyForm(request.POST)
    if not ticked:
        form.add_error(None, _("ยังไม่ได้เลือกข้อใด เลือกข้อที่จะเปลี่ยนก่อน"))
    elif form.is_valid() and not form.changes():
        form.add_error(None, _("ยังไม่ได้เลือกสถานะหรือกำหนดแล้วเสร็จ"))

    def change_ticked() -> str:
        count = working.save_many(
            person.agency, by=person, year=year, items=ticked, changes=form.changes()
        )
        tell_change(
            request, count, ngettext("เปลี่ยน %(count)s ข้อแล้ว", "เปลี่ยน %(count)s ข้อแล้ว", count)
        )
        query = urlencode(narrowed)
        address = reverse("disclosure:board", args=[year])
        return f"{address}?{query}" if query else address

    # What the board was narrowed to when a form of it was sent.
    narrowed = {
        name: str(request.POST[f"shown_{name}"])
        for name in NarrowForm.base_fields
        if request.POST.get(f"shown_{name}")
    }
    codes = [item.code for item in ticked]
    answer = sent(request, form, change_ticked)
    return answer or _page(request, year, narrowed, form=form, ticked=codes)


@require_safe
@needs(Right.SEE)
def printed(request: HttpRequest, year: int) -> HttpResponse:
    page = _narrowed_board(person_in(request, year), year, today(), request.GET)[1]
    return render(request, "disclosure/print.html", {"page": page, "year": year})


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    page = _narrowed_board(person_in(request, year), year, today(), request.GET)[1]
    data = exports.board_xlsx(person_of(request).agency.name, page)
    return download(data, XLSX, f"OIT-{year}.xlsx")


def _page(
    request: HttpRequest,
    year: int,
    narrowed: QueryDict | dict[str, str],
    *,
    form: ManyForm | None = None,
    ticked: list[str] | None = None,
) -> HttpResponse:
    """The board; as it was drawn before where nothing was written since and nothing is told."""
    person = person_in(request, year)

    def draw(words: Mapping[str, str]) -> HttpResponse:
        # The fields of a request that narrow the board.
        names = NarrowForm.base_fields
        kept = {name: str(narrowed[name]) for name in names if narrowed.get(name)}
        drawn = _drawn(person, year, kept, form, ticked or ())
        page = queries.whole_board(person, year, today())
        context: dict[str, Any] = {
            "page": page, "year": year, "form": form or ManyForm(), "query": urlencode(kept),
            "may_work": any(card.may_work for card in page["all"]),
            "drawn": marks(drawn), "csrf_token": words["token"], "once": words["once"],
        }  # fmt: skip
        status = UNPROCESSABLE if form is not None and form.errors else 200
        response = render(request, "disclosure/board.html", context, status=status)
        return around(response, {**drawn, **words})

    # The token and the key belong to a single request.
    once = {"token": SafeString(get_token(request)), "once": idempotency_key()}
    if form is not None or len(messages.get_messages(request)):
        return draw(once)
    frames = _frames(person, year, today(), request.get_full_path(), site_address())
    return filled_from(frames, "board", draw, once)


@require_safe
@needs(Right.SEE)
def status(request: HttpRequest, year: int) -> HttpResponse:
    """Today's table and those that were frozen."""
    person = person_in(request, year)
    page = queries.status_page(person.agency, year, today())
    context = {**page, "year": year, "may_freeze": may_work_on_all(person)}
    response = render(request, "disclosure/status.html", context)
    return until_done(request, response, is_open=any(row.is_open for row in page["frozen"]))


@require_POST
@needs(Right.SEE)
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Keep today's table, of the ticked items or of all; for who keeps the whole disclosure."""
    person = person_for_all(request, year)
    back = reverse("disclosure:status", args=[year])

    def freeze_items() -> str:
        codes = frozenset(request.POST.getlist("item"))
        freeze_table(person.agency, by=person, year=year, codes=codes)
        messages.success(request, _("เก็บตารางวันนี้แล้ว กำลังทำไฟล์"))
        return f"{back}?again=1"

    return pressed(request, freeze_items, back)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, snapshot_id: UUID, form: str) -> HttpResponse:
    """A frozen table as "pdf", "docx" or "xlsx"."""
    agency = person_in(request, year).agency
    rows = StatusSnapshot.objects.filter(agency=agency, fiscal_year=year, pk=snapshot_id)
    return edition_file(rows.select_related("pdf", "docx", "xlsx").first(), form)


def edition_file(row: DrawnPaper | None, form: str) -> HttpResponse:
    """A drawn paper as "pdf", "docx" or "xlsx".

    Errors: Http404 where there is none.
    """
    kept = found(getattr(found(row), form, None) if form in FORMS else None)
    return file_answer(kept, saves=form != "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def take(request: HttpRequest, year: int) -> HttpResponse:
    """Read a table of states and show what it would change; change what was ticked."""
    person = person_in(request, year)
    may_assign = may(person, Right.ASSIGN)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatusForm(*given, may_assign=may_assign, initial={"notes": True})
    text = sent_lines(form, _lines_of, documents=True)
    read = preview(person, year, text, today()) if text is not None else None
    is_taken = request.POST.get("act") == "take" and not request.FILES
    seen = _seen(request.POST.getlist("item"))
    ticked = set(seen)
    if read is not None and is_taken:
        rows = [row for row in read.rows if row.item.code in ticked]
        check_own(person, year, [row.item for row in rows])
        if not rows:
            form.add_error(None, _("ยังไม่ได้เลือกข้อใด เลือกข้อที่จะเปลี่ยนก่อน"))

        def take_rows() -> str:
            cleaned = form.cleaned_data
            taken = [
                TakenRow(
                    row.item,
                    row.after,
                    seen[row.item.code],
                    row.new_documents if cleaned["notes"] else "",
                    row.new_remark if cleaned["notes"] else "",
                    row.new_units if cleaned.get("owners") else (),
                )
                for row in rows
            ]
            count = take_table(person.agency, by=person, year=year, rows=taken)
            tell_personal(request, *(row.documents for row in taken))
            message = ngettext("เปลี่ยน %(count)s ข้อแล้ว", "เปลี่ยน %(count)s ข้อแล้ว", count)
            messages.success(request, message % {"count": count})
            return reverse("disclosure:status", args=[year])

        if answer := sent(request, form, take_rows):
            return answer
        read = preview(person, year, text or "", today())  # as it stands by now
        ticked -= {row.item.code for row in read.rows if _is_moved(row, seen)}
    context = {"year": year, "read": read, "ticked": _ticked(read, ticked, is_taken=is_taken)}
    return shown(request, "disclosure/status_import.html", form, context)


def _seen(sent: list[str]) -> dict[str, str]:
    """The ticked items, each with its state when the table was shown; "" where it is not told."""
    parted = (pair.partition(":") for pair in sent)
    return {code: state for code, _colon, state in parted}


def _is_moved(row: PreviewRow, seen: Mapping[str, str]) -> bool:
    """Whether somebody changed an item since its row was shown."""
    return seen.get(row.item.code, "") not in ("", row.before.value)


def _ticked(read: Preview | None, ticked: set[str], *, is_taken: bool) -> set[str]:
    """The items that are ticked: as they were sent, at first those that go forward."""
    if read is None or is_taken:
        return ticked
    return {row.item.code for row in read.rows if row.is_forward}


def sent_lines(
    form: PasteForm, lines_of: Callable[[Sequence[Sheet]], str], *, documents: bool = False
) -> str | None:
    """The lines of a sent table, cells parted by tabs; None where there are none."""
    if not form.is_valid():
        return None
    text: str = form.cleaned_data["text"]
    file = form.cleaned_data["file"]
    if file is not None:
        try:
            sheets = read_rows(content_of(file), file.name or "file", documents=documents)
            text = lines_of(sheets)
        except UnreadableInput as refusal:
            refuse(form, refusal)
            return None
        form.has_been_read(text)
    return text


def _lines_of(sheets: Sequence[Sheet]) -> str:
    """The rows of tables as lines, cells parted by tabs.

    Errors: UnreadableInput where a cell is not certain.
    """
    lines: list[str] = []
    faults: list[Finding] = []
    for sheet in sheets:
        headed: set[int] = set()
        titles: dict[int, str] = {}
        days: set[int] = set()
        for row, own in enumerate(sheet.rows):
            cells = [" ".join(sheet.text(row, column).split()) for column in range(len(own))]
            if known := headings(cells):
                headed = {column for column, cell in enumerate(cells) if cell}
                titles = {column: cells[column] for column in known.values()}
                days = {known["remark"]} if "remark" in known else set()
            elif headed:
                faults += row_faults(sheet, row, titles, dates=days, headed=headed)
            if any(cells):
                lines.append("\t".join(cells))
    refuse_damaged(faults)
    return "\n".join(lines)


def _narrowed_board(
    person: Actor, year: int, on: date, narrowed: Mapping[str, Any]
) -> tuple[NarrowForm, dict[str, Any]]:
    form = NarrowForm(queries.board(person, year, on, queries.BoardFilter())["units"], narrowed)
    return form, queries.board(person, year, on, form.asked())


@while_unchanged
def _frames(
    _person: Actor, _year: int, _on: date, _path: str, _address: str
) -> OrderedDict[Hashable, Frame]:
    """Room for a board as it is drawn; `_address`, the site's, stands in no table."""
    return OrderedDict()


def _drawn(
    person: Actor, year: int, kept: dict[str, str], form: ManyForm | None, ticked: Sequence[str]
) -> dict[str, str]:
    """Draw and set what stands before the rows, and the rows with the form as it was typed."""
    narrow, page = _narrowed_board(person, year, today(), kept)
    context = {
        "page": page,
        "year": year,
        "narrow": narrow,
        "form": form or ManyForm(),
        "ticked": ticked,
        "kept": kept,
        "groups": _groups(year, kept, page["asked"].group),
        "tick": any(card.may_work for card in page["all"]),
    }
    return {
        name: as_set(render_to_string(f"disclosure/_{name}.html", context).strip())
        for name in ("first", "rows")
    }


def _groups(year: int, kept: dict[str, str], here: str) -> list[dict[str, Any]]:
    """The switch between the two ways to group the board."""
    address = reverse("disclosure:board", args=[year])
    others = {name: value for name, value in kept.items() if name != "group"}
    entries = ((queries.BY_PART, _("ตามตัวชี้วัดย่อย")), (queries.BY_UNIT, _("ตามส่วนราชการ")))
    return [
        {
            "url": f"{address}?{urlencode(others | {'group': group})}",
            "label": label,
            "is_here": group == here,
        }
        for group, label in entries
    ]
