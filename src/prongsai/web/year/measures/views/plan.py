"""The plan of a year: the list beside its coverage, drafting, the head, the library, files."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core import fiscal
from prongsai.core.errors import Misuse, ProngsaiError
from prongsai.core.measures.grid import COLUMNS, Arrangement, Layout
from prongsai.documents.plan_workbook import plan_workbook
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.platform.clock import now, today
from prongsai.web.platform.htmx import UNPROCESSABLE, done, page
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.request_cache import while_unchanged
from prongsai.web.platform.sending import pressed, tell_change
from prongsai.web.platform.serving import XLSX, download
from prongsai.web.platform.shortcuts import found, shown
from prongsai.web.signing.approval.queries import state_of
from prongsai.web.year.analysis.models import Scenario
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.analysis.whatif_queries import MOST
from prongsai.web.year.measures.forms import HeadForm, NarrativesForm, UploadForm
from prongsai.web.year.measures.queries import (
    details,
    in_force,
    narratives_of,
    pages,
    plan_row,
    preview_of,
    standing_approval,
)
from prongsai.web.year.measures.queries.pages import APPROVAL_KIND, scores_of
from prongsai.web.year.measures.rights import may_edit_plan
from prongsai.web.year.measures.services import arranging, editing, importing
from prongsai.web.year.measures.views.measures import plan_in, plan_url
from prongsai.web.year.scoring.queries import current_scores
from prongsai.web.year.scoring.views.scores import error_words

_SHOWN_FINDINGS = 3
_LONGEST_REASON = 300


@require_safe
@needs(Right.SEE)
def plan(request: HttpRequest, year: int) -> HttpResponse:
    person = person_in(request, year)
    number = request.GET.get("page", "")
    content = pages.plan_page(person, year)
    if content is None:
        context = {
            "year": year,
            "score_year": year - 1,
            "has_scores": current_scores(person.agency, year - 1) is not None,
            "scenarios": _scenarios(person, year),
            "may_edit": may_edit_plan(person),
            "may_import": may(person, Right.IMPORT_SCORES),
        }
        return render(request, "measures/no_plan.html", context)
    rows = _rows(person, year, number)
    return page(request, "measures/plan.html", content.part(number), rows=rows)


@while_unchanged
def _rows(person: Actor, year: int, number: str) -> SafeString:
    """The rows of one page of the plan as they are shown: nothing in them is of one request."""
    content = pages.plan_page(person, year)
    if content is None:
        return mark_safe("")
    part = content.part(number)
    context = {"groups": part.groups, "year": year, "may_edit": part.may_edit}
    return render_to_string("measures/_groups.html", context)


@require_safe
@needs(Right.SEE)
def changes(request: HttpRequest, year: int) -> HttpResponse:
    """What was changed in the plan since it was approved."""
    person, held = plan_in(request, year)
    context = {
        "year": year,
        "page": found(in_force(person.agency, year, held)),
        "back": plan_url(year),
        "may_submit": may(person, Right.SUBMIT),
        "approval": state_of(person.agency, APPROVAL_KIND, held.row.pk),
    }
    return render(request, "measures/changes.html", context)


@require_POST
@needs(Right.EDIT_PLAN)
def draft(request: HttpRequest, year: int) -> HttpResponse:
    """Draft the plan, or add to it what is new."""
    person = person_in(request, year)

    def draft_measures() -> str:
        drafted = editing.draft(
            person.agency,
            by=person,
            fiscal_year=year,
            not_before=first_day(year),
            scenario_id=_uuid(request.POST.get("scenario", "")),
        )
        counts = {"measures": drafted.measures, "points": drafted.points}
        if drafted.measures or drafted.points:
            words = _("เพิ่มมาตรการ %(measures)s เรื่อง จุดที่ต้องตอบ %(points)s จุด สิ่งที่แก้ไว้ยังอยู่ครบ")
            messages.success(request, words % counts)
        else:
            messages.info(request, _("ไม่มีจุดอ่อนหรือข้อเสนอแนะใหม่ แผนเป็นไปตามเดิม"))
        for finding in drafted.findings[:_SHOWN_FINDINGS]:
            messages.warning(request, in_language(finding.message))
        return plan_url(year)

    return pressed(request, draft_measures, plan_url(year))


@require_POST
@needs(Right.EDIT_PLAN)
def empty(request: HttpRequest, year: int) -> HttpResponse:
    """Begin with the points alone; every measure is chosen by hand."""
    person = person_in(request, year)

    def start_plan() -> str:
        reason = request.POST.get("reason", "").strip()[:_LONGEST_REASON]
        editing.start_empty(person.agency, by=person, fiscal_year=year, reason=reason)
        return reverse("measures:library", args=[year])

    return pressed(request, start_plan, plan_url(year))


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def head(request: HttpRequest, year: int) -> HttpResponse:
    person, held = plan_in(request, year)
    scenarios = _scenarios(person, year)
    is_approved = standing_approval(held.row) is not None
    form = HeadForm(
        request.POST or None, row=held.row, scenarios=scenarios, is_approved=is_approved
    )
    changed = None
    if request.method == "POST" and form.is_valid():
        try:
            return done(request, answer_once(request, lambda: _save_head(request, year, form)))
        except arranging.HeadChanged as error:
            changed = error
            form.see(error.row.version)
    context = {
        "year": year, "form": form, "changed": changed, "back": plan_url(year),
        "is_approved": is_approved,
    }  # fmt: skip
    status = UNPROCESSABLE if form.errors or changed else 200
    return render(request, "measures/head.html", context, status=status)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def narratives(request: HttpRequest, year: int) -> HttpResponse:
    """What the officer says of each instrument's result."""
    person, held = plan_in(request, year)
    form = NarrativesForm(request.POST or None, row=held.row)
    changed = None
    if request.method == "POST" and form.is_valid():

        def save_narratives() -> str:
            is_new = arranging.edit_narratives(
                person.agency, by=person, fiscal_year=year,
                narratives=form.narratives(), seen=form.revision,
            )  # fmt: skip
            tell_change(request, is_new, _("บันทึกแล้ว เล่มมาตรการฉบับต่อไปจะมีส่วนนี้"))
            return plan_url(year)

        try:
            return done(request, answer_once(request, save_narratives))
        except arranging.HeadChanged as error:
            changed = error
            form.see(error.row.version)
    card = scores_of(person.agency, year - 1).card
    context = {
        "year": year,
        "form": form,
        "groups": form.groups(card),
        "changed": changed,
        "stands": narratives_of(person.agency, year) if changed else (),
        "back": plan_url(year),
    }
    status = UNPROCESSABLE if form.errors or changed else 200
    return render(request, "measures/narratives.html", context, status=status)


def _save_head(request: HttpRequest, year: int, form: HeadForm) -> str:
    person = person_of(request)
    cleaned = form.cleaned_data
    changed = arranging.edit_head(
        person.agency,
        by=person,
        fiscal_year=year,
        target=cleaned["score"],
        approved=cleaned.get("approved", ""),
        scenario=cleaned["name"],
        seen=form.revision,
    )
    if "target" in changed:
        messages.success(request, _("เปลี่ยนเป้าหมายแล้ว กด “ร่างอีกครั้ง” เพื่อเพิ่มมาตรการของจุดอ่อนใหม่"))
    else:
        tell_change(request, changed, _("บันทึกแล้ว"))
    return plan_url(year)


def _scenarios(person: Actor, year: int) -> list[tuple[Scenario, Decimal]]:
    """The kept what-ifs that aim at a score, newest first."""
    scores = current_scores(person.agency, year - 1)
    if scores is None:
        return []
    rows = Scenario.objects.filter(agency=person.agency, score_year=year - 1, deleted_at=None)
    aimed = ((row, editing.target_of(row, scores.card)) for row in rows[:MOST])
    return [(row, target) for row, target in aimed if target is not None]


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def library(request: HttpRequest, year: int) -> HttpResponse:
    """Measures to choose from, those for open points first."""
    person = person_in(request, year)
    if request.method == "POST":

        def add_pattern() -> str:
            row = arranging.add_pattern(
                person.agency, by=person, fiscal_year=year,
                key=request.POST.get("key", ""), not_before=first_day(year),
            )  # fmt: skip
            words = _("เพิ่มมาตรการลำดับ %(number)s แล้ว แก้ให้ตรงกับหน่วยงานได้ที่นี่")
            messages.success(request, words % {"number": row.number})
            return reverse("measures:measure", args=[year, row.pk])

        return pressed(request, add_pattern, reverse("measures:library", args=[year]))
    held, fitting, others = found(details.library_page(person.agency, year))
    context = {
        "year": year, "head": held.row, "fitting": fitting, "others": others,
        "back": plan_url(year),
    }  # fmt: skip
    return render(request, "measures/library.html", context)


@require_safe
@needs(Right.SEE)
def printed(request: HttpRequest, year: int) -> HttpResponse:
    """The table on paper, in a layout that one chooses."""
    person = person_in(request, year)
    held = found(plan_row(person.agency, year))
    usual = Layout(Arrangement(held.arrangement), held.columns)
    layout = layout_of(request.GET, usual)
    context = {
        "page": found(details.printed(person.agency, year, layout)),
        "is_usual": layout == usual,
        "may_edit": may_edit_plan(person),
        "arrangements": [
            (Arrangement.GROUP.value, _("ตามด้าน")),
            (Arrangement.INSTRUMENT.value, _("ตามแบบวัด")),
            (Arrangement.FLAT.value, _("เรียงต่อกัน")),
        ],
        "counts": [(count, _("%(count)s คอลัมน์") % {"count": count}) for count in COLUMNS],
    }
    return render(request, "measures/print.html", context)


@require_POST
@needs(Right.EDIT_PLAN)
def layout(request: HttpRequest, year: int) -> HttpResponse:
    """Use a layout for the plan's own paper."""
    person, _held = plan_in(request, year)
    chosen = layout_of(request.POST, Layout())
    arranging.set_layout(person.agency, by=person, fiscal_year=year, layout=chosen)
    messages.success(request, _("เอกสาร “แผนมาตรการ” จะใช้รูปแบบนี้"))
    return done(request, plan_url(year))


def layout_of(asked: Mapping[str, Any], usual: Layout) -> Layout:
    """The layout that is asked for; the usual one where none is that there is."""
    arrangement, columns = str(asked.get("layout", "")), str(asked.get("columns", ""))
    return Layout(
        Arrangement(arrangement) if arrangement in set(Arrangement) else usual.arrangement,
        int(columns) if columns in set(map(str, COLUMNS)) else usual.columns,
    )


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The plan as a workbook, to be edited and imported again."""
    _person, held = plan_in(request, year)
    workbook = plan_workbook(held.plan, exported=now())
    return download(workbook, XLSX, f"แผนมาตรการ-{year}.xlsx")


def first_day(year: int) -> date | None:
    """The day from which a plan of a year can still be approved; None once the year is over."""
    day = today()
    return day if day <= fiscal.end(year) else None


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def upload(request: HttpRequest, year: int) -> HttpResponse:
    """Send a workbook; nothing changes yet."""
    person, _held = plan_in(request, year)
    is_posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_posted else UploadForm()
    if is_posted and form.is_valid():

        def read_file() -> str:
            file = form.cleaned_data["file"]
            preview = importing.read_workbook(
                person.agency, by=person, fiscal_year=year, name=file.name, data=file.read()
            )
            return reverse("measures:preview", args=[year, preview.pk])

        try:
            return done(request, answer_once(request, read_file))
        except ProngsaiError as error:
            form.add_error("file", error_words(error))
    return shown(request, "measures/import.html", form, {"year": year, "back": plan_url(year)})


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_PLAN)
def preview(request: HttpRequest, year: int, plan_preview_id: UUID) -> HttpResponse:
    """What a workbook would change; taken over by the button."""
    person = person_in(request, year)
    kept = found(preview_of(person.agency, year, plan_preview_id))
    refusal = ""
    if request.method == "POST":
        try:
            return done(request, answer_once(request, lambda: _take(request, year, kept.pk)))
        except (Misuse, importing.OutOfDate) as error:
            refusal = words_of(error)
    outcome = importing.outcome(person.agency, kept)
    context = {
        "year": year,
        "preview": kept,
        "outcome": outcome,
        "findings": [
            (pages.line_of(each), each.where) for each in (*outcome.faults, *outcome.findings)
        ],
        "refusal": refusal,
        "removes": "removes" in request.POST,
        "confirmed": request.POST.getlist("item"),
        "back": reverse("measures:import", args=[year]),
    }
    status = UNPROCESSABLE if refusal else 200
    return render(request, "measures/preview.html", context, status=status)


def _take(request: HttpRequest, year: int, preview_id: UUID) -> str:
    person = person_of(request)
    taken = importing.take_preview(
        person.agency,
        by=person,
        fiscal_year=year,
        preview_id=preview_id,
        seen=request.POST.get("seen", ""),
        removes="removes" in request.POST,
        confirmed=request.POST.getlist("item"),
    )
    if taken is None:
        messages.info(request, _("ไฟล์นี้นำเข้าไปแล้ว"))
    else:
        counts = {"new": len(taken.new), "changed": len(taken.changed)}
        words = _("นำเข้าแล้ว: มาตรการใหม่ %(new)s เปลี่ยน %(changed)s")
        messages.success(request, words % counts)
    return plan_url(year)
