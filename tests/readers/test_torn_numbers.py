"""Numbers of sentences that a space or a wrong letter broke: neither half is read as the score."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลบ้านเรา"


def read(line):
    return read_scores(f"{TITLE}\n{line}\n".encode(), "a.txt", Catalogue())


def figures(reading):
    return {one.code: one.published for one in reading.sheet.figures}


@pytest.mark.parametrize(
    "line",
    [
        "ได้คะแนนรวม 81 45 คะแนน",
        "คะแนนรวม = 81 45 คะแนน",
        "ได้คะแนนรวม ๘๑ ๔๕ คะแนน",
        "แบบวัด IIT ได้ 81 45 คะแนน",
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ 81 45",
        "ได้คะแนนรวม 8 1.45 คะแนน",
        "ได้คะแนนรวม 81.4 5 คะแนน",
        "ได้คะแนน ITA 81.4 5",
        "IIT 81.4 5",
        "ได้คะแนนรวม O1.45 คะแนน",
        "ได้คะแนนรวม S1.45 คะแนน",
        "คะแนนรวม: l1.45",
        "ได้คะแนนรวม |1.45 คะแนน",
    ],
)
def test_a_piece_of_a_number_is_no_score_and_is_told(line):
    reading = read(line)
    assert not figures(reading)
    assert {"score_of_nobody", "score_not_read"} & {one.code for one in reading.findings}


def test_its_neighbours_are_read():
    assert figures(read("IIT 81.45 EIT 80.1 5 OIT 90.00")) == {"IIT": "81.45", "OIT": "90.00"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ได้คะแนนรวม 81. 45 คะแนน", {"total": "81.45"}),
        ("ได้คะแนนรวม 8 1 . 4 5 คะแนน", {"total": "81.45"}),
        ("ตัวชี้วัดที่ 2 ได้ 81.45 คะแนน", {"2": "81.45"}),
        ("อันดับที่ 12 คะแนนรวม 81.45 คะแนน", {"total": "81.45"}),
        ("ได้คะแนนรวม 81.4 คะแนน 3 ด้านต้องปรับปรุง", {"total": "81.4"}),
        ("ได้คะแนนรวม 81.4 5 ด้านต้องปรับปรุง", {"total": "81.4"}),
        ("งบประมาณ 67 คะแนนรวม 81.45", {"total": "81.45"}),
        ("IIT 81.45 EIT 80.10 OIT 90.00", {"IIT": "81.45", "EIT": "80.10", "OIT": "90.00"}),
    ],
)
def test_a_number_beside_another_that_is_not_broken_is_read(line, expected):
    assert figures(read(line)) == expected


@pytest.mark.parametrize("who", ["จังหวัด", "อำเภอ", "กรม", "ภาคเหนือ", "เพื่อนบ้าน", "ค่าเฉลี่ย", "คู่เทียบ"])
def test_a_number_that_the_own_agency_is_set_against_is_anothers(who):
    reading = read(f"{who}ได้ 90.11 คะแนน ส่วน เทศบาลตำบลบ้านเรา ได้ 85.20 คะแนน")
    assert figures(reading).get("total") != "90.11"
    assert reading.findings


@pytest.mark.parametrize(
    "line",
    [
        "เทศบาลตำบลบ้านเรา ได้คะแนนรวม 85.20 คะแนน ส่วนจังหวัดได้ 90.11 คะแนน",
        "ผลการประเมิน ITA ได้ 85.20 คะแนน แต่ยังต้องปรับปรุง",
    ],
)
def test_the_own_number_before_others_stays(line):
    assert figures(read(line)) == {"total": "85.20"}


@pytest.mark.parametrize("code", ["IIT", "คะแนนรวม"])
@pytest.mark.parametrize(
    "word", ["1e2", "8145", "+81.45", "81.45-82", "8O.45", "81,45,", "NaN", "N/A", "#REF!", "81½"]
)
def test_what_no_score_is_written_like_is_told_with_its_line(code, word):
    reading = read(f"{code} {word}")
    assert not figures(reading)
    told = {place.line for one in reading.findings for place in one.places}
    assert 2 in told


def test_a_year_beside_the_name_of_the_assessment_is_nothing_unread():
    reading = read("ผลการประเมิน ITA 2567\nIIT 81.45")
    assert "score_not_read" not in {one.code for one in reading.findings}
