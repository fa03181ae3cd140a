"""What people do not see, or what is marked as gone: never a score, and told with its place."""

import io

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from tests.growth import in_proportion

from prongsai.core.scoresheet.model import Doubt
from prongsai.readers.evidence import read_evidence
from prongsai.readers.web import read_web

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


# PDF


@pytest.fixture(scope="module")
def pdf(typst_pdf):
    """A PDF with a title and a table of two scores, then whatever a Typst source adds."""

    def write(more="", first="91.20", second="88.10", before=""):
        return typst_pdf(
            f'{before}\n#set text(font: "Sarabun", size: 11pt)\n{TITLE}\n\n'
            f"#table(columns: 2, [แบบวัด], [คะแนน], [IIT], [{first}], [EIT], [{second}])\n\n{more}"
        )

    return write


def published(reading):
    return {figure.code: figure.published for figure in reading.sheet.figures}


TRUE = {"IIT": "91.20", "EIT": "88.10"}


@pytest.mark.parametrize(
    "mark",
    [
        "#super[1]",
        "#super[12]",
        "#super[(1)]",
        "#super[๑]",
        "#footnote[ผู้ตอบ 45 คน]",
        "#super(typographic: false, baseline: -0.4em, size: 0.85em)[1]",
    ],
)
def test_a_raised_mark_behind_a_number_is_no_digit(read, pdf, mark):
    assert published(read(pdf(first=f"91.20{mark}"), "a.pdf")) == TRUE


@pytest.mark.parametrize(
    "more",
    [
        "#text(fill: white)[OIT 77.70 คะแนน]",
        "#text(size: 1pt)[OIT 77.70 คะแนน]",
        "#text(fill: rgb(0, 0, 0, 0))[OIT 77.70 คะแนน]",
        "#rect(fill: white, text(fill: white)[OIT 77.70 คะแนน])",
    ],
)
def test_letters_that_cannot_be_seen_are_not_read_and_told(read, pdf, more):
    reading = read(pdf(more), "a.pdf")
    assert published(reading) == TRUE
    (place,) = told(reading, "hidden_not_read").places
    assert place.page == 1
    assert "77.70" in place.quote


@pytest.mark.parametrize(
    "more",
    [
        "#text(fill: luma(120))[OIT 77.70 คะแนน]",
        "#text(size: 7pt)[OIT 77.70 คะแนน]",
        "#rect(fill: navy, text(fill: white)[OIT 77.70 คะแนน])",
        "#rect(fill: gradient.linear(red, blue), text(fill: white)[OIT 77.70 คะแนน])",
    ],
)
def test_letters_that_can_be_seen_are_read(read, pdf, more):
    reading = read(pdf(more), "a.pdf")
    assert published(reading) == {**TRUE, "OIT": "77.70"}
    assert "hidden_not_read" not in codes(reading)


def test_a_smaller_number_in_the_next_cell_is_read(read, typst_pdf):
    reading = read(
        typst_pdf(
            '#set text(font: "Sarabun", size: 11pt)\nผลการประเมิน ITA\n\n'
            "#table(columns: 3, align: horizon, inset: 2pt, [แบบวัด], [ปี 2565], [ปี 2566],"
            " [IIT], [91.20], text(size: 7pt)[88.10])"
        ),
        "a.pdf",
    )
    assert {(one.year, one.published) for one in reading.sheet.figures} == {
        (2565, "91.20"), (2566, "88.10")
    }  # fmt: skip


DRAWN = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
BLACK = "BT /F 12 Tf 0 Tr 50 700 Td (ITA 2565 report) Tj ET\n"


def scores_drawn(mode):
    """Two scores below their year: 0 draws them in black, 3 without colour."""
    lines = "(ITA 2565) Tj T* (IIT   88.10) Tj T* (EIT   84.24) Tj T*"
    return f"BT /F 12 Tf {mode} Tr 20 TL 50 800 Td {lines} ET\n"


@pytest.mark.parametrize("more", ["", BLACK * 3], ids=["a scan", "printed over a scan"])
def test_text_without_colour_over_a_scan_was_recognised_and_is_never_certain(read, more):
    reading = read(one_page(DRAWN + scores_drawn(3) + more), "a.pdf")
    assert published(reading) == {}
    offered = {(one.year, one.code, one.published) for one in reading.candidates}
    assert offered == {(2565, "IIT", "88.10"), (2565, "EIT", "84.24")}
    assert all(Doubt.PICTURE in one.doubts for one in reading.candidates)
    told(reading, "scores_of_a_picture")


def test_text_that_is_printed_over_a_picture_is_certain(read):
    reading = read(one_page(DRAWN + scores_drawn(0)), "a.pdf")
    assert published(reading) == {"IIT": "88.10", "EIT": "84.24"}
    assert not reading.candidates


def test_text_without_colour_over_nothing_is_not_read(read):
    reading = read(one_page(BLACK + scores_drawn(3)), "a.pdf")
    assert published(reading) == {}
    assert "84.24" in " ".join(place.quote for place in told(reading, "hidden_not_read").places)


@pytest.mark.parametrize(("mode", "is_recognised"), [(3, True), (0, False)])
def test_evidence_tells_a_page_whose_text_a_scanner_recognised(mode, is_recognised):
    # More than a stamp, which is no text of a page.
    drawn = scores_drawn(mode).replace(
        "(ITA 2565)", "(ITA 2565 Sample of a municipality in a district)"
    )
    (page,) = read_evidence(one_page(DRAWN + drawn), "a.pdf").pages
    assert page.is_recognised == is_recognised
    assert "88.10" in str(page.blocks)


def one_page(content):
    """A PDF of one page by hand; readers find the objects without their table."""
    return (
        "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        "2 0 obj\n<< /Type /Pages /Count 1 /Kids [4 0 R] >>\nendobj\n"
        "3 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>\nendobj\n"
        "4 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        " /Resources << /Font << /F 3 0 R >> >> >>\nendobj\n"
        f"5 0 obj\n<< /Length {len(content)} >>\nstream\n{content}\nendstream\nendobj\n"
        "trailer\n<< /Size 6 /Root 1 0 R >>\n%%EOF\n"
    ).encode("latin-1")


@pytest.mark.parametrize(
    "mark",
    [
        "rotate(45deg, text(60pt, fill: luma(220))[ร่าง])",
        "rotate(-30deg, text(60pt, fill: luma(220))[DRAFT])",
        "text(80pt, fill: luma(220))[ตัวอย่าง]",
    ],
)
def test_a_watermark_that_says_draft_is_told(read, pdf, mark):
    before = f'#set page(background: {{ set text(font: "Sarabun"); {mark} }})'
    finding = told(read(pdf(before=before), "a.pdf"), "says_draft")
    assert (finding.severity, finding.places[0].page) == ("warning", 1)


def test_a_watermark_that_names_the_agency_is_no_news(read, pdf):
    mark = 'rotate(45deg, text(40pt, font: "Sarabun", fill: luma(220))[ทต.ดงหมู])'
    reading = read(pdf(before=f"#set page(background: {mark})"), "a.pdf")
    assert published(reading) == TRUE
    assert not codes(reading) & {"says_draft", "hidden_not_read"}


@pytest.mark.long
@pytest.mark.parametrize(
    ("before", "part"),
    [
        ("<div>" * 500, "<p hidden>x</p>" * 20),
        (f"<style>{'div div p{display:none}' * 300}</style>{'<div>' * 900}", "<p>x</p>" * 5),
    ],
    ids=["hidden", "rules"],
)
def test_a_page_that_hides_very_much_takes_time_in_proportion(before, part):
    def page(parts):
        read_web(f"<html>{before}{part * parts}</html>".encode(), "a.html")

    assert in_proportion(page, 250, 1_000)
