"""A bill for whoever has its reference: what it asks, its code, whether it is paid; not by whom."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from prongsai.core.bills.promptpay import AccountKind
from prongsai.core.slips import printed_slip
from prongsai.documents.marks import qr_inline
from prongsai.web.citizens.bills.forms import ReferenceForm
from prongsai.web.citizens.bills.queries import bill_by_reference, bill_page
from prongsai.web.disclosure.public_site.views.public import drawn
from prongsai.web.platform.htmx import UNPROCESSABLE
from prongsai.web.signing.publication.views import is_copy, public_agency


# No cookie tells who asks: another site has nothing to use in a reader's name.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def bill(request: HttpRequest, agency_id: UUID) -> HttpResponseBase:
    """Ask for the reference; show its bill."""
    agency = public_agency(agency_id)
    if is_copy(request):
        raise Http404
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        row = bill_by_reference(agency, form.cleaned_data["reference"])
        if row is None:
            form.add_error("reference", gettext("ไม่พบใบแจ้งของเลขนี้ที่หน่วยงานนี้ ตรวจตัวเลขอีกครั้ง"))
        else:
            page = bill_page(row)
            context |= {
                "page": page,
                "reference": printed_slip(row.reference),
                "account": AccountKind(row.account_kind).label,
                "picture": mark_safe(qr_inline(page.code)) if page.is_open else "",  # noqa: S308 - drawn by us
            }
    status = UNPROCESSABLE if form.errors else HTTPStatus.OK
    response = drawn(request, agency, "bills/public.html", context, status)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]
    return response
