"""Rows typed with commas or semicolons in a file that is no CSV: never the tail of a number."""

import gc
import io
import time

import openpyxl
import pytest
from docx import Document

from prongsai.core.errors import Place
from prongsai.core.extract import Extract, Paragraph
from prongsai.readers.delimiters import with_typed_tables

LINES = ["code,score", "o1,100", "o2,0", "4,88.25", "9.1,75", "IIT,93.10", "total,90.52"]
SCORES = {"o1": "100", "o2": "0", "4": "88.25", "9.1": "75", "IIT": "93.10", "total": "90.52"}


def docx_of(lines):
    """A Word document with a paragraph for each line."""
    document, file = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


def xlsx_of(lines):
    """A workbook with each line in column A."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    for line in lines:
        book.active.append([line])
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("a.txt", lambda lines: "\n".join(lines).encode()),
        ("a.docx", docx_of),
        ("a.xlsx", xlsx_of),
        ("a.html", lambda lines: ("<html><p>" + "</p><p>".join(lines) + "</p></html>").encode()),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_list_of_codes_and_scores_is_read_from_any_file(scores_of, name, made, delimiter):
    lines = [line.replace(",", delimiter) for line in LINES]
    assert scores_of(made(lines), name, year=2565) == SCORES


def test_a_list_of_codes_and_scores_is_read_from_pdf(scores_of, plain_pdf):
    assert scores_of(plain_pdf("\n".join(LINES)), "a.pdf", year=2565) == SCORES


def test_rows_may_stand_between_sentences(read):
    text = "ผลการประเมิน ITA ปี 2565\nรายข้อ\nข้อ,คะแนน\no12,0\no13,100\no14,100\nจบรายงาน\n"
    sheet = read(text).sheet
    places = {figure.code: figure.place.line for figure in sheet.figures}
    assert places == {"o12": 4, "o13": 5, "o14": 6}


def test_decimal_commas_between_semicolons_stay_whole(scores_of):
    text = "แบบวัด;คะแนน ITA ปี 2566\nIIT;92,10\nEIT;88,20\nOIT;95,00\n"
    assert scores_of(text) == {"IIT": "92,10", "EIT": "88,20", "OIT": "95,00"}


@pytest.mark.parametrize(
    "text",
    [
        "ผล ITA ปี 2566\nIIT 92,10\nEIT 88,20\nOIT 95,00\n",
        "ผล ITA ปี 2566\n1,85\n2,90\n3,95\n",
        "ผล ITA ปี 2566\nคะแนนรวม 92,10\nคะแนนรวม 92,10\nคะแนนรวม 92,10\n",
    ],
)
def test_a_decimal_comma_is_no_delimiter(read, text):
    tails = {"10", "20", "00", "85", "90", "95"}
    assert not tails & {figure.published for figure in read(text).sheet.figures}


def test_sentences_with_commas_stay_sentences(scores_of):
    text = "ITA ปี 2566, เทศบาลตำบลสุขสมมุติ\nคะแนนรวม 91.20 คะแนน, ระดับผ่านดี\nประกาศแล้ว, เผยแพร่แล้ว\n"
    assert scores_of(text) == {"total": "91.20"}


def _processor_seconds(extract):
    """The time of the processor: other work, and what other tests left behind, do not count."""
    gc.disable()
    try:
        begun = time.process_time()
        with_typed_tables(extract)
        return time.process_time() - begun
    finally:
        gc.enable()


@pytest.mark.parametrize("line", ["ก ข, ค ง", "ก, 1", "1,85", "ก;"])
def test_many_lines_take_time_in_proportion(line):
    def seconds(lines):
        extract = Extract((Paragraph("\n".join([line] * lines), Place("a.txt", line=1)),))
        return min(_processor_seconds(extract) for _ in range(3))

    assert seconds(32_000) < 10 * max(seconds(8_000), 0.01)
