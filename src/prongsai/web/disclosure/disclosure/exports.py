"""The items of a year as a workbook; its first columns can be pasted back."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from prongsai.core.dates import short_date
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.disclosure.disclosure.queries.board import ItemCard
from prongsai.web.disclosure.disclosure.queries.links import LinkRow
from prongsai.web.platform.clock import day_of
from prongsai.web.platform.language import in_language


def board_xlsx(agency: str, page: Mapping[str, Any]) -> bytes:
    """One sheet: a row for each address of an item, or one for an item without any."""
    title = f"OIT {_('ปีงบประมาณ')} {page['year']} {agency}"
    headings = [
        _("ข้อ"), _("ที่อยู่"), _("หลักฐาน"), _("ชื่อข้อ"), _("สถานะ"), _("สิ่งที่ยังขาด"),
        _("ผู้รับผิดชอบ"), _("กำหนดแล้วเสร็จ"), _("คะแนนที่จะได้"), _("คำอธิบาย"),
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
            ", ".join(item.code for item in link.items),
            link.address,
            link.title,
            link.tag.text,
            in_language(link.why),
            in_language(link.state.step) if link.state else "",
            short_date(day_of(link.state.looked_at)) if link.state and link.state.looked_at else "",
            link.owner_words,
        ]
        for link in links
    ]
    return xlsx_table(title, headings, rows, sheet=_("ลิงก์"))


def _rows(card: ItemCard) -> Iterator[list[str]]:
    work = card.work
    cells = [
        in_language(work.item.name),
        in_language(work.state.label),
        "; ".join(in_language(lack.message) for lack in work.readiness.lacks),
        ", ".join(owner.words for owner in card.owners.all),
        short_date(work.due) if work.due else "",
        f"{float(work.item.points):.2f}" if work.item.points is not None else _("ไม่ทราบ"),
        work.explanation,
    ]
    if not work.pieces:
        yield [work.item.code, "", "", *cells]
    for piece in work.pieces:
        yield [work.item.code, work.address_of(piece), piece.title, *cells]
