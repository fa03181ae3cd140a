"""What each format may do to a score sheet."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdfium2 import PdfDocument

from prongsai.core.scoresheet.model import Doubt

REPORT = "รายงานผลการดำเนินงานประจำปี"  # o12 of 2565
MANUAL = "คู่มือหรือมาตรฐานการปฏิบัติงาน"  # o13 of 2565
TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"
HEADING = ["ข้อ", "รายการ", "คะแนน"]


# CSV


@pytest.mark.parametrize(
    "text",
    [
        "code,score\ni1,97.5\no12,0\n",
        "รหัส,คะแนน\ni1,97.5\no12,0\n",
        "score,code\n97.5,i1\n0,o12\n",
        "code;score\r\ni1;97.5\r\no12;0\r\n",
        "code\tscore\ni1\t97.5\no12\t0\n",
        "\ufeffcode,score\ni1,97.5\no12,0\n",
    ],
)
def test_codes_and_scores_take_the_year_somebody_gives(scores_of, text):
    assert scores_of(text, "scores.csv", year=2565) == {"i1": "97.5", "o12": "0"}


def test_a_cell_in_quotes_may_hold_the_delimiter(known_of):
    text = 'code,name,score\ni1,"ก, ข",97.5\n"o12","",0\n'
    assert known_of(text, "scores.csv", year=2565) == {"i1": {"97.5"}, "o12": {"0"}}


def test_codes_and_scores_alone_name_no_year(read):
    reading = read("code,score\ni1,97.5\n", "scores.csv")
    assert reading.sheet.fiscal_year is None
    (one,) = reading.candidates
    assert one.doubts == (Doubt.YEAR,)


def test_a_column_of_years_parts_the_scores(read):
    sheet = read("code,year,score\ni1,2564,96\ni1,2565,97.5\n", "scores.csv").sheet
    printed = [(figure.year, figure.published) for figure in sheet.figures]
    assert printed == [(2564, "96"), (2565, "97.5")]


@pytest.mark.parametrize("encoding", ["cp874", "utf-8", "utf-8-sig", "utf-16"])
def test_thai_csv_is_read_in_every_encoding(scores_of, encoding):
    text = f"ปีงบประมาณ,ข้อ,รายการ,คะแนน\n2565,o12,{REPORT},0\n"
    assert scores_of(text.encode(encoding), "scores.csv") == {"o12": "0"}


@pytest.mark.parametrize("blank", ["", "-", "–", "N/A", "ไม่ประเมิน", "n.a."])
def test_a_blank_score_is_not_zero(read, blank):
    reading = read(f"code,score\no1,{blank}\no2,100\n", "scores.csv", year=2565)
    assert [figure.code for figure in reading.sheet.figures] == ["o2"]
    (missing,) = [finding for finding in reading.findings if finding.code == "items_missing"]
    assert "87" in missing.message.th  # of 88


def test_a_list_that_waits_for_results_may_be_an_own_check(read):
    reading = read("code,score\no1,รอผล\no2,100\n", "scores.csv", year=2565)
    assert not reading.sheet.figures
    assert [candidate.code for candidate in reading.candidates] == ["o2"]


@pytest.mark.parametrize("zero", ["0", "0.00", "๐"])
def test_a_printed_zero_is_zero(read, zero):
    (figure,) = read(f"code,score\no1,{zero}\n", "scores.csv", year=2565).sheet.figures
    assert (figure.published, figure.value) == (zero, 0)


def test_a_full_sheet_misses_no_item(read, catalogue):
    codes = catalogue.get(2565).items
    text = "code,score\n" + "".join(f"{code},100\n" for code in codes)
    reading = read(text, "scores.csv", year=2565)
    assert len(reading.sheet.figures) == 88
    assert "items_missing" not in {finding.code for finding in reading.findings}


# XLSX


@pytest.fixture
def workbook():
    """Write a workbook: each sheet a list of rows, then whatever `change` does to it."""

    def write(sheets, change=None):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        if change:
            change(book)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return write


ROWS = [[TITLE], HEADING, ["o12", REPORT, 0], ["o13", MANUAL, 100]]


@pytest.mark.parametrize("name", ["scores.xlsx", "scores.csv", "scores.pdf", "scores"])
def test_a_workbook_is_known_by_its_bytes(scores_of, workbook, name):
    assert scores_of(workbook({"OIT": ROWS}), name) == {"o12": "0", "o13": "100"}


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read(scores_of, workbook, state):
    def hide(book):
        book["old"].sheet_state = state

    old = [[TITLE], HEADING, ["o12", REPORT, 50]]
    assert scores_of(workbook({"OIT": ROWS, "old": old}, hide)) == {"o12": "0", "o13": "100"}


def test_every_visible_sheet_is_read(read, workbook):
    more = [[TITLE], ["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", 71.48]]
    figures = read(workbook({"OIT": ROWS, "IIT": more})).sheet.figures
    assert {(f.place.sheet, f.place.row, f.code) for f in figures} == {
        ("OIT", 3, "o12"), ("OIT", 4, "o13"), ("IIT", 3, "3")
    }  # fmt: skip


def test_a_merged_cell_stands_in_every_place_it_covers(scores_of, workbook):
    rows = [
        [TITLE],
        ["ตัวชี้วัด", "ผลการประเมิน", None],
        [None, "ปี 2564", "ปี 2565"],
        ["การใช้อำนาจ", 61.5, 71.48],
    ]

    def merge(book):
        for cells in ("A2:A3", "B2:C2"):
            book["s"].merge_cells(cells)

    assert scores_of(workbook({"s": rows}, merge)) == {"3": "71.48"}


def test_a_merged_score_of_two_rows_counts_for_its_instrument_alone(scores_of, workbook):
    rows = [
        [TITLE],
        ["แบบวัด", "ตัวชี้วัด", "คะแนนตัวชี้วัด", "คะแนนรวมแบบวัด"],
        ["OIT", "การเปิดเผยข้อมูล", 80, 90],
        [None, "การป้องกันการทุจริต", 100, None],
    ]

    def merge(book):
        for cells in ("A3:A4", "D3:D4"):
            book["s"].merge_cells(cells)

    assert scores_of(workbook({"s": rows}, merge)) == {"OIT": "90", "9": "80", "10": "100"}


@pytest.mark.parametrize(
    ("number", "printed"), [(97.5, "97.5"), (100, "100"), (92.82608695652173, "92.83"), (0, "0")]
)
def test_a_number_is_written_as_the_sheet_shows_it(scores_of, workbook, number, printed):
    rows = [[TITLE], ["ตัวชี้วัด", "คะแนน"], ["การใช้อำนาจ", number]]
    assert scores_of(workbook({"s": rows})) == {"3": printed}


def test_a_formula_counts_by_its_kept_result(scores_of):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [TITLE])
        sheet.write_row(1, 0, ["ตัวชี้วัด", "คะแนน"])
        sheet.write(2, 0, "การใช้อำนาจ")
        sheet.write_formula(2, 1, "=AVERAGE(D1:D2)", None, 71.48)
    assert scores_of(file.getvalue()) == {"3": "71.48"}


# DOCX


@pytest.fixture
def word():
    """Write a Word file: paragraphs, then a table, then whatever `change` does to it."""

    def write(paragraphs, rows=(), change=None):
        document = Document()
        for text in paragraphs:
            document.add_paragraph(text)
        if rows:
            table = document.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
        if change:
            change(document)
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()

    return write


WORD_ROWS = [HEADING, ["o12", REPORT, "0"], ["o13", MANUAL, "100"]]


def test_a_word_table_is_read_with_its_place(read, word):
    figures = read(word([TITLE], WORD_ROWS), "scores.docx").sheet.figures
    assert [(f.code, f.published, f.place.table, f.place.row) for f in figures] == [
        ("o12", "0", 1, 2), ("o13", "100", 1, 3)
    ]  # fmt: skip


def revision(tag, text):
    """A tracked change: an insertion ("ins") or a deletion ("del") of a text."""
    inner = "t" if tag == "ins" else "delText"
    return parse_xml(
        f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"><w:r>'
        f'<w:{inner} xml:space="preserve">{text}</w:{inner}></w:r></w:{tag}>'
    )


def test_a_tracked_insertion_counts_and_a_deletion_does_not(scores_of, word):
    def change(document):
        last = document.paragraphs[-1]
        last._p.append(revision("del", "ได้คะแนนรวม 88.12 คะแนน"))
        last._p.append(revision("ins", "ได้คะแนนรวม 88.53 คะแนน"))

    assert scores_of(word([TITLE, ""], change=change), "scores.docx") == {"total": "88.53"}


def test_a_tracked_insertion_in_a_cell_counts(scores_of, word):
    def change(document):
        paragraph = document.tables[0].cell(1, 2).paragraphs[0]
        paragraph.clear()
        paragraph._p.append(revision("del", "100"))
        paragraph._p.append(revision("ins", "0"))

    data = word([TITLE], WORD_ROWS, change)
    assert scores_of(data, "scores.docx") == {"o12": "0", "o13": "100"}


@pytest.mark.parametrize("style", ["List Bullet", "List Number"])
def test_paragraphs_of_a_list_are_remarks(read, word, style):
    def change(document):
        document.add_paragraph("สำนักงาน ป.ป.ช. มีข้อเสนอแนะ ดังนี้")
        document.add_paragraph("ควรรายงานผล", style=style)
        document.add_paragraph("ควรทบทวนแผน", style=style)
        document.add_paragraph("จึงเรียนมาเพื่อโปรดทราบ")

    sheet = read(word([f"{TITLE} ได้คะแนนรวม 88.53 คะแนน"], change=change), "a.docx").sheet
    assert [remark.text for remark in sheet.remarks] == ["ควรรายงานผล", "ควรทบทวนแผน"]


def test_a_table_in_a_cell_is_read(scores_of, word):
    def change(document):
        inner = document.tables[0].cell(1, 1).add_table(2, 3)
        for row, texts in zip(inner.rows, WORD_ROWS[:2], strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    outer = [["ประเด็น", "รายละเอียด"], ["OIT", ""]]
    assert scores_of(word([TITLE], outer, change), "scores.docx") == {"o12": "0"}


def test_a_cell_merged_in_word_gives_its_score_once(read, word):
    def change(document):
        table = document.tables[0]
        table.cell(2, 1).text = table.cell(2, 2).text = ""
        table.cell(1, 1).merge(table.cell(1, 2))

    rows = [["ตัวชี้วัด", "คะแนน", "คะแนน"], ["การใช้อำนาจ", "71.48", ""], ["x", "", ""]]
    figures = read(word([TITLE], rows, change), "scores.docx").sheet.figures
    assert [(figure.code, figure.published) for figure in figures] == [("3", "71.48")]


# HTML


@pytest.fixture
def web(scores_of):
    """The scores of an HTML body."""

    def web(body, encoding="utf-8", head=""):
        page = f"<!DOCTYPE html><html><head>{head}</head><body><p>{TITLE}</p>{body}</body></html>"
        return scores_of(page.encode(encoding), "page.html")

    return web


def html_table(rows):
    """Rows as an HTML table."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


TABLE = html_table(WORD_ROWS)


def test_a_table_that_lays_out_the_page_is_no_table(web, known_of):
    assert web(TABLE) == {"o12": "0", "o13": "100"}
    layout = f"<table><tr><td>เมนู 2560</td><td>{TABLE}</td></tr></table>"
    page = f"<html><body>{layout}</body></html>"
    assert known_of(page, "scores.html") == {"o12": {"0"}, "o13": {"100"}}


@pytest.mark.parametrize("head", ["", "<meta charset=windows-874>", "<meta charset='tis-620'>"])
def test_a_page_in_windows_874_is_read_declared_or_not(web, head):
    assert web(TABLE, "cp874", head) == {"o12": "0", "o13": "100"}


def test_spans_fill_their_cells(web):
    rows = (
        "<tr><th rowspan=2>ตัวชี้วัด</th><th colspan=2>คะแนน</th></tr>"
        "<tr><th>ปี 2564</th><th>ปี 2565</th></tr>"
        "<tr><td>การใช้อำนาจ</td><td>61.5</td><td>71.48</td></tr>"
    )
    assert web(f"<table>{rows}</table>") == {"3": "71.48"}


@pytest.mark.parametrize("tag", ["script", "style", "nav", "template"])
def test_what_a_page_does_not_show_is_not_read(web, tag):
    hidden = f"<{tag}>ได้คะแนนรวม 99.99 คะแนน</{tag}>"
    assert web(f"{hidden}<p>ได้คะแนนรวม 88.53 คะแนน</p>") == {"total": "88.53"}


def test_tags_left_open_do_not_join_cells(web):
    rows = (
        f"<tr><td>ข้อ<td>รายการ<td>คะแนน<tr><td>o12<td>{REPORT}<td>0<tr><td>o13<td>{MANUAL}<td>100"
    )
    assert web(f"<table>{rows}</table>") == {"o12": "0", "o13": "100"}


# PDF


def test_a_pdf_of_lines_is_read_with_page_and_line(read, plain_pdf):
    sheet = read(plain_pdf("ITA 2565", "IIT   88.10\nEIT   84.24"), "scores.pdf").sheet
    assert [(f.code, f.published, f.place.page, f.place.line) for f in sheet.figures] == [
        ("IIT", "88.10", 2, 1), ("EIT", "84.24", 2, 2)
    ]  # fmt: skip


@pytest.mark.parametrize("width", [164, 300])
def test_a_score_close_behind_a_full_cell_is_its_own_cell(scores_of, typst_pdf, width):
    source = f"""#set text(font: "Sarabun", size: 12pt)
{TITLE}

#table(columns: (40pt, {width}pt, 60pt), stroke: none, inset: 5pt,
  [ข้อ], [รายการ], [คะแนน], [o12], [{REPORT}], [0], [o13], [{MANUAL}], [100])"""
    assert scores_of(typst_pdf(source), "scores.pdf") == {"o12": "0", "o13": "100"}


# ODS


def test_an_ods_sheet_is_read(scores_of):
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in [[TITLE], *WORD_ROWS]
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0"'
        f' xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="s">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office}:manifest:1.0"/>',
        )
    assert scores_of(file.getvalue(), "scores.ods") == {"o12": "0", "o13": "100"}


def test_a_definition_list_is_a_table_of_terms_and_scores(read):
    page = (
        "<html><h2>ผลคะแนน ITA ปีงบประมาณ 2566</h2><dl><div><dt>IIT</dt><dd>91.20</dd></div>"
        "<dt>EIT</dt><dd>88.10</dd></dl></html>"
    )
    figures = read(page, "a.html").sheet.figures
    assert {figure.code: figure.published for figure in figures} == {"IIT": "91.20", "EIT": "88.10"}
    assert [figure.place.row for figure in figures] == [1, 2]


def test_a_definition_list_without_definitions_is_text(read):
    page = "<html><dl>ผลการประเมิน ITA ปี 2566 คะแนนรวม 91.20 คะแนน</dl></html>"
    assert [figure.published for figure in read(page, "a.html").sheet.figures] == ["91.20"]


TURNED_TABLE = (
    "#table(columns: 2, [แบบวัด], [คะแนน], [IIT], [91.20], [EIT], [88.10], [OIT], [95.00])"
)
TURNED_LINES = "IIT 91.20 \\ EIT 88.10 \\ OIT 95.00"


@pytest.mark.parametrize("body", [TURNED_TABLE, TURNED_LINES])
@pytest.mark.parametrize("shown", [0, 90, 180, 270])
@pytest.mark.parametrize("laid", [-90, 0, 90, 180])
def test_a_page_is_read_however_its_text_lies_and_told_where_it_is_shown_turned(
    read, typst_pdf, laid, shown, body
):
    text = f"ผลการประเมิน ITA ปี 2566 \\ {body}"
    upright = typst_pdf(f'#set text(font: "Sarabun")\n#rotate({laid}deg, reflow: true)[{text}]')
    document, file = PdfDocument(upright), io.BytesIO()
    document[0].set_rotation(shown)
    document.save(file)
    reading = read(file.getvalue(), "a.pdf")
    # Text that stands upside down has its marks apart: no year is read in the heading.
    found = reading.candidates if (laid, shown) == (0, 180) else reading.sheet.figures
    figures = {figure.code: figure.published for figure in found}
    assert figures == {"IIT": "91.20", "EIT": "88.10", "OIT": "95.00"}
    told = {finding.code for finding in reading.findings}
    assert ("pages_turned" in told) is ((laid + shown) % 360 != 0)
