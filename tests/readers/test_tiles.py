"""Scores on tiles, names and numbers in turn, are read where no number can be another's."""

import pytest

CAPTION = "ผลการประเมิน ITA เทศบาลตำบลดงหมู ปีงบประมาณ พ.ศ. 2567"


def lines(*rows):
    """A caption of results with rows of cells below it."""
    return "\n".join([CAPTION, *("\t".join(row.split("|")) for row in rows)]) + "\n"


def page(*texts):
    """A web page of results with a paragraph for each text."""
    return f"<h2>{CAPTION}</h2>" + "".join(f"<p>{text}</p>" for text in texts)


def test_tiles_may_count_their_names_and_give_the_unit_below(scores_of):
    counted = page(
        "1. การปฏิบัติหน้าที่", "93.55", "2. การใช้งบประมาณ", "85.10", "10) การป้องกันการทุจริต", "87.50"
    )
    assert scores_of(counted, "a.html") == {"1": "93.55", "2": "85.10", "10": "87.50"}
    with_units = page(
        "ภาพรวม", "90.22", "คะแนน", "IIT", "90.11", "คะแนน", "EIT", "88.90", "(เต็ม 100)"
    )
    scores = {"total": "90.22", "IIT": "90.11", "EIT": "88.90"}
    assert scores_of(with_units, "a.html") == scores
    in_lines = page("ภาพรวม<br>90.22<br>คะแนน<br>IIT<br>90.11<br>คะแนน")
    assert scores_of(in_lines, "a.html") == {"total": "90.22", "IIT": "90.11"}


@pytest.mark.parametrize(
    "texts",
    [
        ("IIT", "90", "คน", "EIT", "88", "คน"),
        ("IIT", "90.11", "เป้าหมาย", "92.00", "EIT", "88.90", "เป้าหมาย", "92.00"),
        ("90.11", "IIT", "88.90", "EIT", "91.30"),
        ("1. การปฏิบัติหน้าที่", "93.55", "1. การปฏิบัติหน้าที่", "85.10"),
        ("1. ความพึงพอใจ", "93.55", "2. การเบิกจ่าย", "85.10"),
    ],
)
def test_tiles_of_anything_else_are_not_read(read, texts):
    assert not read(page(*texts), "a.html").sheet.figures


def test_tiles_side_by_side_with_their_names_above_are_read(scores_of):
    table = lines("คะแนนรวม|IIT", "90.22|90.11", "EIT|OIT", "88.90|91.30")
    assert scores_of(table) == {"total": "90.22", "IIT": "90.11", "EIT": "88.90", "OIT": "91.30"}


@pytest.mark.parametrize(
    "rows",
    [
        ("90.22|90.11", "IIT|EIT", "88.90|91.30"),
        ("90.22|90.11", "88.90|91.30"),
        ("90.22|90.11", "ปี 2566|", "EIT|OIT", "88.90|91.30"),
        ("90.22|90.11", "EIT|ผู้ตอบ", "88.90|91.30"),
    ],
)
def test_tiles_that_may_be_of_two_years_or_agencies_are_not_read(read, rows):
    reading = read(lines("IIT|EIT", *rows))
    assert not {"90.11", "91.30"} <= {figure.published for figure in reading.sheet.figures}
    assert not any("( …)" in finding.message.th for finding in reading.findings)


@pytest.mark.parametrize("label", ["ด้วยคะแนนรวม", "คะแนนรวม", "ได้รับผลคะแนนรวม"])
@pytest.mark.parametrize("below", ["ระดับผ่านดี", "ขอขอบคุณทุกท่าน"])
def test_a_total_in_paragraphs_of_its_own_below_results_is_read(scores_of, label, below):
    assert scores_of(page(label, "90.22", below), "a.html") == {"total": "90.22"}


@pytest.mark.parametrize(
    "texts",
    [
        ("ด้วยคะแนนรวม", "90.22", "ค่าเฉลี่ยประเทศ"),
        ("ด้วยคะแนนรวม", "90.22", "95.00"),
        ("90.22", "คะแนนรวม", "95.00", "ระดับผ่านดี"),
        ("คะแนนความพึงพอใจรวม", "90.22"),
        ("คะแนนรวม", "90"),
        ("ด้วยคะแนนรวมที่ตั้งไว้", "90.22"),
        ("เป้าหมายปี 2568", "คะแนนรวม", "90.22"),
    ],
)
def test_a_lone_number_that_may_be_anothers_is_not_read(read, texts):
    assert not read(page(*texts), "a.html").sheet.figures


WITHIN = (
    ("IIT⏎90.61", "1. การปฏิบัติหน้าที่", "96.32"),
    ("IIT⏎90.61", "2. การใช้งบประมาณ", "94.82"),
    ("EIT⏎85.25 คะแนน", "6. คุณภาพการดำเนินงาน", "89.28"),
)
WITHIN_SCORES = {"1": "96.32", "2": "94.82", "6": "89.28"}


def table(*rows, caption=CAPTION):
    """A web page with a table whose cells may have lines: ⏎."""
    told = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    told = told.replace("⏎", "<br>")
    return f"<h2>{caption}</h2><table>{told}</table>"


@pytest.mark.parametrize("heading", [("แบบวัด", "ตัวชี้วัด", "คะแนน"), ("เครื่องมือ", "ตัวชี้วัด", "คะแนน")])
def test_a_name_with_its_score_below_in_one_cell_is_read(scores_of, heading):
    scores = {"IIT": "90.61", "EIT": "85.25", **WITHIN_SCORES}
    assert scores_of(table(heading, *WITHIN), "a.html") == scores


@pytest.mark.parametrize(
    ("heading", "first"),
    [
        (("แบบวัดและเป้าหมาย", "ตัวชี้วัด", "คะแนน"), WITHIN[0]),
        (("แบบวัด (ปีก่อน)", "ตัวชี้วัด", "คะแนน"), WITHIN[0]),
        (("แบบวัด", "ตัวชี้วัด", "คะแนน"), ("IIT⏎88.61", *WITHIN[0][1:])),
        (("แบบวัด", "ตัวชี้วัด", "คะแนน"), ("IIT⏎90.61⏎84.70", "1. การปฏิบัติหน้าที่", "96.32")),
        (("แบบวัด", "ตัวชี้วัด", "คะแนน"), ("IIT⏎30", "1. การปฏิบัติหน้าที่", "96.32")),
    ],
)
def test_another_number_below_a_name_is_not_read(scores_of, heading, first):
    rows = (first, ("IIT⏎90.61", *WITHIN[1][1:])) if "88.61" in first[0] else (first,)
    assert scores_of(table(heading, *rows), "a.html").keys() <= {"1", "2"}


@pytest.mark.parametrize("whose", ["เทศบาลตำบลหนองแสง", "ปี 2566"])
def test_a_name_over_a_score_in_a_row_of_another_is_told(read, whose):
    reading = read(table((whose, "IIT⏎90.61", "EIT⏎85.25"), ("", "", "")), "a.html")
    assert not reading.sheet.figures
    quotes = [place.quote for finding in reading.findings for place in finding.places]
    assert {"IIT · 90.61", "EIT · 85.25"} <= set(quotes)


def page_of(*blocks):
    return "<html><body>" + "".join(f"<div>{one}</div>" for one in blocks) + "</body></html>"


TITLE = "ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2566 เทศบาลตำบลดงหมู"
LONG_TITLE = "ผลการประเมินคุณธรรมและความโปร่งใส (ITA)"
THREE = ("IIT", "89.57", "EIT", "89.80", "OIT", "93.74")


def test_a_name_that_is_said_again_below_its_score_takes_no_other(scores_of):
    blocks = [
        "IIT", "89.57", "การรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน",
        "EIT", "89.80", "การรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก",
        "OIT", "93.74", "การเปิดเผยข้อมูลสาธารณะ",
    ]  # fmt: skip
    page = page_of(TITLE, "91.31 คะแนน", "คะแนนรวมหน่วยงาน", *blocks)
    expected = {"total": "91.31", "IIT": "89.57", "EIT": "89.80", "OIT": "93.74"}
    assert scores_of(page, "a.html") == expected


def test_cards_of_instruments_above_a_counted_list_are_read(scores_of):
    page = page_of(
        TITLE, "79.90", "IIT", "82.01", "EIT", "90.15", "OIT",
        "1", "การปฏิบัติหน้าที่", "76.41%", "2", "การใช้งบประมาณ", "81.63%",
    )  # fmt: skip
    expected = {"IIT": "79.90", "EIT": "82.01", "OIT": "90.15", "1": "76.41", "2": "81.63"}
    assert {code: one.strip("%") for code, one in scores_of(page, "a.html").items()} == expected


@pytest.mark.parametrize(
    "blocks",
    [
        ("79.90", "IIT", "82.01", "EIT", "90.15", "OIT", "76.41"),  # of which is the last
        ("79.90", "IIT", "EIT", "82.01", "90.15", "OIT", "การปฏิบัติหน้าที่", "76.41"),  # turns twice
        ("79.90", "IIT", "EIT", "82.01"),  # too few to tell
    ],
)
def test_cards_that_may_be_read_one_off_are_told(read, blocks):
    reading = read(page_of(TITLE, *blocks), "a.html")
    told = " ".join(
        f"{finding.message.th} {[place.quote for place in finding.places]}"
        for finding in reading.findings
    )
    assert not reading.sheet.figures
    assert all(one in told for one in blocks if one[0].isdigit())


def test_a_score_alone_in_a_circle_is_told(read):
    page = page_of("84.63<br>Grade B", "ประจำปี พ.ศ. 2565", LONG_TITLE, *THREE)
    reading = read(page, "a.html")
    assert {figure.code for figure in reading.sheet.figures} == {"IIT", "EIT", "OIT"}
    assert any("84.63" in finding.message.th for finding in reading.findings)
