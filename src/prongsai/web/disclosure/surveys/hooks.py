"""The dashboard's tile of rehearsals: the newest of the year that is closed, and where it is."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency.models import Agency
from prongsai.web.disclosure.surveys.models import Survey
from prongsai.web.platform.templatetags.ui import thai_short_date
from prongsai.web.year.analysis.tiles import Tile, tile


@tile
def rehearsal(agency: Agency, year: int) -> Tile | None:
    """How many answered the newest rehearsal of the year; its results are counted on their page."""
    rows = Survey.objects.filter(agency=agency, fiscal_year=year).exclude(instrument="")
    newest = rows.exclude(closed_on=None).order_by("-closed_on", "name").first()
    if newest is None:
        return None
    return Tile(
        heading=_("ซ้อม %(instrument)s") % {"instrument": newest.instrument},
        figure=str(newest.told),
        unit=_("คนตอบ"),
        note=(
            _("เก็บจากที่อื่น ถึง %(day)s นำเข้าจากไฟล์")
            if newest.is_elsewhere
            else _("ปิด %(day)s ดูข้อที่ต่ำกว่าเป้าและเพิ่มเข้าแผนได้")
        )
        % {"day": thai_short_date(newest.closed_on)},
        url=reverse("surveys:results", args=[newest.pk]),
        link=_("ดูผลซ้อม"),
    )
