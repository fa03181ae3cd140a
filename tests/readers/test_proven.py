"""What the other scores of a year prove by reckoning; each has its twin that proves nothing."""

import pytest

CAPTION = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\nเทศบาลตำบลสุขสมมุติ\n"
PARTS = "IIT 90.11\nEIT 88.90\nOIT 91.30\n"


def codes(reading):
    return {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    "line", ["> ภาพรวมทั้งหมด **90.22** → ผ่านดี", "  90.22", "สรุปของเราอยู่ที่ (90.22)"]
)
def test_a_number_that_is_the_mean_of_the_instruments_is_the_total(read, scores_of, line):
    text = f"{CAPTION}{PARTS}{line}\n"
    assert scores_of(text)["total"] == "90.22"
    assert "proven_by_the_others" in codes(read(text))


@pytest.mark.parametrize(
    "line", ["90.92", "เป้าหมาย 90.22", "คาดว่าจะได้ 90.22", "ค่าเฉลี่ยทั้งประเทศ 90.22"]
)
def test_another_number_or_a_goal_is_not(read, scores_of, line):
    text = f"{CAPTION}{PARTS}{line}\n"
    assert "total" not in scores_of(text)
    assert "proven_by_the_others" not in codes(read(text))


def test_the_level_behind_a_proven_total_is_read(read):
    reading = read(f"{CAPTION}{PARTS}ภาพรวมทั้งหมด 90.22 → ผ่านดี\n")
    assert [rating.published for rating in reading.sheet.ratings] == ["ผ่านดี"]


def test_two_numbers_that_fit_prove_neither(scores_of):
    assert "total" not in scores_of(f"{CAPTION}{PARTS}ก 90.22\nข 90.23\n")


@pytest.mark.parametrize(
    ("said", "proves"),
    [
        (
            "IIT ลดลง 1.15 เหลือ 90.11 ส่วน EIT ลดลง 4.08 เหลือ 88.90 และ OIT เพิ่มขึ้น 2.50 เป็น 91.30",
            True,
        ),
        (
            "IIT ลดลง 1.15 เหลือ 90.11 ส่วน EIT ลดลง 4.08 เหลือ 88.90 และ OIT เพิ่มขึ้น 2.50 เป็น 93.30",
            False,
        ),
        ("เป้าหมาย IIT เป็น 90.11 ส่วน EIT เป็น 88.90 และ OIT เป็น 91.30", False),
    ],
)
def test_instruments_that_come_to_the_total_are_read(scores_of, said, proves):
    told = scores_of(f"{CAPTION}คะแนนรวม 90.22 คะแนน\n\n{said}\n")
    assert told["total"] == "90.22"
    assert (told.keys() >= {"IIT", "EIT", "OIT"}) is proves


def test_numbers_that_only_fit_each_other_prove_nothing(read):
    """Examples, goals and other agencies' scores fit each other as well."""
    said = "IIT เหลือ 90.11 ส่วน EIT เหลือ 88.90 และ OIT เหลือ 91.30 เท่ากับ 90.22"
    text = f"ITA 2567\nตัวเลขของหน่วยงาน ก : {said}\n"
    assert "proven_by_the_others" not in codes(read(text))


def passed_over(read, text, name="a.txt", **given):
    found = [f for f in read(text, name, **given).findings if f.code == "numbers_passed_over"]
    return [place.quote or "" for finding in found for place in finding.places]


def test_a_decimal_beside_words_of_the_assessment_that_is_not_read_is_told(read):
    text = f"{CAPTION}คะแนนรวม 90.22 คะแนน\nIIT ของปีนี้ทำได้ราว ๆ 77.77\n"
    assert any("77.77" in quote for quote in passed_over(read, text))


@pytest.mark.parametrize(
    "line",
    [
        "เป้าหมาย 95.55",
        "ค่าเฉลี่ยทั้งประเทศ 88.88",
        "ไม่น้อยกว่า 85.55 คะแนน",
        "เพิ่มขึ้น 12.34",
        "เวลา 09.30 น.",
    ],
)
def test_what_is_known_to_be_no_score_is_not(read, line):
    assert not passed_over(read, f"{CAPTION}คะแนนรวม 90.22 คะแนน\n{line}\n")


def test_tables_that_have_nothing_to_do_with_it_are_not_told(read):
    table = "รายการ,ร้อยละ\nความพึงพอใจต่อการให้บริการ,92.40\nการเบิกจ่ายงบประมาณ,88.10\n"
    assert not passed_over(read, table, "a.csv")


def test_other_agencies_of_a_table_are_not_told(read):
    table = (
        "ผลคะแนน ITA ปี 2567\nหน่วยงาน,คะแนนรวม,IIT\nเทศบาลตำบลสุขสมมุติ,90.22,91.10\n"
        "เทศบาลตำบลเศร้าสมมุติ,80.11,82.30\n"
    )
    assert not passed_over(read, table, "a.csv", agency="เทศบาลตำบลสุขสมมุติ")


INDICATORS = (
    "1. การปฏิบัติหน้าที่ 92.82\n2. การใช้งบประมาณ 86.53\n3. การใช้อำนาจ 90.12\n"
    "4. การใช้ทรัพย์สินของราชการ 86.43\n5. การแก้ไขปัญหาการทุจริต 89.35\n6. คุณภาพการดำเนินงาน 90.79\n"
    "7. ประสิทธิภาพการสื่อสาร 89.40\n8. การปรับปรุงการทำงาน 88.53\n9. การเปิดเผยข้อมูล 85.87\n"
    "10. การป้องกันการทุจริต 79.62\n"
)


@pytest.mark.parametrize(
    "line", ["คะแนน {}", "คะแนนภาพรวมหน่วยงานวิทยาลัยสมมุติ : {} คะแนน", "ได้ทั้งสิ้น {} คะแนน"]
)
def test_where_nothing_names_the_assessment_the_mean_of_all_indicators_is_the_total(
    read, scores_of, line
):
    head = "ผลการประเมินภาพรวม\nวิทยาลัยสมมุติ\n"
    text = f"{head}{line.format('86.69')}\n{INDICATORS}"
    assert scores_of(text, year=2566)["total"] == "86.69"
    assert "proven_by_the_others" in codes(read(text, year=2566))
    other = f"{head}{line.format('71.35')}\n{INDICATORS}"
    assert "total" not in scores_of(other, year=2566)
    told = [one for one in read(other, year=2566).findings if one.code == "numbers_passed_over"]
    assert "71.35" in told[0].message.th


def test_a_mean_of_the_country_or_a_goal_beside_all_indicators_proves_nothing(scores_of):
    for words in ("คะแนนเป้าหมาย 86.69", "คะแนนเฉลี่ยทั้งประเทศ 86.69", "คาดว่าจะได้คะแนน 86.69"):
        assert "total" not in scores_of(f"ผลการประเมิน\n{words}\n{INDICATORS}", year=2566)
