"""A register as a workbook: to fill in, or with its rows; taken in again it is the same.

Sheets: the rows, the times with nothing to report, and how to fill it in.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from prongsai.core.fiscal import MONTHS_OF_YEAR
from prongsai.core.measures.cells import without_controls
from prongsai.core.messages import read_words
from prongsai.core.registers.fields import Field, FieldKind, Result
from prongsai.core.registers.model import Register
from prongsai.core.registers.owed import Nil
from prongsai.core.registers.periods import slots_of
from prongsai.core.registers.rows import Row, with_computed
from prongsai.core.registers.rules import Owing
from prongsai.core.registers.titles import HELP_SHEET, NIL_HEADINGS, NIL_SHEET
from prongsai.core.registers.values import (
    HAS_FILE,
    Context,
    Value,
    attached_of,
    names_of,
    shown,
    typed,
)
from prongsai.documents.tables_workbook import csv_table
from prongsai.documents.workbook import new_workbook

if TYPE_CHECKING:
    import xlsxwriter

_HEAD = 3  # the row of the headings, from 0
_SPARE_ROWS = 500
_FIRST_LIST = 6  # the column of the first long list in the sheet of explanations
_LONGEST_LIST = 255  # letters that Excel takes for a list in place
_LONGEST_TITLE = 31
_LONGEST_HINT = 250
_FACE = {"font_name": "TH Sarabun New", "font_size": 16, "valign": "top"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDTHS = {
    FieldKind.LONG_TEXT: 44, FieldKind.TEXT: 32, FieldKind.REFERENCE: 32, FieldKind.UNIT: 24,
    FieldKind.POSITION: 24, FieldKind.CHOICE: 24, FieldKind.FILE: 32,
}  # fmt: skip
_USUAL_WIDTH = 16
_EXAMPLES = {
    FieldKind.DATE: "3 ต.ค. 2568 หรือ 3/10/2568",
    FieldKind.MONTH: "ตุลาคม หรือ ต.ค.",
    FieldKind.MONEY: "1,234.50 (ไม่ใช้งบประมาณพิมพ์ 0)",
    FieldKind.COUNT: "12",
    FieldKind.PERCENT: "45.5",
    FieldKind.YES_NO: "ใช่ หรือ ไม่ใช่",
    FieldKind.FILE: "ชื่อไฟล์ หรือที่อยู่เว็บ",
}


def columns_of(register: Register, *, public: bool = False) -> tuple[Field | None, ...]:
    """The fields of a file's columns; None for the state.

    Shape:  `public` leaves what citizens may see.
    """
    if public:
        return register.public_fields
    return (*register.fields, *([None] if register.states else []))


def headings_of(register: Register, *, public: bool = False) -> tuple[str, ...]:
    return tuple(_heading(field) for field in columns_of(register, public=public))


def cells_of(
    register: Register, rows: Iterable[Row], context: Context, *, public: bool = False
) -> Iterator[tuple[str, ...]]:
    """The cells of each row as they may be typed again."""
    fields = columns_of(register, public=public)
    for row in rows:
        values = with_computed(register, row.values)
        if public:
            # Of a file that was sent nobody outside learns more than that there is one.
            for field, _ in attached_of(register.typed_fields, row.values):
                values[field.name] = HAS_FILE.th
        yield tuple(_cell(register, row, field, values, context) for field in fields)


def register_csv(
    register: Register, rows: Iterable[Row], context: Context, *, public: bool = False
) -> bytes:
    return csv_table(
        headings_of(register, public=public), cells_of(register, rows, context, public=public)
    )


def register_workbook(
    register: Register,
    context: Context,
    rows: Sequence[Row] = (),
    nils: Iterable[Nil] = (),
    *,
    public: bool = False,
) -> bytes:
    """A register as XLSX; without rows the file to fill in."""
    target = io.BytesIO()
    workbook = new_workbook(target)
    book = _Book(workbook, register, context, _formats(workbook), public)
    book.rows(rows)
    if register.rhythm is not None and register.rhythm.nil and not public:
        book.nils(nils)
    book.help()
    workbook.close()
    return target.getvalue()


def _cell(
    register: Register,
    row: Row,
    field: Field | None,
    values: dict[str, Value],
    context: Context,
) -> str:
    if field is None:
        return register.state_title(row.state).th
    value = values.get(field.name)
    return row.left.get(field.name, "") if value is None else typed(field, value, context)


def _formats(workbook: xlsxwriter.Workbook) -> dict[str, Any]:
    head = {"bold": True, "border": 1, "text_wrap": True, "align": "center"}
    cell = {**_FACE, "border": 1, "text_wrap": True}
    return {
        "title": workbook.add_format({**_FACE, "bold": True, "font_size": 20}),
        "note": workbook.add_format(_FACE),
        "required": workbook.add_format({**_FACE, **head, "bg_color": "#F6DFA9"}),
        "head": workbook.add_format({**_FACE, **head, "bg_color": "#DDE7EE"}),
        "made": workbook.add_format({**_FACE, **head, "bg_color": "#E4E4E4"}),
        "text": workbook.add_format({**cell, "num_format": "@"}),
        "money": workbook.add_format({**cell, "num_format": "#,##0.00"}),
        "number": workbook.add_format({**cell, "num_format": "#,##0.####"}),
        "count": workbook.add_format({**cell, "num_format": "#,##0"}),
        "words": workbook.add_format({**_FACE, "text_wrap": True}),
    }


class _Book(Struct, frozen=True):
    """Writes one workbook."""

    workbook: Any
    register: Register
    context: Context
    formats: dict[str, Any]
    public: bool

    def rows(self, rows: Sequence[Row]) -> None:
        title = self.register.title.th
        # A name that Excel takes, and that is none of the other sheets'.
        name = title.translate(_FORBIDDEN)[:_LONGEST_TITLE].strip() or "ทะเบียน"
        sheet = self.workbook.add_worksheet(name)
        sheet.write_string(
            0, 0, f"{title} ปีงบประมาณ พ.ศ. {self.context.year}", self.formats["title"]
        )
        note = "หัวสีเหลืองต้องกรอก หัวสีเทาระบบคำนวณให้ วิธีกรอกแต่ละช่องอยู่ในแผ่นงานคำอธิบาย"
        sheet.write_string(1, 0, note, self.formats["note"])
        fields = columns_of(self.register, public=self.public)
        for column, field in enumerate(fields):
            heading = _heading(field)
            sheet.write_string(_HEAD, column, heading, self.formats[_head_form(field)])
            width = _WIDTHS.get(field.kind, _USUAL_WIDTH) if field else _USUAL_WIDTH
            sheet.set_column(column, column, max(width, min(len(heading), 24) + 4))
        cells = cells_of(self.register, rows, self.context, public=self.public)
        for number, row in enumerate(cells, start=_HEAD + 1):
            for column, text in enumerate(row):
                self._write(sheet, number, column, fields[column], text)
        last = _HEAD + len(rows)
        if not rows:
            for number in range(_HEAD + 1, _HEAD + 31):
                for column, field in enumerate(fields):
                    sheet.write_blank(number, column, None, self.formats[_cell_form(field)])
        self._lists(sheet, fields, last + _SPARE_ROWS)
        sheet.freeze_panes(_HEAD + 1, 1)
        _for_paper(sheet)

    def _write(self, sheet: Any, row: int, column: int, field: Field | None, text: str) -> None:
        form = _cell_form(field)
        if form != "text" and text and _is_number(text):
            sheet.write_number(row, column, float(text), self.formats[form])
        else:
            sheet.write_string(row, column, without_controls(text), self.formats["text"])

    def _lists(self, sheet: Any, fields: Sequence[Field | None], last: int) -> None:
        """What may be chosen, and what Excel shows at a cell; nothing typed is ever refused."""
        for column, field in enumerate(fields):
            words = self._words(field)
            rule: dict[str, Any] = {"validate": "any"}
            if words:
                source: Any = list(words)
                if _is_long(words):
                    source = _range(self._long_lists().index(column), len(words))
                rule = {"validate": "list", "source": source, "show_error": False}
            kind = field.kind if field else FieldKind.CHOICE
            hint = field.hint.th if field and field.hint else _EXAMPLES.get(kind, "")
            if hint:
                rule |= {
                    "input_title": _heading(field)[:_LONGEST_TITLE],
                    "input_message": hint[:_LONGEST_HINT],
                }
            if len(rule) > 1:
                sheet.data_validation(_HEAD + 1, column, last, column, rule)

    def _words(self, field: Field | None) -> tuple[str, ...]:
        """What may be chosen in a column; () where anything may be typed."""
        if field is None:
            return tuple(state.title.th for state in self.register.states)
        if field.kind is FieldKind.CHOICE:
            return tuple(choice.title.th for choice in field.choices if not choice.retired)
        if field.kind is FieldKind.YES_NO:
            return shown(field, value=True).th, shown(field, value=False).th
        if field.kind is FieldKind.MONTH:
            return tuple(shown(field, month).th for month in MONTHS_OF_YEAR)
        names = names_of(field, self.context)
        return tuple(names.labels.values()) if names else ()

    def _long_lists(self) -> list[int]:
        """The columns whose choices stand in the sheet of explanations: a cell holds no more."""
        fields = columns_of(self.register, public=self.public)
        return [column for column, field in enumerate(fields) if _is_long(self._words(field))]

    def nils(self, nils: Iterable[Nil]) -> None:
        """The times of which somebody said that there is nothing to report."""
        rhythm = self.register.rhythm
        sheet = self.workbook.add_worksheet(NIL_SHEET)
        sheet.write_string(
            0, 0, "เลือกช่วงที่ไม่มีรายการ แถวละหนึ่งช่วง ช่วงที่มีรายการไม่ต้องใส่", self.formats["note"]
        )
        by_unit = rhythm is not None and rhythm.owed_by is Owing.UNIT
        for column, heading in enumerate(NIL_HEADINGS[: 1 + by_unit]):
            sheet.write_string(1, column, heading.th, self.formats["required"])
        units = self.context.units
        for row, nil in enumerate(sorted(nils), start=2):
            sheet.write_string(row, 0, nil.slot.label.th, self.formats["text"])
            if by_unit:
                label = units.labels.get(nil.unit, nil.unit) if units else nil.unit
                sheet.write_string(row, 1, label, self.formats["text"])
        if rhythm is not None:
            labels = [slot.label.th for slot in slots_of(self.context.year, rhythm.every)]
            if len(",".join(labels)) <= _LONGEST_LIST:
                rule = {"validate": "list", "source": labels, "show_error": False}
                sheet.data_validation(2, 0, 200, 0, rule)
        sheet.set_column(0, 1, 40)

    def help(self) -> None:
        """How to fill each column in."""
        sheet = self.workbook.add_worksheet(HELP_SHEET)
        sheet.write_string(0, 0, self.register.title.th, self.formats["title"])
        sheet.write_string(1, 0, self.register.purpose.th, self.formats["note"])
        for column, heading in enumerate(("ช่อง", "ชนิด", "ต้องกรอก", "วิธีกรอก", "เลือกได้จาก")):
            sheet.write_string(_HEAD, column, heading, self.formats["head"])
        fields = columns_of(self.register, public=self.public)
        for row, field in enumerate(fields, start=_HEAD + 1):
            texts = self._help_of(field)
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, self.formats["words"])
        for column, width in enumerate((32, 22, 12, 60, 70)):
            sheet.set_column(column, column, width)
        for place, column in enumerate(self._long_lists()):
            for row, word in enumerate(self._words(fields[column]), start=_HEAD + 1):
                sheet.write_string(row, _FIRST_LIST + place, word, self.formats["words"])
        _for_paper(sheet)

    def _help_of(self, field: Field | None) -> tuple[str, ...]:
        words = ", ".join(self._words(field))
        if field is None:
            return _heading(field), FieldKind.CHOICE.label.th, "", "", words
        hints = [field.hint.th if field.hint else "", _EXAMPLES.get(field.kind, "")]
        if field.kind is FieldKind.COMPUTED:
            hints.append(f"ระบบคำนวณ: {field.formula}")
        needed = "ต้องกรอก" if field.required else ""
        how = " · ".join(filter(None, hints))
        return field.title.th, field.kind.label.th, needed, how, words


def _heading(field: Field | None) -> str:
    return field.title.th if field else read_words("registers/by.state").th


def _head_form(field: Field | None) -> str:
    if field is not None and field.kind is FieldKind.COMPUTED:
        return "made"
    return "required" if field is not None and field.required else "head"


def _cell_form(field: Field | None) -> str:
    if field is None:
        return "text"
    if field.kind is FieldKind.MONEY or field.result is Result.MONEY:
        return "money"
    if field.kind is FieldKind.COUNT or field.result in (Result.COUNT, Result.DAYS):
        return "count"
    is_percent = field.kind is FieldKind.PERCENT or field.result is Result.PERCENT
    return "number" if is_percent else "text"


def _is_number(text: str) -> bool:
    """Whether a spreadsheet program keeps every digit of it."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        return False
    return len(value.as_tuple().digits) <= 15  # noqa: PLR2004 - what a double holds


def _is_long(words: Sequence[str]) -> bool:
    """Whether Excel cannot hold the words in place."""
    return len(",".join(words)) > _LONGEST_LIST or any("," in word for word in words)


def _range(place: int, count: int) -> str:
    """Where the words of a long list stand."""
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - as in workbook.py

    letters = xl_col_to_name(_FIRST_LIST + place)
    return f"='{HELP_SHEET}'!${letters}${_HEAD + 2}:${letters}${_HEAD + 1 + count}"


def _for_paper(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(_HEAD)
    sheet.fit_to_pages(1, 0)
