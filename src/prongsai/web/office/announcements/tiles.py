"""The dashboard's tile of announcements that the year still lacks."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency.models import Agency
from prongsai.web.office.announcements.queries import register_page
from prongsai.web.platform.clock import today
from prongsai.web.year.analysis.tiles import Tile, tile


@tile
def announcements(agency: Agency, year: int) -> Tile | None:
    """How many kinds of the year are missing; nothing before the first one was begun."""
    page = register_page(agency, year, today())
    if not any(line.announcement or line.former_year for line in page.lines):
        return None
    waiting = sum(1 for line in page.lines if line.is_read_waiting)
    note = _("มีครบทุกชนิดแล้ว")
    if page.renewals:
        note = _("ต้องต่ออายุ %(count)s เรื่อง") % {"count": len(page.renewals)}
    elif page.missing:
        note = _("ร่าง ลงนาม เผยแพร่ แล้วแจ้งเวียน")
    elif waiting:
        note = _("รอรับทราบ %(count)s เรื่อง") % {"count": waiting}
    return Tile(
        heading=_("ประกาศที่ยังไม่มี"),
        figure=str(page.missing),
        unit=_("จาก %(all)s ชนิด") % {"all": len(page.lines)},
        note=note,
        url=reverse("announcements:register", args=[year]),
        link=_("ดูทะเบียนประกาศ"),
    )
