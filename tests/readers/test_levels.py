"""Levels that stand in lines or cells of their own are the agency's where no part may have them."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

CAPTION = "สรุปผลคะแนน ITA ปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลดงหมู\n\n"
PARTS = "- IIT: 94.79\n- EIT: 93.10\n- OIT: 92.38\n"
PART_LEVEL = PARTS.replace("- EIT", "- ระดับ: ผ่านดี\n- EIT")


@pytest.mark.parametrize(
    "text",
    [
        "คะแนน IIT ..... 93.33\nคะแนนรวม ..... 94.10\nระดับผลการประเมิน ..... ผ่านดี\n",
        f"- ภาพรวม: 93.32\n{PARTS}- ผล: ผ่านดี\n",
        f"คะแนนรวม: 93.32\n7. ระดับ: ผ่านดี\n{PARTS}",
        "\tคะแนนรวม\t91.35 คะแนน\tระดับผ่านดี\n\tแบบวัด IIT\t92.40 คะแนน\n",
    ],
)
def test_a_level_of_its_own_beside_the_total_is_read(read, text):
    sheet = read(CAPTION + text).sheet
    assert [(one.year, one.code) for one in sheet.ratings] == [(2567, "good")]


@pytest.mark.parametrize(
    "text",
    [
        f"คะแนนรวม: 93.32\n{PART_LEVEL}",
        "- IIT: 94.79\n- ระดับ: ผ่านดี\n",
        "คะแนนรวม: 93.32\nIIT: 94.79\n- ผล: ผ่านดี\nEIT: 93.10\n- ผล: ผ่าน\n",
        "คะแนนรวม: 93.32\nระดับที่ตั้งไว้: ผ่านดี\n",
        "\tคะแนนรวม\t91.35 คะแนน\n\tแบบวัด IIT\t92.40 คะแนน\tระดับผ่านดี\n",
        "ระดับผลการประเมิน ..... ผ่านดี\n",
    ],
)
def test_a_level_of_a_part_or_of_a_goal_is_not_read(read, text):
    assert not read(CAPTION + text).sheet.ratings


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("ปี 2566 ได้คะแนน 60.00 คะแนน อยู่ในเกณฑ์ ปรับปรุง", ["improve"]),
        ("ปี 2565 ได้คะแนน 90.00 คะแนน เกรด A", ["A"]),
        ("ปี 2565 ได้คะแนน 90.00 คะแนน ระดับ A+", []),
    ],
)
def test_levels_by_their_short_words(text, level):
    reading = read_scores(f"ผลการประเมิน ITA {text}".encode(), "a.txt", Catalogue())
    assert [rating.code for rating in reading.sheet.ratings] == level


@pytest.mark.parametrize("words", ["ระดับ B", "อยู่ในระดับ “B”", "(ระดับ B)", "\nระดับ: B", "\nเกรด B"])
@pytest.mark.parametrize("year", [2566, 2568])
def test_a_letter_in_a_year_without_letters_is_told_and_no_level(read, year, words):
    reading = read(f"ผลการประเมิน ITA ปี {year} เทศบาลตำบลดงหมู\n\nคะแนนรวม 79.40 คะแนน {words}\n")
    assert not reading.sheet.ratings
    (told,) = [one for one in reading.findings if one.code == "level_of_another_year"]
    assert "“B”" in told.message.th
    assert told.places


def test_a_letter_in_a_table_of_a_year_without_letters_is_told(read):
    reading = read(b"code,score,rating\ntotal,79.40,B\n", "a.csv", year=2567)
    assert "level_of_another_year" in {finding.code for finding in reading.findings}


def test_a_letter_of_its_own_year_is_a_level(read):
    reading = read("ผลการประเมิน ITA ปี 2565 เทศบาลตำบลดงหมู\n\nคะแนนรวม 79.40 คะแนน ระดับ B\n")
    assert [one.code for one in reading.sheet.ratings] == ["B"]
    assert "level_of_another_year" not in {finding.code for finding in reading.findings}
