"""What a document says of its own scores in words: read where it names whose, held against them."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from prongsai.core.analysis.claims import check_claims
from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores
from prongsai.readers.scores_json import write_scores

CASES = Path(__file__).parents[1] / "cases"
MARKS = {2564: Decimal(85), 2565: Decimal(85)}
# Ban Song's published figures of 2565; those of 2564 are made, and come to their total.
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
OIT,87.95,97.32
คะแนนรวม,85.26,90.52
"""
SENTENCES = yaml.safe_load((CASES / "claims" / "sentences.yaml").read_text("utf-8"))
# True, and read as claims: the figures bear them out.
READ = [
    "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การป้องกันการทุจริต",
    "ตัวชี้วัดที่มีคะแนนต่ำสุด ได้แก่ ตัวชี้วัดที่ 7 ประสิทธิภาพการสื่อสาร",
    "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การป้องกันการทุจริต (100.00) และต่ำสุด คือ ประสิทธิภาพการสื่อสาร",
    "แบบวัดที่ได้คะแนนสูงสุด คือ แบบวัด OIT รองลงมา คือ IIT",
    "แบบวัด EIT ได้คะแนนต่ำสุด",
    # The highest of its own instrument: the sentence does not say of which.
    "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การปฏิบัติหน้าที่",
    "คะแนนรวมผ่านเกณฑ์ 85 คะแนน",
    "แบบวัด IIT ผ่านเกณฑ์ที่กำหนด",
    "แบบวัด EIT ไม่ผ่านเกณฑ์ 85",
    "ตัวชี้วัดประสิทธิภาพการสื่อสารต่ำกว่าเกณฑ์",
    "คะแนนรวมเพิ่มขึ้นจากปี 2564 จำนวน 5.26 คะแนน",
    "คะแนนรวมสูงขึ้นจากปี พ.ศ. 2564",
    "แบบวัด EIT ได้คะแนน 78.86 คะแนน ลดลง 0.47 คะแนน จากปีก่อน",
    # In points or of the score before: a share may be either.
    "แบบวัด EIT ลดลงร้อยละ 0.59 จากปี 2564",
    "แบบวัด EIT ลดลงร้อยละ 0.47 จากปี 2564",
    "มี 3 ตัวชี้วัดที่ต่ำกว่าเกณฑ์",
    "ผ่านเกณฑ์ 2 แบบวัด",
    "ไม่ผ่านเกณฑ์ 3 ตัวชี้วัด",
    "ผ่านเกณฑ์จำนวน 7 ตัวชี้วัด",
    "แบบวัด IIT ผ่านเกณฑ์ 5 ตัวชี้วัด",
    "ผ่านเกณฑ์ร้อยละ 75 จำนวน 10 ตัวชี้วัด",
    "ทุกตัวชี้วัดได้คะแนนสูงกว่า 75 คะแนน",
]
# Each kind of words that bar a claim, around words that would be false of these figures.
BARRED = [
    "แบบวัด EIT ผ่านเกณฑ์เฉลี่ยของจังหวัด",
    "แบบวัด EIT ผ่านเกณฑ์ระดับ C",
    "แบบวัด EIT ผ่านเกณฑ์เป้าหมายที่หน่วยงานตั้งไว้",
    "แบบวัด EIT ผ่านเกณฑ์หรือไม่",
    "แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน ในปีถัดไป",
    "ควรพัฒนาให้แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
    "เพื่อให้แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
    "หากแบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
    "แบบวัด EIT จะผ่านเกณฑ์ 85 คะแนน",
    "แบบวัด EIT คาดว่าผ่านเกณฑ์ 85 คะแนน",
    "แบบวัด EIT เคยผ่านเกณฑ์ 85 คะแนน",
    "เป้าหมายปีหน้า แบบวัด EIT ผ่านเกณฑ์ 85",
    "มิได้หมายความว่าแบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
    "ตามข้อเสนอ\nแบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
    "เทศบาลตำบลบ้านอื่นได้คะแนนรวมลดลง 9.99 คะแนน",
    "เทศบาลตำบลตัวอย่างใต้ไม่ผ่านเกณฑ์ 85 คะแนน",
    "ผลการประเมิน IIT สูงสุดในจังหวัด ได้คะแนนสูงสุดในจังหวัด",
    "แบบวัด IIT ได้คะแนนสูงสุดในรอบ 5 ปี",
    "แบบวัด IIT ได้คะแนนต่ำสุดในตัวชี้วัดการใช้งบประมาณ",
    "จำนวนผู้ตอบแบบวัด IIT ลดลงจากปี 2564",
    "แบบวัด IIT มีผู้ตอบลดลงจากปี 2564",
    "การใช้งบประมาณลดลงร้อยละ 12.50 จากปี 2564",
    "จำนวนตัวชี้วัดที่ไม่ผ่านเกณฑ์น้อยลง",
    "ตัวชี้วัดที่ไม่ผ่านเกณฑ์ 5 ตัวชี้วัด เหลือ 3 ตัวชี้วัด",
    "ตั้งเป้าให้ผ่านเกณฑ์ 10 ตัวชี้วัด",
    "เทศบาลตำบลบ้านอื่น ผ่านเกณฑ์ 9 ตัวชี้วัด",
    "เกือบทุกตัวชี้วัดผ่านเกณฑ์ 85 คะแนน",
    "ไม่ใช่ตัวชี้วัดทุกตัวผ่านเกณฑ์ 85 คะแนน",
    "ตัวชี้วัดทุกตัวไม่ผ่านเกณฑ์ 85 คะแนน",
    "ตัวชี้วัดย่อยทุกตัวผ่านเกณฑ์ 85 คะแนน",
    "ควรพัฒนาตัวชี้วัดทุกตัวให้ผ่านเกณฑ์ 85 คะแนน",
    "ไม่ผ่านเกณฑ์ทุกตัวชี้วัด",
    "ในจำนวน 7 ตัวชี้วัดที่เพิ่มขึ้น มีตัวชี้วัดที่ไม่ผ่านเกณฑ์ 1 ตัวชี้วัด",
    "ในปีที่ผ่านมา แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
    "ปี 2563 และ 2564 แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน",
]
# What is said beside what the figures say.
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
    "มี 5 ตัวชี้วัดที่ต่ำกว่าเกณฑ์": "3",
    "แบบวัด IIT ผ่านเกณฑ์ 4 ตัวชี้วัด": "5",
    "ทุกตัวชี้วัดผ่านเกณฑ์ 85 คะแนน": "7",
}
# Whose sheet it is: a sentence at its head may name others.
OWN = "เทศบาลตำบลตัวอย่าง"


def read(sentence):
    text = f"{TABLE}\nสรุปผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\n{sentence}\n"
    sheet = read_scores(text.encode(), "สรุป.txt", Catalogue(), agency=OWN).sheet
    assert sheet.of_year(2565)["total"].published == "90.52"
    return sheet


def found(sentence):
    return check_claims(read(sentence), MARKS)


@pytest.mark.parametrize("sentence", READ)
def test_what_the_figures_bear_out_is_read_and_is_no_finding(sentence):
    sheet = read(sentence)
    assert sheet.statements or sheet.claims
    assert found(sentence) == ()


@pytest.mark.parametrize("sentence", BARRED)
def test_words_that_bar_a_claim_leave_nothing_to_contradict(sentence):
    assert found(sentence) == ()


@pytest.mark.few(60)
@pytest.mark.parametrize(
    "sentence", SENTENCES["harmless"] + SENTENCES["unread"] + SENTENCES["open"]
)
def test_what_is_true_or_not_read_is_never_called_false(sentence):
    assert found(sentence) == ()


@pytest.mark.parametrize("sentence", SENTENCES["wrong"])
def test_what_is_false_is_told(sentence):
    assert {one.code for one in found(sentence)} <= {"statement_contradicts", "count_contradicts"}
    assert found(sentence)


@pytest.mark.parametrize(
    "sentence", ["แบบวัด EIT ผ่านเกณฑ์ที่กำหนด", "ผ่านเกณฑ์ 3 แบบวัด", "ทุกแบบวัดผ่านเกณฑ์"]
)
def test_without_a_mark_in_the_rules_only_a_printed_one_is_held_against(sentence):
    assert check_claims(read(sentence), {}) == ()
    assert check_claims(read(sentence), MARKS)
    printed = sentence.replace("ที่กำหนด", "").replace("เกณฑ์", "เกณฑ์ 85 คะแนน")
    assert check_claims(read(printed), {})


def test_a_claim_that_names_no_year_beside_several_is_of_none_of_them():
    text = TABLE.replace(" ปีงบประมาณ พ.ศ. 2565", "") + "\n\nแบบวัด EIT ผ่านเกณฑ์ 85 คะแนน\n"
    sheet = read_scores(text.encode(), "สรุป.txt", Catalogue()).sheet
    assert len(sheet.years()) == 2
    assert check_claims(sheet, MARKS) == ()


def test_a_claim_of_no_instrument_may_be_of_the_one_named_above_it():
    heading = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"
    wrong = "ทุกตัวชี้วัดผ่านเกณฑ์ 85 คะแนน"
    assert found(f"{heading}\n{wrong}")
    assert found(f"{heading}\nแบบวัด IIT\n{wrong}") == ()
    assert found(f"{heading}\nแบบวัด EIT\n{wrong}")


def test_what_stands_around_a_sentence_is_understood_too_or_it_is_no_claim():
    wrong = "แบบวัด EIT ผ่านเกณฑ์ 85 คะแนน"
    for around in ("{}", "1. {}", "{}\n- แบบวัด OIT 97.32", "{}\nแบบวัด IIT ผ่านเกณฑ์ 85 คะแนน"):
        assert found(around.format(wrong))
    for around in ("สิ่งที่อยากเห็น\n{}", "{}\nในปีถัดไป", "{} ในปีถัดไป", "“{}”", "{}?"):
        assert found(around.format(wrong)) == ()


def test_a_score_told_in_the_sentence_that_is_not_the_documents_own_makes_it_no_claim():
    sentence = "แบบวัด EIT ได้คะแนน {} คะแนน ผ่านเกณฑ์ 85 คะแนน"
    assert found(sentence.format("78.86"))
    assert found(sentence.format("90.00")) == ()


def test_where_the_document_names_another_limit_none_without_its_number_is_the_rules_own():
    heading = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"
    wrong = f"{heading}\nแบบวัด EIT ผ่านเกณฑ์"
    assert found(wrong)
    assert found(f"เกณฑ์ที่เทศบาลกำหนด 70 คะแนน\n\n{wrong}") == ()
    assert found(f"เกณฑ์ที่เทศบาลกำหนด 70 คะแนน\n\n{wrong} 85 คะแนน")


def test_a_claim_about_figures_that_are_not_there_is_left_alone():
    text = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\nแบบวัด EIT ผ่านเกณฑ์ 85 คะแนน\nแบบวัด IIT ได้คะแนนสูงสุด"
    sheet = read_scores(text.encode(), "สรุป.txt", Catalogue()).sheet
    assert len(sheet.statements) == 2
    assert check_claims(sheet, MARKS) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "แบบวัด EIT ลดลงจากปี 2564 จำนวน 0.47 คะแนน",
        "คะแนนรวมเพิ่มขึ้นร้อยละ 6.17 จากปี 2564",
        "แบบวัด IIT ผ่านเกณฑ์ 85 คะแนน",
        "ตัวชี้วัดที่ได้คะแนนสูงสุด คือ การป้องกันการทุจริต",
    ],
)
def test_statements_are_kept_in_our_own_format(sentence):
    sheet = read(sentence)
    data = json.dumps(write_scores(sheet), ensure_ascii=False).encode()
    again = read_scores(data, "คะแนน.json", Catalogue()).sheet
    assert again.statements == sheet.statements != ()


@pytest.mark.parametrize(("sentence", "truth"), FALSE.items())
def test_what_the_figures_contradict_is_told_with_the_truth(sentence, truth):
    finding, *_ = found(sentence)
    assert finding.code in ("statement_contradicts", "count_contradicts")
    assert truth in finding.message.th
    assert truth in finding.message.en
    assert finding.places[0].quote in f"…{sentence}" or sentence[:10] in finding.places[0].quote
    assert finding.next_step


@pytest.mark.parametrize(
    ("sentence", "is_false"),
    [
        ("ตัวชี้วัดที่ได้คะแนนสูงสุด คือ ตัวชี้วัดที่ 2 การใช้งบประมาณ", True),
        ("ตัวชี้วัดที่ได้คะแนนต่ำสุด คือ ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", True),
        # 6 is of another instrument: of its own, nothing that is there outdoes 1.
        ("ตัวชี้วัดที่ได้คะแนนสูงสุด คือ ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", False),
    ],
)
def test_an_extreme_is_outdone_by_what_is_there(sentence, is_false):
    text = (
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\nตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ 92.00\n"
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ 84.00\nตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน 99.00\n"
        f"\n{sentence}\n"
    )
    sheet = read_scores(text.encode(), "สรุป.txt", Catalogue()).sheet
    assert len(sheet.statements) == 1
    assert bool(check_claims(sheet, MARKS)) is is_false
