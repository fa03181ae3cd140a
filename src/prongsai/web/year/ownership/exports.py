"""The matrix of owners as a workbook and as CSV."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from prongsai.core.text import Text
from prongsai.documents.table_files import csv_table, xlsx_table
from prongsai.web.platform.language import in_language
from prongsai.web.year.ownership.owners import Owner
from prongsai.web.year.ownership.queries import OwnersPage, Row


def matrix_xlsx(agency: str, page: OwnersPage) -> bytes:
    """One sheet: a row for each subject, a column for each unit where they are columns."""
    title = f"{_('ผู้รับผิดชอบ')} {_('ปีงบประมาณ')} {page.year} {agency}"
    return xlsx_table(title, _headings(page), _every(page), sheet=_("ผู้รับผิดชอบ"))


def matrix_csv(page: OwnersPage) -> bytes:
    """The same rows and columns as a CSV file."""
    return csv_table(_headings(page), _every(page))


def _headings(page: OwnersPage) -> list[str]:
    middle = page.units if page.is_matrix else ()
    return [
        _("ประเภท"), _("รหัส"), _("เรื่อง"), *middle,
        _("ผู้รับผิดชอบหลัก"), _("ผู้รับผิดชอบร่วม"), _("หมายเหตุ"),
    ]  # fmt: skip


def _every(page: OwnersPage) -> list[list[str]]:
    return [cells for part in page.parts for cells in _rows(part.label, part.rows)]


def _rows(kind: Text, rows: tuple[Row, ...]) -> Iterator[list[str]]:
    for row in rows:
        owners = row.owners
        yield [
            in_language(kind),
            row.subject.code,
            in_language(row.subject.name),
            *(_mark(owner) for owner in row.cells),
            owners.main.words if owners.main else "",
            ", ".join(one.words for one in owners.joint),
            _note(row),
        ]


def _mark(owner: Owner | None) -> str:
    if owner is None:
        return ""
    return _("หลัก") if owner.is_main else _("ร่วม")


def _note(row: Row) -> str:
    if row.owners.is_gone:
        return _("ต้องมอบหมายใหม่")
    if row.owners.is_open:
        return _("ยังไม่มีผู้รับผิดชอบ")
    return _("ตามตัวชี้วัด") if row.owners.inherited else ""
