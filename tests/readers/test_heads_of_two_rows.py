"""Heads of several rows: every word above a column governs it, known or not."""

import io

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"
NAMES = ("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ")


@pytest.mark.parametrize("first", ["", "ตัวชี้วัด"])
@pytest.mark.parametrize(
    ("second", "is_certain"),
    [
        ("ปี 2566,ปี 2566", True),
        ("ที่ได้,ที่ได้", True),
        ("ก่อนอุทธรณ์,ที่ขอ", False),
        ("รอบแรก,ที่ขอ", False),
        ("กลุ่มเทศบาล,กลุ่ม อบต.", False),
        ("เราคิดเอง,ก", False),
    ],
)
def test_unknown_words_of_the_second_row_make_candidates(read, first, second, is_certain):
    rows = [f"{TITLE},,", "ตัวชี้วัด,คะแนน,ระดับ", f"{first},{second}"]
    rows += [f"{name},{89.2 + at:.2f},A" for at, name in enumerate(NAMES)]
    reading = read("\n".join(rows), "a.csv")
    assert [one.code for one in reading.sheet.figures] == (["1", "2", "3"] if is_certain else [])


def test_of_this_year_and_the_one_before_both_are_offered(read):
    rows = [f"{TITLE},,,", "ตัวชี้วัด,คะแนน,คะแนน,คะแนน", ",ปีก่อน,ปีนี้,+/-"]
    rows += [f"{name},8{at}.20,9{at}.20,3" for at, name in enumerate(NAMES)]
    reading = read("\n".join(rows), "a.csv")
    offered = {one.published for one in (*reading.sheet.figures, *reading.candidates)}
    assert offered == {f"{tens}{at}.20" for tens in "89" for at in range(3)}


def test_a_row_that_begins_at_a_later_column_keeps_its_columns(read):
    document, file = Document(), io.BytesIO()
    document.add_paragraph("ผลการประเมิน ITA")
    rows = [["ด้าน", "แบบวัด", "ปี 2565", "ปี 2566"], ["ผล", "IIT", "70.10", "91.20"]]
    rows += [["", "EIT", "71.20", "88.10"], ["", "OIT", "72.30", "95.00"]]
    table = document.add_table(rows=4, cols=4)
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for row in table.rows[2:]:
        row._tr.remove(row._tr.tc_lst[0])
        before = OxmlElement("w:gridBefore")
        before.set(qn("w:val"), "1")
        row._tr.get_or_add_trPr().append(before)
    document.save(file)
    told = {
        (one.year, one.code): one.published for one in read(file.getvalue(), "a.docx").sheet.figures
    }
    assert {key: told[key] for key in told if key[0] == 2566} == {
        (2566, "IIT"): "91.20", (2566, "EIT"): "88.10", (2566, "OIT"): "95.00",
    }  # fmt: skip
