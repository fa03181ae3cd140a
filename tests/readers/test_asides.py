"""What stands beside cells and pages may say that the figures are no results."""

import io

import openpyxl
import pytest
from docx import Document
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"
ROWS = [[TITLE], ["แบบวัด", "คะแนน"], ["IIT", 91.2], ["EIT", 88.1]]
AGAINST = ["ค่าเป้าหมาย", "สมชาย:\nเป็นค่าเฉลี่ยของ อปท. ในจังหวัด", "คะแนนถ่วงน้ำหนัก", "ค่าประมาณการ"]
HARMLESS = ["ตรวจแล้ว", "(ร่าง)", "ค่าเฉลี่ยระดับประเทศ 81.25", "สูงกว่าค่าเป้าหมาย", TITLE, "หน้า 1 จาก 3"]


def book(change):
    made, file = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        made.active.append(row)
    made.create_sheet("อื่น").append(["-"])
    change(made)
    made.save(file)
    return file.getvalue()


def beside_a_score(made, text):
    made.active["B3"].comment = Comment(text, "ก")


def beside_a_head(made, text):
    made.active["B2"].comment = Comment(text, "ก")


def in_the_head(made, text):
    made.active.oddHeader.center.text = text.replace("\n", " ")


def in_the_foot(made, text):
    made.active.oddFooter.right.text = text.replace("\n", " ")


def in_a_column_of_its_own(made, text):
    made.active["F2"] = text


PLACES = [beside_a_score, beside_a_head, in_the_head, in_the_foot, in_a_column_of_its_own]


def certain(reading):
    return [one.value for one in reading.sheet.figures]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", AGAINST)
def test_what_stands_beside_a_sheet_makes_its_scores_candidates(read, place, text):
    reading = read(book(lambda made: place(made, text)), "a.xlsx")
    assert (certain(reading), len(reading.candidates)) == ([], 2)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", HARMLESS)
def test_what_says_nothing_of_the_scores_leaves_them_certain(read, place, text):
    assert len(certain(read(book(lambda made: place(made, text)), "a.xlsx"))) == 2


@pytest.mark.parametrize(("text", "count"), [("ไม่เป็นทางการ", 0), ("รอประกาศผล", 0), ("หน้า 1/3", 2)])
@pytest.mark.parametrize("place", [in_the_head, in_the_foot])
def test_a_stamp_on_a_page_must_be_understood(read, place, text, count):
    assert len(certain(read(book(lambda made: place(made, text)), "a.xlsx"))) == count


def test_a_remark_of_one_score_is_of_that_score(read):
    reading = read(book(lambda made: beside_a_score(made, "ไม่เป็นทางการ")), "a.xlsx")
    assert [figure.code for figure in reading.sheet.figures] == ["EIT"]


def test_what_stands_beside_another_sheet_is_of_that_sheet(read):
    def comment(made):
        made["อื่น"]["A1"].comment = Comment("ค่าเป้าหมาย", "ก")

    assert len(certain(read(book(comment), "a.xlsx"))) == 2


@pytest.mark.parametrize(("year", "count"), [(2565, 0), (2566, 2)])
def test_a_comment_may_name_the_year_of_a_score(read, year, count):
    text = f"เป็นคะแนนของปี {year}"
    assert len(certain(read(book(lambda made: beside_a_score(made, text)), "a.xlsx"))) == count


@pytest.mark.parametrize(("text", "count"), [("ค่าเป้าหมาย", 0), ("รายงาน ITA หน้า 1", 2)])
def test_the_head_of_a_word_file_counts_too(read, text, count):
    document, file = Document(), io.BytesIO()
    document.add_paragraph(TITLE)
    document.add_paragraph("IIT 91.20")
    document.add_paragraph("EIT 88.10")
    document.sections[0].header.paragraphs[0].text = text
    document.save(file)
    assert len(certain(read(file.getvalue(), "a.docx"))) == count


DARK = PatternFill("solid", fgColor="FF003366")


@pytest.mark.parametrize(("fill", "count"), [(None, 1), (DARK, 2)])
@pytest.mark.parametrize("white", ["FFFFFFFF", "00FFFFFF"])
def test_white_letters_are_read_only_where_something_is_behind_them(read, fill, count, white):
    def paint(made):
        made.active["B3"].font = Font(color=white)
        if fill:
            made.active["B3"].fill = fill

    reading = read(book(paint), "a.xlsx")
    assert len(certain(reading)) == count
    assert ("hidden_not_read" in {one.code for one in reading.findings}) == (count == 1)


PAGE = "<h1>{}</h1><p>IIT 91.20</p><p{}>EIT 88.10</p>"


@pytest.mark.parametrize(
    ("style", "count"),
    [
        (' style="color:#FFF"', 1),
        (' style="color: white"', 1),
        (' style="color:rgb(255, 255, 255);background:navy"', 2),
        (' style="color:#ffd"', 2),
        (' style="background-color:#fff"', 2),
    ],
)
def test_white_letters_of_a_page_are_read_only_where_it_paints_anything(read, style, count):
    assert len(certain(read(PAGE.format(TITLE, style), "a.html"))) == count


def test_a_note_that_speaks_of_weights_makes_candidates(read):
    text = f"{TITLE}\n\nแบบวัด,คะแนน\nIIT,27.20\nEIT,26.10\n{{}}\n"
    assert len(certain(read(text.format("หมายเหตุ: ตรวจแล้ว"), "a.csv"))) == 0
    text = text.replace("27.20", "91.20").replace("26.10", "88.10")
    assert len(certain(read(text.format("หมายเหตุ: ตรวจแล้ว"), "a.csv"))) == 2
    for note in ("หมายเหตุ: เป็นคะแนนถ่วงน้ำหนักแล้ว", "Note: weighted scores"):
        assert certain(read(text.format(note), "a.csv")) == []
