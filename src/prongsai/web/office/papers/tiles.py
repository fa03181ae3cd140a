"""The dashboard's tile of the papers that were made."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.papers.kinds import KINDS
from prongsai.web.agency.models import Agency
from prongsai.web.office.papers.queries import made_count
from prongsai.web.year.analysis.tiles import Tile, tile


@tile
def made(agency: Agency, year: int) -> Tile:
    """How many kinds of papers of the year there are."""
    count = made_count(agency, year)
    return Tile(
        heading=_("เอกสารที่ทำแล้ว"),
        figure=str(count),
        unit=_("จาก %(all)s แบบ") % {"all": len(KINDS)},
        note=_("เล่มมาตรการ บันทึกข้อความ ประกาศ คำสั่ง ผู้รับผิดชอบ"),
        url=reverse("papers:papers", args=[year]),
        link=_("เปิดเอกสาร") if count else _("ทำเอกสาร"),
    )
