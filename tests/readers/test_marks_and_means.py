"""What a form is out of, and the mean of many agencies: told, never read as an own result."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

HEADING = "ผลการประเมิน ITA ปีงบประมาณ 2567"


def read(*lines):
    reading = read_scores("\n".join(lines).encode(), "a.txt", Catalogue())
    figures = {(one.year, one.code): one.published for one in reading.sheet.figures}
    return figures, reading.findings


def told(findings):
    return " ".join(
        text
        for one in findings
        for text in (one.message.th, *(place.quote or "" for place in one.places))
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("แบบวัด IIT (30ข้อ 30คะแนน)", "30"),
        ("แบบวัด IIT (30 ข้อ 30 คะแนน)", "30"),
        ("แบบวัด IIT จำนวน 30 ข้อ 30 คะแนน", "30"),
        ("แบบวัด IIT มี 30 คะแนน", "30"),
        ("IIT ร้อยละ 30", "30"),
        ("OIT (40%)", "40"),
        ("แบบวัด OIT คิดเป็น 40 คะแนน", "40"),
        ("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ (6 ข้อ 20 คะแนน)", "20"),
    ],
)
def test_what_a_form_is_out_of_is_told_and_no_score(line, number):
    figures, findings = read(HEADING, line)
    assert figures == {}
    assert number in told(findings)


@pytest.mark.parametrize(
    ("line", "code", "score"),
    [
        ("IIT (30 ข้อ) 88.20", "IIT", "88.20"),
        ("IIT 30 ข้อ ได้ 88.20 คะแนน", "IIT", "88.20"),
        ("OIT ได้ 40.00 คะแนน", "OIT", "40.00"),
        ("OIT 41", "OIT", "41"),
        ("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ (6 ข้อ) 84.20 คะแนน", "1", "84.20"),
    ],
)
def test_a_score_beside_a_number_of_questions_is_read(line, code, score):
    assert read(HEADING, line)[0] == {(2567, code): score}


def test_an_instrument_at_its_full_marks_is_a_score_where_the_other_two_prove_it():
    lines = ("IIT 30", "EIT 79.00", "OIT 93.00", "คะแนนรวม 69.90")
    figures, _ = read(HEADING, *lines)
    assert figures[2567, "IIT"] == "30"


@pytest.mark.parametrize(
    "sentence",
    [
        "หน่วยงานในสังกัด 16 หน่วยงาน มีคะแนนเฉลี่ยภาพรวม 89.01 คะแนน",
        "มีหน่วยงานภาครัฐ 8,303 หน่วยงาน ได้รับการประเมินมีค่าเฉลี่ย 89.01 คะแนน",
        "สรุปผลการประเมินภาพรวมระดับประเทศ โดยมีคะแนนเฉลี่ยภาพรวม 89.01 คะแนน",
        "หน่วยงานในสังกัด 16 แห่ง มีคะแนนเฉลี่ยภาพรวม 80.10 คะแนน เพิ่มเป็น 89.01 คะแนน",
    ],
)
def test_the_mean_of_many_agencies_is_told_and_nobodys_score(sentence):
    figures, findings = read(f"{HEADING} {sentence}")
    assert figures == {}
    assert "89.01" in told(findings)


def test_nor_is_the_mean_of_many_of_the_year_before():
    figures, findings = read(
        f"{HEADING} หน่วยงานในสังกัด 16 หน่วยงาน มีคะแนนเฉลี่ยภาพรวม 89.01 คะแนน"
        " เพิ่มขึ้นจากปีงบประมาณ 2566 ซึ่งอยู่ที่ 86.06 คะแนน"
    )
    assert figures == {}
    assert "86.06" in told(findings)


@pytest.mark.parametrize(
    "sentence",
    [
        "จากหน่วยงานที่เข้าร่วม 8,303 หน่วยงาน เทศบาลตำบลตัวอย่าง ได้คะแนนเฉลี่ย 93.79 คะแนน",
        "มีหน่วยงานเข้าร่วม 8,303 หน่วยงาน โดยเทศบาลตำบลตัวอย่างมีคะแนนเฉลี่ย 93.79 คะแนน",
        "มีหน่วยงานเข้าร่วม 8,303 หน่วยงาน ได้คะแนนเฉลี่ย 93.79 คะแนน",
    ],
)
def test_the_own_score_beside_the_number_of_agencies_is_read(sentence):
    assert read(f"{HEADING} {sentence}")[0] == {(2567, "total"): "93.79"}


def rows_of_years(heading):
    return read(
        "ข้อมูลคะแนน ITA เปรียบเทียบตั้งแต่ปีงบประมาณ พ.ศ. 2559 – 2561",
        f"ปีงบประมาณ | {heading} | ระดับ |",
        "2561 | 83.10 | สูงมาก |",
        "2560 | 91.35 | – |",
        "2559 | 83.73 | - |",
    )


def test_rows_whose_level_is_a_dash_are_passed_over_with_their_places():
    figures, findings = rows_of_years("ตัวเลข")
    assert figures == {}
    assert {"83.10", "91.35", "83.73"} <= set(told(findings).replace(",", " ").split())


def test_rows_whose_level_is_a_dash_are_read_below_a_heading_of_scores():
    figures, _ = rows_of_years("คะแนน")
    assert figures == {(2561, "total"): "83.10", (2560, "total"): "91.35", (2559, "total"): "83.73"}


def test_full_marks_that_lines_and_sentences_both_meet_are_told_once():
    _, findings = read(HEADING, "IIT มี 30 คะแนน", "OIT คิดเป็น 40 คะแนน")
    (found,) = [one for one in findings if one.code == "weights_not_scores"]
    assert sorted(place.line for place in found.places) == [2, 3]


def test_pages_of_contents_that_go_on_from_low_ones_are_none():
    lines = ("บทที่ 2 ผลการประเมิน ITA ประจำปี 2566 5", "2.1 IIT 12", "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล 19")
    figures, findings = read("สารบัญ", *lines, "ตัวชี้วัดที่ 10 การป้องกันการทุจริต 25")
    assert figures == {}
    assert "25" in told(findings)


def test_a_whole_score_behind_other_numbers_is_one():
    lines = ("จำนวนข้อ 5", "จำนวนผู้ตอบ 12", "จำนวนแบบวัด 3")
    assert read(HEADING, *lines, "ตัวชี้วัดที่ 10 การป้องกันการทุจริต 100")[0] == {(2567, "10"): "100"}


@pytest.mark.parametrize("end", [" ", "\n"])
def test_what_stands_beside_a_score_of_four_marks_is_of_four_too(end):
    figures, findings = read(
        f"ผลการประเมิน ITA ปี 2567 ได้คะแนน 3.61 จากคะแนนเต็ม 4{end}IIT 3.60 คะแนน",
        "EIT 3.55 คะแนน",
    )
    assert figures == {}
    assert "3.55" in told(findings)


def test_what_stands_beside_a_score_of_a_hundred_is_read():
    figures, _ = read(
        "ผลการประเมิน ITA ปี 2567 เทศบาลตำบลทุ่งสาธิต ได้คะแนน 91.20 จากคะแนนเต็ม 100 IIT 92.60 คะแนน"
    )
    assert figures == {(2567, "total"): "91.20", (2567, "IIT"): "92.60"}


@pytest.mark.parametrize("end", [" ", "\n"])
def test_how_much_was_done_is_no_score(end):
    figures, findings = read(
        "การประเมินคุณธรรมและความโปร่งใส (ITA) พ.ศ. 2566",
        end.join(("คืบหน้า ITA 66", "IIT 75 %", "EIT 86.82 %")),
    )
    assert figures == {}
    assert "86.82" in told(findings)


def test_a_score_is_read_where_somebody_got_on():
    figures, _ = read(HEADING, "เทศบาลตำบลทุ่งสาธิตก้าวหน้าขึ้น ได้คะแนนรวม 91.20 คะแนน")
    assert figures == {(2567, "total"): "91.20"}
