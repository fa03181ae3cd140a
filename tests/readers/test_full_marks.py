"""Instruments beside full marks, lists of agencies with one score, limits that are no scores."""

import pytest

from prongsai.core.analysis.claims import check_claims

TITLE = "ผลการประเมิน ITA ปี 2568\n"
OUT_OF = "แบบวัด,คะแนนเต็ม,คะแนนที่ได้\nIIT,30,28.50\nEIT,30,25.40\nOIT,40,39.20\n"


def figures(reading):
    """Code and print of every figure."""
    return {(figure.code, figure.published) for figure in reading.sheet.figures}


def finding(reading, code):
    """The one finding of this code."""
    (found,) = [one for one in reading.findings if one.code == code]
    return found


IN_PERCENT = {("IIT", "95.00"), ("EIT", "84.67"), ("OIT", "98.00")}


@pytest.mark.parametrize(
    ("below", "total"), [("", set()), ("รวม,100,93.10\n", {("total", "93.10")})]
)
def test_instruments_are_read_in_percent_of_their_full_marks_and_it_is_said(read, below, total):
    reading = read(TITLE + OUT_OF + below, "a.csv")
    assert figures(reading) == IN_PERCENT | total
    told = finding(reading, "out_of_full_marks")
    assert "EIT 25.40/30" in told.message.th
    assert [place.line for place in told.places] == [3, 4, 5]


@pytest.mark.parametrize(
    "text",
    [
        OUT_OF.replace("28.50", "88.50"),  # over its marks: of a hundred, or a slip
        OUT_OF.replace("IIT,30", "IIT,20"),  # marks of no year
        OUT_OF.replace("OIT,40,39.20\n", ""),
        OUT_OF + "รวม,100,91.00\n",  # what they do not add up to
        OUT_OF + "การเปิดเผยข้อมูล,20,19.10\n",
    ],
)
def test_full_marks_that_leave_a_doubt_are_told_with_their_places(read, text):
    reading = read(TITLE + text, "a.csv")
    assert not figures(reading) & (IN_PERCENT | {("IIT", "28.50"), ("EIT", "25.40")})
    told = finding(reading, "score_not_read")
    assert {3, 4} <= {place.line for place in told.places}


LISTED = "หน่วยงาน,คะแนน\nเทศบาลตำบลหนึ่งสมมุติ,88.10\nเทศบาลตำบลสองสมมุติ,79.20\n"


@pytest.mark.parametrize("heading", ["คะแนน", "ผลคะแนน", "คะแนนประเมิน", "คะแนนที่ได้"])
def test_the_one_score_of_a_list_of_agencies_is_the_named_ones_total(read, heading):
    text = TITLE + LISTED.replace(",คะแนน", f",{heading}")
    assert figures(read(text, "a.csv", agency="เทศบาลตำบลสองสมมุติ")) == {("total", "79.20")}
    unnamed = read(text, "a.csv")
    assert not figures(unnamed)
    assert "several_agencies" in {one.code for one in unnamed.findings}


@pytest.mark.parametrize(
    "text",
    [
        LISTED,  # of nothing that is known
        "ผลการประเมินแบบวัด OIT ปี 2568\n" + LISTED,
        TITLE + LISTED.replace(",คะแนน", ",คะแนนเฉลี่ยของกลุ่ม"),
        "เป้าหมาย ITA ปี 2568\n" + LISTED,
    ],
)
def test_another_score_of_a_list_of_agencies_is_no_total(read, text):
    assert not figures(read(text, "a.csv", agency="เทศบาลตำบลสองสมมุติ"))


OWN = TITLE + "ได้คะแนน IIT 88.10 EIT 84.00 OIT 93.10\n"
TARGET = {2568: 85}


@pytest.mark.parametrize("unit", ["บาท", "ล้านบาท", "คน", "ไร่", "กิโลเมตร", "ตารางเมตร", "ครัวเรือน"])
def test_what_is_counted_in_money_people_or_measures_is_no_score(read, unit):
    fees = f"ค่าลงทะเบียน EIT 85.00 {unit}\nIIT 90.00 {unit}, OIT 95.00{unit}\n"
    assert figures(read(fees)) == set()
    assert figures(read(OWN + fees)) == {("IIT", "88.10"), ("EIT", "84.00"), ("OIT", "93.10")}
    # The same words elsewhere take no score.
    assert ("EIT", "84.00") in figures(read(f"{TITLE}ได้คะแนน EIT 84.00 คะแนน ใช้งบ 45.00 {unit}\n"))


@pytest.mark.parametrize("line", ["EIT ผ่าน 85 คะแนน", "EIT ไม่ผ่าน 85", "IIT ผ่าน 85 EIT ไม่ผ่าน 85"])
def test_a_limit_that_is_passed_or_not_is_no_score(read, line):
    assert figures(read(OWN + line)) == {("IIT", "88.10"), ("EIT", "84.00"), ("OIT", "93.10")}


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("ผ่าน 85 ทั้ง 3 แบบวัด", 1),
        ("ทุกแบบวัดผ่าน 85 คะแนน", 1),
        ("ผ่าน 85 จำนวน 3 แบบวัด", 1),
        ("ผ่าน 80 ทั้ง 3 แบบวัด", 0),
        ("ผ่าน 85 จำนวน 2 แบบวัด", 0),
        ("ผ่าน 42 ข้อ", 0),
        ("EIT ผ่าน 85 คน", 0),
    ],
)
def test_a_claim_without_a_word_for_the_limit_is_held_against_the_scores(read, claim, told):
    reading = read(OWN + claim)
    assert len(check_claims(reading.sheet, TARGET)) == told


@pytest.mark.parametrize(
    "line",
    [
        "ผลต่าง IIT 2.10 EIT 3.20",
        "ส่วนต่างจากปีก่อน IIT 2.10 EIT 3.20 OIT 1.10",
        "เพิ่มขึ้น: IIT 12.10, EIT 13.20",
        "ปีที่แล้ว IIT 90.10 EIT 89.00",
    ],
)
def test_what_leads_a_list_of_instruments_is_said_of_all_in_it(read, line):
    reading = read(TITLE + line)
    assert not figures(reading)
    assert {place.line for one in reading.findings for place in one.places} == {2}


def test_a_list_of_instruments_with_nothing_before_it_is_read(read):
    assert figures(read(TITLE + "IIT 92.10 EIT 93.20")) == {("IIT", "92.10"), ("EIT", "93.20")}


def test_a_row_that_numbers_rounds_is_no_score(read):
    rows = "แบบวัด,IIT,EIT,OIT\nครั้งที่,1,1,1\nคะแนน,88.10,79.20,93.10\n"
    own = {("IIT", "88.10"), ("EIT", "79.20"), ("OIT", "93.10")}
    assert figures(read(TITLE + rows, "a.csv")) == own


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("คะแนนรวม\t81\t45\n", ["81", "45"]),
        (TITLE + "IIT\t88\t10\n", ["88", "10"]),
        ("การปฏิบัติหน้าที่ 88.63 +6.45\nการใช้งบประมาณ 83.11 -2.61\n", ["88.63", "83.11"]),
    ],
)
def test_what_may_be_a_score_and_is_not_read_is_told_with_its_place(read, text, numbers):
    reading = read(text)
    assert not figures(reading)
    quotes = [place.quote for one in reading.findings for place in one.places if place.quote]
    assert all(any(number in quote for quote in quotes) for number in numbers)


@pytest.mark.parametrize("text", ["รวมเงิน\t81\t45\n", "จำนวนโครงการ\t12\t45\n"])
def test_two_numbers_beside_no_name_of_the_assessment_are_not_told(read, text):
    assert [one.code for one in read(text).findings] == ["no_scores"]
