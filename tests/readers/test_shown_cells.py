"""Workbooks as they are shown: percent formats, and formulas that no program has computed."""

import io
import time

import openpyxl
import pytest

from prongsai.readers.shown_cells import notes_of


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
        (0, "0%", "0"),
        (0.8125, "0.00%;[Red]-0.00%", "81.25"),
        (93.55, "0.00", "93.55"),
        (93.5, "General", "93.5"),
    ],
)
def test_a_percent_counts_as_shown(scores_of, value, code, shown):
    data = book_of(["code", "year", "score"], ["total", 2566, value], formats=[("C2", code)])
    assert scores_of(data, "a.xlsx") == {"total": shown}


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


def test_a_sheet_without_formulas_or_percents_has_nothing_to_tell(read):
    data = book_of(["code", "year", "score"], ["IIT", 2566, 91.5])
    codes = {finding.code for finding in read(data, "a.xlsx").findings}
    assert "formulas_without_values" not in codes
    assert notes_of(b"no archive") == []


def test_many_cells_take_time_in_proportion():
    def seconds(rows):
        data = book_of(*([0.5, "=1+1"] for _ in range(rows)), formats=[("A1", "0%")])
        return min(_once(data) for _ in range(3))

    assert seconds(8_000) < 10 * seconds(2_000)


def _once(data):
    begun = time.perf_counter()
    notes_of(data)
    return time.perf_counter() - begun
