"""What is done with a whole report: remind, write "none", lay out, submit, publish."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.web.agency.access import fresh, needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right, may
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform import jobs
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answer_once
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import posted, pressed, tell_change
from prongsai.web.platform.serving import file_answer
from prongsai.web.platform.shortcuts import found, job_page, rows_page, shown
from prongsai.web.signing.publication.views import publish_pressed
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.reports import services
from prongsai.web.year.reports.forms import DayForm, LayoutForm, RowForm
from prongsai.web.year.reports.kinds import KINDS, ReportKind
from prongsai.web.year.reports.models import DraftFile, RowVersion
from prongsai.web.year.reports.queries import report_row
from prongsai.web.year.reports.queries.pages import (
    JOB,
    RowPage,
    cards,
    draft_file,
    report_page,
    row_page,
)
from prongsai.web.year.reports.queries.shown import effect_page
from prongsai.web.year.reports.services import RowWritten, save_row


def person_and_kind(request: HttpRequest, year: int, name: str) -> tuple[Actor, ReportKind]:
    """Who asks, and which report of an opened year."""
    person = person_in(request, year)
    if name not in KINDS:
        raise Http404
    return person, KINDS[name]


def after(
    request: HttpRequest, year: int, kind: ReportKind, act: Callable[[], str | None]
) -> HttpResponse:
    """Do an act once and go where it leads, else to the report; say there why it was refused."""
    back = kind.url(year)
    return pressed(request, lambda: act() or back, back)


@require_POST
@needs(Right.COMPILE_REPORTS)
def remind(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    person, chosen = person_and_kind(request, year, kind)

    def remind_owners() -> None:
        count = services.remind(person.agency, by=person, year=year, kind=chosen)
        words = _("เตือนแล้ว %(count)s คน")
        tell_change(request, count, words, _("วันนี้เตือนทุกคนแล้ว หรือไม่มีแถวว่าง"))

    return after(request, year, chosen, remind_owners)


@require_POST
@needs(Right.SEE)
def nothing(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Write "ไม่มี" where no problem and no proposal is told, in the reader's own rows."""
    person, chosen = person_and_kind(request, year, kind)

    def write_nothing() -> None:
        count = services.write_nothing(person.agency, by=person, year=year, kind=chosen)
        messages.success(request, _("เขียน “ไม่มี” แล้ว %(count)s มาตรการ") % {"count": count})

    return after(request, year, chosen, write_nothing)


@require_POST
@needs(Right.COMPILE_REPORTS)
def layout(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Choose how the report of results is laid out."""
    person, chosen = person_and_kind(request, year, kind)

    def choose_layout() -> None:
        services.choose_layout(
            person.agency, by=person, year=year, kind=chosen,
            layout=request.POST.get("layout", ""),
        )  # fmt: skip
        messages.success(request, _("เลือกรูปแบบแล้ว"))

    return after(request, year, chosen, choose_layout)


@require_POST
@needs(Right.SUBMIT)
def submit(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Fix what the report says, and put it before the signers."""
    person, chosen = person_and_kind(request, year, kind)

    def submit_report() -> str:
        made = services.submit(person.agency, by=person, year=year, kind=chosen)
        return reverse("approval:submission", args=[made.pk])

    return after(request, year, chosen, submit_report)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Publish the approved file, where it is not published by itself or was taken back."""
    person, chosen = person_and_kind(request, year, kind)
    report, back = found(report_row(person.agency, year, chosen)), chosen.url(year)
    act = partial(services.publish, person.agency, by=person, report=report)
    return publish_pressed(request, act, back)


@require_POST
@needs(Right.MAKE_PAPERS)
def ask(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """Ask for a draft in every form; then watch the job."""
    person, chosen = person_and_kind(request, year, kind)

    def ask_draft() -> str:
        made = services.ask_draft(person.agency, by=person, year=year, kind=chosen)
        return reverse("reports:job", args=[made.pk])

    return after(request, year, chosen, ask_draft)


@require_safe
@needs(Right.SEE)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """How far the drawing is; HTMX asks again and again, without it a link does."""
    agency = person_of(request).agency
    row = found(jobs.of_agency(agency, job_id, JOB))
    kind, year = KINDS[row.arguments["kind"]], int(row.arguments["year"])
    back, of_year = kind.url(year), _("ปี %(year)s") % {"year": year}
    files = DraftFile.objects.filter(agency=agency, job=row).select_related("file")
    return job_page(
        request,
        row,
        title=_("ทำร่างรายงาน"),
        lead=format_html('<a href="{}">{} {}</a>', back, in_language(kind.label), of_year),
        sub=_("ทำงานอื่นต่อได้ ร่างจะรออยู่ในหน้ารายงาน"),
        files=[(reverse("reports:file", args=[made.pk]), made) for made in files.order_by("form")],
        back=back,
        back_words=_("กลับไปหน้ารายงาน"),
    )


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft; PDFs open in the browser, all else is saved."""
    draft = found(draft_file(person_of(request).agency, draft_id))
    return file_answer(draft.file, saves="save" in request.GET)


@require_safe
@needs(Right.SEE)
def reports(request: HttpRequest, year: int) -> HttpResponse:
    """All three with how far each is."""
    agency = person_in(request, year).agency
    context = {"year": year, "cards": tuple(cards(agency, year, today()))}
    return render(request, "reports/reports.html", context)


@require_safe
@needs(Right.SEE)
def report(request: HttpRequest, year: int, kind: str) -> HttpResponse:
    """One report: its rows, who owes what, what is wrong, where it stands.

    The address may name a day (`on`): the report as it was known then.
    """
    person, chosen = person_and_kind(request, year, kind)
    asked = "on" in request.GET
    form = DayForm(request.GET if asked else None)
    on: date | None = form.cleaned_data["on"] if form.is_valid() else None
    known_by = on if on is not None and on < today() else None
    page = report_page(person, year, chosen, today(), known_by)
    if page is None:
        return render(request, "reports/no_plan.html", {"year": year, "kind": chosen})
    may_submit = page.may_submit and may(person, Right.SUBMIT)
    is_prepared = may_submit and page.known_by is None
    context = {
        "page": page,
        "rows": rows_page(page.lines, request.GET.get("page", ""), request.GET.get("row", "")),
        "query": urlencode({"on": request.GET["on"]}) if asked else "",
        "layout_form": LayoutForm(initial={"layout": page.layout}),
        "may_publish": may(person, Right.PUBLISH),
        "may_draft": may(person, Right.MAKE_PAPERS),
        "may_submit": may_submit,
        "gate": services.known_ahead(person.agency, page) if is_prepared else None,
    }
    return shown(request, "reports/report.html", form, context)


@require_safe
@needs(Right.SEE)
def effect(request: HttpRequest, year: int) -> HttpResponse:
    """What each measure's items did in the following year."""
    agency = person_in(request, year).agency
    return render(request, "reports/effect.html", {"page": effect_page(agency, year)})


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def row(request: HttpRequest, year: int, kind: str, measure_id: UUID) -> HttpResponse:
    """One measure: the form for who may write it, else the row as it stands."""
    person, chosen = person_and_kind(request, year, kind)
    page = found(row_page(person, year, chosen, measure_id, today()))
    if request.method == "POST" and not page.is_own:
        raise PermissionDenied
    form = RowForm(page.line, page.photos, posted(request))
    other: RowVersion | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return done(request, answer_once(request, lambda: _save(request, chosen, page, form)))
        except RowWritten as written:
            # What was typed stays; saving again is saving over what is shown beside it.
            other = written.version
            form.see(other.number)
        except Refused as refusal:
            refuse(form, refusal)
    context = {"page": page, "form": form, "other": other, "back": chosen.url(year)}
    status = UNPROCESSABLE if form.errors or other else 200
    return render(request, "reports/row.html", context, status=status)


def _save(request: HttpRequest, kind: ReportKind, page: RowPage, form: RowForm) -> str:
    person, measure = person_of(request), page.line.row
    save_row(
        person.agency, by=person, year=page.year, kind=kind, measure_id=measure.pk,
        written=form.written, seen=form.revision,
    )  # fmt: skip
    number = measure.number or measure.title
    messages.success(request, _("บันทึกแถว %(number)s แล้ว") % {"number": number})
    return f"{kind.url(page.year)}?row={measure.pk}#row-{measure.pk}"
