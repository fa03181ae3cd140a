"""Texts that tell of several agencies: `--agency` says whose paragraph or line is read."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566"
OURS, THEIRS, THIRD = "เทศบาลตำบลบ้านเรา", "เทศบาลตำบลบ้านเขา", "องค์การบริหารส่วนตำบลทุ่งตัวอย่าง"
SCORES = {
    OURS: ("88.10", "90.11", "85.20", "88.77"),
    THEIRS: ("92.50", "93.40", "90.10", "93.62"),
    THIRD: ("79.30", "81.00", "75.50", "80.87"),
}


def paragraph(name):
    total, iit, eit, oit = SCORES[name]
    return (
        f"{name} ได้คะแนนรวม {total} คะแนน โดย IIT ได้ {iit} คะแนน EIT ได้ {eit} คะแนน"
        f" และ OIT ได้ {oit} คะแนน"
    )


PARAGRAPHS = "\n\n".join([TITLE, *map(paragraph, SCORES)])
FORMS = ("{0}. {1} {2} คะแนน", "อันดับ {0} {1} ได้คะแนน {2}", "- {1} : {2}", "{1} อำเภอสมมติ {2}")


def listed(form):
    """The agencies with their totals, one a line."""
    lines = (form.format(at, name, told[0]) for at, (name, told) in enumerate(SCORES.items(), 1))
    return "\n".join([TITLE, *lines])


LISTS = [listed(form) for form in FORMS]


def read(text, agency):
    return read_scores(text.encode(), "a.txt", Catalogue(), agency=agency)


def figures(reading):
    return {one.code: one.published for one in reading.sheet.figures}


def codes(reading):
    return {finding.code for finding in reading.findings}


@pytest.mark.parametrize("agency", [*SCORES, "อบต.ทุ่งตัวอย่าง"])
def test_the_paragraph_of_the_agency_is_read(agency):
    expected = SCORES.get(agency, SCORES[THIRD])
    found = figures(read(PARAGRAPHS, agency))
    assert found == dict(zip(("total", "IIT", "EIT", "OIT"), expected, strict=True))


@pytest.mark.parametrize("text", LISTS)
@pytest.mark.parametrize("agency", SCORES)
def test_the_line_of_the_agency_is_read(agency, text):
    assert figures(read(text, agency)) == {"total": SCORES[agency][0]}


@pytest.mark.parametrize("text", LISTS)
def test_a_list_without_a_choice_is_a_question(text):
    reading = read(text, None)
    assert not reading.sheet.figures
    assert "several_agencies" in codes(reading)


@pytest.mark.parametrize("text", [PARAGRAPHS, *LISTS])
def test_an_agency_that_is_not_among_them_is_told_with_their_names(text):
    reading = read(text, "เทศบาลตำบลที่ไหน")
    assert not reading.sheet.figures
    (told,) = [one for one in reading.findings if one.code == "agency_not_listed"]
    assert all(name in told.message.th for name in SCORES)


@pytest.mark.parametrize(
    "title", ["ผลการประเมิน LPA ปี 2566", "ความพึงพอใจปี 2566", "คะแนนเป้าหมาย ITA ปี 2566"]
)
def test_a_list_of_something_else_gives_none(title):
    assert not read(LISTS[0].replace(TITLE, title), OURS).sheet.figures


def test_a_line_alone_is_no_list():
    reading = read(f"{TITLE}\n1. {THEIRS} 92.50 คะแนน", OURS)
    assert not reading.sheet.figures
    assert "several_agencies" not in codes(reading)


def test_places_still_count_the_lines():
    text = f"{TITLE}\n\n{LISTS[0].partition(chr(10))[2]}\nหมายเหตุ"
    (figure,) = read(text, THEIRS).sheet.figures
    assert figure.place.line == 4


PLACES = "# หน่วยงาน อำเภอ จังหวัด {}"


def in_places(heading="คะแนนเฉลี่ย", places="เมืองสมมุติ สมมุติ"):
    """The agencies of a province, one a line, with where they lie behind their names."""
    lines = (f"{at} {name} {places} {told[0]}" for at, (name, told) in enumerate(SCORES.items(), 1))
    return "\n".join([TITLE, PLACES.format(heading), *lines])


@pytest.mark.parametrize("heading", ["คะแนนเฉลี่ย", "คะแนน ITA", "ผลคะแนน"])
def test_below_a_heading_of_places_the_line_of_the_named_agency_is_read(heading):
    for name, told in SCORES.items():
        sheet = read(in_places(heading), name).sheet
        assert [(one.code, one.published) for one in sheet.figures] == [("total", told[0])]


def test_of_such_a_list_nobodys_line_is_read_for_an_agency_that_is_not_there():
    for agency, code in (("เทศบาลตำบลบ้านใคร", "agency_not_listed"), (None, "several_agencies")):
        reading = read(in_places(), agency)
        assert not reading.sheet.figures
        assert code in {finding.code for finding in reading.findings}


@pytest.mark.parametrize(
    "text",
    [
        in_places("เป้าหมาย"),
        in_places("จำนวนผู้ตอบ"),
        in_places(places="ค่าเป้าหมาย"),
        in_places().replace(PLACES.format("คะแนนเฉลี่ย") + "\n", ""),
        in_places().replace("ผลการประเมิน ITA", "ผลสำรวจความพึงพอใจ"),
    ],
)
def test_words_behind_a_name_are_places_only_below_such_a_heading_of_scores(text):
    assert not read(text, OURS).sheet.figures
