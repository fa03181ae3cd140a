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
