"""Captions may stand below their scores, as charts' do: then no year above is certain."""

import pytest

from prongsai.core.scoresheet.model import Doubt

SCORES = {2564: ("82.00", "78.50"), 2565: ("85.40", "80.20"), 2566: ("91.20", "88.10")}
OWN = "เทศบาลตำบลบ้านหิ่งห้อย"


def block(year, form):
    iit, eit = SCORES[year]
    if form == "lines":
        return f"IIT {iit}\nEIT {eit}\n"
    return f"\n| แบบวัด | คะแนน |\n|---|---|\n| IIT | {iit} |\n| EIT | {eit} |\n\n"


def document(title, caption, form, *, above):
    parts = [title, ""]
    for year in SCORES:
        told = caption.format(year - 2563, year)
        parts += [told, block(year, form)] if above else [block(year, form), told]
    return "\n".join(parts)


CAPTIONS = [
    (OWN, "แผนภูมิที่ {} ผลการประเมิน ITA ปี {}"),
    (f"ผลการประเมิน ITA ปี 2566 {OWN}", "แผนภูมิที่ {} ผลการประเมิน ITA ปี {}"),
    (f"ผลการประเมิน ITA ปี 2566 {OWN}", "ตารางที่ {} ผลการประเมิน ITA ปี {}"),
    (OWN, "ผลการประเมิน ITA ปี {1}"),
    (f"ผลการประเมิน ITA ปี 2566 {OWN}", "ผลการประเมิน ITA ปี {1}"),
]


@pytest.mark.parametrize("form", ["lines", "table"])
@pytest.mark.parametrize(("title", "caption"), CAPTIONS)
def test_below_none_is_certain_and_above_all_are(read, title, caption, form):
    below = read(document(title, caption, form, above=False), "a.md")
    assert below.sheet.figures == ()
    assert all(Doubt.YEAR in one.doubts for one in below.candidates)
    above = read(document(title, caption, form, above=True), "a.md").sheet.figures
    assert {(one.year, one.published) for one in above} == {
        (year, score) for year, scores in SCORES.items() for score in scores
    }


@pytest.mark.parametrize(
    "last",
    [
        "ที่มา: ผลการประเมิน ITA ปี 2566",
        "ตารางที่ 1 ผลการประเมิน ITA ปี 2566",
        "หมายเหตุ ปี 2562 และ 2563 ไม่ได้เก็บข้อมูล",
    ],
)
def test_a_last_line_of_the_same_year_or_a_note_leaves_it(read, last):
    text = f"ผลการประเมิน ITA ปี 2566 {OWN}\n{block(2566, 'table')}\n{last}\n"
    assert [one.published for one in read(text, "a.md").sheet.figures] == ["91.20", "88.10"]


@pytest.mark.parametrize("caption", ["คะแนนที่ได้ ปี 2565", "ตารางที่ 1 คะแนน ITA ปี 2565"])
def test_the_only_caption_below_scores_may_name_their_year(read, caption):
    text = f"ผลการประเมิน ITA ปี 2566 {OWN}\n{block(2566, 'table')}\n{caption}\n"
    assert read(text, "a.md").sheet.figures == ()
