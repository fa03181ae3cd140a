"""A measures plan as a workbook with Thai headings, for the officer to edit and print.

No cell is merged, for Excel fits no row to a merged cell; a text too tall for one row goes on in
the next, marked as such, and is one text again when the plan is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from prongsai.core.measures.cells import CONTINUED, without_controls
from prongsai.core.measures.columns import HEADINGS, HELP_SHEET, MEASURES_SHEET, POINTS_SHEET
from prongsai.core.measures.model import NO_BUDGET, Plan
from prongsai.core.measures.tables import SheetTable, plan_tables
from prongsai.documents.workbook import new_workbook

if TYPE_CHECKING:
    import xlsxwriter

_FONT = "TH SarabunPSK"
# Thai letters to a unit of column width (7 pixels). Sarabun of 14 points takes 6.9 pixels for one;
# the font that stands in where it is not installed takes more, and must show all text too.
_LETTERS_PER_WIDTH = 0.85
_LOST_AT_LINE_END = 3
# Points; 14-point Sarabun with tall marks. Excel has no row taller than 409.
_LINE, _HEAD_LINE, _MARGIN = 21.0, 24.0, 4.0
_MOST_LINES = 19
_SPARE_ROWS = 60
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_CLEAN_CUT = re.compile("\n| |(?=[เแโใไ])")
_FORMULA = ("=", "+", "-", "@")
_LABEL_COLUMN, _VALUE_COLUMN = 0, 3
_FROZEN_COLUMNS = {MEASURES_SHEET: 4, POINTS_SHEET: 1}
_WIDTHS = {
    "key": 8, "number": 7, "group": 18, "title": 32, "steps": 46, "unit": 20, "period": 16,
    "start": 14, "due": 14, "evidence": 28, "at_six_months": 24, "at_twelve_months": 24,
    "budget": 16, "items": 12, "remarks": 12, "other": 22,
    "code": 16, "name": 60, "score": 10, "guideline": 52, "answers": 16, "reason": 34, "source": 40,
}  # fmt: skip
# Typed as text, so that Excel makes no date of "ก.ย. 69" and no number of "1.10".
_AS_TYPED = ("key", "number", "period", "start", "due", "budget", "items", "remarks", "score")
_SHOWN_ONLY = "answers"
_HELP = (
    ("แผนมาตรการ", "หนึ่งแถวคือหนึ่งมาตรการ แก้ ลบ สลับแถว และเพิ่มแถวได้ จะเพิ่มคอลัมน์ของตนเองทางขวาก็ได้"),
    ("รหัส", "ให้คงไว้ โปรแกรมใช้จำมาตรการเมื่อร่างซ้ำ แถวใหม่ให้เว้นว่าง แถวที่คัดลอกมาให้ลบรหัส"),
    ("ขั้นตอน หลักฐาน", "พิมพ์ 1. 2. 3. บรรทัดละข้อ (Alt+Enter ขึ้นบรรทัดใหม่)"),
    ("เริ่ม และกำหนดแล้วเสร็จ", "พิมพ์เดือนหรือวัน เช่น กันยายน 2569 หรือ 30 ก.ย. 69 ต้องอยู่ในปีงบประมาณของแผน"),
    ("งบประมาณ", f"พิมพ์จำนวนบาท เช่น 5,000 หรือ “{NO_BUDGET}” อย่าเว้นว่าง"),
    ("ข้อที่ตอบ", "รหัสข้อที่มาตรการนี้ยกระดับ เช่น i7, e3, o12"),
    ("ข้อเสนอแนะที่ตอบ", "ลำดับของข้อเสนอแนะในแผ่นงาน “จุดอ่อนและข้อเสนอแนะ” เช่น 1, 3"),
    (
        "จุดอ่อนและข้อเสนอแนะ",
        "ทุกแถวต้องมีมาตรการที่ตอบ หรือมีเหตุผลที่ไม่ดำเนินการ ช่อง “มาตรการที่ตอบ” แสดงให้ดูเท่านั้น",
    ),
    (CONTINUED, "ข้อความที่ยาวเกินหนึ่งแถวจะต่อในแถวถัดไป และจะรวมกันเมื่ออ่านไฟล์"),
    ("ตรวจแผน", "prongsai plan check PLAN.xlsx ไฟล์คะแนน"),
    ("ร่างซ้ำ", "prongsai plan ไฟล์คะแนน -o PLAN.xlsx เพิ่มเฉพาะที่ขาด สิ่งที่แก้ไว้อยู่ครบ"),
)


def plan_workbook(
    plan: Plan, own_columns: Iterable[str] = (), exported: datetime | None = None
) -> bytes:
    """The plan as XLSX; `readers.plan.read_plan` takes it back without loss.

    Shape:  sheets of the measures, of the points, and of how to fill them in; `exported` is the
            moment at which the plan stood so, with its zone, None where that does not matter.
    """
    target = io.BytesIO()
    workbook = new_workbook(target, exported)
    formats = _formats(workbook)
    units = list(dict.fromkeys(m.unit for m in plan.measures if m.unit and "\n" not in m.unit))
    count = len(units)
    first = len(_HELP) + 4
    source = f"='{HELP_SHEET}'!$A${first}:$A${first + count - 1}" if count else None
    for table in plan_tables(plan, own_columns):
        _Sheet(workbook, table, formats, source).write()
    _help(workbook, formats, units)
    workbook.close()
    return target.getvalue()


def _formats(workbook: xlsxwriter.Workbook) -> dict[str, Any]:
    base = {"font_name": _FONT, "font_size": 14, "valign": "top"}
    cell = {**base, "border": 1, "text_wrap": True}
    head = {"bold": True, "bg_color": "#DDE7EE", "align": "center", "valign": "vcenter"}
    return {
        "title": workbook.add_format({**base, "bold": True, "font_size": 16}),
        "label": workbook.add_format({**base, "bold": True}),
        "line": workbook.add_format({**base, "num_format": "@"}),
        "head": workbook.add_format({**cell, **head}),
        "cell": workbook.add_format(cell),
        "typed": workbook.add_format({**cell, "num_format": "@"}),
        "shown": workbook.add_format({**cell, "bg_color": "#EFEFEF"}),
        "guarded": workbook.add_format({**cell, "quote_prefix": True}),
        "new": workbook.add_format({**base, "text_wrap": True}),
        "new typed": workbook.add_format({**base, "text_wrap": True, "num_format": "@"}),
        "added": workbook.add_format({"border": 1}),
        "help": workbook.add_format({**base, "text_wrap": True}),
    }


class _Sheet(Struct, frozen=True):
    """Writes one table."""

    workbook: xlsxwriter.Workbook
    table: SheetTable
    formats: dict[str, Any]
    units: str | None

    def write(self) -> None:
        sheet = self.workbook.add_worksheet(self.table.name)
        sheet.write_string(0, 0, self.table.title, self.formats["title"])
        sheet.set_row(0, _HEAD_LINE + _MARGIN)
        for row, (label, value) in enumerate(self.table.lines, start=1):
            sheet.write_string(row, _LABEL_COLUMN, label, self.formats["label"])
            sheet.write_string(row, _VALUE_COLUMN, without_controls(value), self.formats["line"])
            sheet.set_row(row, _LINE)
        head = len(self.table.lines) + 2
        self._head(sheet, head)
        last = self._rows(sheet, head + 1)
        self._hints(sheet, head + 1, last)
        sheet.freeze_panes(head + 1, _FROZEN_COLUMNS[self.table.name])
        _for_paper(sheet, head)

    def _head(self, sheet: Any, row: int) -> None:
        most = 1
        for column, described in enumerate(self.table.columns):
            width = _WIDTHS[described.field]
            empty = self.formats["new typed" if described.field in _AS_TYPED else "new"]
            sheet.set_column(column, column, width, empty)
            sheet.write_string(row, column, described.heading, self.formats["head"])
            most = max(most, _lines(described.heading, width))
        sheet.set_row(row, min(most, _MOST_LINES) * _LINE + _MARGIN)

    def _rows(self, sheet: Any, first: int) -> int:
        """Write the rows; the last that was written."""
        row = first
        for cells in self.table.rows:
            for line in self._over_rows(cells):
                most = 1
                for column, text in enumerate(line):
                    field = self.table.columns[column].field
                    sheet.write_string(row, column, text, self._format(field, text))
                    most = max(most, _lines(text, _WIDTHS[field]))
                sheet.set_row(row, min(most, _MOST_LINES) * _LINE + _MARGIN)
                row += 1
        return row - 1

    def _over_rows(self, cells: Sequence[str]) -> Iterator[list[str]]:
        """A row, and those that go on with what is too tall for it; each bears the key."""
        pieces = [
            list(_pieces(without_controls(text), _WIDTHS[described.field]))
            for described, text in zip(self.table.columns[1:], cells[1:], strict=True)
        ]
        for number in range(max(len(parts) for parts in pieces)):
            yield [
                without_controls(cells[0]),
                *(parts[number] if number < len(parts) else "" for parts in pieces),
            ]

    def _format(self, field: str, text: str) -> Any:
        if text.startswith(_FORMULA):
            return self.formats["guarded"]
        name = "typed" if field in _AS_TYPED else "shown" if field == _SHOWN_ONLY else "cell"
        return self.formats[name]

    def _hints(self, sheet: Any, first: int, last: int) -> None:
        """Hints at the cells, and lines around rows that are added below."""
        begin, last = last + 1, last + _SPARE_ROWS
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - as in workbook.py

        letters = xl_col_to_name(len(self.table.columns) - 1)
        rule = {
            "type": "formula",
            "criteria": f"=COUNTA($A{begin + 1}:${letters}{begin + 1})>0",
            "format": self.formats["added"],
        }
        sheet.conditional_format(begin, 0, last, len(self.table.columns) - 1, rule)
        for column, described in enumerate(self.table.columns):
            hint = _hint(described.field, self.units)
            if hint is not None:
                sheet.data_validation(first, column, last, column, hint)


def _hint(field: str, units: str | None) -> dict[str, Any] | None:
    """What Excel shows at a cell; nothing typed is ever refused."""
    if field == "unit" and units is not None:
        return {"validate": "list", "source": units, "show_error": False}
    hints = {
        "budget": f"จำนวนบาท เช่น 5,000 หรือ {NO_BUDGET}",
        "start": "เดือนหรือวัน เช่น ตุลาคม 2568",
        "due": "เดือนหรือวัน เช่น กันยายน 2569",
        "items": "รหัสข้อ เช่น i7, e3, o12",
        "remarks": "ลำดับของข้อเสนอแนะ เช่น 1, 3",
        "answers": "แสดงให้ดูเท่านั้น แก้ที่แผ่นงานแผนมาตรการ",
    }
    if field not in hints:
        return None
    title = HEADINGS.get(field, "มาตรการที่ตอบ")
    return {"validate": "any", "input_title": title, "input_message": hints[field]}


def _for_paper(sheet: Any, head: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(head)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f'&C&"{_FONT}"&12หน้า &P / &N')


def _help(workbook: xlsxwriter.Workbook, formats: dict[str, Any], units: Sequence[str]) -> None:
    sheet = workbook.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, "วิธีใช้ไฟล์แผนมาตรการ", formats["title"])
    for row, (what, how) in enumerate(_HELP, start=1):
        sheet.write_string(row, 0, what, formats["label"])
        sheet.write_string(row, 1, how, formats["help"])
        sheet.set_row(row, _lines(how, 100) * _LINE + _MARGIN)
    if units:
        above = len(_HELP) + 2
        sheet.write_string(above, 0, "หน่วยงานที่ใช้ในแผน (รายการให้เลือก)", formats["label"])
        for row, unit in enumerate(units, start=above + 1):
            sheet.write_string(row, 0, without_controls(unit), formats["help"])
            sheet.set_row(row, min(_lines(unit, 34), _MOST_LINES) * _LINE + _MARGIN)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _lines(text: str, width: int) -> int:
    """How many lines a text fills in a column; an estimate that errs on the tall side."""
    room = _room(width)
    return sum(max(1, -(-_letters(line) // room)) for line in text.split("\n"))


def _room(width: int) -> int:
    return max(4, int(width * _LETTERS_PER_WIDTH) - _LOST_AT_LINE_END)


def _letters(text: str) -> int:
    """Letters that take room: marks above and below take none."""
    return len(text) - len(_MARKS.findall(text))


def _pieces(text: str, width: int) -> Iterator[str]:
    """A text in pieces that each fit one row; all but the first are marked as going on."""
    mark = ""
    while _lines(mark + text, width) > _MOST_LINES:
        cut = _cut(text, width)
        yield mark + text[:cut]
        mark, text = CONTINUED, text[cut:]
    yield mark + text


def _cut(text: str, width: int) -> int:
    """Where a text is cut so that what stands before fits: at a line end, a blank, a syllable."""
    room, used, position = _room(width), 0, 0
    budget = (_MOST_LINES - 1) * room
    for position, letter in enumerate(text):  # noqa: B007 - where it ends is what counts
        used = (
            -(-used // room) * room + room if letter == "\n" else used + (not _MARKS.match(letter))
        )
        if used > budget:
            break
    clean = [match.start() for match in _CLEAN_CUT.finditer(text, 1, position + 1)]
    lines = [at for at in clean if text[at] == "\n"]
    late = position // 2
    if lines and lines[-1] >= late:
        return lines[-1]
    if clean and clean[-1] >= late:
        return clean[-1]
    while position > 1 and (_MARKS.match(text[position]) or text[position] == "\u0e33"):
        position -= 1
    return max(position, 1)
