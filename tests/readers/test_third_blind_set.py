"""Classes that a blind set of documents showed; each with its twin that must not be read so."""

import pytest

CAPTION = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\n"
YEARS = (
    "หน่วยงาน,ปีงบประมาณ,IIT,EIT,OIT,คะแนน ITA\n"
    "{},2566,90.11,88.90,91.30,90.22\n{},{},80.11,78.90,81.30,80.22\n"
)
OWN = "อบต.สุขสมมุติ"


def test_rows_of_one_agency_and_several_years_are_its_years(read):
    sheet = read(YEARS.format(OWN, OWN, 2567), "a.csv").sheet
    assert sheet.of_year(2566)["total"].published == "90.22"
    assert sheet.of_year(2567)["EIT"].published == "78.90"


@pytest.mark.parametrize(
    "table",
    [
        YEARS.format(OWN, "อบต.แสนจำลอง", 2567),  # two agencies
        YEARS.format(OWN, OWN, 2566),  # one year twice
    ],
)
def test_rows_of_several_or_of_one_year_are_not_chosen_from(read, table):
    assert not read(table, "a.csv").sheet.figures


def test_of_an_agency_that_was_not_asked_for_no_year_is_taken(read):
    reading = read(YEARS.format(OWN, OWN, 2567), "a.csv", agency="อบต.แสนจำลอง")
    assert not reading.sheet.figures


def test_a_column_of_scores_beside_indicators_holds_each_rows_own(read):
    rows = "2565,1,การปฏิบัติหน้าที่,76.75\n2565,2,การใช้งบประมาณ,87.12\n2566,1,การปฏิบัติหน้าที่,99.60\n"
    sheet = read(f"ปีงบประมาณ,รหัสตัวชี้วัด,ชื่อตัวชี้วัด,คะแนน ITA\n{rows}", "a.csv").sheet
    assert {code: one.published for code, one in sheet.of_year(2565).items()} == {
        "1": "76.75",
        "2": "87.12",
    }
    assert sheet.of_year(2566)["1"].published == "99.60"


def test_beside_agencies_it_holds_the_total(scores_of):
    table = f"ลำดับ,หน่วยงาน,คะแนน ITA ปี 2567\n1,{OWN},76.75\n2,อบต.แสนจำลอง,87.12\n"
    assert scores_of(table, "a.csv", agency=OWN) == {"total": "76.75"}


@pytest.mark.parametrize(("number", "is_read"), [("90.22", True), ("90.92", False)])
def test_the_mean_by_weights_is_the_total_where_the_instruments_prove_it(read, number, is_read):
    rows = "".join(
        f"<dt>{name}</dt><dd>{score} คะแนน</dd>"
        for name, score in (
            ("IIT", "90.11"),
            ("EIT", "88.90"),
            ("OIT", "91.30"),
            ("คะแนนเฉลี่ยถ่วงน้ำหนัก", number),
        )
    )
    reading = read(f"<html><p>{CAPTION}</p><dl>{rows}</dl></html>", "a.html")
    assert ("total" in reading.sheet.of_year(2567)) is is_read
    quotes = [place.quote or "" for one in reading.findings for place in one.places]
    assert any(number in quote for quote in quotes)
