"""Keeping surveys: the list, a new one, its page, its results, sheets of paper."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.errors import ProngsaiError
from prongsai.core.fiscal import year_of
from prongsai.core.surveys.retention import Term
from prongsai.core.surveys.satisfaction import Satisfaction
from prongsai.documents.handouts import Place, Size, cards_pdf, form_pdf, poster_pdf
from prongsai.documents.tables_workbook import csv_table
from prongsai.web.agency.access import fresh, needs, person_of, prints_address
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.views.board import edition_file
from prongsai.web.disclosure.disclosure.views.made import evidence_made, made_address, may_attach
from prongsai.web.disclosure.surveys import queries as satisfaction
from prongsai.web.disclosure.surveys.forms import ReportForm, SheetsForm, SurveyForm
from prongsai.web.disclosure.surveys.models import Point, Survey, SurveyReport
from prongsai.web.disclosure.surveys.queries import (
    form_of,
    is_short,
    minimum_of,
    official_url_of,
    own_results,
    results_page,
    standing,
    weak_by_plan,
)
from prongsai.web.disclosure.surveys.rights import is_open, survey_of
from prongsai.web.disclosure.surveys.services import answering, keeping, planning
from prongsai.web.disclosure.surveys.services.keeping import traces_of
from prongsai.web.disclosure.surveys.services.planning import print_cards
from prongsai.web.platform.address import is_local, site_address
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import done
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import asked, pdf, posted, pressed, sent
from prongsai.web.platform.serving import CSV, download
from prongsai.web.platform.shortcuts import form_page, found, shown, until_done
from prongsai.web.signing.publication.views import publish_pressed
from prongsai.web.year.analysis.views import person_in
from prongsai.web.year.assessment.queries import years

# The text of no year before this one is known.
FIRST_YEAR = 2564


@require_safe
@needs(Right.SEE)
def surveys(request: HttpRequest) -> HttpResponse:
    """The agency's surveys."""
    person = person_of(request)
    rows = Survey.objects.filter(agency=person.agency)
    context = {
        "surveys": [(row, standing(row, today())) for row in rows],
        "may_keep": may(person, Right.KEEP_SURVEYS),
    }
    return render(request, "surveys/surveys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def begin(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    this = year_of(today())
    years = range(this + 1, FIRST_YEAR - 1, -1)
    first = {
        "fiscal_year": this, "opens_on": today(), "instrument": "EIT",
        "official_url": official_url_of(person.agency),
    }  # fmt: skip
    form = SurveyForm(years, posted(request), initial=first)

    def begin_survey() -> str:
        survey = planning.begin(person, planning.NewSurvey(**form.cleaned_data))
        messages.success(request, _("เริ่มแบบสำรวจแล้ว พิมพ์แผ่นปิดประกาศหรือบัตรตอบต่อได้เลย"))
        return reverse("surveys:survey", args=[survey.pk])

    sub = _("ข้อความของคำถามแก้ไม่ได้ ปีที่ยังไม่ทราบข้อความจะใช้ของปีก่อนหน้า และบอกไว้ทุกหน้า")
    return sent(request, form, begin_survey) or form_page(
        request, form, _("ซ้อม IIT หรือ EIT"), reverse("surveys:surveys"), above=_("แบบสำรวจ"),
        sub=sub, save=_("เริ่มแบบสำรวจ"),
    )  # fmt: skip


@require_safe
@needs(Right.SEE)
def survey(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """A survey: where it stands, its points, what is printed for it."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    home = site_address()
    points = [
        (point, f"{home}{reverse('surveys:answer', args=[point.code])}")
        for point in row.points.all()
    ]
    context = {
        "survey": row, "tag": standing(row, today()), "asked": form_of(row),
        "minimum": minimum_of(row), "points": points,
        "is_local": is_local(home), "is_open": is_open(row, today()), "term": Term(row.term),
        "may_keep": may(person, Right.KEEP_SURVEYS), "traces": traces_of(row.pk),
    }  # fmt: skip
    return render(request, "surveys/survey.html", context)


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def close(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """End a survey before its day; asked first."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    question = _("ปิดแบบสำรวจก่อนกำหนด? ปิดแล้วเปิดอีกไม่ได้")
    back = reverse("surveys:survey", args=[row.pk])
    if page := asked(request, question, back, yes=_("ปิดแบบสำรวจ")):
        return page
    try:
        answering.close(person, row)
    except ProngsaiError as refusal:
        messages.error(request, in_language(refusal.message))
        return done(request, back)
    messages.success(request, _("ปิดแบบสำรวจแล้ว"))
    if why := traces_of(row.pk):
        head = _("ไฟล์ของฐานข้อมูลอาจยังบอกลำดับที่คำตอบเข้ามา")
        messages.warning(request, f"{head}: {in_language(why.words)}")
    return done(request, reverse("surveys:results", args=[row.pk]))


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
def dissolve(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """Delete the rows of a closed survey before their term."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    try:
        keeping.dissolve(person, row)
    except ProngsaiError as refusal:
        messages.error(request, in_language(refusal.message))
    else:
        messages.success(request, _("ลบคำตอบรายแถวแล้ว ผลที่แสดงยังเหมือนเดิม"))
    return done(request, reverse("surveys:survey", args=[row.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.KEEP_SURVEYS)
def key_in(request: HttpRequest, survey_id: UUID, survey_point_id: UUID) -> HttpResponse:
    """Key in sheets of paper."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    point = found(row.points.filter(pk=survey_point_id).first())
    point.survey = row
    asked = form_of(row)
    form = SheetsForm(asked, posted(request), with_card=row.asks_for_cards)

    def key_in_sheets() -> str:
        sheets = form.cleaned_data["lines"]
        answering.key_in(person, point, sheets)
        messages.success(request, _("บันทึกแล้ว %(count)s แผ่น") % {"count": len(sheets)})
        return request.path

    counted = _("ผลจะแสดงว่ามีกี่แผ่นที่เจ้าหน้าที่บันทึก ผิดแผ่นเดียวจะยังไม่บันทึกแผ่นใด")
    texts = _("ข้อความที่เขียนบนกระดาษไม่อยู่ในผล เก็บแผ่นไว้สรุปในรายงาน แล้วทำลาย")
    return sent(request, form, key_in_sheets) or form_page(
        request, form, _("บันทึกจากแบบสอบถามกระดาษ"), reverse("surveys:survey", args=[row.pk]),
        above=row.name, sub=point.name, note=f"{counted} {texts}", stay=_("กลับ"),
    )  # fmt: skip


@require_safe
@needs(Right.SEE)
def results(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """What a closed survey gave; what people wrote is for who keeps surveys."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))
    reads_words = may(person, Right.KEEP_SURVEYS)
    context: dict[str, object] = {"survey": row, "reads_words": reads_words}
    if not row.is_rehearsal:
        return render(request, "surveys/own_results.html", context | {"page": own_results(row)})
    may_plan = may(person, Right.EDIT_PLAN)
    context |= {"page": results_page(row), "weak": weak_by_plan(row), "may_plan": may_plan}
    return render(request, "surveys/results.html", context)


@require_http_methods(["POST"])
@needs(Right.EDIT_PLAN)
def carry(request: HttpRequest, survey_id: UUID, year: int) -> HttpResponse:
    """Add what a rehearsal found weak to the plan of a year."""
    person = person_of(request)
    row = found(survey_of(person, survey_id))

    def carry_results() -> str:
        added, listed = planning.carry(person, row, year)
        counts = {"added": added, "listed": listed, "year": year}
        messages.success(
            request, _("เพิ่มเข้าแผนปี %(year)s แล้ว %(added)s ข้อ มีอยู่แล้ว %(listed)s ข้อ") % counts
        )
        return reverse("measures:plan", args=[year])

    return pressed(request, carry_results, reverse("surveys:results", args=[row.pk]))


@require_safe
@needs(Right.SEE)
def table(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The results as CSV."""
    row = found(survey_of(person_of(request), survey_id))
    if row.is_rehearsal:
        name = "elsewhere" if row.is_elsewhere else "rehearsal"
        lines = [
            (
                compared.code, in_language(compared.name), compared.rehearsed or "",
                compared.official or "", compared.difference or "",
            )
            for compared in found(results_page(row)).rows
        ]  # fmt: skip
        content = csv_table(("code", "name", "rehearsed", "official", "difference"), lines)
    else:
        own = found(own_results(row))
        name, content = "survey", _own_table(found(own.satisfaction))
    return download(content, CSV, f"{name}-{row.fiscal_year}.csv")


def _own_table(result: Satisfaction) -> bytes:
    """A line for each question, and for each option where it may be told."""
    rows: list[tuple[str, ...]] = []
    for aspect in result.aspects:
        for question in aspect.questions:
            head = (in_language(aspect.name), in_language(question.text))
            mean = question.mean.shown if question.mean else ""
            count = "" if question.answers is None else str(question.answers)
            rows.append((*head, "", count, "", mean))
            rows += [
                (*head, in_language(each.option), str(each.count), each.percent, "")
                for each in question.chosen
            ]
    return csv_table(("aspect", "question", "option", "count", "percent", "mean"), rows)


@require_http_methods(["POST"])
@needs(Right.KEEP_SURVEYS)
@prints_address
def cards(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The cards of a survey, once: nobody can print these again."""
    person = person_of(request)
    survey = found(survey_of(person, survey_id))
    point = found(survey.points.first())
    try:
        drawn = print_cards(person, survey)
    except ProngsaiError as refusal:
        messages.error(request, in_language(refusal.message))
        return done(request, reverse("surveys:survey", args=[survey.pk]))
    return pdf(cards_pdf(_place(survey, point), drawn), "cards")


@require_safe
@needs(Right.KEEP_SURVEYS)
@prints_address
def form(request: HttpRequest, survey_id: UUID, survey_point_id: UUID) -> HttpResponse:
    """The questions on paper."""
    survey = found(survey_of(person_of(request), survey_id))
    place = _place(survey, found(survey.points.filter(pk=survey_point_id).first()))
    return pdf(form_pdf(place, form_of(survey), with_card=survey.asks_for_cards), "form")


@require_safe
@needs(Right.KEEP_SURVEYS)
@prints_address
def poster(request: HttpRequest, survey_id: UUID, survey_point_id: UUID, size: str) -> HttpResponse:
    """A poster or sticker of one point."""
    survey = found(survey_of(person_of(request), survey_id))
    place = _place(survey, found(survey.points.filter(pk=survey_point_id).first()))
    if size not in list(Size):
        raise Http404
    return pdf(poster_pdf(place, Size(size)), f"poster-{size}")


@require_safe
@needs(Right.KEEP_SURVEYS)
def official_poster(request: HttpRequest, survey_id: UUID, size: str) -> HttpResponse:
    """A poster that leads to the NACC's own survey."""
    survey = found(survey_of(person_of(request), survey_id))
    if size not in list(Size) or not survey.official_url:
        raise Http404
    place = Place(
        survey.agency.name, survey.name, "", survey.official_url, "แบบวัดจริง ไม่ใช่การซ้อม", today(),
        official=survey.instrument,
    )  # fmt: skip
    return pdf(poster_pdf(place, Size(size)), f"official-poster-{size}")


def _place(survey: Survey, point: Point) -> Place:
    # What is printed leads to where people find the site, not to where its keeper sits.
    address = f"{site_address()}{reverse('surveys:answer', args=[point.code])}"
    asked = form_of(survey)
    return Place(
        survey.agency.name, survey.name, point.name, address, asked.label.th, today(),
        is_short=is_short(asked), is_own=not survey.is_rehearsal,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def report(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """The editions of a report, and the words of a new one."""
    person = person_of(request)
    survey = own_survey(request, survey_id)
    page = satisfaction.report_page(survey)
    may_make = may(person, Right.KEEP_SURVEYS)
    if request.method == "POST" and not may_make:
        raise PermissionDenied
    form = ReportForm(posted(request), initial=page["before"])

    def make_report() -> str:
        keeping.make(person, survey, form.cleaned_data, form.cleaned_data["months"])
        return made_address(request)

    if answer := sent(request, form, make_report):
        return answer
    context = {
        **page,
        "survey": survey,
        "may_make": may_make,
        # Memos are of an opened year.
        "may_bring": survey.fiscal_year in years(person.agency)
        and may(person, Right.KEEP_SURVEYS)
        and may(person, Right.SUBMIT)
        and not page["open"],
        "may_publish": may(person, Right.PUBLISH),
        "base": request.path,
        "attaches": may_attach(person, page["answered"]) if may_make else [],
    }
    answer = shown(request, "surveys/report.html", form, context)
    return until_done(request, answer, is_open=any(row.is_open for row in page["made"]))


@require_POST
@needs(Right.SUBMIT)
def bring(request: HttpRequest, survey_id: UUID, survey_report_id: UUID) -> HttpResponse:
    """Bring a report to the executive: its memo is signed, sent round and published from there."""
    survey = own_survey(request, survey_id)
    person = person_in(request, survey.fiscal_year)
    row = _edition(survey, survey_report_id)
    back = reverse("surveys:report", args=[survey.pk])
    return pressed(request, lambda: keeping.bring(row, by=person).url, back)


@require_POST
@needs(Right.PUBLISH)
@fresh
def publish(request: HttpRequest, survey_id: UUID, survey_report_id: UUID) -> HttpResponse:
    """Publish a report whose memo is signed."""
    survey = own_survey(request, survey_id)
    row = _edition(survey, survey_report_id)
    act = partial(keeping.publish_report, row, by=person_of(request))
    back = reverse("surveys:report", args=[survey.pk])
    return publish_pressed(request, act, back, opens_edition=True)


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, survey_id: UUID, survey_report_id: UUID, form: str) -> HttpResponse:
    """A report as "pdf", "docx" or "xlsx"."""
    return edition_file(_edition(own_survey(request, survey_id), survey_report_id), form)


@require_POST
@needs(Right.KEEP_SURVEYS)
def evidence(request: HttpRequest, survey_id: UUID, survey_report_id: UUID) -> HttpResponse:
    """Make a report's files evidence of the items that it answers."""
    survey = own_survey(request, survey_id)
    row = _edition(survey, survey_report_id)
    person = person_of(request)
    return evidence_made(
        request,
        satisfaction.answers(survey),
        survey.fiscal_year,
        reverse("surveys:report", args=[survey.pk]),
        partial(keeping.make_evidence, row, by=person),
    )


def own_survey(request: HttpRequest, survey_id: UUID) -> Survey:
    """A survey of one's own, of the person's agency.

    Errors: Http404.
    """
    survey = found(survey_of(person_of(request), survey_id))
    if survey.is_rehearsal:
        raise Http404
    return survey


def _edition(survey: Survey, survey_report_id: UUID) -> SurveyReport:
    rows = satisfaction.reports_of(survey).select_related("pdf", "docx", "xlsx")
    return found(rows.filter(pk=survey_report_id).first())
