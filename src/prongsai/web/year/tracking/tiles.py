"""The dashboard's tile of what is done."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.progress.status import State, status_at
from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.measures.queries import rows_of
from prongsai.web.year.measures.values import measure_of
from prongsai.web.year.tracking.queries import notes_of


@tile
def progress(agency: Agency, year: int) -> Tile | None:
    """How many measures are done and how many are late; None before there is a plan."""
    rows = rows_of(agency, year)
    if not rows:
        return None
    notes, on = notes_of(agency, year), today()
    states = [status_at(measure_of(row), notes.get(row.pk, ()), on).state for row in rows]
    late = states.count(State.OVERDUE)
    waits = states.count(State.AWAITING_EVIDENCE)
    note = _("ไม่มีเรื่องเลยกำหนด")
    if late:
        note = _("เลยกำหนด %(count)s เรื่อง") % {"count": late}
    elif waits:
        note = _("รอหลักฐาน %(count)s เรื่อง") % {"count": waits}
    address = reverse("tracking:board", args=[year])
    return Tile(
        heading=_("ติดตามมาตรการ"),
        figure=str(states.count(State.DONE)),
        unit=_("เสร็จจาก %(all)s เรื่อง") % {"all": len(rows)},
        note=note,
        url=f"{address}?state={State.OVERDUE.value}" if late else address,
        link=_("เปิดกระดาน"),
    )
