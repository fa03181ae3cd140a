"""What is printed as a score or a level and not read is told with its place; else nothing is."""

import pytest

CAPTION = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567\nเทศบาลตำบลสุขสมมุติ\n"
PAGE = "<html><body>{}</body></html>"


def told(reading, code):
    """The quotes of a finding's places; none where it was not told."""
    findings = [one for one in reading.findings if one.code == code]
    return [place.quote for one in findings for place in one.places]


def as_page(*lines):
    return PAGE.format("".join(f"<p>{line}</p>" for line in lines))


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (
            ("จุดแข็ง : การเปิดเผยข้อมูล (94.55) ที่ทำได้", "ITA 2567 เทศบาลตำบลสุขสมมุติ"),
            "94.55",
        ),
        (
            (
                "ถาม-ตอบ เรื่องการประเมิน ITA",
                "ITA มีคะแนนเต็ม 100 คะแนน",
                "ตอบ: ได้ 87.09 คะแนน",
            ),
            "87.09",
        ),
        (
            (
                "(ร่าง) ประมาณการคะแนน ITA 2569 ของเทศบาลตำบลสุขสมมุติ",
                "คะแนนจริงปี 2568 ที่ ป.ป.ช. ประกาศ = 83.48",
            ),
            "83.48",
        ),
        (
            (
                "ผลการประเมิน ITA ปี 2567",
                "จำนวนผู้ตอบแบบสำรวจ",
                "(1) แบบวัด IIT มีคะแนนเฉลี่ย 89.52 คะแนน มีผู้ตอบ 62 คน",
            ),
            "89.52",
        ),
    ],
)
def test_a_score_under_words_that_bar_it_is_told(read, lines, number):
    reading = read(as_page(*lines), "a.html")
    assert not reading.sheet.figures
    quotes = told(reading, "numbers_passed_over") + told(reading, "score_of_nobody")
    assert any(number in quote for quote in quotes)


@pytest.mark.parametrize(
    "line",
    [
        "คะแนนเฉลี่ยระดับประเทศ 93.05 คะแนน",
        "ตั้งเป้าหมาย 92.00 คะแนน",
        "คะแนนความพึงพอใจต่อการให้บริการ 95.20 คะแนน",
        "ประชุมวันที่ 5 เวลา 13.30 น.",
    ],
)
def test_what_is_plainly_something_else_is_not(read, line):
    reading = read(as_page("การประเมิน ITA มีคะแนนเต็ม 100 คะแนน", line), "a.html")
    assert told(reading, "numbers_passed_over") == []


@pytest.mark.parametrize(("number", "is_told"), [("10.1", True), ("9.1", False)])
def test_a_score_that_another_part_has_too_is_told_where_its_own_was_not_read(
    read, number, is_told
):
    line = f"{number} ข้อมูลที่ไม่มีในปีนี้ = 80.00"
    reading = read(f"{CAPTION}9.1 ข้อมูลพื้นฐาน = 80.00\n\n{line}\n")
    assert [one.code for one in reading.sheet.figures] == ["9.1"]
    assert any(number in quote for quote in told(reading, "numbers_passed_over")) is is_told


def test_digits_with_a_space_behind_each_are_told_where_no_score_comes_of_them(read):
    page = (
        as_page("ผลการประเมิน ITA ปี 2567")
        + "<table><tr><td>IIT</td><td>０ ． １ １</td></tr></table>"
    )
    reading = read(page, "a.html")
    assert not reading.sheet.figures
    quotes = [place.quote for one in reading.findings for place in one.places]
    assert any("IIT" in (quote or "") for quote in quotes)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("ระดับผลการประเมิน ............ ผ่านดี", "ผ่านดี"),
        ("ผลการประเมิน\nผ่านดี", "ผ่านดี"),
        ("2567 | 90.11 | 88.90 | 91.30 | 90.22 | ผ่านดี", "ผ่านดี"),
        ("รวม 90.22 คน (ผ่านดี)", "ผ่านดี"),
    ],
)
def test_a_level_that_was_not_read_is_told(read, line, word):
    reading = read(as_page("ผลการประเมิน ITA ปี 2567", *line.split("\n")), "a.html")
    assert not reading.sheet.ratings
    assert any(word in quote for quote in told(reading, "levels_passed_over"))


@pytest.mark.parametrize(
    "line",
    [
        "95.00 - 100 | ผ่านดีเยี่ยม",
        "85 คะแนนขึ้นไป : ผ่าน",
        "เป้าหมาย : ผ่านดี",
        "หน่วยงานควรผ่านการประเมิน",
    ],
)
def test_a_band_a_goal_and_a_word_of_a_sentence_are_no_level(read, line):
    reading = read(as_page("ผลการประเมิน ITA ปี 2567", line), "a.html")
    assert told(reading, "levels_passed_over") == []


def test_of_a_year_whose_level_was_read_no_other_is_told(read):
    text = f"{CAPTION}คะแนนรวม 90.22 คะแนน ระดับ ผ่านดี\nการใช้งบประมาณ 88.90\nผ่าน\n"
    reading = read(text)
    assert [one.published for one in reading.sheet.ratings] == ["ผ่านดี"]
    assert told(reading, "levels_passed_over") == []


def test_an_agency_that_is_not_listed_is_told_with_the_rows_of_the_nearest_names(read):
    table = (
        "หน่วยงาน,IIT,EIT,OIT,คะแนน ITA\nเทศบาลตำบลสุขสมมุ,90.11,88.90,91.30,90.22\n"
        "เทศบาลตำบลแสนจำลอง,80.11,78.90,81.30,80.22\n"
    )
    reading = read(table, "a.csv", agency="เทศบาลตำบลสุขใจสมมุติ", year=2567)
    quotes = told(reading, "agency_not_listed")
    assert "เทศบาลตำบลสุขสมมุ · 90.11 · 88.90 · 91.30 · 90.22" in quotes


def test_an_indicator_that_cannot_be_read_is_named_as_one(read):
    text = f"{CAPTION}1 การปฏิบัติหน้าที่ 90.11\n2 การใช้งบประมาณ 8O.5\n"
    (finding,) = [one for one in read(text).findings if one.code == "score_not_read"]
    assert "ตัวชี้วัดที่ 2" in finding.message.th
    assert "indicator 2" in finding.message.en


@pytest.mark.parametrize(("end", "is_told"), [("ร้อยละ", True), ("จำนวนผู้ตอบทั้งหมดในปีนี้มี", False)])
def test_a_score_that_an_edge_broke_from_its_sentence_is_told(read, end, is_told):
    text = (
        f"{CAPTION}\nจำนวนบุคลากรผู้ตอบแบบสำรวจ\n\nตัวชี้วัดการปฏิบัติหน้าที่ ประเมินจากบุคลากร ได้{end}\n"
        "93.80 อยู่ในเกณฑ์ที่ต้องรักษามาตรฐานไว้\n"
    )
    reading = read(text)
    told_of = [
        place.quote or ""
        for one in reading.findings
        if one.code != "no_scores"
        for place in one.places
    ]
    is_read = any(one.published == "93.80" for one in reading.sheet.figures)
    assert (is_read or any("93.80" in quote for quote in told_of)) is is_told
