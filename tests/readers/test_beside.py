"""What stands beside scores, in rows among them and right below them must be understood."""

import pytest

AGENCY = "เทศบาลตำบลบ้านหิ่งห้อย"
TITLE = f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 {AGENCY}"
TABLE = "แบบวัด,คะแนน\nIIT,91.20\nEIT,88.10\n"
ALL = ["91.20", "88.10"]

# The head of a column, what it says of a result, and what takes a score of the same row back.
CELLS = [
    ("ระดับ", "ผ่าน", "รอประกาศ"),
    ("ระดับ", "A", "เป้าหมาย"),
    ("ข้อสังเกต", "ควรเผยแพร่แผนให้ครบ", "ประมาณการ"),
    ("ข้อเสนอแนะ", "ปรับปรุงเว็บไซต์", "(ร่าง)"),
    ("ผลต่าง", "เพิ่มขึ้น 1.20", "คาด +3.10"),
    ("จำนวนผู้ตอบ", "120 คน", "ยังไม่สำรวจ"),
    ("วันที่ประกาศ", "1 ส.ค. 66", "รอ ป.ป.ช."),
    ("ผู้รับผิดชอบ", "กองคลัง", "ทต. ประเมินเอง"),
    ("ผู้ให้คะแนน", "สำนักงาน ป.ป.ช.", "งานนิติการ"),
    ("หลักฐาน", "ประกาศ ป.ป.ช.", "ไม่มี (ทำเอง)"),
    ("ที่มาของคะแนน", "สำนักงาน ป.ป.ช.", "สมการถดถอยเชิงเส้นจากข้อมูลสองปีก่อนหน้า"),
    ("อันดับในจังหวัด", "5", "5 (ตั้งใจ)"),
    ("ชุด", "A-12", "DRAFT-2"),
]
ROWS = [
    "วิธี,ลองคิดกันเอง",
    "จัดทำ,โดย,ที่ปรึกษา,(ร่าง)",
    "เฉลี่ยจาก 12 ทต.,",
    "คะแนนรวมจริง,84.40",
]
LINES = [
    "ปล. ยังไม่ใช่ตัวจริงนะครับ",
    "ทั้งหมดเป็นค่ากลางของ 8 ทต. ในอำเภอ",
    "ผลข้างบนของปี 2565",
    "ข้อสังเกต: เป็นคะแนนที่ ทต. ให้ตนเอง",
    "Peer group: 12 small municipalities",
    "หมายเหตุ: คะแนนข้างต้นเป็นค่าเป้าหมาย ผลจริงได้เพียง 84.40",
    "หมายเหตุ\n\n1. เป็นคะแนนที่คาดไว้",
    "หมายเหตุ: เกณฑ์ผ่าน 85 คะแนน\n2. ใช้คะแนนของ ทต.บ้านใหม่แทน",
]
COMPARED = [
    "ตัวชี้วัดที่ 10 การป้องกันการทุจริต,รอผล",
    "LPA,81.20",
    "ระดับ,ผ่าน",
    "เป้าหมาย,90.00",
    "เกณฑ์ผ่าน,85",
    "ค่าเฉลี่ยจังหวัด,84.00",
    "ผลต่าง,+3.20",
    "คะแนนสูงสุด,95.00",
    "ส่วนเบี่ยงเบนมาตรฐาน,2.31",
    "จำนวนผู้ตอบ IIT,45",
]
HARMLESS = [
    "จุดแข็ง: การปฏิบัติหน้าที่",
    "ข้อมูลพื้นฐาน",
    "จึงประกาศให้ทราบโดยทั่วกัน",
    "คะแนนดังกล่าวสูงกว่าปีที่ผ่านมา",
    "ผลคะแนนดังกล่าวอยู่ในระดับผ่านดี",
    "ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร",
    "เป้าหมายปี 2567",
    "จำนวนผู้เข้าชม 120 คน",
]


def certain(read, text, name="a.csv"):
    return [figure.published for figure in read(text, name).sheet.figures]


@pytest.mark.parametrize(("head", "plain", "against"), CELLS)
def test_a_cell_beside_a_score_that_is_not_understood_makes_a_candidate(read, head, plain, against):
    text = f"{TITLE}\n\nแบบวัด,คะแนน,{head}\nIIT,91.20,{plain}\nEIT,88.10,{{}}\n"
    assert certain(read, text.format(plain)) == ALL
    assert certain(read, text.format(against)) == ALL[:1]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_without_a_score_must_be_understood_and_is_quoted(read, row):
    reading = read(f"{TITLE}\n\n{TABLE}{row}\n", "a.csv")
    assert not reading.sheet.figures
    assert {candidate.published for candidate in reading.candidates} >= set(ALL)
    assert [finding.code for finding in reading.findings if "underst" in finding.code]


@pytest.mark.parametrize("row", COMPARED)
def test_a_row_of_something_else_leaves_scores_certain(read, row):
    assert certain(read, f"{TITLE}\n\n{TABLE}{row}\n") == ALL


@pytest.mark.parametrize("line", LINES)
def test_a_short_line_right_below_scores_must_be_understood(read, line):
    assert certain(read, f"{TITLE}\n\nIIT 91.20\nEIT 88.10\n\n{line}\n", "a.txt") == []


@pytest.mark.parametrize("line", HARMLESS)
def test_headings_and_words_of_results_below_leave_scores_certain(read, line):
    assert certain(read, f"{TITLE}\n\nIIT 91.20\nEIT 88.10\n\n{line}\n", "a.txt") == ALL


@pytest.mark.parametrize(
    ("head", "rows", "codes"),
    [
        ("แบบวัด,จำนวน,ร้อยละ", "IIT,32,80.00\nEIT,75,75.00\n", set()),
        ("แบบวัด,จำนวนข้อ,คะแนน", "IIT,30,80.00\nEIT,15,75.00\n", {"IIT", "EIT"}),
        ("แบบวัด,คะแนน", "IIT,91.20\nEIT e1-e3,88.10\nOIT o1-o9,95.00\n", {"IIT"}),
        ("ตำบล,คะแนนรวม", "บ้านใหม่,91.79\n", set()),
        ("ผู้มีส่วนได้ส่วนเสีย,IIT", "สำนักปลัด,91.79\nคะแนนรวม,90.95\n", set()),
    ],
)
def test_shares_parts_and_places_are_no_scores_of_the_whole(read, head, rows, codes):
    figures = read(f"{TITLE}\n\n{head}\n{rows}", "a.csv").sheet.figures
    assert {figure.code for figure in figures} == codes


def test_the_own_mayor_is_the_own_agency(read):
    letter = f"เรียน นายก{AGENCY.replace('เทศบาล', 'เทศมนตรี')}"
    text = f"{TITLE}\n{letter}\n\nIIT 91.20\nEIT 88.10\n"
    assert certain(read, text, "a.txt") == ALL
    other = text.replace(letter, "เรียน นายกเทศมนตรีตำบลบ้านอื่น")
    assert certain(read, other, "a.txt") == []


@pytest.mark.parametrize("head", ["ข้อ", "ลำดับ"])
def test_numbers_beside_instruments_count_the_rows(read, head):
    rows = "1,IIT,91.20\n2,EIT,88.10\n"
    assert certain(read, f"{TITLE}\n\n{head},แบบวัด,คะแนน\n{rows}") == ALL
    assert certain(read, f"{TITLE}\n\n{head},แบบวัด,คะแนน\n{rows.replace('EIT', 'IIT')}") == []
