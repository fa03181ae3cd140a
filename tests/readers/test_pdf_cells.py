"""Words and numbers of ruled tables whose cells are too narrow, or have no padding at all."""

import pytest

from prongsai.core.scoresheet.model import Doubt
from prongsai.readers.ruling import Segment, find_grids


@pytest.fixture
def figures_of(read, typst_pdf):
    def found(table):
        page = '#set page(width: 24cm, height: 14cm, margin: 1cm)\n#set text(font: "Sarabun")\n'
        head = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566\n\n"
        sheet = read(typst_pdf(f"{page}{head}{table}"), "a.pdf").sheet
        return {figure.code: figure.published for figure in sheet.figures}

    return found


def test_a_number_too_long_for_its_cell_stays_whole(figures_of):
    cells = "[IIT], [EIT], [OIT], [รวม], [92.04], [87.55], [98.57], [93.31]"
    assert figures_of(f"#set text(size: 9pt)\n#table(columns: (19pt,) * 4, {cells})") == {
        "IIT": "92.04",
        "EIT": "87.55",
        "OIT": "98.57",
        "total": "93.31",
    }


def test_heads_that_stand_sideways_are_read_in_the_order_of_the_file(figures_of):
    heads = ", ".join(
        f"rotate(-90deg, reflow: true)[{name}]" for name in ("การใช้งบประมาณ", "การใช้อำนาจ")
    )
    cells = f"[หน่วยงาน], {heads}, [เทศบาลตำบลบ้านใหม่], [85.10], [90.71]"
    assert figures_of(f"#table(columns: 3, {cells})") == {"2": "85.10", "3": "90.71"}


@pytest.mark.parametrize("inset", ["0pt", "0.2pt", "1pt", "5pt"])
def test_cells_without_padding_are_cells_of_their_own(figures_of, inset):
    rows = "[IIT], [1], [92.04], [EIT], [2], [87.55], [OIT], [3], [98.57]"
    table = f"#table(columns: 3, inset: {inset}, [แบบวัด], [ที่], [คะแนน], {rows})"
    assert figures_of(table) == {"IIT": "92.04", "EIT": "87.55", "OIT": "98.57"}


def test_a_level_of_no_known_year_is_offered_with_its_scores(read):
    sheet = b"\xef\xbb\xbf" + "ITA\nIIT,92.04\nEIT,87.55\nOIT,98.57\nระดับ,ผ่านดี\n".encode()
    offered = read(sheet, "a.csv").candidates
    assert "good" in {one.level for one in offered}
    assert all(Doubt.YEAR in one.doubts for one in offered)


def a_grid(*, is_parted):
    """Three rows and three columns; two columns are merged over all rows, maybe parted."""
    rows, columns = (0, 20, 40, 60), (0, 50, 100, 150)
    level = [Segment(upright=False, at=at, low=0, high=50) for at in rows]
    level += [Segment(upright=False, at=at, low=50, high=150) for at in (0, 60)]
    upright = [
        Segment(upright=True, at=at, low=low, high=low + 20)
        for at in columns
        for low in rows[:-1]
        if at != columns[2] or low == 0 or is_parted
    ]
    return find_grids([*level, *upright])


@pytest.mark.parametrize("is_parted", [True, False])
def test_a_stroke_between_merged_cells_parts_them_though_it_touches_no_other(is_parted):
    (grid,) = a_grid(is_parted=is_parted)
    middle = grid.cells[1]
    assert len({row[1] for row in grid.cells}) == 1
    assert (middle[1] != middle[2]) == is_parted
