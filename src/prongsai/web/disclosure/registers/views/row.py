"""One row, and the papers of a register that are made of its rows."""

from __future__ import annotations

from functools import partial
from itertools import chain
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import slots_of_paper
from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.disclosure.disclosure.views.board import edition_file
from prongsai.web.disclosure.disclosure.views.made import (
    evidence_asked,
    evidence_made,
    made_address,
    may_attach,
    to_item,
)
from prongsai.web.disclosure.registers.forms import Boxes, CirculateForm, PaperForm, RowFilesForm
from prongsai.web.disclosure.registers.queries.made import tabs_of
from prongsai.web.disclosure.registers.queries.row import (
    answered_by,
    edition_of,
    file_of,
    paper_page,
    row_page,
)
from prongsai.web.disclosure.registers.queries.shelf import receipt_of, receipt_pdf, sent_round
from prongsai.web.disclosure.registers.rights import may_report, offered_units, seen_by
from prongsai.web.disclosure.registers.services import nothing, saving
from prongsai.web.disclosure.registers.views.rows import (
    new_row,
    opened,
    opened_row,
    register_url,
    row_url,
    tell_doubts,
    writer,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.sending import pdf, perform, posted, pressed, sent, tell_removed
from prongsai.web.platform.shortcuts import found, shown, until_done
from prongsai.web.platform.typed import whole_number
from prongsai.web.signing.evidence.views import sent_file


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def add(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A new row; from it to the next one, or to the paper that is due."""
    person, register = writer(request, year, key)
    context = new_row(request, person, register, year)
    form, due = context["form"], context["due"]

    def add_row() -> str:
        kept = saving.add(
            person.agency, by=person, register=register, year=year, row=form.row, files=form.sent,
            reason=form.reason,
        )  # fmt: skip
        messages.success(request, _("เพิ่มรายการแล้ว"))
        tell_doubts(request, register, year, [("", form.row)])
        if due is not None and "paper" in request.POST:
            return str(due.url)
        return request.path if "again" in request.POST else row_url(year, key, kept.pk)

    if answer := sent(request, form, add_row):
        return answer
    form.has_lost_files()
    return shown(request, "registers/add.html", form, context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def row(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """A row with its history; whoever may write it changes it here."""
    person, register, kept = opened_row(request, year, key, row_id)
    page = row_page(person, register, kept, year, today())
    boxes = Boxes(page["context"], offered_units(person, register, today()))
    form = RowFilesForm(
        register, page["context"], request.POST or None, request.FILES, row=page["row"],
        initial={"seen": kept.version}, boxes=boxes,
    )  # fmt: skip

    def change_row() -> str:
        if saving.change(
            kept, by=person, register=register, row=form.row, seen=form.revision, files=form.sent,
            reason=form.reason,
        ):  # fmt: skip
            messages.success(request, _("บันทึกแล้ว"))
            tell_doubts(request, register, year, [("", form.row)])
        else:
            messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
        return request.path

    if request.method == "POST":
        if not page["may_write"]:
            raise PermissionDenied
        if answer := sent(request, form, change_row):
            return answer
        page = row_page(person, register, kept, year, today())
        form.see(kept.version)
        form.has_lost_files()
    circulation = sent_round(person, register, kept)
    may_send = circulation is not None and circulation["may_send"]
    context = {
        "page": page, "year": year, "receipt": receipt_of(register, kept), "round": circulation,
        "round_form": CirculateForm(open_units(person.agency)) if may_send else None,
    }  # fmt: skip
    return shown(request, "registers/row.html", form, context)


@require_safe
@needs(Right.SEE)
def file(
    request: HttpRequest, year: int, key: str, row_id: UUID, register_file_id: UUID
) -> HttpResponse:
    """A file of a row, for who sees the row; pictures, drawn anew when they came, are shown."""
    _, _, kept = opened_row(request, year, key, row_id)
    file = found(file_of(kept, register_file_id))
    if "small" in request.GET and file.small is not None:
        return sent_file(request, file.small, inline=True)
    is_inline = file.small is not None and "save" not in request.GET
    return sent_file(request, file.file, inline=is_inline)


@require_safe
@needs(Right.SEE)
def receipt(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """The receipt of a row as it is now; it is kept nowhere."""
    person, register, kept = opened_row(request, year, key, row_id)
    content = receipt_pdf(person, register, kept, found(receipt_of(register, kept)), year)
    return pdf(content, f"{key}-{row_id}")


@require_POST
@needs(Right.CIRCULATE)
def circulate(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Send a row round to readers, who acknowledge it."""
    person, register, kept = opened_row(request, year, key, row_id)
    form = CirculateForm(open_units(person.agency), request.POST)
    address = row_url(year, key, row_id)

    def circulate_row() -> str:
        made = nothing.circulate(
            kept, by=person, register=register, year=year,
            units=form.units_chosen, due=form.cleaned_data["due"],
        )  # fmt: skip
        count = made.recipients.count()
        message = ngettext("แจ้งเวียนถึง %(count)s คนแล้ว", "แจ้งเวียนถึง %(count)s คนแล้ว", count)
        messages.success(request, message % {"count": count})
        return address

    if form.is_valid():
        return pressed(request, circulate_row, address)
    for error in chain.from_iterable(form.errors.values()):
        messages.error(request, str(error))
    return done(request, address)


@require_POST
@needs(Right.SEE)
def move(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Take a row on to another state."""
    person, register, kept = opened_row(request, year, key, row_id)
    address = row_url(year, key, row_id)
    to, seen = request.POST.get("to", ""), whole_number(request.POST.get("seen", "")) or 0
    return perform(
        request,
        lambda: saving.move(kept, by=person, register=register, to=to, seen=seen),
        address,
        _("เปลี่ยนสถานะแล้ว"),
    )


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Take a row away; it can be brought back."""
    person, register, kept = opened_row(request, year, key, row_id)

    def remove_row() -> str:
        if saving.remove(kept, by=person, register=register):
            restore_url = reverse("registers:restore", args=[year, key, row_id])
            tell_removed(request, _("นำรายการออกแล้ว"), restore_url)
        return row_url(year, key, row_id)

    return pressed(request, remove_row, row_url(year, key, row_id))


@require_POST
@needs(Right.SEE)
def restore(request: HttpRequest, year: int, key: str, row_id: UUID) -> HttpResponse:
    """Bring a removed row back."""
    person, register, kept = opened_row(request, year, key, row_id)
    action = partial(saving.restore, kept, by=person, register=register)
    return perform(request, action, row_url(year, key, row_id), _("นำรายการกลับมาแล้ว"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def paper(request: HttpRequest, year: int, key: str, paper: str, slot: int) -> HttpResponse:
    """A paper's editions, and the words of a new one."""
    person, register = _reader(request, year, key)
    chosen = found(register.paper(paper))
    slots = slots_of_paper(chosen, year)
    time = found(next((period for period in slots if period.number == slot), None))
    page = paper_page(person.agency, register, chosen, time, today())
    form = PaperForm(chosen.said_headings, page["said"], posted(request))
    may_make = may_report(person, register, today())
    attaches = may_attach(person, page["answered"]) if may_make else []
    wanted = evidence_asked(request, attaches)

    def make_paper() -> str:
        saving.make(
            person.agency, by=person, register=register, paper=chosen, slot=time,
            own_words=form.cleaned_data, evidence_of=wanted.year if wanted else None,
        )  # fmt: skip
        return made_address(request, wanted)

    if form.is_bound and not may_make:
        raise PermissionDenied
    if answer := sent(request, form, make_paper):
        return answer
    if not form.is_bound and (answer := to_item(request, wanted, page["made"])):
        return answer
    context = {
        **page, "register": register, "paper": chosen, "year": year, "slot": time,
        "tabs": tabs_of(person.agency, register, chosen, year, today()), "may_make": may_make,
        "base": f"{register_url(year, key)}papers/", "attaches": attaches,
    }  # fmt: skip
    answer = shown(request, "registers/paper.html", form, context)
    is_open = any(row.job is not None and row.job.is_open for row in page["made"])
    return until_done(request, answer, is_open=is_open)


@require_safe
@needs(Right.SEE)
def paper_file(
    request: HttpRequest, year: int, key: str, register_paper_id: UUID, form: str
) -> HttpResponse:
    """A paper as "pdf", "docx" or "xlsx"."""
    person, register = _reader(request, year, key)
    return edition_file(edition_of(person.agency, register, year, register_paper_id), form)


@require_POST
@needs(Right.SEE)
def evidence(request: HttpRequest, year: int, key: str, register_paper_id: UUID) -> HttpResponse:
    """Make a paper's files evidence of the items that it answers."""
    person, register = _reader(request, year, key)
    row = found(edition_of(person.agency, register, year, register_paper_id))
    return evidence_made(
        request,
        answered_by(person.agency, *found(saving.paper_of(row))),
        row.fiscal_year,
        reverse("registers:paper", args=[year, key, row.paper, row.slot]),
        partial(saving.make_evidence, row, by=person),
    )


def _reader(request: HttpRequest, year: int, key: str) -> tuple[Actor, Register]:
    """Who sees all rows: a paper tells of all of them.

    Errors: as `opened`; PermissionDenied for who sees those of some units only.
    """
    person, register = opened(request, year, key)
    if not seen_by(person, register, today()).is_all:
        raise PermissionDenied
    return person, register
