"""Questions are asked of what was read and doubted, and of nothing else; each has its twin."""

import pytest

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565"
OWN = "เทศบาลตำบลสุขสมมุติ"
ITEMS = f"{TITLE}\n{OWN}\nข้อ\tรายการ\tคะแนน\no12\tรายงานผลการดำเนินงานประจำปี\t0\n"


def codes(reading):
    return {finding.code for finding in reading.findings}


def test_a_name_broken_by_a_lines_end_is_no_strange_word(read):
    text = (
        f"{OWN} ทบทวนผลการประเมินคุณธรรม และความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"
        " ประจำปีงบประมาณ พ.ศ. ๒๕๖๕ ซึ่งได้ {} คะแนน"
    ).replace("ทบทวน", "")
    reading = read(text.format("๙๐.๕๒"))
    assert [figure.published for figure in reading.sheet.figures] == ["๙๐.๕๒"]
    assert "wording_not_understood" not in codes(reading)


def test_another_word_before_the_score_is_asked_about(read):
    text = f"{OWN} ผลการประเมินคุณธรรม และความโปร่งใส (ITA) ประจำปี 2565 ซึ่งน่าจะได้ 90.52 คะแนน"
    reading = read(text)
    assert not reading.sheet.figures or "wording_not_understood" in codes(reading)


@pytest.mark.parametrize("mark", ["- ๔ -", "- 4 -", "– 12 –"])
def test_a_page_number_is_no_score_that_cannot_be_read(read, mark):
    reading = read(f"{ITEMS}o42\tมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\t{mark}\n")
    assert not {"score_not_read", "no_score_printed"} & codes(reading)


@pytest.mark.parametrize(("cell", "code"), [("8O.5", "score_not_read"), ("-", "no_score_printed")])
def test_what_stands_in_place_of_a_score_is_told(read, cell, code):
    reading = read(f"{ITEMS}o42\tมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\t{cell}\n")
    assert code in codes(reading)


WEIGHTS = "หมายเหตุ: คะแนนรวมคำนวณจาก IIT ร้อยละ 30 EIT ร้อยละ 30 และ OIT ร้อยละ 40"
SCORES = "IIT\t80.06\nEIT\t88.04\nOIT\t80.57\nคะแนนรวม\t82.66\n"


def test_nobody_is_asked_of_weights_that_were_not_read_as_scores(read):
    reading = read(f"{TITLE}\n{OWN}\n{SCORES}{WEIGHTS}\n")
    assert {figure.published for figure in reading.sheet.figures} == {
        "80.06",
        "88.04",
        "80.57",
        "82.66",
    }
    assert "wording_not_understood" not in codes(reading)
    assert "weights_not_scores" in codes(reading)


def test_a_sentence_whose_score_was_read_is_asked_about(read):
    reading = read(f"{TITLE}\n{OWN} IIT หลังหารือ 80.06 คะแนน\n")
    assert {figure.code for figure in reading.sheet.figures} == {"IIT"}
    assert "wording_not_understood" in codes(reading)


@pytest.mark.parametrize(("shown", "is_told"), [("82.66", False), ("79.10", True)])
def test_a_score_that_is_read_elsewhere_is_not_told_as_unread(read, shown, is_told):
    told = f"{OWN} ได้คะแนนรวม 82.66 คะแนน"
    card = f"<table><tr><td>คะแนนรวม<br>{shown}</td><td>ระดับ<br>B</td><td>{told}</td></tr></table>"
    rows = "".join(
        f"<tr><td>{name}</td><td>{score}</td></tr>"
        for name, score in (line.split("\t") for line in SCORES.splitlines())
    )
    page = f"<html><body><h1>{TITLE}</h1><p>{OWN}</p>{card}<table>{rows}</table></body></html>"
    assert ("score_not_read" in codes(read(page, "a.html"))) is is_told
