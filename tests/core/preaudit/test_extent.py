"""What is said where the text is not all of the evidence, a blank form, or of unsure agencies."""

import io

import pytest
from docx import Document

from prongsai.core.disclosure.model import requirement_of
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.preaudit.audit import preaudit
from prongsai.core.preaudit.model import Verdict
from prongsai.readers.evidence import read_evidence

CATALOGUE = Catalogue()
F, N, C = Verdict.FOUND, Verdict.NOT_FOUND, Verdict.CANNOT_TELL
TITLE = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2564"
BODY = f"{TITLE}\n1. บทนำ\nก\n2. ผลการดำเนินงาน\nซ่อมถนนแล้วเสร็จ"
RUNNING = "เทศบาลซ่อมถนนในหมู่บ้านเพื่อให้ประชาชนเดินทางสะดวกและปลอดภัยตามที่ได้แถลงนโยบาย"
LONG = "\n".join(f"{number}. ซ่อมถนนสายที่ {number} แล้วเสร็จ" for number in range(3, 40))
MENU = "<p>หน้าแรก<p>ติดต่อเรา<p>ข่าวประชาสัมพันธ์<p>"
HEADS = ["ที่", "โครงการ", "ผลการดำเนินงาน", "ปัญหา อุปสรรค", "ข้อเสนอแนะ"]


def audit(text, item="o12", year=2565, name="a.txt", agency=""):
    evidence = [read_evidence(text.encode(), name)]
    return preaudit(evidence, item, year, CATALOGUE, agency=agency)


def outcomes(text, *numbers, **more):
    entries = {entry.id.partition(".")[2]: entry for entry in audit(text, **more).elements}
    return [entries[str(number)].outcome for number in numbers]


def verdicts(text, *numbers, **more):
    return [outcome.verdict for outcome in outcomes(text, *numbers, **more)]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (BODY, N),
        (f"{BODY}\nดาวน์โหลดเอกสาร", C),
        (f"{BODY}\n{LONG}\nดาวน์โหลดเอกสาร", N),  # a button below the paper itself
        (f"{BODY}\nรายละเอียดตามเอกสารแนบท้าย", C),
        (TITLE, C),
        (f"{BODY}\nลำดับ โครงการ งบประมาณ หน่วยงาน 1 ถนน 90,000 กองช่าง", C),
        (f"{BODY}\n{RUNNING}ต่อ", C),
        (f"{BODY}\n{RUNNING}ต่อไป", N),
        (f"{BODY}\n{RUNNING}ต่อ\nเนื่อง", C),  # line by line
        (f"{BODY}\n{RUNNING}ต่อ\n3. ปัญหา อุปสรรค", N),
        (f"{BODY}\nดาวน์โหลดเอกสาร\n3. ปัญหา อุปสรรค", C),  # what stands below it did not come
        ("\n".join(f"{TITLE} เล่มที่ {number}" for number in range(5)), C),  # names of papers
    ],
)
def test_what_may_stand_in_the_part_that_did_not_come_is_not_absent(text, verdict):
    assert verdicts(text, 3) == [verdict]


@pytest.mark.parametrize(("files", "verdict"), [(1, C), (2, N)])
def test_what_a_page_hands_out_may_be_among_the_files(files, verdict):
    texts = [f"{TITLE}\nดาวน์โหลดเอกสาร", BODY][:files]
    evidence = [read_evidence(text.encode(), f"{at}.txt") for at, text in enumerate(texts)]
    assert preaudit(evidence, "o12", 2565, CATALOGUE).elements[2].outcome.verdict is verdict


def test_the_name_of_a_paper_that_a_page_hands_out_is_not_the_paper():
    page = "คู่มือสำหรับประชาชน\nขั้นตอนการจดทะเบียน\n1. ยื่นแบบที่กองคลัง"
    assert verdicts(page, 1, 2, item="o15", year=2566) == [F, F]
    assert verdicts(f"{page}\nดาวน์โหลด", 1, 2, item="o15", year=2566) == [C, C]


def test_a_part_clears_no_other_year():
    assert verdicts(f"{BODY}\nดาวน์โหลดเอกสาร".replace("2564", "2562"), 3, 5) == [C, N]


@pytest.mark.parametrize(("below", "verdict"), [("", C), (f"<p>{RUNNING}ต่อไป", N)])
def test_a_menu_beside_a_title_is_not_the_paper(below, verdict):
    assert verdicts(f"<html><body>{MENU}{TITLE}{below}", 3, name="a.html") == [verdict]


def table(rows, heads=HEADS, title=TITLE):
    lines = ("".join(f"<td>{cell}</td>" for cell in row) for row in (heads, *rows))
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<html><body><h1>{title}</h1><table>{rows}</table>"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([[""] * 5] * 2, N),
        ([["1.", *[""] * 4], ["2.", *[""] * 4]], N),
        ([["1.", "ถนน", "แล้วเสร็จ", "ไม่มี", "ไม่มี"]], F),
    ],
)
def test_a_table_in_which_nothing_was_filled_in_is_a_blank_form(rows, verdict):
    problems, suggestions = outcomes(table(rows), 3, 4, name="a.html")
    assert (problems.verdict, suggestions.verdict) == (verdict, verdict)


def word(rows, lines=(TITLE,)):
    document, data = Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    cells = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cells.cell(at, column).text = text
    document.save(data)
    return read_evidence(data.getvalue(), "a.docx")


@pytest.mark.parametrize(
    ("rows", "verdict"), [([[""] * 5] * 2, N), ([["1", "ถนน", "เสร็จ", "ไม่มี", "ไม่มี"], [""] * 5], F)]
)
def test_a_word_file_of_heads_over_blank_rows_is_a_blank_form(rows, verdict):
    entries = preaudit([word([HEADS, *rows])], "o12", 2565, CATALOGUE).elements
    assert [entry.outcome.verdict for entry in entries[2:4]] == [verdict] * 2


RESULTS = ["ตัวชี้วัด", "เป้าหมาย", "ผลที่ได้"]
PLAN = f"รายงานผลการดำเนินการป้องกันการทุจริต ประจำปี 2565</h1>{f'<p>{RUNNING}ต่อไป' * 8}<p>"


@pytest.mark.parametrize("caption", ["", "<p>ตารางที่ 1 ตัวชี้วัด", "<p>ผลสัมฤทธิ์ ปี 2566<p>หน่วย : ร้อยละ"])
@pytest.mark.parametrize(
    "heading", ["4. ผลสัมฤทธิ์ตามเป้าหมาย", "4. ผลสัมฤทธิ์ตามเป้าหมายของแผนป้องกันการทุจริต"]
)
@pytest.mark.parametrize(
    ("said", "rows", "verdict"),
    [
        ("", [[""] * 3] * 2, C),
        ("", [["ก", "", ""], ["ข", "", ""]], C),  # the indicators alone
        ("", [["1", "", ""], ["2", "", ""]], C),
        ("", [["ก", "80", "90"]], F),
        ("<p>บรรลุทุกตัวชี้วัด", [[""] * 3] * 2, F),
    ],
)
def test_a_heading_over_an_empty_table_is_not_filled(caption, heading, said, rows, verdict):
    page = table(rows, RESULTS, f"{PLAN}{heading}{said}{caption}")
    assert verdicts(page, 5, item="o38", year=2566, name="a.html") == [verdict]


def listed(year, above, mark, below=""):
    """What each item's name and its elements show; without a mark its name alone."""
    parts = CATALOGUE.get(year, draft=True).instruments
    for item in (item for part in parts if part.code == "OIT" for item in part.items):
        asked = (
            requirement_of(each, year) for each in CATALOGUE.elements(year).get(item.code) or ()
        )
        texts = [mark + each.text.th for each in asked if each and mark is not None]
        text = "\n".join([item.name.th, *above, *texts, below])
        yield from audit(text, item.code, year).elements


@pytest.mark.parametrize("year", [2566, 2567, 2568, 2569])
@pytest.mark.parametrize(
    ("above", "mark"),
    [
        ([], ""),
        ([], "1. "),
        (["หน้านี้แสดงข้อมูลต่อไปนี้"], ""),
        (["หน้านี้มีข้อมูลดังนี้"], "1. "),
        (["ประกอบด้วย"], "- "),
        (["ข้อมูลที่ต้องเปิดเผย"], "- "),
    ],
)
def test_what_the_item_asks_is_no_evidence(year, above, mark):
    entries = list(listed(year, above, mark))
    assert len(entries) > 60
    assert [entry.id for entry in entries if entry.outcome.verdict is F] == []


CONTENT = "1. ผลการดำเนินงาน\nซ่อมถนนแล้วเสร็จ\n2. ปัญหา อุปสรรค\nฝนตก\n3. ข้อเสนอแนะ\nควรเริ่มเร็วขึ้น"


def test_the_number_of_a_page_below_the_list_makes_it_no_table():
    asked = "ผลการดำเนินงาน\nปัญหา อุปสรรค\nข้อเสนอแนะ"
    assert verdicts(f"{TITLE}\n{asked}\n1", 3, 4) == [C, C]


def test_what_stands_below_the_list_stays_evidence():
    name, *pages = (
        {entry.id for entry in listed(2566, *more, CONTENT) if entry.outcome.verdict is F}
        for more in ([[], None], [[], ""], [["หน้านี้แสดงข้อมูลต่อไปนี้"], ""])
    )
    assert {"o13.3", "o13.4", "o25.6", "o38.3", "o38.4"} <= name
    assert pages == [name, name]


@pytest.mark.parametrize(
    "lines", ["ปัญหา อุปสรรค\nข้อเสนอแนะ\n1\nไม่มี\nไม่มี", "ปัญหา อุปสรรค\nฝนตก\nข้อเสนอแนะ\nไม่มี"]
)
def test_the_heads_of_a_lost_table_are_no_list_of_what_is_asked(lines):
    assert verdicts(f"{TITLE}\n1. ผลการดำเนินงาน\nแล้วเสร็จ\n{lines}", 3, 4) == [F, F]


def test_lines_to_fill_in_are_a_blank_form():
    blanks = "".join(f"\n{head} ……………………" for head in HEADS[1:])
    (problems,) = outcomes(f"{TITLE}{blanks}", 3)
    assert (problems.verdict, "แบบฟอร์มเปล่า" in problems.reason.th) == (N, True)
    assert verdicts(f"{TITLE}{blanks.replace('……………………', 'ไม่มี')}", 3) == [F]


@pytest.mark.parametrize(
    ("above", "agency", "verdict"),
    [
        ("เทศบาลตำบลบ้านสอง", "", F),
        ("อบต.บ้านสอง\nองค์การบริหารส่วนตำบลบ้านสอง", "", F),  # one name, spelt in two ways
        ("สำนักงานตัวอย่างแห่งชาติ", "", F),
        ("เทศบาลตำบลบ้านสอง\nเทศบาลตำบลหนองไผ่", "", C),
        ("เทศบาลตำบลบ้านสอง\nเทศบาลตำบลหนองไผ่", "เทศบาลตำบลบ้านสอง", F),
    ],
)
def test_of_several_agencies_in_the_title_a_person_must_say_which(above, agency, verdict):
    whole = audit(f"{above}\n{BODY}", agency=agency)
    assert whole.elements[0].outcome.verdict is verdict
    proposed = {finding.code for finding in whole.findings} & {"agency_proposed"}
    assert bool(proposed) == (verdict is F and not agency)


ITEMS = (
    "O30 การมีส่วนร่วม\nO31 ประกาศนโยบาย No Gift Policy\n{} ประกาศว่าเจ้าหน้าที่ทุกคนไม่รับของขวัญ\nO32 วัฒนธรรม"
)


@pytest.mark.parametrize(("mark", "verdict"), [("•", N), ("เทศบาล", F)])
def test_below_an_item_of_a_list_stands_what_it_asks(mark, verdict):
    assert verdicts(ITEMS.format(mark), 2, item="o31", year=2566) == [verdict]


@pytest.mark.parametrize(("held", "verdict"), [("มีการจัดเวทีประชาคม", C), ("ประชาชนจัดเวทีประชาคม", F)])
def test_the_name_of_an_activity_is_no_sign_that_it_was_held(held, verdict):
    assert verdicts(f"เทศบาลตำบลบ้านสอง\n{held}ปี 2565", 1, item="o33") == [verdict]


def test_a_title_may_name_the_agency_in_english():
    name = "เทศบาลเมืองบ้านสอง Bansong Town Municipality"
    assert verdicts(f"{TITLE}\n{name}\n{BODY}", 1) == [F]


@pytest.mark.parametrize(
    ("below", "verdict"), [("บทนำ", F), ("โรงเรียนเทศบาลบ้านสอง", C), ("สหกรณ์ออมทรัพย์ครู", C)]
)
def test_behind_its_year_a_title_names_only_a_part_of_the_agency(below, verdict):
    assert verdicts(f"{TITLE}\n{below}\n{BODY}", 1) == [verdict]


def test_a_paper_may_begin_below_another_text_and_its_running_head():
    above = "-1-\nงานตามแผน\nความเป็นมา\nเทศบาลตั้งอยู่ริมแม่น้ำและมีพื้นที่ส่วนใหญ่เป็นที่ราบเหมาะแก่การทำนา"
    assert verdicts(f"{above}\n-2-\nงานตามแผน\n{TITLE}\n{BODY}", 1, 5) == [F, F]


@pytest.mark.parametrize("row", ["1", "ข้อมูล ณ วันที่ 31 มกราคม 2567 โดย งานพัสดุ กองคลัง", "1 จ้าง 5,000"])
def test_heads_of_a_lost_table_show_nothing_without_a_row_as_long(row):
    heads = """ลำดับ งานที่จัดซื้อหรือจัดจ้าง วงเงินที่จะซื้อหรือจ้าง ราคากลาง วิธีซื้อหรือจ้าง \
รายชื่อผู้เสนอราคาและราคาที่เสนอ ผู้ได้รับการคัดเลือกและราคาที่ตกลง เหตุผลที่คัดเลือกโดยสรุป เลขที่สัญญา"""
    above = f"สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน มกราคม 2567\nเทศบาลตำบลบ้านสอง\n{heads}\n"
    assert verdicts(f"{above}{row}\n", 1, 2, item="o14", year=2567) == [C, C]
    row = "1 จ้างเหมาซ่อมรถ 5,000 5,000 เฉพาะเจาะจง ร้านก 5,000 ร้านก 5,000 ราคาต่ำสุด 1/2567"
    assert verdicts(f"{above}{row}\n", 1, 2, item="o14", year=2567) == [F, F]


@pytest.mark.parametrize(
    ("head", "title", "expected"),
    [
        ("รายงานผลการดำเนินงาน เทศบาลตำบลบ้านสอง 2564", "ด้านที่", [F, F]),
        ("รายงานผลการสำรวจร้านค้า 2564", "ผลการดำเนินงาน ด้านที่", [C, C]),
        ("เทศบาลตำบลบ้านสอง พ.ศ. 2564", "รายงานผลการดำเนินงานประจำปี", [C, C]),
        ("สหกรณ์ออมทรัพย์ครู", "รายงานผลการดำเนินงานประจำปี 2564", [C, C]),
    ],
)
def test_a_running_head_may_be_the_title_or_name_another_paper(head, title, expected):
    rows = "โครงการ | ผลการดำเนินงาน\nซ่อมถนน | แล้วเสร็จ"
    text = "=====".join(f"{head}\n{title} {part}\n{rows}" for part in ("หนึ่ง", "สอง"))
    assert verdicts(text, 1, 5, item="o12", year=2565) == expected


def test_a_menu_is_not_on_every_subject_that_it_names():
    text = "หน้าแรก\nการป้องกันการทุจริต\nการประเมินความเสี่ยง\nคู่มือประชาชน\nแจ้งเรื่องที่นี่"
    assert verdicts(text, 1, item="o30", year=2567) == [C]


@pytest.mark.parametrize(("whose", "verdict"), [("จังหวัดตัวอย่าง", C), ("เทศบาลตำบลบ้านสอง", F)])
def test_an_activity_of_an_office_of_the_state_is_not_the_agencys_own(whose, verdict):
    text = f"{whose}จัดประชุมประชาคม\nเมื่อวันที่ 9 มกราคม 2565 มีประชาชนเข้าร่วมรับฟังความคิดเห็น"
    assert verdicts(text, 1, item="o33") == [verdict]


@pytest.mark.parametrize(("name", "verdict"), [("a.txt", C), ("a.html", N)])
def test_only_a_copied_text_may_break_off(name, verdict):
    assert verdicts(f"{BODY}\n{RUNNING}ต่อ".replace("\n", "\n<p>"), 3, name=name) == [verdict]
