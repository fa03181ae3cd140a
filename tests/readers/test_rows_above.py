"""A row above the title of a sheet, or the name of the sheet, may say that it has no results."""

import io

import openpyxl
import pytest

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลบ้านหิ่งห้อย"
ROWS = [[TITLE], ["แบบวัด", "คะแนน"], ["IIT", 91.2], ["EIT", 88.1]]
AGAINST = [
    "ไม่เป็นทางการ",
    "T-score",
    "รอประกาศผล",
    "คิดเป็นเต็ม 30",
    "รอบแรก",
    "ผู้บริหารประเมิน",
    "สำหรับทดสอบระบบ",
    "เจ้าหน้าที่กรอกเอง",
    "ประมาณ",
]


def scores(read, rows, sheet="Sheet1"):
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return [figure.published for figure in read(file.getvalue(), "a.xlsx").sheet.figures]


@pytest.mark.parametrize("words", AGAINST)
def test_what_a_row_above_or_the_sheet_calls_something_else_is_a_candidate(read, words):
    assert scores(read, [[words], *ROWS]) == []
    assert scores(read, [[words], [], *ROWS]) == []
    assert scores(read, ROWS, sheet=words) == []
    text = "\n".join(",".join(map(str, row)) for row in [[words], *ROWS])
    assert not read(text, "a.csv").sheet.figures


@pytest.mark.parametrize(
    "words",
    [
        "เทศบาลตำบลบ้านหิ่งห้อย",
        "รายงานผลการประเมิน",
        "สรุปคะแนน ITA",
        "งานนิติการ สำนักปลัด",
        "เอกสารแนบหมายเลข 1",
        "ที่ สม ๗๔๑๐๑/ว ๒๓๑ วันที่ ๑๔ ตุลาคม ๒๕๖๖",
    ],
)
def test_a_row_above_of_understood_words_leaves_the_scores_certain(read, words):
    assert scores(read, [[words], *ROWS]) == ["91.2", "88.1"]


@pytest.mark.parametrize("sheet", ["Sheet1 (2)", "แผ่นงาน1", "ชีต1", "Table 1-1", "s", "ผล ITA66"])
def test_a_sheet_of_a_usual_name_leaves_the_scores_certain(read, sheet):
    assert scores(read, ROWS, sheet=sheet) == ["91.2", "88.1"]
