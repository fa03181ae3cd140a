"""A row "รวม" of a part's own table, and a row of one unit: none is the agency's score."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567 เทศบาลตำบลบ้านเรา"
INTERNAL = (
    "การปฏิบัติหน้าที่,90.00\nการใช้งบประมาณ,80.00\nการใช้อำนาจ,84.00\n"
    "การใช้ทรัพย์สินของราชการ,86.00\nการแก้ไขปัญหาการทุจริต,85.00\n"
)
EXTERNAL = "คุณภาพการดำเนินงาน,88.00\nประสิทธิภาพการสื่อสาร,86.00\nการปรับปรุงระบบการทำงาน,84.00\n"
OPEN = "การเปิดเผยข้อมูล,95.00\nการป้องกันการทุจริต,85.00\n"


def read(rows, name="a.csv", title=TITLE):
    return read_scores(f"{title}\n{rows}\n".encode(), name, Catalogue())


def figures(reading):
    return {(one.year, one.code): one.published for one in reading.sheet.figures}


def quotes(reading):
    return " ".join(place.quote or "" for one in reading.findings for place in one.places)


@pytest.mark.parametrize("label", ["รวม", "คะแนนรวม", "เฉลี่ย", "คะแนนเฉลี่ยรวม"])
@pytest.mark.parametrize(
    ("title", "rows"),
    [
        (f"{TITLE} แบบวัด IIT", "ตัวชี้วัด,คะแนน\nการปฏิบัติหน้าที่,90.00\nการใช้งบประมาณ,80.00\n"),
        ("ผล ITA ปี 2567 ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล", "ตัวชี้วัดย่อย,คะแนน\n9.1 ข้อมูลพื้นฐาน,90.00\n"),
        (TITLE, "แบบวัด IIT,คะแนน\nการปฏิบัติหน้าที่,90.00\nการใช้งบประมาณ,80.00\n"),
        (TITLE, f"ตัวชี้วัด,คะแนน\n{OPEN}"),
    ],
)
def test_the_total_of_a_part_is_never_the_agencys(title, rows, label):
    if title == TITLE and "แบบวัด" in rows:
        title += "\nแบบวัด IIT"
    value = "90.00" if "ป้องกัน" in rows else "85.23"
    reading = read(f"{rows}{label},{value}", title=title)
    assert (2567, "total") not in figures(reading)
    assert value in quotes(reading)


def test_a_total_of_years_below_a_part_is_told():
    reading = read(
        "ปีงบประมาณ,คะแนนรวม\n2566,91.20\n2567,81.20", title="ผล ITA ตัวชี้วัดที่ 2 การใช้งบประมาณ"
    )
    assert not figures(reading)
    assert "91.20" in quotes(reading)
    assert "81.20" in quotes(reading)


def test_a_total_that_is_the_mean_of_the_instrument_named_above_is_its_score():
    lines = (
        f"แบบวัด IIT\n{INTERNAL}รวม,85.00\nแบบวัด EIT\n{EXTERNAL}รวม,86.00\n"
        f"แบบวัด OIT\n{OPEN}รวม,90.00\nคะแนนรวม,87.30"
    )
    found = figures(read(lines.replace(",", " "), "a.txt"))
    assert {code: found[2567, code] for code in ("IIT", "EIT", "OIT", "total")} == {
        "IIT": "85.00",
        "EIT": "86.00",
        "OIT": "90.00",
        "total": "87.30",
    }


@pytest.mark.parametrize(
    "rows",
    [
        f"ตัวชี้วัด,คะแนน\n{INTERNAL}{EXTERNAL}{OPEN}รวม,87.30",
        f"แบบวัด OIT,คะแนน\n{OPEN}คะแนนรวมของหน่วยงาน,87.30",
        f"แบบวัด OIT,คะแนน\n{OPEN}OIT,90.00\nคะแนนรวม ITA,87.30",
        "ตัวชี้วัด,คะแนน\nการใช้งบประมาณ,80.00\nคุณภาพการดำเนินงาน,88.00\nคะแนนรวม,87.30",
    ],
)
def test_the_agencys_own_total_stays(rows):
    assert figures(read(rows))[2567, "total"] == "87.30"


@pytest.mark.parametrize(
    "label",
    ["กองคลัง", "สำนักปลัด", "สำนักปลัดเทศบาล", "งานนิติการ", "ชาย", "รอบที่ 1", "ไตรมาส 2", "อายุ 20-30 ปี"],
)
def test_a_row_of_one_unit_or_group_is_told_and_not_read(label):
    reading = read(f"ส่วน,IIT,EIT,OIT\n{label},61.23,70.10,80.00")
    assert not figures(reading)
    assert "61.23" in quotes(reading)


@pytest.mark.parametrize("label", ["สำนักงานเกษตรสมมติ", "กองทัพสมมติ", "เทศบาลตำบลบ้านเรา", "2567"])
def test_a_row_of_the_agency_is_read(label):
    title = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
    found = figures(read(f"หน่วยงาน,IIT,EIT,OIT\n{label},61.23,70.10,80.00", title=title))
    assert found[2567, "IIT"] == "61.23"
