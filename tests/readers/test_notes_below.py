"""A note below a table, or in its last row, may say that the figures above it are no results."""

import pytest

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลบ้านหิ่งห้อย"
TABLE = "แบบวัด,คะแนน\nIIT,91.20\nEIT,88.10\n"

AGAINST = [
    "หมายเหตุ: เป็นค่าเฉลี่ยของ อปท. ในจังหวัด",
    "หมายเหตุ เป็นค่าเฉลี่ยของ อปท. 12 แห่งในจังหวัด",
    "หมายเหตุ: เป็นค่าเป้าหมาย",
    "* คะแนนคาดการณ์",
    "หมายเหตุ: เป็นคะแนนของปี 2565 เพราะปี 2566 ยังไม่ประกาศ",
    "หมายเหตุ: เป็นคะแนนของเทศบาลตำบลบ้านอื่น",
    "คะแนนข้างต้นเป็นค่าประมาณการ",
    "หมายเหตุ: mock",
    "หมายเหตุ: ไม่เป็นทางการ",
    "หมายเหตุ: ผิด",
    "หมายเหตุ: T-score",
    "หมายเหตุ: คิดเป็นเต็ม 30",
    "หมายเหตุ: ตัวเลขเป็นของปี 2564",
    "หมายเหตุ: ร้อยละของผู้ตอบ",
    "* self-assessment",
    "หมายเหตุ: จัดทำโดยที่ปรึกษาจากการประเมินรอบแรก",
    "หมายเหตุ: เป็นผลของปีงบประมาณที่แล้ว",
    "หมายเหตุ: ปี 2566 ไม่ได้รับการประกาศ",
    "ที่มา: การประเมินตนเองของหน่วยงาน",
    "แหล่งข้อมูล: ทีมที่ปรึกษา",
    "หมายเหตุ: เฉลี่ย 3 ปี",
    "หมายเหตุ: สีแดง คือ คะแนนคาดการณ์",
    "คะแนนดังกล่าวถูกเพิกถอนแล้ว",
    "(เทศบาลตำบลบ้านอื่น)",
]
HARMLESS = [
    "หมายเหตุ ปี 2562 และ 2563 ไม่ได้เก็บข้อมูล",
    "หมายเหตุ: เกณฑ์ผ่าน 85 คะแนน",
    "หมายเหตุ: ค่าเฉลี่ยระดับประเทศ 81.25",
    "หมายเหตุ: สูงกว่าค่าเฉลี่ยของจังหวัด",
    "หมายเหตุ: คะแนนเป็นไปตามหลักเกณฑ์ของสำนักงาน ป.ป.ช.",
    "หมายเหตุ: สำนักงาน ป.ป.ช. ประจำจังหวัดแจ้งผล",
    "เป้าหมายปี 2567",
    "หมายเหตุ: น้ำหนักคะแนน IIT ร้อยละ 30 EIT ร้อยละ 30 OIT ร้อยละ 40",
    "หมายเหตุ: ที่มา สำนักงาน ป.ป.ช.",
    "หมายเหตุ: จัดทำโดยสำนักปลัดเทศบาล",
    "ที่มา: ดาวน์โหลดจากระบบ ITAS เมื่อวันที่ 5 ส.ค. 2566",
    "แหล่งที่มา : สำนักงานคณะกรรมการ ป.ป.ช. (itas.nacc.go.th)",
    "หมายเหตุ: มีผู้ตอบแบบวัด EIT จำนวน 120 คน",
    "หมายเหตุ: แถบสีแดง หมายถึง ประเด็นที่ได้คะแนนน้อยกว่า 85 คะแนน",
]
FORMS = {
    "last row": f"{TITLE}\n\n{TABLE}{{}}\n",
    "below": f"{TITLE}\n\n{TABLE}\n{{}}\n",
}


def scores(read, form, note):
    return [one.published for one in read(FORMS[form].format(note), "a.csv").sheet.figures]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("note", AGAINST)
def test_what_a_note_calls_something_else_is_a_candidate(read, form, note):
    assert scores(read, form, note) == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("note", HARMLESS)
def test_a_note_of_something_else_leaves_the_scores_certain(read, form, note):
    assert scores(read, form, note) == ["91.20", "88.10"]


def test_a_note_reaches_up_to_the_last_heading_of_results(read):
    text = f"{TITLE}\nIIT 91.20\n\nผลการประเมิน ITA ปี 2565\nIIT 80.20\nหมายเหตุ\nเป็นค่าเป้าหมาย\n"
    assert [one.published for one in read(text).sheet.figures] == ["91.20"]


def test_a_note_of_a_mark_is_of_what_is_marked(read):
    text = f"{TITLE}\nIIT 91.20\nEIT 88.10*\n* ค่าประมาณการ\n"
    assert [one.published for one in read(text).sheet.figures] == ["91.20"]


@pytest.mark.parametrize("words", ["mock", "ระดับจังหวัด", "รอบแรก", "ใช้ไม่ได้"])
def test_a_groups_head_and_a_lone_cell_before_the_names_must_be_understood(read, words):
    grouped = f"{TITLE}\n\nแบบวัด,{words}\nแบบวัด,คะแนน\nIIT,91.20\nEIT,88.10\n"
    beside = f"{TITLE}\n\n,แบบวัด,คะแนน\n{words},IIT,91.20\n,EIT,88.10\n"
    for text in (grouped, beside):
        assert read(text, "a.csv").sheet.figures == ()
        plain = text.replace(words, "ผลการประเมิน ITA")
        assert [figure.published for figure in read(plain, "a.csv").sheet.figures] != []


@pytest.mark.parametrize(
    ("text", "certain"),
    [
        (f"{TITLE}\nIIT* 91.20\nEIT 88.10\n* ปีก่อน\n", set()),
        (f"{TITLE}\n\nแบบวัด,คะแนนเฉลี่ย 3 ปี\nIIT,91.20\nEIT,88.10\n", set()),
        (f"{TITLE}\n\nแบบวัด,หน่วยงานประเมิน\nIIT,91.20\nEIT,88.10\n", set()),
        (f"{TITLE}\n\nแบบวัด,คะแนน\nIIT ตัวชี้วัดที่ 1,91.20\nEIT,88.10\n", {"EIT"}),
        (f"{TITLE}\n\nแบบวัด,คะแนน\nIIT,91.20\nEIT,88.10\n", {"IIT", "EIT"}),
    ],
)
def test_what_a_mark_a_count_or_a_part_says_is_heeded(read, text, certain):
    assert {figure.code for figure in read(text, "a.csv").sheet.figures} == certain


def test_a_mean_beside_years_is_of_none_of_them(read):
    rows = "IIT,80.10,90.20,85.15\nEIT,70.10,80.20,75.15\n"
    text = f"ผลการประเมิน ITA ปี 2567\n\nแบบวัด,2565,2566,เฉลี่ย\n{rows}"
    assert {figure.year for figure in read(text, "a.csv").sheet.figures} == {2565, 2566}
