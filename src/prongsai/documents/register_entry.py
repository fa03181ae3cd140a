"""Rows of a register in the order in which they are typed into a system of others, as XLSX."""

import io
from collections.abc import Sequence

from prongsai.core.measures.cells import without_controls
from prongsai.core.registers.model import Register
from prongsai.core.registers.papers import EntrySheet
from prongsai.core.registers.rows import Row, row_name, with_computed
from prongsai.core.registers.values import Context, shown
from prongsai.documents.workbook import new_workbook

_FACE = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
_WIDTHS = (8, 40, 30, 60, 12)
_HEADINGS = ("ลำดับ", "แถว", "ช่อง", "ข้อความที่กรอก", "กรอกแล้ว")
_FIRST = 4
_UNKNOWN = "ระดับความแน่ใจ: {confidence}"
_WORDS = {"confirmed": "ตรวจแล้ว", "likely": "รอยืนยันกับคู่มือ", "unknown": "ไม่ทราบ"}


def entry_workbook(
    register: Register, entry: EntrySheet, context: Context, rows: Sequence[Row]
) -> bytes:
    """A line for each field of each row; what is empty is told as empty, nothing is a formula."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    title = workbook.add_format({**_FACE, "bold": True, "font_size": 20})
    note = workbook.add_format(_FACE)
    head = workbook.add_format({**_FACE, "bold": True, "border": 1, "bg_color": "#DDE7EE"})
    cell = workbook.add_format({**_FACE, "border": 1, "text_wrap": True, "num_format": "@"})
    sheet = workbook.add_worksheet("ตามลำดับกรอก")
    first_line = f"{register.title.th} ปีงบประมาณ พ.ศ. {context.year} สำหรับกรอกใน {entry.system.th}"
    sheet.write_string(0, 0, first_line, title)
    sheet.write_string(1, 0, entry.source, note)
    sheet.write_string(2, 0, _UNKNOWN.format(confidence=_WORDS[entry.confidence.value]), note)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(_FIRST - 1, column, heading, head)
    for number, line in enumerate(_lines(register, entry, context, rows)):
        for column, text in enumerate(line):
            sheet.write_string(_FIRST + number, column, without_controls(text), cell)
    sheet.freeze_panes(_FIRST, 0)
    sheet.repeat_rows(_FIRST - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    workbook.close()
    return target.getvalue()


def _lines(
    register: Register, entry: EntrySheet, context: Context, rows: Sequence[Row]
) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    for number, row in enumerate(rows, start=1):
        values, name = with_computed(register, row.values), row_name(register, row, context)
        for field_name in entry.fields:
            field = register.named(field_name)
            value = values.get(field.name)
            words = row.left.get(field.name, "") if value is None else ""
            words = words if value is None else shown(field, value, context).th
            lines.append((str(number), name, field.title.th, words or "–", ""))
    return lines
