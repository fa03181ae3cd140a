"""A code that a document prints with two values: neither counts until a person takes one."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

WHOLE = [("total", "87.00"), ("EIT", "80"), ("OIT", "90")]


def read(rows):
    text = "code,score\n" + "\n".join(",".join(row) for row in rows)
    return read_scores(text.encode(), "scores.csv", Catalogue(), year=2565)


def told(reading):
    return [one for one in reading.findings if one.code == "contradictory_figures"]


@pytest.mark.parametrize(
    "rows",
    [
        [("IIT", "80"), ("IIT", "90")],
        [*WHOLE, ("IIT", "80"), ("IIT", "90")],  # 90 fits the total: a person says so, not we
        [("i7", "80"), ("i7", "90")],
    ],
)
def test_of_two_values_both_are_candidates_and_told(rows):
    code, values = rows[-1][0], [value for _, value in rows[-2:]]
    reading = read(rows)
    assert code not in reading.sheet.of_year(2565)
    assert [one.published for one in reading.candidates if one.code == code] == values
    (finding,) = told(reading)
    assert all(value in finding.message.en for value in values)
    assert len(finding.places) == 2


@pytest.mark.parametrize("values", [("90.5", "90.52"), ("90.52", "90.52"), ("90.520", "90.52")])
def test_one_value_with_more_and_fewer_decimals_is_one(values):
    reading = read([*(("IIT", value) for value in values)])
    assert "IIT" in reading.sheet.of_year(2565)
    assert told(reading) == []


def test_a_table_and_a_line_below_it_with_two_values_are_told():
    text = (
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 เทศบาลตำบลตัวอย่าง\n\nแบบวัด,คะแนน\nIIT,91.20\n"
        "EIT,88.10\nOIT,95.00\nคะแนนรวม,91.79\n\nผลคะแนน ITA ปี 2565\nIIT 81.20\nEIT 88.10\n"
    )
    reading = read_scores(text.encode(), "a.csv", Catalogue())
    assert "IIT" not in reading.sheet.of_year(2565)
    assert "EIT" in reading.sheet.of_year(2565)
    (finding,) = told(reading)
    assert "91.20" in finding.message.th
    assert "81.20" in finding.message.th


TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลตัวอย่าง"


def read_lines(*lines):
    return read_scores("\n".join((TITLE, "", *lines)).encode(), "a.txt", Catalogue())


@pytest.mark.parametrize("second", ["หลังอุทธรณ์ คะแนนรวม 84.40", "คะแนนรวม (หลังอุทธรณ์) 84.40"])
def test_beside_a_score_after_the_appeal_the_one_before_is_a_candidate(second):
    reading = read_lines("คะแนนรวม 82.40", second)
    assert not reading.sheet.figures
    assert {one.published for one in reading.candidates if one.code == "total"} == {
        "82.40", "84.40"
    }  # fmt: skip


@pytest.mark.parametrize(
    "second",
    [
        "หลังอุทธรณ์ คะแนนรวม 82.40",
        "เป้าหมาย คะแนนรวม 84.40",
        "ค่าเฉลี่ยระดับประเทศ คะแนนรวม 84.40",
        "หลังอุทธรณ์ คะแนนรวม ปี 2565 84.40",
    ],
)
def test_the_same_value_a_goal_a_mean_and_another_take_nothing_away(second):
    reading = read_lines("คะแนนรวม 82.40", second)
    assert reading.sheet.of_year(2566)["total"].published == "82.40"


INDICATORS = {"1": "95.10", "2": "96.10", "3": "97.10", "4": "98.10", "5": "99.10"}


@pytest.mark.parametrize(
    ("iit", "eit", "others", "doubted"),
    [
        ("97.10", "85.20", {}, set()),
        ("85.20", "97.10", {}, {"IIT", "EIT", *INDICATORS}),  # in each other's place
        ("85.20", "97.10", {"6": "84.20", "7": "85.20", "8": "86.20"},
         {"IIT", "EIT", *INDICATORS, "6", "7", "8"}),
        # One indicator of each is misread: the total proves both.
        ("97.10", "85.20", {"1": "9.51", "10": "19.10", "9": "90.00"}, {*INDICATORS, "9", "10"}),
    ],
)  # fmt: skip
def test_a_total_does_not_prove_two_scores_that_may_be_exchanged(read, iit, eit, others, doubted):
    whole = {"total": "90.89", "IIT": iit, "EIT": eit, "OIT": "90.50"}
    tree = Catalogue().get(2565, draft=True).tree
    rows = [
        f"{'คะแนนรวม' if code == 'total' else tree[code].name.th},{value}"
        for code, value in (whole | INDICATORS | others).items()
    ]
    title = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565\nรายการ,คะแนน\n"
    reading = read(title + "\n".join(rows), "a.csv")
    assert {candidate.code for candidate in reading.candidates} == doubted
    assert {figure.code for figure in reading.sheet.figures} == {
        *whole,
        *INDICATORS,
        *others,
    } - doubted
