"""The papers of registers as pages: what is long has room, and no figure or number is torn."""

from datetime import date
from decimal import Decimal

import pypdfium2
import pytest
from msgspec.structs import replace
from tests.core.registers.test_cases import YEAR, context_of, rows_of

from prongsai.core.papers.agency import Agency
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import Align, PaperCell, PaperColumn, RowGroup, Table, TableStyle
from prongsai.core.papers.office import Office
from prongsai.core.papers.register_paper import Material, register_paper
from prongsai.core.registers.reading import shipped_register
from prongsai.documents.pdf import to_pdf
from prongsai.documents.typesetting.columns import Room, laid_out

OFFICE = Office(Agency("เทศบาลตำบลตัวอย่าง"), date(2026, 10, 5))
LONG = "โครงการฝึกอบรมส่งเสริมคุณธรรมจริยธรรมสำหรับผู้บริหาร สมาชิกสภา และพนักงานเทศบาล"
SHARED = "จ้างซ่อมแซมถนนคอนกรีตเสริมเหล็กสายบ้านตัวอย่าง หมู่ที่ 3"
LYING, STANDING = Room(25.7, 16.5, landscape=True), Room(15.8, 24.9)


def paper_of(key, paper, rows, **more):
    register = shipped_register(key)
    said = {one.key: "ไม่มี" for one in register.paper(paper).headings}
    material = Material(
        register, register.paper(paper), YEAR, tuple(rows), context_of(register),
        date(2026, 10, 5), said=said, **more,
    )  # fmt: skip
    return register_paper(OFFICE, material)


def pages_of(document):
    pdf = pypdfium2.PdfDocument(to_pdf(document, digits=Digits.THAI_IN_PROSE))
    return [
        page.get_textpage().get_text_bounded().replace("\r\n", "\n").split("\n") for page in pdf
    ]


def changed(row, **values):
    return replace(row, values={**row.values, **values})


def winners(count):
    row = rows_of(shipped_register("procurement-winners"))[0]
    return [
        changed(
            row, number=f"{number}/2569", project=f"6809{number:07d}", item=SHARED,
            budget=Decimal("12345678.25"), median=Decimal(11850000), agreed=Decimal(11500000),
            winner="ห้างหุ้นส่วนจำกัด ตัวอย่างบริการ", fund="เงินงบประมาณตามข้อบัญญัติ",
            bids="บริษัทตัวอย่าง 11,500,000 บาท", reason="เสนอราคาต่ำสุดและมีคุณสมบัติตรงตามเงื่อนไข",
        )
        for number in range(1, count + 1)
    ]  # fmt: skip


def test_a_heading_over_short_texts_is_not_torn_inside_a_word():
    rows = [changed(one, bids="–", winner="ก") for one in winners(3)]
    pages = pages_of(paper_of("procurement-winners", "year", rows))
    lines = [line.strip() for page in pages for line in page]
    assert "ราคาที่" in lines, "it stands in several lines"
    assert not [line for line in lines if line.endswith("และรา") or line.startswith("คาที่")]


def test_thirteen_columns_tear_no_figure_and_no_number():
    pages = pages_of(paper_of("procurement-winners", "year", winners(6)))
    words = [word for page in pages for line in page for word in line.split()]
    assert words.count("12,345,678.25") == 6
    assert words.count("11,850,000.00") == 6
    for number in range(1, 7):
        assert f"6809{number:07d}" in words
        assert f"{number}/2569" in words
    assert len(pages) <= 5


@pytest.mark.long
def test_a_thousand_rows_have_their_head_on_each_page():
    row = rows_of(shipped_register("outgoing-letters"))[0]
    rows = [changed(row, number=f"{one}/2569", subject=LONG) for one in range(1, 1201)]
    pages = pages_of(paper_of("outgoing-letters", "year", rows))
    assert all(any(line.startswith("ที่ เลขที่") for line in page) for page in pages)
    words = {word for page in pages for line in page for word in line.split()}
    assert {f"{one}/2569" for one in range(1, 1201)} <= words
    assert pages[-1][-1] != "", "the hand stands with the last rows"
    assert sum("1200/2569" in line for line in pages[-1]) == 1


def compact(*columns, rows):
    lines = tuple(tuple(PaperCell((text,)) for text in row) for row in rows)
    return Table("", columns, (RowGroup("", lines),), style=TableStyle.COMPACT)


def test_letters_become_smaller_before_a_figure_is_torn():
    figures = [PaperColumn(f"จำนวนเงินที่ {number}", 1.6, Align.RIGHT) for number in range(9)]
    few = compact(*figures[:3], rows=[["12,345,678.25"] * 3])
    many = compact(*figures, rows=[["12,345,678.25"] * 9])
    small, common = laid_out(many, STANDING), laid_out(few, STANDING)
    assert common.size == 13.5
    assert small.size < common.size
    assert sum(small.widths) <= STANDING.width + 0.01


def test_a_short_column_leaves_its_room_to_a_long_one():
    table = compact(
        PaperColumn("รหัส", share=2.4), PaperColumn("เรื่อง", share=9.0),
        PaperColumn("งบ", 1.6, Align.RIGHT),
        rows=[["1/2569", LONG, "1,250,000.50"]] * 3,
    )  # fmt: skip
    code, text, _ = laid_out(table, LYING).widths
    assert code < text / 3


def test_where_all_columns_need_more_than_their_share_none_is_a_strip():
    words = "ประจำปีงบประมาณ คณะกรรมการ"
    shares = [
        PaperColumn("เรื่อง", share=share) for share in (9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 2.0, 2.0)
    ]
    layout = laid_out(compact(*shares, rows=[[words] * 8]), STANDING)
    assert max(layout.widths) < 1.5 * min(layout.widths)
    assert sum(layout.widths) == pytest.approx(STANDING.width)


def test_wide_widths_give_what_they_do_not_need_before_figures_break():
    columns = [
        PaperColumn("ที่", 6.0),
        PaperColumn("จำนวน", 6.0, Align.RIGHT),
        PaperColumn("เรื่อง", share=2.0),
    ]
    layout = laid_out(compact(*columns, rows=[["1", "12,345,678.25", LONG]]), STANDING)
    one, figure, text = layout.widths
    assert sum(layout.widths) == pytest.approx(STANDING.width)
    assert figure > 2.2
    assert text > 1.3
    assert one <= 6.0


def section_of(document):
    (section,) = document.sections
    return section


def tables_of(document):
    return [one for one in section_of(document).blocks if isinstance(one, Table)]


def test_few_columns_of_long_texts_lie_on_their_side():
    rows = rows_of(shipped_register("discretion-risks"))
    assert len(shipped_register("discretion-risks").paper("year").headings[1].columns) == 5
    long = [changed(row, work=LONG, risk=LONG, measure=LONG) for row in rows]
    short = [changed(row, work="ออกใบอนุญาต", risk="ล่าช้า", measure="กำหนดเวลา") for row in rows]
    assert section_of(paper_of("discretion-risks", "year", long)).landscape
    assert not section_of(paper_of("discretion-risks", "year", short)).landscape


def test_on_a_lying_page_a_month_and_its_figure_stand_near_each_other():
    months, *_ = tables_of(
        paper_of("asset-loans", "year", rows_of(shipped_register("asset-loans")))
    )
    assert sum(laid_out(months, LYING).widths) < LYING.width / 2
    assert laid_out(months, LYING).widths[0] < 8


def test_people_against_people_are_no_baht():
    row = rows_of(shipped_register("conflict-training"))[0]
    row = changed(row, invited=1200, came=45)
    table, *_ = tables_of(paper_of("conflict-training", "year", [row]))
    assert [one.heading for one in table.columns] == [
        "ส่วนราชการ", "จำนวนรายการ", "จำนวนบุคลากรทั้งหมด", "จำนวนผู้เข้าร่วม", "ส่วนต่าง", "ร้อยละ",
    ]  # fmt: skip
    assert [cell.lines for cell in table.rows[0][1:]] == [
        ("1",), ("1,200",), ("45",), ("1,155",), ("3.75",),
    ]  # fmt: skip


def test_marks_on_a_scale_are_not_added_up():
    register = shipped_register("corruption-risks")
    assert not register.named("likelihood").can_be_added
    *_, table = tables_of(paper_of("corruption-risks", "assessment", rows_of(register)))
    assert not any(cell.lines == ("รวม",) for line in table.rows for cell in line)


def test_a_title_keeps_the_word_before_the_year_with_it():
    pages = pages_of(
        paper_of("facility-checks", "year", rows_of(shipped_register("facility-checks")))
    )
    assert "ประจำปีงบประมาณ พ.ศ. ๒๕๖๙" in pages[0]
