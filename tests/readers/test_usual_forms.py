"""Tables in forms of their own are read where they are certain; their kin are not."""

import pytest

CAPTION = "ผลการประเมิน ITA เทศบาลตำบลดงหมู ปีงบประมาณ พ.ศ. 2567"
OURS = {"agency": "เทศบาลตำบลดงหมู"}


def lines(caption, heading, *rows):
    """A caption with a table below it."""
    return "\n".join([caption, *("\t".join(row.split("|")) for row in (heading, *rows))]) + "\n"


def years_of(sheet):
    """The printed scores by year and code."""
    return {
        year: {code: figure.published for code, figure in sheet.of_year(year).items()}
        for year in sheet.years()
    }


TWO_YEARS = ("IIT|84.70|90.11|5.41", "EIT|88.02|88.90|0.88", "คะแนนรวม|89.66|90.22|0.56")


@pytest.mark.parametrize("years", ["2566 กับ 2567", "2567 เทียบกับปี 2566", "2566-2567"])
@pytest.mark.parametrize("last", ["ปีก่อน", "คะแนนปีที่แล้ว"])
def test_last_year_and_this_year_are_those_of_the_caption(read, years, last):
    caption = f"เปรียบเทียบผลการประเมิน ITA เทศบาลตำบลดงหมู ปีงบประมาณ {years}"
    sheet = read(lines(caption, f"แบบวัด|{last}|ปีนี้|ผลต่าง", *TWO_YEARS)).sheet
    assert years_of(sheet) == {
        2566: {"IIT": "84.70", "EIT": "88.02", "total": "89.66"},
        2567: {"IIT": "90.11", "EIT": "88.90", "total": "90.22"},
    }


@pytest.mark.parametrize(
    "caption",
    [
        "ผลการประเมิน ITA ปี 2565 กับ 2567",
        "แผนขับเคลื่อน ITA ปี 2566-2567",
        "ผลการประเมิน ITA ปี 2565 2566 และ 2567",
        "ผลการประเมิน ITA ปี 2566 ประกาศเมื่อ 10 สิงหาคม 2567",
        CAPTION,
    ],
)
def test_last_year_is_told_where_the_caption_does_not_name_two_in_a_row(read, caption):
    reading = read(lines(caption, "แบบวัด|ปีก่อน|ปีนี้|ผลต่าง", *TWO_YEARS))
    assert not reading.sheet.figures
    assert any(place.quote for finding in reading.findings for place in finding.places)


WEIGHTED = (
    "|||คะแนน|ถ่วงน้ำหนัก|คะแนน|ถ่วงน้ำหนัก".removeprefix("|"),
    "IIT|30|84.70|25.41|90.11|27.03",
    "EIT|30|88.02|26.41|88.90|26.67",
    "OIT|40|94.90|37.96|91.30|36.52",
)


def test_the_total_below_each_years_weighted_scores_is_its_mean(read):
    table = lines(
        "ผลการประเมิน ITA", "ตัวชี้วัด ITA|น้ำหนัก|ปี 2566||ปี 2567|", *WEIGHTED, "รวม|100||89.78||90.22"
    )
    assert years_of(read(table).sheet) == {
        2566: {"IIT": "84.70", "EIT": "88.02", "OIT": "94.90", "total": "89.78"},
        2567: {"IIT": "90.11", "EIT": "88.90", "OIT": "91.30", "total": "90.22"},
    }


def test_a_total_below_weighted_scores_that_is_not_their_mean_is_told(read, quotes_of):
    table = lines("ข้อมูล", "ตัวชี้วัด ITA|น้ำหนัก|ปี 2566||ปี 2567|", *WEIGHTED, "รวม|100||95.00||95.10")
    assert all("total" not in scores for scores in years_of(read(table).sheet).values())
    assert quotes_of(table, "not_said_to_be_ita") == [["total · 95.00", "total · 95.10"]]


BESIDE = ("IIT|90.11|95.10|80.20", "EIT|88.90|94.20|81.30", "OIT|91.30|99.10|70.10")


@pytest.mark.parametrize(
    "heading",
    ["แบบวัด|ดงหมู|หนองแสง|ลำห้วย", "แบบวัด|ของเรา|อำเภอ|จังหวัด", "แบบวัด|เทศบาลของเรา|หนองแสง|ลำห้วย"],
)
def test_the_own_column_beside_others_is_read(scores_of, heading):
    table = lines("ผลคะแนน ITA ปี 2567", heading, *BESIDE)
    assert scores_of(table, **OURS) == {"IIT": "90.11", "EIT": "88.90", "OIT": "91.30"}


@pytest.mark.parametrize(
    ("caption", "heading", "given"),
    [
        ("ผลคะแนน ITA ปี 2567", "แบบวัด|ดงหมูใต้|หนองแสง|ลำห้วย", OURS),
        ("ผลคะแนน ITA ปี 2567", "แบบวัด|ดงหมู|ดงหมู|ลำห้วย", OURS),
        ("ผลคะแนน ITA ปี 2567", "แบบวัด|ดงหมู|หนองแสง|ลำห้วย", {}),
        ("ผลความพึงพอใจ ปี 2567", "ด้าน|ของเรา|อำเภอ|จังหวัด", OURS),
    ],
)
def test_a_column_that_may_be_anothers_is_not_read(read, caption, heading, given):
    assert not read(lines(caption, heading, *BESIDE), **given).sheet.figures


UNITS = ("การปฏิบัติหน้าที่|91.0|94.0|92.5", "การใช้งบประมาณ|85.0|87.0|86.0")


@pytest.mark.parametrize("mean", ["เฉลี่ย", "ภาพรวม", "ค่าเฉลี่ย"])
def test_the_mean_beside_units_is_the_agencys(scores_of, mean):
    table = lines(CAPTION, f"ตัวชี้วัด|สำนักปลัด|กองคลัง|{mean}", *UNITS)
    assert scores_of(table) == {"1": "92.5", "2": "86.0"}


@pytest.mark.parametrize(
    "heading",
    [
        "ตัวชี้วัด|หนองแสง|ลำห้วย|เฉลี่ย",
        "ตัวชี้วัด|กองคลัง|เฉลี่ย|ภาพรวม",
        "ตัวชี้วัด|สำนักปลัด|เฉลี่ย|กลุ่มที่สอง",
        "ตัวชี้วัด|สำนักปลัด|กองคลัง|เป้าหมายเฉลี่ย",
    ],
)
def test_a_mean_of_anything_else_is_not_read(read, heading):
    assert not read(lines(CAPTION, heading, *UNITS)).sheet.figures


APPEALED = ("o1|โครงสร้าง|0|100", "o2|ข้อมูลผู้บริหาร|0|0")


@pytest.mark.parametrize("word", ["อุทธรณ์", "การยื่นอุทธรณ์", "การพิจารณาอุทธรณ์"])
def test_scores_after_an_appeal_are_the_results(scores_of, quotes_of, word):
    table = lines(
        "คะแนน OIT รายข้อ ปี 2565 เทศบาลตำบลดงหมู",
        f"ข้อ|รายการ|คะแนนก่อน{word}|คะแนนหลัง{word}",
        *APPEALED,
    )
    assert scores_of(table) == {"o1": "100", "o2": "0"}
    assert quotes_of(table, "heading_not_understood") == [[f"คะแนนก่อน{word}"]]


@pytest.mark.parametrize(
    "heading", ["คะแนนก่อนอุทธรณ์|หมายเหตุ", "คะแนนก่อนอุทธรณ์|คะแนนที่คาดว่าได้หลังอุทธรณ์"]
)
def test_scores_before_an_appeal_or_hoped_for_after_it_are_not_read(read, heading):
    table = lines("คะแนน OIT รายข้อ ปี 2565 เทศบาลตำบลดงหมู", f"ข้อ|รายการ|{heading}", *APPEALED)
    assert not read(table).sheet.figures


@pytest.mark.parametrize(
    "earlier", ["(ปี 66 = 84.70)", "(ปี 2566: 84.70)", "[ปีงบประมาณ ๒๕๖๖ ได้ 84.70]"]
)
def test_an_earlier_years_score_in_brackets_is_that_years(read, earlier):
    table = lines(CAPTION, "แบบวัด|คะแนน", f"IIT|90.11 {earlier}", "EIT|88.90 (ปี 66 = 88.02)")
    assert years_of(read(table).sheet) == {
        2566: {"IIT": "84.70", "EIT": "88.02"},
        2567: {"IIT": "90.11", "EIT": "88.90"},
    }


@pytest.mark.parametrize("year", ["ปี 60", "ปี 70", "ปี 2567"])
def test_a_year_too_far_or_not_before_its_table_is_told(read, quotes_of, year):
    table = lines(CAPTION, "แบบวัด|คะแนน", f"IIT|90.11 ({year} = 84.70)")
    assert not read(table).sheet.figures
    assert quotes_of(table, "score_not_read") == [[f"IIT · 90.11 ({year} = 84.70)"]]


@pytest.mark.parametrize("said", ["(ปีก่อน 84.70)", "(66 = 84.70)", "(เป้าหมายปี 66 = 84.70)"])
def test_a_number_in_brackets_without_a_year_is_not_read(read, said):
    table = lines(CAPTION, "แบบวัด|คะแนน", f"IIT|90.11 {said}")
    assert all(figure.published != "84.70" for figure in read(table).sheet.figures)


def test_a_score_that_was_not_got_is_told(quotes_of):
    table = lines(
        "ผลคะแนน OIT รายข้อ ปี 2565", "ข้อ|รายการ|คะแนน", "o1|โครงสร้าง|100", "o2|ข้อมูลผู้บริหาร|ไม่ได้คะแนน"
    )
    assert quotes_of(table, "no_score_printed") == [["o2 ข้อมูลผู้บริหาร · ไม่ได้คะแนน"]]


@pytest.mark.parametrize("year", ["ปี ๖๗", "ปีงบ 67", "ปีงบฯ 67", "พ.ศ. 67", "ปีงบประมาณ 67"])
def test_a_short_year_of_a_caption_is_the_years(read, year):
    sheet = read(
        lines(f"ผลคะแนน ITA {year} เทศบาลตำบลดงหมู", "แบบวัด|คะแนน", "IIT|90.11", "EIT|88.90")
    ).sheet
    assert sheet.fiscal_year == 2567


@pytest.mark.parametrize("number", ["67", "งวด 67", "ครั้งที่ 67"])
def test_a_bare_number_of_a_caption_is_no_year(read, number):
    reading = read(
        lines(f"ผลคะแนน ITA เทศบาลตำบลดงหมู {number}", "แบบวัด|คะแนน", "IIT|90.11", "EIT|88.90")
    )
    assert reading.sheet.fiscal_year is None
    assert "year_unknown" in {finding.code for finding in reading.findings}


def test_short_years_head_columns(read):
    table = lines(
        "ผลคะแนน ITA เทศบาลตำบลดงหมู",
        "แบบวัด|ปีงบ 65|ปี 66|ปี 67",
        "IIT|80.11|85.20|90.11",
        "EIT|81.20|83.11|88.90",
    )
    assert read(table).sheet.years() == (2565, 2566, 2567)


YEARS = ("2565|79.12|B", "2566|89.66|ผ่าน", "2567|90.22|ผ่านดี")


@pytest.mark.parametrize("heading", ["ปีงบประมาณ|คะแนน|ระดับ", "ปี พ.ศ.|ผลคะแนน|ผลการประเมินระดับ"])
def test_rows_of_years_are_totals_below_a_caption_of_results(read, heading):
    reading = read(lines("ผลคะแนน ITA เทศบาลตำบลดงหมู", heading, *YEARS))
    totals = {year: scores["total"] for year, scores in years_of(reading.sheet).items()}
    assert totals == {2565: "79.12", 2566: "89.66", 2567: "90.22"}
    assert {one.year: one.code for one in reading.sheet.ratings} == {
        2565: "B", 2566: "pass", 2567: "good",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "heading", "rows"),
    [
        ("ข้อมูลย้อนหลัง", "ปีงบประมาณ|คะแนน|ระดับ", YEARS),
        ("ผลการประเมิน LPA", "ปีงบประมาณ|คะแนน|ระดับ", YEARS),
        ("เป้าหมายคะแนน ITA เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนน|ระดับ", YEARS),
        ("ผลคะแนน OIT เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนน|ระดับ", YEARS),
        ("ผลคะแนนเฉลี่ย ITA ของจังหวัด", "ปีงบประมาณ|คะแนน|ระดับ", YEARS),
        ("ผลคะแนน ITA เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนนที่ตั้งไว้|ระดับ", YEARS),
        ("ผลคะแนน ITA เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนน|ผู้ตอบ", YEARS),
        ("ผลคะแนน ITA เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนน|ระดับ", (*YEARS, "2580|95.00|ดี")),
        ("ผลคะแนน ITA เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนน|ระดับ", (*YEARS, "2568 (เป้า)|95.00|ผ่านดี")),
        ("ผลคะแนน ITA เทศบาลตำบลดงหมู", "ปีงบประมาณ|คะแนน|ระดับ", (*YEARS, "2567|91.22|ผ่านดี")),
    ],
)
def test_rows_of_years_of_anything_else_are_not_read(read, caption, heading, rows):
    assert not read(lines(caption, heading, *rows)).sheet.figures


PARTS = ("1|แบบวัด IIT|90.11|ผ่านดี", "2|แบบวัด EIT|88.90|ผ่าน", "3|แบบตรวจ OIT|91.30|ผ่านดี")


@pytest.mark.parametrize("label", ["เฉลี่ย", "ค่าเฉลี่ย", "คะแนนเฉลี่ย"])
def test_the_weighted_mean_below_the_instruments_is_the_total(scores_of, label):
    table = lines(CAPTION, "ที่|เครื่องมือ|คะแนน (ร้อยละ)|ระดับ", *PARTS, f"|{label}|90.22|ผ่านดี")
    assert scores_of(table)["total"] == "90.22"


@pytest.mark.parametrize("mean", ["90.10", "95.00", "88.00"])
def test_another_mean_below_the_instruments_is_told(scores_of, quotes_of, mean):
    table = lines(CAPTION, "ที่|เครื่องมือ|คะแนน (ร้อยละ)|ระดับ", *PARTS, f"|เฉลี่ย|{mean}|ผ่านดี")
    assert "total" not in scores_of(table)
    assert quotes_of(table, "score_of_nobody") == [[f"เฉลี่ย · {mean}"]]


def test_a_sum_beside_units_is_no_score(read):
    rows = ("การปฏิบัติหน้าที่|41.0|42.0|83.0", "การใช้งบประมาณ|45.0|47.0|92.0")
    table = lines(CAPTION, "ตัวชี้วัด|สำนักปลัด|กองคลัง|รวม", *rows)
    assert not read(table).sheet.figures


def test_years_below_a_line_of_something_else_are_not_totals(read):
    caption = "ผลคะแนน ITA เทศบาลตำบลดงหมู\nข้อมูลร้องเรียน"
    assert not read(lines(caption, "ปีงบประมาณ|คะแนน", *(one[:10] for one in YEARS))).sheet.figures


def test_goals_on_cards_of_a_plan_are_not_read(read):
    page = cards("IIT 90.11 (เป้าหมาย 92.00)", "EIT 88.90 (เป้าหมาย 92.00)")
    assert not read(page.replace(CAPTION, "แผนส่งเสริม ITA ปี 2568"), "a.html").sheet.figures


def test_a_mean_that_is_not_right_below_the_instruments_is_not_read(scores_of):
    rows = (*PARTS, "4|ความพึงพอใจ|90.00|", "|เฉลี่ย|90.22|ผ่านดี")
    assert "total" not in scores_of(lines(CAPTION, "ที่|เครื่องมือ|คะแนน (ร้อยละ)|ระดับ", *rows))


SHORT = (
    "หน้าที่|93.55", "งบประมาณ|85.10", "อำนาจ|90.71", "ทรัพย์สิน|83.72", "แก้ไขทุจริต|88.30",
    "คุณภาพ|90.22", "สื่อสาร|88.04", "ปรับปรุงระบบ|84.41", "เปิดเผย|94.55", "ป้องกันทุจริต|87.50",
)  # fmt: skip


def test_short_names_in_the_frameworks_order_are_its_indicators(scores_of):
    table = lines(CAPTION, "ตัวชี้วัด|คะแนน", *SHORT, "คะแนนรวม|88.61")
    assert scores_of(table) == {
        **{str(n): row.split("|")[1] for n, row in enumerate(SHORT, start=1)}, "total": "88.61",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "rows"),
    [
        (CAPTION, SHORT[:6]),
        (CAPTION, (SHORT[1], SHORT[0], *SHORT[2:])),
        (CAPTION, (*SHORT[:5], "ทุจริต|90.00", *SHORT[5:])),
        ("ผลความพึงพอใจ ปี 2567", SHORT),
    ],
)
def test_short_names_alone_out_of_order_or_of_something_else_are_not_read(read, caption, rows):
    figures = read(lines(caption, "ตัวชี้วัด|คะแนน", *rows)).sheet.figures
    assert not {"1", "3", "4"} & {figure.code for figure in figures}


NUMBERS = "|".join(map(str, range(1, 11)))
ACROSS = "|".join(row.split("|")[1] for row in SHORT)


@pytest.mark.parametrize("label", ["คะแนน", "คะแนนที่ได้", "2567"])
def test_the_numbers_of_all_indicators_head_their_scores(scores_of, label):
    table = lines(CAPTION, f"ตัวชี้วัด|{NUMBERS}", f"{label}|{ACROSS}")
    assert scores_of(table) == {str(n): row.split("|")[1] for n, row in enumerate(SHORT, start=1)}


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        (f"ตัวชี้วัด|{NUMBERS}", "น้ำหนัก"),
        (f"ตัวชี้วัด|{NUMBERS}", "เป้าหมาย"),
        ("ตัวชี้วัด|2|1|3|4|5|6|7|8|9|10", "คะแนน"),
        (f"ข้อ|{NUMBERS}", "คะแนน"),
    ],
)
def test_other_numbers_head_nothing(read, heading, label):
    assert not read(lines(CAPTION, heading, f"{label}|{ACROSS}")).sheet.figures


def cards(*texts):
    """A page of results with a card for each text."""
    told = "".join(f"<div>{text}</div>" for text in texts)
    return f"<html><body><h2>{CAPTION}</h2>{told}</body></html>"


@pytest.mark.parametrize("goal", ["เป้าหมาย 92.00", "(เป้าหมาย: 92.00)", "| ค่าเป้าหมาย ร้อยละ 92"])
def test_a_goal_behind_the_score_of_a_card_is_left_out(scores_of, goal):
    page = cards(f"คะแนนรวม90.22{goal}", f"IIT90.11{goal}", f"EIT 88.90 {goal}")
    assert scores_of(page, "a.html") == {"total": "90.22", "IIT": "90.11", "EIT": "88.90"}


@pytest.mark.parametrize(
    "texts",
    [
        ("เป้าหมาย IIT90.11เป้าหมาย 92.00", "เป้าหมาย EIT88.90เป้าหมาย 92.00"),
        ("IIT90เป้าหมาย 92", "EIT88เป้าหมาย 92"),
        ("ความพึงพอใจ90.11เป้าหมาย 92.00", "การเบิกจ่าย88.90เป้าหมาย 92.00"),
    ],
)
def test_goals_and_others_on_cards_are_not_read(read, texts):
    assert not read(cards(*texts), "a.html").sheet.figures


CROWDED = ("IIT|30 90.11 27.03", "EIT|30 88.90 26.67", "OIT|40 91.30 36.52")


def test_weights_scores_and_their_products_in_one_column_come_apart(scores_of):
    table = lines(CAPTION, "แบบวัด|น้ำหนัก คะแนน ถ่วงน้ำหนัก", *CROWDED, "คะแนนรวม|100 90.22 90.22")
    assert scores_of(table) == {"IIT": "90.11", "EIT": "88.90", "OIT": "91.30", "total": "90.22"}


@pytest.mark.parametrize(
    ("heading", "rows"),
    [
        ("แบบวัด|น้ำหนัก คะแนน ถ่วงน้ำหนัก", (*CROWDED[:2], "OIT|40 91.30")),
        ("แบบวัด|น้ำหนัก คะแนน ถ่วงน้ำหนัก", (*CROWDED[:2], "OIT|40 91.30 38.52")),
        ("แบบวัด|น้ำหนัก เป้าหมาย ถ่วงน้ำหนัก", CROWDED),
        ("แบบวัด|คะแนน น้ำหนัก ถ่วงน้ำหนัก", CROWDED),
    ],
)
def test_numbers_in_one_column_that_do_not_multiply_are_told(read, heading, rows):
    reading = read(lines(CAPTION, heading, *rows))
    assert not reading.sheet.figures
    quotes = [place.quote or "" for finding in reading.findings for place in finding.places]
    assert any("90.11" in quote for quote in quotes)


def test_numbers_that_run_together_are_told(quotes_of):
    text = f"{CAPTION}\n90.1188.9091.3090.22\nIIT\tEIT\tOIT\tคะแนนรวม\n"
    assert [
        ["90.1188.90" in quote for quote in quotes] for quotes in quotes_of(text, "no_scores")
    ] == [[True]]
