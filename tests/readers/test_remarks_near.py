"""What stands near scores in brackets, or speaks of the figures, must be understood."""

import pytest

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลบ้านหิ่งห้อย"
SCORES = "IIT 91.20\nEIT 88.10"
AGAINST = [
    "[ข้อคิดเห็น: ตัวเลขยังเป็นของที่อื่นทั้งหมด]",
    "*** เว้นเลขไว้จัดหน้าเฉย ๆ เดี๋ยวมาแก้ ***",
    "(สำเนาของปีก่อน ยังไม่ได้ปรับปรุง)",
    "ผู้จัดทำคัดลอกลงช่องปีสลับกันหลายแถว",
    "หมายเหตุ\nยกเลิกแล้ว",
    "ให้ยกเลิกประกาศฉบับก่อน",
]
HARMLESS = [
    "(นายสมมุติ ทดลองดี)",
    "(หัวหน้าสำนักปลัด)",
    "(ที่มา : ระบบ ITAS)",
    "หมายเหตุ : คะแนนทุกช่องเป็นไปตามประกาศของสำนักงาน ป.ป.ช.",
    "จึงประกาศให้ทราบ ประชาชนแจ้งผ่านช่องทางออนไลน์ได้",
    "(ชุดที่ 2) ดูภาคผนวก",
]


def certain(read, text, **given):
    return [figure.published for figure in read(text, "a.txt", **given).sheet.figures]


@pytest.mark.parametrize("line", AGAINST)
def test_what_is_not_understood_makes_candidates(read, line):
    assert certain(read, f"{TITLE}\n\n{SCORES}\n\n{line}\n") == []


@pytest.mark.parametrize("line", HARMLESS)
def test_names_posts_and_sources_leave_scores_certain(read, line):
    assert certain(read, f"{TITLE}\n\n{SCORES}\n\n{line}\n") == ["91.20", "88.10"]


def test_only_the_scores_near_a_remark_are_doubted(read):
    far = "\n".join(f"กิจกรรมที่ {number} ดำเนินการแล้ว" for number in range(30))
    last = TITLE.replace("2566", "2567")
    text = f"{TITLE}\n\n{SCORES}\n\n{far}\n\n{last}\n\nIIT 92.30\n\n[ตัวเลขสมุดเล่มเก่าของกอง]\n"
    assert certain(read, text) == ["91.20", "88.10"]


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("เปรียบเทียบเทศบาลตำบลบ้านเก่า กับ\nเทศบาลตำบลบ้านหิ่งห้อย", 0),
        ("รายงานผล\nเทศบาลตำบลบ้านหิ่งห้อย", 2),
    ],
)
def test_a_title_of_two_agencies_over_two_lines_is_of_both(read, title, count):
    text = f"{title}\nผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566\n\n{SCORES}\n"
    assert len(certain(read, text, agency="เทศบาลตำบลบ้านหิ่งห้อย")) == count


def test_the_section_of_another_agency_is_its_own(read):
    rows = "ตัวชี้วัด   คะแนน\n1. การปฏิบัติหน้าที่   90.22\n2. การใช้งบประมาณ   84.67"
    text = (
        "รายงานผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566\n\nส่วนที่ 1 เทศบาลตำบลบ้านหิ่งห้อย\n"
        f"{rows}\n\nส่วนที่ 2 องค์การบริหารส่วนตำบลบ้านเก่า\n{rows.replace('9', '8')}\n"
    )
    given = certain(read, text, agency="เทศบาลตำบลบ้านหิ่งห้อย")
    assert not {"80.22", "84.67"} - {"84.67"} & {*given}


def test_a_goal_beside_scores_makes_no_title_understood(read):
    head = "ตัวชี้วัด | คะแนน ปี 2566 | เป้าหมาย ปี 2567"
    text = f"ผลคะแนน ITA รอบแรก ปี 2566\n\n{head}\nIIT | 91.20 | 95.00\nEIT | 88.10 | 95.00\n"
    assert certain(read, text) == []
