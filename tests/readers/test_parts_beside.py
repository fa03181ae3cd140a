"""A row that names a whole and a part of it: the score is the part's, wherever the whole stands."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.readers.scores import read_scores

TITLE = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลบ้านเรา"


def read(rows, name="a.csv", title=TITLE):
    return read_scores(f"{title}\n{rows}\n".encode(), name, Catalogue())


def figures(reading):
    return {one.code: one.published for one in reading.sheet.figures}


def quotes(reading):
    return " ".join(place.quote or "" for one in reading.findings for place in one.places)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("ที่,ตัวชี้วัด,แบบวัด,คะแนน\n2,การใช้งบประมาณ,IIT,75.36", {"2": "75.36"}),
        ("ตัวชี้วัด,แบบวัด,คะแนน\nคุณภาพการดำเนินงาน,EIT,78.20", {"6": "78.20"}),
        ("ตัวชี้วัด,เครื่องมือ,คะแนน\nการใช้อำนาจ,แบบวัด IIT,75.36", {"3": "75.36"}),
        ("คะแนน,แบบวัด,ตัวชี้วัด\n75.36,IIT,การใช้งบประมาณ", {"2": "75.36"}),
        ("ตัวชี้วัดย่อย,ตัวชี้วัด,คะแนน\nข้อมูลพื้นฐาน,การเปิดเผยข้อมูล,91.20", {"9.1": "91.20"}),
        ("ข้อ,รายการ,ตัวชี้วัด,คะแนน\no1,โครงสร้าง,9.1 ข้อมูลพื้นฐาน,100", {"o1": "100"}),
        ("ข้อ,รายการ,แบบวัด,คะแนน\no1,โครงสร้าง,OIT,100", {"o1": "100"}),
        ("ข้อคำถาม,แบบวัด,คะแนน\nท่านรู้เกี่ยวกับแผนการใช้จ่ายงบประมาณ,IIT,61.20", {"i7": "61.20"}),
        ("ตัวชี้วัด,แบบวัด,2565,2566\nการใช้งบประมาณ,IIT,70.10,75.36", {"2": "75.36"}),
    ],
)  # fmt: skip
def test_the_score_is_the_parts(rows, expected):
    found = figures(read(rows))
    assert found.items() >= expected.items()
    assert not {"IIT", "EIT", "OIT", "9"} & found.keys()


def test_lines_with_tabs_are_such_rows_too():
    assert figures(read("2\tการใช้งบประมาณ\tIIT\t61.20\n3\tการใช้อำนาจ\tIIT\t71.20", "a.txt")) == {
        "2": "61.20",
        "3": "71.20",
    }


@pytest.mark.parametrize(
    "rows",
    [
        "จุดที่ควรพัฒนา,แบบวัด,คะแนน\nการสื่อสารภายในองค์กร,IIT,61.23",
        "ส่วนราชการ,แบบวัด,คะแนน\nกองคลัง,IIT,61.23",
        "รอบ,แบบวัด,คะแนน\nรอบที่ 1,EIT,61.23",
        "ตัวชี้วัด,แบบวัด,คะแนน\nคุณภาพการดำเนินงาน,IIT,61.23",  # an indicator of EIT
    ],
)
def test_a_part_that_is_not_known_is_told_and_never_the_whole(rows):
    reading = read(rows)
    assert not figures(reading)
    assert "61.23" in quotes(reading)


@pytest.mark.parametrize(
    "rows",
    [
        "ชื่อเครื่องมือ,ชื่อย่อ,คะแนน\nแบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน,IIT,61.20",
        "ผู้ตอบ,แบบวัด,คะแนน\nบุคลากรภายใน,IIT,61.20",
        "กลุ่ม,แบบวัด,คะแนน\nบุคลากรภายในหน่วยงาน,IIT,61.20",
        "หน่วยงาน,แบบวัด,คะแนน\nเทศบาลตำบลบ้านเรา,IIT,61.20",
        "รายการ,แบบวัด,คะแนน\nผลการประเมิน ITA ปี 2566,IIT,61.20",
        "ปี,แบบวัด,คะแนน\n2566,IIT,61.20",
        "แบบวัด,คะแนน,ระดับ\nIIT,61.20,ต้องปรับปรุง",
    ],
)
def test_a_whole_beside_words_that_mean_no_part_keeps_its_score(rows):
    assert figures(read(rows)) == {"IIT": "61.20"}
