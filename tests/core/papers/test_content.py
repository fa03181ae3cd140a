"""What a paper says is one digest; number, day, opinions and hands are no part of it."""

from datetime import date

import pytest
from msgspec import defstruct
from msgspec.structs import replace

from prongsai.core.papers.document import (
    Dated,
    Document,
    Form,
    Labelled,
    Mark,
    MemoHead,
    NoticeHead,
    Opinion,
    Opinions,
    PaperCell,
    PaperColumn,
    Paragraph,
    Photo,
    Photos,
    Picture,
    RowGroup,
    Section,
    Signature,
    Table,
    Together,
)
from prongsai.core.papers.facts import content_digest, content_of

HEAD = MemoHead(
    "บันทึกข้อความ", Labelled("ส่วนราชการ", "ตัวอย่าง"), Labelled("ที่", "กจ ๑/"),
    Labelled("วันที่", "14 มีนาคม 2566"), Labelled("เรื่อง", "ก"), Labelled("เรียน", "นายก"), "", (),
)  # fmt: skip
TABLE = Table("", (PaperColumn("ก"),), (RowGroup("", ((PaperCell(("มาตรการ",)),),)),))
OTHER = Picture(b"two", "image/png")
PHOTO = Photo(Picture(b"one", "image/png"), "ภาพ", "ภาพ")


def paper(*blocks, **fields):
    told = (HEAD, Paragraph("ข้อความ"), TABLE, Photos((PHOTO,)), *blocks)
    made_on = date(2023, 3, 14)
    return Document("memo", "บันทึก", "ตัวอย่าง", made_on, (Section(Form.LETTER, told),), **fields)


UNSIGNED = paper(
    NoticeHead("ประกาศ", ("เรื่อง",)), Together((Dated("วันที่ …"), Signature("นายก"))),
    Opinions((Opinion("ความเห็น", "ปลัด"),)), mark=Mark("7F3A-91C2", "https://a/", ("สแกน",)),
)  # fmt: skip
SIGNED = paper(
    NoticeHead("ประกาศ", ("เรื่อง",), "ที่", "5", "2567"),
    Together((Dated("วันที่ 1 มกราคม 2567"), Signature("ปลัด แทน นายก", signed="ลงนาม", name="ก"))),
    Opinions((Opinion("ความเห็น", "หัวหน้า", text="เห็นควร", chosen=0, signed="ลงนาม"),)),
    mark=Mark("7F3A-91C2", "https://b/", ("สแกน", "รายการที่ 9")), names=frozenset({"ก", "ข"}),
)  # fmt: skip


def with_blocks(document, change):
    section = document.sections[0]
    return replace(document, sections=(replace(section, blocks=change(section.blocks)),))


def test_what_approval_adds_is_no_part_of_it():
    assert content_digest(UNSIGNED, "ผู้เสนอ") == content_digest(SIGNED, "ผู้เสนอ")
    numbered = replace(HEAD, number=Labelled("ที่", "กจ ๑/๗"))
    assert content_digest(UNSIGNED) == content_digest(
        with_blocks(UNSIGNED, lambda blocks: (numbered, *blocks[1:]))
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda blocks: (*blocks, Paragraph("เพิ่ม")),
        lambda blocks: (blocks[1], blocks[0], *blocks[2:]),
        lambda blocks: (replace(HEAD, day=Labelled("วันที่", "15 มีนาคม 2566")), *blocks[1:]),
        lambda blocks: (HEAD, Together((Paragraph("ข้อความ"),)), *blocks[2:]),
        lambda blocks: (*blocks[:3], Photos((replace(PHOTO, picture=OTHER),))),
        lambda blocks: (*blocks[:2], replace(TABLE, groups=()), *blocks[3:]),
        lambda blocks: (*blocks, Signature("นายก", above="ผู้รับรอง")),
    ],
)  # fmt: skip
def test_anything_else_makes_another_digest(change):
    before = paper()
    assert content_digest(with_blocks(before, change)) != content_digest(before)


def test_what_is_said_beside_it_and_on_every_page_counts():
    before = paper()
    assert content_digest(before, "ก", "ข") != content_digest(before, "กข", "")
    assert content_digest(replace(before, stamp="ร่าง")) != content_digest(before)
    emblem = Picture(b"emblem", "image/png")
    assert content_digest(replace(before, emblem=emblem)) != content_digest(before)


def test_a_field_that_is_as_usual_is_left_out():
    """A field that an update adds to the model stops no paper that is on its way."""
    before = defstruct("Block", [("text", str)])
    after = defstruct("Block", [("text", str), ("level", int, 1)])
    assert content_digest(paper(before("ก"))) == content_digest(paper(after("ก")))
    assert content_digest(paper(before("ก"))) != content_digest(paper(after("ก", 2)))


def test_the_lines_that_are_left_bear_neither_number_nor_hand():
    lines = list(content_of(SIGNED).strings())
    assert "ข้อความ" in lines
    assert not {"5", "ลงนาม", "เห็นควร", "สแกน", "วันที่ 1 มกราคม 2567"} & set(lines)
