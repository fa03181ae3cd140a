"""Workbooks as they are shown: percent formats, and formulas that no program has computed."""

import io

import openpyxl
import pytest
import xlsxwriter
from tests.growth import in_proportion

from prongsai.readers.shown_cells import notes_of
from prongsai.readers.spreadsheet import read_spreadsheet


def book_of(*rows, formats=()):
    """A workbook of rows; `formats` gives cells a number format."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    for cell, code in formats:
        book.active[cell].number_format = code
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.9355, "0.00%", "93.55"),
        (0.9355, "0.0%", "93.6"),
        (0.9355, "0%", "94"),
        (1, "0.00%", "100.00"),
        (0.8125, "0.00%;[Red]-0.00%", "81.25"),
        (93.55, "0.00", "93.55"),
        (93.5, "General", "93.5"),
    ],
)
def test_a_percent_counts_as_shown(scores_of, value, code, shown):
    data = book_of(["code", "year", "score"], ["total", 2566, value], formats=[("C2", code)])
    assert scores_of(data, "a.xlsx") == {"total": shown}


def test_no_percent_at_all_is_zero(known_of):
    data = book_of(["code", "year", "score"], ["total", 2566, 0], formats=[("C2", "0%")])
    assert known_of(data, "a.xlsx") == {"total": {"0"}}


def test_a_share_that_is_shown_as_a_share_is_no_percent(read):
    data = book_of(["code", "year", "score"], ["total", 2566, 0.9355])
    assert {figure.published for figure in read(data, "a.xlsx").sheet.figures} <= {"0.9355"}


def test_percents_of_the_second_sheet_are_its_own(scores_of):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["หมายเหตุ", 0.5])
    second = book.create_sheet("คะแนน & ระดับ")
    for row in (["code", "year", "score"], ["IIT", 2566, 0.91], ["EIT", 2566, 0.88]):
        second.append(row)
    second["C2"].number_format = second["C3"].number_format = "0.00%"
    book.save(file)
    assert scores_of(file.getvalue(), "a.xlsx") == {"IIT": "91.00", "EIT": "88.00"}


def test_formulas_without_values_are_named_with_their_cells(read):
    data = book_of(["code", "year", "score"], ["IIT", 2566, 91.5], ["EIT", 2566, "=88+0.25"])
    reading = read(data, "a.xlsx")
    assert {figure.code for figure in reading.sheet.figures} == {"IIT"}
    (finding,) = [f for f in reading.findings if f.code == "formulas_without_values"]
    (place,) = finding.places
    assert (place.row, place.column) == (3, 3)
    assert place.quote == "EIT · =88+0.25"


def test_a_last_row_of_nothing_but_formulas_without_values_is_named_too(read):
    data = book_of(["ผลคะแนน ITA ปี 2567"], ["IIT", "EIT"], ["=91+0.5", "=88+0.25"])
    (finding,) = [f for f in read(data, "a.xlsx").findings if f.code == "formulas_without_values"]
    assert [(place.row, place.column) for place in finding.places] == [(3, 1), (3, 2)]


def test_a_sheet_without_formulas_or_percents_has_nothing_to_tell(read):
    data = book_of(["code", "year", "score"], ["IIT", 2566, 91.5])
    codes = {finding.code for finding in read(data, "a.xlsx").findings}
    assert "formulas_without_values" not in codes
    assert notes_of(b"no archive", {}) == []


@pytest.mark.long
def test_many_cells_take_time_in_proportion():
    books = {
        rows: book_of(*([0.5, "=1+1"] for _ in range(rows)), formats=[("A1", "0%")])
        for rows in (2_000, 8_000)
    }
    assert in_proportion(lambda rows: notes_of(books[rows], {}), 2_000, 8_000)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (90.1149, "0.00", "90.11"),
        (88.8951, "#,##0.00", "88.90"),
        (90.1149, "0.0", "90.1"),
        (90.6342, "0", "91"),
        (90.1149, "#,##0.00_);[Red]\\(#,##0.00\\)", "90.11"),
        (90.1149, '_-* #,##0.00_-;\\-* #,##0.00_-;_-* "-"??_-;_-@_-', "90.11"),
        (90.11, "0", "90.11"),
        (90.1149, "General", None),  # no published score has four decimals; it is told
        (90.1149, '0.00" คะแนน"', "90.11"),
        (1e300, "0.00%", None),
    ],
)
def test_a_number_counts_as_its_format_shows_it(scores_of, value, code, shown):
    data = book_of(["code", "year", "score"], ["total", 2566, value], formats=[("C2", code)])
    assert scores_of(data, "a.xlsx").get("total") == shown


@pytest.mark.parametrize("code", ['"เป้า "0.00', "\\เ\\ป\\้\\า 0.00", '"เป้า "General'])
def test_a_format_with_words_gives_them_with_the_number(code):
    data = book_of([90.5], formats=[("A1", code)])
    (paragraph,) = read_spreadsheet(data, "a.xlsx").blocks
    assert paragraph.text == "เป้า 90.5"


HEAD = ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"]


def test_a_number_whose_format_says_goal_is_no_score(read):
    rows = [HEAD, ["แบบวัด", "คะแนน"], ["IIT", 90.11], ["EIT", 88.9]]
    cells = [("B3", '"เป้า "0.00'), ("B4", '"เป้า "0.00')]
    assert read(book_of(*rows, formats=cells), "a.xlsx").sheet.figures == ()
    assert len(read(book_of(*rows), "a.xlsx").sheet.figures) == 2


@pytest.mark.parametrize(
    ("code", "figures", "candidates"),
    [
        ("[Green]0.00_);(0.00)", 2, 0),
        ("* 0.00", 2, 0),
        ('0.00"%"', 2, 0),
        ('"≥"0.00', 0, 2),
        ("\\>0.00", 0, 2),
        ("+0.00;-0.00", 0, 0),  # a difference
        ('"2565: "0.00', 0, 2),
        ('0.00"*"', 0, 2),
        ('0.00"↑"', 0, 2),
        ('"("0.00")"', 0, 2),
        ('[>=85]"ผ่าน";0.00', 0, 2),
        ("[$฿-41E]0.00", 0, 2),
        ('"ผ่าน"', 0, 0),
        (";;;", 0, 0),
    ],
)
def test_signs_of_a_format_are_signs_beside_the_number(read, code, figures, candidates):
    rows = [HEAD, ["แบบวัด", "คะแนน"], ["IIT", 90.11], ["EIT", 88.9]]
    reading = read(book_of(*rows, formats=[("B3", code), ("B4", code)]), "a.xlsx")
    assert (len(reading.sheet.figures), len(reading.candidates)) == (figures, candidates)


def test_a_number_that_its_format_hides_is_told(read):
    rows = [HEAD, ["แบบวัด", "คะแนน"], ["IIT", 90.11]]
    reading = read(book_of(*rows, formats=[("B3", ";;;")]), "a.xlsx")
    (told,) = [one for one in reading.findings if one.code == "hidden_not_read"]
    assert [(place.row, place.column, place.quote) for place in told.places] == [(3, 2, "90.11")]


def changed(change, *rows):
    """A workbook of rows after `change` did something to its sheet."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(file)
    return file.getvalue()


def hide_row(sheet):
    sheet.row_dimensions[4].hidden = True


def hide_column(sheet):
    sheet.column_dimensions["B"].hidden = True


def strike(sheet):
    sheet["C4"].font = openpyxl.styles.Font(strike=True)


def hide_sheet(sheet):
    sheet.parent.create_sheet("เก่า").sheet_state = "hidden"


def nothing(sheet):
    sheet["C4"].font = openpyxl.styles.Font(strike=False)
    sheet.row_dimensions[4].hidden = sheet.column_dimensions["B"].hidden = False


@pytest.mark.parametrize(
    ("change", "scores", "code", "quotes"),
    [
        (nothing, {(2565, "IIT"), (2565, "EIT"), (2566, "IIT"), (2566, "EIT")}, None, []),
        (hide_row, {(2565, "IIT"), (2566, "IIT")}, "hidden_not_read", ["EIT | 71.5 | 88.9"]),
        (
            hide_column,
            {(2566, "IIT"), (2566, "EIT")},
            "hidden_not_read",
            ["70.5", "71.5", "ปี 2565"],
        ),
        (strike, {(2565, "IIT"), (2565, "EIT"), (2566, "IIT")}, "struck_not_read", ["88.9"]),
        (
            hide_sheet,
            {(2565, "IIT"), (2565, "EIT"), (2566, "IIT"), (2566, "EIT")},
            "hidden_sheets_not_read",
            [None],
        ),
    ],
)
def test_what_a_sheet_hides_or_strikes_out_is_told(read, change, scores, code, quotes):
    rows = [["ผลการประเมิน ITA"], ["แบบวัด", "ปี 2565", "ปี 2566"]]
    rows += [["IIT", 70.5, 90.11], ["EIT", 71.5, 88.9]]
    reading = read(changed(change, *rows), "a.xlsx")
    assert {(figure.year, figure.code) for figure in reading.sheet.figures} == scores
    told = [one for one in reading.findings if one.code.endswith("_not_read")]
    assert [one.code for one in told] == [code] * bool(code)
    assert [place.quote for one in told for place in one.places] == quotes


@pytest.mark.parametrize("is_struck", [True, False])
def test_of_a_text_a_part_may_be_struck_out(is_struck):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet, form = (
            book.add_worksheet(),
            book.add_format({"font_strikeout": is_struck, "bold": 1}),
        )
        sheet.write("A1", "ก")
        sheet.write_rich_string("B2", form, "88.9", " 89.1")
        book.add_worksheet().write("A1", "ก")
    inline = io.BytesIO()
    with xlsxwriter.Workbook(inline, {"constant_memory": True}) as book:
        sheet, form = book.add_worksheet(), book.add_format({"font_strikeout": is_struck})
        sheet.write_rich_string("B2", form, "88.9", " 89.1")
    struck = {(1, 1)} if is_struck else set()
    assert [one.struck for one in notes_of(data.getvalue(), {})] == [struck, set()]
    assert [one.struck for one in notes_of(inline.getvalue(), {})] == [struck]


@pytest.mark.parametrize(("width", "hidden"), [(0, {1}), (0.5, set()), (10, set())])
def test_a_column_without_width_is_hidden(width, hidden):
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", 1)
        sheet.set_column("B:B", width)
    assert [one.hidden_columns for one in notes_of(data.getvalue(), {})] == [hidden]


def test_a_title_merged_over_a_hidden_column_is_read(read):
    def change(sheet):
        sheet.merge_cells("A1:C1")
        sheet.column_dimensions["A"].hidden = True

    rows = [["ผลการประเมิน ITA ปี 2566"], ["ที่", "แบบวัด", "คะแนน"], [1, "IIT", 90.11]]
    reading = read(changed(change, *rows), "a.xlsx")
    assert [(one.year, one.published) for one in reading.sheet.figures] == [(2566, "90.11")]
    assert reading.sheet.figures[0].place.column == 3


def written(*cells):
    """A workbook as XlsxWriter makes it: each formula holds the value that is given, else 0."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, value, *kept in cells:
            sheet.write(at, value, None, *kept) if kept else sheet.write(at, value)
    return file.getvalue()


SHEET = [("A1", HEAD[0]), ("A2", "แบบวัด"), ("B2", "คะแนน"), ("A3", "IIT"), ("A4", "EIT")]


@pytest.mark.parametrize("formula", ["=ROUND(90.11,2)", "=AVERAGE(D1:D3)", "=ข้อมูล!B3"])
def test_formulas_that_were_written_as_zero_are_no_scores(read, formula):
    data = written(*SHEET, ("B3", 90.11), ("D2", 88), ("B4", formula))
    reading = read(data, "a.xlsx")
    assert [figure.code for figure in reading.sheet.figures] == ["IIT"]
    (finding,) = [f for f in reading.findings if f.code == "formulas_without_values"]
    assert [(place.row, place.column) for place in finding.places] == [(4, 2)]


@pytest.mark.parametrize(
    "cells",
    [
        [("D9", 0), ("B3", 90.11), ("B4", "=D9+D8")],
        [("D9", 88), ("B3", "=D9", 88), ("B4", "=D9*0")],
    ],
)
def test_a_formula_that_comes_to_zero_is_zero(known_of, cells):
    assert known_of(written(*SHEET, *cells), "a.xlsx")["EIT"] == {"0"}
