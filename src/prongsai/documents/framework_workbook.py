"""A year's framework as a workbook an officer can correct."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from prongsai.core.framework.workbook import SHEETS, Row
from prongsai.documents.workbook import new_workbook

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
