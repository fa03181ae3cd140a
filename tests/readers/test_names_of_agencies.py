"""What an agency is called makes nothing certain that is wrong: its kind, words in its name."""

import re
from functools import cache
from pathlib import Path

import pytest

from prongsai.core.scoresheet.evaluation import Tally, judge
from prongsai.readers.labels import labelled_in
from prongsai.readers.scores import read_scores

CASES = Path(__file__).resolve().parents[1] / "cases"
KINDS = re.compile("เทศบาลตำบล|เทศบาลเมือง|เทศบาลนคร|องค์การบริหารส่วนตำบล")
NAMED = re.compile(rf"(?:{KINDS.pattern})(?P<name>[ก-ฺเ-๎]{{3,30}}?)(?=[\s|,:()“”\"<]|$|ได้|มี|ที่|ซึ่ง)")
# Its name is a whole sentence, cut by the pattern above; its lines break inside the name; its name
# stands in short and in full, and only one of them would be another's; its name holds the word for
# a goal; it is told from the asked one by its kind alone.
PECULIAR = {
    "453-highest-agency-in-country", "367-newsletter-wrapped", "624-rank-news", "344-caption-4",
    "320-table-form-33",
}  # fmt: skip
# Places are called so; each has a word that means something in a sentence about results.
NAMES = ["กองทูล", "มีชัย", "ในเมือง", "จะทิ้งพระ", "บ้านเป้า", "แผนดี"]
EVERY = 3


@cache
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


def wrong(documents, change_of, catalogue):
    """The documents that give a figure which is none, with their agencies' names changed."""
    found = []
    for one, text in documents:
        change, tally = change_of(text), Tally()
        given = {"year": one.year, "agency": one.agency and change(one.agency), "draft": True}
        reading = read_scores(change(text).encode(), one.document.name, catalogue, **given)
        tally.add(judge(one.label, reading))
        if not tally.sound:
            found.append(one.document.stem)
    return found


def provincial(_text):
    """What makes every agency a provincial organisation."""
    return lambda held: KINDS.sub("องค์การบริหารส่วนจังหวัด", held)


def called(name):
    """What puts another name for that of the first agency which a text names."""
    return lambda text: lambda held: held.replace(NAMED.search(text)["name"], name)


@pytest.mark.long
def test_nothing_is_wrong_in_what_provincial_organisations_publish(catalogue):
    assert len(documents("scored")) > 300
    assert wrong(documents("scored"), provincial, catalogue) == []


def test_what_is_nobodys_score_is_no_provincial_organisations_either(catalogue):
    assert len(documents("unscored")) > 50
    assert wrong(documents("unscored"), provincial, catalogue) == []


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_no_word_in_a_name_makes_anything_wrong(name, catalogue):
    some = documents("scored")[NAMES.index(name) % EVERY :: EVERY]
    assert wrong(some, called(name), catalogue) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_total_in_a_table_is_the_agencys_whatever_it_is_called(name, scores_of):
    title = f"ผลการประเมิน ITA เทศบาลตำบล{name} ปีงบประมาณ พ.ศ. 2566"
    text = f"{title},\nแบบวัด,คะแนน\nIIT,90.11\nคะแนนรวม,88.10\n"
    assert scores_of(text, "a.csv") == {"IIT": "90.11", "total": "88.10"}


def test_a_units_own_score_is_still_not_the_agencys(catalogue):
    text = "ผลการประเมิน ITA ปี 2566 สำนักปลัดได้คะแนน 79.56 คะแนน"
    assert not read_scores(text.encode(), "a.txt", catalogue).sheet.figures
