"""The traps of remarks in real documents, each beside a text that is no trap."""

import pytest

RESULT = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\n\n"
REMARKS = RESULT + "ได้คะแนนรวม 88.53 คะแนน\n\nสำนักงาน ป.ป.ช. มีข้อเสนอแนะ ดังนี้\n\n"


@pytest.fixture
def remarks_of(read):
    """The remarks of a text."""

    def remarks_of(text):
        return [remark.text for remark in read(text).sheet.remarks]

    return remarks_of


# Rows split over pages


def test_a_remark_torn_by_a_page_is_one(remarks_of):
    head = f"{RESULT}ตัวชี้วัด\tคะแนน\tข้อเสนอแนะของ ป.ป.ช.\n"
    text = f"{head}การใช้อำนาจ\t71.48\t1. ควรทบทวนแผน 2. ควรรายงานผล\n\n\t\tต่อประชาชน 3. ควรประกาศ"
    assert remarks_of(text) == ["ควรทบทวนแผน", "ควรรายงานผล ต่อประชาชน", "ควรประกาศ"]


def test_remarks_of_two_rows_are_two(remarks_of):
    head = f"{RESULT}ตัวชี้วัด\tคะแนน\tข้อเสนอแนะของ ป.ป.ช.\n"
    text = f"{head}การใช้อำนาจ\t71.48\tควรทบทวนแผน\nการใช้งบประมาณ\t69.23\tควรรายงานผล"
    assert remarks_of(text) == ["ควรทบทวนแผน", "ควรรายงานผล"]


# Dash is not always a bullet


def test_a_dash_inside_a_remark_is_no_bullet(remarks_of):
    lines = "- ควรประกาศขั้นตอนการยืม - คืนของกลาง\n\n- ควรเปิดช่องทาง ถาม – ตอบ\n"
    assert remarks_of(REMARKS + lines) == [
        "ควรประกาศขั้นตอนการยืม - คืนของกลาง",
        "ควรเปิดช่องทาง ถาม – ตอบ",
    ]


def test_a_dash_before_a_line_is_a_bullet(remarks_of):
    assert remarks_of(f"{REMARKS}- ควรทบทวนแผน\n- ควรรายงานผล\n") == ["ควรทบทวนแผน", "ควรรายงานผล"]


# Numbers inside text look like numbering


@pytest.mark.parametrize("inside", ["รอบ 6 เดือน", "ปีละ 2 ครั้ง", "อย่างน้อย 2 ช่องทาง"])
def test_a_number_inside_a_remark_parts_nothing(remarks_of, inside):
    lines = f"1. ควรติดตามแผน {inside}\n2. ควรรายงานผล\n"
    assert remarks_of(REMARKS + lines) == [f"ควรติดตามแผน {inside}", "ควรรายงานผล"]


@pytest.mark.parametrize("inside", ["รอบ 6 เดือน", "ปีละ 2 ครั้ง", "อย่างน้อย 2 ช่องทาง"])
def test_a_number_inside_a_remark_on_one_line_parts_nothing(remarks_of, inside):
    lines = f"1. ควรติดตามแผน {inside} 2. ควรรายงานผล\n"
    assert remarks_of(REMARKS + lines) == [f"ควรติดตามแผน {inside}", "ควรรายงานผล"]


def test_numbers_on_one_line_part_remarks_even_without_their_dots(read):
    text = f"{REMARKS}1.ควรรายงานผล 2. ควรติดตามแผน 3 ควรทบทวนนโยบาย\n"
    remarks = [(remark.number, remark.text) for remark in read(text).sheet.remarks]
    assert remarks == [(1, "ควรรายงานผล"), (2, "ควรติดตามแผน"), (3, "ควรทบทวนนโยบาย")]


# Bad numbering


@pytest.mark.parametrize("numbers", [(1, 3), (1, 2), (3, 4)])
def test_remarks_keep_the_numbers_printed_before_them(read, numbers):
    first, second = numbers
    text = f"{REMARKS}{first}. ควรรายงานผล\n{second}. ควรติดตามแผน\n"
    assert [remark.number for remark in read(text).sheet.remarks] == [*numbers]


def test_a_list_of_the_agencys_own_plans_is_no_remark(remarks_of):
    own = REMARKS.replace("สำนักงาน ป.ป.ช. มีข้อเสนอแนะ", "เทศบาลมีแนวทาง")
    assert not remarks_of(f"{own}- ควรรายงานผล\n")
    assert remarks_of(f"{REMARKS}- ควรรายงานผล\n")


@pytest.mark.parametrize("closing", ["จึงเรียนมาเพื่อโปรดทราบ", "ข้อมูล ณ วันที่ 15 สิงหาคม 2566"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_what_follows_a_list_is_no_part_of_its_last_remark(remarks_of, closing, gap):
    assert remarks_of(f"{REMARKS}- ควรรายงานผล{gap}{closing}\n") == ["ควรรายงานผล"]


# OCR that changes meaning


def test_a_word_is_never_corrected_into_another(remarks_of):
    assert remarks_of(f"{REMARKS}- ควรตั้งกล้องรับความคิดเห็น\n") == ["ควรตั้งกล้องรับความคิดเห็น"]


def test_a_broken_letter_in_a_remark_is_mended(remarks_of):
    assert remarks_of(f"{REMARKS}- ควรด าเนินการ\n") == ["ควรดำเนินการ"]


@pytest.mark.parametrize(
    "lines",
    [
        "๓.๒ ข้อเสนอแนะของสำนักงาน ป.ป.ช.\nไฟล์ของหน่วยงานไม่มีข้อเสนอแนะของสำนักงาน ป.ป.ช.",
        "๓.๒ ข้อเสนอแนะของสำนักงาน ป.ป.ช.\nไม่พบข้อสังเกต\n๓.๓ จากจุดอ่อนสู่มาตรการ",
        "๓.๒ ข้อเสนอแนะของสำนักงาน ป.ป.ช.\n๓.๓ จากจุดอ่อนสู่มาตรการ",
        "๒.๔ สำนักงาน ป.ป.ช. มีข้อเสนอแนะรวม ๗ เรื่อง\n\n๓. ข้อพิจารณา\n\nเพื่อแก้ไขข้อที่ต่ำกว่าเกณฑ์",
        "2. ข้อเสนอแนะของสำนักงาน ป.ป.ช.\n\n3. การดำเนินงานต่อไป",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_that_there_is_none_and_the_next_section_are_no_remarks(read, lines, between):
    text = "ผลการประเมิน ITA ปี 2565\n\nคะแนนรวม 81.45\n\n" + lines.replace("\n", between)
    assert not read(text).sheet.remarks


def test_a_list_below_a_numbered_heading_is_read(read):
    text = (
        "ผลการประเมิน ITA ปี 2565\n\nคะแนนรวม 81.45\n\n2. ข้อเสนอแนะของสำนักงาน ป.ป.ช. ดังนี้\n\n"
        "1. ควรเผยแพร่แผนการใช้จ่าย\n\n2. ควรมีช่องทางร้องเรียน\n\n3. การดำเนินงานต่อไป ไม่มี\n"
    )
    assert [one.text for one in read(text).sheet.remarks][:2] == [
        "ควรเผยแพร่แผนการใช้จ่าย", "ควรมีช่องทางร้องเรียน"
    ]  # fmt: skip
