"""What a row, a column or a list says against its numbers, each beside what does not."""

import json

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.names import Names
from prongsai.readers.scores import read_scores

TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566"
CATALOGUE = Catalogue()


def read(name, text):
    return read_scores(text.encode(), name, CATALOGUE, draft=True)


def read_rows(*rows, title=TITLE):
    return read("scores.csv", "\n".join([f'"{title}"' + "," * (rows[0].count(",")), *rows]))


def read_codes(reading):
    """The codes that are certain, and the doubts of those that a person may take."""
    doubts = {one.code: {*map(str, one.doubts)} for one in reading.candidates}
    return [one.code for one in reading.sheet.figures], doubts


def items_of(year):
    items = CATALOGUE.get(year, draft=True).items.values()
    return [f'{one.code},"{one.name.th}",100' for one in items if one.code[0] == "o"]


def test_a_list_under_the_names_of_another_year_is_doubted_as_a_whole():
    certain, doubts = read_codes(read_rows("ข้อ,รายการ,คะแนน", *items_of(2565)))
    assert certain == []
    assert all("which_year" in one for one in doubts.values())
    certain, doubts = read_codes(read_rows("ข้อ,รายการ,คะแนน", *items_of(2566)))
    assert (len(certain), doubts) == (43, {})


def test_one_item_under_a_strange_name_leaves_the_others_certain():
    rows = [*items_of(2566)[:5], "o6,รายงานการประชุมสภา,100"]
    certain, doubts = read_codes(read_rows("ข้อ,รายการ,คะแนน", *rows))
    assert (certain, doubts) == (["o1", "o2", "o3", "o4", "o5"], {"o6": {"which_score"}})


@pytest.mark.parametrize(
    ("heading", "doubt"),
    [
        ("คะแนนตามเกณฑ์ ป.ป.ช.", "words"),
        ("คะแนนของอำเภอเมือง", "whose"),
        ("คะแนน", None),
        ("เกณฑ์", "nothing is said"),
        ("คะแนนเฉลี่ยอำเภอเมือง", "nothing is said"),
    ],
)
def test_a_column_of_a_rule_or_a_place_is_offered(heading, doubt):
    rows = (f"ตัวชี้วัด,{heading}", "การปฏิบัติหน้าที่,91.20", "การใช้งบประมาณ,88.10")
    certain, doubts = read_codes(read_rows(*rows))
    assert bool(certain) is (doubt is None)
    assert doubts == ({"1": {doubt}, "2": {doubt}} if doubt in ("words", "whose") else {})


@pytest.mark.parametrize("key", ["target", "is_target", "goal", "เป้าหมาย"])
@pytest.mark.parametrize("value", [True, 1])
@pytest.mark.parametrize("codes", [("o1", "o2", "o3"), ("IIT", "EIT", "OIT")])
def test_a_record_whose_key_calls_it_a_goal_is_none(codes, key, value):
    records = [{"code": code, "score": 100} for code in codes]
    whole = {"title": TITLE, "items": records}
    assert read_codes(read("a.json", json.dumps(whole)))[0] == [*codes]
    records[1][key] = value
    # A list of OIT items in which a goal stands may be the office's own check as a whole.
    kept = [] if codes[0] == "o1" else [codes[0], codes[2]]
    assert read_codes(read("a.json", json.dumps(whole)))[0] == kept


def test_what_is_certain_has_no_goal_beside_it_and_a_small_number_is_no_score():
    goal = f"{TITLE}\nIIT 91.20\n\nเป้าหมายคะแนน ITA ปี 2566\nIIT 95.00\nEIT 96.00\n"
    certain, doubts = read_codes(read("a.txt", goal))
    assert (certain, {*doubts}) == (["IIT"], {"EIT"})
    rise = f"{TITLE}\nเทศบาลได้คะแนน IIT 91.20 คะแนน เพิ่มจากเดิมอีก 1.20 คะแนน\n"
    assert [one.published for one in read("a.txt", rise).candidates] == ["91.20"]


def test_without_a_year_a_small_score_is_offered():
    reading = read("a.csv", "code,score\nIIT,91.20\n10,7.50\n")
    assert [one.published for one in reading.candidates] == ["91.20", "7.50"]


def test_the_name_of_an_item_is_no_indicator_that_is_like_it():
    names = Names.from_framework(CATALOGUE.get(2566, draft=True))
    assert names is Names.from_framework(CATALOGUE.get(2566, draft=True))
    assert names.node_of(names.names_of("o25")[0]) is None
    assert names.node_of(names.names_of("9.4")[0]) == "9.4"


@pytest.mark.parametrize(
    ("title", "is_own"),
    [
        ("คะแนนเฉลี่ย ITA ปี 2566 ของเทศบาล", False),
        ("ผลคะแนนเฉลี่ย ITA เทศบาล ประจำปีงบประมาณ พ.ศ. 2566", False),
        ("ค่าเฉลี่ย ITA ปีงบประมาณ พ.ศ. 2566 อปท.", False),
        ("คะแนนเฉลี่ย ITA ปี 2566", True),
        ("คะแนนเฉลี่ย ITA ปี 2566 ของเทศบาลตำบลบ้านหิ่งห้อย", True),
        ("คะแนน ITA ปี 2566 ของเทศบาล", True),
    ],
)
def test_a_mean_of_what_is_named_by_its_kind_alone_is_of_many(title, is_own):
    rows = ["แบบวัด,คะแนน", "IIT,91.20", "EIT,88.10", "OIT,95.00"]
    assert bool(read_rows(*rows, title=title).sheet.figures) == is_own
