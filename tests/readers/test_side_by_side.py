"""Tables beside each other are read each by its own headings and title."""

import pytest

CAPTION = "ผลการประเมิน ITA เทศบาลตำบลดงหมู"
HEADING = "ตัวชี้วัด|คะแนน||ตัวชี้วัด|คะแนน"
PARTS = (
    "การปฏิบัติหน้าที่|80.29||คุณภาพการดำเนินงาน|78.52",
    "การใช้งบประมาณ|96.35||ประสิทธิภาพการสื่อสาร|92.86",
    "การใช้อำนาจ|95.16||||",
)
SCORES = {"1": "80.29", "2": "96.35", "3": "95.16", "6": "78.52", "7": "92.86"}
YEARS = (
    "การปฏิบัติหน้าที่|80.29||การปฏิบัติหน้าที่|78.52",
    "การใช้งบประมาณ|96.35||การใช้งบประมาณ|92.86",
)


def lines(*rows, year=" ปี 2567"):
    """A caption of results with a table below it."""
    return "\n".join([CAPTION + year, *("\t".join(row.split("|")) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    "heading",
    [
        HEADING,
        "ตัวชี้วัด IIT|คะแนน||ตัวชี้วัด EIT|คะแนน",
        "ตัวชี้วัดของแบบวัด IIT|คะแนน||ตัวชี้วัดของแบบวัด EIT|คะแนน",
        "แบบวัด IIT|คะแนน||แบบวัด EIT|คะแนน",
        "IIT|ร้อยละ||EIT|ร้อยละ",
    ],
)
def test_tables_beside_each_other_are_read(scores_of, heading):
    assert scores_of(lines(heading, *PARTS)) == SCORES
    assert scores_of(lines("IIT|||EIT|", heading, *PARTS)) == SCORES


def test_a_year_above_each_is_its_own(read):
    sheet = read(lines("ปี 2566|||ปี 2567|", HEADING, *YEARS, year="")).sheet
    assert {year: sheet.of_year(year)["1"].published for year in sheet.years()} == {
        2566: "80.29", 2567: "78.52",
    }  # fmt: skip


@pytest.mark.parametrize(
    "above", ["เป้าหมาย", "เทศบาลตำบลหนองแสง", "ปีก่อน", "ค่าเฉลี่ยประเทศ", "ผลที่คาดหวัง"]
)
@pytest.mark.parametrize("rows", [PARTS, YEARS])
def test_what_stands_below_a_title_of_something_else_is_not_read(read, above, rows):
    reading = read(lines(f"{above}|||ผลการประเมิน|", HEADING, *rows))
    published = {figure.published for figure in reading.sheet.figures}
    assert published == {"78.52", "92.86"}


def test_two_agencies_beside_each_other_are_not_read(read):
    titles = "เทศบาลตำบลดงหมู|||เทศบาลตำบลหนองแสง|"
    assert not read(lines(titles, HEADING, *PARTS)).sheet.figures


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("การปฏิบัติหน้าที่||||78.52", set()),
        ("|80.29||คุณภาพการดำเนินงาน|", set()),
        ("การปฏิบัติหน้าที่|80.29|||78.52", {"1"}),
        ("|80.29||คุณภาพการดำเนินงาน|78.52", {"6"}),
    ],
)
def test_a_number_without_a_name_has_not_its_neighbours(scores_of, row, codes):
    scores = scores_of(lines(HEADING, row, PARTS[1]))
    assert scores.keys() - {"2", "7"} == codes


def test_a_number_under_an_instruments_name_is_its_score(scores_of):
    assert scores_of(lines("ปีงบประมาณ|IIT|EIT", "2567|90.11|88.90")) == {
        "IIT": "90.11", "EIT": "88.90",
    }  # fmt: skip
