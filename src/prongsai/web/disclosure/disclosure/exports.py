"""The items of a year as a workbook; its first columns can be pasted back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from prongsai.core.dates import short_date
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.disclosure.disclosure.queries.board import Card
from prongsai.web.disclosure.disclosure.queries.links import LinkRow
from prongsai.web.platform.language import in_language


def board_xlsx(agency: str, page: Mapping[str, Any]) -> bytes:
    """One sheet: a row for each address of an item, or one for an item without any."""
    title = f"OIT {_('ปีงบประมาณ')} {page['year']} {agency}"
    headings = [
        _("ข้อ"), _("ที่อยู่"), _("หลักฐาน"), _("ชื่อข้อ"), _("สถานะ"), _("สิ่งที่ยังขาด"),
        _("ผู้รับผิดชอบ"), _("กำหนดเสร็จ"), _("คะแนนที่จะได้"), _("คำอธิบาย"),
    ]  # fmt: skip
    rows = [cells for card in page["cards"] for cells in _rows(card)]
    return xlsx_table(title, headings, rows, sheet="OIT")


def links_xlsx(agency: str, year: int, links: Iterable[LinkRow]) -> bytes:
    """One sheet: a row for each address with what it shows."""
    title = f"{_('ลิงก์หลักฐาน')} {_('ปีงบประมาณ')} {year} {agency}"
    headings = [
        _("ข้อ"), _("ที่อยู่"), _("หลักฐาน"), _("ผลตรวจ"), _("เพราะ"), _("สิ่งที่ต้องทำ"), _("ตรวจเมื่อ"),
        _("ผู้รับผิดชอบ"),
    ]  # fmt: skip
    rows = [
        [
            ", ".join(item.code for item in one.items),
            one.address,
            one.title,
            one.tag.text,
            in_language(one.why),
            in_language(one.state.step) if one.state else "",
            short_date(localtime(one.state.looked_at).date())
            if one.state and one.state.looked_at
            else "",
            one.owner_words,
        ]
        for one in links
    ]
    return xlsx_table(title, headings, rows, sheet=_("ลิงก์"))


def _rows(card: Card) -> Iterator[list[str]]:
    work = card.work
    told = [
        in_language(work.item.name),
        in_language(work.state.label),
        "; ".join(in_language(lack.message) for lack in work.readiness.lacks),
        ", ".join(owner.words for owner in card.owners.all),
        short_date(work.due) if work.due else "",
        f"{float(work.item.points):.2f}" if work.item.points is not None else _("ไม่ทราบ"),
        work.explanation,
    ]
    if not work.pieces:
        yield [work.item.code, "", "", *told]
    for piece in work.pieces:
        yield [work.item.code, work.address_of(piece), piece.title, *told]
