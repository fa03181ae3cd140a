"""The dashboard's tile of the disclosure."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.disclosure.queries.board import ready_count
from prongsai.web.platform.clock import today
from prongsai.web.year.analysis.tiles import Tile, tile


@tile
def disclosure(agency: Agency, year: int) -> Tile | None:
    """How many items are ready; None where no items are known."""
    ready, count = ready_count(agency, year, today())
    if not count:
        return None
    address = reverse("disclosure:board", args=[year])
    return Tile(
        heading=_("OIT เปิดเผยข้อมูล"),
        figure=str(ready),
        unit=_("พร้อมจาก %(all)s ข้อ") % {"all": count},
        note=_("พร้อมทุกข้อ") if ready == count else _("นับเฉพาะข้อที่มีคนตรวจครบแล้ว"),
        url=address if ready == count else f"{address}?state=open",
        link=_("เปิดกระดาน OIT"),
    )
