"""Texts that reading was attacked with: what is certain is true, what is true is not lost.

`tests/cases/texts.jsonl` holds one text a line: its blocks (a text, or a table's rows of cells;
a number begins that page, an object that sheet), the year and agency that a person gave, and what
is true by year ("" where none is told). `judged` says why it is true where readers have differed;
`open` what is still read wrong, for which no other text may stand.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.extract import Extract, Paragraph, Table, TableRow
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Reading
from prongsai.core.scoresheet.parse import parse
from prongsai.readers.scores import read_scores

TEXTS = Path(__file__).resolve().parents[1] / "cases" / "texts.jsonl"
ENOUGH = 0.95  # of what is true, how much is read or may be taken by a person
FILE = "scores.txt"


class Judged(Struct, frozen=True):
    """One text, what is true in it, and how it was read."""

    name: str
    is_open: bool
    true: set[tuple[int | None, str, Decimal]]
    levels: set[tuple[int, str]]
    reading: Reading

    def wrong(self):
        """What is read with certainty and is not true."""
        sheet = self.reading.sheet
        of_no_year = {(code, value) for year, code, value in self.true if year is None}
        figures = {(one.year, one.code, one.value) for one in sheet.figures}
        levels = {(one.year, one.code) for one in sheet.ratings}
        return (levels - self.levels) | {
            one for one in figures - self.true if one[1:] not in of_no_year
        }

    def lost(self):
        """What is true and is neither read nor of a candidate's value."""
        read = {(one.code, one.value) for one in self.reading.sheet.figures}
        offered = {one.value for one in self.reading.candidates}
        return {one for one in self.true if one[1:] not in read and one[2] not in offered}


def extract_of(blocks):
    """The blocks as a reader of files would hand them over."""
    made, page, sheet, line = [], None, None, 1
    for block in blocks:
        if isinstance(block, int):
            page = block
        elif isinstance(block, dict):
            sheet = block["sheet"]
        elif isinstance(block, str):
            made.append(Paragraph(block, Place(FILE, sheet, page, line)))
            line += block.count("\n") + 2
        else:
            places = [Place(FILE, sheet, page, line + n, row=n + 1) for n in range(len(block))]
            rows = tuple(TableRow(tuple(cells), places[n]) for n, cells in enumerate(block))
            made.append(Table(rows, Place(FILE, sheet, page, line)))
            line += len(block) + 1
    return Extract(tuple(made))


def true_of(text):
    """The figures that are true in a text: year, code and value."""
    return {
        (int(year) if year else None, code, Decimal(value))
        for year, pairs in text.get("true", {}).items()
        for code, value in (pair.split("=") for pair in pairs.split())
    }


@pytest.fixture(scope="module")
def judged(catalogue):
    """Every text, read."""
    found = []
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)
        given = {"year": text.get("year"), "agency": text.get("agency"), "draft": True}
        reading = parse(extract_of(text["blocks"]), catalogue, **given)
        levels = {(year, code) for year, code in text.get("levels", ())}
        told = (text["name"], "open" in text, true_of(text), levels)
        found.append(Judged(*told, reading))
    return found


def test_nothing_that_is_certain_is_wrong(judged):
    assert len(judged) > 1100
    assert {one.name: wrong for one in judged if not one.is_open and (wrong := one.wrong())} == {}


def test_what_is_open_is_still_wrong(judged):
    assert [one.name for one in judged if one.is_open and not one.wrong()] == []


def test_what_is_true_is_read_or_may_be_taken(judged):
    true = sum(len(one.true) for one in judged)
    lost = {one.name: missed for one in judged if (missed := one.lost())}
    assert true > 2000
    assert sum(map(len, lost.values())) <= (1 - ENOUGH) * true, lost


def offered(*blocks):
    """The published numbers that a person may take."""
    text = "\n".join(("ผลการประเมิน ITA ปี 2566 (ร่าง)", *blocks)).encode()
    return [one.published for one in read_scores(text, "a.md", Catalogue()).candidates]


def test_a_weight_a_part_of_it_and_a_whole_number_without_a_name_are_no_candidates():
    parts = ("IIT ได้ 27.03 จาก 30 คะแนน", "EIT ได้ 26.67 จาก 30 คะแนน", "OIT ได้ 36.52 จาก 40 คะแนน")
    assert offered(*(f"{part} ตามน้ำหนัก" for part in parts)) == []
    # One alone may be the low score of an office that discloses little.
    assert offered(f"{parts[0]} ตามน้ำหนัก") == ["27.03"]
    assert offered("IIT ได้ 88.75 คะแนน น้ำหนักร้อยละ 30") == ["88.75"]
    table = "| รายการ | ผลคะแนน |\n|---|---|\n| ภัยแล้ง | {} |\n| น้ำท่วม | {} |"
    assert offered(table.format("21", "45")) == []
    assert offered(table.format("21.50", "45.25")) == ["21.50", "45.25"]
