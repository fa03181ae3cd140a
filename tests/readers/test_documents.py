"""The sheets of tests/cases/sheets: all that is printed is read or offered, and no more is read."""

from decimal import Decimal
from pathlib import Path

import pytest

from prongsai.core.errors import Severity
from prongsai.core.scoresheet.model import Doubt

SHEETS = Path(__file__).parents[1] / "cases" / "sheets"


def sheets_with(*keys):
    """The sheets whose expectation has one of these keys."""
    paths = sorted(SHEETS.glob("*.yaml"))
    texts = {path: path.read_text(encoding="utf-8") for path in paths}
    return [path for path, text in texts.items() if any(f"\n{key}:" in text for key in keys)]


def stem(path):
    """The name of a sheet without its suffix."""
    return path.stem


def printed(case):
    """Year, code and value of every print the document has."""
    figures = {
        (year, code, value_of(text))
        for year, texts in case.figures.items()
        for code, text in texts.items()
    }
    others = {
        (found["year"], found["code"], value_of(found["printed"][1]))
        for found in case.contradictions
    }
    return figures | others


def value_of(text):
    """The number a text means; Decimal knows Thai digits."""
    return Decimal(text.replace(",", "."))


def bare(text):
    """A text without white space: a line end of the document is no part of a remark."""
    return "".join(text.split())


def contradictions(reading):
    """The findings that a score is printed twice."""
    return [finding for finding in reading.findings if finding.code == "contradictory_figures"]


def figures(reading):
    """Year, code and value of every figure."""
    return {(one.year, one.code, one.value) for one in reading.sheet.figures}


@pytest.mark.few(3)
def test_the_year_is_that_of_the_scores(case, reading):
    assert reading.sheet.fiscal_year == case.year or not reading.sheet.figures


def test_every_score_is_read_or_offered_as_printed(case, reading):
    offered = {one.value for one in reading.candidates}
    assert {one for one in printed(case) - figures(reading) if one[2] not in offered} == set()


def test_nothing_else_is_taken_for_a_score(case, reading):
    assert figures(reading) <= printed(case)


def test_the_value_is_that_of_the_printed_text(reading):
    for figure in reading.sheet.figures:
        assert figure.value == value_of(figure.published)


@pytest.mark.parametrize("case", sheets_with("never"), indirect=True, ids=stem)
def test_numbers_that_are_no_scores_are_not_read(case, reading):
    assert not case.never & {figure.value for figure in reading.sheet.figures}


@pytest.mark.parametrize("case", sheets_with("blank", "not_read"), indirect=True, ids=stem)
def test_what_is_blank_or_in_doubt_is_not_read(case, reading):
    assert not case.absent & {*reading.sheet.of_year(case.year)}


def test_every_figure_has_its_place(case, reading):
    for figure in reading.sheet.figures:
        assert figure.place.file == case.name
        assert figure.published in figure.place.quote


def test_remarks_are_whole_and_in_order(case, reading):
    assert [bare(remark.text) for remark in reading.sheet.remarks] == [*map(bare, case.remarks)]


def test_levels_are_read_with_their_year_or_offered(case, reading):
    read = {(one.year, one.code) for one in reading.sheet.ratings}
    offered = {one.level for one in reading.candidates}
    assert read <= set(case.ratings.items())
    assert {level for year, level in case.ratings.items() if (year, level) not in read} <= offered


def test_a_score_printed_twice_is_reported_with_both_places(case, reading):
    offered = {
        (one.year, one.code, one.value)
        for one in reading.candidates
        if one.doubts == (Doubt.SCORE,)
    }
    both = [
        one
        for one in case.contradictions
        if {(one["year"], one["code"], value_of(text)) for text in one["printed"]} <= offered
    ]
    found = contradictions(reading)
    assert len(found) == len(both)
    for finding, expected in zip(found, both, strict=True):
        assert finding.message.th.startswith(f"{expected['code']} ปี {expected['year']}")
        for text in expected["printed"]:
            assert any(text in place.quote for place in finding.places)


def test_what_cannot_be_counted_is_reported_and_nothing_else(case, reading):
    """A sheet of which nothing is certain says so, or that it has no scores, and no more."""
    found = [
        finding
        for finding in reading.findings
        if finding.severity is not Severity.NOTE and finding.code != "contradictory_figures"
    ]
    nothing = "only_candidates" if reading.candidates else "no_scores"
    told = [] if reading.sheet.figures else [nothing]
    assert [one.code for one in found] == [*(one["finding"] for one in case.flagged), *told]
    for finding, expected in zip(found, case.flagged, strict=False):
        assert expected["quote"] in "".join(place.quote for place in finding.places)
