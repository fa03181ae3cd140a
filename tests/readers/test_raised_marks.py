"""Raised marks of notes right behind a number: none of its digits, however they were raised."""

import io

import pytest
import xlsxwriter
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"


def published(reading):
    return {figure.code: figure.published for figure in reading.sheet.figures}


def page(score, style=""):
    rows = f"<tr><td>แบบวัด<td>คะแนน</tr><tr><td>IIT<td>{score}</tr>"
    return f"<meta charset=utf-8><style>{style}</style><h1>{TITLE}</h1><table>{rows}</table>"


@pytest.mark.parametrize(
    ("score", "style", "read_as"),
    [
        ("91.2<sup>1</sup>", "", "91.2"),
        ('91.2<span style="vertical-align: super">1</span>', "", "91.2"),
        ('91.2<span style="vertical-align: 0.3em">1</span>', "", "91.2"),
        ("91.2<span class=n>1</span>", ".n{font-size:60%;vertical-align:super}", "91.2"),
        ('91.2<a href="#note-1">1</a>', "", "91.2"),
        ("91.2<small>1</small>", "", "91.2"),
        ("91.2<sub>1</sub>", "", "91.2"),
        ("<span>91.2</span><sub>1</sub>", "", "91.2"),
        ("<b>91.2</b><small>1</small>", "", "91.2"),
        ('91.2<span class="sup">1</span>', "", "91.2"),
        ('<span>91.2</span><span class="note-ref x">1)</span>', "", "91.2"),
        ('<span class="int">91</span><span class="dec">.21</span>', "", "91.21"),
        ('<span class="note">91.21</span>', "", "91.21"),
        ("91<sub>.21</sub>", "", "91.21"),
        ("91<small>.21</small>", "", "91.21"),
        ('91.<span style="vertical-align: super">21</span>', "", "91."),
        ("<span>91.2</span><span>1</span>", "span{vertical-align:top}", "91.21"),
        ("<span>91.2</span><span>1</span>", "span{vertical-align:0}", "91.21"),
        ('<a href="#">91.21</a>', "", "91.21"),
    ],
)
def test_of_a_page(read, score, style, read_as):
    expected = {} if read_as.endswith(".") else {"IIT": read_as}
    assert published(read(page(score, style).encode(), "a.html")) == expected


def test_a_cell_that_is_set_high_is_read(read):
    data = page("95", "td{vertical-align:super}").encode()
    assert published(read(data, "a.html")) == {"IIT": "95"}


def by_font(_, run):
    run.font.superscript = True


def by_style(document, run):
    style = document.styles.add_style("หมายเหตุ", WD_STYLE_TYPE.CHARACTER)
    style.font.superscript = True
    run.style = style


def by_position(points):
    def lift(_, run):
        position = OxmlElement("w:position")
        position.set(qn("w:val"), str(points * 2))
        run._r.get_or_add_rPr().append(position)

    return lift


def not_at_all(_, run):
    run.font.bold = True


@pytest.mark.parametrize(
    ("raised", "read_as"),
    [
        (by_font, "91.2"),
        (by_style, "91.2"),
        (by_position(4), "91.2"),
        (by_position(1), "91.21"),
        (by_position(-4), "91.21"),
        (not_at_all, "91.21"),
    ],
)
def test_of_a_word_file(read, raised, read_as):
    document, file = Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(("แบบวัด", "คะแนน", "IIT")):
        table.cell(at // 2, at % 2).text = text
    paragraph = table.cell(1, 1).paragraphs[0]
    paragraph.add_run("91.2")
    raised(document, paragraph.add_run("1"))
    document.save(file)
    assert published(read(file.getvalue(), "a.docx")) == {"IIT": read_as}


@pytest.mark.parametrize("memory", ["in_memory", "constant_memory"])  # shared texts, or in cells
@pytest.mark.parametrize(("script", "read_as"), [(1, "91.2"), (0, "91.21")])
def test_of_a_workbook(read, memory, script, read_as):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {memory: True}) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", TITLE)
        sheet.write_row("A2", ["แบบวัด", "คะแนน"])
        sheet.write("A3", "IIT")
        form = book.add_format({"font_script": script} if script else {"bold": True})
        sheet.write_rich_string("B3", "91.2", form, "1")
    assert published(read(file.getvalue(), "a.xlsx")) == {"IIT": read_as}


@pytest.mark.parametrize("score", ['91.2<span class="x">1</span>', '91.2<i class="c7">1</i>'])
def test_a_digit_of_a_class_that_no_sheet_explains_is_a_candidate(read, score):
    reading = read(page(score).encode(), "a.html")
    assert published(reading) == {}
    assert [one.published for one in reading.candidates] == ["91.2"]
