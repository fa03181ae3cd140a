"""One row, one page: a measure or a point, saved by itself."""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.dates import long_date, read_date
from prongsai.core.errors import Misuse
from prongsai.core.messages import read_words
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.queries.people import open_units
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import words_of
from prongsai.web.platform.sending import posted, pressed, tell_change, tell_removed
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.measures.forms import MeasureForm, PointForm
from prongsai.web.year.measures.models import MeasureRow, PointRow
from prongsai.web.year.measures.queries import (
    Loaded,
    details,
    loaded,
    measure_row,
    pages,
    point_row,
)
from prongsai.web.year.measures.rights import may_edit_measure, may_edit_plan
from prongsai.web.year.measures.services import arranging, editing
from prongsai.web.year.measures.services.editing import Saved
from prongsai.web.year.scoring.pages import TickGroup, tick_groups, ticks_of
from prongsai.web.year.scoring.queries import framework_of

T = TypeVar("T")


def plan_in(request: HttpRequest, year: int) -> tuple[Actor, Loaded]:
    person = person_in(request, year)
    return person, found(loaded(person.agency, year))


def plan_url(year: int, row: MeasureRow | PointRow | None = None) -> str:
    address = reverse("measures:plan", args=[year])
    return f"{address}#{anchor(row)}" if row is not None else address


def anchor(row: MeasureRow | PointRow) -> str:
    """The id of a row on the page."""
    return f"m-{row.pk}" if isinstance(row, MeasureRow) else f"p-{row.pk}"


def row_url(year: int, row: MeasureRow | PointRow, name: str = "", *keys: UUID) -> str:
    """One of the pages of a row; `keys` names what of it, a revision."""
    kind = "measure" if isinstance(row, MeasureRow) else "point"
    prefix = "" if isinstance(row, MeasureRow) else "point-"
    return reverse(f"measures:{prefix + name if name else kind}", args=[year, row.pk, *keys])


def after_saving(request: HttpRequest, year: int, saved: Saved) -> str:
    """Say what became of a saving; where to go."""
    if saved.refused is not None:
        return row_url(year, saved.row, "choose", saved.refused.pk)
    words = _("บันทึกแล้ว เป็นฉบับที่ %(number)s") % {"number": saved.row.version}
    tell_change(request, saved.changed, words)
    return plan_url(year, saved.row)


_DATES = ("start", "due")
_LONGEST = 300


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def measure(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """One measure: the form for who may edit it, else the measure as it stands."""
    person, held = plan_in(request, year)
    row = next((measure for measure in held.measures if measure.pk == measure_id), None)
    if row is None:
        row = found(measure_row(person.agency, year, measure_id, removed=True))
    may_edit = may_edit_measure(person, row, today())
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    if request.method != "POST" and row.removed_at is not None:
        return render(request, "measures/removed.html", {"year": year, "row": row,
                      "may_edit": may_edit_plan(person), "back": plan_url(year)})  # fmt: skip
    form = _form(request, held, row, keeps_unit=not may_edit_plan(person))
    if request.method == "POST" and form.is_valid():
        return done(request, answer_once(request, lambda: _save(request, year, row, form)))
    context = _context(request, year, held, form, row) | {"may_edit": may_edit}
    return shown(request, "measures/measure.html", form, context)


def _form(
    request: HttpRequest,
    held: Loaded,
    row: MeasureRow | None,
    *,
    keeps_unit: bool = False,
    initial: dict[str, Any] | None = None,
) -> MeasureForm:
    framework = framework_of(person_of(request).agency, held.row.score_year)
    return MeasureForm(
        posted(request),
        row=row,
        codes=list(framework.items) if framework else [],
        numbers=[point.remark for point in held.points if point.remark is not None],
        initial=initial,
        keeps_unit=keeps_unit,
    )


def _save(
    request: HttpRequest, year: int, row: MeasureRow | PointRow, form: MeasureForm | PointForm
) -> str:
    person = person_of(request)
    saved = editing.save_row(
        person.agency,
        by=person,
        fiscal_year=year,
        row=row,
        values=form.values(),
        seen=form.revision,
    )
    return after_saving(request, year, saved)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def add(request: HttpRequest, year: int) -> HttpResponse:
    """A measure of the agency's own; the address may name an item or remark that it answers."""
    person, held = plan_in(request, year)
    # What is ticked already: the point that the measure is made for.
    point_id = request.GET.get("point", "")
    point = next((row for row in held.points if str(row.pk) == point_id), None)
    ticked: dict[str, Any] = {}
    if point is not None:
        ticked = {"items": [point.item]} if point.item else {"remarks": [str(point.remark)]}
    form = _form(request, held, None, initial=ticked)
    if request.method == "POST" and form.is_valid():

        def add_measure() -> str:
            row = arranging.add_own(
                person.agency, by=person, fiscal_year=year, values=form.values()
            )
            numbers = {"number": row.number}
            messages.success(request, _("เพิ่มมาตรการลำดับ %(number)s แล้ว") % numbers)
            return plan_url(year, row)

        return done(request, answer_once(request, add_measure))
    context = _context(request, year, held, form, None) | {"may_edit": True}
    return shown(request, "measures/measure.html", form, context)


def _context(
    request: HttpRequest, year: int, held: Loaded, form: MeasureForm, row: MeasureRow | None
) -> dict[str, Any]:
    agency = person_of(request).agency
    chosen = {str(code) for code in form["items"].value() or []}
    numbers = {str(number) for number in form["remarks"].value() or []}
    framework = framework_of(agency, held.row.score_year)
    weak = [point.item for point in held.points if point.item]
    title = read_words("measures/weak_points")
    groups = [TickGroup(title, ticks_of(framework, weak, chosen))]
    groups += tick_groups(framework, chosen, weak)
    known = {tick.code for group in groups for tick in group.ticks}
    others = ticks_of(framework, sorted(chosen - known), chosen)
    groups.append(TickGroup(read_words("measures/others"), others))
    return {
        "year": year,
        "head": held.row,
        "form": form,
        "row": row,
        "item_groups": [group for group in groups if group.ticks],
        "remark_ticks": _remark_ticks(held.points, numbers),
        "units": [unit.name for unit in open_units(agency)],
        "groups": list(dict.fromkeys(measure.group for measure in held.measures if measure.group)),
        "findings": details.measure_findings(held, row.pk, agency)
        if row is not None and row.removed_at is None else (),
        "readings": {name: reading_of(str(form[name].value() or "")) for name in _DATES},
        "own_fields": [form[name] for name in form.fields if name.startswith("own_")],
        "waiting": details.waiting_revisions(row) if row is not None else [],
        "back": plan_url(year, row),
    }  # fmt: skip


def _remark_ticks(
    points: Sequence[PointRow], numbers: Collection[str]
) -> list[tuple[str, str, bool]]:
    """The remarks of a plan to tick; those that are ticked and not in the plan come last."""
    texts = {str(point.remark): point.name for point in points if point.remark is not None}
    unknown = sorted(number for number in numbers if number not in texts)
    ticks = [(number, text, number in numbers) for number, text in texts.items()]
    return [*ticks, *((number, "", True) for number in unknown)]


@require_safe
@needs(Right.SEE)
def reading(request: HttpRequest, year: int) -> HttpResponse:
    """How a date that is being typed is read, as a part."""
    person_in(request, year)
    typed = next((request.GET[name] for name in _DATES if name in request.GET), "")
    return render(request, "measures/_reading.html", {"reading": reading_of(typed)})


def reading_of(typed: str) -> dict[str, str]:
    """What the site understands of a typed date: a day, a month, or nothing."""
    plain = typed.strip()[:_LONGEST]
    span = read_date(plain) if plain else None
    if not plain:
        return {"kind": "none"}
    if span is None:
        return {"kind": "unread"}
    if span.first == span.last:
        return {"kind": "day", "day": long_date(span.first)}
    return {"kind": "month", "first": long_date(span.first), "last": long_date(span.last)}


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def point(request: HttpRequest, year: int, point_id: UUID) -> HttpResponse:
    """One point: its guideline, and why nothing is done where no measure answers it."""
    person, held = plan_in(request, year)
    row = found(point_row(person.agency, year, point_id))
    may_edit = may_edit_plan(person)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = PointForm(posted(request), row=row)
    if request.method == "POST" and form.is_valid():
        return done(request, answer_once(request, lambda: _save(request, year, row, form)))
    scores = pages.scores_of(person.agency, year - 1)
    covered = pages.covered_of(held, scores, pages.FindingsByRow({}, {}, ()))
    context = {
        "year": year,
        "head": held.row,
        "row": row,
        "line": next(line for line in covered.points if line.row.pk == point_id),
        "form": form,
        "may_edit": may_edit,
        "waiting": details.waiting_revisions(row),
        "back": plan_url(year, row),
    }
    return shown(request, "measures/point.html", form, context)


_UP = "up"


@require_POST
@needs(Right.EDIT_PLAN)
def move(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """One place up or down in its group."""
    return _move(request, year, measure_id, whole=False)


@require_POST
@needs(Right.EDIT_PLAN)
def move_group(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """Its whole group before or after the neighbour."""
    return _move(request, year, measure_id, whole=True)


def _move(request: HttpRequest, year: int, measure_id: UUID, *, whole: bool) -> HttpResponse:
    person = person_in(request, year)
    row = found(measure_row(person.agency, year, measure_id, removed=None))
    act = arranging.move_group if whole else arranging.move_measure
    up = request.POST.get("way") == _UP
    try:
        act(person.agency, by=person, fiscal_year=year, measure_id=measure_id, up=up)
    except Misuse as error:
        messages.error(request, words_of(error))
        return done(request, plan_url(year))
    return done(request, plan_url(year, row))


@require_POST
@needs(Right.EDIT_PLAN)
def remove(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """Take a measure out; the page that follows can undo it."""
    person = person_in(request, year)
    found(measure_row(person.agency, year, measure_id, removed=None))
    row = arranging.remove_measure(
        person.agency, by=person, fiscal_year=year, measure_id=measure_id
    )
    if row is None:
        messages.info(request, _("มีผู้ลบมาตรการนี้ไปแล้ว"))
        return done(request, plan_url(year))
    back = reverse("measures:back", args=[year, row.pk])
    tell_removed(request, _("ลบ “%(title)s” แล้ว") % {"title": row.title}, back)
    return done(request, plan_url(year))


@require_POST
@needs(Right.EDIT_PLAN)
def bring_back(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """Undo a removal."""
    person = person_in(request, year)
    found(measure_row(person.agency, year, measure_id, removed=None))
    row = arranging.bring_back(person.agency, by=person, fiscal_year=year, measure_id=measure_id)
    messages.success(request, _("นำมาตรการกลับมาแล้ว"))
    return done(request, plan_url(year, row))


@require_POST
@needs(Right.EDIT_PLAN)
def renumber(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)

    def renumber_measures() -> str:
        count = arranging.renumber(person.agency, by=person, fiscal_year=year)
        words = ngettext("จัดเลขลำดับใหม่ %(count)d เรื่อง", "จัดเลขลำดับใหม่ %(count)d เรื่อง", count)
        tell_change(request, count, words, _("ลำดับถูกต้องอยู่แล้ว"))
        return plan_url(year)

    return pressed(request, renumber_measures, plan_url(year))
