"""What a document says of its own scores in words: read where it names whose, held against them."""

import json
from decimal import Decimal

import pytest

from prongsai.core.analysis.claims import check_claims
from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores
from prongsai.readers.scores_json import write_scores

# Ban Song's published indicators, instruments and totals of two years.
TABLE = """ผลการประเมินคุณธรรมและความโปร่งใส (ITA) เทศบาลตำบลตัวอย่าง ปีงบประมาณ พ.ศ. 2565
ตัวชี้วัด,ปี 2564,ปี 2565
การปฏิบัติหน้าที่,90.00,95.67
การใช้งบประมาณ,82.00,90.62
การใช้อำนาจ,91.00,92.88
การใช้ทรัพย์สินของราชการ,88.00,91.92
การแก้ไขปัญหาการทุจริต,87.00,94.41
คุณภาพการดำเนินงาน,84.00,81.03
ประสิทธิภาพการสื่อสาร,75.00,76.92
การปรับปรุงระบบการทำงาน,79.00,78.64
การเปิดเผยข้อมูล,93.00,94.64
การป้องกันการทุจริต,100.00,100.00
IIT,87.60,93.10
EIT,79.33,78.86
OIT,96.50,97.32
คะแนนรวม,85.26,90.52
"""
TRUE = [
    "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การป้องกันการทุจริต",
    "ตัวชี้วัดที่มีคะแนนต่ำสุด ได้แก่ ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร",
    "แบบวัดที่ได้คะแนนสูงสุด คือ แบบวัด OIT",
    "แบบวัด EIT ได้คะแนนต่ำสุด",
    # The highest of its own instrument: the sentence does not say of which.
    "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การปฏิบัติหน้าที่",
    "คะแนนรวมผ่านเกณฑ์ 85 คะแนน",
    "แบบวัด IIT ผ่านเกณฑ์ที่กำหนด",
    "แบบวัด EIT ไม่ผ่านเกณฑ์ 85",
    "ตัวชี้วัดประสิทธิภาพการสื่อสารต่ำกว่าเกณฑ์",
    "คะแนนรวมเพิ่มขึ้นจากปี 2564 จำนวน 5.26 คะแนน",
    "คะแนนรวมสูงขึ้นจากปี พ.ศ. 2564",
    "แบบวัด EIT ลดลง 0.47 คะแนน",
    "ผ่านเกณฑ์ 2 แบบวัด",
    "ไม่ผ่านเกณฑ์ 3 ตัวชี้วัด",
    "ผ่านเกณฑ์จำนวน 7 ตัวชี้วัด",
    "ตัวชี้วัดการป้องกันการทุจริต อยู่อันดับที่ 1 จากทั้งหมด 10 ตัวชี้วัด",
    "แบบวัด IIT และแบบวัด OIT ผ่านเกณฑ์ 85 คะแนน",
]
NO_CLAIMS = [
    "ข้อที่ต่ำกว่า 85 คะแนน 15 ข้อ (IIT 1 ข้อ EIT 12 ข้อ OIT 2 ข้อ)",
    "แบบวัด EIT ลดลงร้อยละ 0.59 คะแนน",
    # Of others, of goals, of the agency among agencies: nothing that the figures could tell.
    "ผลการประเมิน IIT สูงสุดในจังหวัด ได้คะแนนสูงสุดในจังหวัด",
    "เป้าหมายปีหน้า แบบวัด EIT ผ่านเกณฑ์ 85",
    "เทศบาลตำบลบ้านอื่นได้คะแนนรวมลดลง 9.99 คะแนน",
    "จำนวนตัวชี้วัดที่ไม่ผ่านเกณฑ์น้อยลง",
]
FALSE = {
    "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การใช้อำนาจ": "1",
    "ตัวชี้วัดที่มีคะแนนต่ำสุด คือ คุณภาพการดำเนินงาน": "76.92",
    "แบบวัดที่ได้คะแนนสูงสุด คือ แบบวัด IIT": "97.32",
    "แบบวัด OIT ได้คะแนนต่ำสุด": "78.86",
    "คะแนนรวมไม่ผ่านเกณฑ์ 85 คะแนน": "90.52",
    "แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน": "78.86",
    "แบบวัด EIT ผ่านเกณฑ์ที่กำหนด": "78.86",
    "ตัวชี้วัดการใช้อำนาจต่ำกว่าเกณฑ์": "92.88",
    "คะแนนรวมลดลงจากปี 2564 จำนวน 5.26 คะแนน": "85.26",
    "คะแนนรวมเพิ่มขึ้นจากปี 2564 จำนวน 6.26 คะแนน": "85.26",
    "แบบวัด EIT เพิ่มขึ้นจากปี 2564": "79.33",
    "ผ่านเกณฑ์ 3 แบบวัด": "2",
    "ไม่ผ่านเกณฑ์ 5 ตัวชี้วัด": "3",
    "ตัวชี้วัดการใช้อำนาจ อยู่อันดับที่ 2 จาก 10 ตัวชี้วัด": "5",
}


def read(sentence):
    text = f"{TABLE}\nสรุปผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\n{sentence}\n"
    sheet = read_scores(text.encode(), "สรุป.txt", Catalogue()).sheet
    assert sheet.of_year(2565)["total"].published == "90.52"
    return sheet


def found(sentence):
    return check_claims(read(sentence), Decimal(85))


@pytest.mark.parametrize("sentence", TRUE)
def test_what_the_figures_bear_out_is_read_and_is_no_finding(sentence):
    sheet = read(sentence)
    assert sheet.statements or sheet.claims
    assert found(sentence) == ()


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_what_speaks_of_no_named_score_is_no_claim(sentence):
    assert read(sentence).statements == ()
    assert found(sentence) == ()


def test_a_claim_about_figures_that_are_not_there_is_left_alone():
    text = (
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\nแบบวัด EIT ผ่านเกณฑ์ 85 คะแนน\n"
        "แบบวัด IIT ได้คะแนนสูงสุด 93.10 คะแนน"
    )
    sheet = read_scores(text.encode(), "สรุป.txt", Catalogue()).sheet
    assert len(sheet.statements) == 2
    assert check_claims(sheet, Decimal(85)) == ()


def test_statements_are_kept_in_our_own_format():
    sheet = read("แบบวัด EIT ลดลงจากปี 2564 จำนวน 0.47 คะแนน")
    data = json.dumps(write_scores(sheet), ensure_ascii=False).encode()
    again = read_scores(data, "คะแนน.json", Catalogue()).sheet
    assert again.statements == sheet.statements != ()


@pytest.mark.parametrize(("sentence", "truth"), FALSE.items())
def test_what_the_figures_contradict_is_told_with_the_truth(sentence, truth):
    (finding,) = found(sentence)
    assert finding.code in ("statement_contradicts", "count_contradicts")
    assert truth in finding.message.th
    assert truth in finding.message.en
    assert finding.places[0].quote in f"…{sentence}" or sentence[:10] in finding.places[0].quote
    assert finding.next_step
