"""How pages end: hands never stand alone, a table leaves no single row behind."""

import io
import re
from datetime import date

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from prongsai.core.measures.model import Measure, Plan
from prongsai.core.papers.agency import Agency
from prongsai.core.papers.approving import Circulated, Reader, acknowledgement_report
from prongsai.core.papers.digits import Digits
from prongsai.core.papers.document import (
    Dated,
    Document,
    Form,
    Heading,
    NoticeHead,
    Numbered,
    Opinion,
    Opinions,
    PageBreak,
    PaperCell,
    PaperColumn,
    Paragraph,
    RowGroup,
    Section,
    Signature,
    Table,
    TableStyle,
    Together,
)
from prongsai.core.papers.memos import MemoText, general_memo
from prongsai.core.papers.minutes import AgendaItem, Meeting, minutes
from prongsai.core.papers.office import Office
from prongsai.core.papers.progress import Result, progress_report
from prongsai.core.progress.model import Note
from prongsai.core.progress.rounds import Round, rows_of
from prongsai.documents.endings import Ending, with_endings
from prongsai.documents.pdf import to_pdf
from prongsai.documents.word import to_docx

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("paper_fonts")]

DAY = date(2023, 4, 3)
OFFICE = Office(Agency("เทศบาลตำบลตัวอย่าง", province="จังหวัดตัวอย่าง"), DAY)
PROSE = (
    "สำนักปลัดได้วิเคราะห์คะแนนรายแบบวัด รายตัวชี้วัด และรายข้อคำถามแล้ว ปรากฏว่าได้คะแนนรวม 90.52 คะแนน"
    " สูงกว่าปีงบประมาณ พ.ศ. 2564 ซึ่งได้ 85.26 คะแนน จึงเห็นควรดำเนินการตามมาตรการที่เสนอมาพร้อมนี้"
)
HAND = Signature("ตำแหน่งผู้ลงนาม")
BOXES = Opinions(
    (
        Opinion("ความเห็นหัวหน้า", "หัวหน้าสำนักปลัด"),
        Opinion("ความเห็นปลัด", "ปลัดเทศบาล"),
        Opinion("คำสั่งนายก", "นายกเทศมนตรี", ("อนุมัติ", "ไม่อนุมัติ เพราะ")),
    )
)
CHAIN = Opinions((*BOXES.boxes[:2], *BOXES.boxes))


def document(*blocks, form=Form.LETTER, landscape=False):
    section = Section(form, blocks, landscape=landscape)
    return Document("sample", "เอกสารตัวอย่าง", "เทศบาล", DAY, (section,), emblem_label="ตราครุฑ")


def pages(paper):
    """The letters of each page without its head, number and catchword."""
    with pypdfium2.PdfDocument(to_pdf(paper, digits=Digits.ARABIC)) as opened:
        texts = [page.get_textpage().get_text_range() for page in opened]
    return [re.sub(r"^-\d+-|/[^/]{1,60}…$", "", re.sub(r"\s", "", text)) for text in texts]


def numbered(count, words=PROSE):
    return [Paragraph(f"[{number}] {words}") for number in range(count)]


def table(*groups, style=TableStyle.RULED, words="แถว"):
    """A table of groups, each a title and how many rows."""
    found = tuple(
        RowGroup(
            title,
            tuple((PaperCell((f"<{title}{row}>",)), PaperCell((words,))) for row in range(count)),
        )
        for title, count in groups
    )
    heads = ("", "") if style is TableStyle.PLAIN else ("ลำดับ", "รายการ")
    return Table("", (PaperColumn(heads[0], 4.0), PaperColumn(heads[1])), found, style=style)


def rows_on(page):
    return re.findall(r"<[^>]*>", page)


# Hands


@pytest.mark.parametrize("filling", range(6, 13))
@pytest.mark.parametrize(
    "end",
    [
        (HAND,),
        (Dated("ประกาศ ณ วันที่ 3 เมษายน"), HAND),
        (Heading(2, "เลิกประชุม"), Together((Heading(2, "ผู้จด"), HAND, HAND))),
        (Together((HAND,)), BOXES),
        (CHAIN,),
    ],
    ids=["hand", "dated", "headings", "opinions", "chain"],
)
def test_hands_have_words_before_them_on_their_page(filling, end):
    last = pages(document(*numbered(filling), *end))[-1]
    before = last[: min(last.find(word) for word in ("(", "ประกาศณ", "เลิกประชุม", "ความเห็นหัวหน้า")
                        if word in last)]  # fmt: skip
    assert "มาตรการที่เสนอมาพร้อมนี้" in before


def test_a_paragraph_before_hands_is_torn_but_leaves_two_lines():
    """A long one need not move as a whole; its room on the page before is used."""
    long = Paragraph("เริ่ม " + PROSE * 5)
    torn = 0
    for filling in range(5, 9):
        told = pages(document(*numbered(filling), long, HAND))
        if len(told) > 1 and "เริ่ม" in told[-2]:
            torn += 1
            assert len(told[-1].partition("(")[0]) > 80
    assert torn


@pytest.mark.parametrize("end", [(HAND,), (Together((HAND,)), BOXES), (HAND, CHAIN)])
def test_hands_stand_right_below_their_words(end):
    """The room that is kept for them is given back."""
    pdf = to_pdf(document(Paragraph("ข้อความสั้น"), *end), digits=Digits.ARABIC)
    with pypdfium2.PdfDocument(pdf) as opened:
        (page,) = opened
        text = page.get_textpage()
        tops = [
            text.get_charbox(text.search(words).get_next()[0])[3] for words in ("ข้อความ", "ตำแหน่ง")
        ]
    # Room for a hand, and a line of dots for the name.
    assert 60 < tops[0] - tops[1] < 75


@pytest.mark.parametrize("lines", range(16, 28, 2))
def test_the_end_of_minutes_has_words_of_the_meeting(lines):
    agenda = AgendaItem(
        1, "แจ้งเพื่อทราบ", "\n".join([f"เรื่องที่ {n}" for n in range(lines)]), "รับทราบมติ"
    )
    meeting = Meeting("คณะทำงาน", "1/2566", DAY, agenda=(agenda,), attended=("ปลัด",))
    told = pages(minutes(OFFICE, meeting))
    assert "รับทราบมติ" in told[-1]


def test_who_wrote_and_who_checked_the_minutes_sign_side_by_side():
    meeting = Meeting("คณะทำงาน", "1/2566", DAY, attended=("ปลัด",))
    with pypdfium2.PdfDocument(to_pdf(minutes(OFFICE, meeting), digits=Digits.THAI)) as opened:
        (page,) = opened
        letters = page.get_textpage()
        text = letters.get_text_range()
        hands = [text.index(f"{hand}รายงานการประชุม") for hand in ("ผู้จด", "ผู้ตรวจ")]
        (left, low, *_), (right, same, *_) = map(letters.get_charbox, hands)
    assert (low, left < right) == (pytest.approx(same, abs=0.5), True)
    word = docx.Document(io.BytesIO(to_docx(minutes(OFFICE, meeting), Digits.THAI)))
    assert len(word.tables[-1].rows) == 1
    assert len(word.tables[-1].columns) == 2


@pytest.mark.parametrize("count", range(6, 16))
def test_the_end_of_a_report_has_words_before_the_hand(count):
    measures = tuple(
        Measure(f"M{n}", f"{n}", f"มาตรการ {n}", "บริการ", unit="กองช่าง")
        for n in range(1, count + 1)
    )
    plan = Plan("เทศบาลตำบลตัวอย่าง", 2566, 2565, measures, ())
    notes = {
        one.key: (Note(one.key, date(2023, 2, 1), date(2023, 2, 1), 40, "ทำ", PROSE, "ซื้อใหม่"),)
        for one in measures
    }
    asked = Round(2566, 6)
    results = [Result(row) for row in rows_of(asked, measures, notes)]
    told = pages(progress_report(OFFICE, plan, asked, results))
    assert "ซื้อใหม่" in told[-1]


@pytest.mark.parametrize("facts", range(2, 9))
def test_opinions_of_a_memo_stand_with_its_closing(facts):
    text = MemoText("ขอความเห็นชอบ", facts=(PROSE,) * facts, closing="จึงเรียนมาเพื่อโปรดพิจารณา")
    told = pages(general_memo(OFFICE, text))
    assert "จึงเรียนมาเพื่อโปรดพิจารณา" in told[-1]


@pytest.mark.parametrize("readers", [3, 8, *range(23, 31), 45])
def test_a_hand_below_a_table_has_rows_before_it(readers):
    listed = tuple(Reader(f"<{n}>", "สำนักปลัด") for n in range(readers))
    told = pages(acknowledgement_report(OFFICE, Circulated("ประกาศ", DAY, listed)))
    assert f"<{readers - 1}>" in told[-1]
    assert len(rows_on(told[-1])) >= 2


def test_hands_that_no_page_holds_with_their_words_still_print():
    many = Opinions(BOXES.boxes * 5)
    told = "".join(pages(document(*numbered(2), HAND, many)))
    assert told.count("คำสั่งนายก") == 5
    assert "ตำแหน่งผู้ลงนาม" in told


def test_an_ending_takes_no_head_and_no_page_before_it():
    head = NoticeHead("คำสั่ง", ("เรื่อง",))
    for first in (head, PageBreak()):
        assert with_endings((first, HAND)) == [first, Ending((HAND,))]
    assert with_endings(()) == []
    assert with_endings((HAND, BOXES)) == [Ending((HAND, BOXES))]
    words, chapter = Paragraph("ก"), Heading(1, "บท")
    assert with_endings((words, chapter, HAND)) == [words, chapter, Ending((HAND,))]
    item = Numbered("1.", "ข")
    assert with_endings((words, Together((item, HAND)))) == [words, Ending((item, HAND))]
    both = with_endings((Together((words, HAND)), Together((item, HAND))))
    assert both == [Ending((words, HAND)), Ending((item, HAND))]


# Tables


@pytest.mark.parametrize("style", TableStyle)
@pytest.mark.parametrize("landscape", [False, True])
def test_no_row_is_left_alone_on_the_last_page(style, landscape):
    span = range(10, 30) if landscape else range(22, 45)
    alone = 0
    for count in span:
        paper = document(table(("", count), style=style), landscape=landscape, form=Form.CHAPTER)
        told = [rows_on(page) for page in pages(paper)]
        assert [row for page in told for row in page] == [f"<{row}>" for row in range(count)]
        assert len(told[-1]) >= 2, count
        alone += len(told) > 1 and len(told[-1]) == 2
    assert alone


@pytest.mark.parametrize("second", [1, 2, 3])
def test_heads_and_titles_never_stand_without_rows(second):
    for count in range(18, 36):
        told = pages(document(table(("ด้านก", count), ("ด้านข", second)), form=Form.CHAPTER))
        for page in told:
            assert re.search("ลำดับรายการ(ด้าน.)<", page), (count, page)
            assert not re.search("ด้าน[กข]$", page), (count, page)
        assert sum(len(rows_on(page)) for page in told) == count + second
        assert f"<ด้านข{second - 1}>" in told[-1]
        assert "ด้านข<" in told[-1]


@pytest.mark.parametrize("lines", [10, 40, 60])
def test_tall_rows_at_the_end_print_whole(lines):
    words = " ".join(f"คำ{number:03}" for number in range(lines * 12))
    told = "".join(pages(document(table(("", 3), words=words), form=Form.CHAPTER)))
    assert all(told.count(f"คำ{number:03}") == 3 for number in range(lines * 12))


def test_the_last_rows_are_rows_like_the_others_to_who_hears_them():
    pdf = to_pdf(document(table(("", 60)), form=Form.CHAPTER), digits=Digits.ARABIC)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        kinds = [
            str(thing.S)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing
        ]
    assert "/TFoot" not in kinds
    assert kinds.count("/TR") == 61


# Word


def drawn(*blocks):
    return docx.Document(io.BytesIO(to_docx(document(*blocks), Digits.ARABIC)))


def test_word_keeps_words_with_the_hands_below_them():
    file = drawn(*numbered(2), HAND, BOXES)
    kept = [part.paragraph_format.keep_with_next for part in file.paragraphs if part.text]
    assert kept == [None, True, *[True] * (len(kept) - 2)]
    *others, decision = file.tables[0]._tbl.tr_lst
    for row in others:
        assert row.find(".//" + qn("w:keepNext")) is not None
    *_, last = decision.iter(qn("w:p"))
    assert last.find(".//" + qn("w:keepNext")) is None


def test_word_keeps_the_last_rows_together():
    rows = drawn(table(("", 5))).tables[0]._tbl.tr_lst
    kept = [row.find(".//" + qn("w:keepNext")) is not None for row in rows]
    assert kept == [True, False, False, False, True, False]
    below = drawn(table(("", 5)), HAND).tables[0]._tbl.tr_lst
    assert below[-1].find(".//" + qn("w:keepNext")) is not None


def test_word_keeps_the_row_before_a_group_of_one():
    rows = drawn(table(("ก", 3), ("ข", 1))).tables[0]._tbl.tr_lst
    kept = [row.find(".//" + qn("w:keepNext")) is not None for row in rows]
    assert kept == [True, True, False, False, True, True, False]
