"""Years above their scores, and means below all indicators; each has its twin."""

import pytest

TITLE = "ผลการประเมิน ITA สำนักงานสาธิตแห่งชาติ"
FULL = "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"
TWO = {
    ("total", 2564, "87.87"),
    ("IIT", 2564, "94.03"),
    ("total", 2565, "87.72"),
    ("IIT", 2565, "89.20"),
}


def read_of(reading):
    return {(one.code, one.year, one.published) for one in reading.sheet.figures}


@pytest.mark.parametrize(
    "year", ["ปีงบประมาณ พ.ศ. {}", "ปี {}", "1. ประจำปีงบประมาณ พ.ศ. {}", "• ปี {} :"]
)
@pytest.mark.parametrize("part", ["IIT {}", f"{FULL} : {{}}"])
def test_each_year_on_a_line_of_its_own_heads_the_scores_below_it(read, year, part):
    lines = [TITLE]
    for number, total, instrument in ((2564, "87.87", "94.03"), (2565, "87.72", "89.20")):
        lines += [year.format(number), f"คะแนนรวม {total}", part.format(instrument)]
    assert read_of(read("\n".join(lines))) == TWO


def test_one_year_twice_with_other_scores_is_a_question(read):
    lines = [TITLE]
    for total in ("87.87", "87.72"):
        lines += ["ปีงบประมาณ พ.ศ. 2565", f"คะแนนรวม {total}", "IIT 94.03"]
    reading = read("\n".join(lines))
    assert ("total", 2565, "87.72") not in read_of(reading)
    assert any("87.72" in finding.message.th for finding in reading.findings)


INDICATORS = {
    "การปฏิบัติหน้าที่": "81.67", "การใช้งบประมาณ": "97.29", "การใช้อำนาจ": "87.82",
    "การใช้ทรัพย์สินของราชการ": "95.09", "การแก้ไขปัญหาการทุจริต": "87.70", "คุณภาพการดำเนินงาน": "84.14",
    "ประสิทธิภาพการสื่อสาร": "79.75", "การปรับปรุงระบบการทำงาน": "76.63", "การเปิดเผยข้อมูล": "76.54",
    "การป้องกันการทุจริต": "94.12",
}  # fmt: skip


def a_table(mean):
    rows = [f"{name}\t{score}" for name, score in INDICATORS.items()]
    title = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2564 โรงเรียนสาธิตวิทยา"
    return "\n".join([title, "ตัวชี้วัด\tคะแนน", *rows, f"เฉลี่ย\t{mean}"])


def test_the_weighted_mean_below_all_indicators_is_the_total(read):
    assert ("total", 2564, "85.16") in read_of(read(a_table("85.16")))


def test_another_mean_below_all_indicators_is_told_and_no_total(read):
    reading = read(a_table("86.08"))
    assert {code for code, _, _ in read_of(reading)} == {str(number) for number in range(1, 11)}
    assert any(
        "86.08" in (one.quote or "") for finding in reading.findings for one in finding.places
    )


BELOW_A_CAPTION = (
    "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลดงหมู\n\n{}\n\n"
    "| รายการ | คะแนน |\n|--|--|\n| IIT | 88.50 |\n| EIT | 79.40 |\n| คะแนนรวม | 87.57 |\n"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "ปี 2565 เทศบาลได้คะแนนรวม 89.00 คะแนน",
        "เมื่อปี 2565 เทศบาลได้คะแนนรวม ๘๙.๐๐ คะแนน",
        "ปี 2565 เทศบาลได้คะแนนรวม 89.00 คะแนน ส่วนปีนี้มีรายละเอียดดังนี้",
        "ปีงบประมาณ 2565 ได้คะแนน 89.00",
    ],
)
def test_a_sentence_of_another_year_does_not_date_the_table_below(read, sentence):
    figures = read_of(read(BELOW_A_CAPTION.format(sentence), "a.md"))
    assert {("total", 2566, "87.57"), ("IIT", 2566, "88.50")} <= set(figures)


def test_a_sentence_whose_total_the_table_has_dates_it(read):
    sentence = "ปี 2565 เทศบาลได้คะแนนรวม 87.57 คะแนน"
    assert ("IIT", 2565, "88.50") in read_of(read(BELOW_A_CAPTION.format(sentence), "a.md"))
