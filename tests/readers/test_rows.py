"""What rows say of themselves: a year in their name, the document's year and agency, a total."""

import pytest

AGENCY = "เทศบาลตำบลดงหมู"
CAPTION = f"ผลการประเมิน ITA {AGENCY} ปีงบประมาณ พ.ศ. 2567"
INDICATORS = ("การปฏิบัติหน้าที่|93.55", "การใช้งบประมาณ|85.10")
READ = {"1": "93.55", "2": "85.10"}


def lines(*rows, caption=CAPTION):
    """A caption with a table below it."""
    return "\n".join([caption, *("\t".join(row.split("|")) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("caption", "label"),
    [
        (CAPTION, "คะแนนรวม ITA ปี 2567"),
        (CAPTION, "คะแนนรวม ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"),
        (AGENCY, "คะแนนรวม ITA ปี 2567"),
    ],
)
def test_a_total_that_names_its_year_is_read(read, caption, label):
    sheet = read(lines("ตัวชี้วัด|คะแนน", *INDICATORS, f"{label}|90.22", caption=caption)).sheet
    assert sheet.fiscal_year == 2567
    assert {code: one.published for code, one in sheet.of_year(2567).items()} == {
        **READ, "total": "90.22",
    }  # fmt: skip


@pytest.mark.parametrize(
    "label", ["คะแนนรวม ITA ปี 2566", "คะแนน IIT ปี 2566", "คะแนนรวม ITA ปี 2568"]
)
def test_a_row_of_another_year_is_told(read, label):
    reading = read(lines("ตัวชี้วัด|คะแนน", *INDICATORS, f"{label}|90.22"))
    assert {figure.code for figure in reading.sheet.figures} == {"1", "2"}
    (found,) = (one for one in reading.findings if one.code == "score_of_nobody")
    assert [label in place.quote for place in found.places] == [True]


@pytest.mark.parametrize(
    "label",
    ["คะแนนรวม LPA ปี 2567", "คะแนนรวม ITA ปี 2567 ของจังหวัด", "เป้าหมายคะแนนรวม ITA ปี 2567", "ปี 2567"],
)
def test_another_total_with_the_year_is_not_read(scores_of, label):
    assert scores_of(lines("ตัวชี้วัด|คะแนน", *INDICATORS, f"{label}|90.22")) == READ
