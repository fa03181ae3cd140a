"""What a column, a page or a sheet's width cut apart is read, or told with its place."""

import io

import pytest
from openpyxl import Workbook
from tests.readers.test_silent_misses import CAPTION, as_page, told

from prongsai.readers.pdf import read_pdf

INDICATORS = (
    "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต",
    "คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน", "การเปิดเผยข้อมูล",
    "การป้องกันการทุจริต",
)  # fmt: skip
TITLE = "ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ประจำปีงบประมาณ พ.ศ. 2567"
FILL = "เทศบาลตำบลสุขสมมุติได้ดำเนินงานตามแผนพัฒนาท้องถิ่นและแผนปฏิบัติการป้องกันการทุจริตอย่างต่อเนื่อง "
WORDS = (
    "ตัวชี้วัดที่ {n} {name} ได้คะแนนร้อยละ {score}",
    "ตัวชี้วัด{name} ประเมินจากบุคลากรในหน่วยงานและผู้มาติดต่อ ได้ร้อยละ {score} อยู่ในเกณฑ์ที่ต้องรักษามาตรฐานไว้",
    "{name} มีผลคะแนนคิดเป็นร้อยละ {score}",
)


def a_page(body, width, height, *, justify=False, size=11):
    return (
        f"#set page(width: {width}cm, height: {height}cm, margin: 1.2cm)\n"
        f'#set text(font: "Sarabun", size: {size}pt)\n#set par(justify: {str(justify).lower()})\n'
        f"{body}"
    )


def quoted(reading):
    return [
        place.quote or ""
        for one in reading.findings
        if one.code != "no_scores"
        for place in one.places
    ]


def two_columns(seed):
    """A page of two columns that tells ten scores, and the scores by their codes."""
    scores = {str(n): f"{70 + (seed * 37 + n * 53) % 2987 / 100:.2f}" for n in range(1, 11)}
    words = WORDS[seed % len(WORDS)]
    said = [
        words.format(n=n, name=name, score=scores[str(n)])
        for n, name in enumerate(INDICATORS, start=1)
    ]
    body = f"= {TITLE}\nเทศบาลตำบลสุขสมมุติ\n\n#columns(2)[{FILL * (seed % 3)}{' '.join(said)}]"
    width, height = 14 + seed % 8, 11 + (seed * 7) % 18
    return a_page(body, width, height, justify=seed % 2 == 0), scores


@pytest.mark.parametrize("seed", range(36))
def test_no_figure_of_two_columns_is_lost_in_silence(read, typst_pdf, seed):
    page, scores = two_columns(seed)
    reading = read(typst_pdf(page), "a.pdf")
    known = {(one.code, one.published) for one in reading.sheet.figures}
    assert known <= set(scores.items())
    quotes = quoted(reading)
    lost = [
        (code, score)
        for code, score in scores.items()
        if (code, score) not in known and not any(score in quote for quote in quotes)
    ]
    assert lost == []


def test_a_column_that_stands_alone_below_its_title_is_running_text(read, typst_pdf):
    said = " ".join(
        f"{name} มีผลคะแนนคิดเป็นร้อยละ {80 + n}.25" for n, name in enumerate(INDICATORS, 1)
    )
    body = f"= {TITLE}\nเทศบาลตำบลสุขสมมุติ\n\n#columns(2)[{FILL}{said}]"
    reading = read(typst_pdf(a_page(body, 15, 29, justify=True)), "a.pdf")
    figures = {one.code: one.published for one in reading.sheet.figures}
    assert "total" not in figures
    assert figures == {str(n): f"{80 + n}.25" for n in range(1, 11)}


def typed_table(rows):
    """Rows of typed cells, on a page whose edge the last of them runs over."""
    lines = "\n\n".join(
        f"#box(width: 5.2cm)[{name}]" + "".join(f"#box(width: 2.2cm)[{one}]" for one in numbers)
        for name, *numbers in rows
    )
    return a_page(f"{TITLE.replace('2567', '2566')}\n\nเทศบาลตำบลสุขสมมุติ\n\n{lines}", 10.5, 20)


def test_typed_rows_that_ran_over_the_edge_are_one_row_each(scores_of, typst_pdf):
    heads = ("ตัวชี้วัด", "ปี 2565", "ปี 2566")
    rows = [
        (f"{n}. {name}", f"{70 + n}.11", f"{80 + n}.22") for n, name in enumerate(INDICATORS[:5], 1)
    ]
    pdf = typst_pdf(typed_table([heads, *rows]))
    (table,) = [block for block in read_pdf(pdf, "a").blocks if hasattr(block, "rows")]
    assert [row.cells for row in table.rows] == [heads, *rows]
    assert scores_of(pdf, "a.pdf", year=2566) == {str(n): f"{80 + n}.22" for n in range(1, 6)}
    assert scores_of(pdf, "a.pdf", year=2565) == {str(n): f"{70 + n}.11" for n in range(1, 6)}


def test_rows_that_ran_over_the_edge_with_unlike_numbers_are_told_and_not_read(read, typst_pdf):
    rows = [
        (f"{n}. {name}", *[f"{70 + n}.{m}1" for m in range(1, 3 + n % 2)])
        for n, name in enumerate(INDICATORS[:5], 1)
    ]
    reading = read(typst_pdf(typed_table([("ตัวชี้วัด", "ปี 2565", "ปี 2566"), *rows])), "a.pdf")
    assert [one for one in reading.sheet.figures if one.year == 2566] == []
    quotes = quoted(reading)
    known = {one.published for one in reading.sheet.figures}
    for _, *numbers in rows:
        assert all(number in known or any(number in q for q in quotes) for number in numbers)


def number_first(scores):
    return "\n".join(f"{score}\n{name}" for score, name in zip(scores, INDICATORS, strict=True))


@pytest.mark.parametrize("cut", [9, 10, 11])
def test_numbers_above_their_names_are_one_run_over_two_pages(scores_of, cut):
    scores = [f"{81 + n}.30" for n in range(10)]
    lines = number_first(scores).split("\n")
    text = "\n".join(lines[:cut]) + "\n\f\n" + "\n".join(lines[cut:])
    found = scores_of(f"{CAPTION}\n{text}\n")
    wanted = {str(n + 1): score for n, score in enumerate(scores)}
    assert found == {code: score for code, score in wanted.items() if code in found}


@pytest.mark.parametrize("drop", ["first", "last"])
def test_a_run_that_opens_and_closes_alike_is_told_and_not_read(read, drop):
    scores = [f"{81 + n}.30" for n in range(10)]
    lines = number_first(scores).split("\n")
    lines = lines[1:] if drop == "first" else lines[:-1]
    reading = read(f"{CAPTION}\n" + "\n".join(lines) + "\n")
    assert [one.code for one in reading.sheet.figures] == []
    left = [score for score in scores if score in lines]
    assert all(any(score in quote for quote in quoted(reading)) for score in left)


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("10 การป้องกันการทุจริต\n100\n", True),
        ("10 การป้องกันการทุจริต\n100 คน\n", False),
        ("คะแนนเต็ม\n100\n", False),
        ("(10) ตัวชี้วัดที่ 10 การป้องกันการทุจริต ร้อยละ 100\n", True),
        ("การป้องกันการทุจริต: 100\n", True),
        ("การป้องกันการทุจริต ร้อยละ 100 ของบุคลากร\n", False),
        ("ผู้เข้าอบรมการป้องกันการทุจริต ร้อยละ 100\n", False),
    ],
)
def test_a_whole_hundred_alone_is_told_where_its_part_was_not_read(read, text, is_told):
    book = as_page("ผลการประเมิน ITA ปี 2567", *text.strip().split("\n"))
    reading = read(book, "a.html")
    if any(one.code == "10" for one in reading.sheet.figures):
        assert is_told
        return
    assert any("100" in quote for quote in told(reading, "numbers_passed_over")) is is_told


def test_a_part_of_another_year_with_the_same_score_is_told_by_its_code(read):
    table = (
        "หน่วยงาน,ปีงบประมาณ,ตัวชี้วัด,คะแนน\n"
        "อบต.หนองสมมุติ,2566,การเปิดเผยข้อมูล,90.28\nอบต.แสนจำลอง,2565,การเปิดเผยข้อมูล,90.28\n"
    )
    reading = read(table, "a.csv", agency="อบต.หนองสมมุติ")
    assert {(one.code, one.year) for one in reading.sheet.figures} <= {("9", 2566)}


@pytest.mark.parametrize("value", ['=IF(B2>=95,"AA","A")', "A"])
def test_a_level_of_a_sheet_that_no_program_computed_is_told(read, value):
    book = Workbook()
    sheet = book.active
    for row in (
        ["ผลการประเมิน ITA ปีงบประมาณ 2565 อบต.หนองสมมุติ"],
        ["คะแนนรวม", "=90.11+0"],
        ["ระดับ", value],
    ):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    reading = read(file.getvalue(), "a.xlsx")
    assert not reading.sheet.figures
    assert any("ระดับ" in quote for quote in quoted(reading))


@pytest.mark.parametrize(
    "line", ["> ภาพรวม 97.81 → ผ่านดีเยี่ยม", "ผลการประเมิน : ผ่านดีเยี่ยม", "ระดับ → ผ่านดี"]
)
def test_a_level_behind_an_arrow_or_in_a_quoted_line_is_told_or_read(read, line):
    reading = read(as_page("ผลการประเมิน ITA ปี 2567", line), "a.html")
    assert reading.sheet.ratings or any(
        "ผ่านดี" in one for one in told(reading, "levels_passed_over")
    )


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("ความพึงพอใจของประชาชน มีผลคะแนนร้อยละ 91.20", "91.20"),
        ("เบิกจ่ายได้ร้อยละ 96.31 ของงบประมาณ", "96.31"),
        ("คะแนนเฉลี่ยระดับประเทศ 93.05 คะแนน", "93.05"),
    ],
)
def test_what_is_plainly_something_else_is_not_told_beside_cut_sentences(read, line, number):
    cut = "".join(
        f"<p>{name} มีผลคะแนนคิดเป็นร้อย</p><p>ละ {80 + n}.15 ทั้งนี้</p>"
        for n, name in enumerate(INDICATORS[:4])
    )
    reading = read(f"<html><body><p>{TITLE}</p>{cut}<p>{line}</p></body></html>", "a.html")
    assert not any(number in quote for quote in told(reading, "numbers_passed_over"))
