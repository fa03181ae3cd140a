"""Goals, examples, other bodies' figures, damaged numbers: never read as own results."""

import io

import pytest
from docx import Document
from xlsxwriter import Workbook

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

ROWS = ("IIT,93.10", "EIT,78.86", "OIT,97.32", "คะแนนรวม,90.52")
OWN = {"IIT": "93.10", "EIT": "78.86", "OIT": "97.32", "total": "90.52"}


def read(data, name, agency=None):
    reading = read_scores(data, name, Catalogue(), agency=agency)
    figures = {(one.year, one.code): one.published for one in reading.sheet.figures}
    return figures, {one.code for one in reading.findings}


def of_text(*lines):
    return read("\n".join(lines).encode(), "a.txt")


def of_2565(figures):
    assert all(year == 2565 for year, _ in figures)
    return {code: published for (_, code), published in figures.items()}


def docx(*blocks):
    document, out = Document(), io.BytesIO()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0].split(",")))
        for line in block:
            for cell, text in zip(table.add_row().cells, line.split(","), strict=True):
                cell.text = text
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "caption",
    [
        "ตัวอย่างการคำนวณคะแนน ITA ปีงบประมาณ พ.ศ. 2565",
        "การประเมินตนเองก่อนรับการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 (คะแนนที่คาดว่าจะได้รับ)",
        "เกณฑ์คะแนนขั้นต่ำ ITA ปีงบประมาณ พ.ศ. 2565",
        "คะแนนเฉลี่ย ITA ขององค์กรปกครองส่วนท้องถิ่นทั่วประเทศ ปีงบประมาณ พ.ศ. 2565",
        "คะแนนเฉลี่ย ITA ของเทศบาลในจังหวัดตัวอย่าง ปีงบประมาณ พ.ศ. 2565",
        "ผลการประเมิน ITA ปี 2565 ของหน่วยงานต้นแบบ (อบต.ดอนทราย)",
        "กรณีศึกษา ผลการประเมิน ITA ปี 2565",
    ],
)
def test_a_table_of_nobodys_results_is_told_and_not_read(caption):
    figures, codes = read(docx(caption, ("เครื่องมือ,คะแนน", *ROWS)), "a.docx")
    assert figures == {}
    assert "not_said_to_be_ita" in codes


@pytest.mark.parametrize(
    "caption",
    [
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565",
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 เทียบกับค่าเฉลี่ยระดับประเทศ",
        "ผลการประเมิน ITA ประจำปี 2565 เทศบาลตำบลต้นแบบสุจริต",
        "ผลการประเมิน ITA ประจำปี 2565 เทศบาลตำบลจำลองวิทยา",
    ],
)
def test_the_same_table_of_results_is_read(caption):
    figures, _ = read(docx(caption, ("เครื่องมือ,คะแนน", *ROWS)), "a.docx")
    assert of_2565(figures) == OWN


@pytest.mark.parametrize(
    "heading", ["คะแนนที่ตั้งไว้", "ปี 2566 (คาดการณ์)", "แผน 2566", "คะแนนคาดหวัง", "ประมาณการ 2566"]
)
def test_a_column_of_plans_is_no_column_of_results(heading):
    lines = [f"เครื่องมือ,ปี 2565,{heading}", *(f"{row},95.00" for row in ROWS)]
    figures, _ = read(docx("ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565", tuple(lines)), "a.docx")
    assert of_2565(figures) == OWN


def test_what_stands_below_another_agencys_name_is_the_others():
    table = ("เครื่องมือ,คะแนน", *ROWS[:3])
    figures, codes = read(
        docx(
            "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565", "1. เทศบาลตำบลบ้านทดลอง", table,
            "2. องค์การบริหารส่วนตำบลดอนทราย", ("เครื่องมือ,คะแนน", "IIT,99.00", "คะแนนรวม,99.10"),
        ),
        "a.docx",
    )  # fmt: skip
    assert of_2565(figures) == {code: OWN[code] for code in ("IIT", "EIT", "OIT")}
    assert "not_said_to_be_ita" in codes


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("แนวทางการเพิ่มคะแนน ITA ปี 2565", "คาดว่าจะได้คะแนนรวม 94.30"), {}),
        (("ให้หน่วยงานมีผลการประเมิน ITA ปี 2565 ผ่านเกณฑ์ 85 คะแนนขึ้นไป ร้อยละ 80",), {}),
        (("คะแนน ITA ปีงบประมาณ พ.ศ. 2565 ระดับ 5 ได้ 95 คะแนน ระดับ 4 ได้ 90 คะแนน",), {}),
        (("รายงานผล ITA ปีงบประมาณ พ.ศ. 2565", "ตัวชี้วัดที่ 9 ต้องได้ 100 คะแนน จึงจะผ่าน"), {}),
        (
            ("รายงานผล ITA ปีงบประมาณ พ.ศ. 2565", "ตัวชี้วัดที่ 10 การป้องกันการทุจริต คะแนนเต็ม 100 ได้ 87.50"),
            {"10": "87.50"},
        ),
        (
            ("ผลการประเมินคุณธรรมและความโปร่งใส (ITA) ปี 2565 ต่ำกว่าค่าเฉลี่ยของจังหวัดซึ่งได้คะแนน 88.40",),
            {},
        ),
        (("ITA ปีงบประมาณ พ.ศ. 2565", "ร้อยละผู้ตอบ IIT 98.5", "ร้อยละผู้ตอบ EIT 75.0"), {}),
        (("ผลการประเมิน ITA ปี 2565", "OIT ลำดับที่ 7"), {}),
        (("ผลการประเมิน ITA ปี 2565", "EIT 75 – 80"), {}),
        (("ผลการประเมิน ITA ปี 2565", "เดิมประกาศ 88.12 คะแนน ต่อมาแก้ไขเป็น 90.52 คะแนน"), {}),
        (
            ("แผนปฏิบัติการป้องกันการทุจริต", "ตัวชี้วัด: คะแนน ITA ของหน่วยงานไม่ต่ำกว่าร้อยละ 92",
             "ปี 2565 85 คะแนน"),
            {},
        ),
        (
            ("ผล ITA ปี 2565 อบต.ทดลอง", "คะแนนรวม 90.52 (ปี 2564 83.89) เพิ่มขึ้น 6.63",
             "IIT 93.10 (ปี 2564 88.20)", "EIT 78.86 (ลดลง 2.00)", "OIT 97.32 จาก 100"),
            OWN,
        ),
    ],
)  # fmt: skip
def test_sentences_that_are_about_scores_without_being_one(lines, expected):
    figures, _ = of_text(*lines)
    # What the brackets give to the year before is that year's.
    earlier = {key: printed for key, printed in figures.items() if key[0] == 2564}
    assert earlier in ({}, {(2564, "IIT"): "88.20"})
    assert of_2565({key: figures[key] for key in figures.keys() - earlier.keys()}) == expected


def test_what_stands_below_a_blank_row_of_a_csv_is_another_table():
    own = "ผลการประเมิน ITA ปีงบประมาณ 2565\nเครื่องมือ,คะแนน\nIIT,93.10\nEIT,78.86\n"
    other = "\nการเบิกจ่ายงบประมาณ\nหมวด,ร้อยละ\nงบกลาง,95.20\nรวม,78.15\n"
    figures, codes = read((own + other).encode(), "a.csv")
    assert of_2565(figures) == {"IIT": "93.10", "EIT": "78.86"}
    assert "not_said_to_be_ita" in codes
    figures, _ = read((own + "OIT,97.32\nรวม,90.52\n").encode(), "a.csv")
    assert of_2565(figures) == OWN


def test_a_bare_sum_below_as_many_rows_of_something_else_is_not_the_total():
    lines = ("ผลการประเมิน ITA ปี 2565", "เครื่องมือ,คะแนน", *ROWS[:2])
    more = ("บุคลากรทั้งหมด,45", "ผู้ตอบ,33", "รวม,78")
    figures, codes = read("\n".join((*lines, *more)).encode(), "a.csv")
    assert of_2565(figures) == {"IIT": "93.10", "EIT": "78.86"}
    assert "not_said_to_be_ita" in codes


def test_a_raised_mark_behind_a_score_is_no_digit_of_it():
    cells = "".join(
        f"<tr><td>{row.replace(',', '</td><td>')}<sup>1</sup></td></tr>" for row in ROWS
    )
    page = f"<p>ผลการประเมิน ITA ปี 2565</p><table><tr><th>เครื่องมือ<th>คะแนน</tr>{cells}</table>"
    assert of_2565(read(page.encode(), "a.html")[0]) == OWN
    document, out = Document(), io.BytesIO()
    document.add_paragraph("ผลการประเมิน ITA ปี 2565")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "เครื่องมือ", "คะแนน"
    for row in ROWS:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = row.split(",")
        cells[1].paragraphs[0].add_run("1").font.superscript = True
    document.save(out)
    assert of_2565(read(out.getvalue(), "a.docx")[0]) == OWN


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((0.931, 0.7886, 0.9732, 0.9052), None),  # too few to be sure
        ((0.93, 0.78, 0.97, 0.9, 0.88), None),  # rounded: 92.00 may have been 91.82
        ((0.9310, 0.7886, 0.9732, 0.9052, 0.8881), "93.10%"),
    ],
)
def test_shares_of_one_are_percent_only_where_nothing_is_lost(values, expected):
    out = io.BytesIO()
    with Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["ผลการประเมิน ITA ปีงบประมาณ 2565"])
        sheet.write_row(1, 0, ["ตัวชี้วัด", "คะแนน"])
        names = ("IIT", "EIT", "OIT", "คะแนนรวม", "ตัวชี้วัดที่ 1")
        for place, (name, value) in enumerate(zip(names, values, strict=False), start=2):
            sheet.write_row(place, 0, [name, value])
    figures, codes = read(out.getvalue(), "a.xlsx")
    if expected is None:
        assert figures == {}
        assert "score_not_read" in codes
    else:
        assert figures[2565, "IIT"] == expected
        assert "scores_are_shares" in codes


HEADED = "ผลการประเมิน ITA ปี 2567 เทศบาลตำบลสุขสมมุติ\nแบบวัด,{}\nIIT,80.11\nEIT,78.90\nOIT,81.30\n"


@pytest.mark.parametrize(
    "heading",
    [
        "คะแนนผ่าน", "คะแนนหัก", "คะแนนเฉลี่ยกลุ่ม", "คะแนนสะสม", "คะแนนรอบแรก", "คะแนนก่อนทบทวน",
        "คะแนนปีที่แล้ว", "คะแนนของ อบต.ลำห้วย", "คะแนนของคู่เทียบ", "คะแนนที่อยากได้", "คะแนนที่คาด",
        "คะแนนจากระบบจำลอง", "Score (self)", "ร้อยละความพร้อม", "KPI", "Baseline",
        "คะแนนประเมินตนเองก่อนส่ง",
    ],
)  # fmt: skip
def test_a_heading_that_says_more_than_score_is_told_and_not_read(heading):
    figures, codes = read(HEADED.format(heading).encode(), "a.csv")
    assert figures == {}
    assert codes & {"heading_not_understood", "score_of_nobody"}


@pytest.mark.parametrize(
    "heading",
    [
        "คะแนน", "ผลคะแนน", "คะแนนที่ได้", "ร้อยละ", "ผลการประเมิน ITA", "คะแนนเทศบาลตำบลสุขสมมุติ",
        "Score (%)", "คะแนนเฉลี่ยรายแบบวัด", "คะแนน ปี 2567", "ผลการประเมินของเทศบาล",
    ],
)  # fmt: skip
def test_a_heading_of_known_words_holds_scores(heading):
    figures, _ = read(HEADED.format(heading).encode(), "a.csv")
    assert {code for _, code in figures} >= {"IIT", "EIT", "OIT"}


@pytest.mark.parametrize(
    "caption",
    [
        "ร่างผลการประเมิน ITA ปี 2567", "ผลการประเมิน ITA ปี 2567 (ตัวอย่าง)",
        "ผลการซ้อมประเมิน ITA ปี 2567", "ผลการประเมิน ITA ปี 2567 อย่างไม่เป็นทางการ",
        "คะแนนเฉลี่ย ITA ปี 2567 ทั่วประเทศ", "ภาพรวม อปท. ผลการประเมิน ITA ปี 2567",
    ],
)  # fmt: skip
def test_figures_below_a_caption_do_not_caption_themselves(caption):
    figures, _ = of_text(caption, "", "IIT 90.11", "EIT 88.90", "OIT 91.30", "คะแนนรวม 90.22")
    assert figures == {}


@pytest.mark.parametrize("line", ["คะแนนปีก่อน", "ผลคะแนนปีที่ผ่านมา", "ผลคะแนน ITA ปีล่าสุด"])
def test_last_years_results_are_of_no_year_that_is_told(line):
    title = "การเตรียมความพร้อมรับการประเมิน ITA ปี 2568"
    figures, codes = of_text(title, "", line, "", "IIT 90.11 คะแนน", "EIT 88.90 คะแนน")
    assert {year for year, _ in figures} <= {None}
    assert not figures or "year_unknown" in codes
