"""A document that names other agencies than the one it is read for."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

SCORES = "รหัส,คะแนน\nIIT,93.10\nEIT,78.86\nOIT,97.32\n"


def codes(title, agency="เทศบาลตำบลบ้านเรา", scores=SCORES):
    data = f"{title}\nปีงบประมาณ 2565\n{scores}".encode()
    reading = read_scores(data, "a.txt", Catalogue(), agency=agency)
    return {finding.code: finding for finding in reading.findings}


@pytest.mark.parametrize(
    "title",
    [
        "ผลการประเมิน เทศบาลตำบลบ้านเรา",
        "ผลการประเมิน ทต. บ้านเรา",
        "ผลการประเมินของเทศบาล ตำบลบ้านเรา และ เทศบาลตำบลบ้านเขา",
        "ผลการประเมิน",
        "ผลการประเมินของเทศบาลตำบลประจำปี",
        "เทศบาลตำบลควรปรับปรุง องค์การบริหารส่วนตำบลทุกแห่ง เทศบาลตำบลอื่น ๆ",
    ],
)
def test_nothing_is_said_of_a_document_that_names_it_or_nobody(title):
    assert "other_agency" not in codes(title)


@pytest.mark.parametrize(
    ("title", "quoted"),
    [
        ("ผลการประเมิน เทศบาลตำบลบ้านเขา", "เทศบาลตำบลบ้านเขา"),
        ("ผลการประเมิน อบต. บ้านเขา", "อบต. บ้านเขา"),
        ("ผล,องค์การบริหารส่วนตำบลบ้านเขา,ITA", "องค์การบริหารส่วนตำบลบ้านเขา"),
        ("ผลการประเมิน ITA เทศบาลตำบลบ้านเราใต้", "เทศบาลตำบลบ้านเราใต้"),
        ("ผลการประเมิน ITA องค์การบริหารส่วนตำบลบ้านเรา", "องค์การบริหารส่วนตำบลบ้านเรา"),
        ("ผลการประเมิน ITA โรงพยาบาลบ้านเขา", "โรงพยาบาลบ้านเขา"),
    ],
)
def test_another_name_is_quoted_with_its_place(title, quoted):
    found = codes(title)["other_agency"]
    assert quoted in found.message.th
    assert found.places[0].quote == quoted
    assert found.next_step is not None


def test_without_a_name_to_look_for_nothing_is_said():
    assert "other_agency" not in codes("ผลการประเมิน เทศบาลตำบลบ้านเขา", agency=None)


def test_several_agencies_are_named_by_their_names_not_by_their_years():
    table = (
        "หน่วยงาน,ปี,คะแนนรวม,IIT,EIT,OIT\nเทศบาลตำบลหนึ่ง,2565,90.00,91,89,90\n"
        "เทศบาลตำบลสอง,2565,80.00,81,79,80\n"
    )
    reading = read_scores(table.encode(), "a.csv", Catalogue())
    (found,) = [one for one in reading.findings if one.code == "several_agencies"]
    assert "เทศบาลตำบลหนึ่ง, เทศบาลตำบลสอง" in found.message.th


TABLE = "ผลการประเมิน ITA ปี 2565\n\n| หน่วยงาน | IIT | EIT | OIT |\n|--|--|--|--|\n"
ROW = "| เทศบาลตำบล{} | {} | 80.10 | 90.10 |\n"


def of_list(agency, *names):
    rows = "".join(ROW.format(name, f"8{n}.50") for n, name in enumerate(names, start=1))
    reading = read_scores((TABLE + rows).encode(), "a.md", Catalogue(), agency=agency)
    return reading, {figure.code: figure.published for figure in reading.sheet.figures}


def test_a_name_that_differs_in_tones_alone_is_told():
    reading, figures = of_list("เทศบาลตำบลบ้านเปา", "บ้านเป้า", "บ้านบี")
    assert figures["IIT"] == "81.50"
    told = {finding.code: finding for finding in reading.findings}["agency_spelled_otherwise"]
    assert told.places[0].quote == "เทศบาลตำบลบ้านเป้า"
    assert "บ้านเป้า" in told.message.th
    assert "บ้านเป้า" in told.message.en


@pytest.mark.parametrize("agency", ["เทศบาลตำบลบ้านเป้า", "ทต.บ้านเป้า", "ทต. บ้านเป้า"])
def test_a_name_to_the_letter_is_no_question(agency):
    reading, figures = of_list(agency, "บ้านเป้า", "บ้านบี")
    assert figures["IIT"] == "81.50"
    assert "agency_spelled_otherwise" not in {finding.code for finding in reading.findings}


@pytest.mark.parametrize(("name", "score"), [("บ้านเป้า", "81.50"), ("บ้านเปา", "82.50")])
def test_of_two_names_that_differ_in_tones_the_one_to_the_letter_is_taken(name, score):
    reading, figures = of_list(f"เทศบาลตำบล{name}", "บ้านเป้า", "บ้านเปา", "บ้านบี")
    assert figures["IIT"] == score
    assert not {finding.code for finding in reading.findings} & {"agency_spelled_otherwise"}


def test_rows_of_two_such_names_in_a_long_list_never_mix():
    rows = "".join(
        f"| เทศบาลตำบล{name} | {code} | {score} |\n"
        for name, score in (("บ้านเป้า", "90.12"), ("บ้านเปา", "80.11"))
        for code in ("IIT", "EIT", "OIT")
    )
    text = "ผลการประเมิน ITA ปี 2565\n\n| หน่วยงาน | รายการ | คะแนน |\n|--|--|--|\n" + rows
    reading = read_scores(text.encode(), "a.md", Catalogue(), agency="ทต.บ้านเปา")
    assert {figure.published for figure in reading.sheet.figures} == {"80.11"}
