"""What a column or a sheet's width cut apart is read or offered, never another's number."""

import pytest

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


def values(reading):
    """The printed numbers that were read or may be taken."""
    return {one.published for one in (*reading.sheet.figures, *reading.candidates)}


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
    assert {(one.code, one.published) for one in reading.sheet.figures} <= set(scores.items())
    assert set(scores.values()) <= values(reading)


def test_a_column_that_stands_alone_below_its_title_is_running_text(read, typst_pdf):
    said = " ".join(
        f"{name} มีผลคะแนนคิดเป็นร้อยละ {80 + n}.25" for n, name in enumerate(INDICATORS, 1)
    )
    body = f"= {TITLE}\nเทศบาลตำบลสุขสมมุติ\n\n#columns(2)[{FILL}{said}]"
    reading = read(typst_pdf(a_page(body, 15, 29, justify=True)), "a.pdf")
    known = {(one.code, one.published) for one in (*reading.sheet.figures, *reading.candidates)}
    assert known == {(str(n), f"{80 + n}.25") for n in range(1, 11)}


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


def test_rows_that_ran_over_the_edge_with_unlike_numbers_are_offered_and_not_read(read, typst_pdf):
    rows = [
        (f"{n}. {name}", *[f"{70 + n}.{m}1" for m in range(1, 3 + n % 2)])
        for n, name in enumerate(INDICATORS[:5], 1)
    ]
    reading = read(typst_pdf(typed_table([("ตัวชี้วัด", "ปี 2565", "ปี 2566"), *rows])), "a.pdf")
    assert [one for one in reading.sheet.figures if one.year == 2566] == []
    assert {number for _, *numbers in rows for number in numbers} <= values(reading)
