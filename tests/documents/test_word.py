import io
import re
import zipfile
from datetime import date
from decimal import Decimal

import docx
import pytest
from docx.oxml.ns import qn
from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from prongsai.core.errors import Misuse
from prongsai.core.papers.digits import Digits, printed
from prongsai.core.papers.document import (
    Chart,
    Document,
    Form,
    Heading,
    KeyFigure,
    KeyFigures,
    Labelled,
    MemoHead,
    NoticeHead,
    Numbered,
    Opinion,
    Opinions,
    PageBreak,
    PaperCell,
    PaperColumn,
    Paragraph,
    Picture,
    RowGroup,
    Section,
    Spanning,
    Table,
    TableStyle,
    Together,
)  # fmt: skip
from prongsai.documents.word import to_docx

pytestmark = pytest.mark.usefixtures("paper_fonts")
DAY = date(2023, 2, 10)
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl pBdr shd tabs spacing "
    "ind jc outlineLvl rPr sectPr",
    "rPr": "rFonts b bCs color sz szCs cs lang",
    "tblPr": "tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "sectPr": "headerReference type pgSz pgMar pgNumType cols titlePg docGrid",
}
HOSTILE = "<script>alert(1)</script> & \x00\x0b\ud800\u200b\u202e ก\u2060ข"


def paper(*blocks, form=Form.LETTER, **changes):
    return replace(Document("test", "ชื่อเรื่อง", "หน่วยงาน", DAY, (Section(form, blocks),)), **changes)


def opened(document, digits=Digits.THAI):
    return docx.Document(io.BytesIO(to_docx(document, digits)))


def stories(file):
    """The text and every head and foot of a file."""
    yield file.element
    for section in file.sections:
        for place in (
            section.header, section.footer, section.first_page_header, section.first_page_footer
        ):  # fmt: skip
            if not place.is_linked_to_previous:
                yield place._element


def all_text(file):
    parts = []
    for story in stories(file):
        parts += [found.text or "" for found in story.iter(qn("w:t"))]
        parts += [
            value for found in story.iter() for key, value in found.items() if key == "string"
        ]
    return plain("".join(parts))


def said(part):
    return "".join(found.text or "" for found in part.iter(qn("w:t")))


def plain(text):
    return re.sub(r"\s", "", text.replace("\u00a0", " "))


def outside_charts(document):
    """The strings of a paper but for those that are drawn in a picture."""
    drawn = {
        text
        for block in document.blocks()
        if isinstance(block, Chart)
        for text in (
            *block.series, *block.words, *(row.label for row in block.rows),
            *(row.foot for row in block.rows),
        )
    }  # fmt: skip
    return [text for text in document.strings() if text not in drawn]


@pytest.mark.parametrize("digits", Digits)
@pytest.mark.long
def test_every_string_comes_back(every_block, digits):
    text = all_text(opened(every_block, digits))
    missing = [
        string
        for string in outside_charts(printed(every_block, digits))
        if plain(string) not in text
    ]
    assert missing == []
    assert "ตราครุฑ" not in text
    assert "68.93" in text or "๖๘.๙๓" in text  # a bar says its score


@pytest.mark.long
def test_every_run_is_set_in_the_papers_face_for_thai_too(every_block):
    runs = [run for story in stories(opened(every_block)) for run in story.iter(qn("w:r"))]
    assert len(runs) > 300
    for run in runs:
        letters = run.find(qn("w:rPr"))
        fonts = letters.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs", "eastAsia")} == {
            "TH SarabunPSK"
        }
        size, twin = letters.find(qn("w:sz")), letters.find(qn("w:szCs"))
        assert size.get(qn("w:val")) == twin.get(qn("w:val"))
        assert letters.find(qn("w:b")).items() == letters.find(qn("w:bCs")).items()
        assert letters.find(qn("w:cs")) is not None
        assert letters.find(qn("w:lang")).get(qn("w:bidi")) == "th-TH"


def test_no_style_falls_back_to_another_face(every_block):
    file = opened(every_block)
    styles = file.styles.element
    assert not any("Theme" in key for found in styles.iter(qn("w:rFonts")) for key in found.keys())  # noqa: SIM118
    normal = file.styles["Normal"].element.find(qn("w:rPr"))
    assert normal.find(qn("w:szCs")).get(qn("w:val")) == "32"
    used = {
        found.get(qn("w:val")) for story in stories(file) for found in story.iter(qn("w:pStyle"))
    }
    assert used <= {found.get(qn("w:styleId")) for found in styles.iter(qn("w:style"))}
    assert {"Heading1", "Heading2", "TOC1", "TOC2"} <= used


def test_elements_stand_in_the_order_of_the_schema(every_block):
    for story in stories(opened(every_block)):
        for name, order in ORDER.items():
            names = order.split()
            for found in story.iter(qn(f"w:{name}")):
                tags = (child.tag.split("}")[1] for child in found)
                # Heads and feet are named in any order.
                places = [names.index(tag.replace("footerRef", "headerRef")) for tag in tags]
                assert places == sorted(places)


def test_a_cell_ends_with_a_paragraph(every_block):
    for story in stories(opened(every_block)):
        for cell in story.iter(qn("w:tc")):
            assert cell[-1].tag == qn("w:p")


def test_ids_are_given_once(every_block):
    file = opened(every_block)
    for tag, key in (
        ("wp:docPr", "id"),
        ("w:bookmarkStart", qn("w:id")),
        ("w:bookmarkStart", qn("w:name")),
    ):
        ids = [found.get(key) for found in file.element.iter(qn(tag))]
        assert len(ids) == len(set(ids)) > 1


@pytest.mark.long
def test_every_picture_says_what_it_shows(every_block):
    file = opened(every_block)
    told = [found.get("descr") for found in file.element.iter(qn("wp:docPr"))]
    wanted = [
        part.alternative
        for block in printed(every_block, Digits.THAI).blocks()
        for part in ([block] if isinstance(block, Chart) else getattr(block, "photos", ()))
    ]
    assert told == [*wanted, f"QR {every_block.mark.url}"]
    assert len(told) == 8


def test_the_pages_of_each_form(every_block):
    cover, front, chapter, wide, memo, order = opened(every_block).sections
    assert [round(section.left_margin.cm, 1) for section in (front, chapter, wide, memo)] == [
        3.0, 3.0, 2.0, 3.0,
    ]  # fmt: skip
    assert round(chapter.right_margin.cm, 1) == 2.2
    assert round(memo.top_margin.cm, 1) == 1.5
    assert wide.page_width > wide.page_height
    assert chapter.page_width < chapter.page_height
    first_differs = [
        section.different_first_page_header_footer for section in (cover, chapter, memo, order)
    ]
    assert first_differs == [False, False, True, True]


@pytest.mark.long
def test_pages_are_numbered_as_the_form_asks(every_block):
    def numbers(digits):
        return [
            (found.get(qn("w:fmt")), found.get(qn("w:start")))
            for section in opened(every_block, digits).sections
            for found in section._sectPr.iter(qn("w:pgNumType"))
        ]

    assert numbers(Digits.THAI)[1:] == [
        ("thaiLetters", "1"), ("thaiNumbers", "1"), ("thaiNumbers", None), ("thaiNumbers", "1"),
        ("thaiNumbers", "1"),
    ]  # fmt: skip
    assert numbers(Digits.ARABIC)[2] == ("decimal", "1")
    memo = opened(every_block).sections[4]
    assert memo.header.paragraphs[0].text == "- ๒ -"
    assert memo.first_page_header.paragraphs[0].text == ""
    assert "PAGE" in memo.header._element.xpath("string(.//w:instrText)")


def test_letters_without_an_emblem_keep_clear_of_the_number():
    plain_letter = opened(paper(Heading(1, "รายงาน"))).sections[0]
    assert round(plain_letter.top_margin.cm, 1) == 2.5


@pytest.mark.long
def test_the_stamp_lies_on_each_page_and_only_when_there_is_one(every_block):
    def stamped(document):
        return [
            b"PowerPlusWaterMark" in place._element.xml.encode()
            for section in opened(document).sections
            for place in (section.header, section.first_page_header)
            if not place.is_linked_to_previous
        ]

    assert all(stamped(every_block))
    assert not any(stamped(replace(every_block, stamp="")))


def test_the_head_of_a_table_comes_again_on_each_page(every_block):
    file = opened(every_block)
    heads = [
        row
        for row in file.element.iter(qn("w:tr"))
        if row.find(".//" + qn("w:tblHeader")) is not None
    ]
    texts = [plain(said(row)) for row in heads]
    assert len(heads) == 4
    assert "คะแนนปีงบประมาณพ.ศ." in texts[0]
    assert texts[1] == "๒๕๖๓๒๕๖๔๒๕๖๕"
    merged = [found.get(qn("w:val")) for found in heads[0].iter(qn("w:vMerge"))]
    below = [found.get(qn("w:val")) for found in heads[1].iter(qn("w:vMerge"))]
    assert merged == ["restart"] * 3
    assert below == ["continue"] * 3


def tables_of(block):
    return list(opened(paper(block)).element.iter(qn("w:tbl")))


@pytest.mark.parametrize(("splits", "kept"), [(False, 1), (True, 0)])
def test_rows_run_over_a_page_only_when_they_may(splits, kept):
    block = Table("", (PaperColumn("ข้อ"),), (RowGroup("", ((PaperCell(("ก",)),),)),), splits=splits)
    (table,) = tables_of(block)
    _, row = table.findall(qn("w:tr"))
    assert len(list(row.iter(qn("w:cantSplit")))) == kept


def test_widths_fill_the_line():
    columns = (PaperColumn("ก", 4), PaperColumn("ข", share=2), PaperColumn("ค"))
    (table,) = tables_of(Table("", columns, ()))
    widths = [int(found.get(qn("w:w"))) for found in table.iter(qn("w:gridCol"))]
    assert widths == [2268, 4535, 2268]
    cells = [int(found.get(qn("w:w"))) for found in table.iter(qn("w:tcW"))]
    assert cells == widths


def test_columns_wider_than_the_page_are_drawn_in_proportion():
    (table,) = tables_of(Table("", (PaperColumn("ก", 30), PaperColumn("ข")), ()))
    widths = [int(found.get(qn("w:w"))) for found in table.iter(qn("w:gridCol"))]
    assert abs(sum(widths) - 9071) <= 2
    assert min(widths) > 200


def test_a_title_of_rows_spans_the_table_and_stays_with_its_rows():
    groups = (RowGroup("ด้านที่ 1", ((PaperCell(("ก",)), PaperCell(("ข",))),)), RowGroup("", ()))
    (table,) = tables_of(Table("", (PaperColumn("ก"), PaperColumn("ข")), groups))
    _, title, row = table.findall(qn("w:tr"))
    assert title.find(".//" + qn("w:gridSpan")).get(qn("w:val")) == "2"
    assert title.find(".//" + qn("w:keepNext")) is not None
    assert row.find(".//" + qn("w:keepNext")) is None


def test_a_score_below_target_is_told_by_sign_and_weight():
    def shown(cell):
        (table,) = tables_of(Table("", (PaperColumn("ก"),), (RowGroup("", ((cell,),)),)))
        row = table.findall(qn("w:tr"))[1]
        return said(row), row.find(".//" + qn("w:b")).get(qn("w:val"))

    assert shown(PaperCell(("81.03",), weak=True)) == ("▼\u00a0๘๑.๐๓", None)
    assert shown(PaperCell(("91.03",))) == ("๙๑.๐๓", "0")


@pytest.mark.parametrize(
    "block",
    [
        Table("ตารางว่าง", (PaperColumn("ก"),), ()),
        Table("ไม่มีแถว", (PaperColumn("ก"),), (RowGroup("กลุ่ม", ()),)),
        Table("ไม่มีช่อง", (), ()),
        Table("", (PaperColumn(""), PaperColumn("")), (), style=TableStyle.PLAIN),
        KeyFigures(()),
        KeyFigures((), "ประโยค"),
        KeyFigures(tuple(KeyFigure("ก", "1") for _ in range(7)), "ประโยค"),
        Opinions(()),
        Opinions((Opinion("ความเห็น", "ปลัด"),)),
        Opinions(tuple(Opinion("ความเห็น", "ปลัด", ("เห็นชอบ",)) for _ in range(4))),
        Together(()),
        PageBreak(),
    ],
)
def test_empty_and_odd_blocks_make_a_file_that_opens(block):
    file = opened(paper(block, Paragraph("ท้าย")))
    assert "ท้าย" in all_text(file)
    for table in file.element.iter(qn("w:tbl")):
        columns = len(list(table.find(qn("w:tblGrid"))))
        for row in table.findall(qn("w:tr")):
            cells = [found.find(qn("w:tcPr")) for found in row.findall(qn("w:tc"))]
            spans = [found.find(qn("w:gridSpan")) for found in cells]
            spans = [1 if span is None else int(span.get(qn("w:val"))) for span in spans]
            assert sum(spans) == columns


def scores_with_bars(heading):
    rows = tuple(
        (PaperCell((score,)), PaperCell((), bar=Decimal(score))) for score in ("68.93", "90.00")
    )
    return Table("", (PaperColumn("คะแนน"), PaperColumn(heading)), (RowGroup("กลุ่ม", rows),))


def test_a_column_that_only_draws_what_stands_beside_it_is_left_out():
    (table,) = tables_of(scores_with_bars(""))
    assert said(table) == "คะแนนกลุ่ม๖๘.๙๓๙๐.๐๐"
    (named,) = tables_of(scores_with_bars("แท่ง"))
    assert said(named).count("๖๘.๙๓") == 2


def test_a_table_without_headings_has_no_head():
    rows = (RowGroup("", ((PaperCell(("ก",)), PaperCell(("ข",))),)),)
    (table,) = tables_of(Table("", (PaperColumn(""), PaperColumn("")), rows))
    assert len(table.findall(qn("w:tr"))) == 1
    (headed,) = tables_of(Table("", (PaperColumn("หัว"), PaperColumn("")), rows))
    assert len(headed.findall(qn("w:tr"))) == 2


def test_clauses_are_bold_and_their_parts_set_further_in():
    file = opened(paper(Numbered("ข้อ 1", "ก"), Numbered("(1)", "ข", level=2)))
    clause, part = file.paragraphs[:2]
    assert (clause.runs[0].bold, part.runs[0].bold) == (True, False)
    assert round(clause.paragraph_format.first_line_indent.cm, 1) == 2.5
    assert round(part.paragraph_format.first_line_indent.cm, 1) == 3.5


@pytest.mark.long
def test_two_hundred_rows_and_very_long_cells():
    rows = tuple((PaperCell((str(number),)), PaperCell(("ก" * 3000,))) for number in range(200))
    file = opened(
        paper(Table("ยาว", (PaperColumn("ที่", 1), PaperColumn("ข้อความ")), (RowGroup("", rows),)))
    )
    assert len(file.tables[0]._tbl.tr_lst) == 201


def test_hostile_words_are_words():
    head = MemoHead(*[HOSTILE], *[Labelled(HOSTILE, HOSTILE)] * 5, HOSTILE, (HOSTILE, HOSTILE))
    document = paper(
        head, Paragraph(HOSTILE), Heading(1, HOSTILE), Numbered(HOSTILE, HOSTILE),
        Table(HOSTILE, (PaperColumn(HOSTILE),), (RowGroup(HOSTILE, ((PaperCell((HOSTILE,)),),)),)),
        title=HOSTILE, author=HOSTILE, subject="ก" * 400, stamp=HOSTILE, footnote=HOSTILE,
        emblem_label=HOSTILE,
    )  # fmt: skip
    data = to_docx(document, Digits.ARABIC)
    text = all_text(docx.Document(io.BytesIO(data)))
    assert "<script>alert(1)</script>&\ufffd" in text
    assert "กข" in text  # joined as it was
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")
        )
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u034f]", xml)


def test_no_unseen_letters_in_a_paper(every_block):
    text = "".join(found.text or "" for found in opened(every_block).element.iter(qn("w:t")))
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u034f]", text)
    assert "พ.ศ.\u00a0๒๕๖๖" in text


def test_an_unknown_block_is_our_fault():
    class Poster(Struct, frozen=True, dict=True):
        text: str = "ก"

    with pytest.raises(Misuse, match="Poster"):
        to_docx(paper(Poster()), Digits.THAI)
    with pytest.raises(Misuse, match="Poster"):
        to_docx(paper(Together((Poster(),))), Digits.THAI)
    assert to_docx(paper(Paragraph("ก")), Digits.THAI)


def test_a_row_that_does_not_fit_its_table_is_our_fault():
    columns = (PaperColumn("ก"), PaperColumn("ข"))
    with pytest.raises(ValueError, match="longer"):
        to_docx(paper(Table("", columns, (RowGroup("", ((PaperCell(("1",)),),)),))), Digits.THAI)
    row = (PaperCell(("1",)), PaperCell(("2",)))
    assert to_docx(paper(Table("", columns, (RowGroup("", (row,)),))), Digits.THAI)


def test_prose_is_distributed_as_thai_and_cells_are_not(every_block):
    file = opened(every_block)
    (prose,) = [part for part in file.paragraphs if part.text.startswith("สำนักงาน ป.ป.ช.")]
    assert prose._p.pPr.find(qn("w:jc")).get(qn("w:val")) == "thaiDistribute"
    assert round(prose.paragraph_format.first_line_indent.cm, 1) == 2.5
    assert prose.paragraph_format.space_before.pt == 6
    cells = {
        found.get(qn("w:val"))
        for row in file.tables[3]._tbl.tr_lst
        for found in row.iter(qn("w:jc"))
    }
    assert "thaiDistribute" not in cells


def test_the_title_of_a_memo_stands_on_a_line_of_35_points(every_block):
    file = opened(every_block)
    (title,) = [found for found in file.element.iter(qn("w:p")) if said(found) == "บันทึกข้อความ"]
    spacing = title.find(".//" + qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("700", "exact")
    assert title.find(".//" + qn("w:szCs")).get(qn("w:val")) == "58"


def test_the_contents_are_a_field_that_holds_its_lines(every_block):
    file = opened(every_block)
    codes = [found.text.strip() for found in file.element.iter(qn("w:instrText"))]
    assert codes[0].startswith("TOC ")
    links = [found.get(qn("w:anchor")) for found in file.element.iter(qn("w:hyperlink"))]
    marks = [found.get(qn("w:name")) for found in file.element.iter(qn("w:bookmarkStart"))]
    assert links == marks
    assert [code.split()[1] for code in codes[1:]] == links
    kinds = [found.get(qn("w:fldCharType")) for found in file.element.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == len(codes)


def test_a_chapter_and_what_follows_a_break_begin_a_page():
    def broken(*blocks, form=Form.CHAPTER):
        file = opened(paper(*blocks, form=form))
        return [
            said(found)
            for found in file.element.iter(qn("w:p"))
            if found.find(qn("w:pPr") + "/" + qn("w:pageBreakBefore")) is not None
        ]

    text = Paragraph("ข้อความ")
    assert broken(Heading(1, "หนึ่ง"), text, Heading(2, "รอง"), Heading(1, "สอง")) == ["สอง"]
    assert broken(Heading(1, "หนึ่ง"), text, Heading(1, "สอง"), form=Form.LETTER) == []
    assert broken(text, PageBreak(), Paragraph("ต่อไป")) == ["ต่อไป"]
    assert broken(text, PageBreak()) == []


def test_what_belongs_together_is_kept_together():
    file = opened(paper(Together((Paragraph("หนึ่ง"), Paragraph("สอง"), Paragraph("สาม")))))
    assert [part.paragraph_format.keep_with_next for part in file.paragraphs] == [True, True, None]


def test_an_open_number_leaves_room_for_the_register():
    def number(**values):
        file = opened(paper(NoticeHead("คำสั่ง", ("เรื่อง",), **values)))
        return [part.text for part in file.paragraphs if part.text.startswith("ที่")]

    assert number(number_label="ที่", number="1", year="2566") == ["ที่\u00a0๑/๒๕๖๖"]
    assert number(number_label="ที่", number="1", year="/2566") == ["ที่\u00a0๑/๒๕๖๖"]
    (open_number,) = number(number_label="ที่", year="2566")
    assert open_number.count("\u00a0") >= 10
    assert open_number.endswith("/๒๕๖๖")
    assert number() == []


def emblem_files():
    png = io.BytesIO()
    Image.new("RGB", (40, 60), "navy").save(png, "PNG")
    jpeg = io.BytesIO()
    Image.new("RGB", (40, 60), "navy").save(jpeg, "JPEG")
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 60">'
        b'<rect width="40" height="60"/></svg>'
    )
    return [
        Picture(png.getvalue(), "image/png"), Picture(jpeg.getvalue(), "image/jpeg"),
        Picture(svg, "image/svg+xml"),
    ]  # fmt: skip


@pytest.mark.parametrize("emblem", emblem_files(), ids=lambda emblem: emblem.media_type)
def test_an_emblem_takes_the_room_that_is_left_empty_without_it(every_block, emblem):
    blocks = every_block.sections[4].blocks
    file = opened(paper(blocks[0], emblem=emblem, emblem_label="ตราครุฑ"))
    (picture,) = file.element.iter(qn("wp:inline"))
    extent = picture.find(qn("wp:extent"))
    assert abs(int(extent.get("cy")) - 540000) < 2000
    assert abs(int(extent.get("cx")) / int(extent.get("cy")) - 2 / 3) < 0.02
    assert picture.find(qn("wp:docPr")).get("descr") == "ตราครุฑ"
    assert "ตราครุฑ" not in all_text(file)
    without = opened(paper(blocks[0], emblem_label="ตราครุฑ"))
    assert all_text(without) == all_text(file)
    heights = {line.get(qn("w:line")) for line in without.element.iter(qn("w:spacing"))}
    assert "850" in heights, "1.5 cm in twentieths of a point"


def test_spanning_headings_at_the_edges():
    columns = tuple(PaperColumn(name) for name in "กขคง")
    spanning = (Spanning("ซ้าย", 0, 2), Spanning("ขวา", 2, 2))
    (table,) = tables_of(Table("", columns, (), spanning))
    upper, lower = table.findall(qn("w:tr"))
    assert [len(row.findall(qn("w:tc"))) for row in (upper, lower)] == [2, 4]
    assert said(upper) == "ซ้ายขวา"


@pytest.mark.long
def test_the_file_tells_what_it_is_and_has_no_clock(every_block):
    data = to_docx(every_block, Digits.THAI)
    assert data == to_docx(every_block, Digits.THAI)
    core = docx.Document(io.BytesIO(data)).core_properties
    assert core.title.endswith("๒๕๖๖")
    assert (core.author, core.language) == ("เทศบาลตำบลตัวอย่าง", "th-TH")
    assert core.created.date() == every_block.made_on
    assert core.comments == ""


def test_a_paper_without_sections_opens():
    assert opened(replace(paper(), sections=())).sections


def test_a_letter_begins_with_a_paragraph_so_that_its_first_page_has_no_number(every_block):
    # LibreOffice numbers the first page of a section that begins with a table.
    memo = replace(every_block, sections=every_block.sections[4:5])
    body = opened(memo).element.body
    assert body[0].tag == qn("w:p")
    assert body[1].tag == qn("w:tbl")


def test_the_mark_stands_at_the_foot_of_the_page(every_block):
    frames = list(opened(every_block).element.iter(qn("w:framePr")))
    at_foot = [one for one in frames if one.get(qn("w:yAlign")) == "bottom"]
    assert len(at_foot) == 1 + len(every_block.mark.words)


@pytest.mark.long
def test_a_ticked_choice_goes_on_with_its_reason(every_block):
    text = "".join(opened(every_block).element.itertext())
    assert "☑\u00a0ไม่อนุมัติ เพราะ ยังไม่ระบุงบประมาณ" in text
