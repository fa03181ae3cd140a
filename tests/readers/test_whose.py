"""A document that names other agencies than the one it is read for."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Doubt
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
        ("ผลการประเมิน ITA เทศบาลตำบลบ้านเขา", "เทศบาลตำบลบ้านเขา"),
        ("ผลการประเมิน ITA อบต. บ้านเขา", "อบต. บ้านเขา"),
        ("ผลการประเมิน ITA เทศบาลตำบลบ้านเราใต้", "เทศบาลตำบลบ้านเราใต้"),
        ("ผลการประเมิน ITA องค์การบริหารส่วนตำบลบ้านเรา", "องค์การบริหารส่วนตำบลบ้านเรา"),
        ("ผลการประเมิน ITA โรงพยาบาลบ้านเขา", "โรงพยาบาลบ้านเขา"),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_scores_of_another_name_are_doubted_or_the_name_is_told(title, quoted, name):
    data = f"{title}\nปีงบประมาณ 2565\n{SCORES}".encode()
    reading = read_scores(data, name, Catalogue(), agency="เทศบาลตำบลบ้านเรา")
    told = [one for one in reading.findings if one.code == "other_agency"]
    assert all(Doubt.WHOSE in one.doubts for one in reading.candidates) or told
    assert not reading.sheet.figures or told
    assert all(quoted in one.message.th and one.places[0].quote == quoted for one in told)


def test_without_a_name_to_look_for_nothing_is_said():
    assert "other_agency" not in codes("ผลการประเมิน เทศบาลตำบลบ้านเขา", agency=None)


def test_several_agencies_are_named_by_their_names_not_by_their_years():
    table = (
        "หน่วยงาน,ปี,คะแนนรวม,IIT,EIT,OIT\nเทศบาลตำบลหนึ่ง,2565,90.00,91,89,90\n"
        "เทศบาลตำบลสอง,2565,80.00,81,79,80\n"
    )
    reading = read_scores(table.encode(), "a.csv", Catalogue())
    (found,) = [one for one in reading.findings if one.code == "several_agencies"]
    assert "เทศบาลตำบลหนึ่ง" in found.message.th
    assert "เทศบาลตำบลสอง" in found.message.th
    assert "2565" not in found.message.th


TABLE = "ผลการประเมิน ITA ปี 2565\n\n| หน่วยงาน | IIT | EIT | OIT |\n|--|--|--|--|\n"
ROW = "| เทศบาลตำบล{} | {} | 80.10 | 90.10 |\n"


def of_list(agency, *names):
    rows = "".join(ROW.format(name, f"8{n}.50") for n, name in enumerate(names, start=1))
    reading = read_scores((TABLE + rows).encode(), "a.md", Catalogue(), agency=agency)
    return reading, {figure.code: figure.published for figure in reading.sheet.figures}


@pytest.mark.parametrize(("own", "listed"), [("บ้านเปา", "บ้านเป้า"), ("บ้านเป้า", "บ้านเปา")])
def test_a_name_that_differs_in_tones_alone_is_a_question(own, listed):
    reading, figures = of_list(f"เทศบาลตำบล{own}", listed, "บ้านบี")
    assert figures == {}
    (one,) = (one for one in reading.candidates if one.code == "IIT")
    assert one.published == "81.50"
    assert Doubt.WHOSE in one.doubts


@pytest.mark.parametrize("agency", ["เทศบาลตำบลบ้านเป้า", "ทต.บ้านเป้า", "ทต. บ้านเป้า"])
def test_a_name_to_the_letter_is_no_question(agency):
    _, figures = of_list(agency, "บ้านเป้า", "บ้านบี")
    assert figures["IIT"] == "81.50"


@pytest.mark.parametrize(("name", "score"), [("บ้านเป้า", "81.50"), ("บ้านเปา", "70.10")])
def test_of_two_names_that_differ_in_tones_nothing_of_the_other_is_read(name, score):
    rows = "| เทศบาลตำบลบ้านเป้า | 81.50 | - | 90.10 |\n| เทศบาลตำบลบ้านเปา | - | 70.10 | 60.10 |\n"
    agency = f"เทศบาลตำบล{name}"
    reading = read_scores((TABLE + rows).encode(), "a.md", Catalogue(), agency=agency)
    own = {score, "90.10" if name == "บ้านเป้า" else "60.10"}
    assert {figure.published for figure in reading.sheet.figures} <= own
    offered = {one.published for one in reading.candidates}
    assert own <= offered | {figure.published for figure in reading.sheet.figures}


def test_rows_of_two_such_names_in_a_long_list_never_mix():
    rows = "".join(
        f"| เทศบาลตำบล{name} | {code} | {score} |\n"
        for name, score in (("บ้านเป้า", "90.12"), ("บ้านเปา", "80.11"))
        for code in ("IIT", "EIT", "OIT")
    )
    text = "ผลการประเมิน ITA ปี 2565\n\n| หน่วยงาน | รายการ | คะแนน |\n|--|--|--|\n" + rows
    reading = read_scores(text.encode(), "a.md", Catalogue(), agency="ทต.บ้านเปา")
    assert {figure.published for figure in reading.sheet.figures} <= {"80.11"}


TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566"
TOTALS = {"เทศบาลตำบลบ้านเรา": "88.10", "เทศบาลตำบลบ้านเขา": "92.50", "อบต.ทุ่งตัวอย่าง": "79.30"}
FORMS = ("{0}. {1} {2} คะแนน", "อันดับ {0} {1} ได้คะแนน {2}", "- {1} : {2}")


def listed(form):
    """The agencies with their totals, one a line."""
    lines = (form.format(at, name, told) for at, (name, told) in enumerate(TOTALS.items(), 1))
    return "\n".join([TITLE, *lines])


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("agency", [None, "เทศบาลตำบลที่ไหน"])
def test_of_lines_of_agencies_none_is_read_without_one_of_them_given(form, agency):
    reading = read_scores(listed(form).encode(), "a.txt", Catalogue(), agency=agency)
    assert not reading.sheet.figures
    assert {one.published for one in reading.candidates} == set(TOTALS.values())
    assert all(Doubt.WHOSE in one.doubts for one in reading.candidates)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("agency", TOTALS)
def test_of_lines_of_agencies_the_given_ones_is_the_one_without_that_doubt(form, agency):
    reading = read_scores(listed(form).encode(), "a.txt", Catalogue(), agency=agency)
    own = [one for one in reading.candidates if Doubt.WHOSE not in one.doubts]
    own += reading.sheet.figures
    assert [(one.year, one.published) for one in own] == [(2566, TOTALS[agency])]
    assert own[0].code in ("total", None)
    assert [one.place.line for one in own] == [list(TOTALS).index(agency) + 2]


def test_an_agency_that_is_not_in_a_table_is_told_with_its_names():
    reading, figures = of_list("เทศบาลตำบลที่ไหน", "บ้านเป้า", "บ้านบี")
    assert not figures
    (told,) = [one for one in reading.findings if one.code == "agency_not_listed"]
    assert "เทศบาลตำบลบ้านเป้า" in told.message.th
    assert "เทศบาลตำบลบ้านบี" in told.message.th
