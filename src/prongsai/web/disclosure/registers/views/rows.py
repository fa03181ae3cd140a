"""Pages of registers: the shelf, the list of rows, a row, the grid, export, nothing to report."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import Misuse
from prongsai.core.registers.model import Register
from prongsai.core.registers.rows import Row, personal_faults
from prongsai.documents.register_entry import entry_workbook
from prongsai.documents.register_workbook import register_csv, register_workbook
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.models import Unit
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.registers.forms import Boxes, RowFilesForm, ViewForm, asked_of
from prongsai.web.disclosure.registers.grid import MORE, Grid
from prongsai.web.disclosure.registers.models import NothingToReport, RegisterRow, SavedView
from prongsai.web.disclosure.registers.queries.catalogue import (
    closed_of,
    context_of,
    register_of,
    registers_of,
)
from prongsai.web.disclosure.registers.queries.made import due_paper, overdrawn
from prongsai.web.disclosure.registers.queries.months import key_of_squares
from prongsai.web.disclosure.registers.queries.row import row_of
from prongsai.web.disclosure.registers.queries.rows import RowFilter, rows_of, rows_page, views_of
from prongsai.web.disclosure.registers.queries.shelf import shelves
from prongsai.web.disclosure.registers.rights import (
    may_report,
    offered_units,
    seen_by,
    usual_unit,
    written_by,
)
from prongsai.web.disclosure.registers.services import keeping
from prongsai.web.disclosure.registers.services import nothing as nothing_services
from prongsai.web.disclosure.registers.services.making import PREFIX
from prongsai.web.disclosure.registers.services.outcome import told_counts
from prongsai.web.platform.clock import today
from prongsai.web.platform.hits import MOST_ASKED
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.sending import perform, pressed, remove_or_restore
from prongsai.web.platform.serving import CSV, XLSX, download
from prongsai.web.platform.shortcuts import found
from prongsai.web.platform.typed import row_key, whole_number
from prongsai.web.year.analysis.views import person_in

_MOST_TOLD = 5


def opened(request: HttpRequest, year: int, key: str) -> tuple[Actor, Register]:
    """The person and the register of a request.

    Errors: Http404 where there is no such register, or the year is not open; PermissionDenied
            where the person sees none of its rows.
    """
    person = person_in(request, year)
    register = found(register_of(person.agency, key))
    if not seen_by(person, register, today()):
        raise PermissionDenied
    return person, register


def writer(request: HttpRequest, year: int, key: str) -> tuple[Actor, Register]:
    """The same, where the person writes some of its rows.

    Errors: as `opened`; PermissionDenied for who writes none.
    """
    person, register = opened(request, year, key)
    if not written_by(person, register, today()):
        raise PermissionDenied
    return person, register


def opened_row(
    request: HttpRequest, year: int, key: str, row_id: UUID
) -> tuple[Actor, Register, RegisterRow]:
    """The same with one of its rows.

    Errors: as `opened`; Http404 for a row that the person does not see.
    """
    person, register = opened(request, year, key)
    return person, register, found(row_of(person, register, year, row_id, today()))


def register_url(year: int, key: str) -> str:
    return reverse("registers:register", args=[year, key])


def row_url(year: int, key: str, row_id: UUID) -> str:
    return reverse("registers:row", args=[year, key, row_id])


def tell_doubts(
    request: HttpRequest, register: Register, year: int, rows: Sequence[tuple[str, Row]]
) -> None:
    """Say what of a person stands in saved rows, and where they exceed the plan; all is kept.

    Shape:  each row with what it is called, "" where there is but one.
    """
    agency = person_of(request).agency
    sentences = [
        _("%(line)s: รวม %(actual)s เกินแผน %(planned)s อยู่ %(over)s ตรวจตัวเลขนี้ หรือแก้แผน")
        % {
            "line": in_language(line.labels[0]),
            "actual": f"{line.actual:,.2f}",
            "planned": f"{line.planned:,.2f}",
            "over": f"{-(line.difference or 0):,.2f}",
        }
        for line in overdrawn(agency, register, year, [row for _name, row in rows])
    ]
    sentences += [
        f"{name}: {in_language(fault.message)}" if name else in_language(fault.message)
        for name, row in rows
        for fault in personal_faults(register, row)
    ]
    for words in sentences[:_MOST_TOLD]:
        messages.warning(request, words)
    more = len(sentences) - _MOST_TOLD
    if more > 0:
        words = ngettext("และอีก %(count)s แห่ง", "และอีก %(count)s แห่ง", more)
        messages.warning(request, words % {"count": more})


def new_row(request: HttpRequest, person: Actor, register: Register, year: int) -> dict[str, Any]:
    """The form of a new row, and the paper that can be made next to it.

    Shape:  the person's only unit stands in it already, of several they choose.
    """
    context, on = context_of(person.agency, register, year), today()
    form = RowFilesForm(
        register, context, request.POST or None, request.FILES,
        initial=usual_unit(person, register, on),
        boxes=Boxes(context, offered_units(person, register, on)),
    )  # fmt: skip
    makes_papers = may_report(person, register, on)
    due = due_paper(person.agency, register, year, on) if makes_papers else None
    return {"form": form, "due": due, "register": register, "year": year}


@require_safe
@needs(Right.SEE)
def shelf(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)
    asked = request.GET.get("q", "").strip()[:MOST_ASKED]
    context = {
        "shelves": shelves(person, year, today(), asked), "asked": asked,
        "year": year, "key": key_of_squares(),
        "unread": registers_of(person.agency).findings, "closed": closed_of(person.agency),
        "may_make": may(person, Right.DISCLOSE),
    }  # fmt: skip
    return render(request, "registers/shelf.html", context)


@require_safe
@needs(Right.SEE)
def register(request: HttpRequest, year: int, key: str) -> HttpResponse:
    person, register = opened(request, year, key)
    asked = asked_of(request.GET)
    page = rows_page(person, register, year, asked, request.GET.get("page", "1"), today())
    names = RowFilter.__struct_fields__
    query = {name: request.GET[name] for name in names if request.GET.get(name)}
    unsorted = {name: value for name, value in query.items() if name != "sort"}
    number = page["page"].number
    of_page = {"page": str(number)} if number > 1 else {}
    context = {
        "page": page, "year": year, "query": urlencode(query), "unsorted": urlencode(unsorted),
        "grid_query": urlencode(query | of_page),
        "views": views_of(person, register), "view_form": ViewForm(register),
        "may_publish": may(person, Right.PUBLISH),
        "may_change": register.key.startswith(PREFIX) and may(person, Right.DISCLOSE),
    }  # fmt: skip
    if page["may_write"] and not page["rows"] and not asked.is_narrow:
        context |= new_row(request, person, register, year)
    return render(request, "registers/register.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int, key: str, form: str) -> HttpResponse:
    """The rows as they are narrowed and sorted, as "xlsx" or "csv"."""
    person, register = opened(request, year, key)
    if form not in ("xlsx", "csv"):
        raise Http404
    rows = rows_of(person, register, year, asked_of(request.GET), today())
    context = context_of(person.agency, register, year)
    if form == "xlsx":
        return download(register_workbook(register, context, rows), XLSX, f"{key}-{year}.xlsx")
    return download(register_csv(register, rows, context), CSV, f"{key}-{year}.csv")


@require_safe
@needs(Right.SEE)
def entry(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The rows that the person sees, in the order in which another system asks for them."""
    person, register = opened(request, year, key)
    sheet = found(register.entry)
    rows = rows_of(person, register, year, RowFilter(sort=register.named_by[0]), today())
    data = entry_workbook(register, sheet, context_of(person.agency, register, year), rows)
    return download(data, XLSX, f"{key}-{year}-entry.xlsx")


@require_safe
@needs(Right.SEE)
def template(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """A workbook to fill in, with every column explained."""
    person, register = opened(request, year, key)
    data = register_workbook(register, context_of(person.agency, register, year))
    return download(data, XLSX, f"{key}-{year}-form.xlsx")


@require_POST
@needs(Right.SEE)
def nothing(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Say of one or several times that they have nothing to report."""
    person, register = opened(request, year, key)
    address = register_url(year, key)
    parts = (time.partition(".") for time in request.POST.getlist("time"))
    # Each once, however often and however written it was sent.
    chosen = dict.fromkeys((whole_number(slot) or 0, row_key(unit)) for slot, _dot, unit in parts)
    units = Unit.objects.filter(agency=person.agency).in_bulk(
        [unit for _slot, unit in chosen if unit is not None]
    )

    @transaction.atomic
    def say_nothing() -> str:
        are_new = [
            nothing_services.say_nothing(
                person.agency, by=person, register=register, year=year, slot=slot,
                unit=units.get(unit) if unit else None,
            )
            for slot, unit in chosen
        ]  # fmt: skip
        if any(are_new):
            messages.success(request, _("บันทึกว่าไม่มีรายการแล้ว"))
        elif not are_new:
            messages.info(request, _("ยังไม่ได้เลือกช่วง"))
        return address

    return pressed(request, say_nothing, address)


@require_POST
@needs(Right.SEE)
def take_back(request: HttpRequest, year: int, key: str, said_id: UUID) -> HttpResponse:
    """Take back that there is nothing to report."""
    person, register = opened(request, year, key)
    row = found(
        NothingToReport.objects.select_related("agency", "unit")
        .filter(agency=person.agency, register=register.key, fiscal_year=year, pk=said_id)
        .first()
    )
    action = partial(nothing_services.take_back, row, by=person, register=register)
    return perform(request, action, register_url(year, key), _("ถอนแล้ว เพิ่มรายการของช่วงนี้ได้"))


@require_POST
@needs(Right.SEE)
def save(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """Keep the list as it is narrowed and sorted."""
    person, register = opened(request, year, key)
    asked = asked_of(request.POST)
    form = ViewForm(register, request.POST)
    address = f"{register_url(year, key)}?{urlencode(asked.parameters)}"
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["name"])))
        return done(request, address)
    return perform(
        request,
        lambda: keeping.save(
            person,
            register,
            name=form.cleaned_data["name"],
            asked=asked,
            is_shared=bool(form.cleaned_data.get("is_shared")),
        ),
        address,
        _("บันทึกมุมมองแล้ว"),
    )


@require_POST
@needs(Right.SEE)
def remove(request: HttpRequest, year: int, key: str, view_id: UUID) -> HttpResponse:
    """Forget a view that the person saved, or bring it back."""
    person, register = opened(request, year, key)
    own = SavedView.with_removed.filter(agency=person.agency, user=person.user)
    view = found(own.filter(register=register.key, pk=view_id).first())
    change = partial(keeping.remove_view, view, by=person)
    return remove_or_restore(request, change, register_url(year, key), _("ลบมุมมองแล้ว"))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def grid(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """The rows that a list is narrowed to, as far as the person may write them."""
    person, register = writer(request, year, key)
    page = Grid(person, register, year, request.GET.getlist("show"))
    if request.method != "POST":
        page.open(asked_of(request.GET), request.GET.get("page", "1"))
        return _show_grid(request, page)
    page.take(request.POST)
    if request.POST.get("act") == "more":
        page.add_blank(MORE)
    elif request.POST.get("act") == "months" and page.is_by_month:
        page.add_months()
    else:
        return _sent(request, person, register, page)
    return _show_grid(request, page)


def _sent(request: HttpRequest, person: Actor, register: Register, page: Grid) -> HttpResponse:
    """What saving answers: all that is wrong at once, and then nothing is kept."""
    refusal = ""
    if page.is_sound:
        try:
            return done(request, answer_once(request, lambda: _save_row(request, page)))
        except Misuse as error:
            refusal = words_of(error)
        # Who was faster may have changed a row after it was read above.
        page = Grid(person, register, page.year, request.GET.getlist("show"))
        page.take(request.POST)
    page.look()
    return _show_grid(request, page, UNPROCESSABLE, "" if page.faults else refusal)


def _save_row(request: HttpRequest, page: Grid) -> str:
    """Keep it all; where to go then."""
    added, changed = page.save()
    if added or changed:
        counts = {"what": told_counts(len(added), len(changed))}
        messages.success(request, _("บันทึกแล้ว: %(what)s") % counts)
        tell_doubts(request, page.register, page.year, list(page.rows()))
    else:
        messages.info(request, _("ไม่มีอะไรเปลี่ยน"))
    if "again" in request.POST:
        return request.get_full_path()
    return f"{register_url(page.year, page.register.key)}?{_asked(request)}".rstrip("?")


def _show_grid(
    request: HttpRequest, page: Grid, status: int = 200, refusal: str = ""
) -> HttpResponse:
    kept = [("show", field.name) for field in page.fields if "show" in request.GET]
    context = {
        "grid": page, "register": page.register, "year": page.year, "refusal": refusal,
        "asked": asked_of(request.GET).parameters, "list_query": _asked(request),
        "query": "&".join(filter(None, (_asked(request), urlencode(kept)))),
    }  # fmt: skip
    return render(request, "registers/grid.html", context, status=status)


def _asked(request: HttpRequest) -> str:
    """What the list is narrowed to and sorted by."""
    return urlencode(asked_of(request.GET).parameters)
