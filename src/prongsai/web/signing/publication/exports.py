"""The list of what was published, as CSV and as a workbook."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from prongsai.core.dates import long_date
from prongsai.documents.tables_workbook import csv_table, xlsx_table
from prongsai.web.platform.language import reader_language
from prongsai.web.signing.publication.models import CURRENT, FALLEN, HELD, REPLACED, Publication
from prongsai.web.signing.publication.queries import PublishedPage


def list_file(agency: str, page: PublishedPage, form: str, absolute: Callable[[str], str]) -> bytes:
    """One row for each edition; `absolute` makes an address whole."""
    headings = [
        _("ชนิดเอกสาร"), _("ชื่อเรื่อง"), _("เลขที่"), _("ลงวันที่"), _("ฉบับเผยแพร่ที่"), _("ข้อ ITA ที่ใช้"),
        _("สถานะ"), _("เหตุผลที่ถอน"), _("ที่อยู่สาธารณะ"),
    ]  # fmt: skip
    rows = [_cells(one, absolute) for one in page.rows]
    if form == "csv":
        return csv_table(headings, rows)
    title = f"{_('เผยแพร่แล้ว')} {_('ปีงบประมาณ')} {page.year} {agency}"
    return xlsx_table(title, headings, rows, sheet=_("เผยแพร่แล้ว"))


def _cells(one: Publication, absolute: Callable[[str], str]) -> list[str]:
    language = reader_language()
    states = {
        CURRENT: _("เผยแพร่อยู่"), REPLACED: _("มีฉบับใหม่แทน"), HELD: _("มีผู้คัดค้าน"),
        FALLEN: _("ผลถูกยกเลิก"),
    }  # fmt: skip
    return [
        one.label.in_language(language),
        one.title,
        one.number,
        long_date(one.day),
        str(one.edition),
        ", ".join(one.items),
        states.get(one.state, _("ถอนแล้ว")),
        one.reason,
        absolute(reverse("publication:paper", args=[one.agency_id, one.id])),
    ]
