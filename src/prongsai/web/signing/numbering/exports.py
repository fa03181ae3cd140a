"""A register as a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from prongsai.core.dates import long_date
from prongsai.documents.tables_workbook import xlsx_table
from prongsai.web.signing.numbering.queries import Line, RegisterPage


def register_xlsx(agency: str, page: RegisterPage) -> bytes:
    """One sheet in the order of the numbers, as a register is kept."""
    headings = [_("เลขทะเบียน"), _("วันที่"), _("จาก"), _("ถึง"), _("เรื่อง"), _("หมายเหตุ")]
    title = f"{_('ทะเบียนเลขที่')} {page.label} {page.unit_name} {page.year} {agency}"
    rows = [
        [
            line.shown,
            long_date(line.day) if line.day else "",
            line.sender,
            line.receiver,
            line.title,
            note_of(line),
        ]
        for line in reversed(page.lines)
    ]
    return xlsx_table(" ".join(title.split()), headings, rows, sheet=_("ทะเบียนเลขที่"))


def note_of(line: Line) -> str:
    """What a register writes into its last column."""
    if line.is_void:
        return _("ยกเลิก: %(reason)s") % {"reason": line.reason}
    if line.is_range:
        return _("ออกในทะเบียนกระดาษ: %(reason)s") % {"reason": line.reason}
    if line.is_free:
        return _("กันไว้ ยังไม่ได้ใช้: %(reason)s") % {"reason": line.reason}
    return _("ใช้กับเอกสารกระดาษ: %(reason)s") % {"reason": line.reason} if line.is_kept else ""
