"""Tables of several years that blanks set, as typed or copied: a year is never another's."""

import re

from hypothesis import given
from hypothesis import strategies as st

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

CATALOGUE = Catalogue()
TITLE = "ผลการประเมิน ITA ย้อนหลัง เทศบาลตำบลวังกระเจียวทอง"
ROWS = {
    "IIT": "IIT", "EIT": "EIT", "OIT": "OIT", "การปฏิบัติหน้าที่": "1", "การใช้งบประมาณ": "2",
    "การใช้อำนาจ": "3", "การเปิดเผยข้อมูล": "9", "คะแนนรวม": "total",
}  # fmt: skip
NO_WIDTH = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")


@st.composite
def tables(draw):
    """Lines of a table and its scores by year and code; values may lack, the first head too."""
    years = draw(st.lists(st.sampled_from(range(2563, 2569)), min_size=2, max_size=5, unique=True))
    names = draw(st.lists(st.sampled_from(sorted(ROWS)), min_size=2, max_size=6, unique=True))
    word = draw(st.sampled_from(["ปี {}", "{}", "พ.ศ. {}", "คะแนนปี {}"]))
    has_numbers = draw(st.booleans())
    head = [draw(st.sampled_from(["", "รายการ", "ตัวชี้วัด"])), *(word.format(y) for y in years)]
    grid, truth = [["ที่", *head] if has_numbers and head[0] else ["", *head]], {}
    for number, name in enumerate(names, start=1):
        cells = [str(number) if has_numbers else "", name]
        for year in years:
            value = draw(st.none() | st.decimals("50.01", "99.99", places=2))
            cells.append("" if value is None else str(value))
            if value is not None:
                truth[year, ROWS[name]] = value
        grid.append(cells)
    grid = grid if has_numbers else [row[1:] for row in grid]
    return draw(set_by_blanks(grid)), truth


@st.composite
def set_by_blanks(draw, grid):
    """The rows of a table as lines, each column as wide as it needs and set to one side."""
    gap, is_seen = draw(st.integers(2, 8)), draw(st.booleans())
    sides = [draw(st.sampled_from(["<", ">", "^"])) for _ in grid[0]]
    width = [max(_length(row[at], is_seen) for row in grid) for at in range(len(grid[0]))]
    lines = []
    for row in grid:
        parts = []
        for at, cell in enumerate(row):
            free = width[at] - _length(cell, is_seen)
            left = {"<": 0, ">": free, "^": free // 2}[sides[at]]
            parts.append(" " * left + cell + " " * (free - left))
        lines.append((" " * gap).join(parts).rstrip())
    return lines


def _length(cell, is_seen):
    """How wide a cell is: as it is seen, or in letters as a program pads it."""
    return len(NO_WIDTH.sub("", cell) if is_seen else cell)


@given(tables())
def test_a_score_is_never_of_another_year(table):
    lines, truth = table
    text = "\n".join([TITLE, "", *lines, ""])
    sheet = read_scores(text.encode(), "a.txt", CATALOGUE, draft=True).sheet
    certain = {(figure.year, figure.code): figure.value for figure in sheet.figures}
    assert {key: certain[key] for key in certain if truth.get(key) != certain[key]} == {}, text
