"""JSON that names instruments in its records or keys is read or offered; keys of goals bar it."""

import json

import pytest

SCORES = {"IIT": "90.2", "EIT": "85.4", "OIT": "95.1"}
BEFORE = {"IIT": "84.1", "EIT": "79.3", "OIT": "89.7"}
TOTAL = {"total": "90.72"}


def records(key="ประเภท", score="คะแนน", scores=SCORES, **beside):
    """A record for each instrument."""
    return [{key: name, score: float(value), **beside} for name, value in scores.items()]


def numbers(scores=SCORES):
    """Scores by name, as a mapping has them."""
    return {name: float(value) for name, value in scores.items()}


def bytes_of(document):
    """A document as the bytes of a file."""
    return json.dumps(document, ensure_ascii=False).encode()


def known_of(reading):
    """Every value that was read or may be taken, by code; nothing else may be read of a year."""
    found = {}
    for one in (*reading.sheet.figures, *reading.candidates):
        found.setdefault(one.code, set()).add(one.published)
    return found


def values(*scores):
    """The values of each code in several mappings."""
    return {code: {one[code] for one in scores if code in one} for code in scores[0]}


def read_of(reading):
    """What was read, by year and code."""
    found = {}
    for one in reading.sheet.figures:
        found.setdefault(one.year, {})[one.code] = one.published
    return found


READ = {
    "type in Thai": {
        "หน่วยงาน": "เทศบาลตำบลดงหมู", "ปีงบประมาณ": 2567, "ผลคะแนน": records(),
    },
    "instrument in Thai": records("แบบวัด", "ค่าคะแนน", ปีงบประมาณ=2567),
    "instrument": {
        "assessment": "ITA", "fiscal_year": 2567, "results": records("instrument", "score"),
    },
    "type": {"title": "ผลการประเมิน ITA", "data": records("type", "value", year=2567)},
    "year above": {"ปี": "2567", "ข้อมูล": records("ประเภท", "ค่า")},
    "records as texts": {
        "success": True,
        "result": {
            "total": 3,
            "fields": [{"id": "ประเภท", "type": "text"}, {"id": "คะแนน", "type": "numeric"}],
            "records": [
                {"_id": number, "ปีงบประมาณ": "2567", "ประเภท": name, "คะแนน": score}
                for number, (name, score) in enumerate(SCORES.items())
            ],
        },
    },
    "beside weight and goal": {
        "fiscal_year": 2567,
        "results": [
            {"instrument": name, "weight": 30, "target": 95, "score": float(score)}
            for name, score in SCORES.items()
        ],
    },
    "kind of part": [
        {"type": "instrument", "name": name, "score": float(score), "year": 2567}
        for name, score in SCORES.items()
    ],
    "mapping of records": {
        "year": 2567, "scores": {name: {"score": float(one)} for name, one in SCORES.items()},
    },
    "mapping in a mapping": {"ปี": "2567", "ผลการประเมิน ITA": numbers()},
    "names as keys": {
        "agency": "เทศบาลตำบลดงหมู", "fiscal_year": 2567,
        "iit_score": 90.2, "eit_score": 85.4, "oit_score": 95.1,
    },
    "rows of cells": {
        "fiscal_year": 2567, "results": [["แบบวัด", "คะแนน"], *map(list, numbers().items())],
    },
    "goals beside": {"fiscal_year": 2567, "targets": {"IIT": 94.0}, "results": numbers()},
    "goals behind": {"fiscal_year": 2567, "results": numbers(), "targets": {"IIT": 94.0}},
    "year before beside": {
        "fiscal_year": 2567, "current": records("instrument", "score"),
        "previous": records("instrument", "score", BEFORE),
    },
}  # fmt: skip


@pytest.mark.parametrize("document", READ.values(), ids=READ)
def test_records_of_instruments_are_read_or_offered(read, document):
    reading = read(bytes_of(document), "a.json")
    assert read_of(reading) in ({}, {2567: SCORES})
    before = (BEFORE,) if "previous" in document else ()
    assert known_of(reading) == values(SCORES, *before)


@pytest.mark.parametrize(
    "document",
    [
        {"fiscal_year": 2567, "results": [*records(), {"ประเภท": "รวม", "คะแนน": 90.72}]},
        {"fiscal_year": 2567, "คะแนนรวม": 90.72, "รายการ": records()},
        {"year": 2567, "results": numbers(SCORES | TOTAL)},
        {"fiscal_year": 2567, "total": 90.72,
         "items": [{"code": name, "score": one} for name, one in numbers().items()]},
    ],
)  # fmt: skip
def test_the_total_is_read_or_offered_where_it_stands(read, document):
    reading = read(bytes_of(document), "a.json")
    assert read_of(reading) in ({}, {2567: SCORES | TOTAL})
    assert known_of(reading) == values(SCORES | TOTAL)


@pytest.mark.parametrize(
    "document",
    [
        {"2566": numbers(BEFORE), "2567": numbers()},
        {"ผลการประเมิน ITA": {"2566": records(scores=BEFORE), "2567": records()}},
        [{"ปีงบประมาณ": 2566, "ผล": records(scores=BEFORE)}, {"ปีงบประมาณ": 2567, "ผล": records()}],
        [*records(scores=BEFORE, ปี=2566), *records(ปี=2567)],
    ],
)
def test_every_year_is_read_or_offered_with_its_own(read, document):
    reading = read(bytes_of(document), "a.json")
    assert read_of(reading) in ({}, {2566: BEFORE, 2567: SCORES})
    years = {(one.year, one.published) for one in (*reading.sheet.figures, *reading.candidates)}
    both = ((2566, BEFORE), (2567, SCORES))
    assert years == {(year, value) for year, scores in both for value in scores.values()}


@pytest.mark.parametrize(
    "key",
    [
        "targets", "target", "เป้าหมาย", "previous", "last_year", "ปีก่อน", "draft", "ร่าง", "รอบที่ 1",
        "ค่าเฉลี่ยประเทศ", "ผลประเมินตนเอง", "กองคลัง", "weights", "respondents", "forecast", "คาดการณ์",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "held", [records(), numbers(), [["IIT", 90.2], ["EIT", 85.4]], {"results": records()}]
)
def test_below_keys_of_something_else_nothing_is_read(read, key, held):
    assert read_of(read(bytes_of({"fiscal_year": 2567, key: held}), "a.json")) == {}


@pytest.mark.parametrize(
    "score",
    ["เป้าหมาย", "target_score", "ผู้ตอบร้อยละ", "change", "น้ำหนัก", "score_last_year", "คะแนนเต็ม"],
)
@pytest.mark.parametrize("key", ["ประเภท", "type", "สิ่งที่วัด"])
def test_a_key_that_holds_something_else_than_scores_is_not_read(read, key, score):
    document = {"fiscal_year": 2567, "data": records(key, score)}
    assert read_of(read(bytes_of(document), "a.json")) == {}


AGENCIES = ("อบต.สาธิต", "อบต.สมมุติ")


@pytest.mark.parametrize(
    "document",
    [
        {"fiscal_year": 2567, **{name: numbers() for name in AGENCIES}},
        {"fiscal_year": 2567, "data": [{"name": one, "scores": records()} for one in AGENCIES]},
        [{"หน่วยงาน": one, "ปี": 2567, "ประเภท": "IIT", "คะแนน": 81.2} for one in AGENCIES],
    ],
)
def test_records_of_several_agencies_are_nobodys(read, document):
    assert read_of(read(bytes_of(document), "a.json")) == {}


def test_records_of_something_else_are_not_read(read):
    spent = [{"ประเภท": "รายจ่ายประจำ", "คะแนน": 81.2}, {"ประเภท": "รายจ่ายลงทุน", "คะแนน": 83.3}]
    document = {"ปีงบประมาณ": 2567, "หน่วยงาน": "เทศบาลตำบลดงหมู", "data": spent}
    assert read_of(read(bytes_of(document), "a.json")) == {}


def test_each_table_has_its_number_in_its_places(read):
    document = {"2566": records("instrument", "score", BEFORE), "2567": records("instrument")}
    places = {one.year: one.place for one in read(bytes_of(document), "a.json").sheet.figures}
    assert {year: (one.table, one.row) for year, one in places.items()} == {
        2566: (1, 4), 2567: (2, 4),
    }  # fmt: skip
