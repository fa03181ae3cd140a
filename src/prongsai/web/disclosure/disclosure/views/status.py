"""How far every item is, as the table that agencies keep: frozen, saved, and taken over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.disclosure.status_table import headings
from prongsai.core.errors import Finding, UnreadableInput
from prongsai.core.registers.damage import refuse_damaged, row_faults
from prongsai.core.registers.sheet import Sheet
from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.forms.tables import StatusForm
from prongsai.web.disclosure.disclosure.queries import status as queries
from prongsai.web.disclosure.disclosure.queries.status_preview import Preview, PreviewRow, preview
from prongsai.web.disclosure.disclosure.rights import may_keep_all
from prongsai.web.disclosure.disclosure.services.freezing import freeze as freeze_table
from prongsai.web.disclosure.disclosure.services.importing import TakenRow, take_table
from prongsai.web.disclosure.disclosure.views.common import acted, check_own, person_in, sent
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.sandbox import read_rows
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.platform.uploads import content_of

_REFRESH_SECONDS = "3"


@require_safe
@needs(Right.SEE)
def status(request: HttpRequest, year: int) -> HttpResponse:
    """Today's table and those that were frozen."""
    person = person_in(request, year)
    page = queries.status_page(person.agency, year, today())
    context = {"page": page, "year": year, "may_freeze": may_keep_all(person)}
    response = render(request, "disclosure/status.html", context)
    if page.is_open and "again" in request.GET:
        response["Refresh"] = _REFRESH_SECONDS
    return response


@require_POST
@needs(Right.SEE)
def freeze(request: HttpRequest, year: int) -> HttpResponse:
    """Keep today's table, of the ticked items or of all; for who keeps the whole disclosure."""
    person = person_in(request, year)
    if not may_keep_all(person):
        raise PermissionDenied
    back = reverse("disclosure:status", args=[year])

    def act() -> str:
        codes = frozenset(request.POST.getlist("item"))
        freeze_table(person.agency, by=person, year=year, codes=codes)
        messages.success(request, _("เก็บตารางวันนี้แล้ว กำลังทำแฟ้ม"))
        return f"{back}?again=1"

    return acted(request, act, back)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, year: int, snapshot_id: UUID, form: str) -> HttpResponse:
    """A frozen table as "pdf", "docx" or "xlsx"."""
    row = found(queries.snapshot_of(person_in(request, year).agency, snapshot_id))
    kept = {"pdf": row.pdf, "docx": row.docx, "xlsx": row.xlsx}.get(form)
    if kept is None or row.fiscal_year != year:
        raise Http404
    return file_answer(kept, saves=form != "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def take(request: HttpRequest, year: int) -> HttpResponse:
    """Read a table of states and show what it would change; change what was ticked."""
    person = person_in(request, year)
    may_assign = may(person, Right.ASSIGN)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StatusForm(*given, may_assign=may_assign, initial={"notes": True})
    text = _text(form)
    read = preview(person, year, text, today()) if text is not None else None
    is_taken = request.POST.get("act") == "take" and not request.FILES
    seen = _seen(request.POST.getlist("item"))
    ticked = set(seen)
    if read is not None and is_taken:
        rows = [row for row in read.rows if row.item.code in ticked]
        check_own(person, year, [row.item for row in rows])
        if not rows:
            form.add_error(None, _("ยังไม่ได้ติ๊กข้อใด ติ๊กข้อที่จะเปลี่ยนก่อน"))

        def act() -> None:
            said = form.cleaned_data
            taken = [
                TakenRow(
                    row.item,
                    row.after,
                    seen[row.item.code],
                    row.new_remark if said["notes"] else "",
                    row.new_units if said.get("owners") else (),
                )
                for row in rows
            ]
            done = take_table(person.agency, by=person, year=year, rows=taken)
            said_words = ngettext("เปลี่ยน %(count)s ข้อแล้ว", "เปลี่ยน %(count)s ข้อแล้ว", done.changed)
            messages.success(request, said_words % {"count": done.changed})

        answer = sent(request, form, act, reverse("disclosure:status", args=[year]))
        if answer is not None:
            return answer
        read = preview(person, year, text or "", today())  # as it stands by now
        ticked -= {row.item.code for row in read.rows if _is_moved(row, seen)}
    context = {"year": year, "read": read, "ticked": _ticked(read, ticked, is_taken=is_taken)}
    return shown(request, "disclosure/status_import.html", form, context)


def _seen(sent: list[str]) -> dict[str, str]:
    """The ticked items, each with its state when the table was shown; "" where it is not told."""
    parted = (one.partition(":") for one in sent)
    return {code: state for code, _colon, state in parted}


def _is_moved(row: PreviewRow, seen: Mapping[str, str]) -> bool:
    """Whether somebody changed an item since its row was shown."""
    return seen.get(row.item.code, "") not in ("", row.before.value)


def _ticked(read: Preview | None, ticked: set[str], *, is_taken: bool) -> set[str]:
    """The items that are ticked: as they were sent, at first those that go forward."""
    if read is None or is_taken:
        return ticked
    return {row.item.code for row in read.rows if row.is_forward}


def _text(form: StatusForm) -> str | None:
    """The lines of the table, cells parted by tabs; None where there are none."""
    if not form.is_bound or not form.is_valid():
        return None
    text: str = form.cleaned_data["text"]
    if form.sent_file is not None:
        given = form.sent_file
        try:
            text = _lines_of(read_rows(content_of(given), given.name or "file", documents=True))
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
