"""Words that lead to a number: what published results do not have is asked about or refused."""

import pytest
from tests.growth import in_proportion

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

HEAD = "เทศบาลตำบลบางตัวอย่าง\nรายงานผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n"
# These speak of the file as a whole.
OF_THE_FILE = {"year_from_names", "no_scores", "items_missing", "total_missing"}


def read(text, **given):
    return read_scores((HEAD + text).encode(), "a.txt", Catalogue(), draft=True, **given)


def figures(text):
    return {(one.year, one.code): one.published for one in read(text).sheet.figures}


@pytest.mark.parametrize(
    "text",
    [
        "คะแนน ITA ปี 2566 เพิ่มขึ้นจากปีก่อน 12.50 คะแนน",
        "คะแนน ITA ปี 2566 สูงกว่าปีก่อนอยู่ 12.50 คะแนน",
        "ผลต่างคะแนน ITA ปี 2566 เท่ากับ 12.50 คะแนน",
        "คะแนน ITA ปี 2566 พัฒนาขึ้น 12.50 คะแนน",
        "คะแนน ITA ปี 2566 ห่างจากเป้า 12.50 คะแนน",
        "เกณฑ์ขั้นต่ำของการประเมิน ITA ปี 2566 คือ 85.00 คะแนน",
        "KPI ปี 2566 กำหนดคะแนน ITA 90.00 คะแนน",
        "ตามคำรับรองการปฏิบัติราชการ คะแนน ITA ปี 2566 ระดับ 5 เท่ากับ 95.00 คะแนน",
        "คะแนน ITA ที่ต้องการ ปี 2566 คือ 90.00 คะแนน",
        "คะแนน ITA ตามแผน ปี 2566 คือ 90.00 คะแนน",
        "คะแนน ITA ตาม MOU คือ 90.00 คะแนน",
        "คะแนน ITA ที่ สถ. กำหนด 90.00 คะแนน",
        "เป้าประสงค์: คะแนน ITA ปี 2566 90.00 คะแนน",
        "คะแนน ITA ปี 2566 ควรเป็น 88.10 คะแนน",
        "ร่างผลคะแนน ITA ปี 2566 อยู่ที่ 92.86 คะแนน",
        "ประมาณการคะแนน ITA ปี 2566 92.86 คะแนน",
        "สมมติว่าคะแนน ITA ปี 2566 ได้ 92.86 คะแนน",
        "ตัวอย่างเช่น คะแนน ITA ปี 2566 ได้ 92.86 คะแนน",
        "คะแนน ITA ปี 2566 ไม่ใช่ 88.10 คะแนน",
        "ผลคะแนน ITA ปี 2566 อย่างไม่เป็นทางการ 92.86 คะแนน",
        "คณะทำงานประเมินตนเองได้คะแนน ITA 92.86 คะแนน",
        "ปีก่อนหน้านี้ได้คะแนน ITA 88.10 คะแนน",
        "คะแนน ITA เฉลี่ย 5 ปี (2562-2566) เท่ากับ 88.10 คะแนน",
        "คะแนน ITA เฉลี่ยสะสม 88.10 คะแนน",
        "ค่ามัธยฐานคะแนน ITA 88.10 คะแนน",
        "คะแนนเต็มของ ITA ปี 2566 คือ 100 คะแนน",
        "น้ำหนักของ OIT คือ 40.00 คะแนน ในปี 2566",
        "IIT ≥ 90.00",
        "OIT ตั้งแต่ 90.00",
        "IIT เป้า 90.00",
        "IIT คาดว่า 90.00",
        "IIT ปี 65",
        "2.1 IIT\n2.2 EIT\n2.3 OIT\n2.4 คะแนนรวม",
        "IIT 09.30 น.",
        "OIT ภายใน 30.04",
        "OIT เผยแพร่แล้ว 38 จาก 43",
        "IIT เก็บแล้ว 88.10%",
        "IIT ▲ 3.20",
        "EIT ขาด 4.30 คะแนน",
        "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ หน้า 32",
        "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ น้ำหนัก 10.00",
        "กระทรวงมหาดไทยได้คะแนน ITA ปี 2566 เท่ากับ 90.19 คะแนน",
        "คะแนน ITA ปี 2566 ของกรมส่งเสริมการปกครองท้องถิ่น เท่ากับ 90.19 คะแนน",
        "เทศบาลข้างเคียงได้คะแนน ITA 90.19 คะแนน",
        "คะแนน ITA ของโรงเรียนในสังกัด ได้ 85.00 คะแนน",
        "โรงพยาบาลตัวอย่าง ได้คะแนน ITA 85.00 คะแนน",
        "คะแนน ITA กลุ่มจังหวัด 85.00 คะแนน",
        "คะแนน ITA ของเทศบาลตำบลทั้งหมดเฉลี่ย 88.10 คะแนน",
        "กระทรวงมหาดไทย ได้คะแนน IIT 80.10 EIT 88.10 OIT 91.00",
        "ผลการประเมิน ITA ระดับประเทศ ปี 2566 ค่าเฉลี่ย 90.19 คะแนน\nIIT 90.11\nEIT 88.11\nOIT 91.00",
        "ระดับประเทศ\nIIT 80.10\nEIT 88.10\nOIT 91.00\nเทศบาล\nคะแนนรวม 77.70",
        "จังหวัดสมมุติ ผลการประเมิน ITA ปี 2566 ภาพรวมจังหวัด 91.22 คะแนน",
        "ข้อที่ได้คะแนนน้อยที่สุดคือการแก้ไขปัญหาการทุจริตที่ค้างอยู่ (42.60 คะแนน)",
        "การใช้งบประมาณอย่างคุ้มค่า (42.60 คะแนน)",
        "การใช้อำนาจของผู้บังคับบัญชาในการมอบหมายงาน (42.60 คะแนน)",
        "การปฏิบัติหน้าที่ตามเวลา (42.60 คะแนน)",
        "การเปิดเผยข้อมูลพื้นฐาน (42.60 คะแนน)",
        "คุณภาพการดำเนินงานด้านสาธารณสุข (42.60 คะแนน)",
        "การปรับปรุงระบบการทำงานของเว็บไซต์ (42.60 คะแนน)",
        "IIT 81:45",
        "IIT 81'45",
        "EIT 81.4S",
        "IIT 81.\n45",
        "IIT 81\n.45",
        "IIT 81.4\x005",
        "IIT 81.4\ue0005",
        "EIT 81.4�5",
        "คะแนนรวม 81\x0b.45",
        "รายงานระดับบิ๊ก โว! คะแนน 96.02 คั่วที่ 2 จาก 20 กระทรวง",
        "ภาพรวมผลการประเมินรายกระทรวง มท. โดยมีคะแนนเฉลี่ย 96.02",
        "ในภาพรวมระดับประเทศพบว่า มีค่าคะแนนเฉลี่ยอยู่ที่ 90.19 คะแนน",
        "สรุปผลการประเมินภาพรวมระดับประเทศ โดยมีคะแนนเฉลี่ยภาพรวม ๘๑.๒๕ คะแนน",
        "หน่วยงานที่มีคะแนนผลการประเมินในระดับ 85 คะแนนหรือระดับผ่านขึ้นไป",
        "มีหน่วยงานเข้าร่วม 8,303 หน่วยงาน โดยมีคะแนนเฉลี่ย 87.57 คะแนน",
        "ในภาพรวมของประเทศ ได้คะแนน 87.57 คะแนน",
        "อปท.ในจังหวัดเชียงใหม่ 211 แห่ง มีคะแนนเฉลี่ย 87.57 คะแนน",
        "อันดับ 1 คือ เทศบาลตำบลท่าศาลา ได้คะแนน 97.96 คะแนน",
        "จ.กาญจนบุรี ได้คะแนน ITA ปีนี้ ร้อยละ 58.13 ปี 2564 ได้ 91.10 จ.นราธิวาส ในปีนี้มีผล ITA ร้อยละ 74.57",
        "หน่วยงานที่มีผลการประเมินสูงสุด คือ “สำนักงานเลขาธิการสภาผู้แทนราษฎร” มีผลการประเมิน 97.46 คะแนน",
        "เครื่องมือ EIT ส่วนที่ 1 ได้ 79.40 คะแนน",
        "ด้านตัวชี้วัดการป้องกันทุจริต ได้ที่โหล่ มีคะแนนแค่ 81.25 คะแนน",
        "แบบวัด EIT ลดลงจากปีก่อน 10.47 คะแนน",
        "OIT ได้คะแนนสูงกว่า IIT อยู่ 4.22 คะแนน",
        "EIT สูงกว่าปีที่แล้ว 10.82 คะแนน",
        "คะแนนรวม 75.62 ปรับเป็น 81.45",
        "คะแนนรวม 75.62 (แก้ไขเป็น 81.45)",
        "คะแนนรวม ก่อน 75.62 หลัง 81.45",
        "คะแนนรวม ร่าง 75.62 จริง 81.45",
        "คะแนนรวม 75.62 หรือ 81.45",
        "คะแนนรวม 75.62 อุทธรณ์ 81.45",
        "คะแนนรวม ได้ 75.62 แต่ประกาศ 81.45",
        "คะแนนรวม ~~75.62~~ 81.45",
        "คะแนนรวม 75.62 -> 81.45",
    ],
)
def test_no_figure_of_words_that_results_do_not_have_is_read_in_silence(text):
    reading = read(text)
    told = " ".join(
        finding.message.th + (place.quote or "")
        for finding in reading.findings
        if finding.code not in OF_THE_FILE
        for place in finding.places
    )
    assert [one.published for one in reading.sheet.figures if one.published not in told] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("คะแนน ITA ปี 2566 เท่ากับ 92.50 คะแนน", {(2566, "total"): "92.50"}),
        ("เทศบาลตำบลบางตัวอย่าง ได้คะแนน ITA 92.50 คะแนน อยู่ในระดับ ผ่านดี", {(2566, "total"): "92.50"}),
        ("ผลการประเมินฯ ITA ที่ 93.79 คะแนน", {(2566, "total"): "93.79"}),
        (
            "คะแนนรวม 92.50 คะแนน สูงกว่าปี 2565 ซึ่งได้ 85.10 คะแนน",
            {(2566, "total"): "92.50", (2565, "total"): "85.10"},
        ),
        (
            "IIT 90.10 คะแนน EIT 88.20 คะแนน และ OIT 91.00 คะแนน ตามลำดับ",
            {(2566, "IIT"): "90.10", (2566, "EIT"): "88.20", (2566, "OIT"): "91.00"},
        ),
        ("การใช้งบประมาณของหน่วยงาน ได้ 91.20 คะแนน", {(2566, "2"): "91.20"}),
        (
            "รองลงมาคือ การเปิดเผยข้อมูล ได้ 90.00 คะแนน จุดอ่อนคือ การใช้อำนาจ (81.20 คะแนน)",
            {(2566, "9"): "90.00", (2566, "3"): "81.20"},
        ),
    ],
)
def test_what_results_are_told_in_is_read_and_not_asked_about(text, expected):
    reading = read(text)
    assert {(one.year, one.code): one.published for one in reading.sheet.figures} == expected
    assert "wording_not_understood" not in {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    "text",
    [
        "การใช้งบประมาณอย่างคุ้มค่า (42.60 คะแนน)",
        "การแก้ไขปัญหาการทุจริตที่ค้างอยู่ (42.60 คะแนน)",
        "คะแนนรวม 75.62 ปรับเป็น 81.45",
        "คะแนนรวม 75.62 -> 81.45",
        "IIT 81:45",
        "IIT 81.\n45",
        "IIT 09.30 น.",
        "OIT เผยแพร่แล้ว 38 จาก 43",
    ],
)
def test_what_is_another_thing_or_a_question_is_not_read(text):
    assert figures(text) == {}


def test_the_words_are_quoted_with_each_score_they_lead_to():
    reading = read("กระทรวงตัวอย่าง ได้คะแนน IIT 80.10 EIT 88.10")
    (found,) = [one for one in reading.findings if one.code == "wording_not_understood"]
    assert "กระทรวงตัวอย่าง" in found.message.th
    assert len(found.places) == 2
    assert found.next_step is not None


@pytest.mark.parametrize(
    ("document", "name", "year"),
    [
        ("code,year,score\ntotal,2023,81.45\n", "a.csv", 2566),
        ("เทศบาลตำบลตัวอย่าง\nผลการประเมิน ITA ปี ค.ศ. 2023\nคะแนนรวม 81.45", "a.txt", 2566),
        ("เทศบาลตำบลตัวอย่าง\nผลการประเมิน ITA ปีงบประมาณ 2023\nคะแนนรวม 81.45", "a.txt", 2566),
        ("เทศบาลตำบลตัวอย่าง\nผลการประเมิน ITA FY66\nคะแนนรวม 81.45", "a.txt", 2566),
        ("ผลการประเมิน ITA ปี 2565/2566\nคะแนนรวม 81.45", "a.txt", None),
    ],
)
def test_years_of_the_common_era_and_short_ones(document, name, year):
    reading = read_scores(document.encode(), name, Catalogue(), draft=True)
    assert [(one.year, one.published) for one in reading.sheet.figures] == [(year, "81.45")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "อบต.ตัวอย่าง ได้คะแนน 88.58 ระดับ ผ่าน จากการประเมินคุณธรรมและความโปร่งใส (ITA) ปี 2566",
            {(2566, "total"): "88.58"},
        ),
        (
            "ตามที่ประเมินคุณธรรมและความโปร่งใส (ITA) ปี 2567 แล้วนั้น\n\nอบต.ตัวอย่าง ได้คะแนนจำนวน 77.70",
            {(2567, "total"): "77.70"},
        ),
    ],
)
def test_a_score_is_read_whose_assessment_is_named_behind_it_or_above(text, expected):
    reading = read_scores(text.encode(), "a.txt", Catalogue(), draft=True)
    assert {(one.year, one.code): one.published for one in reading.sheet.figures} == expected


def test_a_table_of_years_pasted_cell_by_cell_is_made_whole():
    cells = "ตัวชี้วัด/ปี 2565/ปี 2566/1./การปฏิบัติหน้าที่/88.52/95.21/2./การใช้งบประมาณ/74.70/92.11"
    assert figures("ผลการประเมิน ITA\n" + cells.replace("/", "\n")) == {
        (2565, "1"): "88.52",
        (2566, "1"): "95.21",
        (2565, "2"): "74.70",
        (2566, "2"): "92.11",
    }


def test_cells_that_fit_no_such_table_give_nothing_to_another_year():
    cells = "ตัวชี้วัด/ปี 2565/ปี 2566/การปฏิบัติหน้าที่/88.52/การใช้งบประมาณ/74.70/92.11"
    assert figures("ผลการประเมิน ITA\n" + cells.replace("/", "\n")) == {}


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "ตัวชี้วัดที่ 4 การใช้ทรัพย์สินของราชการ ได้ 81.45 คะแนน ",
        "o1 ได้ 81.45 คะแนน ",
        "81.45 → ",
        "คะแนน (81.45) ",
    ],
)
def test_many_scores_in_one_line_take_time_in_proportion(text):
    assert in_proportion(lambda count: read(text * count), 500, 2_000)


@pytest.mark.parametrize("code", ["total", "IIT", "1", "9.1", "o5"])
@pytest.mark.parametrize(
    "typed", ["1e2", "NaN", "N/A", "-", "8 8.45", "ND", "?", "4.07/5", "รอตรวจ"]
)
def test_a_row_whose_score_cannot_be_read_is_told(code, typed):
    sheet = f"code,score\nEIT,88.20\nOIT,90.31\n{code},{typed}\n"
    reading = read_scores(sheet.encode(), "a.csv", Catalogue(), year=2566)
    told = [one for one in reading.findings if one.code in ("score_not_read", "no_score_printed")]
    assert code in told[0].message.th
    assert {one.code for one in reading.sheet.figures} == {"EIT", "OIT"}


@pytest.mark.parametrize("code", ["ind11", "11", "XIT", "9.6", "10.9"])
@pytest.mark.parametrize("typed", ["88.00", "1e2"])
def test_a_code_that_the_year_does_not_have_is_told(code, typed):
    sheet = f"code,score\nEIT,88.20\nOIT,90.31\n{code},{typed}\n"
    reading = read_scores(sheet.encode(), "a.csv", Catalogue(), year=2566)
    told = {one.code: one.message.th for one in reading.findings}
    assert code in told.get("code_not_known", told.get("score_not_read", ""))
    assert {one.code for one in reading.sheet.figures} == {"EIT", "OIT"}
