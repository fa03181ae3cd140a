"""Tables as people really send them: each harms a cell or a line, beside its harmless twin.

All have a number, words and a sum (`NUMBER`, `WORDS`, `SUM`) behind the columns of whoever reads
them, so that every door can be given every table. CSV is written letter by letter.
"""

# ruff: noqa: E501 - one table a line
from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape

import xlsxwriter
from msgspec import Struct

_SHUT = ' table:visibility="collapse"'
NUMBER, WORDS, SUM, LINE = "number", "words", "sum", "line"


class Cell(Struct, frozen=True):
    """A value under a number format, or the error of a formula."""

    value: object = None
    format: str = "General"
    error: str = ""


class Form(Struct, frozen=True):
    """How a file is written: kind, delimiter, encoding, ends of lines.

    Shape:  its row or its last `column` is hidden, or its words are struck out.
    """

    kind: str = "csv"
    mark: str = ","
    encoding: str = "utf-8"
    end: str = "\n"
    hidden: bool = False
    column: bool = False
    struck: bool = False


class Table(Struct, frozen=True):
    """A harmful row and its twin; `harms` is a column or the line, `shows` the twin's text there."""

    name: str
    harms: str
    bad: object
    good: object
    form: Form = Form()
    shows: str = ""


def _csv(name: str, harms: str, bad: str, good: str, shows: str = "", **form: object) -> Table:
    return Table(name, harms, bad, good, Form(**form), shows)  # type: ignore[arg-type]


def _number(bad: str, good: str, shows: str = "") -> Table:
    return _csv(f"number {bad}", NUMBER, f"{bad},เรือ,100", f"{good},เรือ,100", shows)


def _error(error: str, good: str, at: str = SUM) -> Table:
    cells = {NUMBER: "{},เรือ,100", WORDS: "A1,{},100", SUM: "A1,เรือ,{}"}[at]
    return _csv(f"{error} in {at}", at, cells.format(error), cells.format(good), good)


def _sheet(
    name: str, harms: str, bad: object, good: object, shows: str = "", **form: object
) -> Table:
    place = {NUMBER: 0, WORDS: 1, SUM: 2}.get(harms)
    rows = []
    for cell in (bad, good):
        row: list[object] = ["A1", "เรือ", 100.0]
        if place is None:
            row += cell  # type: ignore[arg-type]
        else:
            row[place] = cell
        rows.append(row)
    return Table(name, harms, *rows, Form(kind="xlsx", **form), shows)  # type: ignore[arg-type]


_LONG = "A1,เรือ,1,234.50", 'A1,เรือ,"1,234.50"'
TABLES = (
    _csv("money is cut", LINE, *_LONG),
    _csv("millions are cut", LINE, "A1,เรือ,1,234,567.00", 'A1,เรือ,"1,234,567.00"'),
    _csv("words are cut", LINE, "A1,เรือ ก, สีแดง,100", 'A1,"เรือ ก, สีแดง",100'),
    _csv("a number is cut", LINE, "1,2/2569,เรือ,100", '"1,2/2569",เรือ,100'),
    _csv("semicolons", LINE, "A1;เรือ; แดง;100", 'A1;"เรือ; แดง";100', mark=";"),
    _csv("tabs", LINE, "A1\tเรือ\tแดง\t100", 'A1\t"เรือ\tแดง"\t100', mark="\t"),
    _csv("pipes", LINE, "A1|เรือ|แดง|100", 'A1|"เรือ|แดง"|100', mark="|"),
    _csv("commas in quotes", LINE, 'A1;"ก, ข, ค, ง, จ";1;5', 'A1;"ก, ข, ค, ง, จ";15', mark=";"),
    _csv("cells behind the last", LINE, "A1,เรือ,100,x,y", "A1,เรือ,100,,"),
    _csv("a cell behind empty ones", LINE, "A1,เรือ,100,,,x", "A1,เรือ,100,,, "),
    _csv("money is cut before empty cells", LINE, "A1,เรือ,1,234.50,", 'A1,เรือ,"1,234.50",,'),
    _csv("a nought too much", LINE, "A1,เรือ,100,0", "A1,เรือ,1000"),
    _csv("Thai of Windows", LINE, *_LONG, encoding="cp874"),
    _csv("a mark of bytes", LINE, *_LONG, encoding="utf-8-sig"),
    _csv("two bytes a letter", LINE, *_LONG, encoding="utf-16"),
    _csv("two bytes a letter without a mark", LINE, *_LONG, encoding="utf-16-le"),
    _csv("two bytes the other way round", LINE, *_LONG, encoding="utf-16-be"),
    _csv("a broken letter", LINE, "A1,เร\udcffอ,100", "A1,เรือ,100"),
    _csv("lines of Windows", LINE, *_LONG, end="\r\n"),
    _csv("lines of old Macs", LINE, *_LONG, end="\r"),
    _csv("blank lines", LINE, *_LONG, end="\n\n"),
    _csv("below a cell of two lines", LINE, 'A0,"ก\nข",1\nA1,เรือ,1,2', 'A0,"ก\nข",1\nA1,เรือ,12'),
    _csv("a quote never closed", LINE, 'A1,"เรือ,100', 'A1,"เรือ",100'),
    _csv("quotes within a cell", LINE, 'A1,"เรือ" ก,100', 'A1,"เรือ ""ก""",100'),
    _csv("a quote that swallows lines", LINE, 'A1,"เรือ,1\nA2,"ข",2', 'A1,เรือ,1\nA2,"ข",2'),
    _number("6.81001E+11", "681001123456"),
    _number("1.1017E+12", "1101700203451"),
    _number('"1,1017E+12"', "1101700203452"),
    _number("6.81e+11", "681e11"),
    _number("1.2E-05", "1.2E5"),
    _number("-6E+12", "-6E12"),
    _number("681001123456789000", "681001123456789123"),
    _number("123456789012345000000", "12345678901234500"),
    _number("Jan-69", "Jan 69"),
    _number("1-Jan", "1-January"),
    _number("12-Mar", "12-M"),
    _number("ม.ค.-69", "ม.ค. 69"),
    _number("3-มี.ค.", "3 มี.ค."),
    _number("ธ.ค.-68", "ธ.ค.68"),
    _number('="6.8E+11"', '="0812345678"', "0812345678"),
    _error("#N/A", "N/A", NUMBER),
    _error("#REF!", "REF!", WORDS),
    _error("#DIV/0!", "0.50"),
    _error("#VALUE!", "1"),
    _error("#NAME?", "NAME?", WORDS),
    _error("#NUM!", "2"),
    _error("#NULL!", "3"),
    _error("#SPILL!", "4"),
    _error("#CALC!", "5"),
    _error("Err:502", "502"),
    _error("########", "#1", NUMBER),
    _sheet("words under no heading", LINE, ["x"], [""]),
    _sheet("a sum under no heading", LINE, [1.0], []),
    _sheet("far under no heading", LINE, ["", "", "", "", "x"], ["", "", "", "", " "]),
    _sheet("18 digits", NUMBER, Cell(681001123456789012.0), "681001123456789012"),
    _sheet("16 digits", NUMBER, Cell(1234567890123456.0), Cell(123456789012345.0), "123456789012345"),
    _sheet("16 digits in full", NUMBER, Cell(1234567890123456.0, "0"), "1234567890123456"),
    _sheet("a power", NUMBER, Cell(681001.0, "0.00E+00"), Cell(681001.0, "0"), "681001"),
    _sheet("noughts for digits", NUMBER, Cell(681001000000.0), Cell(681001123456.0), "681001123456"),
    _sheet("noughts of a person", NUMBER, Cell(1.1017e12), Cell(1101700203451.0), "1101700203451"),
    _sheet("a day for 1/2569", NUMBER, Cell(date(2026, 1, 1), "d/m/yyyy"), "1/2569", "1/2569"),
    _sheet("a month for 1/2569", NUMBER, Cell(date(2026, 1, 1), "mmm-yy"), Cell("1/2569"), "1/2569"),
    _sheet("a day for 3-4", NUMBER, Cell(date(2026, 3, 4), "d-mmm"), "3-4", "3-4"),
    _sheet("an hour", NUMBER, Cell(datetime(2026, 3, 4, 9, 30), "d/m/yyyy h:mm"), "9:30", "9:30"),  # noqa: DTZ001
    _sheet("a duration", NUMBER, Cell(timedelta(hours=30), "[h]:mm"), "30:00", "30:00"),
    _sheet(
        "a condition", NUMBER, Cell(812345678.0, "[<=9999999]0000000;0000000000"),
        Cell(812345678.0, "0000000000"), "0812345678",
    ),
    _sheet("a fraction", NUMBER, Cell(0.5, "# ?/?"), Cell(12.0, '000"/2569"'), "012/2569"),
    _sheet("thousands", NUMBER, Cell(12000.0, "0,"), Cell(12000.0, "#,##0"), "12,000"),
    _sheet("digits apart", NUMBER, Cell(1.1e15, "0-0000"), Cell(1101700203451.0, "0-0000-00000-00-0"), "1-1017-00203-45-1"),
    _sheet("letters in a format", NUMBER, Cell(7.0, "A0"), Cell(7.0, '"A-"000'), "A-007"),
    *(
        _sheet(f"{error} of a formula", at, Cell(error=error), good)
        for error, at, good in (
            ("#DIV/0!", SUM, 1.0), ("#N/A", NUMBER, "N/A"), ("#REF!", WORDS, "ก"),
            ("#NAME?", SUM, 2.0), ("#NUM!", SUM, 3.0), ("#VALUE!", WORDS, "ข"), ("#NULL!", SUM, 4.0),
        )
    ),
    *(
        Table(name, harms, ["A1", "เรือ", 1.0], ["A1", "เรือ", 1.0], form)
        for name, harms, form in (
            ("a hidden row", LINE, Form("xlsx", hidden=True)),
            ("a hidden column", SUM, Form("xlsx", column=True)),
            ("a hidden column in ODS", SUM, Form("ods", column=True)),
            ("words struck out", WORDS, Form("xlsx", struck=True)),
        )
    ),
    *(
        Table(f"{one.name} in ODS", one.harms, one.bad, one.good, Form("ods", hidden=one.form.hidden), one.shows)
        for one in (
            Table("18 digits", NUMBER, [Cell(6.8e17), "ก", 1.0], ["680", "ก", 1.0]),
            Table("an error", SUM, ["A1", "ก", Cell(error="#DIV/0!")], ["A1", "ก", 1.0]),
            Table("a hidden row", LINE, ["A1", "ก", 1.0], ["A1", "ก", 1.0], Form(hidden=True)),
            Table(
                "noughts", NUMBER, [Cell(6.81e11), "ก", 1.0],
                [Cell(812345678.0, "0812345678"), "ก", 1.0], shows="0812345678",
            ),
        )
    ),
)  # fmt: skip


def written(
    table: Table, head: Sequence[str], before: Sequence[str], *, harm: bool
) -> tuple[bytes, str]:
    """A table below a heading, behind the cells that its reader needs, and the file's name.

    Shape:  `head` names all columns, of which those of the table are the last three.
    """
    form, row = table.form, table.bad if harm else table.good
    if form.kind == "csv":
        lines = [form.mark.join(head)]
        lines += [form.mark.join([*before, one]) for one in _rows_of(str(row))]
        text = form.end.join(lines) + form.end
        return text.encode(form.encoding, "surrogateescape"), "table.csv"
    cells = [*before, *row]  # type: ignore[misc]
    shown = form if harm else Form()
    if form.kind == "ods":
        return _ods([list(head), cells], shown), "table.ods"
    return _xlsx([list(head), cells], shown), "table.xlsx"


def _rows_of(text: str) -> list[str]:
    """The lines that begin a row: those of a cell that goes on belong to it."""
    rows: list[str] = []
    for line in text.split("\n"):
        if rows and not line.startswith("A"):
            rows[-1] += "\n" + line
        else:
            rows.append(line)
    return rows


def _xlsx(rows: Sequence[Sequence[object]], shown: Form) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet("ตาราง")
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                told = cell if isinstance(cell, Cell) else Cell(cell)
                is_struck = shown.struck and row and column == len(cells) - 2
                form = book.add_format({"num_format": told.format, "font_strikeout": is_struck})
                if told.error:
                    sheet.write_formula(row, column, "=1/0", None, told.error)
                elif isinstance(told.value, date | timedelta):
                    sheet.write_datetime(row, column, told.value, form)
                elif isinstance(told.value, float):
                    sheet.write_number(row, column, told.value, form)
                elif told.value:
                    sheet.write_string(row, column, str(told.value), form)
        if shown.hidden:
            sheet.set_row(1, None, None, {"hidden": True})
        if shown.column:
            last = len(rows[0]) - 1
            sheet.set_column(last, last, None, None, {"hidden": True})
    return data.getvalue()


def _ods(rows: Sequence[Sequence[object]], form: Form) -> bytes:
    """A sheet by hand: a number's format is the text that it shows."""
    lines = [f'<table:table-column table:number-columns-repeated="{len(rows[0]) - 1}"/>']
    lines.append(f"<table:table-column{_SHUT if form.column else ''}/>")
    for number, cells in enumerate(rows):
        told = "".join(map(_ods_cell, cells))
        shut = _SHUT if form.hidden and number else ""
        lines.append(f"<table:table-row{shut}>{told}</table:table-row>")
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0"'
        f' xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="ตาราง">'
        f"{''.join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return data.getvalue()


def _ods_cell(cell: object) -> str:
    told = cell if isinstance(cell, Cell) else Cell(cell)
    if told.error:
        kind, text = 'office:value-type="string" calcext:value-type="error"', told.error
    elif isinstance(told.value, float):
        shown = told.format if told.format != "General" else f"{told.value:g}"
        kind, text = f'office:value-type="float" office:value="{told.value!r}"', shown
    else:
        kind, text = 'office:value-type="string"', str(told.value)
    return f"<table:table-cell {kind}><text:p>{escape(text)}</text:p></table:table-cell>"
