"""Reports that the site has drawn, brought to the executives by a memo."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from prongsai.web.agency.access import needs, person_of
from prongsai.web.agency.permissions import Right, may
from prongsai.web.office.circulation.queries import report_page
from prongsai.web.office.papers import services
from prongsai.web.platform.sending import pressed
from prongsai.web.platform.shortcuts import found
from prongsai.web.year.analysis.views import check_opened


@require_POST
@needs(Right.CIRCULATE)
def circulated(request: HttpRequest, circulation_id: UUID) -> HttpResponse:
    """Draft the memo that brings the report of who acknowledged, as it was drawn last."""
    person = person_of(request)
    report = found(report_page(person.agency, circulation_id))
    kept = found(report.files.get("pdf") if may(person, Right.DRAFT) else None)
    year = report.row.fiscal_year
    check_opened(person.agency, year)

    def write_memo() -> str:
        subject = f"รายงานการรับทราบ “{report.row.title}”"
        row = services.write_report(person.agency, by=person, year=year, subject=subject, file=kept)
        messages.success(request, _("ร่างบันทึกแล้ว อ่านแล้วเสนอลงนาม"))
        return row.url

    return pressed(request, write_memo, reverse("circulation:drawing", args=[circulation_id]))
