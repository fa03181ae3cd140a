"""What rows say of themselves: a year in their name, the document's year and agency, a total."""

import pytest

AGENCY = "เทศบาลตำบลดงหมู"
CAPTION = f"ผลการประเมิน ITA {AGENCY} ปีงบประมาณ พ.ศ. 2567"
INDICATORS = ("การปฏิบัติหน้าที่|93.55", "การใช้งบประมาณ|85.10")
READ = {"1": "93.55", "2": "85.10"}


def lines(*rows, caption=CAPTION):
    """A caption with a table below it."""
    return "\n".join([caption, *("\t".join(row.split("|")) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    ("caption", "label"),
    [
        (CAPTION, "คะแนนรวม ITA ปี 2567"),
        (CAPTION, "คะแนนรวม ITA ประจำปีงบประมาณ พ.ศ. ๒๕๖๗"),
        (AGENCY, "คะแนนรวม ITA ปี 2567"),
    ],
)
def test_a_total_that_names_its_year_is_read(read, caption, label):
    sheet = read(lines("ตัวชี้วัด|คะแนน", *INDICATORS, f"{label}|90.22", caption=caption)).sheet
    assert sheet.fiscal_year == 2567
    assert {code: one.published for code, one in sheet.of_year(2567).items()} == {
        **READ, "total": "90.22",
    }  # fmt: skip


@pytest.mark.parametrize(
    "label", ["คะแนนรวม ITA ปี 2566", "คะแนน IIT ปี 2566", "คะแนนรวม ITA ปี 2568"]
)
def test_a_row_of_another_year_is_told(read, label):
    reading = read(lines("ตัวชี้วัด|คะแนน", *INDICATORS, f"{label}|90.22"))
    assert {figure.code for figure in reading.sheet.figures} == {"1", "2"}
    (found,) = (one for one in reading.findings if one.code == "score_of_nobody")
    assert [label in place.quote for place in found.places] == [True]


@pytest.mark.parametrize(
    "label",
    ["คะแนนรวม LPA ปี 2567", "คะแนนรวม ITA ปี 2567 ของจังหวัด", "เป้าหมายคะแนนรวม ITA ปี 2567", "ปี 2567"],
)
def test_another_total_with_the_year_is_not_read(scores_of, label):
    assert scores_of(lines("ตัวชี้วัด|คะแนน", *INDICATORS, f"{label}|90.22")) == READ


FORM = (
    "คะแนนรวม|90.22",
    "ระดับ|ผ่านดี",
    "IIT|90.11",
    "EIT|88.90",
    "ผู้รายงาน|นักวิเคราะห์",
    "โทร.|040000002",
)
BLANK_FORM = "แบบรายงานผล ITA"
FORM_SCORES = {"total": "90.22", "IIT": "90.11", "EIT": "88.90"}


@pytest.mark.parametrize(
    "pairs",
    [
        (f"หน่วยงาน|{AGENCY}", "ปีงบประมาณ|2567"),
        ("ปีงบประมาณ พ.ศ.|๒๕๖๗", f"ชื่อหน่วยงาน|{AGENCY}", "จังหวัด|สมมุติบุรี"),
        ("ปี|2567",),
    ],
)
def test_the_agency_and_the_year_of_a_form_head_its_scores(read, pairs):
    sheet = read(lines(*pairs, *FORM, caption=BLANK_FORM)).sheet
    assert {code: one.published for code, one in sheet.of_year(2567).items()} == FORM_SCORES
    assert sheet.rating_of(2567).code == "good"


def test_the_year_of_a_form_heads_the_table_below(read):
    rows = (f"หน่วยงาน|{AGENCY}|ปีงบประมาณ|2567", "แบบวัด|คะแนน||", "IIT|90.11||")
    assert read(lines(*rows, caption="ผล ITA ปี 2565")).sheet.years() == (2567,)


@pytest.mark.parametrize(
    ("caption", "pairs"),
    [
        (f"{BLANK_FORM} {AGENCY}", ("หน่วยงาน|เทศบาลตำบลหนองแสง", "ปีงบประมาณ|2567")),
        ("เป้าหมายคะแนน ITA", (f"หน่วยงาน|{AGENCY}", "ปีงบประมาณ|2567")),
        ("แบบรายงานผล LPA", ("ปีงบประมาณ|2566", "ปีงบประมาณ|2567")),
    ],
)
def test_a_form_of_another_or_of_goals_is_not_read(read, caption, pairs):
    sheet = read(lines(*pairs, *FORM, caption=caption)).sheet
    assert (sheet.figures, sheet.ratings) == ((), ())


def tables(*parts, caption=CAPTION):
    """A web page with a caption and tables, each a list of rows."""
    rows = (
        [f"<tr><td>{'</td><td>'.join(row.split('|'))}</td></tr>" for row in part] for part in parts
    )
    told = "".join(f"<table>{''.join(part)}</table>" for part in rows)
    return f"<h2>{caption}</h2>{told}"


INSTRUMENTS = ("IIT|EIT|OIT", "84.49|82.85|82.92")
TOTAL = ("คะแนนรวม|ระดับผลการประเมิน", "83.37|ต้องปรับปรุง")
ALL = {"IIT": "84.49", "EIT": "82.85", "OIT": "82.92", "total": "83.37"}


@pytest.mark.parametrize("parts", [(INSTRUMENTS, TOTAL), ((*INSTRUMENTS, *TOTAL),)])
def test_a_total_and_its_level_below_headings_of_their_own_are_read(read, parts):
    sheet = read(tables(*parts), "a.html").sheet
    assert {code: one.published for code, one in sheet.of_year(2567).items()} == ALL
    assert sheet.rating_of(2567).code == "improve"


@pytest.mark.parametrize(
    "rows",
    [
        (*INSTRUMENTS, "IIT|EIT|OIT", "83.37|82.11|82.13"),
        (*TOTAL, "84.37|ผ่าน"),
        (*INSTRUMENTS, "คะแนนรวม|อันดับ", "83.37|2"),
    ],
)
def test_rows_that_may_be_anothers_below_such_headings_are_not_read(read, rows):
    reading = read(tables(rows), "a.html")
    assert not reading.sheet.figures
    assert "several_agencies" in {finding.code for finding in reading.findings}


NESTED = ("IIT|88.59", "EIT|88.56", "OIT|98.75")
NO_RESULTS = f"ITA {AGENCY} ปี 2567"


def test_a_lone_total_that_is_the_mean_of_the_rest_is_read(scores_of):
    parts = (["คะแนนรวม|92.65"], NESTED)
    assert scores_of(tables(*parts, caption=NO_RESULTS), "a.html")["total"] == "92.65"


@pytest.mark.parametrize(
    ("total", "rest"), [("92.95", NESTED), ("92.65", NESTED[:2]), ("92.65", ("IIT|92.65",))]
)
def test_a_lone_total_that_is_no_mean_is_told(read, total, rest):
    reading = read(tables([f"คะแนนรวม|{total}"], rest, caption=NO_RESULTS), "a.html")
    assert "total" not in {figure.code for figure in reading.sheet.figures}
    (found,) = (one for one in reading.findings if one.code == "not_said_to_be_ita")
    assert [place.quote for place in found.places] == [f"total · {total}"]


def test_a_sign_of_equality_behind_a_name_is_no_part_of_it(scores_of):
    rows = (*(row.replace("|", " =|") for row in INDICATORS), "คะแนนรวม =|90.22")
    assert scores_of(lines(*rows)) == {**READ, "total": "90.22"}


ITEMS = "รายละเอียดคะแนนแบบวัด IIT ปีงบประมาณ พ.ศ. 2565 เทศบาลตำบลดงหมู"


def test_an_authors_short_name_far_more_like_its_item_than_any_other_agrees(scores_of):
    rows = ("ข้อ|รายการ|คะแนน", "i6|ไม่ให้สิ่งตอบแทนแก่ภายนอก|83.70")
    assert scores_of(lines(*rows, caption=ITEMS)) == {"i6": "83.70"}


@pytest.mark.parametrize(
    "row", ["i5|ไม่ให้สิ่งตอบแทนแก่ภายนอก", "i6|ไม่รับของขวัญตามเทศกาล", "i6|ความพึงพอใจ"]
)
def test_a_short_name_of_another_item_or_of_none_is_told(read, row):
    reading = read(lines("ข้อ|รายการ|คะแนน", f"{row}|83.70", caption=ITEMS))
    assert not reading.sheet.figures
    assert "code_and_name_disagree" in {finding.code for finding in reading.findings}
