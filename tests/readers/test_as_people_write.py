"""Forms filled in on dotted lines, minutes, brackets, corrections; each has its twin."""

import io

import openpyxl
import pytest

OWN = "เทศบาลตำบลสุขสมมุติ"


def figures(reading):
    """Year, code and print of every figure."""
    return {(f.year, f.code, f.published) for f in reading.sheet.figures}


def codes(reading):
    """The codes of what was told."""
    return {finding.code for finding in reading.findings}


@pytest.mark.parametrize("dots", ["...", "......", "…", "……"])
def test_numbers_on_dotted_lines_are_read(read, dots):
    text = (
        f"แบบรายงานผลการประเมิน ITA\nปีงบประมาณ พ.ศ. {dots}2566{dots}\n"
        f"ผลคะแนนรวม {dots}86.89{dots} คะแนน\nคะแนน IIT {dots}90.91{dots} คะแนน\n"
    )
    assert figures(read(text)) == {(2566, "total", "86.89"), (2566, "IIT", "90.91")}


@pytest.mark.parametrize("number", ["81..45", ".45", "..45"])
def test_the_tail_of_a_number_is_no_number_on_a_dotted_line(read, number):
    assert not figures(read(f"ผลการประเมิน ITA ปี 2566\nคะแนนรวม {number} คะแนน\n"))


@pytest.mark.parametrize("ring", ["Ě", "s", "\u02b5"])
def test_a_pdfs_own_letter_for_the_ring_of_sara_am(read, ring):
    text = f"ผลการประเมิน ITA ปี 2566\nตัวชี้วัด,คะแนน\nการใช้อ{ring}านาจ,90.71\n"
    assert figures(read(text, "a.csv")) == {(2566, "3", "90.71")}


SPEECH = (
    f"ขอเรียนที่ประชุมว่า สำนักงาน ป.ป.ช. ได้ประกาศผลการประเมิน ITA ปี 2567 แล้ว {OWN}"
    "ได้คะแนนรวม 90.22 คะแนน แบบวัด IIT ได้ 90.11 คะแนน"
)
MINUTES = (
    f"รายงานการประชุม\nระเบียบวาระที่ 3\nผลการประเมิน ITA ปี 2567\n\nปลัดเทศบาล\t{SPEECH}\n\nปิดประชุม\n"
)


def test_what_a_speaker_of_minutes_tells_is_read(read):
    assert figures(read(MINUTES)) == {(2567, "total", "90.22"), (2567, "IIT", "90.11")}


def test_what_a_speaker_wishes_is_not_read(read):
    wish = MINUTES.replace("ได้คะแนนรวม 90.22", "ตั้งเป้าหมายคะแนนรวม 90.22").replace(
        "IIT ได้ 90.11", "IIT เป้าหมาย 90.11"
    )
    assert not figures(read(wish))


@pytest.mark.parametrize("inside", ["เป้าหมาย 95 คะแนน", "เฉลี่ยประเทศ 90.31", "เป้าหมาย 95.00"])
def test_a_goal_in_brackets_holds_no_further(read, inside):
    text = (
        "สรุปผล ITA ปีงบประมาณ พ.ศ. 2567\n"
        f"แบบวัด IIT ได้ 90.86 คะแนน ({inside})\nแบบวัด EIT ได้ 88.52 คะแนน ({inside})\n"
    )
    assert figures(read(text)) == {(2567, "IIT", "90.86"), (2567, "EIT", "88.52")}


def test_a_goal_outside_brackets_goes_on(read):
    text = "ผล ITA ปี 2567\nเป้าหมาย (ทุกแบบวัด) แบบวัด IIT 90.86 คะแนน แบบวัด EIT 88.52 คะแนน\n"
    assert not figures(read(text))


def test_of_a_text_put_right_the_former_is_not_read(read):
    text = (
        "ผลการประเมิน ITA ปี 2566 ข้อความเดิม “คะแนนรวม 78.18 คะแนน” ให้แก้ไขเป็น “คะแนนรวม 90.97 คะแนน”"
    )
    assert (2566, "total", "78.18") not in figures(read(text))


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("เพิ่มขึ้นจากปี 2565 ซึ่งได้คะแนนรวม 79.75 คะแนน", 2565),
        ("สูงกว่าปี 2565 โดยได้คะแนนรวม 89.66 คะแนน", 2566),
    ],
)
def test_whose_year_a_comparison_tells(read, sentence, year):
    text = f"ผลการประเมิน ITA ปี 2566 {OWN} แบบวัด IIT ได้ 90.11 คะแนน {sentence}"
    assert year in {f.year for f in read(text).sheet.figures if f.code == "total"}
    assert len([f for f in read(text).sheet.figures if f.code == "total"]) == 1


def test_the_year_of_a_heading_holds_where_nothing_else_tells_one(read):
    rows = "O1,โครงสร้างและอำนาจหน้าที่,100\nO2,ข้อมูลผู้บริหาร,0\n"
    told = read(f"ข้อ,ชื่อรายการ OIT ปี 2568,คะแนน\n{rows}", "a.csv")
    assert figures(told) == {(2568, "o1", "100"), (2568, "o2", "0")}
    two = read(f"ข้อ,ชื่อรายการ OIT ปี 2567 และ 2568,คะแนน\n{rows}", "a.csv")
    assert "year_unknown" in codes(two)


def test_what_stands_beside_the_mean_is_the_own_result(read):
    caption = f"คะแนน ITA ปี 2567 {OWN} เทียบค่าเฉลี่ยระดับประเทศ,,\n"
    text = caption + "เครื่องมือ,คะแนนของเทศบาล,ค่าเฉลี่ยระดับประเทศ\nIIT,84.63,94.02\nEIT,85.98,91.17\n"
    assert figures(read(text, "a.csv")) == {(2567, "IIT", "84.63"), (2567, "EIT", "85.98")}
    mean = text.replace("เทียบค่าเฉลี่ยระดับประเทศ,,", "ค่าเฉลี่ยระดับประเทศ,,").replace(
        "คะแนนของเทศบาล", "คะแนน"
    )
    assert not figures(read(mean, "a.csv"))


def test_goals_below_a_heading_of_their_own_are_not_read(read):
    page = (
        "<h2>ผลคะแนน ITA</h2><h3>ปี 2566</h3><table><tr><td>คะแนนรวม</td><td>91.53</td></tr>"
        "<tr><td>IIT</td><td>90.29</td></tr></table><h3>{}</h3><table><tr><td>คะแนนรวม</td>"
        "<td>94.44</td></tr><tr><td>IIT</td><td>95.55</td></tr></table>"
    )
    goals = read(page.format("เป้าหมายปี 2567"), "a.html")
    assert figures(goals) == {(2566, "total", "91.53"), (2566, "IIT", "90.29")}
    results = read(page.format("ปี 2565"), "a.html")
    assert (2565, "IIT", "95.55") in figures(results)


@pytest.mark.parametrize(
    "sentence",
    [
        "ส่วนเทศบาลตำบลเลิศสาธิตซึ่งอยู่ใกล้เคียงได้คะแนนรวม 94.81 คะแนน",
        "คะแนน ITA เฉลี่ยของ อปท. จังหวัดสมมุติบุรี ปี 2567 อยู่ที่ 91.08 คะแนน",
    ],
)
def test_neighbours_and_their_mean_are_not_ours(read, sentence):
    text = f"{OWN} ได้ผลการประเมิน ITA ปี 2567 คะแนนรวม 90.22 คะแนน\n\n{sentence}"
    assert figures(read(text, agency=OWN)) == {(2567, "total", "90.22")}


def test_the_answers_of_a_question_are_no_scores_of_it(read):
    asked = "e1 เจ้าหน้าที่ปฏิบัติงานตามขั้นตอน น้อยที่สุด (0) น้อย (33) มาก (67) มากที่สุด (100)\n"
    assert not figures(read(f"แบบวัด EIT ปี 2567\n{asked}"))


def test_how_many_answered_is_no_score(read):
    text = "ITA ปี 2567\nIIT ตอบแล้ว 28 / 35 คน (80.00%)\nEIT ตอบแล้ว 71 / 100 คน (71.00%)\n"
    assert not figures(read(text))


def test_ranks_beside_scores_are_no_scores(read):
    text = (
        "ตัวชี้วัด ITA ปี 2566 ของ อบต.ทุ่งสาธิต,คะแนน,อันดับในอำเภอ,อันดับในจังหวัด\n"
        "การปฏิบัติหน้าที่,94.67,2,14\nการใช้งบประมาณ,94.25,1,9\n"
    )
    assert figures(read(text, "a.csv")) == {(2566, "1", "94.67"), (2566, "2", "94.25")}


def test_scores_out_of_other_marks_are_told(read):
    text = (
        "ผลการประเมิน ITA ปี 2567\nตัวชี้วัด,คะแนนเต็ม,คะแนนที่ได้\n"
        "การปฏิบัติหน้าที่,6,5.61\nการใช้งบประมาณ,6,5.10\nรวม,100,89.13\n"
    )
    reading = read(text, "a.csv")
    assert not {"1", "2"} & {f.code for f in reading.sheet.figures}
    assert "score_not_read" in codes(reading)
    whole = read(text.replace(",6,5.", ",100,95."), "a.csv")
    assert {"1", "2"} <= {f.code for f in whole.sheet.figures}


def workbook(sheets):
    """A workbook of these sheets of rows, as bytes."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file.getvalue()


def test_years_are_kept_a_sheet_each(read):
    rows = [["ตัวชี้วัด", "คะแนน"], ["IIT", 90.11], ["EIT", 88.9]]
    later = [["ตัวชี้วัด", "คะแนน"], ["IIT", 91.2], ["EIT", 87.3]]
    reading = read(workbook({"ITA 2566": rows, "ITA 2567": later}), "a.xlsx")
    assert {(f.year, f.code) for f in reading.sheet.figures} == {
        (2566, "IIT"), (2566, "EIT"), (2567, "IIT"), (2567, "EIT"),
    }  # fmt: skip
    titled = [["ผลการประเมิน ITA ปี 2565"], *rows]
    reading = read(workbook({"ข้อมูล 2567": titled}), "a.xlsx")
    assert {f.year for f in reading.sheet.figures} == {2565}


def test_a_letter_may_count_a_line(read):
    text = "ผลการประเมิน ITA ปี 2566\nก. คะแนนภาพรวมหน่วยงาน   86.35  คะแนน\n"
    assert figures(read(text)) == {(2566, "total", "86.35")}


@pytest.mark.parametrize(("bracket", "is_read"), [("(เป้าหมาย)", False), ("(เดิม ผ่าน)", True)])
def test_a_level_that_is_a_goal_is_none(read, bracket, is_read):
    text = f"ผลการประเมิน ITA ปี 2567 คะแนนรวม 90.22 คะแนน อยู่ในระดับ ผ่านดี {bracket}\n"
    assert bool(read(text).sheet.ratings) is is_read
