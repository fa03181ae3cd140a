"""The dashboard's tile of what nobody answers for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency.models import Agency
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.ownership.queries import gap_count


@tile
def unassigned(agency: Agency, year: int) -> Tile | None:
    """How many indicators, items and measures have no owner; None where there is nothing."""
    gaps, again, total = gap_count(agency, year)
    if not total:
        return None
    note = _("ทุกเรื่องมีผู้รับผิดชอบแล้ว")
    if again:
        note = _("ในนี้ %(count)s เรื่องต้องมอบหมายใหม่") % {"count": again}
    elif gaps:
        note = _("ตัวชี้วัด ข้อ และมาตรการ")
    address = reverse("ownership:owners", args=[year])
    return Tile(
        heading=_("ยังไม่มีผู้รับผิดชอบ"),
        figure=str(gaps),
        unit=_("จาก %(all)s เรื่อง") % {"all": total},
        note=note,
        url=f"{address}?state=open" if gaps else address,
        link=_("มอบหมาย") if gaps else _("ดูผู้รับผิดชอบ"),
    )
