"""Codes of the assessment: parsed once, written one way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.ids import (
    INSTRUMENTS,
    TOTAL,
    Level,
    instrument_of_item,
    item_code_at,
    level_of,
    parse_code,
    sort_key,
)
from prongsai.core.thai import thai_digits

YEARS = Catalogue().all()
CODES = sorted({code for year in YEARS for code in year.tree})
LETTERS = {"i": "iI", "e": "eE", "o": "oO๐0"}


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("total", Level.TOTAL),
        ("IIT", Level.INSTRUMENT),
        ("1", Level.INDICATOR),
        ("10", Level.INDICATOR),
        ("9.1", Level.SUB_INDICATOR),
        ("10.2", Level.SUB_INDICATOR),
        ("i7", Level.ITEM),
        ("o43", Level.ITEM),
    ],
)
def test_a_code_has_its_level(code, level):
    assert level_of(code) is level


@pytest.mark.parametrize(
    "text", ["", "iit", "Total", "0", "11", "9.", "9.0", "9.10", "i0", "i07", "i100", "x1", "i 7"]
)
def test_what_is_no_code_has_no_level(text):
    assert level_of(text) is None


def test_every_node_of_every_year_has_the_level_of_its_code():
    for year in YEARS:
        assert {code: level_of(code) for code in year.tree} == {
            code: node.level for code, node in year.tree.items()
        }


@pytest.mark.parametrize("code", CODES)
def test_a_canonical_code_is_parsed_as_itself(code):
    assert parse_code(code) == code


@given(st.sampled_from(CODES), st.sampled_from(["", " ", "\t"]))
def test_case_digits_and_space_around_do_not_matter(code, space):
    assert parse_code(f"{space}{code.upper()}{space}") == code
    assert parse_code(f"{space}{thai_digits(code.lower())}{space}") == code


@given(
    st.sampled_from([code for code in CODES if level_of(code) is Level.ITEM]),
    st.sampled_from(["", "ข้อ", "ข้อ ", "ข้อที่ "]),
    st.sampled_from(["", " ", ".", "-", "–"]),
    st.booleans(),
    st.data(),
)
def test_an_item_code_is_read_however_it_is_typed(code, before, between, in_thai, data):
    letter = data.draw(st.sampled_from(LETTERS[code[0]]))
    number = thai_digits(code[1:]) if in_thai else code[1:]
    typed = f"{before}{letter}{between}{number}"
    if letter in "0๐" and between == ".":  # 0.41 is a number
        assert parse_code(typed) is None
        return
    assert parse_code(typed) == code
    assert item_code_at(f"{typed} ชื่อข้อ") == (code, len(typed))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ind4", "4"),
        ("indicator 9", "9"),
        ("๙.๑", "9.1"),
        ("รวม", "total"),
        ("๐๔๒", "o42"),
        ("i07", "i7"),
        ("042", "o42"),
    ],
)
def test_a_code_column_is_read(typed, code):
    assert parse_code(typed) == code


@pytest.mark.parametrize(
    "text", ["", "12", "0", "i", "i0", "i100", "o12 ชื่อ", "9.1.1", "คะแนน", "ind", "ii7", "i7e3"]
)
def test_what_is_no_code_is_not_parsed(text):
    assert parse_code(text) is None


def test_an_item_code_is_found_where_it_is_asked_for():
    text = "ตามข้อ ๐๑๒ และ i7"
    assert item_code_at(text, text.index("ข้อ")) == ("o12", text.index(" และ"))
    assert item_code_at(text, text.index("i7")) == ("i7", len(text))
    assert item_code_at(text) is None


def test_code_order_is_total_then_instruments_indicators_and_items():
    given = ["o12", "o2", "e1", "i30", "i4", "10.2", "10", "9.5", "9", "1", "OIT", "EIT", "IIT"]
    assert sorted([*given, "total"], key=sort_key) == ["total", *reversed(given)]


def test_code_order_tells_all_codes_apart():
    assert len({sort_key(code) for code in CODES}) == len(CODES)


def test_an_item_belongs_to_the_instrument_that_holds_it():
    for year in YEARS:
        for part in year.instruments:
            for item in part.items or ():
                assert instrument_of_item(item.code) == part.code
    assert {"IIT", "EIT", "OIT"} == set(INSTRUMENTS)
    assert TOTAL not in INSTRUMENTS
