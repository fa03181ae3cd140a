"""What people do not see, or what is marked as gone: never a score, and told with its place."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"
ROWS = "<tr><th>แบบวัด</th><th>คะแนน</th></tr><tr><td>IIT</td><td>91.20</td></tr>"
SEEN = f"<h1>{TITLE}</h1><table>{ROWS}</table>"
OLD = "<h2>ผลการประเมิน ITA ปี 2565</h2><p>IIT ได้ 77.70 คะแนน</p>"


def told(reading, code):
    """The finding of that code, of which a file has one."""
    (finding,) = [one for one in reading.findings if one.code == code]
    assert finding.next_step
    return finding


def codes(reading):
    return {one.code for one in reading.findings}


def years(reading):
    return {figure.year for figure in reading.sheet.figures}


# HTML


@pytest.mark.parametrize(
    "part",
    [
        f'<div style="display:none">{OLD}</div>',
        f'<div style="color:red; VISIBILITY : hidden">{OLD}</div>',
        f"<div hidden>{OLD}</div>",
        f"<style>.x{{display:none}}</style><div class=x>{OLD}</div>",
        (
            "<style>a{} .t .x, .z{color:red;display:none!important}</style>"
            f'<div class=t><div class="x" style="display:block">{OLD}</div></div>'
        ),
        f"<style>#x{{visibility:hidden}}</style><div id=x><div hidden>{OLD}</div></div>",
        f'<style>.x{{display:none}}.x.on{{display:block}}</style><div class="x">{OLD}</div>',
    ],
)
def test_what_a_page_hides_is_not_read_and_told(read, part):
    reading = read(f"<html><body>{SEEN}{part}</body></html>", "a.html")
    assert years(reading) == {2566}
    finding = told(reading, "hidden_not_read")
    assert finding.severity == "warning"
    assert "77.70" in finding.places[0].quote


@pytest.mark.parametrize(
    "part",
    [
        f"<div>{OLD}</div>",
        f'<div aria-hidden="true">{OLD}</div>',
        f'<div hidden style="display:block">{OLD}</div>',
        f'<style>.x{{display:none}}.x.on{{display:block}}</style><div class="x on">{OLD}</div>',
        (
            "<style>@media print{.x{display:none}} .y{display:none}</style>"
            f"<div class=x>{OLD}</div>"
        ),
        f"<style>.x:hover{{display:none}}</style><div class=x>{OLD}</div>",
        f"<style>body{{visibility:hidden}}</style>{OLD}",
    ],
)
def test_what_a_page_shows_is_read(read, part):
    reading = read(f"<html><body>{SEEN}{part}</body></html>", "a.html")
    assert years(reading) == {2565, 2566}
    assert "hidden_not_read" not in codes(reading)


def test_a_hidden_menu_is_no_news(read):
    page = f"<div style='display:none'>เมนู โทร 02 123 4567</div>{SEEN}"
    assert "hidden_not_read" not in codes(read(f"<html>{page}</html>", "a.html"))


def test_a_cell_that_cannot_be_seen_keeps_its_place(scores_of):
    rows = (
        "<tr><th>แบบวัด</th><th>ปี 2565</th><th>ปี 2566</th></tr><tr><td>IIT</td>"
        '<td style="visibility:hidden">77.70</td><td>91.20</td></tr>'
    )
    page = f"<html><h1>ผลการประเมิน ITA</h1><table>{rows}</table></html>"
    assert scores_of(page, "a.html") == {"IIT": "91.20"}


@pytest.mark.parametrize(
    "gone",
    [
        "<del>70.10</del>",
        "<s>70.10</s>",
        "<strike>70.10</strike>",
        '<span style="text-decoration: line-through">70.10</span>',
    ],
)
def test_what_a_page_strikes_out_is_not_read_and_told(read, gone):
    page = f"<html><h1>{TITLE}</h1><p>คะแนนรวม {gone} <ins>90.22</ins> คะแนน</p></html>"
    reading = read(page, "a.html")
    assert [figure.published for figure in reading.sheet.figures] == ["90.22"]
    assert "70.10" in told(reading, "struck_not_read").places[0].quote


# DOCX


def word(change, score="91.20"):
    """A Word file with a table of one score; `change` gets the document and the score's run."""
    document, file = Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=2)
    for row in (["แบบวัด", "คะแนน"], ["IIT", score], ["EIT", "88.10"]):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    change(document, table.cell(1, 1).paragraphs[0].runs[0])
    document.save(file)
    return file.getvalue()


def hide(document, run):
    run._parent.add_run("99").font.hidden = True


def hide_by_style(document, run):
    style = document.styles.add_style("Secret", 2)
    style.font.hidden = True
    run._parent.add_run("99", style=style)


def delete(document, run):
    run._parent._p.append(
        parse_xml(
            f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>99.99</w:delText></w:r>'
            "</w:del>"
        )
    )


def move(document, run):
    run._parent._p.append(
        parse_xml(
            f'<w:moveFrom {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t>99.99</w:t></w:r>'
            "</w:moveFrom>"
        )
    )


def strike(document, run):
    old = run._parent.add_run(" 99.99")
    old.font.strike = True


def strike_twice(document, run):
    run._parent.add_run(" 99.99").font.double_strike = True


@pytest.mark.parametrize(
    ("change", "code", "quote"),
    [
        (hide, "hidden_not_read", "99"),
        (hide_by_style, "hidden_not_read", "99"),
        (delete, "deletions_not_read", "99.99"),
        (move, "deletions_not_read", "99.99"),
        (strike, "struck_not_read", "99.99"),
        (strike_twice, "struck_not_read", "99.99"),
    ],
)
def test_what_a_word_file_hides_or_strikes_out_is_not_read_and_told(read, change, code, quote):
    reading = read(word(change), "a.docx")
    found = {figure.code: figure.published for figure in reading.sheet.figures}
    assert found == {"IIT": "91.20", "EIT": "88.10"}
    (place,) = told(reading, code).places
    assert (place.table, place.row, place.column, place.quote) == (1, 2, 2, quote)


def test_a_hidden_row_of_word_is_not_read_and_told(read):
    def hide_row(document, run):
        row = document.tables[0].rows[1]._tr
        row.get_or_add_trPr().append(parse_xml(f"<w:hidden {nsdecls('w')}/>"))

    reading = read(word(hide_row), "a.docx")
    assert [figure.code for figure in reading.sheet.figures] == ["EIT"]
    assert told(reading, "hidden_not_read").places[0].quote == "IIT 91.20"


def unstrike(document, run):
    run.font.strike = run.font.hidden = False


def unstrike_a_style(document, run):
    document.styles.add_style("Old", 2).font.strike = True
    run.style = document.styles["Old"]
    run.font.strike = False


@pytest.mark.parametrize("change", [unstrike, unstrike_a_style])
def test_what_a_word_file_shows_is_read(read, change):
    reading = read(word(change), "a.docx")
    assert [figure.published for figure in reading.sheet.figures] == ["91.20", "88.10"]
    assert not codes(reading) & {"hidden_not_read", "struck_not_read", "says_draft"}


@pytest.mark.parametrize("text", ["(ร่าง)", "คะแนนคาดการณ์", "ตัวอย่าง", "คะแนนประมาณการ", "DRAFT v2"])
@pytest.mark.parametrize("edge", ["header", "footer"])
def test_a_head_or_foot_that_calls_the_pages_a_draft_is_told(read, edge, text):
    def write(document, run):
        getattr(document.sections[0], edge).paragraphs[0].text = text

    finding = told(read(word(write), "a.docx"), "says_draft")
    assert finding.severity == "warning"
    assert finding.places[0].quote == text


def test_a_head_that_names_the_report_is_no_news(read):
    def write(document, run):
        document.sections[0].header.paragraphs[0].text = "รายงานผล ITA เทศบาลตำบลดงหมู หน้า 1"

    assert "says_draft" not in codes(read(word(write), "a.docx"))
