"""Ticks beside items: scores where the table says what they are worth, else told as ticks."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

TITLE = "ผลการประเมิน ITA (OIT) ปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลบ้านเรา"
ITEMS = [
    (code, item.name.th) for code, item in Catalogue().get(2567).items.items() if code[0] == "o"
][:6]
EXPECTED = {code: "0" if at == 2 else "100" for at, (code, _) in enumerate(ITEMS)}


def read(text, name="a.csv"):
    return read_scores(text.encode(), name, Catalogue())


def scores(reading):
    return {one.code: one.published for one in reading.sheet.figures}


def table(heading, cells):
    """A table whose third item is the one without its mark."""
    rows = [f"{code.upper()},{name},{cells(at != 2)}" for at, (code, name) in enumerate(ITEMS)]
    return "\n".join([f"{TITLE},,", heading, *rows]) + "\n"


def named(reading):
    """The items that findings name, by their quotes."""
    quotes = [
        place.quote or ""
        for one in reading.findings
        if one.code in ("words_are_no_scores", "no_score_printed", "score_not_read")
        for place in one.places
    ]
    return {code for code, _ in ITEMS for quote in quotes if quote.lower().startswith(f"{code} ")}


@pytest.mark.parametrize("tick", ["✓", "✔", "√", "/", "P", "ü", "\uf0fc"])
@pytest.mark.parametrize("headings", ["100 คะแนน,0 คะแนน", "ได้ 100,ได้ 0", "100 (ผ่าน),0 (ไม่ผ่าน)"])
def test_a_tick_below_a_score_is_that_score(tick, headings):
    reading = read(
        table(f"ข้อ,รายการ,{headings}", lambda passed: f"{tick}," if passed else f",{tick}")
    )
    assert scores(reading) == EXPECTED


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("✓", "✗"),
        ("√", "×"),
        ("/", "x"),
        ("P", "O"),
        ("ผ่าน", "ไม่ผ่าน"),
        ("มี", "ไม่มี"),
        ("\uf0fc", "\uf0fb"),
    ],
)
@pytest.mark.parametrize(
    "legend",
    ["{yes} = 100 คะแนน {no} = 0 คะแนน", "{yes} หมายถึง ได้ 100 คะแนน, {no} หมายถึง ได้ 0 คะแนน"],
)
def test_a_legend_tells_what_marks_are_worth(yes, no, legend):
    told = legend.format(yes=yes, no=no).replace(",", " ")
    heading = f"ข้อ,รายการ,ผลการประเมิน ({told})"
    assert scores(read(table(heading, lambda passed: yes if passed else no))) == EXPECTED


MARKS = [
    ("✓", "✗"), ("✔", "☒"), ("√", "×"), ("Y", "N"), ("P", "O"), ("/", "x"), ("☑", "☐"),
    ("ผ่าน", "ไม่ผ่าน"), ("ü", "û"), ("มี", "ไม่มี"), ("ครบ", "ไม่ครบ"), ("\uf0fc", "\uf0fb"),
]  # fmt: skip


@pytest.mark.parametrize(("yes", "no"), MARKS)
@pytest.mark.parametrize("heading", ["คะแนน", "ผลการประเมิน"])
def test_marks_that_nothing_explains_are_told(yes, no, heading):
    reading = read(table(f"ข้อ,รายการ,{heading}", lambda passed: yes if passed else no))
    assert not reading.sheet.figures
    assert named(reading) == set(EXPECTED)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("ข้อ,รายการ,100 คะแนน,0 คะแนน", lambda passed: "✗," if passed else ",✗"),
        ("ข้อ,รายการ,100 คะแนน,0 คะแนน", lambda _: "✓,✓"),
        ("ข้อ,รายการ,ผ่าน,ไม่ผ่าน", lambda passed: "✓," if passed else ",✓"),
        ("ข้อ,รายการ,ผล (✓ = 100 คะแนน ✓ = 50 คะแนน)", lambda passed: "✓" if passed else "✗"),
        ("ข้อ,รายการ,ผล (✓ = 100 คะแนน)", lambda passed: "✓" if passed else "ก"),
    ],
)
def test_marks_of_uncertain_worth_give_no_score(heading, cells):
    assert not read(table(heading, cells)).sheet.figures


def test_a_tick_behind_an_item_on_a_line_is_told():
    text = "\n".join([TITLE, *(f"{code.upper()} {name} ✓" for code, name in ITEMS)])
    reading = read(text, "a.txt")
    assert not reading.sheet.figures
    assert named(reading) == set(EXPECTED)
