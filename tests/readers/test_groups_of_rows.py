"""Titles inside a table say whose the rows below them are; headings of goals head no scores."""

import pytest

CAPTION = "ผลการประเมิน ITA ปี 2567 เทศบาลตำบลดงหมู"
ROWS = "IIT,90.20\nEIT,85.40\nOIT,95.10\n"
GOALS = "IIT,94.00\nEIT,94.10\nOIT,94.20\n"
SCORES = {"IIT": "90.20", "EIT": "85.40", "OIT": "95.10"}
BARRED = (
    "เป้าหมาย",
    "เป้าหมายปี 2568",
    "ค่าเฉลี่ยระดับจังหวัด",
    "ค่าเฉลี่ยระดับประเทศ",
    "เทศบาลตำบลหนองแสง",
    "ปีก่อน",
)


def named_in(reading):
    """Everything that the findings say and quote."""
    quotes = [place.quote or "" for one in reading.findings for place in one.places]
    return " ".join([one.message.th for one in reading.findings] + quotes)


@pytest.mark.parametrize("title", BARRED)
@pytest.mark.parametrize("heading", ["แบบวัด,คะแนน", "ตัวชี้วัด,คะแนนที่ได้"])
def test_rows_below_a_title_of_something_else_are_not_read(read, title, heading):
    reading = read(f"{CAPTION},\n{heading}\n{title},\n{GOALS}", "a.csv")
    assert not reading.sheet.figures
    assert {"94.00", "94.10", "94.20"} <= set(named_in(reading).replace(",", " ").split())


@pytest.mark.parametrize("title", BARRED)
@pytest.mark.parametrize("own", ["ผลที่ได้", "เทศบาลตำบลดงหมู"])
def test_the_next_title_ends_it(scores_of, title, own):
    table = f"แบบวัด,คะแนน\n{title},\n{GOALS}{own},\n{ROWS}"
    assert scores_of(f"{CAPTION},\n{table}", "a.csv") == SCORES


def test_a_title_above_all_columns_says_whose_the_table_is(scores_of):
    table = f"{CAPTION},\nแบบวัด,คะแนน\n{ROWS}เทศบาลตำบลหนองแสง,\n{GOALS}"
    assert scores_of(table, "a.csv") == SCORES


@pytest.mark.parametrize(
    "title",
    ["ผลการประเมิน", "เทศบาลตำบลดงหมู", "เป้าหมาย ร้อยละ 85 ขึ้นไป", "แบบวัดการรับรู้", "ปีงบประมาณ 2567"],
)
def test_rows_below_other_titles_are_read(scores_of, title):
    assert scores_of(f"{CAPTION},\nแบบวัด,คะแนน\n{title},\n{ROWS}", "a.csv") == SCORES


@pytest.mark.parametrize(
    "heading",
    [
        "ชนิด,เป้าหมาย",
        "ประเภท,ผู้ตอบร้อยละ",
        "part,respondents",
        "part,weight",
        "สิ่งที่วัด,ค่าเฉลี่ยของจังหวัด",
    ],
)
@pytest.mark.parametrize("caption", ["", f"{CAPTION},\n"])
def test_a_column_of_goals_or_shares_is_none_whatever_heads_its_names(read, caption, heading):
    assert not read(f"{caption}{heading}\n{ROWS}", "a.csv").sheet.figures


@pytest.mark.parametrize("heading", ["ชนิด,คะแนน", "เทศบาลตำบลดงหมู,จังหวัดสาธิต"])
def test_a_column_of_scores_is_read_whatever_heads_its_names(scores_of, heading):
    assert scores_of(f"{CAPTION},\n{heading}\n{ROWS}", "a.csv") == SCORES


@pytest.mark.parametrize("names", ["สิ่งที่วัด", "ก", ""])
@pytest.mark.parametrize(
    "heading", ["คะแนนที่ควรได้", "คะแนนรอบแรก", "ปีก่อน", "ความหวัง", "score last year", "อบต.หนองแสง"]
)
def test_below_words_that_nobody_knows_nothing_is_read(read, names, heading):
    reading = read(f"{CAPTION},\n{names},{heading}\n{ROWS}", "a.csv")
    assert not reading.sheet.figures
    assert "90.20" in named_in(reading)


@pytest.mark.parametrize("names", ["สิ่งที่วัด", ""])
@pytest.mark.parametrize("heading", ["ปี 2566", "พ.ศ. 2566", "ปีงบประมาณ 2566"])
def test_a_year_above_the_numbers_is_theirs_whatever_heads_their_names(read, names, heading):
    sheet = read(f"{CAPTION},\n{names},{heading}\n{ROWS}", "a.csv").sheet
    assert {(one.code, one.year) for one in sheet.figures} == {(code, 2566) for code in SCORES}


@pytest.mark.parametrize("names", ["สิ่งที่วัด", ""])
@pytest.mark.parametrize("heading", ["คะแนน", "ร้อยละ", "คะแนนที่ได้", "เทศบาลตำบลดงหมู"])
def test_usual_headings_head_scores_whatever_heads_their_names(scores_of, names, heading):
    assert scores_of(f"{CAPTION},\n{names},{heading}\n{ROWS}", "a.csv") == SCORES
