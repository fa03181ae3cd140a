"""Our own JSON comes back without loss; plain JSON of codes and scores has several shapes."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.errors import Place, UnreadableInput
from prongsai.core.scoresheet.model import (
    Claim,
    Counted,
    Figure,
    Origin,
    PublishedRating,
    Remark,
    ScoreSheet,
)
from prongsai.readers.scores_json import read_json, write_scores


def as_json(data):
    """Data as the bytes of a JSON file."""
    return json.dumps(data, ensure_ascii=False).encode()


# JSON: our own format

CODES = ["total", "IIT", "EIT", "OIT", *map(str, range(1, 11)), "9.1", "10.2", "i1", "e15", "o43"]
YEARS = st.none() | st.integers(2563, 2569)
COUNTS = st.none() | st.integers(1, 500)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLACES = st.builds(
    Place,
    file=st.none() | TEXTS,
    sheet=st.none() | TEXTS,
    page=COUNTS,
    line=COUNTS,
    table=COUNTS,
    row=COUNTS,
    column=COUNTS,
    quote=st.none() | TEXTS,
)
VALUES = st.decimals(0, 100, allow_nan=False, places=2)
PARTS = st.none() | st.sampled_from(["IIT", "EIT", "OIT"])
FIGURES = st.builds(
    Figure, st.sampled_from(CODES), YEARS, TEXTS, VALUES, st.sampled_from(Origin), PLACES,
    st.none() | TEXTS,
)  # fmt: skip
SHEETS = st.builds(
    ScoreSheet,
    YEARS,
    st.lists(FIGURES, max_size=4).map(tuple),
    st.lists(
        st.builds(PublishedRating, st.sampled_from(["A", "good"]), YEARS, TEXTS, PLACES), max_size=2
    ).map(tuple),
    st.lists(st.builds(Remark, TEXTS, PLACES, PARTS, COUNTS), max_size=2).map(tuple),
    st.lists(
        st.builds(Claim, st.sampled_from(Counted), PARTS, st.integers(0, 99), YEARS, PLACES),
        max_size=2,
    ).map(tuple),
)


@given(SHEETS)
def test_a_sheet_comes_back_from_json_as_it_was(sheet):
    assert read_json(as_json(write_scores(sheet)), "scores.json") == sheet


def test_a_document_comes_back_from_json_as_it_was_read(reading, read):
    assert read(as_json(write_scores(reading.sheet)), "scores.json").sheet == reading.sheet


def own(**changes):
    """A sheet of one score in our own format, with its figure changed."""
    figure = {
        "code": "i1", "year": 2565, "published": "97.5", "value": "97.5", "origin": "table",
        "name": None, "place": {"file": "a.pdf", "page": 1},
    }  # fmt: skip
    lists = {"ratings": [], "remarks": [], "claims": []}
    data = {"format": "prongsai-scores", "fiscal_year": 2565, "figures": [figure | changes]}
    return as_json(data | lists)


@pytest.mark.parametrize("name", ["scores.json", "scores.JSON", "scores"])
def test_our_own_format_is_known_by_name_or_without_one(scores_of, name):
    assert scores_of(own(), name) == {"i1": "97.5"}


@pytest.mark.parametrize(
    "change",
    [{"code": "zzz"}, {"code": 5}, {"value": "NaN"}, {"value": "150"}, {"value": "-5"},
     {"value": "1e999"}, {"value": None}, {"year": "x"}, {"year": 2565.5}, {"origin": "x"},
     {"place": None}, {"place": {"line": "x"}}, {"place": {"nowhere": 1}}, {"published": 5},
     {"name": 5}],
    ids=str,
)  # fmt: skip
def test_our_own_format_with_a_broken_figure_is_refused(read, change):
    with pytest.raises(UnreadableInput):
        read(own(**change), "scores.json")


@pytest.mark.parametrize(
    ("change", "told"),
    [({"code": "zzz"}, "figures.1.code"), ({"value": "150"}, "figures.1.value"),
     ({"origin": "x"}, "must be one of table, prose"), ({"place": {"nowhere": 1}}, "nowhere")],
    ids=str,
)  # fmt: skip
def test_a_refusal_names_the_entry_and_the_field(change, told):
    with pytest.raises(UnreadableInput, match=told):
        read_json(own(**change), "scores.json")


def test_files_of_before_may_lack_what_came_later():
    figure = {"code": "i1", "published": "97.5", "value": 97.5, "origin": "table", "place": {}}
    data = {"format": "prongsai-scores", "figures": [figure]}
    sheet = read_json(as_json(data), "scores.json")
    assert (sheet.fiscal_year, sheet.figures[0].year, sheet.statements) == (None, None, ())


# JSON: plain codes and scores


@pytest.mark.parametrize(
    "data",
    [
        {"fiscal_year": 2565, "scores": {"i1": "97.5", "o12": 0}},
        {"year": 2565, "items": [{"code": "i1", "value": "97.5"}, {"code": "๐12", "value": 0}]},
        {"fiscal_year": 2565, "figures": [{"code": "I1", "published": "97.5"},
                                          {"code": "o12", "published": "0"}]},
        {"fiscal_year": 2565, "figures": [{"code": "I1", "คะแนน": "97.5"},
                                          {"code": "o12", "คะแนน": "0"}]},
        [{"code": "i1", "score": 97.5, "year": 2565}, {"code": "o12", "score": 0, "year": 2565}],
    ],
)  # fmt: skip
def test_plain_json_gives_its_scores(scores_of, data):
    assert scores_of(as_json(data), "scores.json") == {"i1": "97.5", "o12": "0"}


def test_a_bare_object_takes_the_year_somebody_gives(scores_of):
    assert scores_of(b'{"i1": 97.50}', "scores.json", year=2565) == {"i1": "97.50"}


def test_json_numbers_keep_their_digits_and_their_value(read):
    data = b'{"fiscal_year": 2565, "scores": {"i1": 97.50, "i2": 100, "i3": 1e2, "i4": 9.75E1}}'
    figures = read(data, "scores.json").sheet.of_year(2565)
    assert {code: figure.value for code, figure in figures.items()} == {
        "i1": Decimal("97.5"), "i2": 100, "i3": 100, "i4": Decimal("97.5")
    }  # fmt: skip
    assert figures["i1"].published == "97.50"


@pytest.mark.parametrize("data", [[1, 2], {"scores": "x"}, 5, None, "i1", {}, []], ids=str)
def test_json_without_scores_is_refused(read, data):
    with pytest.raises(UnreadableInput):
        read(as_json(data), "scores.json")


# JSON: records, as open data has them

RECORDS = [
    {
        "หน่วยงาน": "อบต.สาธิต",
        "ปีงบประมาณ": "2564",
        "คะแนน IIT": "88.10",
        "คะแนน EIT": 80.2,
        "ที่ตั้ง": [1],
    },
    {
        "หน่วยงาน": "อบต.สมมุติ",
        "ปีงบประมาณ": "2564",
        "คะแนน IIT": "78.10",
        "คะแนน EIT": 70.2,
        "ใช้": None,
    },
]


@pytest.mark.parametrize(
    "document",
    [RECORDS, {"data": RECORDS}, {"total": 95, "result": {"total": 2, "records": RECORDS}}],
)
def test_records_are_a_table_wherever_they_stand(read, document):
    sheet = read(as_json(document), "a.json", agency="อบต.สมมุติ").sheet
    assert {(one.code, one.year, one.published) for one in sheet.figures} == {
        ("IIT", 2564, "78.10"),
        ("EIT", 2564, "70.2"),
    }


def test_how_many_records_there_are_is_no_total(read):
    reading = read(as_json({"total": 95, "data": RECORDS}), "a.json")
    assert not reading.sheet.figures
    assert "several_agencies" in {finding.code for finding in reading.findings}


def test_a_total_beside_no_records_may_be_one(read):
    (one,) = read(as_json({"total": 95}), "a.json").candidates
    assert (one.code, one.published) == ("total", "95")
