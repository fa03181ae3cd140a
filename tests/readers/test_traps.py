"""The traps of real documents, each as a document of a few lines beside one that is no trap."""

from decimal import Decimal

import pytest

RESULT = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565\n\n"
ITEMS = RESULT + "ข้อ\tรายการ\tคะแนน\n"
INDICATORS = RESULT + "ตัวชี้วัด\tคะแนน\n"
INSTRUMENTS = RESULT + "แบบวัด\tคะแนน\n"
REPORT = "รายงานผลการดำเนินงานประจำปี"  # o12 of 2565
MANUAL = "คู่มือหรือมาตรฐานการปฏิบัติงาน"  # o13 of 2565


# o written as Thai zero


@pytest.mark.parametrize(
    "code", ["o12", "O12", "๐12", "๐๑๒", "o๑๒", "012", "o.12", "๐ ๑๒", "ข้อ ๐๑๒", "ข้อ O12"]
)
def test_an_o_may_be_typed_as_zero(scores_of, code):
    assert scores_of(f"{ITEMS}{code}\t{REPORT}\t100") == {"o12": "100"}


def test_a_thai_zero_in_the_score_column_is_a_score(scores_of):
    assert scores_of(f"{ITEMS}๐๑๒\t{REPORT}\t๐") == {"o12": "๐"}


def test_a_number_without_o_and_name_is_no_code(read):
    assert not read("ข้อ\tคะแนน\n12\t77", year=2565).sheet.figures


def test_a_code_with_o_needs_no_name_where_there_is_none(scores_of):
    assert scores_of("ข้อ\tคะแนน\n๐12\t77", year=2565) == {"o12": "77"}


@pytest.mark.parametrize("ends", ["o18 – o24", "๐๑๘ - ๒๔", "O18-24", "๐18 ถึง ๐24"])
def test_the_second_end_of_a_range_may_lack_its_o(scores_of, ends):
    assert scores_of(f"{INDICATORS}3) การจัดซื้อจัดจ้าง ({ends})\t85.71") == {"9.3": "85.71"}


def test_another_range_is_another_sub_indicator(scores_of):
    assert scores_of(f"{INDICATORS}การบริหารงาน (o10 - o17)\t87.5") == {"9.2": "87.5"}


# Thai digits vs Arabic digits


def test_thai_digits_are_kept_as_printed_and_valued(read):
    (figure,) = read(f"{INDICATORS}๓. การใช้อำนาจ\t๗๑.๔๘").sheet.figures
    assert (figure.code, figure.published, figure.value) == ("3", "๗๑.๔๘", Decimal("71.48"))


def test_both_kinds_of_digits_stand_in_one_document(scores_of):
    rows = "๑. การปฏิบัติหน้าที่\t81.67\n2. การใช้งบประมาณ\t๖๙.๒๓"
    assert scores_of(INDICATORS + rows) == {"1": "81.67", "2": "๖๙.๒๓"}


def test_a_thai_date_is_no_score(read):
    text = f"{RESULT}ประชุมสรุปผลคะแนน เมื่อวันที่ ๑๐ เดือน มกราคม พ.ศ. ๒๕๖๘"
    assert not read(text).sheet.figures


def test_a_thai_score_beside_a_date_is_read(scores_of):
    text = f"{RESULT}วันที่ ๑๐ มกราคม พ.ศ. ๒๕๖๖ สรุปผลว่าได้คะแนนรวม ๗๘.๕๐ คะแนน"
    assert list(scores_of(text).values()) == ["๗๘.๕๐"]


# Rows split over pages


def test_a_table_goes_on_after_a_page_without_its_heading(scores_of):
    text = f"{ITEMS}o12\t{REPORT}\t0\n\n- 4 -\n\no13\t{MANUAL}\t100"
    assert scores_of(text) == {"o12": "0", "o13": "100"}


def test_a_row_torn_from_its_code_gives_nobody_a_score(scores_of):
    text = f"{ITEMS}o12\tรายงานผลการดำเนิ\n\n- 4 -\n\n\tนงานประจำปี\t0\no13\t{MANUAL}\t100"
    assert scores_of(text) == {"o13": "100"}


# Final line without newline


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_the_last_row_counts_with_and_without_a_newline(scores_of, end):
    text = f"{ITEMS}o12\t{REPORT}\t0\no13\t{MANUAL}\t100{end}"
    assert scores_of(text) == {"o12": "0", "o13": "100"}


# Headers repeated as body rows


def test_a_repeated_heading_is_no_row(scores_of):
    head = "ข้อ\tรายการ\tคะแนน\n"
    text = f"{RESULT}{head}o12\t{REPORT}\t0\n{head}o13\t{MANUAL}\t100"
    assert scores_of(text) == {"o12": "0", "o13": "100"}


def test_a_new_heading_moves_the_score_column(scores_of):
    text = f"{ITEMS}o12\t{REPORT}\t0\nข้อ\tคะแนน\tคะแนนเต็ม\tรายการ\no13\t90\t100\t{MANUAL}"
    assert scores_of(text) == {"o12": "0", "o13": "90"}


# Indicator numbers differ from official ones


def test_a_rank_before_a_name_is_no_indicator_number(scores_of, quotes_of):
    text = f"{INDICATORS}1 การใช้อำนาจ\t91.48\n2 การปฏิบัติหน้าที่\t81.67"
    assert scores_of(text) == {"3": "91.48", "1": "81.67"}
    assert quotes_of(text, "number_is_not_official") == [["1 การใช้อำนาจ"], ["2 การปฏิบัติหน้าที่"]]


def test_official_numbers_are_not_remarked_on(scores_of, quotes_of):
    text = f"{INDICATORS}1 การปฏิบัติหน้าที่\t81.67\n3 การใช้อำนาจ\t91.48"
    assert scores_of(text) == {"1": "81.67", "3": "91.48"}
    assert not quotes_of(text, "number_is_not_official")


def test_a_column_of_ranks_holds_no_codes_and_no_scores(scores_of):
    text = f"{RESULT}อันดับ\tตัวชี้วัด\tคะแนน\n1\tการใช้อำนาจ\t91.48\n2\tการปฏิบัติหน้าที่\t81.67"
    assert scores_of(text) == {"3": "91.48", "1": "81.67"}


# Item meaning changes by year


@pytest.mark.parametrize(
    ("year", "name"), [(2564, "เจตจำนงสุจริตของผู้บริหาร"), (2565, "นโยบายไม่รับของขวัญ (No Gift Policy)")]
)
def test_o34_is_read_under_its_name_of_the_year(scores_of, year, name):
    text = ITEMS.replace("2565", str(year))
    assert scores_of(f"{text}o34\t{name}\t100") == {"o34": "100"}


def test_o34_under_last_years_name_is_reported_and_not_counted(read, quotes_of):
    text = f"{ITEMS}o34\tเจตจำนงสุจริตของผู้บริหาร\t100"
    assert not read(text).sheet.figures
    assert quotes_of(text, "code_and_name_disagree") == [["o34 เจตจำนงสุจริตของผู้บริหาร"]]


def test_a_code_with_another_items_name_is_reported_and_not_counted(scores_of, quotes_of):
    text = f"{ITEMS}o16\t{REPORT}\t0\no13\t{MANUAL}\t100"
    assert scores_of(text) == {"o13": "100"}
    assert quotes_of(text, "code_and_name_disagree") == [[f"o16 {REPORT}"]]


def test_a_code_with_its_own_name_is_not_reported(scores_of, quotes_of):
    text = f"{ITEMS}o12\t{REPORT}\t0\no13\t{MANUAL}\t100"
    assert scores_of(text) == {"o12": "0", "o13": "100"}
    assert not quotes_of(text, "code_and_name_disagree")


def test_a_code_the_year_does_not_have_is_reported_and_not_counted(read):
    reading = read("code,score\no43,100\no44,100\n", "scores.csv", year=2565)
    assert [figure.code for figure in reading.sheet.figures] == ["o43"]
    assert any("o44" in (place.quote or "") for f in reading.findings for place in f.places)


# Wrong years


def test_dates_and_titles_do_not_set_the_year_of_the_scores(read):
    text = (
        "มาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. 2566\n\nประกาศ ณ วันที่ 28 กันยายน 2563\n\n"
        "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565 ได้คะแนนรวม 88.53 คะแนน"
    )
    assert read(text).sheet.years() == (2565,)


@pytest.mark.parametrize("year", ["ปีงบประมาณ พ.ศ. 2567", "ปี ๒๕๖๗", "ปี 67", "ปีงบประมาณ ๖๗"])
def test_a_year_may_be_written_in_several_ways(read, year):
    assert read(f"ผลการประเมิน ITA {year} ได้คะแนนรวม 88.53 คะแนน").sheet.fiscal_year == 2567


def test_one_score_given_for_two_years_is_reported(read, quotes_of):
    text = (
        "ตามที่ได้ประกาศผลคะแนนประจำปี พ.ศ. 2566 มีคะแนนรวม 78.50 คะแนน\n\n"
        "ผลคะแนน ITA ปี 2565\n\nตัวชี้วัด\tคะแนน\nการใช้อำนาจ\t71.48\nคะแนนรวม\t78.50"
    )
    assert read(text).sheet.years() == (2565,)
    ((first, second),) = quotes_of(text, "year_conflict")
    assert "78.50" in first
    assert "78.50" in second


def test_scores_of_two_years_are_no_conflict(read, quotes_of):
    text = (
        "ตามที่ได้ประกาศผลคะแนนประจำปี พ.ศ. 2566 มีคะแนนรวม 80.10 คะแนน\n\n"
        "ผลคะแนน ITA ปี 2565\n\nตัวชี้วัด\tคะแนน\nการใช้อำนาจ\t71.48\nคะแนนรวม\t78.50"
    )
    assert read(text).sheet.years() == (2565, 2566)
    assert not quotes_of(text, "year_conflict")


def test_scores_without_a_year_are_reported_until_a_year_is_given(read, quotes_of):
    text = "ผลการประเมิน ITA ได้คะแนนรวม 88.53 คะแนน"
    assert len(quotes_of(text, "year_unknown")) == 1
    assert not quotes_of(text, "year_unknown", year=2565)
    assert read(text, year=2565).sheet.of_year(2565)["total"].published == "88.53"


# Contradictory figures


def test_two_totals_are_reported_and_the_table_stands(scores_of, quotes_of):
    text = f"{RESULT}ได้คะแนนรวม 88.56 คะแนน\n\nตัวชี้วัด\tคะแนน\nคะแนนรวม\t88.53"
    assert scores_of(text) == {"total": "88.53"}
    ((table, sentence),) = quotes_of(text, "contradictory_figures")
    assert "88.53" in table
    assert "88.56" in sentence


@pytest.mark.parametrize("again", ["88.50", "88.5", "๘๘.๕๐"])
def test_one_total_printed_twice_is_no_contradiction(scores_of, quotes_of, again):
    text = f"{RESULT}ได้คะแนนรวม 88.50 คะแนน\n\nสรุปว่ามีคะแนนรวม {again} คะแนน"
    assert scores_of(text) == {"total": "88.50"}
    assert not quotes_of(text, "contradictory_figures")


@pytest.mark.parametrize(
    "rest",
    [
        "เพิ่มขึ้น 9.15 คะแนน",
        "คิดเป็นร้อยละ 6.34 ของปีก่อน",
        "เพิ่มขึ้นจากปีก่อน คิดเป็นร้อยละ 6.34",
        "ค่าเฉลี่ยของหน่วยงานทั่วประเทศอยู่ที่ 80.47 คะแนน",
        "ค่าเฉลี่ยของจังหวัด 80.47 คะแนน",
        "ตั้งเป้าหมายปีหน้าไว้ที่ 92.00 คะแนน",
        "โดยมีคะแนนเต็ม 100 คะแนน",
        "สำหรับ OIT ข้อที่ไม่ได้คะแนน (0 คะแนน) ได้แก่ ข้อ o12",
    ],
)
def test_a_number_about_scores_is_no_second_total(scores_of, quotes_of, rest):
    text = f"{RESULT}ได้คะแนนรวม 88.53 คะแนน {rest}"
    assert scores_of(text) == {"total": "88.53"}
    assert not quotes_of(text, "contradictory_figures")


def test_two_scores_in_a_row_are_reported_and_none_is_taken(scores_of, quotes_of):
    text = f"{RESULT}ตัวชี้วัด\tคะแนน\tคะแนนที่ได้\nการใช้อำนาจ\t71.48\t72.00\nการใช้งบประมาณ\t69.23\t69.23"
    assert scores_of(text) == {"2": "69.23"}
    assert quotes_of(text, "two_scores_in_a_row") == [["การใช้อำนาจ | 71.48 | 72.00"]]


@pytest.mark.parametrize("first", ["150", "160"])
def test_an_impossible_score_beside_another_is_reported(scores_of, quotes_of, first):
    text = f"{RESULT}ตัวชี้วัด\tคะแนน\tคะแนนที่ได้\nการใช้อำนาจ\t{first}\t150\nการใช้งบประมาณ\t69.23\t69.23"
    assert scores_of(text) == {"2": "69.23"}
    assert quotes_of(text, "score_out_of_range")


def test_a_year_printed_in_two_columns_leaves_the_other_year_alone(read, quotes_of):
    text = "ผลการประเมิน ITA\n\nตัวชี้วัด\tปี 2565\tปี 2564\tปี 2565\nการใช้อำนาจ\t70\t60\t"
    same, other = read(f"{text}70").sheet, read(f"{text}71").sheet
    assert {(f.year, f.published) for f in same.figures} == {(2565, "70"), (2564, "60")}
    assert {(f.year, f.published) for f in other.figures} == {(2564, "60")}
    assert not quotes_of(f"{text}70", "two_scores_in_a_row")
    assert quotes_of(f"{text}71", "two_scores_in_a_row")


# Label not matching content


def test_a_printed_range_outweighs_a_wrong_name(scores_of):
    text = f"{INDICATORS}3) การจัดซื้อจัดจ้าง (o18 – o24)\t85.71"
    assert scores_of(text) == {"9.3": "85.71"}


def test_a_short_name_of_several_items_is_no_item(scores_of):
    text = f"{INDICATORS}3) การจัดซื้อจัดจ้าง\t85.71\nการใช้อำนาจ\t71.48"
    assert scores_of(text) == {"3": "71.48"}


def test_an_item_named_in_full_needs_no_code(scores_of):
    assert scores_of(f"{RESULT}รายการ\tคะแนน\n{REPORT}\t0") == {"o12": "0"}


# OCR splits and encodings


@pytest.mark.parametrize(
    "name",
    [
        "รายงานผลการด าเนินงานประจ าปี",
        "รายงานผลการดําเนินงานประจําปี",
        "รายงานผลการดาเนินงานประจาปี",
        "รายงาน ผลการดำเนิน งานประจำปี",
        "รายงานผลการดำเนินงานประจำปีี",
    ],
)
def test_a_name_is_known_without_its_sara_am(scores_of, name):
    assert scores_of(f"{ITEMS}o12\t{name}\t0") == {"o12": "0"}


def test_a_unit_beside_a_code_says_nothing_about_it(scores_of):
    text = f"{RESULT}ข้อ\tผู้รับผิดชอบ\tคะแนน\no12\tสำนักปลัดเทศบาล\t0"
    assert scores_of(text) == {"o12": "0"}


def test_thai_read_as_latin_is_undone(scores_of):
    text = f"{ITEMS}o12\t{REPORT}\t0".encode("cp874").decode("latin-1")
    assert scores_of(text) == {"o12": "0"}


# Images are lost


def test_a_page_without_text_is_reported(read, plain_pdf):
    reading = read(plain_pdf("ITA 2565", "", "o12 100"), "scan.pdf")
    (finding,) = [f for f in reading.findings if f.code == "pages_without_text"]
    assert finding.places[0].page == 2


def test_pages_with_text_are_not_reported(read, plain_pdf):
    reading = read(plain_pdf("ITA 2565", "o12 100"), "scan.pdf")
    assert "pages_without_text" not in {finding.code for finding in reading.findings}


# Instrument names vary


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (IIT)"),
        ("IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนภายใน (IIT)"),
        ("IIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน"),
        ("EIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"),
        ("EIT", "คะแนน EIT"),
        ("OIT", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)"),
        ("OIT", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ"),
        ("OIT", "แบบวัดการเปิดเผยข้อมูลสาธารณะ"),
    ],
)
def test_an_instrument_goes_by_several_names(scores_of, code, name):
    assert scores_of(f"{INSTRUMENTS}{name}\t77.10") == {code: "77.10"}


@pytest.mark.parametrize("name", ["แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสีย", "IIT และ EIT", "แบบวัด"])
def test_a_name_of_two_instruments_is_of_none(read, name):
    assert not read(f"{INSTRUMENTS}{name}\t77.10").sheet.figures


# Bands have gaps and open ends


@pytest.mark.parametrize(
    "bands",
    [
        "ระดับ\tช่วงคะแนน\nA\t85.00 – 94.99\nB\t75.00 – 84.99",
        "ช่วงคะแนน\tระดับ\n85.00 – 94.99\tA\n75.00 – 84.99\tB",
        "ระดับ\tเกณฑ์คะแนน\nA\t85.00\nB\t75.00",
        "| ระดับ | คะแนน |\n|---|---|\n| ผ่านดี | 85.00 ขึ้นไป |\n| ผ่าน | 85.00 |",
        "ITA A   85.00 - 94.99   ผ่าน",
    ],
)
def test_a_table_of_bands_holds_no_scores(read, bands):
    reading = read(RESULT + bands)
    assert not reading.sheet.figures
    assert not reading.sheet.ratings


def test_a_score_below_a_table_of_bands_is_read(read):
    bands = "ระดับ\tช่วงคะแนน\nA\t85.00 – 94.99\n\n"
    sheet = read(f"{RESULT}{bands}ได้คะแนนรวม 90.52 คะแนน อยู่ในระดับ A").sheet
    assert sheet.of_year(2565)["total"].published == "90.52"
    assert sheet.rating_of(2565).code == "A"


@pytest.mark.parametrize(
    "limit",
    [
        "คะแนนรวม 85 คะแนนขึ้นไปถือว่าผ่าน",
        "ประเด็นที่มีผลคะแนนสูงกว่า 85 คะแนน",
        "ผลการประเมินน้อยกว่า 85 คะแนน",
        "เกณฑ์ผ่าน 85 คะแนน",
        "เกณฑ์ ผ่าน 85 คะแนน",
        "ผลการประเมิน ITA มีเกณฑ์ผ่าน ๘๕ คะแนน",
        "ผลการประเมิน ITA (ปี 2564 ได้ระดับ B) เกณฑ์ ผ่าน 85 คะแนน",
        "คะแนนรวมมีเป้าหมายที่ 90.00 คะแนน",
        "ผลคะแนนไม่ต่ำกว่า 85.00 คะแนน",
        "คะแนนรวมระหว่าง 75.00 - 84.99 คะแนน",
    ],
)
def test_a_limit_is_no_score(read, limit):
    assert not read(RESULT + limit).sheet.figures


@pytest.mark.parametrize(
    "score",
    ["คะแนนรวม 85 คะแนน", "ผ่านเกณฑ์ 80 คะแนนขึ้นไป โดยได้คะแนนรวม 85 คะแนน", "คะแนนรวมเท่ากับ 85"],
)
def test_a_score_as_high_as_a_limit_is_a_score(scores_of, score):
    assert scores_of(RESULT + score) == {"total": "85"}


# Decimals vary


@pytest.mark.parametrize(
    ("printed", "value"),
    [("59.5", "59.5"), ("87.50", "87.5"), ("100", "100"), ("100.00", "100"), ("0", "0"),
     ("0.00", "0"), ("59,5", "59.5"), ("85.123", "85.123"), ("๙๓.๑", "93.1")],
)  # fmt: skip
def test_the_printed_decimals_are_kept_beside_the_number(read, printed, value):
    (figure,) = read(f"{INDICATORS}การใช้อำนาจ\t{printed}").sheet.figures
    assert figure.published == printed
    assert figure.value == Decimal(value)


@pytest.mark.parametrize("printed", ["100.01", "150", "8850", "-5", "1,234", "1,284.50"])
def test_a_number_that_is_no_score_is_reported_and_not_counted(read, quotes_of, printed):
    text = f"{INDICATORS}การใช้อำนาจ\t{printed}\nการใช้งบประมาณ\t69.23"
    assert [figure.code for figure in read(text).sheet.figures] == ["2"]
    ((quote,),) = quotes_of(text, "score_out_of_range")
    assert printed in quote


# HTML leftovers


@pytest.mark.parametrize(
    "row",
    [
        f"<p>o12</p>\t<i>{REPORT}</i>\t<p>0</p>",
        f'o12\t<ul style="list-style-type: none"><li>{REPORT}</li></ul>\t**0**',
        f"**o12**\t{REPORT}<br>\t0&nbsp;",
        f"| o12 | **{REPORT}** | 0 |",
    ],
)
def test_markup_in_cells_is_no_text(scores_of, row):
    head = "| ข้อ | รายการ | คะแนน |\n|---|---|---|\n" if row.startswith("|") else None
    assert scores_of((RESULT + head if head else ITEMS) + row) == {"o12": "0"}


@pytest.mark.parametrize("mark", ["#### ", "**", "<b>"])
def test_markup_in_sentences_is_no_text(scores_of, mark):
    assert scores_of(f"{RESULT}{mark}ได้คะแนนรวม 88.53 คะแนน") == {"total": "88.53"}
