"""One measure: where it stands, what was done, and the form for the next note."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.core.fiscal import end, start
from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.platform.clock import today
from prongsai.web.platform.htmx import UNPROCESSABLE, done
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.tracking.forms import NoteForm, WithdrawForm
from prongsai.web.year.tracking.models import ProgressNote
from prongsai.web.year.tracking.queries.measure import TrackPage, track_page
from prongsai.web.year.tracking.services import recording
from prongsai.web.year.tracking.views.common import measure_url, person_in, saved, tell_plans


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def measure(request: HttpRequest, year: int, measure_id: UUID) -> HttpResponse:
    """One measure; who may, writes its next note here."""
    page = _page(request, year, measure_id)
    if request.method != "POST":
        percent = page.status.percent or ""
        form = NoteForm(initial={"on": today(), "percent": percent})
        return _shown(request, page, form)
    if not page.may_record:
        raise PermissionDenied
    form = NoteForm(request.POST)

    def act() -> str:
        note = recording.record(
            page.row, by=person_of(request), entry=form.entry(), draft=page.draft
        )
        _tell(request, year, note)
        return measure_url(year, page.row, note.thread)

    address = saved(request, form, page.draft, act)
    if address:
        return done(request, address)
    # Read anew: the files that were sent wait below the form.
    return _shown(request, _page(request, year, measure_id), form)


def _tell(request: HttpRequest, year: int, note: ProgressNote) -> None:
    messages.success(request, _("บันทึกผลแล้ว %(percent)s%%") % {"percent": note.percent})
    if not start(year) <= note.on <= end(year):
        messages.warning(
            request, _("วันที่ของบันทึกอยู่นอกปีงบประมาณ %(year)s ตรวจว่าถูกต้อง") % {"year": year}
        )
    tell_plans(request, note)


def _page(request: HttpRequest, year: int, measure_id: UUID) -> TrackPage:
    return found(track_page(person_in(request, year), year, measure_id, today()))


def _shown(request: HttpRequest, page: TrackPage, form: NoteForm) -> HttpResponse:
    context = {"page": page, "year": page.year, "form": form, "withdraw_form": WithdrawForm()}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "tracking/measure.html", context, status=status)
