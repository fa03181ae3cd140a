"""A share of money that was spent is no score of the indicator "การใช้งบประมาณ"."""

import pytest

HEAD = "เทศบาลตำบลทุ่งสาธิต\nผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566\n"


@pytest.mark.parametrize(
    "text",
    [
        "ผลการใช้งบประมาณ ร้อยละ 85.20",
        "ผลการใช้งบประมาณ 85.20%",
        "ผลการใช้งบประมาณ: 85.20",
        "คะแนนรวม 86.45 คะแนน\nผลการใช้งบประมาณ ร้อยละ 85.20",
        "ได้คะแนนรวม 86.45 คะแนน และผลการใช้งบประมาณ ร้อยละ 85.20 ของงบประมาณทั้งหมด",
        "ได้คะแนนรวม ๘๖.๔๕ คะแนน\nผลการใช้งบประมาณ ร้อยละ ๘๕.๒๐",
        "คะแนนรวม 86.45 คะแนน\nการใช้งบประมาณ ร้อยละ 85.20",
    ],
)
def test_a_share_that_was_spent_is_told_and_not_read(read, text):
    reading = read(HEAD + text)
    assert "2" not in {figure.code for figure in reading.sheet.figures}
    quotes = [place.quote or "" for finding in reading.findings for place in finding.places]
    assert any("85.20" in quote or "๘๕.๒๐" in quote for quote in quotes)


@pytest.mark.parametrize(
    "text",
    [
        "การปฏิบัติหน้าที่ ร้อยละ 95.12\nการใช้งบประมาณ ร้อยละ 85.20\nการใช้อำนาจ ร้อยละ 93.40",
        "การใช้อำนาจ ร้อยละ 93.40 และการใช้งบประมาณ ร้อยละ 85.20",
        "ผลการปฏิบัติหน้าที่ ร้อยละ 95.12\nผลการใช้งบประมาณ ร้อยละ 85.20",
        "ตัวชี้วัดที่ต่ำสุด คือ การใช้งบประมาณ ร้อยละ 85.20",
        "ด้านการใช้งบประมาณ ร้อยละ 85.20",
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ ร้อยละ 85.20",
        "2. การใช้งบประมาณ ร้อยละ 85.20",
        "ผลการใช้งบประมาณ 85.20 คะแนน",
    ],
)
def test_the_indicator_s_score_is_read_in_percent_too(scores_of, text):
    assert scores_of(HEAD + text)["2"] == "85.20"


@pytest.mark.parametrize(
    "whose",
    [
        "ในภาพรวมของจังหวัดสมมุติ มีคะแนนเฉลี่ย 88.20 คะแนน",
        "ภาพรวมของประเทศ มีคะแนนเฉลี่ย 88.20 คะแนน",
        "คะแนนเฉลี่ยของจังหวัดสมมุติ ได้คะแนน 88.20 คะแนน",
    ],
)
def test_the_parts_of_a_province_s_mean_are_not_the_agency_s(read, whose):
    text = f"{whose} โดยแบบวัด IIT มีคะแนนเฉลี่ย 89.91 คะแนน และแบบวัด EIT มีคะแนนเฉลี่ย 84.02 คะแนน"
    assert read(f"{HEAD}{text}").sheet.figures == ()


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        (
            "เทศบาลมีคะแนนรวม 86.45 คะแนน โดยแบบวัด IIT มีคะแนนเฉลี่ย 91.20 คะแนน",
            {"total": "86.45", "IIT": "91.20"},
        ),
        ("จากหน่วยงานทั่วประเทศ เทศบาลตำบลทุ่งสาธิตมีคะแนนเฉลี่ยรวม 86.45 คะแนน", {"total": "86.45"}),
    ],
)
def test_the_agency_s_own_mean_is_read(scores_of, text, scores):
    assert scores_of(HEAD + text) == scores
