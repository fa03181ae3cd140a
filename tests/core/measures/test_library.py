"""The library of measures: whole patterns, and an answer to every item of every year."""

import pytest

from prongsai.core.framework.years import _names, short_name
from prongsai.core.measures.model import Pattern, read_library, shipped

YEARS = range(2564, 2570)
LIBRARY = shipped()


def fiscal_place(month):
    """Months in the order of the fiscal year, October first."""
    return (month - 10) % 12


@pytest.fixture(scope="session")
def lineages(framework):
    return {
        name for year in YEARS for item in framework(year).items.values() for name in item.lineage
    }


@pytest.mark.parametrize("year", YEARS)
def test_every_item_of_a_year_is_answered(year, framework):
    items = framework(year).items
    assert items
    assert [code for code, item in items.items() if not LIBRARY.answering(item.lineage)] == []


def test_a_lineage_that_is_none_is_answered_by_nothing():
    assert LIBRARY.answering(["no-such-lineage"]) == LIBRARY.answering([]) == ()
    assert LIBRARY.answering(["property-rule-knowledge"])


def test_patterns_answer_lineages_of_some_year_only(lineages):
    assert {name for one in LIBRARY.patterns for name in one.answers} <= lineages


@pytest.mark.parametrize("pattern", LIBRARY.patterns, ids=lambda one: one.key)
def test_a_pattern_is_whole(pattern):
    texts = (
        pattern.key,
        pattern.guideline,
        pattern.title,
        pattern.unit,
        pattern.period,
        pattern.follow_up,
        *pattern.answers,
        *pattern.steps,
        *pattern.evidence,
    )
    assert all(text == " ".join(text.split()) != "" for text in texts)
    assert min(map(len, (pattern.answers, pattern.steps, pattern.evidence))) >= 1
    assert pattern.group in LIBRARY.groups
    assert len(set(pattern.answers)) == len(pattern.answers)


@pytest.mark.parametrize("pattern", LIBRARY.patterns, ids=lambda one: one.key)
def test_a_pattern_ends_not_before_it_begins(pattern):
    assert {pattern.start, pattern.due} <= set(range(1, 13))
    assert fiscal_place(pattern.start) <= fiscal_place(pattern.due)


def test_keys_and_titles_are_unique():
    assert len({one.key for one in LIBRARY.patterns}) == len(LIBRARY.patterns)
    assert len({one.title for one in LIBRARY.patterns}) == len(LIBRARY.patterns)


def test_every_group_has_a_pattern():
    assert {one.group for one in LIBRARY.patterns} == set(LIBRARY.groups)


@pytest.mark.parametrize("left_out", [name for name in Pattern.__struct_fields__ if name != "key"])
def test_a_pattern_without_one_of_its_fields_is_a_fault_of_ours(left_out):
    whole = {
        "groups": {"g": "ด้าน"},
        "patterns": [
            {
                "id": "M1",
                "answers": ["a"],
                "group": "g",
                "guideline": "แนวทาง",
                "title": "ชื่อ",
                "steps": ["ขั้น"],
                "unit": "หน่วย",
                "period": "ตลอดปี",
                "start": 10,
                "due": 9,
                "evidence": ["หลักฐาน"],
                "follow_up": "ติดตาม",
            }
        ],
    }
    assert read_library(whole).patterns[0].group == "ด้าน"
    del whole["patterns"][0][left_out]
    with pytest.raises(KeyError):
        read_library(whole)


def test_short_names_stand_for_lineages_of_some_year_only(lineages):
    assert _names()
    assert set(_names()) <= lineages


@pytest.mark.parametrize("year", YEARS)
def test_no_two_items_of_a_year_have_the_same_short_name(year, framework):
    items = framework(year).items.values()
    assert len({short_name(item) for item in items}) == len(items)


def test_a_question_has_a_short_name_and_a_title_keeps_its_own(framework):
    items = framework(2565).items
    assert short_name(items["i7"]) == "การรับรู้แผนการใช้จ่ายงบประมาณ"
    assert short_name(items["i7"]) != items["i7"].name.th
    assert short_name(items["o12"]) == items["o12"].name.th
    assert all(len(short_name(item)) <= 120 for item in items.values())
