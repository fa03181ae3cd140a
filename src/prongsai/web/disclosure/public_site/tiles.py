"""The dashboard's tile of the public site."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from prongsai.core.dates import short_date
from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.public_site.content import content_of
from prongsai.web.disclosure.public_site.models import PageKind, SitePage
from prongsai.web.signing.approval.models import Submission
from prongsai.web.year.analysis.tiles import Tile, tile


@tile
def public_site(agency: Agency, year: int) -> Tile | None:
    """How much of the year's ITA page everybody can read; None before it was ever published."""
    page = _page(agency, year)
    if page is None or page.published is None:
        return None
    content = content_of(page.published.content)
    is_shown = page.withdrawn_at is None and not page.is_held
    at = page.published.published_at
    day = short_date(timezone.localtime(at).date()) if at else ""
    return Tile(
        heading=_("เว็บสาธารณะ"),
        figure=str(content.given) if is_shown else "0",
        unit=_("ข้อที่ประชาชนเห็น จาก %(all)s ข้อ") % {"all": len(content.items)},
        note=_("เผยแพร่เมื่อ %(day)s") % {"day": day} if is_shown else _("ไม่แสดงอยู่ตอนนี้"),
        url=reverse("public_site:page", args=[page.pk]),
        link=_("เปิดหน้า ITA"),
    )


def _page(agency: Agency, year: int) -> Any:
    """The year's page that was ever published, with whether somebody objects: one query."""
    rows = SitePage.objects.filter(
        agency=agency, kind=PageKind.ITA, fiscal_year=year, published__isnull=False
    )
    held = Submission.objects.filter(
        agency=agency, code=OuterRef("published__check_code"), objected_at__isnull=False
    )
    return rows.select_related("published").annotate(is_held=Exists(held)).first()
