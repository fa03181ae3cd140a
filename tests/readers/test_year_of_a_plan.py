"""The year of a plan has no results yet: what stands below it is what the plan aims at."""

import pytest

from prongsai.core.scoresheet.model import Doubt

PAIRS = "IIT 91.20\nEIT 88.10\nOIT 95.00\nคะแนนรวม 91.79\n"
AIMS = "IIT 95.00\nEIT 95.00\nOIT 100.00\nคะแนนรวม 97.00\n"
YEAR_BEFORE = f"ผลการประเมิน ITA ปี 2566\n{PAIRS}"


def years(reading):
    return {one.year for one in reading.sheet.figures}


@pytest.mark.parametrize("below", ["ส่วนที่ 2 ปี 2567", "ITA ปี 2567", "ITA 2568", "คะแนน ITA 2567"])
@pytest.mark.parametrize(
    "title",
    [
        "แผนขับเคลื่อน ITA ประจำปีงบประมาณ พ.ศ. 2567",
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ประจำปี 2567",
        "แนวทางยกระดับผลการประเมิน ITA 2567",
        "มาตรการปี 2567 จากผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566",
    ],
)
def test_a_plan_has_no_results_of_its_own_year(read, title, below):
    reading = read(f"{title}\n{YEAR_BEFORE}{below}\n{AIMS}".encode(), "a.txt")
    assert years(reading) <= {2566}
    later = [one for one in reading.candidates if one.year != 2566]
    assert all(Doubt.GOAL in one.doubts for one in later)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("แผนขับเคลื่อน ITA ประจำปีงบประมาณ พ.ศ. 2567", {2566}),
        ("ผลการประเมิน ITA ปี 2567", {2566, 2567}),
        ("รายงานผลตามมาตรการ ITA ประจำปี 2567", {2566, 2567}),
        ("ผลการประเมิน ITA ปี 2566 - 2567 และแผนปี 2568", {2566, 2567}),
    ],
)
def test_the_column_of_its_year_is_none_of_results(read, title, told):
    head = "| แบบวัด | ปี 2566 | ปี 2567 |\n|---|---|---|\n"
    rows = "| IIT | 91.20 | 93.50 |\n| EIT | 88.10 | 89.00 |\n| OIT | 95.00 | 97.50 |\n"
    data = f"{title}\n\n## ผลการประเมิน ITA\n\n{head}{rows}".encode()
    assert years(read(data, "a.md")) == told
