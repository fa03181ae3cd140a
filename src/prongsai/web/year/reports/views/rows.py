"""One row of a report, saved by itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.web.agency.access import needs
from prongsai.web.agency.people import Actor
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import reader_language
from prongsai.web.year.reports.forms import RowForm
from prongsai.web.year.reports.kinds import Kind
from prongsai.web.year.reports.models import RowVersion
from prongsai.web.year.reports.queries.rows import RowPage, row_page
from prongsai.web.year.reports.services.writing import Written, save_row
from prongsai.web.year.reports.views.common import person_and_kind, report_url


@require_http_methods(["GET", "POST"])
@needs(Right.SEE)
def row(request: HttpRequest, year: int, kind: str, measure_id: UUID) -> HttpResponse:
    """One measure: the form for who may write it, else the row as it stands."""
    person, chosen = person_and_kind(request, year, kind)
    page = row_page(person, year, chosen, measure_id, today())
    if page is None:
        raise Http404
    if request.method == "POST" and not page.is_own:
        raise PermissionDenied
    form = RowForm(page.line, page.photos, request.POST if request.method == "POST" else None)
    other: RowVersion | None = None
    if request.method == "POST" and form.is_valid():
        try:
            address, other = _saved(request, person, year, chosen, page, form.written,
                                    form.revision)  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.words(reader_language()))
        else:
            if other is None:
                return done(request, address)
            # What was typed stays; saving again is saving over what is shown beside it.
            typed = request.POST.copy()
            typed["seen"] = str(other.number)
            form = RowForm(page.line, page.photos, typed)
    context = {"page": page, "form": form, "other": other, "back": report_url(year, chosen)}
    status = UNPROCESSABLE if form.errors or other else 200
    return render(request, "reports/row.html", context, status=status)


def _saved(
    request: HttpRequest,
    person: Actor,
    year: int,
    kind: Kind,
    page: RowPage,
    written: Written,
    seen: int,
) -> tuple[str, RowVersion | None]:
    """Where to go, or the version that somebody else saved first."""
    found: list[RowVersion] = []

    def act() -> str:
        saved = save_row(
            person.agency, by=person, year=year, kind=kind, measure_id=page.line.row.pk,
            written=written, seen=seen,
        )  # fmt: skip
        if saved.other is not None:
            found.append(saved.other)
            return ""
        number = page.line.row.number or page.line.row.title[:40]
        messages.success(request, _("บันทึกแถว %(number)s แล้ว") % {"number": number})
        return f"{report_url(year, kind)}?row={page.line.row.pk}#row-{page.line.row.pk}"

    address = answered(request, act)
    return address, found[0] if found else None
