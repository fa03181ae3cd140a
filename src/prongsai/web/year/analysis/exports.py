"""The lists of the analysis as CSV and as a workbook, for people who go on in a spreadsheet."""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from prongsai.core.rounding import half_up
from prongsai.documents.tables_workbook import csv_table
from prongsai.documents.workbook import new_workbook
from prongsai.web.platform.language import in_language
from prongsai.web.year.analysis.detail_queries import Branch
from prongsai.web.year.analysis.queries import AnalysisPage
from prongsai.web.year.analysis.rows import ItemRow

Cell = str | int | Decimal
_WIDEST, _NARROWEST = 60, 8


class Sheet(Struct, frozen=True):
    """One list: a name for file and sheet, a header, rows."""

    key: str
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def analysis_sheets(page: AnalysisPage) -> dict[str, Sheet]:
    """The lists of the analysis page by key, in its order."""
    sheets = (
        _items("weak", _("จุดอ่อน"), page.weak),
        _items("keep", _("พัฒนาต่อ"), page.keep),
        _items("best", _("สูงสุด"), page.best),
        _items("zero", _("OIT ได้ 0"), page.zero),
        _trend(page),
        _items("items", _("ทุกข้อ"), page.items),
    )
    return {sheet.key: sheet for sheet in sheets}


def why_sheet(page: Mapping[str, Any]) -> Sheet:
    """Every figure of the tree with what recomputation found."""
    return Sheet(
        "verification",
        _("ผลทวนสอบ"),
        (_("รหัส"), _("ชื่อ"), _("ที่ประกาศ"), _("คำนวณ"), _("ผล"), _("คำอธิบาย")),
        tuple(row for branch in (page["root"], *page["outside"]) for row in _branches(branch)),
    )


def to_csv(sheet: Sheet) -> bytes:
    return csv_table(sheet.header, ([str(cell) for cell in row] for row in sheet.rows))


def to_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """Lists as one workbook, a sheet for each."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    head = workbook.add_format({"bold": True, "bottom": 1})
    for sheet in sheets:
        page = workbook.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 0)
        for column, words in enumerate(sheet.header):
            cells = [row[column] for row in sheet.rows]
            longest = max([len(words), *(len(str(cell)) for cell in cells)])
            page.set_column(column, column, max(_NARROWEST, min(_WIDEST, longest + 2)))
            page.write_string(0, column, words, head)
            for number, cell in enumerate(cells, start=1):
                if isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write_number(number, column, cell)
    workbook.close()
    return target.getvalue()


def _items(key: str, name: str, rows: Sequence[ItemRow]) -> Sheet:
    return Sheet(
        key,
        name,
        (
            _("ข้อ"), _("ชื่อ"), _("ถ้อยคำในแบบวัด"), _("แบบวัด"), _("คะแนน"),
            _("เสียคะแนนรวม"), _("อันดับ"), _("ข้อเสนอแนะ ป.ป.ช."), _("มาตรการในคลัง"),
        ),
        tuple(
            (
                row.code, in_language(row.name), in_language(row.official), row.instrument,
                row.score, "" if row.lost is None else half_up(row.lost), row.rank or "",
                ", ".join(str(number) for number in row.remarks), row.measures,
            )
            for row in rows
        ),
    )  # fmt: skip


def _trend(page: AnalysisPage) -> Sheet:
    lines = [line for line in (page.summary.line, *page.lines) if line]
    years = sorted({point.year for line in lines for point in line.points})
    rows = []
    for line in lines:
        held = {point.year: point.value for point in line.points}
        change = "" if line.change is None else line.change
        figures = (held.get(year, "") for year in years)
        rows.append((line.key, in_language(line.name), *figures, change, line.recomputed))
    header = (
        _("รหัส"), _("ชื่อ"), *(str(year) for year in years), _("เปลี่ยนแปลง"),
        _("คำนวณใหม่ได้ต่างจากที่ประกาศ"),
    )  # fmt: skip
    return Sheet("trend", _("แนวโน้ม"), header, tuple(rows))


def _branches(branch: Branch) -> Iterable[tuple[Cell, ...]]:
    verdict = in_language(branch.verdict.label) if branch.verdict else ""
    reason = branch.note or branch.because
    note = in_language(reason) if reason else ""
    yield (branch.code, in_language(branch.name), branch.printed, branch.computed, verdict, note)
    for inner in branch.branches:
        yield from _branches(inner)
