"""The plan's tile, and what measures hear of the agency: units that got a name."""

from collections.abc import Sequence
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency.models import Agency, Unit
from prongsai.web.agency.services.agency import units_named
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.measures.queries.pages import coverage
from prongsai.web.year.measures.services.rows import find_named


@receiver(units_named)
def hear_names(*, agency: Agency, units: Sequence[Unit], **_kwargs: Any) -> None:
    """Measures that named such a unit before it was there are its own now."""
    find_named(agency, units)


@tile
def plan(agency: Agency, year: int) -> Tile | None:
    """How many of the points that the plan must answer are answered."""
    measures_and_covered = coverage(agency, year)
    address = reverse("measures:plan", args=[year])
    if measures_and_covered is None:
        return Tile(
            heading=_("แผนมาตรการ"),
            figure="–",
            unit=_("ยังไม่มีแผน"),
            note=_("ร่างจากจุดอ่อนและข้อเสนอแนะได้ทันที"),
            url=address,
            link=_("เริ่มทำแผน"),
        )
    measures, covered = measures_and_covered
    if covered.open:
        note = _("ยังไม่มีมาตรการหรือเหตุผล %(open)s จุด") % {"open": covered.open}
    elif covered.general:
        note = _("อยู่ในมาตรการทั่วไป ยังไม่เขียนว่าจะทำอะไร %(general)s จุด") % {"general": covered.general}
    elif not covered.all:
        note = _("ไม่มีจุดที่ต้องตอบ มี %(measures)s มาตรการ") % {"measures": measures}
    else:
        note = _("ตอบครบทุกจุด มี %(measures)s มาตรการ") % {"measures": measures}
    return Tile(
        heading=_("แผนมาตรการ"),
        figure=str(covered.all - covered.open - covered.general),
        unit=_("จาก %(all)s จุดที่ต้องตอบ") % {"all": covered.all},
        note=note,
        url=address,
        link=_("เปิดแผน"),
    )
