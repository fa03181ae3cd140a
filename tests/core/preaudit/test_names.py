"""How a paper names itself: behind a memo or a foreword, by short forms, beside a site's words."""

import pytest

from prongsai.core.errors import Place
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.preaudit.audit import preaudit
from prongsai.core.preaudit.model import Evidence, EvidencePage, Verdict
from prongsai.readers.judgements import blocks_of

CATALOGUE = Catalogue()
F, N, C = Verdict.FOUND, Verdict.NOT_FOUND, Verdict.CANNOT_TELL
PAPER = """รายงานผลการดำเนินงาน
ประจำปีงบประมาณ พ.ศ. 2564
เทศบาลตำบลบ้านสอง
โครงการ | ผลการดำเนินงาน | ปัญหา อุปสรรค
ซ่อมถนน | แล้วเสร็จ | ฝนตก"""
MEMO = """บันทึกข้อความ
ส่วนราชการ สำนักปลัด เทศบาลตำบลบ้านสอง
ที่ บส 001/2566 วันที่ 4 มกราคม 2566
เรื่อง {}
เรียน นายกเทศมนตรีตำบลบ้านสอง
ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. 2540 กองคลังได้จัดทำเอกสารเสร็จเรียบร้อยแล้ว พร้อมข้อเสนอแนะของที่ประชุม
จึงเรียนมาเพื่อโปรดพิจารณา"""
SENDS = MEMO.format("ขออนุมัตินำเอกสารเผยแพร่ทางเว็บไซต์")
RESULTS, PROBLEMS, SUGGESTIONS, YEAR = 1, 3, 4, 5


def verdicts(text, *numbers, item="o12", year=2565, agency="เทศบาลตำบลบ้านสอง"):
    pages = tuple(
        EvidencePage(number, tuple(blocks_of(part, Place("a.pdf", page=number))))
        for number, part in enumerate(text.split("====="), start=1)
    )
    entries = preaudit([Evidence("a.pdf", pages)], item, year, CATALOGUE, agency=agency).elements
    found = {entry.id.partition(".")[2]: entry.outcome.verdict for entry in entries}
    return [found[str(number)] for number in numbers]


@pytest.mark.parametrize("between", ["\n", "=====", "\nคำนำ\n"])
def test_behind_a_memo_that_hands_it_on_stands_the_papers_own_title(between):
    assert verdicts(SENDS + between + PAPER, RESULTS, PROBLEMS, YEAR) == [F, F, F]


@pytest.mark.parametrize(
    ("title", "verdict"),
    [("รายงานผลการดำเนินงาน", F), ("รายงานผลการดำเนินงานกองทุนสุขภาพ", C), ("แผนพัฒนาท้องถิ่น", C)],
)
def test_the_title_behind_a_memo_is_judged_as_any_other(title, verdict):
    paper = PAPER.replace("รายงานผลการดำเนินงาน\n", f"{title}\n")
    assert verdicts(f"{SENDS}\n{paper}", PROBLEMS) == [verdict]


def test_words_of_a_covering_memo_alone_are_neither_there_nor_its_year():
    assert verdicts(f"{SENDS}\n{PAPER}", SUGGESTIONS) == [C]
    memo = SENDS.replace("ข้อเสนอแนะ", "มติ")
    assert verdicts(f"{memo}\n{PAPER}", SUGGESTIONS) == [N]


def test_a_memo_that_reports_itself_is_the_paper():
    memo = MEMO.format("รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2564")
    assert verdicts(f"{memo}\n4. ข้อเสนอแนะ\nควรจัดให้เร็วขึ้น\n{PAPER}", SUGGESTIONS) == [F]


def test_of_pages_the_paper_begins_on_top_of_one():
    inside = "\n".join(f"{number}. โครงการซ่อมถนนสายที่ {number}" for number in range(1, 15))
    assert verdicts(f"{SENDS}====={inside}\n{PAPER}", PROBLEMS) == [C]
    assert verdicts(f"{SENDS}====={inside}====={PAPER}", PROBLEMS) == [F]


@pytest.mark.parametrize(("title", "verdict"), [("", F), ("โรงเรียนบ้านสองวิทยา ", C)])
def test_behind_a_foreword_stands_the_title(title, verdict):
    paper = PAPER.replace("รายงานผลการดำเนินงาน\n", f"{title}รายงานผลการดำเนินงาน\n")
    assert verdicts(f"คำนำ\nเอกสารนี้จัดทำขึ้นเพื่อเผยแพร่\n{paper}", PROBLEMS) == [verdict]


@pytest.mark.parametrize(
    ("agency", "named", "verdict"),
    [
        ("องค์การบริหารส่วนตำบลบ้านสอง", "อบต.บ้านสอง", F),
        ("องค์การบริหารส่วนตำบลบ้านสอง", "อบต. บ้านสองคอน", C),
        ("เทศบาลตำบลบ้านสอง", "ทต.บ้านสอง", F),
        ("ทต.บ้านสอง", "เทศบาลตำบลบ้านสอง", F),
        ("เทศบาลเมืองบ้านสอง", "ทม.บ้านสาม", N),
        ("เทศบาลตำบลบ้านสอง", "นายกเทศมนตรีตำบลบ้านสอง และนายก อบต.บ้านสาม", F),
    ],
)
def test_a_short_form_or_the_chief_names_the_agency(agency, named, verdict):
    paper = PAPER.replace("เทศบาลตำบลบ้านสอง", named)
    assert verdicts(paper, PROBLEMS, agency=agency) == [verdict]


def test_short_and_full_names_are_one_agency():
    paper = PAPER.replace("เทศบาลตำบลบ้านสอง", "เทศบาลตำบลบ้านสอง\nทต.บ้านสอง")
    assert verdicts(paper, PROBLEMS, agency="") == [F]
    assert verdicts(paper.replace("ทต.บ้านสอง", "ทต.บ้านสาม"), PROBLEMS, agency="") == [C]


def test_a_paper_titled_as_anothers_shows_nothing_where_this_ones_name_is_no_word_of_it():
    assert verdicts(PAPER, PROBLEMS, YEAR, agency="เทศบาลตำบลหนองไผ่") == [N, N]
    assert verdicts(PAPER, PROBLEMS, agency="เทศบาลเมืองบ้านสอง") == [C]  # perhaps its former rank


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ("ตามหนังสือกรมบัญชีกลาง ที่ กค 0405.3/ว 123 และ กค 0405.3/ว 124 และ กค 0405.3/ว 125", F),
        ("ตามระเบียบกระทรวงมหาดไทยว่าด้วยพัสดุของหน่วยการบริหารราชการ\nพ.ศ. 2560\nพ.ศ. 2561", F),
        ("ปีงบประมาณ พ.ศ. 2560\nปีงบประมาณ พ.ศ. 2560\nปีงบประมาณ พ.ศ. 2560", C),
        ("ประชุมสภา สมัยที่ 4 ประจำปี 2563\n" * 3 + "ประชุม", F),
        ("อบรม ประจำปี 2563\n" * 3 + "อบรม", C),
        ("ธันวาคม 2, 2020\nมกราคม 12, 2021\nมกราคม 14, 2021", F),
        ("วันที่ 2 ธันวาคม 2564\nวันที่ 9 ธันวาคม 2564\nวันที่ 16 ธันวาคม 2564", F),
        ("วันที่ 2 ธันวาคม 2565\nวันที่ 9 ธันวาคม 2565\nวันที่ 16 ธันวาคม 2565", C),
    ],
)
def test_numbers_of_letters_laws_and_the_calendar_are_no_other_years(lines, verdict):
    told = "\n".join(f"1. รายละเอียดของโครงการ {line}" for line in lines.split("\n"))
    paper = PAPER.replace("ประจำปีงบประมาณ พ.ศ. 2564", "ประจำปี พ.ศ. 2564")
    assert verdicts(f"{paper}\n{told}", YEAR) == [verdict]


@pytest.mark.parametrize(("term", "verdict"), [("ยุทธศาสตร์ชาติ", N), ("แผนพัฒนาท้องถิ่น", C)])
def test_the_term_of_a_national_plan_is_no_year_of_the_paper(term, verdict):
    paper = PAPER.replace("2564", "2563")
    assert verdicts(f"{paper}\n1. สอดคล้องกับ{term} (พ.ศ. 2561 - 2580)", YEAR) == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ('"บ้านเมืองน่าอยู่ ชุมชนเข้มแข็ง"', F),
        ("บ้านเมืองน่าอยู่ ชุมชนเข้มแข็ง", C),
        ("www.bansong.example", F),
        ("โดย ผู้ดูแลระบบ", F),
    ],
)
def test_what_a_site_says_of_itself_below_its_name_is_no_title(line, verdict):
    paper = f"เทศบาลตำบลบ้านสอง\n{line}\n{PAPER}"
    assert verdicts(paper, PROBLEMS) == [verdict]


@pytest.mark.parametrize(
    ("heading", "verdict"),
    [("สถิติเรื่องร้องเรียนการทุจริต", F), ("สถิติเรื่องร้องเรียนการทุจริตของโรงเรียนบ้านสามวิทยา", C)],
)
def test_below_the_name_of_the_agency_the_first_heading_on_the_subject_is_the_title(
    heading, verdict
):
    rows = "จำนวนเรื่องร้องเรียนทั้งหมด | ดำเนินการแล้วเสร็จ\n3 | 3\n2 | 1"
    text = f"เทศบาลตำบลบ้านสอง\n1. หมวดหมู่\n{heading}\n{rows}"
    assert verdicts(text, 1, item="o31") == [verdict]


@pytest.mark.parametrize(("office", "verdict"), [("กองคลัง", F), ("กองสวัสดิการสังคม", C)])
def test_the_office_that_keeps_a_matter_makes_its_paper_no_narrower(office, verdict):
    text = f"{office}\nรายงานผลการใช้จ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. 2564\nหมวด | จ่ายจริง\nลงทุน | 5"
    assert verdicts(text, 1, item="o20") == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("องค์การบริหารส่วนตำบล มีหน้าที่ตามกฎหมาย", F),
        ("มาตรา 67 อบต. ตามพระราชบัญญัตินี้ มีหน้าที่ต้องทำ", F),
        ("1. นายก อบต. รองนายก และสมาชิกสภา", F),
        ("องค์การบริหารส่วนตำบลบ้านสามมีหน้าที่ต้องทำ", N),
    ],
)
def test_what_a_law_says_of_all_local_governments_names_none(line, verdict):
    text = f"อำนาจหน้าที่\n{line}\nจัดให้มีและบำรุงทางบก"
    assert verdicts(text, 1, item="o3", agency="องค์การบริหารส่วนตำบลบ้านสอง") == [verdict]


@pytest.mark.parametrize(("begins", "verdict"), [("ระเบียบ", F), ("ข่าวจาก", C)])
def test_the_law_of_a_ministry_is_no_paper_of_it(begins, verdict):
    text = f"{begins}กระทรวงมหาดไทยว่าด้วยการเบิกจ่ายเงิน พ.ศ. 2566\nพระราชบัญญัติเทศบาล พ.ศ. 2496"
    assert verdicts(text, 1, item="o6") == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"), [("ของเทศบาลตำบลบ้านสาม", N), ("ขอให้เทศบาลตำบลบ้านสามทราบ", C)]
)
def test_a_title_goes_on_with_whose_it_is(line, verdict):
    paper = PAPER.replace("เทศบาลตำบลบ้านสอง", line)
    assert verdicts(paper, PROBLEMS) == [verdict]


@pytest.mark.parametrize(("name", "verdict"), [("ยุทธศาสตร์การพัฒนา", F), ("รายงานผลตามยุทธศาสตร์", C)])
def test_strategies_are_a_plan_and_a_report_on_them_is_none(name, verdict):
    text = f"{name} เทศบาลตำบลบ้านสอง (พ.ศ. 2566 - 2570)\n1. เป้าประสงค์\nประชาชนมีน้ำใช้ทุกครัวเรือน"
    assert verdicts(text, 3, item="o4") == [verdict]


@pytest.mark.parametrize("between", ["\n", "====="])
def test_the_school_above_a_title_behind_a_memo_belongs_to_it(between):
    assert verdicts(f"{SENDS}{between}โรงเรียนบ้านสองวิทยา\n{PAPER}", PROBLEMS) == [C]


def test_what_a_memo_names_before_it_closes_is_not_the_paper():
    memo = SENDS.replace("ตามพระราช", "แผนพัฒนาท้องถิ่น พ.ศ. 2566 - 2570 แล้วนั้น\nตามพระราช")
    assert verdicts(f"{memo}\n{PAPER}", PROBLEMS) == [F]


@pytest.mark.parametrize(("period", "verdict"), [("", F), ("รอบ 6 เดือน ", C)])
def test_of_a_year_that_is_over_all_of_it_is_asked(period, verdict):
    assert verdicts(PAPER.replace("ประจำปี", f"{period}ประจำปี", 1), YEAR) == [verdict]
