"""The list of measures as a workbook."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from prongsai.core.dates import long_date
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.platform.language import in_language
from prongsai.web.year.tracking.queries.board import BoardPage, Card


def board_xlsx(agency: str, page: BoardPage) -> bytes:
    """One sheet: a row for each measure, the most urgent first."""
    headings = [
        _("ลำดับ"), _("มาตรการ"), _("ข้อที่ตอบ"), _("ผู้รับผิดชอบ"), _("กำหนดแล้วเสร็จ"), _("สถานะ"),
        _("ร้อยละ"), _("เลยกำหนด (วัน)"), _("บันทึกล่าสุด"), _("ทำอะไรไปแล้ว"),
        _("ผลลัพธ์หรือความสำเร็จ"), _("ปัญหา อุปสรรค"),
        _("ข้อเสนอแนะ"), _("ใช้เงินไป (บาท)"), _("ผู้เข้าร่วม (คน)"), _("หลักฐาน (ไฟล์)"),
    ]  # fmt: skip
    day = long_date(page.on)
    title = f"{_('ติดตามมาตรการ')} {_('ปีงบประมาณ')} {page.year} {agency} {_('ณ วันที่')} {day}"
    return xlsx_table(title, headings, map(list, map(_cells, page.cards)), sheet=_("ติดตามมาตรการ"))


def _cells(card: Card) -> Iterator[str]:
    status, last = card.status, card.status.last
    yield card.measure.number
    yield card.measure.title
    yield ", ".join(code for code, _score in card.items)
    yield card.owner
    yield card.measure.due
    yield in_language(status.state.label)
    yield str(status.percent)
    yield str(status.late_days or "")
    yield long_date(last.on) if last else ""
    yield last.done if last else ""
    yield last.outcome if last else ""
    yield last.problem if last else ""
    yield last.proposal if last else ""
    yield "" if status.spent is None else f"{status.spent:f}"
    yield "" if status.reached is None else str(status.reached)
    yield str(status.evidence_count)
