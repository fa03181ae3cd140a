"""Keeping surveys: the list, a new one, its page, its results, sheets of paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.surveys.retention import Term
from prongsai.core.surveys.satisfaction import Satisfaction
from prongsai.documents.table_files import csv_table
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.surveys.forms import SheetsForm, SurveyForm
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.disclosure.surveys.queries import surveys as queries
from prongsai.web.disclosure.surveys.queries.answers import form_of
from prongsai.web.disclosure.surveys.queries.satisfaction import own_results
from prongsai.web.disclosure.surveys.queries.weak import weak_by_plan
from prongsai.web.disclosure.surveys.rights import is_open, survey_of
from prongsai.web.disclosure.surveys.services import carrying, closing, dissolving, keying, planning
from prongsai.web.disclosure.surveys.services.mixing import traces_of
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.forms import refuse
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import in_language, words_of
from prongsai.web.platform.shortcuts import found, shown

# The text of no year before this one is known.
FIRST_YEAR = 2564


@require_safe
@needs(Right.SEE)
def surveys(request: HttpRequest) -> HttpResponse:
    """The agency's surveys."""
    person = person_of(request)
    context = {
        "surveys": queries.listed(person.agency, today()),
        "may_keep": may(person, Right.KEEP_SURVEYS),
    }
    return render(request, "surveys/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def begin(request: HttpRequest) -> HttpResponse:
    """A new survey."""
    person = person_of(request)
    this = year_of(today())
    years = range(this + 1, FIRST_YEAR - 1, -1)
    first = {
        "fiscal_year": this, "opens_on": today(), "instrument": "EIT",
        "official_url": queries.official_url_of(person.agency),
    }  # fmt: skip
    form = SurveyForm(years, request.POST if request.method == "POST" else None, initial=first)

    def act() -> str:
        survey = planning.begin(person, planning.NewSurvey(**form.cleaned_data))
        messages.success(request, _("เริ่มแบบสำรวจแล้ว พิมพ์ใบปิดหรือบัตรตอบต่อได้เลย"))
        return reverse("surveys:survey", args=[survey.pk])

    if form.is_bound and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return shown(request, "surveys/begin.html", form)


@require_safe
@needs(Right.SEE)
def survey(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """A survey: where it stands, its points, what is printed for it."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    home = site_address()
    addresses = ((one, reverse("surveys:answer", args=[one.code])) for one in row.points.all())
    context = {
        "survey": row,
        "tag": queries.standing(row, today()),
        "asked": form_of(row),
        "minimum": queries.minimum_of(row),
        "points": [(one, f"{home}{path}") for one, path in addresses],
        "is_local": is_local(home),
        "is_open": is_open(row, today()),
        "term": Term(row.term),
        "may_keep": may(person, Right.KEEP_SURVEYS),
        "traces": traces_of(row.pk),
    }
    return render(request, "surveys/survey.html", context)


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def close(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """End a survey before its day."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    try:
        closing.close(person, row)
    except ProngsaiError as refusal:
        messages.error(request, in_language(refusal.message))
        return done(request, reverse("surveys:survey", args=[row.pk]))
    messages.success(request, _("ปิดแบบสำรวจแล้ว"))
    _tell_of_traces(request, row)
    return done(request, reverse("surveys:results", args=[row.pk]))


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def dissolve(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Delete the rows of a closed survey before their term."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    try:
        dissolving.dissolve(person, row)
    except ProngsaiError as refusal:
        messages.error(request, in_language(refusal.message))
    else:
        messages.success(request, _("ลบคำตอบรายแถวแล้ว ผลที่แสดงยังเหมือนเดิม"))
    return done(request, reverse("surveys:survey", args=[row.pk]))


def _tell_of_traces(request: HttpRequest, row: Survey) -> None:
    if why := traces_of(row.pk):
        head = _("แฟ้มของฐานข้อมูลอาจยังบอกลำดับที่คำตอบเข้ามา")
        messages.warning(request, f"{head}: {in_language(why.words)}")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def key_in(request: HttpRequest, survey_id: UUID, survey_point_id: UUID) -> HttpResponse:
    """Key in sheets of paper."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    point = found(row.points.filter(pk=survey_point_id).first())
    point.survey = row
    asked = form_of(row)
    posted = request.POST if request.method == "POST" else None
    form = SheetsForm(asked, posted, with_card=row.asks_for_cards)

    def act() -> str:
        sheets = form.cleaned_data["lines"]
        keying.key_in(person, point, sheets)
        messages.success(request, _("คีย์แล้ว %(count)s แผ่น") % {"count": len(sheets)})
        return request.path

    if form.is_bound and form.is_valid():
        try:
            return done(request, answered(request, act))
        except ProngsaiError as refusal:
            refuse(form, refusal)
    return shown(request, "surveys/key_in.html", form, {"survey": row, "point": point})


@require_safe
@needs(Right.SEE)
def results(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """What a closed survey gave."""
    row = found(survey_of(person_of(request), survey_id))
    if row.is_rehearsal:
        context = {
            "survey": row,
            "page": queries.results_page(row),
            "weak": weak_by_plan(row),
            "may_plan": may(person_of(request), Right.EDIT_PLAN),
        }
        return render(request, "surveys/results.html", context)
    own = own_results(row)
    return render(request, "surveys/own_results.html", {"survey": row, "page": own})


@require_http_methods(["POST"])
@needs(Right.EDIT_PLAN)
def carry(request: HttpRequest, survey_id: UUID, year: int) -> HttpResponse:
    """Add what a rehearsal found weak to the plan of a year."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))

    def act() -> str:
        made = carrying.carry(person, row, year)
        told = {"added": made.added, "listed": made.listed, "year": year}
        messages.success(
            request, _("เพิ่มเข้าแผนปี %(year)s แล้ว %(added)s ข้อ มีอยู่แล้ว %(listed)s ข้อ") % told
        )
        return reverse("measures:plan", args=[year])

    try:
        return done(request, answered(request, act))
    except ProngsaiError as refusal:
        messages.error(request, words_of(refusal))
        return done(request, reverse("surveys:results", args=[row.pk]))


@require_safe
@needs(Right.SEE)
def table(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The results as CSV."""
    row = found(survey_of(person_of(request), survey_id))
    if row.is_rehearsal:
        name = "elsewhere" if row.is_elsewhere else "rehearsal"
        content = _rehearsed(found(queries.results_page(row)))
    else:
        own = found(own_results(row))
        name, content = "survey", _own_table(found(own.found))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{row.fiscal_year}.csv"'
    return response


def _rehearsed(page: queries.ResultsPage) -> bytes:
    headings = ("code", "name", "rehearsed", "official", "difference")
    return csv_table(
        headings,
        [
            (
                one.code, in_language(one.name), one.rehearsed or "", one.official or "",
                one.difference or "",
            )
            for one in page.rows
        ],
    )  # fmt: skip


def _own_table(told: Satisfaction) -> bytes:
    """A line for each question, and for each option where it may be told."""
    rows: list[tuple[str, ...]] = []
    for aspect in told.aspects:
        for one in aspect.questions:
            head = (in_language(aspect.name), in_language(one.text))
            mean = one.mean.shown if one.mean else ""
            count = "" if one.answers is None else str(one.answers)
            rows.append((*head, "", count, "", mean))
            rows += [
                (*head, in_language(each.option), str(each.count), each.percent, "")
                for each in one.chosen
            ]
    return csv_table(("aspect", "question", "option", "count", "percent", "mean"), rows)
