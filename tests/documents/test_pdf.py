"""Papers as PDF: a sample with every kind of block, read back by three readers."""

import io
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from PIL import Image
from tests.documents.papers_sample import letter

from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import (
    Align,
    Beside,
    Block,
    Chart,
    ChartKind,
    ChartRow,
    Contents,
    Cover,
    Dated,
    Document,
    Form,
    Heading,
    KeyFigure,
    KeyFigures,
    Labelled,
    MemoHead,
    Note,
    NoticeHead,
    Numbered,
    Opinion,
    Opinions,
    PageBreak,
    PaperCell,
    PaperColumn,
    Paragraph,
    Photo,
    Photos,
    Picture,
    RowGroup,
    Section,
    Signature,
    Spanning,
    Table,
    TableStyle,
    Title,
    Together,
)
from prongsai.core.thai import arabic_digits
from prongsai.documents import pdf as papers
from prongsai.documents.pdf import NoPaper, to_pdf

pytestmark = pytest.mark.usefixtures("paper_fonts")

READERS = ("pdfium", *(pytest.param(name, marks=pytest.mark.long) for name in ("poppler", "pdfjs")))
MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
POINTS = 72 / 2.54
UNIT = "กองสาธารณสุขสิ่งแวดล้อมและป้องกันบรรเทาสาธารณภัย"
LONG_UNIT = (UNIT * 7)[:300]
WORDS = (
    "ผู้รับบริการ",
    "กระทรวงมหาดไทย",
    "น้ำ",
    "ปั๊ม",
    "ซ้ำ",
    "ที่",
    "พ.ศ.",
    "(ITA)",
    "85.50",
    "๒๕๖๖",
    "IIT",
)
PROSE = (
    "สำนักปลัดได้วิเคราะห์คะแนนรายแบบวัด รายตัวชี้วัด และรายข้อคำถามแล้ว ปรากฏว่าได้คะแนนรวม 90.52 คะแนน"
    " สูงกว่าปีงบประมาณ พ.ศ. 2564 ซึ่งได้ 85.26 คะแนน จึงเห็นควรดำเนินการตามมาตรการที่เสนอมาพร้อมนี้"
)


def cell(*lines, **look):
    return PaperCell(lines, **look)


def rows(*cells):
    return tuple(tuple(map(cell, row)) for row in cells)


def table(columns, *found, title="", caption="", **further):
    """A table of one group; a column is its heading, or heading and width."""
    made_columns = tuple(PaperColumn(*((of,) if isinstance(of, str) else of)) for of in columns)
    return Table(caption, made_columns, (RowGroup(title, tuple(found)),), **further)


def chart(kind, caption):
    names = ("การใช้งบประมาณ", "คุณภาพการดำเนินงาน", "การเปิดเผยข้อมูล")
    values = (("74.70", "92.11"), (None, "81.03"), ("34.47", "100"))
    return Chart(
        kind,
        caption,
        f"คะแนนของ{caption}: การใช้งบประมาณ 92.11, คุณภาพ 81.03, การเปิดเผย 100.00",
        ("ปี 2564", "ปี 2565"),
        tuple(
            ChartRow(name, tuple(value and Decimal(value) for value in pair), "น้ำหนัก 30")
            for name, pair in zip(names, values, strict=True)
        ),
        Decimal(85),
        ("ผ่านเกณฑ์", "ต่ำกว่า 85", "เกณฑ์ 85"),
    )


def measures(count=3):
    steps = cell("สรุปแผนเป็นหน้าเดียว", "นำเสนอในที่ประชุม", "ติดไว้ที่บอร์ดทุกกอง", numbered=True)
    found = tuple(
        (cell(f"{number}"), cell(f"มาตรการลำดับ {number:03}", strong=True), steps, cell("กองคลัง"))
        for number in range(1, count + 1)
    )
    columns = (("ที่", 1.0, Align.CENTER), ("มาตรการ", 4.0), "ขั้นตอน", ("ผู้รับผิดชอบ", 3.0))
    first = table(columns, *found, title="ด้านที่ 1 การบริหารงาน", caption="ตารางที่ 2 มาตรการ")
    without_title = RowGroup("", rows(("99", "ไม่มีด้าน", "ทำ", "กองช่าง")))
    return replace(first, groups=(*first.groups, without_title))


def scores():
    values = (("i1", "92.97", 93, False), ("i7", "84.94", 85, True))
    return table(
        (
            ("ข้อ", 1.2, Align.CENTER),
            ("", 2.7),
            ("เดิม", 2.0, Align.RIGHT),
            ("ใหม่", 2.0, Align.RIGHT),
        ),
        *(
            (cell(code), cell(bar=Decimal(bar), weak=weak), cell("80.00"), cell(score, weak=weak))
            for code, score, bar, weak in values
        ),
        caption="ตารางที่ 1 คะแนนรายข้อ",
        spanning=(Spanning("คะแนน ปีงบประมาณ", 2, 2),),
        style=TableStyle.COMPACT,
    )


def calendar():
    months = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.")
    work = (cell("•", filled=True), cell(), cell("■", filled=True), *(cell(),) * 3)
    columns = ("มาตรการ", *((month, 1.1, Align.CENTER) for month in months))
    return table(columns, (cell("สื่อสารแผนการใช้จ่าย"), *work), caption="ตารางที่ 3 ปฏิทิน")


def letter_blocks():
    members = table(
        (("", 1.0, Align.RIGHT), "", ("", 5.0)),
        *rows(("1.", "ปลัดเทศบาล", "ประธาน"), ("10.", "ผู้อำนวยการกองคลัง", "คณะทำงาน")),
        style=TableStyle.PLAIN,
    )
    return (
        MemoHead(
            "บันทึกข้อความ",
            Labelled("ส่วนราชการ", "สำนักปลัด โทร. 0 7700 0000 saraban@example.go.th"),
            Labelled("ที่", "สฎ 00000/"),
            Labelled("วันที่", "10 กุมภาพันธ์ 2566"),
            Labelled(
                "เรื่อง", "ขอความเห็นชอบมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ"
            ),
            Labelled("เรียน", "นายกเทศมนตรี (ผ่านปลัดเทศบาล)"),
            "สิ่งที่ส่งมาด้วย",
            ("เล่มมาตรการ จำนวน 1 เล่ม", "ร่างประกาศ จำนวน 1 ฉบับ"),
        ),
        Heading(2, "เรื่องเดิม", "1."),
        *(Paragraph(f"ครั้งที่ {number} {PROSE}") for number in range(9)),
        Numbered("1.1", "ให้ความเห็นชอบ"),
        Numbered("(1)", "ลงนามในประกาศ", 2),
        members,
        Together((Paragraph("จึงเรียนมาเพื่อโปรดพิจารณา"), Signature("นักวิเคราะห์นโยบายและแผน"))),
        Opinions(
            (
                Opinion("ความเห็นหัวหน้า", "หัวหน้าสำนักปลัด"),
                Opinion("ความเห็นปลัด", "ปลัดเทศบาลตำบล"),
                Opinion("คำสั่ง", "นายกเทศมนตรี", ("อนุมัติ", "ไม่อนุมัติ เพราะ")),
            )
        ),
        PageBreak(),
        NoticeHead("คำสั่งเทศบาลตำบลตัวอย่าง", ("เรื่อง แต่งตั้งคณะทำงาน", "ประจำปี"), "ที่", "", "2566"),
        Dated("สั่ง ณ วันที่      เดือน                พ.ศ.     "),
        Signature("นายกเทศมนตรีตำบล", "ลงชื่อ", "ผู้สั่ง"),
        Title(("รายงานการประชุม", "ครั้งที่ 1/2566")),
        Photos((Photo(photo(), "ประชุมคณะทำงาน", "คนรอบโต๊ะ"),) * 3),
        Signature("ปลัดเทศบาล", signed="ลงนามในระบบ 14 มี.ค. 2566 09.12 น."),
        Opinions(
            (
                Opinion("ความเห็นหัวหน้าที่ลงนาม", "หัวหน้า", text="เห็นควร", signed="ลงนามในระบบ"),
                Opinion("คำสั่งที่ลงนาม", "นายก", ("อนุมัติ", "ไม่อนุมัติ เพราะ"), "ขาดงบ", 1, "ลงนามแล้ว"),
            )
        ),
    )


def photo(width=640, height=480):
    target = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, "JPEG")
    return Picture(target.getvalue(), "image/jpeg")


def booklet_sections():
    figures = KeyFigures((KeyFigure("คะแนนรวม", "90.52"), KeyFigure("ระดับ", "A")), "สูงขึ้น 5.26")
    beside = Beside(chart(ChartKind.COLUMNS, "แผนภูมิ ก"), chart(ChartKind.COLUMNS, "แผนภูมิ ข"))
    return (
        Section(
            Form.COVER,
            (
                Cover(
                    "มาตรการส่งเสริมคุณธรรม",
                    "ประจำปีงบประมาณ 2566",
                    "เทศบาลตำบลตัวอย่าง",
                    "จังหวัดสุราษฎร์ธานี",
                    "จัดทำโดย สำนักปลัด",
                ),
            ),
        ),
        Section(Form.FRONT, (Heading(1, "คำนำ"), Paragraph(PROSE), Contents("สารบัญ"))),
        Section(
            Form.CHAPTER,
            (
                Heading(1, "ผลการประเมิน", "บทที่ 1"),
                Heading(2, "ผลในภาพรวม", "1.1"),
                figures,
                beside,
                scores(),
                Note("หมายเหตุ ดู https://www.example.go.th/rpt0101/2566"),
                Heading(4, "ข้อสังเกต"),
                chart(ChartKind.BARS, "แผนภูมิ ค"),
            ),
        ),
        Section(
            Form.CHAPTER,
            (Heading(1, "มาตรการ", "บทที่ 2"), measures(), calendar()),
            landscape=True,
        ),
    )


def document(*blocks, form=Form.LETTER, sections=(), **further):
    return Document(
        "sample",
        "เอกสารตัวอย่าง",
        "เทศบาลตำบลตัวอย่าง",
        date(2023, 2, 10),
        sections or (Section(form, blocks),),
        **{"emblem_label": "ตราครุฑ", **further},
    )


def sample(digits=Digits.THAI):
    whole = document(
        sections=(*booklet_sections(), Section(Form.LETTER, (*letter_blocks(), *letter()))),
        subject="ทุกส่วนของเอกสาร",
        running_head="มาตรการส่งเสริมคุณธรรม พ.ศ. 2566",
        footnote="เอกสารตัวอย่าง",
        stamp="ร่าง",
        names=frozenset({"ตัวอย่าง"}),
    )
    return printed(whole, digits)


def made(*blocks, digits=Digits.ARABIC, **further):
    return to_pdf(document(*blocks, **further), digits=digits)


def bare(text):
    return re.sub(r"\s", "", text)


def pages_of(pdf):
    with pypdfium2.PdfDocument(pdf) as opened:
        return [bare(page.get_textpage().get_text_range()) for page in opened]


def is_in(text, pages):
    """Whether a text stands on a page, or begins on one and ends on the next."""
    if any(text in page for page in pages):
        return True
    return any(
        text[:cut] in before and text[cut:] in after
        for before, after in pairwise(pages)
        for cut in range(1, len(text))
    )


def letters_outside(pdf, left=1.9, right=1.7, top=0.4, bottom=0.4):
    """Letters that stand in the margins (in centimetres) or outside the page."""
    outside = []
    with pypdfium2.PdfDocument(pdf) as opened:
        for number, page in enumerate(opened, start=1):
            width, height = page.get_size()
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                x0, y0, x1, y1 = text.get_charbox(index)
                inside = left * POINTS <= x0 and x1 <= width - right * POINTS
                if letter.strip() and not (
                    inside and bottom * POINTS <= y0 and y1 <= height - top * POINTS
                ):
                    outside.append((number, letter, round(x0), round(x1), round(y0)))
    return outside


def structure(pdf, kind):
    """Every structure element of a kind."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            {name: str(value) for name, value in thing.items() if name in ("/Alt", "/A")}
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == kind
        ]


@pytest.fixture(scope="module")
def sample_pdf(paper_fonts):
    assert paper_fonts
    return to_pdf(sample(), digits=Digits.THAI)


def kinds_in(blocks):
    for block in blocks:
        yield type(block)
        yield from kinds_in(getattr(block, "blocks", ()))


def test_sample_holds_every_kind_of_block_form_and_style():
    sections = sample().sections
    assert {kind for part in sections for kind in kinds_in(part.blocks)} == set(get_args(Block))
    assert {part.form for part in sections} == set(Form)
    tables = [block for block in sample().blocks() if isinstance(block, Table)]
    assert {table.style for table in tables} == set(TableStyle)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.long
def test_every_printed_string_is_found(sample_pdf, pdf_readers, reader):
    pages = [bare(page) for page in pdf_readers[reader](sample_pdf)]
    missing = [text for text in sample().strings() if not is_in(bare(text), pages)]
    assert missing == []


@pytest.mark.parametrize("reader", READERS)
def test_no_mark_begins_a_line(sample_pdf, pdf_readers, reader):
    text = "\n".join(pdf_readers[reader](sample_pdf))
    assert re.findall(rf"\s[{MARKS}\u0e33]", text) == []


def test_templates_hold_no_thai():
    templates = sorted((Path(papers.__file__).parent / "typesetting").glob("*.typ"))
    assert templates
    assert [file.name for file in templates if re.search("[\u0e01-\u0e4e]", file.read_text())] == []


def test_same_document_same_bytes(sample_pdf):
    made(Paragraph("ฉบับอื่น"))
    assert to_pdf(sample(), digits=Digits.THAI) == sample_pdf


def test_says_what_it_is(sample_pdf):
    with pikepdf.open(io.BytesIO(sample_pdf)) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked is True
        assert str(root.Lang).startswith("th")
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert "/OutputIntents" in root
        assert all(page.obj.Tabs == "/S" for page in opened.pages)
        with opened.open_metadata() as metadata:
            assert metadata["pdfaid:part"] == "2"
            assert metadata["pdfaid:conformance"] == "A"
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "เอกสารตัวอย่าง"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20230210")
        assert str(opened.docinfo["/Author"]) == "เทศบาลตำบลตัวอย่าง"
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
    assert titles[:4] == ["คำนำ", "สารบัญ", "บทที่ ๑ ผลการประเมิน", "บทที่ ๒ มาตรการ"]
    assert titles[4:7] == ["บันทึกข้อความ", "คำสั่งเทศบาลตำบลตัวอย่าง", "รายงานการประชุม"]
    assert len(titles) == 8
    assert titles[7].startswith("ขอให้ทบทวนผลการตรวจข้อ")


def test_heading_levels_skip_none(sample_pdf):
    assert [len(structure(sample_pdf, f"/H{level}")) for level in (1, 2, 3, 4)] == [8, 2, 1, 0]


def test_figures_tell_their_content_and_heads_their_scope(sample_pdf):
    told = [figure.get("/Alt") for figure in structure(sample_pdf, "/Figure")]
    assert None not in told
    charts = [block for block in sample().blocks() if isinstance(block, Chart)]
    assert len(charts) == 3
    assert {chart.alternative for chart in charts} <= set(told)
    heads = structure(sample_pdf, "/TH")
    assert len(heads) > 10
    assert all("/A" in head for head in heads)


@pytest.mark.long
def test_pages_are_numbered_by_form(sample_pdf):
    pages = pages_of(sample_pdf)
    assert "-ก-" in pages[1]
    assert "-ข-" in pages[2]
    assert "-๑-" in pages[3]
    letters = [page for page in pages if "บันทึกข้อความ" in page]
    first = pages.index(letters[-1])
    assert not re.match("-.-", pages[first])
    assert "-๒-" in pages[first + 1]
    assert not any(f"-{digit}-" in pages[-1] for digit in "๑๒๓")
    arabic = pages_of(to_pdf(sample(Digits.ARABIC), digits=Digits.ARABIC))
    assert "-ก-" in arabic[1]
    assert "-1-" in arabic[3]


def test_contents_name_the_page_of_each_heading(sample_pdf):
    contents = pages_of(sample_pdf)[2]
    assert re.search("คำนำก.*บทที่๑ผลการประเมิน๑.*ผลในภาพรวม๑.*บทที่๒มาตรการ[๒๓]", contents)
    assert "ข้อสังเกต" not in contents
    with pikepdf.open(io.BytesIO(sample_pdf)) as opened:
        links = [note for note in opened.pages[2].Annots if note.Subtype == "/Link"]
    assert len(links) >= 4


def test_landscape_section_has_landscape_pages(sample_pdf):
    with pypdfium2.PdfDocument(sample_pdf) as opened:
        sizes = [page.get_size() for page in opened]
    lying = [width > height for width, height in sizes]
    assert any(lying)
    assert not all(lying)
    assert {tuple(round(side) for side in sorted(size)) for size in sizes} == {(595, 842)}


@pytest.mark.long
def test_no_letter_leaves_the_text_area():
    whole = replace(sample(), stamp="", sections=sample().sections[1:])
    assert letters_outside(to_pdf(whole, digits=Digits.THAI)) == []


@pytest.mark.long
def test_heads_and_group_titles_come_again_on_each_page():
    pages = pages_of(made(measures(200)))
    assert len(pages) > 15
    for page in pages:
        assert "ขั้นตอนผู้รับผิดชอบ" in page
    assert all("ด้านที่1การบริหารงาน" in page for page in pages[:-1])
    whole = "".join(pages)
    assert [f"มาตรการลำดับ{number:03}" in whole for number in range(1, 201)] == [True] * 200


def test_title_of_a_group_is_not_repeated_over_rows_without_group():
    plain = rows(*((f"{number}", f"แถวท้าย {number}") for number in range(60)))
    first = table((("ที่", 2.0), "ชื่อ"), *rows(("1", "แถวแรก")), title="ด้านแรก")
    both = replace(first, groups=(*first.groups, RowGroup("", plain)))
    pages = pages_of(made(both))
    assert len(pages) > 1
    assert [page.count("ด้านแรก") for page in pages] == [1] + [0] * (len(pages) - 1)


@pytest.mark.parametrize("splits", [False, True])
@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.long
def test_cell_of_two_pages_prints_whole(splits, landscape):
    words = [f"คำ{number:04}" for number in range(1500)]
    found = rows(("1", " ".join(words), "–"))
    long = table((("ที่", 1.0), "ผล", ("หมายเหตุ", 3.0)), *found, title="ด้านเดียว", splits=splits)
    pdf = made(sections=(Section(Form.LETTER, (long,), landscape=landscape),))
    pages = pages_of(pdf)
    assert len(pages) > 1
    whole = "".join(pages)
    assert [word for word in words if word not in whole] == []
    assert letters_outside(pdf, bottom=1.0, top=1.0) == []


@pytest.mark.parametrize("text", [
    "กขค" * 100,
    *(
        pytest.param(text, marks=pytest.mark.long)
        for text in (LONG_UNIT, "x" * 300, "https://example.go.th/" + "a1" * 140)
    ),
])  # fmt: skip
def test_long_words_wrap_in_every_block(text):
    found = (*rows(("1", text, text)), (cell("2"), cell("ก", text, numbered=True), cell(text)))
    ruled = table((("ที่", 0.9), "หน่วยงาน", (text, 2.0)), *found, title=text, caption=text)
    narrow = replace(ruled, style=TableStyle.PLAIN)
    blocks = (
        Heading(2, text),
        Paragraph(text),
        Numbered("ข้อ 1", text),
        Note(text),
        ruled,
        narrow,
        KeyFigures((KeyFigure(text, "90"), KeyFigure("ระดับ", "ผ่านดี")), text),
        replace(chart(ChartKind.BARS, text), rows=(ChartRow(text, (None, Decimal(50))),)),
        Dated(text),
        Signature(text, text, text),
        Opinions((Opinion(text, text), Opinion("ข", text), Opinion(text, "ค", (text, text)))),
    )
    heads = (
        MemoHead("บันทึกข้อความ", *(Labelled("เรื่อง", text),) * 5, "สิ่งที่ส่งมาด้วย", (text, text)),
        NoticeHead(text, (text,), "ที่", "", "2566"),
    )
    cover = Section(Form.COVER, (Cover(text, text, text, text, text),))
    sections = (cover, Section(Form.LETTER, (*heads, *blocks)), Section(Form.CHAPTER, blocks))
    pdf = made(sections=sections, running_head=text, footnote=text)
    assert letters_outside(pdf) == []
    pages = pages_of(pdf)
    assert sum(page.count(text) for page in pages) > 10
    assert text in pages[0]


@pytest.mark.long
def test_letter_tells_the_first_words_of_its_next_page():
    body = [Paragraph(f"ครั้งที่ {number} {PROSE}") for number in range(30)]
    pages = pages_of(made(*body, footnote="ท้าย", stamp="ร่าง"))
    assert len(pages) > 2
    for page, following in pairwise(pages):
        words = re.search("/([^/]+)…", page)
        assert words, page[-60:]
        assert following.removeprefix("ร่าง")[3:].startswith(words[1])
    assert "…" not in pages[-1]


def test_only_prose_gives_catchwords(sample_pdf):
    pages = pages_of(sample_pdf)
    first = max(number for number, page in enumerate(pages) if "บันทึกข้อความ" in page)
    assert "/(๑)ลงนามในประกาศ…" in pages[first]
    # Before it a booklet; after it, on a page of its own, another paper.
    assert not any("…" in page for page in (*pages[:first], *pages[first + 1 :]))
    beside = made(*(Paragraph(PROSE),) * 11, chart(ChartKind.BARS, "แผนภูมิ"), KeyFigures((), "ดี"))
    assert len(pages_of(beside)) > 1
    assert not any("…" in page for page in pages_of(beside))


def test_letter_of_one_page_has_no_catchword():
    (page,) = pages_of(made(Paragraph(PROSE)))
    assert "…" not in page


def test_table_that_runs_on_has_no_catchword():
    assert not any("…" in page for page in pages_of(made(measures(30))))


@pytest.mark.parametrize("paragraphs", range(5, 13))
def test_signature_never_stands_alone(paragraphs):
    body = [Paragraph(f"{number} {PROSE}") for number in range(paragraphs)]
    closing = Together((Paragraph("จึงเรียนมาเพื่อโปรดพิจารณา"), Signature("ตำแหน่งผู้ลงนาม")))
    pages = pages_of(made(*body, closing))
    assert [("จึงเรียนมาเพื่อโปรดพิจารณา" in page) for page in pages] == [
        ("ตำแหน่งผู้ลงนาม" in page) for page in pages
    ]


@pytest.mark.long
def test_blocks_that_no_page_could_hold_together_still_print():
    body = tuple(Paragraph(f"ย่อหน้า{number:02} {PROSE}") for number in range(40))
    pages = pages_of(made(Together(body)))
    assert all(f"ย่อหน้า{number:02}" in "".join(pages) for number in range(40))


def picture(kind, size=(60, 80)):
    target = io.BytesIO()
    Image.new("RGB", size, "#803020").save(target, kind)
    return target.getvalue()


SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>'
)


@pytest.mark.parametrize(
    "emblem",
    [
        Picture(picture("PNG"), "image/png"),
        Picture(picture("JPEG"), "image/jpeg"),
        Picture(picture("PNG", (900, 60)), "image/png"),
        Picture(SVG, "image/svg+xml"),
    ],
)
def test_emblem_takes_the_room_that_is_left_empty_without_it(emblem):
    head = NoticeHead("คำสั่งเทศบาล", ("เรื่อง ตัวอย่าง",))
    pdf, without = made(head, emblem=emblem), made(head)
    assert pages_of(pdf) == pages_of(without), "no word, no box where the emblem will be"
    assert first_letter(pdf) == first_letter(without)
    assert not [*structure(without, "/Figure")]
    assert [figure["/Alt"] for figure in structure(pdf, "/Figure")] == ["ตราครุฑ"]


def first_letter(pdf):
    """Where the first letter of the first page stands."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return opened[0].get_textpage().get_charbox(0)


def test_broken_emblem_is_told():
    with pytest.raises(NoPaper) as raised:
        made(NoticeHead("คำสั่ง", ("เรื่อง",)), emblem=Picture(b"no picture", "image/png"))
    assert "ตรา" in raised.value.next_step.th


def test_what_the_font_cannot_print_is_shown_as_lost():
    (page,) = pages_of(made(Paragraph("ดี 🙂 ✓ ผ่าน \x07漢 ●")))
    assert page.endswith("ดี?√ผ่าน??■")


def test_command_line_does_not_wait_for_typst():
    asked = "import sys, prongsai.documents.pdf; print('typst' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)  # noqa: S603
    assert told.stdout.strip() == b"False"


PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).flatmap(
    lambda words: st.sampled_from((" ", "")).map(lambda gap: gap.join(words))
)


def test_a_paper_is_printed_with_the_digits_it_is_asked_for():
    told = pages_of(made(Paragraph("ปี 2566 มี 3 เรื่อง"), form=Form.LETTER, digits=Digits.THAI))
    assert is_in(bare("ปี ๒๕๖๖ มี ๓ เรื่อง"), told)


@given(st.lists(PHRASES, min_size=3, max_size=3), st.sampled_from(list(Form)[0::3]))
@pytest.mark.long
def test_any_text_comes_back_whole(texts, form):
    # It is printed with Arabic digits, whatever digits it was written with.
    texts = [arabic_digits(text) for text in texts]
    prose, line, title = texts
    held = table((line, ("ข", 2.0)), *rows((prose, line)), caption=title)
    pdf = made(Heading(1, title), Paragraph(prose), held, Note(line), form=form)
    pages = pages_of(pdf)
    assert [text for text in (*texts, prose) if not is_in(bare(text), pages)] == []
    assert letters_outside(pdf) == []


@given(st.text(max_size=40), st.text(max_size=12))
@pytest.mark.long
def test_no_text_is_refused(prose, line):
    held = table(((line, 1.0), prose), *rows((line, prose)), title=prose)
    assert made(Paragraph(prose), Note(line), held)


@pytest.mark.parametrize("signers", [2, 3, 4])
def test_no_long_opinion_pushes_a_signature_off_the_page(signers):
    """What is too long for half the width has the whole, and goes on over the page."""
    long = "ขอให้ตรวจสอบราคากลางและความจำเป็นของการจัดซื้ออีกครั้ง " * 36
    boxes = tuple(
        Opinion(
            f"ความเห็นที่ {place}",
            "ปลัดเทศบาล",
            text=long,
            signed="ลงนาม 1 ม.ค. 2569",
            name=f"mark{place}",
        )
        for place in range(signers - 1)
    )
    last = Opinion(
        "คำสั่ง", "นายกเทศมนตรี", ("อนุมัติ", "ไม่อนุมัติ"), "", 0, signed="ลงนาม", name="marklast"
    )
    read = pypdfium2.PdfDocument(made(Paragraph("จึงเรียนมา"), Opinions((*boxes, last))))
    inside = set()
    for page in read:
        words = page.get_textpage()
        for name in (*(f"mark{place}" for place in range(signers - 1)), "marklast"):
            at = words.search(name).get_next()
            if at is not None and words.get_charbox(at[0])[1] > 0:
                inside.add(name)
    assert len(inside) == signers
