"""Five real documents of municipalities, read as a person read them into the golden data."""

import json

import pytest

from prongsai.core.thai import repair

# The ten names as the documents print them; the eighth goes by two.
INDICATORS = {
    "การปฏิบัติหน้าที่": "1",
    "การใช้งบประมาณ": "2",
    "การใช้อำนาจ": "3",
    "การใช้ทรัพย์สินของราชการ": "4",
    "การแก้ไขปัญหาการทุจริต": "5",
    "คุณภาพการดำเนินงาน": "6",
    "ประสิทธิภาพการสื่อสาร": "7",
    "การปรับปรุงระบบการทำงาน": "8",
    "การปรับปรุงการทำงาน": "8",
    "การเปิดเผยข้อมูล": "9",
    "การป้องกันการทุจริต": "10",
}


@pytest.fixture(scope="session")
def seed(shared, read):
    """Read one of the five documents."""

    def seed(number):
        path = shared / "mission" / "seeds" / f"{number}.txt"
        return read(path.read_bytes(), path.name)

    return seed


@pytest.fixture(scope="session")
def golden(shared):
    """The facts of one of the five documents."""

    def golden(number):
        return json.loads((shared / "golden" / f"{number}.json").read_text(encoding="utf-8"))

    return golden


def printed(reading, year):
    """The standing figures of a year as printed."""
    return {code: figure.published for code, figure in reading.sheet.of_year(year).items()}


def known(reading):
    """Every code with a printed number that was read or may be taken for it."""
    return {(one.code, one.published) for one in (*reading.sheet.figures, *reading.candidates)}


def published(row):
    """The printed text of a golden score."""
    return row["score"]["as_published"]


def bare(text):
    """A text mended, without white space."""
    return "".join(repair(text).split())


def found(reading, code):
    """The findings of one kind."""
    return [finding for finding in reading.findings if finding.code == code]


def test_003_gives_or_offers_all_109_scores_of_its_year(seed, golden):
    scores = golden("003")["scores"]
    parts = [part for row in scores["indicators"] for part in row.get("sub_indicators", [])]
    expected = {"total": scores["total"]["as_published"]}
    instruments = scores["instruments"].items()
    expected |= {code: str(row["score_published"]) for code, row in instruments}
    expected |= {str(row["no"]): published(row) for row in scores["indicators"]}
    expected |= {row["code"]: published(row) for row in (*parts, *scores["items"])}
    assert len(expected) == 109
    assert printed(seed("003"), 2565).items() <= {*expected.items(), ("10", "100"), ("9", "94.64")}
    assert set(expected.items()) <= known(seed("003"))


@pytest.mark.parametrize("year", ["2563", "2564"])
def test_003_gives_its_history_by_name(seed, golden, year):
    history = golden("003")["scores"]["history"]
    expected = {
        INDICATORS[row["indicator_th"]]: row["scores"][year]["as_published"]
        for row in history["rows"]
    }
    expected["total"] = history["total"][year]["as_published"]
    assert printed(seed("003"), int(year)) == expected


def test_003_gives_no_other_figure(seed):
    sheet = seed("003").sheet
    others = {
        (year, code, figure.published)
        for year in sheet.years()
        for code, figures in sheet.other_prints(year).items()
        for figure in figures
    }
    assert others <= {(2564, "total", "85.29")}
    assert ("total", "85.29") in known(seed("003"))


def test_003_remarks_are_whole(seed, golden):
    expected = ["".join(row["text_th_fragments"]) for row in golden("003")["nacc_remarks"]]
    remarks = seed("003").sheet.remarks
    assert [bare(remark.text) for remark in remarks] == [*map(bare, expected)]
    assert {remark.instrument for remark in remarks} == {None}  # the document names none


def test_003_has_its_level(seed, golden):
    level = golden("003")["scores"]["total"]["level"]
    reading = seed("003")
    assert {(rating.year, rating.code) for rating in reading.sheet.ratings} <= {(2565, level)}
    assert level in {one.code for one in reading.sheet.ratings} | {
        one.level for one in reading.candidates
    }


def test_000_gives_ten_indicators_by_name_though_numbered_by_rank(seed, golden):
    scores = golden("000")["scores"]
    expected = {str(row["official_no"]): published(row) for row in scores["indicators"]}
    assert printed(seed("000"), 2564).items() <= expected.items()
    assert set(expected.items()) <= known(seed("000"))
    assert ("total", scores["total"]["as_published"][0]) in known(seed("000"))


def test_000_offers_its_total_in_both_years_that_it_names(seed):
    reading = seed("000")
    assert set(reading.sheet.years()) <= {2564}
    totals = {one.year for one in reading.candidates if one.code == "total"}
    assert totals == {2564, 2565}


def test_000_remarks_stand_under_their_instrument(seed, golden):
    remarks = seed("000").sheet.remarks
    for row in golden("000")["nacc_remarks"]:
        own = [remark for remark in remarks if remark.instrument == row["instrument"]]
        assert bare(own[0].text) == bare(row.get("lead_th") or "".join(row["text_th_fragments"]))


def test_000_remarks_of_the_oit_are_thirteen_joined_over_the_page(seed, golden):
    issues = golden("000")["nacc_remarks"][2]["issues"]
    remarks = [remark for remark in seed("000").sheet.remarks if remark.number]
    assert [remark.number for remark in remarks] == [row["no"] for row in issues]
    for remark, row in zip(remarks, issues, strict=True):
        text = bare("".join(row["text_th_fragments"])).removeprefix(str(row["no"]))
        assert bare(remark.text) == text.removeprefix(".")


def test_004_offers_its_total_in_thai_digits_and_nothing_else(seed, golden):
    total = golden("004")["scores"]["total"]["as_published"]
    assert known(seed("004")) == {("total", total)}
    assert [one.year for one in seed("004").candidates] == [2568]


@pytest.mark.parametrize("number", ["001", "002"])
def test_documents_without_scores_say_so(seed, number):
    reading = seed(number)
    assert reading.sheet.figures == ()
    assert reading.sheet.ratings == ()
    (finding,) = found(reading, "no_scores")
    assert finding.next_step.th


@pytest.mark.parametrize("number", ["000", "003", "004"])
def test_documents_with_scores_do_not_say_they_have_none(seed, number):
    assert not found(seed(number), "no_scores")
