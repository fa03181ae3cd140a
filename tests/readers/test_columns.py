"""Columns that are glued, merged or abbreviated."""

import pytest

GLUED = (
    "ผลการประเมิน OIT รายข้อ ปี 2565\n"
    "ข้อ รายการ\tคะแนน ข้อ รายการ\tคะแนน\n"
    "o1 โครงสร้าง\t100.00 o5 ข้อมูลการติดต่อ\t0.00\n"
    "o2 ข้อมูลผู้บริหาร\t0.00 o6 กฎหมายที่เกี่ยวข้อง\t100.00\n"
    "o3 อำนาจหน้าที่\t100.00 o7 ข่าวประชาสัมพันธ์\t100.00\n"
)


def test_columns_that_were_taken_for_one_are_read_as_two(scores_of):
    assert scores_of(GLUED) == {
        "o1": "100.00", "o2": "0.00", "o3": "100.00",
        "o5": "0.00", "o6": "100.00", "o7": "100.00",
    }  # fmt: skip


def test_one_row_alone_parts_no_column(scores_of):
    rows = GLUED.splitlines()
    assert "o5" not in scores_of("\n".join([*rows[:3], "o2 ข้อมูลผู้บริหาร\t0.00\t"]))


MERGED = (
    "ผลการประเมิน ITA ย้อนหลัง\n"
    "ปี\tIIT\tIIT\tOIT\tOIT\n"
    "ปี\tการปฏิบัติหน้าที่\t{second}\tการเปิดเผยข้อมูล\tการป้องกันการทุจริต\n"
    "2564\t92.37\t89.23\t97.50\t93.75\n"
    "2565\t96.26\t91.85\t100.00\t87.50\n"
)


def test_an_abbreviated_name_under_a_merged_heading_is_the_indicators(read):
    sheet = read(MERGED.format(second="การใช้งบฯ")).sheet
    assert {code: f.published for code, f in sheet.of_year(2565).items()} == {
        "1": "96.26", "2": "91.85", "9": "100.00", "10": "87.50",
    }  # fmt: skip
    assert sheet.of_year(2564)["2"].published == "89.23"


def test_an_unknown_name_under_a_merged_heading_is_not_the_instrument(read):
    sheet = read(MERGED.format(second="ความสุขของบุคลากร")).sheet
    assert set(sheet.of_year(2565)) == {"1", "9", "10"}


def test_years_in_menus_and_file_names_are_no_results(read):
    text = (
        "หน้าหลัก | ITA 2563 | ITA 2564 | ITA 2567\nแผน ITA 2567.pdf\n\n"
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 ได้คะแนนรวม 88.53 คะแนน"
    )
    assert read(text).sheet.years() == (2565,)


def test_ticks_are_told_and_not_turned_into_scores(read, quotes_of):
    text = "ผลการประเมิน OIT ปี 2565\nข้อ\tรายการ\tผล\no1\tโครงสร้าง\t✓\no2\tข้อมูลผู้บริหาร\tไม่ผ่าน\n"
    assert not read(text).sheet.figures
    assert quotes_of(text, "words_are_no_scores") == [["o1 โครงสร้าง · ✓", "o2 ข้อมูลผู้บริหาร · ไม่ผ่าน"]]


@pytest.mark.parametrize("heading", ["ตอบแล้ว", "ผู้ตอบ", "ผู้ตอบจริง", "ตอบแบบวัด"])
def test_a_share_of_those_who_answered_is_no_score(read, heading):
    text = (
        "เชิญตอบแบบวัด EIT ปีงบประมาณ 2568\n\n"
        f"| แบบวัด | เป้าหมาย | {heading} | ร้อยละ |\n|--|--|--|--|\n"
        "| IIT | 45 | 45 | 100.00 |\n| EIT | 120 | 98 | 81.67 |\n| รวม | 165 | 143 | 86.67 |\n"
    )
    assert not read(text, "a.md").sheet.figures


def test_a_percent_beside_no_answers_is_a_score(scores_of):
    text = (
        "ผลการประเมิน ITA ปีงบประมาณ 2568\n\n| แบบวัด | เป้าหมาย | ร้อยละ |\n|--|--|--|\n"
        "| IIT | 85 | 95.00 |\n| EIT | 85 | 81.67 |\n"
    )
    assert scores_of(text, "a.md") == {"IIT": "95.00", "EIT": "81.67"}
