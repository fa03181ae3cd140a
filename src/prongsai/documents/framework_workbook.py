"""A year's framework, and a table for its scores, as workbooks an officer fills in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from prongsai.core.framework.model import Framework
from prongsai.core.framework.workbook import SHEETS, Row
from prongsai.core.scoring.template import template_rows
from prongsai.documents.workbook import new_workbook

if TYPE_CHECKING:
    import xlsxwriter


_WIDTHS = {"name.th": 60, "name.en": 40, "text.th": 70, "text.en": 60, "th": 50, "en": 40,
           "address": 60, "proves": 60, "value": 60, "note": 50, "lineage": 34}  # fmt: skip
_CONFIDENCES = ["confirmed", "likely", "unknown"]


def framework_workbook(rows: Mapping[str, Sequence[Row]]) -> bytes:
    """One sheet per part of the year; the second row of headings is what import reads."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    base = {"font_name": "TH Sarabun New", "font_size": 14, "valign": "top", "text_wrap": True}
    head = workbook.add_format({**base, "bold": True, "bg_color": "#DDE7EE", "border": 1})
    cell = workbook.add_format({**base, "border": 1})
    for plan in SHEETS:
        sheet = workbook.add_worksheet(plan.title)
        last = max(len(rows[plan.key]), 1) + 50
        for column, (key, heading) in enumerate(plan.columns):
            sheet.write_string(0, column, f"{heading.th} [{key}]", head)
            sheet.set_column(column, column, _WIDTHS.get(key, 16))
            if key == "confidence":
                sheet.data_validation(
                    1, column, last, column, {"validate": "list", "source": _CONFIDENCES}
                )
        for number, row in enumerate(rows[plan.key], start=1):
            for column, (key, _) in enumerate(plan.columns):
                sheet.write_string(number, column, row.get(key, ""), cell)
        sheet.freeze_panes(1, 1)
    workbook.close()
    return target.getvalue()


_REMARK_ROWS = 30


def score_template(framework: Framework) -> bytes:
    """A workbook to fill in; `prongsai read` takes it back.

    Shape:  sheet "คะแนน" with one row per code, sheet "ข้อเสนอแนะ" for the NACC's remarks.
    """
    target = io.BytesIO()
    workbook = new_workbook(target)
    base = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
    formats = {
        "title": workbook.add_format({**base, "bold": True, "font_size": 20}),
        "head": workbook.add_format({**base, "bold": True, "bg_color": "#DDE7EE", "border": 1}),
        "cell": workbook.add_format({**base, "border": 1, "text_wrap": True}),
        "score": workbook.add_format({**base, "border": 1, "num_format": "0.00", "locked": False}),
        "open": workbook.add_format({**base, "border": 1, "text_wrap": True, "locked": False}),
        "plain": workbook.add_format(base),
    }
    _scores(workbook, framework, formats)
    _remarks(workbook, framework, formats)
    workbook.close()
    return target.getvalue()


def _scores(
    workbook: xlsxwriter.Workbook,
    framework: Framework,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    sheet = workbook.add_worksheet("คะแนน")
    year = framework.fiscal_year
    sheet.write(0, 0, f"ผลคะแนนการประเมิน ITA ปีงบประมาณ พ.ศ. {year}", formats["title"])
    note = "กรอกเฉพาะคะแนนที่ประกาศ ช่องที่ไม่ทราบให้เว้นว่าง (อย่าใส่ศูนย์แทน)"
    sheet.write(1, 0, note, formats["plain"])
    for column, heading in enumerate(("รหัส", "ระดับ", "รายการ", "คะแนนที่ประกาศ")):
        sheet.write(3, column, heading, formats["head"])
    rows = template_rows(framework)
    for number, row in enumerate(rows, start=4):
        sheet.write_string(number, 0, row.code, formats["cell"])
        sheet.write_string(number, 1, row.level.th, formats["cell"])
        sheet.write_string(number, 2, row.name.th, formats["cell"])
        sheet.write_blank(number, 3, None, formats["score"])
    last = 3 + len(rows)
    rule = {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100,
        "ignore_blank": True, "error_title": "คะแนนไม่ถูกต้อง",
        "error_message": "คะแนนต้องอยู่ระหว่าง 0 ถึง 100",
    }  # fmt: skip
    sheet.data_validation(4, 3, last, 3, rule)
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 14)
    sheet.set_column(2, 2, 90)
    sheet.set_column(3, 3, 18)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.fit_to_pages(1, 0)


def _remarks(
    workbook: xlsxwriter.Workbook,
    framework: Framework,
    formats: dict[str, xlsxwriter.format.Format],
) -> None:
    sheet = workbook.add_worksheet("ข้อเสนอแนะ")
    title = f"ข้อเสนอแนะต่อผลการประเมิน ITA ปีงบประมาณ พ.ศ. {framework.fiscal_year}"
    sheet.write(0, 0, title, formats["title"])
    for column, heading in enumerate(("แบบวัด", "ข้อเสนอแนะของสำนักงาน ป.ป.ช.")):
        sheet.write(2, column, heading, formats["head"])
    for number in range(3, 3 + _REMARK_ROWS):
        sheet.write_blank(number, 0, None, formats["open"])
        sheet.write_blank(number, 1, None, formats["open"])
    sheet.data_validation(
        3, 0, 2 + _REMARK_ROWS, 0, {"validate": "list", "source": ["IIT", "EIT", "OIT"]}
    )
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 120)
