"""Pictures typed as text, cards, pairs in rows, lists of items; each has its twin."""

import pytest

from prongsai.readers.pdf_marks import with_marks_in_place

CAPTION = "ผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2567"
OWN = "เทศบาลตำบลสุขสมมุติ"
THREE = {"IIT": "90.11", "EIT": "88.90", "OIT": "91.30"}


def lines(*told):
    return "\n".join(told) + "\n"


def rows(*told):
    """Lines whose cells are cut by tabs."""
    return lines(*told).replace("|", "\t")


def test_numbers_before_their_names_are_those_names_scores(scores_of):
    text = lines(CAPTION, OWN, "90.11 IIT", "88.90 EIT", "91.30 OIT", "งานประชาสัมพันธ์")
    assert scores_of(text) == THREE


@pytest.mark.parametrize(
    "told",
    [("IIT", "90.11 EIT", "88.90 OIT", "91.30"), ("คะแนนรวม", "90.22 IIT", "90.11 EIT", "88.90")],
)
def test_names_that_may_stand_above_their_numbers_are_not_turned(scores_of, told):
    found = scores_of(lines(CAPTION, OWN, *told))
    assert found.get("IIT") != "88.90"
    assert found.get("EIT") != "91.30"
    assert found.get("IIT") != "90.22"


@pytest.mark.parametrize(
    "below",
    ["คะแนนเฉลี่ยของตัวชี้วัด = 86.48", "ได้คะแนน 86.48 — ปฏิบัติงานตามขั้นตอน", "มีคะแนนเท่ากับ 86.48 คะแนน"],
)
def test_a_score_below_its_indicators_heading_is_its(scores_of, below):
    text = lines(CAPTION, "", "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", "", below)
    assert scores_of(text) == {"1": "86.48"}


@pytest.mark.parametrize(
    ("heading", "below"),
    [
        ("ตัวชี้วัดที่ 1 ร้อยละของขยะที่คัดแยก", "ได้คะแนน 86.48"),
        ("ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", "คะแนนเป้าหมาย 86.48"),
    ],
)
def test_another_heading_or_a_goal_below_it_gives_none(scores_of, heading, below):
    assert "1" not in scores_of(lines(CAPTION, "", heading, "", below))


def test_pairs_beside_each_other_are_read(scores_of):
    table = rows(CAPTION, f"หน่วยงาน|{OWN}|ปี|2567", "IIT|90.11|EIT|88.90", "OIT|91.30|TOTAL|90.22")
    assert scores_of(table) == THREE | {"total": "90.22"}


def test_pairs_below_shared_heads_are_read(scores_of):
    table = rows(
        CAPTION,
        "แบบวัด IIT|แบบวัด IIT|แบบวัด EIT|แบบวัด EIT",
        "1. การปฏิบัติหน้าที่|91.43|6. คุณภาพการดำเนินงาน|91.81",
        "2. การใช้งบประมาณ|84.06|7. ประสิทธิภาพการสื่อสาร|93.10",
    )
    assert scores_of(table) == {"1": "91.43", "2": "84.06", "6": "91.81", "7": "93.10"}


def test_pairs_under_headings_of_goals_are_not(read):
    table = rows(
        CAPTION, "แบบวัด|เป้าหมาย|แบบวัด|เป้าหมาย", "IIT|90.11|EIT|88.90", "OIT|91.30|TOTAL|90.22"
    )
    assert not read(table).sheet.figures


ITEMS = "e1|เจ้าหน้าที่|80.00", "e2|เจ้าหน้าที่|90.00", "e3|เจ้าหน้าที่|85.00", "e4|เจ้าหน้าที่|95.00"
CODES = tuple(item.replace("|เจ้าหน้าที่", "") for item in ITEMS)


def test_the_mean_of_one_instruments_items_is_its_score(scores_of):
    found = scores_of(rows("ผลคะแนน EIT ปี 2567", "ข้อ|คะแนน", *CODES, "เฉลี่ยรวม|87.50"))
    assert found["EIT"] == "87.50"
    assert "total" not in found


def test_a_mean_that_is_not_theirs_is_told(read, quotes_of):
    text = rows("ผลคะแนน EIT ปี 2567", "ข้อ|คะแนน", *CODES, "เฉลี่ยรวม|86.50")
    assert not {"total", "EIT"} & {figure.code for figure in read(text).sheet.figures}
    assert any(
        "86.50" in quote for quotes in quotes_of(text, "score_of_nobody") for quote in quotes
    )


@pytest.mark.parametrize(
    ("said", "read_as"),
    [
        ("ข้อที่ได้ 100 คะแนน : o1, o2 และ o4", {"o1": "100", "o2": "100", "o4": "100"}),
        ("ข้อที่ได้ 0 คะแนน จำนวน 2 ข้อ ได้แก่ O3, O12", {"o3": "0", "o12": "0"}),
        ("ข้อ o3 o12 ได้ 0 คะแนน", {"o3": "0", "o12": "0"}),
        ("ข้อที่ได้ 0 คะแนน จำนวน 3 ข้อ ได้แก่ O3, O12", {}),
        ("ถ้าข้อ o3 o12 ได้ 100 คะแนน", {}),
        ("เป้าหมาย ข้อที่ได้ 100 คะแนน : o1, o2", {}),
    ],
)
def test_items_that_a_text_lists_with_their_score(read, said, read_as):
    sheet = read(lines("ผลการประเมิน OIT ปี 2567", OWN, said)).sheet
    assert {figure.code: figure.published for figure in sheet.figures} == read_as


def test_pairs_of_codes_and_scores_are_read(scores_of):
    assert scores_of(lines("ผลการประเมิน ITA ปี 2566", OWN, "- i1 87.98 | i2 86.51")) == {
        "i1": "87.98",
        "i2": "86.51",
    }


@pytest.mark.parametrize("line", ["- i1 8 | i2 9", "i1 87.98 ถึง i2 86.51"])
def test_other_lines_with_codes_are_not(read, line):
    assert not read(lines(CAPTION, OWN, line)).sheet.figures


def test_totals_of_agencies_in_columns_of_years(scores_of, read):
    table = rows(
        "คะแนน ITA (คะแนนรวม) ย้อนหลัง",
        "หน่วยงาน|2566|2567",
        f"{OWN}|82.88|79.79",
        "อบต.เศร้าสมมุติ|82.91|83.50",
    )
    assert scores_of(table, agency=OWN) == {"total": "79.79"}
    assert not read(table).sheet.figures


def test_agencies_across_and_parts_below(scores_of):
    table = rows(
        "คะแนน ITA ปี 2567", f"หน่วยงาน|{OWN}|อบต.เศร้าสมมุติ", "IIT|90.11|80.12", "EIT|88.90|70.11"
    )
    assert scores_of(table, agency=OWN) == {"IIT": "90.11", "EIT": "88.90"}


def test_parts_with_their_year_in_the_heading(scores_of):
    table = lines(
        "หน่วยงาน,เป้าหมาย 2567,คะแนน ITA 2567,IIT 2567,EIT 2567",
        f"{OWN},95.00,89.22,90.11,88.90",
        "อบต.เศร้าสมมุติ,95.00,80.22,80.11,80.90",
    )
    assert scores_of(table, "a.csv", agency=OWN) == {
        "total": "89.22",
        "IIT": "90.11",
        "EIT": "88.90",
    }


def test_a_number_and_its_name_in_spans_of_a_card(scores_of):
    cards = "".join(
        f'<div class="card"><span>{number}</span><span>{name}</span></div>'
        for name, number in THREE.items()
    )
    assert scores_of(f"<h3>{CAPTION}</h3>{cards}", "a.html") == THREE


def test_a_number_split_over_spans_stays_whole(scores_of):
    cells = "<div><span>คะแนนรวม </span><span>90</span><span>.22</span></div>"
    assert scores_of(f"<h3>{CAPTION}</h3>{cells}", "a.html") == {"total": "90.22"}


def test_years_alone_above_columns_made_by_gaps_head_them(read):
    text = lines(
        OWN, "", "ผลคะแนน ITA", "            ปี 2566     ปี 2567", "IIT         79.75       90.52",
        "EIT         74.71       84.98",
    )  # fmt: skip
    told = {(f.year, f.code, f.published) for f in read(text).sheet.figures}
    first, second = {"IIT": "79.75", "EIT": "74.71"}, {"IIT": "90.52", "EIT": "84.98"}
    assert told == {(2566, *one) for one in first.items()} | {
        (2567, *one) for one in second.items()
    }


def test_years_and_scores_in_turn(read):
    text = lines(CAPTION, "การใช้อำนาจ ปี 2566 ได้ 86.04 ปี 2567 ได้ 88.18 (+2.14)")
    told = {(f.year, f.code, f.published) for f in read(text).sheet.figures}
    assert told == {(2566, "3", "86.04"), (2567, "3", "88.18")}


def test_from_one_year_to_the_next(read):
    text = lines(CAPTION, "ผลคะแนน IIT เพิ่มจาก 86.24 ในปี 2566 เป็น 93.69 ในปี 2567")
    told = {(f.year, f.code, f.published) for f in read(text).sheet.figures}
    assert told == {(2566, "IIT", "86.24"), (2567, "IIT", "93.69")}


def test_numbers_of_all_indicators_below_each_other(scores_of):
    scores = [f"{number}|{80 + number}.50" for number in range(1, 11)]
    found = scores_of(rows(CAPTION, "ตัวชี้วัด|คะแนน", *scores, "IIT|83.50"))
    assert found == {str(number): f"{80 + number}.50" for number in range(1, 11)} | {"IIT": "83.50"}


def test_some_numbers_only_are_ranks(read):
    scores = [f"{number}|{80 + number}.50" for number in range(1, 6)]
    assert not read(rows(CAPTION, "ตัวชี้วัด|คะแนน", *scores)).sheet.figures


@pytest.mark.parametrize("word", ["-", "รอประกาศ", "อยู่ระหว่างตรวจสอบ"])
def test_a_line_that_says_that_there_is_no_score_is_told(quotes_of, word):
    assert quotes_of(
        lines(CAPTION, f"EIT : {word}" if word == "-" else f"EIT {word}"), "no_score_printed"
    )


@pytest.mark.parametrize(
    "line",
    [
        "น้ำหนัก IIT 30 EIT 30 OIT 40",
        "- ผลเบื้องต้น (ก่อนยื่นอุทธรณ์): OIT 91.25 คะแนนรวม 88.10",
        "IIT ราว ๆ 90.11",
    ],
)
def test_weights_first_results_and_guesses_are_no_scores(read, line):
    assert not read(lines(CAPTION, OWN, line)).sheet.figures


def test_an_items_name_that_begins_like_an_indicators_is_not_that(read):
    text = lines(CAPTION, "ข้อ i8 การใช้งบประมาณของหน่วยงานคุ้มค่า", "        ได้คะแนน 81.43")
    assert "2" not in {figure.code for figure in read(text).sheet.figures}


@pytest.mark.parametrize("name", ["Internal", "External", "Open Data"])
def test_an_instruments_english_name_with_its_code(scores_of, name):
    code = {"Internal": "IIT", "External": "EIT", "Open Data": "OIT"}[name]
    text = lines(
        "ITA Result, Fiscal Year 2567",
        f"{name} Integrity and Transparency Assessment ({code}): 91.09",
    )
    assert scores_of(text) == {code: "91.09"}


def test_a_budget_indicator_as_a_heading_changes_no_subject(scores_of):
    second = ("### ตัวชี้วัดที่ 2 การใช้งบประมาณ", "ได้คะแนน **87.04** — บุคลากรควรรับรู้แผน", "")
    third = ("### ตัวชี้วัดที่ 3 การใช้อำนาจ", "ได้คะแนน **88.67** — การมอบหมายงานเป็นธรรม")
    text = lines("# วิเคราะห์ผล ITA ปี 2567", "", *second, *third)
    assert scores_of(text, "a.md") == {"2": "87.04", "3": "88.67"}


def test_scores_out_of_a_hundred_in_a_heading(scores_of):
    table = rows(CAPTION, "แบบวัด|น้ำหนัก (ร้อยละ)|คะแนนที่ได้ (เต็ม 100)", "IIT|30|90.11", "EIT|30|88.90")
    assert scores_of(table) == {"IIT": "90.11", "EIT": "88.90"}


@pytest.mark.parametrize(
    ("printed", "meant"),
    [("ตัวชีวัดย่อย้", "ตัวชี้วัดย่อย"), ("ที่้ 9", "ที่ 9"), ("ให้ใหม่ใกล้ไล่ได้แล้วแม่เท่", "ให้ใหม่ใกล้ไล่ได้แล้วแม่เท่")],
)
def test_tones_that_a_pdf_moved_are_put_right(printed, meant):
    assert with_marks_in_place(printed) == meant


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "ตั้งเป้าหมายคะแนน ITA ปีงบประมาณ พ.ศ. 2567",
            "ไว้ที่ 92.00 คะแนน แบ่งเป็น IIT 90 คะแนน EIT 88 คะแนน",
        ),
        (CAPTION, "ที่ประชุมเห็นว่าคะแนนรวมปี 2567 น่าจะอยู่ที่ 90.00 คะแนน"),
        ("ตัวอย่าง", CAPTION, "IIT 95.66", "EIT 91.10"),
        ("แบบฟอร์ม (กรอกตัวเลขสมมติ)", CAPTION, "IIT 95.66", "EIT 91.10"),
        (CAPTION, "หน่วยงาน ข. ได้คะแนนตัวชี้วัดที่ 1 เท่ากับ 95.20 คะแนน"),
        ("ผลการประเมิน ITA สถานศึกษาออนไลน์ ปี 2567", "ได้คะแนนรวม 96.40 คะแนน IIT 97.20"),
        (
            "รายงานผลการป้องกันการทุจริต",
            "จากผลการประเมิน ITA ในปีที่ผ่านมา หน่วยงานได้คะแนนรวม 90.22 คะแนน",
            "IIT 90.11 คะแนน",
        ),
    ],
)
def test_what_a_paragraph_above_says_holds_for_the_next(read, paragraphs):
    assert not read("\n\n".join(paragraphs), "a.txt").sheet.figures


def test_a_score_cut_at_its_decimal_comma_is_not_its_tail(read):
    cut = lines(CAPTION, "แบบวัด;คะแนน,", "IIT;90,11", "EIT;88,90", "รวม;90,22")
    assert not read(cut, "a.csv").sheet.figures


def test_a_sections_number_is_no_score(scores_of):
    text = lines(
        "6) ด้านการบริหารจัดการที่ดี",
        '6.1 การประเมิน ITA ปีงบประมาณ 2567 ได้ 88.06 คะแนน ผลการประเมิน "ผ่าน"',
        "6.2 ไม่มีเรื่องร้องเรียนการทุจริต",
    )
    assert scores_of(text) == {"total": "88.06"}


@pytest.mark.parametrize(
    "torn", ["ตัวชี้วัดที่ 1 คะแนน ITA ตราด 93.55", "ที่ 1 คะแนน ปี 2567", "ได้ 2 คะแนน"]
)
def test_a_torn_heading_gives_no_total_of_one(read, torn):
    figures = read(lines(CAPTION, "", f"ผลการประเมิน ITA {torn}")).sheet.figures
    assert not {figure.published for figure in figures} & {"1", "2"}


@pytest.mark.parametrize(
    "said",
    [
        "เทศบาลสุขสมมุติได้รับรางวัล ITA โดยได้รับผลประเมินที่ 98.47 คะแนน",
        "ซึ่งทางเทศบาลได้รับรางวัลการประเมิน ITA ปี 2567 ด้วยคะแนน 98.47 อยู่ในระดับ ผ่านดีเยี่ยม",
    ],
)
def test_a_prize_of_the_assessment_tells_its_score(scores_of, said):
    assert scores_of(lines(CAPTION, "", said)) == {"total": "98.47"}


def test_another_prize_tells_none(read):
    text = lines(CAPTION, "", "เทศบาลได้รับรางวัลการบริหารจัดการที่ดี ด้วยคะแนน 98.47 คะแนน")
    assert not read(text).sheet.figures


def test_a_provinces_picture_bars_the_lines_of_its_own_paragraph(read):
    text = lines(
        "หากพิจารณาโดยรวมแล้วจังหวัดสมมุติ มีผลการประเมินในระดับ A",
        "ตาราง 4.16 ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ",
        "ประจำปีงบประมาณ พ.ศ. 2564 ในภาพรวมจังหวัดสมมุติ รายตัวชี้วัด",
        "คะแนนที่ได้ น้ำหนัก คะแนนถ่วง",
        "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ 94.59 91.68 30.00 27.50",
        "ตัวชี้วัดที่ 2 การใช้งบประมาณ 90.11",
    )
    sheet = read(text).sheet
    assert not sheet.figures
    assert not sheet.ratings


def tiles_of(*blocks):
    return "<html><body>" + "".join(f"<div>{one}</div>" for one in blocks) + "</body></html>"


@pytest.mark.parametrize(
    "blocks",
    [
        ("ปี 2564", "86.17", "คะแนน", "ปี 2565", "80.35", "คะแนน"),
        ("86.17 คะแนน", "ปีงบประมาณ 2564", "80.35 คะแนน", "ปีงบประมาณ 2565"),
        ("พ.ศ. ๒๕๖๔", "๘๖.๑๗", "พ.ศ. ๒๕๖๕", "๘๐.๓๕"),
    ],
)
def test_years_and_totals_in_tiles_are_read(read, blocks):
    figures = read(tiles_of("ผลคะแนน ITA ย้อนหลัง", *blocks), "a.html").sheet.figures
    told = {(one.code, one.year, str(one.value)) for one in figures}
    assert told == {("total", 2564, "86.17"), ("total", 2565, "80.35")}


@pytest.mark.parametrize(
    "blocks",
    [
        ("ผลคะแนน ITA ย้อนหลัง", "ปี 2564", "86.17", "80.35", "ปี 2565"),  # whose each is
        ("ผลคะแนน ITA ย้อนหลัง", "ปี 2564", "86.17"),  # one is no run
        ("ผลคะแนน ITA ย้อนหลัง", "86.17", "ปี 2564", "80.35", "ปี 2565", "90.11"),
        ("ผลสำรวจความพึงพอใจ", "ปี 2564", "86.17", "ปี 2565", "80.35"),
        ("คะแนน ITA เฉลี่ยของจังหวัด", "ปี 2564", "86.17", "ปี 2565", "80.35"),
    ],
)
def test_other_years_in_tiles_are_no_totals(read, blocks):
    assert not read(tiles_of(*blocks), "a.html").sheet.figures


NUMBERED = {("4", 2565, "81.25"), ("7", 2565, "79.40")}


@pytest.mark.parametrize(
    "table",
    [
        "ปีงบประมาณ,แบบวัด,ตัวชี้วัดที่,คะแนน\n2565,IIT,4,81.25\n2565,EIT,7,79.40\n",
        "fiscal_year,instrument,indicator,score\n2565,IIT,4,81.25\n2565,EIT,7,79.40\n",
        "ผลการประเมิน ITA ปี 2565\nแบบวัด,ตัวชี้วัด,คะแนน,หมายเหตุ\nIIT,๔,81.25,-\nEIT,๗,79.40,-\n",
        "ผลการประเมิน ITA ปี 2565\nตัวชี้วัดที่,คะแนน\n4,81.25\n7,79.40\n",
    ],
)
def test_an_indicators_number_beside_its_instrument_is_the_indicators(read, table):
    figures = read(table, "a.csv").sheet.figures
    assert {(one.code, one.year, one.published) for one in figures} == NUMBERED


@pytest.mark.parametrize(
    "table",
    [
        "ผลการดำเนินงานตามแผน ปี 2565\nตัวชี้วัดที่,คะแนน\n4,81.25\n7,79.40\n",
        "ผลการประเมิน ITA ปี 2565\nแบบวัด,ตัวชี้วัดที่,คะแนน\nIIT,4,81.25\nEIT,17,79.40\n",
    ],
)
def test_numbers_that_are_no_indicators_name_none(read, table):
    figures = read(table, "a.csv").sheet.figures
    assert not [one for one in figures if one.code in ("4", "7", "17")]


def test_a_row_number_beside_an_instrument_names_no_indicator(scores_of):
    table = "ผล ITA ปี 2565\nลำดับ,แบบวัด,คะแนน\n1,IIT,81.25\n2,EIT,79.40\n3,OIT,90.00\n"
    assert scores_of(table, "a.csv") == {"IIT": "81.25", "EIT": "79.40", "OIT": "90.00"}
