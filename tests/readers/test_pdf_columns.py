"""Two columns of running text on one page are read one after the other; tables stay tables."""

import pytest

from prongsai.readers.pdf import read_pdf

FILL = (
    "ด้านการพัฒนาโครงสร้างพื้นฐาน เทศบาลได้ก่อสร้างถนนคอนกรีตเสริมเหล็ก จำนวน 12 สาย ระยะทางรวม 8.45 กิโลเมตร"
    " ใช้งบประมาณ 18.75 ล้านบาท ประชาชนมีความพึงพอใจร้อยละ 91.20 และเบิกจ่ายได้ร้อยละ 96.31 ของงบประมาณทั้งหมด"
    " ส่วนด้านการศึกษา ศูนย์พัฒนาเด็กเล็กผ่านการประเมินมาตรฐานตามที่กำหนด"
)
RESULT = (
    "เทศบาลตำบลทุ่งสาธิต เข้ารับการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
    " ประจำปีงบประมาณ พ.ศ. 2565 ได้คะแนนรวม 88.00 คะแนน โดยแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"
    " ได้คะแนน 92.02 คะแนน แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก (EIT) ได้คะแนน 84.91 คะแนน"
    " และแบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT) ได้คะแนน 87.30 คะแนน"
)
SCORES = {"total": "88.00", "IIT": "92.02", "EIT": "84.91", "OIT": "87.30"}
GOAL = (
    "เป้าหมายของแผน ผลการประเมิน ITA ของเทศบาลตำบลทุ่งสาธิต ต้องได้คะแนนไม่น้อยกว่า 90.00 คะแนน ภายในปี 2568"
    " และคาดว่าในปี 2567 จะได้คะแนนไม่ต่ำกว่า 88.50 คะแนน ขณะที่ค่าเฉลี่ยของจังหวัดปี 2565 อยู่ที่ 87.10 คะแนน"
)


def a_page(body, height=20, settings="justify: false"):
    return (
        f"#set page(width: 19cm, height: {height}cm, margin: 1.5cm)\n"
        f'#set text(font: "Sarabun", size: 11pt)\n#set par({settings})\n{body}'
    )


@pytest.mark.parametrize("height", [6.5, 7, 7.5, 8, 8.5, 9])
@pytest.mark.parametrize("settings", ["justify: false", "justify: true"])
def test_a_sentence_that_ends_a_column_goes_on_in_the_next(known_of, typst_pdf, height, settings):
    body = f"= รายงานประจำปี 2565 เทศบาลตำบลทุ่งสาธิต\n#columns(2)[{FILL}\n\n{RESULT}]"
    found = known_of(typst_pdf(a_page(body, height, settings)), "a.pdf")
    assert {code: found.get(code) for code in SCORES} == {c: {one} for c, one in SCORES.items()}


@pytest.mark.parametrize("height", [6.5, 7, 7.5, 8, 9])
def test_what_governs_a_number_may_stand_in_the_other_column(scores_of, typst_pdf, height):
    body = f"= แผนปฏิบัติการ เทศบาลตำบลทุ่งสาธิต\n#columns(2)[{FILL}\n\n{GOAL}]"
    assert scores_of(typst_pdf(a_page(body, height)), "a.pdf") == {}


@pytest.mark.parametrize("height", [7, 8, 9, 10])
def test_lines_are_counted_from_column_to_column(typst_pdf, height):
    extract = read_pdf(typst_pdf(a_page(f"#columns(2)[{FILL}\n\n{FILL}]", height)), "a")
    texts = [block.text.replace(" ", "") for block in extract.blocks]
    assert "".join(texts).replace("\n", "") == (FILL * 2).replace(" ", "")
    assert extract.blocks[0].place.line == 1


def test_a_table_of_names_and_remarks_is_no_page_of_two_columns(scores_of, typst_pdf):
    rows = ", ".join(
        f"[{name}], [ควรเผยแพร่ข้อมูลให้ครบถ้วนตามที่กำหนดไว้ทุกไตรมาส], [{score}]"
        for name, score in (("IIT", "92.02"), ("EIT", "84.91"), ("OIT", "87.30"))
    )
    title = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 เทศบาลตำบลทุ่งสาธิต"
    table = f"#table(columns: (2cm, 6cm, 3cm), stroke: none, [แบบวัด], [ข้อเสนอแนะ], [คะแนน], {rows})"
    found = scores_of(typst_pdf(a_page(f"{title}\n\n{table}")), "a.pdf")
    assert found == {part: SCORES[part] for part in ("IIT", "EIT", "OIT")}
