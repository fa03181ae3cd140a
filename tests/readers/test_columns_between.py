"""What stands between a name and its score, in a column or in brackets, and what it may not be."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

OWN = "เทศบาลตำบลบ้านเรา"
TITLE = f"ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 {OWN}"


def read(text, name="a.csv", agency=None):
    return read_scores(text.encode(), name, Catalogue(), agency=agency)


def figures(reading):
    return {(one.year, one.code): one.published for one in reading.sheet.figures}


def told(reading):
    return {(finding.code, place.quote) for finding in reading.findings for place in finding.places}


SCORES = {(2567, "IIT"): "90.11", (2567, "EIT"): "85.20", (2567, "total"): "88.10"}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("หมายเหตุ", ("ประเมินโดยบุคลากร", "ประชาชน 120 คน", "")),
        ("วันที่", ("12/05/2567", "13/05/2567", "")),
        ("วันที่ประกาศ", ("15 สิงหาคม 2567", "15 ส.ค. 67", "2024-08-15")),
        ("ผู้รับผิดชอบ", ("สำนักปลัด", "กองคลัง", "ทุกกอง")),
        ("Remarks", ("by staff", "by the public", "")),
        ("อันดับ", ("อันดับที่ 12", "ลำดับที่ 3", "7")),
    ],
)
def test_a_column_that_says_nothing_of_the_score_is_looked_past(heading, cells):
    rows = zip(("IIT", "EIT", "คะแนนรวม"), cells, ("90.11", "85.20", "88.10"), strict=True)
    table = "".join(f"{name},{cell},{score}\n" for name, cell, score in rows)
    reading = read(f"{TITLE},,\nแบบวัด,{heading},คะแนน\n{table}")
    assert figures(reading) == SCORES


@pytest.mark.parametrize("cell", ["เป้าหมาย", "ร่าง", "คาดการณ์", "ก่อนอุทธรณ์", "ค่าเฉลี่ยจังหวัด", "ปีที่แล้ว"])
def test_a_remark_that_makes_the_score_anothers_is_not_looked_past(cell):
    table = f"IIT,{cell},90.11\nEIT,,85.20\nOIT,,88.77\n"
    reading = read(f"{TITLE},,\nแบบวัด,หมายเหตุ,คะแนน\n{table}")
    assert (2567, "IIT") not in figures(reading)
    assert figures(reading)[2567, "EIT"] == "85.20"
    named = {quote for _, quote in told(reading) if quote}
    marked = "heading_not_understood" in {finding.code for finding in reading.findings}
    assert marked or any("90.11" in quote for quote in named)


MANY = (
    "ผลการประเมิน ITA ปี 2566\nหน่วยงาน,คะแนนรวม,IIT,EIT,OIT\n"
    f"{OWN},{{}}\nเทศบาลตำบลบ้านเขา,92.50,93.40,90.10,93.62\nเทศบาลตำบลบ้านใคร,82.50,83.40,80.10,83.62\n"
)


@pytest.mark.parametrize("cells", ["-,-,-,-", ",,,", "ไม่เข้าร่วม,,,"])
def test_an_agency_without_scores_is_listed_without_scores(cells):
    reading = read(MANY.format(cells), agency=OWN)
    assert not reading.sheet.figures
    codes = {finding.code for finding in reading.findings}
    assert "agency_not_listed" not in codes
    quoted = [quote for code, quote in told(reading) if code == "no_score_printed"]
    assert len(quoted) == 4
    assert all(OWN in quote for quote in quoted)


def test_an_agency_that_is_not_there_is_still_not_listed():
    reading = read(MANY.format("-,-,-,-"), agency="เทศบาลตำบลที่ไหน")
    assert "agency_not_listed" in {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    "aside",
    ["(ปี 2566: 75.62)", "(2566: 75.62)", "(ปี 66 = 75.62)", "(ปี 2566 ได้ 75.62)"],
)
@pytest.mark.parametrize("form", ["table", "line", "sentence"])
def test_brackets_that_name_an_earlier_year_give_both(aside, form):
    texts = {
        "table": f"{TITLE},\nแบบวัด,คะแนน\nคะแนนรวม,81.45 {aside}\nEIT,79.20\n",
        "line": f"{TITLE}\nคะแนนรวม 81.45 {aside}\nEIT 79.20\n",
        "sentence": f"{TITLE}ได้คะแนนรวม 81.45 {aside} คะแนน\nEIT 79.20\n",
    }
    reading = read(texts[form], "a.csv" if form == "table" else "a.txt")
    assert figures(reading) == {
        (2567, "total"): "81.45", (2566, "total"): "75.62", (2567, "EIT"): "79.20",
    }  # fmt: skip
    assert "score_not_read" not in {finding.code for finding in reading.findings}


@pytest.mark.parametrize("aside", ["(+5.83)", "(เพิ่มขึ้น 5.83)", "(ลดลง 1.20)", "(▲ 5.83)"])
def test_by_how_much_it_moved_is_looked_past(aside):
    reading = read(f"{TITLE},\nแบบวัด,คะแนน\nIIT,81.45 {aside}\nEIT,79.20\n")
    assert figures(reading) == {(2567, "IIT"): "81.45", (2567, "EIT"): "79.20"}


def test_the_score_of_a_year_that_is_not_named_is_told():
    reading = read(f"{TITLE},\nแบบวัด,คะแนน\nIIT,81.45 (ปีก่อน 75.62)\nEIT,79.20\n")
    assert figures(reading) == {(2567, "IIT"): "81.45", (2567, "EIT"): "79.20"}
    assert any("75.62" in (quote or "") for _, quote in told(reading))


@pytest.mark.parametrize("aside", ["(75.62)", "(ปี 2567: 75.62)", "(ปี 2558: 75.62)"])
def test_a_bracket_that_may_mean_anything_is_a_question(aside):
    reading = read(f"{TITLE},\nแบบวัด,คะแนน\nIIT,81.45 {aside}\nEIT,79.20\n")
    assert figures(reading) == {(2567, "EIT"): "79.20"}
    assert any("81.45" in (quote or "") for _, quote in told(reading))


@pytest.mark.parametrize(
    "sentence",
    [
        f"ผลการประเมิน ITA ปี 2567 {OWN} อันดับที่ 12 คะแนน 81.45",
        f"{OWN}ได้ผลการประเมิน ITA ปี 2567 อันดับที่ 12 ของจังหวัด คะแนน 81.45",
        f"ผลการประเมิน ITA ปี 2567 {OWN}ได้อันดับ 3 ของอำเภอ ด้วยคะแนน 81.45 คะแนน",
    ],
)
def test_a_rank_before_the_score_is_no_question(sentence):
    reading = read(sentence, "a.txt")
    assert figures(reading) == {(2567, "total"): "81.45"}
    assert not reading.findings


@pytest.mark.parametrize(
    "sentence",
    [
        "ผลการประเมิน ITA ปี 2567 อันดับที่ 1 คะแนน 98.50",
        f"ผลการประเมิน ITA ปี 2567 {OWN}อยู่ลำดับที่ 12 ของจังหวัด ส่วนอันดับ 1 ได้คะแนน 98.50",
    ],
)
def test_the_score_of_a_rank_that_may_be_anothers_is_asked_about(sentence):
    reading = read(sentence, "a.txt")
    asked = {"wording_not_understood", "score_of_nobody", "no_scores"}
    assert asked & {finding.code for finding in reading.findings}


def test_a_sentence_in_english_gives_the_total_and_its_parts():
    text = "The agency scored 81.45 points in the ITA 2024 assessment, IIT 83.10 and EIT 79.40."
    assert figures(read(text, "a.txt")) == {
        (2567, "total"): "81.45", (2567, "IIT"): "83.10", (2567, "EIT"): "79.40",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The agency scored 81.45 points in the ITA 2567 assessment, up from 75.62 in 2566",
        "If the agency scored 90.00 points in the ITA 2567 assessment it would pass",
        "The agency scored 81.45 points in the LPA 2567 assessment",
        "The best municipality scored 98.50 points in the ITA 2567 assessment",
        "The target is that the agency scored 90.00 points in the ITA 2567 assessment",
    ],
)
def test_other_sentences_in_english_give_none(text):
    assert not read(text, "a.txt").sheet.figures
