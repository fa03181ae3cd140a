"""What the staff see of the figures, and take as tables for a spreadsheet program."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from prongsai.core.dates import short_date
from prongsai.core.fiscal import Quarter
from prongsai.documents.tables_workbook import csv_table
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.disclosure.disclosure.views.board import edition_file
from prongsai.web.disclosure.statistics import services
from prongsai.web.disclosure.statistics.models import LEAST_DAYS, LEAST_TIMES
from prongsai.web.disclosure.statistics.queries.figures import (
    Figures,
    figures,
    of_quarter,
    offered,
    period_of,
    quarter_typed,
)
from prongsai.web.disclosure.statistics.queries.quarters import (
    Fresh,
    freshness,
    gathered,
    made_of,
    paper_row,
)
from prongsai.web.platform.clock import today
from prongsai.web.platform.fields import LongTextField
from prongsai.web.platform.language import in_language
from prongsai.web.platform.sending import perform, sent
from prongsai.web.platform.serving import CSV, download
from prongsai.web.platform.shortcuts import found, shown, until_done

_MOST_PAGES = 30
_MOST_WORDS = 20
_MOST_DUE = 20
_LONGEST = 4_000


class QuarterForm(forms.Form):
    """Problems and proposals, in the officer's own words."""

    problems = LongTextField(
        label=gettext_lazy("ปัญหาและอุปสรรค"), required=False, max_length=_LONGEST,
        help_text=gettext_lazy("ว่างไว้ได้ รายงานจะบอกว่าไม่ได้บันทึกไว้ ไม่บอกว่าไม่มี"),
    )  # fmt: skip
    proposals = LongTextField(
        label=gettext_lazy("ข้อเสนอแนะ"), required=False, max_length=_LONGEST,
        help_text=gettext_lazy("สิ่งที่ขอให้ผู้บริหารทราบหรือสั่งการ"),
    )  # fmt: skip


@require_safe
@needs(Right.SEE)
def statistics(request: HttpRequest) -> HttpResponse:
    """Readings, searches and freshness of the agency's public site."""
    agency, on = person_of(request).agency, today()
    period = period_of(request.GET.get("period", ""), on)
    period_figures = figures(agency, period.first, period.last, on)
    rows = freshness(agency, on)
    due = [row for row in rows if row.is_due]
    others = [*due[_MOST_DUE:], *(row for row in rows if not row.is_due)]
    context = {
        "period": period,
        "periods": offered(on),
        "quarter": period.key or offered(on)[1].key,
        "is_over": period.last < on,
        "found": period_figures,
        "pages": period_figures.pages[:_MOST_PAGES],
        "more_pages": max(0, len(period_figures.pages) - _MOST_PAGES),
        "missed": period_figures.missed[:_MOST_WORDS],
        "words": period_figures.words[:_MOST_WORDS],
        "due": due[:_MOST_DUE],
        "others": others[:_MOST_DUE],
        "others_count": len(rows) - len(due[:_MOST_DUE]),
        "least": {"times": LEAST_TIMES, "days": LEAST_DAYS},
    }
    return render(request, "statistics/statistics.html", context)


@require_safe
@needs(Right.SEE)
def export(request: HttpRequest, name: str) -> HttpResponse:
    agency, on = person_of(request).agency, today()
    period = period_of(request.GET.get("period", ""), on)
    whole = request.build_absolute_uri
    if name == "freshness":
        data, part = freshness_csv(freshness(agency, on), whole), f"{on:%Y%m%d}"
    elif name in NAMES:
        period_figures = figures(agency, period.first, period.last, on)
        is_words = name == "words"
        data = words_csv(period_figures) if is_words else readings_csv(period_figures, whole)
        part = period.key or f"{period.first:%Y%m%d}-{period.last:%Y%m%d}"
    else:
        raise Http404
    return download(data, CSV, f"{name}-{part}.csv")


@require_safe
@needs(Right.SEE)
def quarter(request: HttpRequest, key: str) -> HttpResponse:
    """The reports of a quarter, and what one made today would tell."""
    return _page(request, _quarter(key), QuarterForm())


@require_http_methods(["POST"])
@needs(Right.PUBLISH)
def make(request: HttpRequest, key: str) -> HttpResponse:
    """Make the report with the officer's own words."""
    person, asked = person_of(request), _quarter(key)
    form = QuarterForm(request.POST)

    def make_report() -> str:
        services.make(person.agency, by=person, quarter=asked, **form.cleaned_data)
        messages.success(request, _("ทำรายงานแล้ว กำลังทำไฟล์"))
        return f"{address_of(asked)}?again=1"

    return sent(request, form, make_report) or _page(request, asked, form)


@require_POST
@needs(Right.PUBLISH)
def send(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    person = person_of(request)
    row = found(paper_row(person.agency, paper_id))
    back = address_of(Quarter(row.fiscal_year, row.quarter))
    return perform(request, lambda: services.send(row, by=person), back, _("เสนอผู้บริหารเพื่อทราบแล้ว"))


@require_safe
@needs(Right.SEE)
def file(request: HttpRequest, paper_id: UUID, form: str) -> HttpResponse:
    return edition_file(paper_row(person_of(request).agency, paper_id), form)


def address_of(asked: Quarter) -> str:
    return reverse("statistics:quarter", args=[f"{asked.year}-{asked.number}"])


def _quarter(key: str) -> Quarter:
    """The quarter that an address names.

    Errors: Http404 for none, and for one that has not begun.
    """
    asked = quarter_typed(key)
    if asked is None or asked.first > today():
        raise Http404
    return asked


def _page(request: HttpRequest, asked: Quarter, form: QuarterForm) -> HttpResponse:
    person = person_of(request)
    rows = made_of(person.agency, asked)
    context = {
        "period": of_quarter(asked),
        "quarters": offered(today())[1:],
        "made": rows,
        "now": gathered(person.agency, asked, today()),
        "may_make": may(person, Right.PUBLISH),
    }
    response = shown(request, "statistics/quarter.html", form, context)
    return until_done(request, response, is_open=any(row.is_open for row, _approval in rows))


NAMES = ("readings", "words", "freshness")


def readings_csv(period_figures: Figures, whole: Callable[[str], str]) -> bytes:
    """A row for each page; one that says so where nothing was counted. `whole` makes addresses."""
    headings = [_("ชนิดหน้า"), _("ชื่อเรื่อง"), _("ที่อยู่สาธารณะ"), _("จำนวนครั้งที่เปิดอ่าน"), _("ตั้งแต่"), _("ถึง")]
    days = [
        short_date(period_figures.known_from or period_figures.first),
        short_date(period_figures.last),
    ]
    if not period_figures.is_known:
        return csv_table(headings, [[_("ทั้งเว็บ"), "", "", _("ไม่ทราบ"), *days]])
    rows = [
        [in_language(page.label), page.title, whole(page.path), str(page.count), *days]
        for page in period_figures.pages
    ]
    return csv_table(headings, [*rows, [_("ทั้งเว็บ"), "", "", str(period_figures.readings), *days]])


def words_csv(period_figures: Figures) -> bytes:
    """A row for each of the words that enough searches held, and one for all searches."""
    headings = [_("คำค้นของประชาชน"), _("จำนวนครั้ง"), _("ไม่พบ")]
    if not period_figures.is_known:
        return csv_table(headings, [[_("ทุกคำ"), _("ไม่ทราบ"), _("ไม่ทราบ")]])
    rows = [[search.words, str(search.count), str(search.more)] for search in period_figures.words]
    return csv_table(
        headings, [*rows, [_("ทุกคำ"), str(period_figures.searches), str(period_figures.unfound)]]
    )


def freshness_csv(rows: tuple[Fresh, ...], whole: Callable[[str], str]) -> bytes:
    """A row for each page and paper."""
    headings = [
        _("ชนิดหน้า"), _("ชื่อเรื่อง"), _("ที่อยู่สาธารณะ"), _("เผยแพร่เมื่อ"), _("กี่วันแล้ว"),
        _("วันสุดท้าย"), _("สถานะ"),
    ]  # fmt: skip
    return csv_table(
        headings,
        [
            [
                in_language(row.label), row.title, whole(row.address), short_date(row.published),
                str(row.days), short_date(row.ends) if row.ends else "",
                in_language(row.state.label),
            ]
            for row in rows
        ],
    )  # fmt: skip
