"""Rows typed with commas or semicolons in a file that is no CSV: never the tail of a number."""

import io

import openpyxl
import pytest
from docx import Document
from tests.growth import in_proportion

from prongsai.core.errors import Place
from prongsai.core.extract import Extract, Paragraph
from prongsai.readers.extracts import with_typed_tables

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


def test_sentences_with_commas_stay_sentences(known_of):
    text = "ITA ปี 2566, เทศบาลตำบลสุขสมมุติ\nคะแนนรวม 91.20 คะแนน, ระดับผ่านดี\nประกาศแล้ว, เผยแพร่แล้ว\n"
    assert known_of(text)["total"] == {"91.20"}


@pytest.mark.long
@pytest.mark.parametrize("line", ["ก ข, ค ง", "ก, 1", "1,85", "ก;"])
def test_many_lines_take_time_in_proportion(line):
    def typed(lines):
        text = Paragraph("\n".join([line] * lines), Place("a.txt", line=1))
        with_typed_tables(Extract((text,)))

    assert in_proportion(typed, 8_000, 32_000)


CAPTION = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลบ้านเรา\n"


@pytest.mark.parametrize(
    "lines",
    [
        "คะแนนรวม,81.45,ผ่าน",
        "คะแนนรวม ,81.45, ระดับผ่าน",
        "คะแนนรวม;81.45 คะแนน;ผ่าน",
        "รายการ,คะแนน,ระดับ\nคะแนนรวม,81.45,ผ่าน",
        "IIT,90.00,ผ่านดี\nคะแนนรวม,81.45,ผ่าน",
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.docx", "a.html"])
def test_one_row_of_name_score_and_words_is_a_row(scores_of, name, lines):
    text = CAPTION + lines
    data = docx_of(text.split("\n")) if name == "a.docx" else text.encode()
    assert scores_of(data, name)["total"].startswith("81.45")


@pytest.mark.parametrize(
    "line",
    [
        "ได้คะแนน 81.45, 82.33, 90.15 ตามลำดับ",
        "คะแนนรวม 81,45, ผ่าน",
        "ข้อ 3, 81.45, ผ่าน",
        "คะแนนรวม, 81.45, 90.10",
    ],
)
def test_a_sentence_with_commas_is_no_row(line):
    extract = Extract((Paragraph(line, Place("a.txt", line=1)),))
    assert with_typed_tables(extract).blocks == extract.blocks


def test_a_list_without_tags_in_a_file_called_html_is_text(scores_of):
    assert scores_of("\n".join(LINES).encode(), "scores.html", year=2565) == SCORES


@pytest.mark.parametrize("end", ['"' + "ข" * 140_000, '"x"\ry, ง'])
def test_a_line_that_is_no_row_of_cells_is_text(end):
    extract = Extract((Paragraph(f"ก, {end}", Place("a.docx")), Paragraph("ข, 1", Place("a.docx"))))
    assert with_typed_tables(extract).blocks == extract.blocks


def test_a_quote_without_end_swallows_no_row():
    lines = ['คะแนนรวม,"85.00', "IIT,90.00", "EIT,80.00"]
    extract = Extract(tuple(Paragraph(line, Place("a.txt")) for line in lines))
    (table,) = with_typed_tables(extract).blocks
    assert [row.cells[1] for row in table.rows] == ['"85.00', "90.00", "80.00"]
