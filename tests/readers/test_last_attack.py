"""Forms that a fresh reader tried: what is read now, what is told, never a first round alone."""

import io

import openpyxl
import pytest

TITLE = "ผลการประเมิน ITA ปี 2567\n"


def figures(reading):
    """Code and print of every figure."""
    return {(figure.code, figure.published) for figure in reading.sheet.figures}


def codes(reading):
    return {finding.code for finding in reading.findings}


def told(reading):
    """All that findings quote."""
    return " ".join(place.quote or "" for one in reading.findings for place in one.places)


@pytest.mark.parametrize(
    "line",
    [
        "คะแนน OIT รอบแรก 71.40 คะแนน หลังชี้แจง 93.28 คะแนน",
        "คะแนน OIT ก่อนชี้แจง 71.40 คะแนน หลังการชี้แจง 93.28 คะแนน",
        "คะแนน OIT ครั้งแรก 71.40 คะแนน แก้ไขเป็น 93.28 คะแนน",
    ],
)
def test_of_a_first_round_and_what_came_after_neither_is_chosen(read, line):
    reading = read(TITLE + line)
    assert not figures(reading)
    assert "71.40" in told(reading)
    assert "93.28" in told(reading)


def test_what_was_published_behind_a_forecast_is_told(read):
    reading = read(TITLE + "คะแนนรวมคาดการณ์ 92.00 คะแนน ประกาศจริง 90.21 คะแนน")
    assert not figures(reading)
    assert "90.21" in told(reading)


def test_a_list_of_items_headed_by_their_instrument_is_one_of_items(read):
    rows = "OIT,รายการข้อมูล,คะแนน\no1,โครงสร้าง,100\no2,ข้อมูลผู้บริหาร,100\no3,อำนาจหน้าที่,0\n"
    own = {("o1", "100"), ("o2", "100"), ("o3", "0")}
    assert figures(read(TITLE.replace("7", "6") + rows, "a.csv")) == own
    across = "หน่วยงาน,OIT\nอบต.ตัวอย่าง,91.20\n"
    assert figures(read(TITLE + across, "a.csv")) == {("OIT", "91.20")}


def test_the_numbers_of_all_indicators_head_their_scores(read):
    numbers = ",".join(map(str, range(1, 11)))
    scores = ",".join(f"8{n}.25" for n in range(10))
    reading = read(f"{TITLE}ตัวชี้วัด,{numbers}\nคะแนน,{scores}\n", "a.csv")
    assert figures(reading) == {(str(n + 1), f"8{n}.25") for n in range(10)}
    staff = read(f"อัตรากำลัง ปี 2567\nกอง,{numbers}\nคน,{scores}\n", "a.csv")
    assert not figures(staff)


def test_a_merged_title_above_a_list_of_items_changes_nothing(read):
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["ผลการประเมิน ITA ปี 2566"])
    book.active.merge_cells("A1:C1")
    rows = ["OIT", "รายการข้อมูล", "คะแนน"], ["o1", "โครงสร้าง", 100], ["o3", "อำนาจหน้าที่", 0]
    for row in rows:
        book.active.append(row)
    book.save(file)
    assert figures(read(file.getvalue(), "a.xlsx")) == {("o1", "100"), ("o3", "0")}


@pytest.mark.parametrize("day", ["26 ม.ค. 2566", "15 มี.ค. 2566", "3 กุมภาพันธ์ 2566", "๓๐ มิ.ย. ๒๕๖๖"])
def test_the_time_at_which_somebody_signed_is_no_number_of_a_score(read, day):
    """Our own signed papers: the page breaks before the word for the hour."""
    text = f"ผลการประเมิน ITA ปี 2565 คะแนนรวม 90.52 คะแนน\n\nแผน ITA ลงนามในระบบ {day}  {{}}\n\nน.\n"
    assert not codes(read(text.format("13.00"), "a.txt"))
    assert codes(read(text.format("83.00"), "a.txt"))
