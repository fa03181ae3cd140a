"""Hide faces in a photo: touched by hand, then made unrecognisable for good."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right
from prongsai.web.agency.refusals import Refused
from prongsai.web.platform.htmx import done
from prongsai.web.platform.idempotency import answered
from prongsai.web.platform.language import words_of
from prongsai.web.signing.evidence.forms import WIDTHS, HideForm, regions_text
from prongsai.web.signing.evidence.models import EvidenceRow
from prongsai.web.signing.evidence.pictures import Region
from prongsai.web.signing.evidence.services import arranging
from prongsai.web.signing.evidence.views.common import own_row, way_back

_UNDO, _APPLY = "undo", "apply"


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.SEE)
def hide(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """Mark faces by touching them; the last step makes them unrecognisable."""
    row = own_row(request, evidence_id)
    if not row.is_photo:
        raise Http404
    if row.removed_at is not None:
        raise PermissionDenied
    if request.method != "POST":
        return _shown(request, row, (), 120)
    form = HideForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, (), 120)
    regions, size = form.regions(row), form.cleaned_data["size"]
    if _UNDO in request.POST:
        return _shown(request, row, regions[:-1], size)
    if _APPLY not in request.POST:
        return _shown(request, row, regions, size)

    def act() -> str:
        is_gone = arranging.hide(
            row, by=person_of(request), regions=regions, seen=form.cleaned_data["seen"]
        )
        messages.success(request, _("ปิดหน้าในภาพแล้ว"))
        if not is_gone:
            messages.warning(request, _("ภาพเดิมยังอยู่ในบันทึกอื่นหรือในเรื่องที่ส่งไปแล้ว ปิดหน้าที่นั่นด้วย"))
        back = way_back(request, row.subject_kind, row.subject)
        return f"{reverse('evidence:one', args=[row.pk])}?{urlencode({'next': back})}"

    try:
        return done(request, answered(request, act))
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        row.refresh_from_db()
        return _shown(request, row, (), size)


def _shown(
    request: HttpRequest, row: EvidenceRow, regions: tuple[Region, ...], size: int
) -> HttpResponse:
    """The page with what is marked; the boxes are drawn over the picture in its own pixels."""
    form = HideForm(
        initial={"seen": row.file.digest, "marked": regions_text(regions), "size": size}
    )
    width, height = row.width or 1, row.height or 1
    boxes = [
        (
            one.across * width // 1000 - one.size * width // 2000,
            one.down * height // 1000 - one.size * width // 2000,
            one.size * width // 1000,
        )
        for one in regions
    ]
    context = {
        "row": row, "form": form, "boxes": boxes, "back": way_back(
            request, row.subject_kind, row.subject
        ),
        "widths": [(name, wide, wide * height // width) for name, wide in WIDTHS.items()],
    }  # fmt: skip
    return render(request, "evidence/hide.html", context)
