"""The empty score sheet: made, filled in, read back."""

import csv
import re

import openpyxl
import pytest

YEARS = [2564, 2565, 2566, 2567, 2568]
HEADINGS = ["รหัส", "ระดับ", "รายการ", "คะแนนที่ประกาศ"]


@pytest.fixture
def blank(cli, tmp_path):
    """Makes the sheet of a year and returns its path."""

    def make(year):
        path = tmp_path / f"{year}.xlsx"
        answer = cli("template", "scores", "--year", year, "-o", path)
        assert answer.code == 0
        assert path.name in answer.said
        return path

    return make


def filled(path, scores):
    """The sheet with scores written into their cells; every score must find its row."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["คะแนน"]
    rows = {sheet.cell(row, 1).value: row for row in range(5, sheet.max_row + 1)}
    for code, score in scores.items():
        sheet.cell(rows[code], 4).value = score
    workbook.save(path)
    return path


def scores_of(example, year):
    with example.open(encoding="utf-8") as lines:
        return {
            row["code"]: float(row["score"])
            for row in csv.DictReader(lines)
            if row["year"] == str(year)
        }


def computed(data):
    levels = ("instruments", "indicators", "sub_indicators", "items")
    entries = [data["total"], *(entry for level in levels for entry in data[level])]
    return {entry["code"]: (entry["computed"], entry["exact"], entry["verdict"])
            for entry in entries}  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_the_blank_has_thai_headings_and_every_code(cli, blank, year):
    sheet = openpyxl.load_workbook(blank(year))["คะแนน"]
    assert str(year) in sheet["A1"].value
    assert [cell.value for cell in sheet[4]] == HEADINGS
    codes = [sheet.cell(row, 1).value for row in range(5, sheet.max_row + 1)]
    shown = cli("framework", "show", year, "--json").data
    assert set(codes) >= {"total", "IIT", "EIT", "OIT", "ind1", "ind10"}
    assert set(codes) >= {item["code"] for item in shown["items"]}
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("year", YEARS)
def test_names_in_the_blank_are_thai(blank, year):
    sheet = openpyxl.load_workbook(blank(year))["คะแนน"]
    for row in range(5, sheet.max_row + 1):
        assert re.search("[ก-ฮ]", sheet.cell(row, 2).value)
        assert sheet.cell(row, 3).value.strip()
        assert sheet.cell(row, 4).value is None


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.few(3)
def test_the_blank_reads_back_as_no_scores(cli, blank, year):
    path = blank(year)
    read = cli("read", path, "--json")
    assert [(f["code"], f["severity"]) for f in read.data["findings"]] == [("no_scores", "warning")]
    assert cli("read", path).code == 0
    assert cli("read", path, "--strict").code == 1
    scored = cli("score", path)
    assert scored.code == 2
    assert "ไม่พบคะแนน" in scored.err
    assert path.name in scored.err
    assert "ทำต่อ" in scored.err


@pytest.mark.parametrize("year", YEARS)
def test_instrument_scores_filled_in_give_the_weighted_total(cli, blank, year):
    path = filled(blank(year), {"IIT": 80, "EIT": 70.5, "OIT": 90})
    data = cli("score", path, "--json").data
    assert data["fiscal_year"] == year
    assert data["total"]["computed"] == "81.15"
    assert data["total"]["published"] is None
    assert [entry["score"] for entry in data["instruments"]] == ["80", "70.5", "90"]


@pytest.mark.parametrize("year", [2564, 2565])
def test_the_example_filled_in_scores_as_its_csv_does(cli, blank, example, year):
    path = filled(blank(year), scores_of(example, year))
    sheet = cli("score", path, "--json")
    assert sheet.code == 0
    from_csv = cli("score", example, "--year", year, "--json").data
    assert computed(sheet.data) == computed(from_csv)
    assert sheet.data["rating"] == from_csv["rating"]


def test_the_example_filled_in_has_the_published_total(cli, blank, example):
    data = cli("score", filled(blank(2565), scores_of(example, 2565)), "--json").data
    assert data["total"]["computed"] == "90.52"
    indicators = {entry["code"]: entry for entry in data["indicators"]}
    assert indicators["5"]["verdict"] == "explained"


def test_a_score_of_0_is_a_score_and_an_empty_cell_is_none(cli, blank):
    path = filled(blank(2565), {"total": 90.52, "o12": 0})
    items = cli("score", path, "--json").data["items"]
    assert {i["code"]: i["score"] for i in items if i["score"] is not None} == {"o12": "0"}


def test_an_impossible_score_is_reported_with_its_row(cli, blank):
    answer = cli("read", filled(blank(2565), {"IIT": 101, "EIT": 70}), "--json")
    assert answer.code == 1
    (fault,) = [found for found in answer.data["findings"] if found["severity"] == "error"]
    assert "101" in fault["message"]["th"]
    assert fault["places"][0]["row"] == 6


def test_remarks_filled_in_are_read_back(cli, blank):
    path = filled(blank(2565), {"total": 90.52})
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["ข้อเสนอแนะ"]
    assert [cell.value for cell in sheet[3]] == ["แบบวัด", "ข้อเสนอแนะของสำนักงาน ป.ป.ช."]
    remark = "ควรเผยแพร่รายงานผลการดำเนินงานประจำปีให้เป็นปัจจุบัน"
    sheet["A4"], sheet["B4"] = "OIT", remark
    workbook.save(path)
    remarks = cli("analyse", path, "--json").data["remarks"]
    assert [(found["text"], found["instrument"]) for found in remarks] == [(remark, "OIT")]
    assert f"1. [OIT] {remark}" in cli("read", path).out
    assert remark in cli("analyse", path).out


def test_what_stood_in_the_files_place_is_kept_beside_it(blank, tmp_path, cli):
    older = tmp_path / "2565.xlsx"
    older.write_bytes(b"older" * 9999)
    path = blank(2565)
    assert path == older
    assert openpyxl.load_workbook(path).sheetnames == ["คะแนน", "ข้อเสนอแนะ"]
    assert (tmp_path / "2565.xlsx.bak").read_bytes() == b"older" * 9999
    assert len(list(tmp_path.iterdir())) == 2
    assert cli("read", path).code == 0


def test_the_same_sheet_again_leaves_no_copy(blank, tmp_path):
    assert blank(2565).read_bytes() == blank(2565).read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == ["2565.xlsx"]


def test_a_folder_that_is_missing_is_made(cli, tmp_path):
    path = tmp_path / "new" / "folder" / "sheet.xlsx"
    assert cli("template", "scores", "--year", "2565", "-o", path).code == 0
    assert openpyxl.load_workbook(path).sheetnames[0] == "คะแนน"


@pytest.mark.parametrize(("year", "word"), [(2561, "หลักเกณฑ์"), (2562, "2562"), (2569, "ร่าง")])
def test_a_year_without_rules_gives_no_template(cli, tmp_path, year, word):
    answer = cli("template", "scores", "--year", year, "-o", tmp_path / "sheet.xlsx")
    assert answer.code == 2
    assert word in answer.err
    assert not list(tmp_path.iterdir())
