"""The sources of a year: documents and pages that say something about it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from prongsai.web.agency.access import needs
from prongsai.web.agency.permissions import Right
from prongsai.web.year.assessment.forms import SourceForm
from prongsai.web.year.assessment.framework.editing import PutSource
from prongsai.web.year.assessment.views.common import (
    edited,
    framework_url,
    not_open,
    year_of_request,
)


@require_http_methods(["GET", "POST"])
@needs(Right.EDIT_FRAMEWORK)
def source(request: HttpRequest, year: int, source_id: str = "") -> HttpResponse:
    """One source: added or corrected."""
    data = year_of_request(request, year)
    if data.assessment is None:
        return not_open(request, year)
    held = {one["id"]: one for one in data.documents["sources"].get("sources") or []}
    if source_id and source_id not in held:
        raise Http404
    entry = held.get(source_id, {})
    form = SourceForm(
        request.POST if request.method == "POST" else None,
        initial={
            "seen": data.number,
            "proves": entry.get("proves", ""),
            "address": entry.get("address", ""),
        },
    )
    return edited(
        request,
        data,
        form=form,
        edit=lambda: PutSource(
            source_id, form.cleaned_data["address"], form.cleaned_data["proves"]
        ),
        template="assessment/source_edit.html",
        back=framework_url(year, "sources"),
        context={"source_id": source_id},
    )
