"""What is held of fiscal year 2569: likely at best, disputes with both sides, all with a source."""

import re
from pathlib import Path

import pytest
import yaml

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.framework.model import Confidence


@pytest.fixture(scope="module")
def year(framework):
    return framework(2569)


@pytest.fixture(scope="module")
def elements():
    return Catalogue().elements(2569)


def of_kind(elements, code, kind):
    return [one for one in elements[code] if one.kind == kind]


def test_26_items_were_seen_at_two_agencies(year):
    (part,) = [one for one in year.instruments if one.code == "OIT"]
    assert [item.code for item in part.items] == [f"o{n}" for n in range(1, 27)]
    assert (part.item_count, part.item_count_confidence) == (26, Confidence.LIKELY)
    assert set(part.item_count_sources) == {"RTRDA", "MAESAI69"}


def test_nothing_of_the_items_is_told_as_certain_and_all_of_it_has_a_source(year, elements):
    file = Path(year.folder) / "sources.yaml"
    known = {one["id"] for one in yaml.safe_load(file.read_text("utf-8"))["sources"]}
    for item in year.items.values():
        assert item.confidence is not Confidence.CONFIRMED
        assert item.sources
        assert set(item.sources) <= known
    for found in filter(None, elements.values()):
        assert all(one.sources and set(one.sources) <= known for one in found)


def test_the_period_of_o10_is_not_known_and_both_readings_are_told(elements):
    (period,) = of_kind(elements, "o10", "period")
    assert period.confidence is Confidence.UNKNOWN
    assert "{year-1}" in period.text.th
    assert "6 เดือนแรก" in period.text.th
    assert "MAESAI69" in period.sources
    # Of one year, no running total: three sources say so.
    (statistics,) = [one for one in of_kind(elements, "o10", "required") if "สะสม" in one.text.th]
    assert (statistics.confidence, len(statistics.sources)) == (Confidence.LIKELY, 3)


@pytest.mark.parametrize("code", ["o25", "o26"])
def test_what_two_agencies_dispute_stands_with_both_readings(year, elements, code):
    item = year.items[code]
    assert item.confidence is Confidence.UNKNOWN
    assert set(item.sources) == {"RTRDA", "MAESAI69"}
    assert item.notice.en.startswith("disputed")
    assert item.notice.th.startswith("ยังขัดแย้งกัน")
    (second,) = [one for one in elements[code] if f"แนวที่ 2 ของ {code}" in one.text.th]
    assert (second.confidence, second.sources) == (Confidence.UNKNOWN, ("MAESAI69",))
    assert len(elements[code]) > 1


@pytest.mark.parametrize(
    ("code", "words"),
    [("o1", "ผู้ว่าราชการจังหวัด"), ("o21", "5 ขั้นตอน"), ("o18", "พ.ศ. {year-1}"), ("o26", "ตัวชี้วัด 1 ข้อ")],
)
def test_what_a_third_search_found_is_held_as_one_agencys_word(elements, code, words):
    held = [one for one in elements[code] if words in one.text.th]
    assert held
    assert {one.confidence for one in held} <= {Confidence.LIKELY, Confidence.UNKNOWN}


def test_weights_levels_and_target_are_not_known(year):
    assert {part.weight for part in year.instruments} == {None}
    assert year.rating.levels is None
    assert year.target_score is None


@pytest.mark.parametrize("fiscal_year", range(2563, 2570))
def test_what_is_told_of_an_item_is_told_in_thai_too(framework, fiscal_year):
    for item in framework(fiscal_year).items.values():
        assert item.note is None
        if item.notice is not None:
            assert re.search("[ก-๙]", item.notice.th)
            assert re.search("[a-z]", item.notice.en)
            assert not re.search("[ก-๙]", item.notice.en)
