"""What an agency is called changes nothing: its kind, and words in its name that mean something."""

import re
from pathlib import Path

import pytest

from prongsai.core.scoresheet.around.whose import without_names
from prongsai.readers.labels import labelled_in
from prongsai.readers.scores import read_scores

CASES = Path(__file__).resolve().parents[1] / "cases"
KINDS = re.compile("เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|องค์การบริหารส่วนตำบล")
NAMED = re.compile(rf"(?:{KINDS.pattern})(?P<name>[ก-ฺเ-๎]{{3,30}}?)(?=[\s|,:()“”\"<]|$|ได้|มี|ที่|ซึ่ง)")
# Its name is a whole sentence, cut by the pattern above; its lines break inside the name; its name
# stands in short and in full, and only one of them would be another's.
PECULIAR = {"453-highest-agency-in-country", "367-newsletter-wrapped", "624-rank-news"}
# Places are called so; each has a word that means something in a sentence about results.
NAMES = ["กองทูล", "มีชัย", "ในเมือง", "จะทิ้งพระ", "บ้านเป้า", "แผนดี"]
EVERY = 3


def documents(folder):
    """Documents that name an agency, each with its text."""
    found = []
    for one in labelled_in(CASES / folder):
        if one.document.suffix not in {".txt", ".csv", ".html", ".md"}:
            continue
        text = one.document.read_bytes().decode("utf-8", errors="ignore")
        if one.document.stem not in PECULIAR and NAMED.search(text):
            found.append((one, text))
    return found


DOCUMENTS, WITHOUT = documents("scored"), documents("unscored")


def read(one, text, agency, catalogue):
    reading = read_scores(
        text.encode(), one.document.name, catalogue, year=one.year, agency=agency, draft=True
    )
    return {(figure.year, figure.code, figure.value) for figure in reading.sheet.figures}


def same(one, text, change, catalogue):
    """Whether a document gives the same figures with its agency's name changed."""
    agency = one.agency and change(one.agency)
    return read(one, text, one.agency, catalogue) == read(one, change(text), agency, catalogue)


@pytest.mark.long
def test_provincial_organisations_are_read_like_municipalities(catalogue):
    def change(text):
        return KINDS.sub("องค์การบริหารส่วนจังหวัด", text)

    assert len(DOCUMENTS) > 300
    assert [
        one.document.stem for one, text in DOCUMENTS if not same(one, text, change, catalogue)
    ] == []


def test_what_is_nobodys_score_is_no_provincial_organisations_either(catalogue):
    def change(text):
        return KINDS.sub("องค์การบริหารส่วนจังหวัด", text)

    assert len(WITHOUT) > 50
    assert [
        one.document.stem
        for one, text in WITHOUT
        if read(one, change(text), one.agency and change(one.agency), catalogue)
    ] == []


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_no_word_in_a_name_changes_what_is_read(name, catalogue):
    other = [
        one.document.stem
        for one, text in DOCUMENTS[NAMES.index(name) % EVERY :: EVERY]
        if not same(one, text, named_instead(text, name), catalogue)
    ]
    assert other == []


def named_instead(text, name):
    """What puts another name for that of the first agency which a text names."""
    own = NAMED.search(text)["name"]
    return lambda held: held.replace(own, name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("คะแนนของ อบต.บ้านเป้า 90.11", "คะแนนของ หน่วยงาน 90.11"),
        ("เทศบาลตำบลบ้านเราไม่ได้คะแนน 95", "หน่วยงานไม่ได้คะแนน 95"),
        ("เทศบาลตำบลในเมือง", "หน่วยงาน"),
        ("เทศบาลตำบลในจังหวัด ได้", "เทศบาลตำบลในจังหวัด ได้"),
    ],
)
def test_only_the_name_is_taken_for_a_name(text, told):
    assert without_names(text) == told


def test_a_unit_that_did_something_is_no_agency_with_a_score(catalogue):
    text = (
        "ผลการประเมิน ITA ปี 2566 เทศบาลตำบลบ้านเราได้คะแนนรวม 83.21 คะแนน\n"
        "สำนักปลัดได้วิเคราะห์คะแนนที่มีในแฟ้มแล้ว ดังนี้\n"
        "2.1 แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT) ได้ 79.56 คะแนน"
    )
    found = read_scores(text.encode(), "a.txt", catalogue).sheet.of_year(2566)
    assert {code: figure.published for code, figure in found.items()} == {
        "total": "83.21",
        "IIT": "79.56",
    }


def test_a_units_own_score_is_still_not_the_agencys(catalogue):
    text = "ผลการประเมิน ITA ปี 2566 สำนักปลัดได้คะแนน 79.56 คะแนน"
    assert not read_scores(text.encode(), "a.txt", catalogue).sheet.figures
