"""How many cases came and how they ended, on a page and as a table."""

from __future__ import annotations

from calendar import month_abbr
from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from prongsai.core.dates import SHORT_MONTHS
from prongsai.core.desk.model import CaseKind, Outcome
from prongsai.core.desk.statistics import MONTHS as WHOLE_YEAR
from prongsai.core.desk.statistics import KindCount
from prongsai.core.fiscal import FIRST_YEAR, LAST_YEAR
from prongsai.core.text import Text
from prongsai.documents.table_files import csv_table
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.citizens.desk.queries.cases import counts_of, waiting_numbers
from prongsai.web.citizens.desk.queries.kinds import kinds_of
from prongsai.web.citizens.desk.queries.reports import PAPERS
from prongsai.web.citizens.desk.rights import sees_kind
from prongsai.web.platform.clock import today

_HALF = 6
_COUNTS = ("received", "answered", "open", "late")
_FIRST = 9  # October, counted from nought


@require_safe
@needs(Right.SEE)
def statistics(request: HttpRequest, year: int) -> HttpResponse:
    """The counts of a fiscal year, or of its first half."""
    months = _HALF if request.GET.get("months") == str(_HALF) else WHOLE_YEAR
    person = person_of(request)
    kinds, found = _seen(person, year, months)
    context = {
        "year": year,
        "months": months,
        "rows": [
            (kinds[one.kind], one, zip(_months(months), one.by_month, strict=True)) for one in found
        ],
        "is_whole": len(kinds) == len(kinds_of(person.agency.pk)),
        "sums": [sum(getattr(one, name) for one in found) for name in _COUNTS],
        "papers": PAPERS.values(),
    }
    return render(request, "desk/statistics.html", context)


@require_safe
@needs(Right.SEE)
def table(request: HttpRequest, year: int) -> HttpResponse:
    """The counts of the whole year as CSV that Excel opens."""
    kinds, found = _seen(person_of(request), year, WHOLE_YEAR)
    headings = [
        "เรื่อง",
        *(one.th for one in _months(WHOLE_YEAR)),
        "รวม",
        "ตอบแล้ว",
        "ค้าง",
        "เกินกำหนด",
        "รวมกับเรื่องเดียวกัน (อยู่ในที่รับ)",
        *(one.label.th for one in Outcome),
    ]
    rows: list[list[str]] = []
    for one in found:
        numbers = [one.received, one.answered, one.open, one.late, one.merged]
        outcomes = [count for _, count in one.by_outcome]
        by_month = ["" if count is None else count for count in one.by_month]
        rows.append([kinds[one.kind].title.th, *map(str, [*by_month, *numbers, *outcomes])])
    return HttpResponse(
        csv_table(headings, rows), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="desk-{year}.csv"'},
    )  # fmt: skip


def _seen(
    person: Actor, year: int, months: int
) -> tuple[Mapping[str, CaseKind], tuple[KindCount, ...]]:
    """The kinds of which a person reads exact counts, by their key, and the counts.

    Shape:  of a restricted kind a month with one complaint tells a superior when somebody
            complained: all but who reads those cases read of them what the papers let through, and
            so does a new reader while some of them wait.
    Errors: Http404 for a year that is none.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    agency = person.agency
    waits = bool(waiting_numbers(person, today()))
    kinds = {
        one.key: one
        for one in kinds_of(agency.pk)
        if sees_kind(person, one) and not (one.restricted and waits)
    }
    found = counts_of(agency, year, months, today())
    return kinds, tuple(one for one in found if one.kind in kinds)


def _months(count: int) -> list[Text]:
    """The first months of the fiscal year, in its order."""
    places = [(_FIRST + number) % WHOLE_YEAR for number in range(count)]
    return [Text(SHORT_MONTHS[place], month_abbr[place + 1]) for place in places]
