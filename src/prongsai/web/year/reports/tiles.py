"""The dashboard's tile of the next report."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.web.agency.models import Agency
from prongsai.web.platform.clock import today
from prongsai.web.platform.language import in_language
from prongsai.web.year.analysis.tiles import Tile, tile
from prongsai.web.year.reports.kinds import KINDS
from prongsai.web.year.reports.queries.pages import Card, cards
from prongsai.web.year.reports.queries.states import State

_ENDED = (State.WAITING, State.APPROVED, State.PUBLISHED, State.HELD)


@tile
def next_report(agency: Agency, year: int) -> Tile | None:
    """Days to the next report, and how many of its rows are filled; None without a plan."""
    waiting = next(
        (card for card in cards(agency, year, today()) if card.state not in _ENDED), None
    )
    if waiting is not None and waiting.state is State.NO_PLAN:
        return None
    if waiting is None:
        return Tile(
            heading=_("รายงานของปี"),
            figure=str(len(KINDS)),
            unit=_("ฉบับ เสนอครบแล้ว"),
            note=_("รอบ 6 เดือน รอบ 12 เดือน และรายงานผล"),
            url=reverse("reports:reports", args=[year]),
            link=_("เปิดรายงาน"),
        )
    return _of(waiting, year)


def _of(card: Card, year: int) -> Tile:
    days = card.days_left
    told = {"done": card.filled, "all": card.count}
    return Tile(
        heading=in_language(card.label),
        figure=str(abs(days)),
        unit=_("วันก่อนครบกำหนด") if days >= 0 else _("วันเลยกำหนด"),
        note=_("เขียนแล้ว %(done)s จาก %(all)s แถว") % told,
        url=reverse("reports:report", args=[year, card.kind.name]),
        link=_("เปิดรายงาน"),
    )
