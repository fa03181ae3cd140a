"""Tables of PDF without rules, or with cells over several rows, as agencies print them."""

import pytest

from prongsai.readers.pdf import read_pdf
from prongsai.readers.pdf_lines import Glyph, PdfLine, Span, without_echoes
from prongsai.readers.pdf_wrapped import with_whole_cells

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 องค์การบริหารส่วนตำบลทุ่งสาธิต"
NAMES = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)  # fmt: skip
SCORES = {
    "1": "95.80", "2": "79.97", "3": "94.08", "4": "86.69", "5": "91.13",
    "6": "73.98", "7": "92.62", "8": "80.78", "9": "96.65", "10": "81.08",
}  # fmt: skip
BEFORE = {"1": "90.11", "2": "81.30", "3": "88.42", "4": "80.07", "5": "85.66"}


def a_page(table, width=18):
    return (
        f"#set page(width: {width}cm, height: 29cm, margin: 1cm)\n"
        f'#set text(font: "Sarabun", size: 12pt)\n{TITLE}\n\n{table}'
    )


def cells(*rows):
    return ", ".join(f"[{cell}]" for row in rows for cell in row)


def labelled(kind):
    """The rows of all indicators with labels of one kind: numbered or not."""
    names = zip(SCORES, NAMES, strict=True)
    return [[kind.format(code=code, name=name), SCORES[code]] for code, name in names]


@pytest.mark.parametrize("align", ["top", "horizon", "bottom"])
@pytest.mark.parametrize("label", ["ตัวชี้วัดที่ {code} {name}", "{code}. {name}", "{name}"])
@pytest.mark.parametrize("width", [2.6, 3.2, 4, 5])
def test_a_label_of_several_lines_has_the_number_beside_it(read, typst_pdf, align, label, width):
    head = cells(["ตัวชี้วัด", "คะแนน"])
    settings = f"columns: ({width}cm, 3cm), stroke: none, align: {align}, inset: 5pt"
    page = a_page(f"#table({settings}, {head}, {cells(*labelled(label))})")
    reading = read(typst_pdf(page), "a.pdf")
    figures = {one.code: one.published for one in reading.sheet.figures}
    assert figures.items() <= SCORES.items()
    offered = {one.published for one in reading.candidates}
    assert set(SCORES.values()) == {*figures.values(), *offered}
    assert (
        len(figures) >= len(SCORES) - 4
    )  # where a line of a label stands apart, it heads the next


@pytest.mark.parametrize("align", ["top", "horizon", "bottom"])
def test_rows_without_padding_are_told_apart_by_what_begins_them(scores_of, typst_pdf, align):
    rows = labelled("ตัวชี้วัดที่ {code} {name}")
    settings = f"columns: (4cm, 3cm), stroke: none, align: {align}, inset: (x: 5pt, y: 3.9pt)"
    page = a_page(f"#set par(leading: 7.8pt)\n#table({settings}, {cells(*rows)})")
    assert scores_of(typst_pdf(page), "a.pdf") == SCORES


def test_two_years_beside_a_label_of_several_lines_are_both_read(read, typst_pdf):
    rows = [
        [f"{code}. {name}", BEFORE[code], SCORES[code], "+0.05"]
        for code, name in zip(BEFORE, NAMES, strict=False)
    ]
    head = cells(["ตัวชี้วัด", "ปี 2564", "ปี 2565", "ผลต่าง"])
    settings = "columns: (3.4cm, 2cm, 2cm, 2cm), stroke: none, align: horizon"
    sheet = read(typst_pdf(a_page(f"#table({settings}, {head}, {cells(*rows)})")), "a.pdf").sheet
    found = {(figure.code, figure.year): figure.published for figure in sheet.figures}
    assert found == {(code, 2564): score for code, score in BEFORE.items()} | {
        (code, 2565): SCORES[code] for code in BEFORE
    }


def test_a_number_right_behind_the_longest_label_stands_alone(scores_of, typst_pdf):
    rows = labelled("{code}. {name}")
    settings = "columns: (auto, 3cm), stroke: none, align: horizon, inset: (x: 1.2pt, y: 5pt)"
    page = a_page(f"#table({settings}, {cells(['ตัวชี้วัด', 'คะแนน'], *rows)})")
    assert scores_of(typst_pdf(page), "a.pdf") == SCORES


def test_a_number_over_several_rows_is_none_of_theirs(scores_of, typst_pdf):
    rows = labelled("ตัวชี้วัดที่ {code} {name}")
    table = ", ".join(
        f"[{label}], [{score}]" + (", table.cell(rowspan: 5)[62.75]" if not at else "")
        for at, (label, score) in enumerate(rows[:5])
    )
    settings = "columns: (3.4cm, 2cm, 3cm), stroke: none, align: horizon"
    head = cells(["ตัวชี้วัด", "คะแนน", "หมายเหตุ"])
    found = scores_of(typst_pdf(a_page(f"#table({settings}, {head}, {table})")), "a.pdf")
    assert "62.75" not in found.values()
    assert set(found.items()) <= set(SCORES.items())
    assert len(found) >= 4


def line(y, *spans):
    made = tuple(Span(text, left, left + 5 * len(text), left) for text, left in spans)
    return PdfLine(y, 10, made, made[0].left, ends_in_space=False)


LABELS = [line(100, ("name one", 0)), line(88, ("goes on", 0)), line(60, ("name two", 0))]
THIRD = line(20, ("name three", 0), ("70.00", 99))


def test_lines_of_one_cell_are_joined_where_one_number_stands_beside_each():
    numbers = [line(94, ("90.00", 99)), line(60, ("name two", 0), ("80.00", 99))]
    joined = with_whole_cells([LABELS[0], numbers[0], LABELS[1], numbers[1], THIRD])
    assert [each.text for each in joined] == [
        "name one goes on 90.00",
        "name two 80.00",
        THIRD.text,
    ]
    assert [each.height for each in joined] == [3, 1, 1]


def test_lines_stay_apart_where_two_numbers_stand_beside_one_cell():
    two = [line(94, ("90.00", 99)), line(82, ("91.00", 99))]
    lines = [LABELS[0], two[0], LABELS[1], two[1], LABELS[2], line(61, ("80.00", 99)), THIRD]
    assert with_whole_cells(lines) == lines


@pytest.mark.parametrize("height", [1.0, 2.4, 9.0])
def test_a_mark_with_a_low_box_is_no_small_letter(low_pdf, height):
    [block] = read_pdf(low_pdf(points=14, height=height), "a").blocks
    assert block.text == "IIT 88.12"


def test_letters_of_a_tiny_font_are_not_read(low_pdf):
    [block] = read_pdf(low_pdf(points=14, height=2.4, below="1.5"), "a").blocks
    assert block.text == "IIT 88.12"
    extract = read_pdf(low_pdf(points=14, height=2.4, below="9"), "a")
    assert "77.77" in "".join(block.text for block in extract.blocks)


def placed(text, left, width=6.0, high=18.0):
    """A cluster's letters beside each other in the box of one glyph."""
    part = width / len(text)
    return [
        (Glyph(letter, left + at * part, left + (at + 1) * part, 100.0, high), 96.0, 96.0 + high)
        for at, letter in enumerate(text)
    ]


@pytest.mark.parametrize(("again", "read"), [(2.0, "ผู้มีสัน"), (9.0, "ผู้มีผู้สัน")])
def test_a_cluster_told_again_at_its_own_place_is_one(again, read):
    found = [
        *placed("ผู้", 0), *placed("มี", 8), *placed("ผู้", again), *placed("สั", 16), *placed("น", 22),
    ]  # fmt: skip
    assert "".join(glyph.text for glyph in without_echoes(found)) == read
