"""The pre-audit over made papers: each trap, and beside it the paper that does not fall into it."""

import ast
import inspect
from pathlib import Path

import pytest
from msgspec.structs import replace

from prongsai.core.errors import Findings, Misuse, Place
from prongsai.core.framework.catalogue import BUILTIN, Catalogue
from prongsai.core.framework.documents import read_document
from prongsai.core.preaudit.audit import preaudit
from prongsai.core.preaudit.looking import Look
from prongsai.core.preaudit.matchers import MATCHERS
from prongsai.core.preaudit.model import Evidence, EvidencePage, Forecast, Verdict
from prongsai.core.preaudit.rules import Lineage, shipped_rules
from prongsai.core.preaudit.traps import traps_in
from prongsai.core.preaudit.units import count_heads
from prongsai.readers.judgements import blocks_of

CATALOGUE = Catalogue()
HEADS = "ลำดับ | โครงการ | ผลการดำเนินงาน | งบประมาณที่ใช้ | ปัญหา อุปสรรค | ข้อเสนอแนะ"
ROW = "1 | ซ่อมถนน | แล้วเสร็จ | 90,000 | ไม่มี | ไม่มี"
TITLE = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2564"
REPORT = f"{TITLE}\n{HEADS}\n{ROW}"
GIFTS = """ประกาศเทศบาลตำบลบ้านสอง
เรื่อง นโยบายไม่รับของขวัญ (No Gift Policy) ประจำปี 2567
เจ้าหน้าที่ทุกคนไม่รับของขวัญและของกำนัลทุกชนิด
ประกาศ ณ วันที่ 8 มกราคม พ.ศ. 2567
(นายสมมุติ ทดสอบ)
นายกเทศมนตรีตำบลบ้านสอง"""
F, N, C = Verdict.FOUND, Verdict.NOT_FOUND, Verdict.CANNOT_TELL


def evidence(text, **more):
    name = more.get("name", "a.pdf")
    pages = tuple(
        EvidencePage(
            number, tuple(blocks_of(part, Place(name, page=number))), more.get("ocr", False)
        )
        for number, part in enumerate(text.split("====="), start=1)
    )
    return Evidence(name, pages, more.get("address", ""), more.get("links", ()))


def audit(text, item="o12", year=2565, agency="", **more):
    return preaudit([evidence(text, **more)], item, year, CATALOGUE, agency=agency)


def verdicts(text, *numbers, **more):
    """The verdicts of elements, by their number."""
    entries = {entry.id.partition(".")[2]: entry for entry in audit(text, **more).elements}
    return [entries[str(number)].outcome.verdict for number in numbers]


def codes(text, **more):
    return {finding.code for finding in audit(text, **more).findings}


def test_a_whole_report_shows_every_element_with_quote_and_page():
    whole = audit(REPORT)
    assert {entry.outcome.verdict for entry in whole.elements} == {F}
    assert whole.forecast is Forecast.WORDS_FOUND  # never "complete"
    problems = whole.elements[2].outcome
    assert (problems.quote, problems.page) == ("ปัญหา อุปสรรค", 1)


def test_a_confirmed_element_that_is_not_there_is_an_error():
    lacking = audit(REPORT.replace("ปัญหา อุปสรรค", "หมายเหตุ"))
    assert lacking.elements[2].outcome.verdict is N
    assert lacking.forecast is Forecast.WILL_MISS
    assert {finding.code for finding in lacking.findings} == {"element_lacking"}


def test_a_likely_element_only_advises():
    likely = audit(REPORT.replace("ปัญหา อุปสรรค", "หมายเหตุ"), item="o41")
    entry = likely.elements[2]
    assert (entry.outcome.verdict, entry.label.en) == (N, "better add it")
    assert "ยังไม่ยืนยัน" in entry.outcome.step.th
    assert "element_lacking" not in {finding.code for finding in likely.findings}


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (REPORT, F),
        (f"{TITLE}\nคำแนะนำ: หน่วยงานต้องแสดงปัญหา อุปสรรค", N),  # guidance beside the evidence
        (f"{TITLE}\nปัญหา อุปสรรค ........ 5", N),  # a list of contents
        (f"{TITLE}\n{HEADS}\n |  |  |  |  | ", N),  # an empty table under the right heads
        (f"{TITLE}\n{HEADS}\n1 | ถนน | เสร็จ | 90 |  | ไม่มี", C),  # one blank column
        (f"{TITLE}\n{HEADS}\n1 | 2 | 3 | 4 | 5 | 6\n1 | ถนน | เสร็จ | 90 |  | ไม่มี", C),
        (f"{TITLE}\n1. บทนำ\nไม่มีผลกระทบ\n2. ปัญหา อุปสรรค\nฝนตก", F),
        (f"{TITLE}\nโครงการนี้ดำเนินการได้ดีแม้มีปัญหา อุปสรรคหลายประการในช่วงปลายปีที่ผ่านมา", C),
        (f"{TITLE}\n3. ปัญหา อุปสรรค\nฝนตก\n4. ข้อเสนอแนะ\nไม่มี", F),
        (f"{TITLE}\n3. ปัญหา อุปสรรค\n……………\n4. ข้อเสนอแนะ\nไม่มี", C),  # an empty heading
        (f"{TITLE}\nปัญหา อุปสรรค\n……………\nข้อเสนอแนะ\nไม่มี", C),
        (f"{TITLE}\nปัญหา อุปสรรค\n(นายสมมุติ ทดสอบ)", C),  # a signature fills no heading
        (f"{TITLE}\n1. บทนำ\nก\nปัญหา อุปสรรค\n© 2565 เทศบาล", C),  # nor does a footer
        (f"{TITLE}\n1. บทนำ\nก\nปัญหา อุปสรรค\n- 12 -", C),
        (f"{TITLE}\n1. บทนำ\nก\nปัญหา อุปสรรค\n- 12 -=====ฝนตก", F),
        (f"{TITLE}\n3. ปัญหา อุปสรรค\n4. ข้อเสนอแนะ\nไม่มี", C),
        (f"{TITLE}\n3. ปัญหา อุปสรรค\n3.1 ฝนตก\n4. ข้อเสนอแนะ", F),
        (f"{TITLE}\n1. บทนำ\nก\n3. ปัญหา อุปสรรค\n……………", N),
        (f"{TITLE}\n1. บทนำ\nก\nปัญหา อุปสรรค ไม่มี", F),  # the last line of all
        (f"{TITLE}\n1. บทนำ\nก\nปัญหา อุปสรรค : {'งานล่าช้าเพราะฝนตกหนัก' * 4}", F),
        (f"{TITLE}\n1. บทนำ\nก\nล่าช้า : ฝนตกหนัก", C),  # perhaps another name of the same
        (f"{TITLE}\n1. บทนำ\nก\nปัญหา : ฝนตกหนัก", F),
        (f"{TITLE}\n1. บทนำ\nก\nแก้ไขปัญหายาเสพติด", N),
        (f"{TITLE}\nคำชี้แจง\nรายงานนี้บอกปัญหา อุปสรรค", C),  # perhaps instructions
        (f"{TITLE}\nปัญหา อุปสรรค (ต้องระบุ)\nไม่มี", C),
        (f"{TITLE}\nที่ | เรื่อง | ผล\n๐๑ | ปัญหา อุปสรรค | ไม่มี\n๐๒ | ก | ข\n๐๓ | ก | ข", F),
        (f"{TITLE}\nที่ | เรื่อง | ผล\no11 | ปัญหา อุปสรรค | ไม่มี\no12 | ก | ข\no13 | ก | ข", N),
    ],
)
def test_where_a_phrase_stands_decides(text, verdict):
    assert verdicts(text, 3) == [verdict]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (REPORT, F),
        (REPORT.replace("2564", "2563"), N),
        (REPORT.replace("2564", "๒๕๖๔"), F),
        (REPORT.replace("พ.ศ. 2564", ""), N),  # undated
        (REPORT.replace("พ.ศ. 2564", "๖๔"), F),
        (REPORT.replace("งบประมาณ พ.ศ. 2564", "งบฯ ๖๔"), F),
        (REPORT.replace("งบประมาณ พ.ศ. 2564", "งบฯ ๖๓"), N),
        (f"รายงานผล\n{HEADS}\n{ROW}\nสงวนลิขสิทธิ์ 2564", N),  # the foot of a web page
        (f"{TITLE}\nปี 2562 ก\nปี 2562 ข\nปี 2562 ค\n1 กุมภาพันธ์ 2562", C),  # cover and body
        (f"รายงานผล\nตามพระราชบัญญัติเทศบาล พ.ศ. 2564\n{HEADS}\n{ROW}", N),  # the year of a law
        (f"{TITLE}\n1. ผล\nปี 2562 ก\nปี 2562 ข\nปี 2562 ค\nเทียบปี 2564", C),  # one mention
        (f"{TITLE}\n1. ผล\nปี 2564 ก\nปี 2564 ข\nปี 2564 ค\nเทียบปี 2562", F),
    ],
)
def test_of_which_year_a_report_is(text, verdict):
    assert verdicts(text, 5) == [verdict]


def test_a_year_in_the_address_is_none():
    text = REPORT.replace("พ.ศ. 2564", "")
    entry = audit(text, address="https://a.example/2564.pdf").elements[4]
    assert entry.outcome.verdict is N
    assert "ที่อยู่" in entry.outcome.reason.th


def test_a_scan_lacks_nothing_and_its_years_are_not_trusted():
    assert verdicts(REPORT, 3, 5, ocr=True) == [F, C]
    assert verdicts(TITLE, 3, ocr=True) == [C]
    assert audit(TITLE, ocr=True).forecast is Forecast.LOOK
    nothing = f"{TITLE}\nไม่มีข้อมูล"
    assert [verdicts(nothing, 3, ocr=ocr) for ocr in (True, False)] == [[C], [N]]
    assert "paper_says_nothing" not in codes(nothing, ocr=True)


@pytest.mark.parametrize(
    ("text", "year", "verdict"),
    [
        ("แผนพัฒนาท้องถิ่น พ.ศ. 2566-2570", 2566, F),
        ("แผนพัฒนาท้องถิ่น พ.ศ. 2561-2565", 2566, N),
        ("แผนพัฒนาท้องถิ่น\n1. บทนำ\nตามยุทธศาสตร์ชาติ พ.ศ. 2561-2580", 2566, C),
        ("แผนพัฒนาท้องถิ่น\n1. บทนำ\nตามแผนเดิม พ.ศ. 2561-2565", 2566, C),
        ("แผนพัฒนาท้องถิ่น 2561 2565\n1. บทนำ\nใช้ พ.ศ. 2561-2565", 2566, N),
        ("แผนพัฒนาท้องถิ่น 2561 2565\n1. บทนำ\nใช้ พ.ศ. 2561-2566", 2566, C),
    ],
)
def test_a_term_is_that_of_the_title(text, year, verdict):
    assert verdicts(text, 5, item="o4", year=year) == [verdict]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        (TITLE, None),
        ("แผนดำเนินงานประจำปี 2564", "other_kind"),
        ("รายงานผลการใช้จ่ายงบประมาณประจำปี 2564", "other_item"),
    ],
)
def test_a_paper_of_another_kind_or_item_has_nothing_found(title, code):
    text = REPORT.replace(TITLE, title)
    assert verdicts(text, 1, 4) == ([C, C] if code else [F, F])
    assert {"other_kind", "other_item"} & codes(text) >= ({code} if code else set())


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("คู่มือการประเมินความเสี่ยงการทุจริต", "o36"),
        ("พระราชบัญญัติป้องกันการทุจริต\nช่องทางการร้องเรียน ภายใน 30 วัน", "o29"),
        ("แผนพัฒนาบุคลากร พ.ศ. 2564", "o28"),  # of an item that asks for nothing but the year
    ],
)
def test_a_manual_an_act_or_a_plan_is_no_report(title, item):
    assert F not in {entry.outcome.verdict for entry in audit(title, item).elements}


def test_the_day_of_a_paper_is_not_that_of_an_activity_it_does_not_show():
    gifts = GIFTS.replace("2567", "2568")
    assert verdicts(gifts, 3, 4, 6, item="o21", year=2568) == [F, N, N]


def test_a_signature_below_a_paper_is_no_activity_of_its_chief():
    paper = "การมีส่วนร่วมของผู้บริหาร ด้านคุณธรรมและความโปร่งใส\n" + "เรื่องอื่นของวัน\n" * 9
    held = "เมื่อวันที่ 5 มกราคม 2565 จัดกิจกรรมขององค์กร\n"
    rest = "เรื่องอื่นของวัน\n" * 9
    assert verdicts(f"{paper}{held}{rest}(นายกเทศมนตรี)", 1, item="o35", year=2565) == [C]
    led = f"นายกเทศมนตรีเป็นประธาน {held}"
    assert verdicts(f"{paper}{led}{rest}(นายกเทศมนตรี)", 1, item="o35", year=2565) == [F]


def test_the_year_of_a_paper_that_shows_nothing_else_is_no_evidence():
    assert verdicts("ประกาศปี 2564\nวันหยุดราชการ", 3, 5) == [N, C]
    assert verdicts(TITLE, 3, 5) == [C, F]


def test_a_paper_of_another_agency():
    own = f"เทศบาลตำบลบ้านสอง\n{REPORT}"
    assert verdicts(own, 1, agency="เทศบาลตำบลบ้านสอง") == [F]
    assert verdicts(own, 1, agency="เทศบาลตำบลบ้านสาม") == [N]
    assert verdicts(f"เทศบาลตำบลบ้านสองแคว\n{REPORT}", 1, agency="เทศบาลตำบลบ้านสอง") == [C]
    running = f"{REPORT}\nเทศบาลตำบลบ้านสองได้รายงานแล้ว"
    assert verdicts(running, 1, agency="เทศบาลตำบลบ้านสอง") == [F]
    province = REPORT.replace("ประจำปี", "จังหวัดตัวอย่าง ประจำปี", 1)
    assert verdicts(province, 1, agency="เทศบาลตำบลบ้านสอง") == [C]
    assert verdicts(f"เทศบาลตำบลบ้านสอง\n{province}", 1, agency="เทศบาลตำบลบ้านสอง") == [F]
    torn = f"องค์การบริหารสูวน\nตำบลบ้านสาม\n{REPORT}"
    assert verdicts(torn, 1, agency="เทศบาลตำบลบ้านสอง") == [C]
    both = f"เทศบาลตำบลบ้านสอง\n{TITLE}\nประกาศเทศบาลตำบลหนองไผ่\n{HEADS}\n{ROW}"
    assert "several_agencies" in codes(both)
    assert "several_agencies" not in codes(own)


def test_a_paper_that_says_that_there_is_nothing_yet():
    assert verdicts(f"{TITLE}\nอยู่ระหว่างปรับปรุงข้อมูล", 1, 3, 5) == [N, N, N]
    counts = "สถิติเรื่องร้องเรียน ปี 2565\nจำนวนเรื่องร้องเรียนทั้งหมด 0 เรื่อง\nไม่มีข้อมูลการร้องเรียน"
    assert verdicts(counts, 1, item="o31") == [C]
    assert "paper_says_nothing" not in codes(counts, item="o31")


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("รายงานผลการดำเนินงานประจำปี 2564", F),
        ("รายงานประจำปี 2564", F),
        ("ผลงานประจำปี 2564", F),
        ("รายงานผลการติดตามและประเมินผลแผนพัฒนาท้องถิ่น (พ.ศ. 2561-2565)\nประจำปี พ.ศ. 2564", F),
        ("ประกาศเทศบาลตำบลบ้านสอง\nเรื่อง รายงานผลการดำเนินงานในรอบปีงบประมาณ พ.ศ. ๒๕๖๔", F),
        ("รายงานผลการดำเนินงานของอบต.บ้านสามประจำปี 2564\nอำเภอเมือง จังหวัดตัวอย่าง", F),
        ("รายงานผลการดำเนินงานประจำปี 2564\nกรมตัวอย่าง", F),  # no agency is given: it is this
        ("สำนักงานตัวอย่างแห่งชาติ\nรายงานผลการดำเนินงานประจำปี 2564", F),
        ("[ตราครุฑ]\nหน้าแรก / ผลงาน / รายงานประจำปี\nรายงานผลการดำเนินงานประจำปี 2564", F),
        ("รายงานผลการดำเนินงานกองทุนสุขภาพเทศบาลตำบลบ้านสอง ประจำปี 2564", C),
        ("รายงานผลการดำเนินงานประจำปี 2564\nโรงเรียนเทศบาลบ้านสอง", C),
        ("รายงานผลการดำเนินงาน\nโครงการป้องกันโรค\nปี 2564", C),
        ("รายงานผลการดำเนินงานของกองช่าง ปี 2564", C),
        ("เทศบาลจัดประชุมรายงานผลการดำเนินงาน ปี 2564", C),  # a press text
        ("รายงานผลการตรวจสอบภายใน 2564", C),
        ("โครงการซ่อมถนน 2564", C),
        ("แผนดำเนินงาน 2564", C),
    ],
)
def test_a_title_explains_itself(title, verdict):
    assert verdicts(f"{title}\n{HEADS}\n{ROW}", 3, 5) == [verdict] * 2


def test_an_office_that_is_not_the_agency_is_more_than_a_title_may_say():
    text = f"รายงานผลการดำเนินงานประจำปี 2564\nกรมตัวอย่าง\n{HEADS}\n{ROW}"
    assert verdicts(text, 3, agency="กรมอื่น") == [C]
    assert verdicts(text, 3, agency="กรมตัวอย่าง") == [F]


def test_a_heading_that_stands_in_the_contents_alone_is_not_found():
    listed = f"{TITLE}\nสารบัญ\n1. ผลการดำเนินการ 2\n2. ปัญหา อุปสรรค 4\n"
    chapter = "1. ผลการดำเนินการ\nแล้วเสร็จทุกโครงการ\n"
    assert verdicts(listed + chapter, 1, 3) == [F, N]
    assert verdicts(f"{listed}{chapter}2. ปัญหา อุปสรรค\nฝนตกหนัก", 1, 3) == [F, F]


def test_what_a_title_says_more_is_told_in_its_own_words_unless_it_is_the_agency():
    text = f"รายงานผลการดำเนินงานท่าเรือเมืองตัวอย่าง ประจำปี 2564\n{HEADS}\n{ROW}"
    assert "“ท่าเรือเมืองตัวอย่าง”" in audit(text).elements[2].outcome.reason.th
    assert verdicts(text, 3, agency="ท่าเรือเมืองตัวอย่าง") == [F]
    assert verdicts(text.replace("ท่าเรือเมือง", "ทาเรอเมอง"), 3, ocr=True) == [F]


def test_above_the_title_of_a_web_page_stands_its_menu():
    paper = evidence(f"ข่าว แผนพัฒนา ร้องเรียนการทุจริต\n{REPORT}")
    for is_web, verdict in ((True, F), (False, C)):
        entries = preaudit([replace(paper, is_web=is_web)], "o12", 2565, CATALOGUE).elements
        assert entries[2].outcome.verdict is verdict


@pytest.mark.parametrize(("heading", "verdict"), [("คณะผู้บริหาร", F), ("ฝ่ายบริหาร", C)])
def test_the_menu_may_name_a_page_as_its_heading_does(heading, verdict):
    paper = evidence(f"คณะผู้บริหาร\nสภาเทศบาล\n{heading}\nนายสมมุติ ทดสอบ\nนายกเทศมนตรี")
    entries = preaudit([replace(paper, is_web=True)], "o2", 2568, CATALOGUE).elements
    assert entries[0].outcome.verdict is verdict


def test_a_page_of_links_proves_nothing_itself():
    paper = evidence(REPORT)
    index = replace(evidence(REPORT, name="index.html"), is_index=True)
    for files, verdict in (([index], C), ([index, paper], F)):
        entries = preaudit(files, "o12", 2565, CATALOGUE).elements
        assert entries[2].outcome.verdict is verdict


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("สถิติเรื่องร้องเรียนการทุจริต ปี 2567\nไม่มีเรื่องร้องเรียน", [F, F]),
        ("สถิติเรื่องร้องเรียนการทุจริต ปี 2566\nไม่มีเรื่องร้องเรียน", [C, C]),
        ("สถิติเรื่องร้องเรียนการทุจริต ปี 2567\nในปี 2566 ไม่มีเรื่องร้องเรียน", [C, C]),
        ("สถิติเรื่องร้องเรียนการทุจริต\nในปี 2567 ไม่มีเรื่องร้องเรียน", [F, F]),
        ("สถิติเรื่องร้องเรียนการทุจริต\nไม่มีเรื่องร้องเรียน", [C, C]),
    ],
)
def test_that_there_were_no_complaints_is_said_of_a_year(text, found):
    assert verdicts(text, 1, 5, item="o19", year=2568) == found


COMPLAINTS = "เรื่องร้องเรียนทั้งหมด | แล้วเสร็จ | อยู่ระหว่างดำเนินการ"


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ("1 | 1 | 0", F),  # counts of a year, not the numbers of empty rows
        ("1 |  | \n2 |  | ", N),
        ("(1) | (2) | (3)\n |  | ", N),
        ("(1) | (2) | (3)\n5 | 4 | 1", F),
    ],
)
def test_a_table_of_counts_is_filled(rows, verdict):
    text = f"สถิติเรื่องร้องเรียนการทุจริต ปี 2567\n{COMPLAINTS}\n{rows}"
    assert verdicts(text, 2, item="o19", year=2568) == [verdict]


NUMBERED = "1 | ซ่อมถนน | แล้วเสร็จ | 90,000 | ไม่มี"
PROGRESS = "แผนและความก้าวหน้าในการดำเนินงานและการใช้งบประมาณประจำปี"
TORN = "ที่ | โครงการ | ผลการ | งบประมาณ | ปัญหา/"


@pytest.mark.parametrize(
    ("table", "heads", "found"),
    [
        (f"{TORN}\n |  | ดำเนินงาน | ที่ใช้ (บาท) | อุปสรรค\n{NUMBERED}", 2, [F, F, F]),
        (f"ลำดับ{TORN[3:]}\nที่ | กิจกรรม | ดำเนินงาน | ที่ใช้ | อุปสรรค\n{NUMBERED}", 2, [F, F, F]),
        (f"{TORN}\nที่ | โครงการ | ดำเนินงาน | ที่ใช้ | อุปสรรค\n{NUMBERED}", 2, [F, F, F]),  # merged
        (f"{TORN}\n |  | ดำเนินงาน | ที่ใช้ | อุปสรรค\n1 | ถนน | เสร็จ |  | ไม่มี", 2, [F, C, F]),
        (f"{TORN}\n |  | ดำเนินงาน | ที่ใช้ | อุปสรรค\n |  |  |  | ", 2, [C, C, C]),
        (f"{TORN}\n | รวม | - | 90,000 | อุปสรรค\n{NUMBERED}", 1, [C, N, C]),
        (f"{TORN}\n1 | ถนน | ดำเนินงาน | ที่ใช้ | อุปสรรค\n{NUMBERED}", 1, [C, N, C]),
    ],
)
def test_a_head_that_is_torn_over_two_rows_is_read_as_one(table, heads, found):
    (block,) = blocks_of(table, Place("a"))
    assert count_heads(block.rows) == heads
    assert verdicts(f"{TITLE}\n{table}", 1, 2, 3) == found


@pytest.mark.parametrize(
    ("item", "year", "title"),
    [
        ("o28", 2567, "แบบสรุปรายงานตามนโยบาย No Gift Policy จากการปฏิบัติหน้าที่"),
        ("o29", 2567, "แบบสรุปรายงานการรับทรัพย์สินหรือประโยชน์อื่นใดอันอาจคำนวณเป็นเงินได้"),
        ("o6", 2569, f"{PROGRESS}\nแผนและรายงานความก้าวหน้าของปี พ.ศ. 2569 (ถึงไตรมาสที่ 2)"),
    ],
)
@pytest.mark.parametrize(
    ("below", "verdict"), [("", C), ("\nดาวน์โหลด", C), ("\nที่ | เรื่อง | ผล\n1 | ก | ไม่มี", F)]
)
def test_the_one_thing_that_is_asked_may_name_its_paper(item, year, title, below, verdict):
    assert verdicts(f"{title}{below}", 1, item=item, year=year) == [verdict]


def test_the_sum_of_a_last_line_is_its_content():
    assert verdicts(f"{TITLE}\nโครงการ | ผล\nก | ข\nรวมเบิกจ่าย 2,489,000 บาท", 2) == [F]
    assert verdicts(f"{TITLE}\nโครงการ | ผล\nก | ข\nรวมเบิกจ่าย", 2) == [N]


def test_the_kind_and_subject_are_those_of_the_title_not_of_the_lines_below():
    below = f"ผลการดำเนินงาน\n{HEADS}\n{ROW}"
    for title, verdict in ((TITLE, F), ("ปฏิทินกิจกรรมประจำปี 2564", C)):
        assert verdicts(f"{title}\nเทศบาลตำบลบ้านสอง\n{below}", 3, 5) == [verdict] * 2


def test_a_plan_names_the_kind():
    plan = "โครงการ | งบประมาณ\nปฐมนิเทศ | 5,000"
    assert verdicts(f"แผนดำเนินงาน ปี 2565\n{plan}", 1, 2, item="o10") == [F, F]
    assert verdicts(f"โครงการปฐมนิเทศ ปี 2565\n{plan}", 1, 2, item="o10") == [C, C]


RISKS = "เหตุการณ์ความเสี่ยง | ระดับความเสี่ยง | มาตรการจัดการความเสี่ยง"
AIMS = "ยุทธศาสตร์ | เป้าหมาย\nถนน | 3 สาย"
TOLD = f"{RISKS}\nเบิกเงินเป็นเท็จ | สูง | ตรวจใบสำคัญ"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"การประเมินความเสี่ยงการทุจริต ปี 2565\n{TOLD}", [F, F, F, F]),
        (f"การประเมินความเสี่ยงอุทกภัย ปี 2565\n{TOLD}", [C, C, C, C]),
        (f"รายงานการควบคุมภายใน ปี 2565\n{TOLD}", [C, C, C, C]),
        (f"การประเมินความเสี่ยงการทุจริต ปี 2565\n{RISKS}\nระบุ... | (ระบุ) | ระบุ", [N, N, N, C]),
    ],
)
def test_a_paper_on_another_subject_or_a_form_is_no_evidence(text, found):
    assert verdicts(text, 2, 3, 4, 5, item="o36") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"แผนพัฒนาท้องถิ่น (พ.ศ. 2561 - 2565)\nประกาศใช้แล้ว\n{AIMS}", [F, F]),
        (f"แผนพัฒนาท้องถิ่น (พ.ศ. 2561 -\n2565)\n{AIMS}", [F, F]),
        ("แผนพัฒนาท้องถิ่น (พ.ศ. 2561 - 2565)\nคำนำ", [C, F]),  # its name alone
        ("ประกาศเทศบาล\nเรื่อง ประกาศใช้แผนพัฒนาท้องถิ่น (พ.ศ. 2561 - 2565)", [C, C]),
        ("แผนผังประปา (พ.ศ. 2561 - 2565)\n1. แผนพัฒนาบ่อ\nน้ำใส", [C, C]),
        (f"{'ข้อความ' * 30}\nนำสุนัขมาไว้ในแผนพัฒนาท้องถิ่น (พ.ศ. 2561 - 2565)", [C, C]),
    ],
)
def test_an_announcement_is_not_the_plan_that_it_announces(text, found):
    assert verdicts(text, 1, 5, item="o4") == found


@pytest.mark.parametrize(
    ("opening", "verdict"),
    [
        ("การวิเคราะห์ผลการประเมิน ITA ประจำปี 2564", F),
        ("ให้คณะทำงานวิเคราะห์ผลการประเมิน ITA ประจำปี 2564 และรายงานต่อนายกเทศมนตรีภายในเดือนธันวาคม", N),
        ("คำสั่งเทศบาลตำบลบ้านสอง\nเรื่อง การวิเคราะห์ผลการประเมิน ITA ประจำปี 2564", C),
        ("- ประวัติเทศบาล\n- การวิเคราะห์ผลการประเมิน ITA\n- ติดต่อเรา", C),
        ("การวิเคราะห์ผลการประเมิน ITA\nหากพบเห็นสุนัขจรจัด แจ้งได้ดังนี้\nปี 2564", F),
        ("การวิเคราะห์ผลการประเมิน ITA\nสุนัขจรจัด\nปี 2564", C),
        ("ผู้เข้าชมเว็บไซต์ 1 กรกฎาคม 2560\nการวิเคราะห์ผลการประเมิน ITA ปี 2564", F),
    ],
)
def test_running_text_orders_and_lists_are_no_titles(opening, verdict):
    assert verdicts(f"{opening}\nคะแนนรวม 80.00", 1, item="o42") == [verdict]


def test_a_meeting_that_prepares_a_plan_is_no_plan():
    told = "เทศบาลจัดประชุมประชาคมรับฟังความคิดเห็นในแผนพัฒนาท้องถิ่น\nเมื่อวันที่ 9 มิถุนายน 2565"
    assert verdicts(told, 1, 2, item="o33") == [F, F]
    assert verdicts(told.replace("ประชุมประชาคม", "ทำเอกสาร"), 1, item="o33") == [C]


def test_a_list_of_what_another_assessment_asks_is_no_evidence():
    listed = "EB{0} การจัดการเรื่องร้องเรียน\nEB{0}.1 คู่มือ\nEB{0}.2 ช่องทางการร้องเรียน"
    assert verdicts(listed.format(10), 1, 2, item="o29") == [N, N]
    plain = "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริต\n1. ช่องทางการร้องเรียน\nโทรศัพท์"
    assert verdicts(plain, 1, 2, item="o29") == [F, F]


def test_a_unit_may_be_named_without_the_words_for_it():
    told = "แนวปฏิบัติการจัดการเรื่องร้องเรียนการทุจริต\n1. ยื่นที่{}\n2. รอฟังผล"
    assert verdicts(told.format("ศูนย์ยุติธรรมชุมชน"), 3, item="o29") == [C]
    assert verdicts(told.format("นี่"), 3, item="o29") == [N]


def test_a_service_that_is_to_come_or_is_closed_is_no_channel():
    form = "<form>\nส่งคำร้อง"
    assert verdicts(f"ขออภัย E-Service ปิดปรับปรุง\n{form}", 1, item="o17") == [N]
    assert verdicts(f"แจ้งปิดปรับปรุงถนน\nE-Service ยื่นคำขอ\n{form}", 1, item="o17") == [F]
    assert verdicts(f"E-Service ยื่นคำขอออนไลน์\n{form}", 1, item="o17") == [F]
    assert verdicts(f"เทศบาลเตรียมเปิด E-Service\n{form}", 1, item="o17") == [C]


def test_a_signature_is_that_of_the_chief_executive():
    assert verdicts(GIFTS, 1, 2, 3, item="o26", year=2567) == [F, F, F]
    other = GIFTS.replace("นายกเทศมนตรีตำบล", "หัวหน้าสำนักปลัดเทศบาลตำบล")
    assert verdicts(other, 1, item="o26", year=2567) == [N]
    for acting in ("ปลัดเทศบาล ปฏิบัติหน้าที่\nนายกเทศมนตรีตำบล", "รักษาราชการแทนนายกเทศมนตรีตำบล"):
        text = GIFTS.replace("นายกเทศมนตรีตำบล", acting)
        assert verdicts(text, 1, item="o26", year=2567) == [C]
    unsigned = "\n".join(GIFTS.split("\n")[:3])
    addressed = f"{unsigned}\nเรียน (ผ่านปลัดเทศบาล) นายกเทศมนตรี\nเพื่อโปรดทราบ"
    assert verdicts(addressed, 1, item="o26", year=2567) == [C]
    in_the_middle = GIFTS + "\nข้อความต่อท้ายที่ไม่ใช่ส่วนลงนาม" * 9
    assert verdicts(in_the_middle, 1, item="o26", year=2567) == [C]
    assert verdicts(unsigned, 1, item="o26", year=2567) == [N]
    assert {"undated", "not_signed"} <= codes(unsigned, item="o26", year=2567)
    assert not {"undated", "not_signed"} & codes(GIFTS, item="o26", year=2567)


def test_days_after_the_year_and_days_of_no_calendar():
    def told(day):
        return codes(GIFTS.replace("8 มกราคม พ.ศ. 2567", day), item="o26", year=2567)

    assert not {"dated_later", "impossible_day"} & told("30 กันยายน 2567")
    assert "dated_later" in told("1 ตุลาคม 2567")
    assert "impossible_day" in told("31 กุมภาพันธ์ 2567")


def test_a_whole_law_is_no_telling_of_duties():
    law = "\n".join(f"มาตรา {number} ให้เทศบาลมีหน้าที่" for number in range(1, 15))
    assert verdicts(f"ให้ไว้ ณ วันที่ 1\n{law}", 2, item="o3", year=2567) == [N]
    assert verdicts(law, 2, item="o3", year=2567) == [C]
    assert verdicts("หน้าที่และอำนาจ\nมาตรา 50 รักษาความสงบ", 1, 2, item="o3", year=2567) == [F, F]


def test_months_are_counted_in_titles_not_in_days_of_contracts():
    months = ["ตุลาคม 2564", "พฤศจิกายน 2564", "ธันวาคม 2564"]
    months += ["มกราคม 2565", "กุมภาพันธ์ 2565", "มีนาคม 2565"]
    every = "=====".join(f"สรุปผลการจัดซื้อจัดจ้างในรอบเดือน {month}\nไม่มี" for month in months)
    assert verdicts(every, 8, item="o23") == [F]
    one = "สรุปผลในรอบเดือน มีนาคม 2565\nที่ | สัญญา\n1 | " + " ".join(f"1 {month}" for month in months)
    assert verdicts(one, 8, item="o23") == [N]


def test_files_together_show_what_one_alone_does_not():
    parts = [evidence(f"{TITLE}\n1. {name}\nมีเนื้อหา") for name in ("ปัญหา อุปสรรค", "ข้อเสนอแนะ")]
    entries = preaudit(parts, "o12", 2565, CATALOGUE).elements
    assert [entries[at].outcome.verdict for at in (2, 3)] == [F, F]


@pytest.mark.parametrize(
    ("files", "verdict"),
    [
        ([REPORT], F),
        ([REPORT.replace(TITLE, "แผนดำเนินงานประจำปี 2564")], C),  # a plan behind the page
        ([REPORT.replace(TITLE, "แผนดำเนินงานประจำปี 2564"), REPORT], F),
        ([f"เทศบาลตำบลบ้านสาม\n{REPORT}"], C),
        ([f"{TITLE}\nผลการดำเนินการ\nไม่มีข้อมูล"], C),
    ],
)
def test_a_page_does_not_clear_the_files_behind_it(files, verdict):
    page = evidence("เทศบาลตำบลบ้านสอง\nหน้าแรก", name="index.html")
    behind = [evidence(text, name=f"{number}.pdf") for number, text in enumerate(files)]
    whole = preaudit([*behind, page], "o12", 2565, CATALOGUE, agency="เทศบาลตำบลบ้านสอง")
    assert whole.elements[0].outcome.verdict is verdict


COUNTS = "สถิติการให้บริการ ปี 2565\nลำดับ | บริการ | จำนวน\n1 | ก | {}\n2 | ข | {}\n3 | ค | {}"
PLEASED = "ประชาชนมีความพึงพอใจต่องานทะเบียน"
NAMED = "(นายสมมุติ ทดสอบ)\n(นางทดลอง ตัวอย่าง)"
SIX = ("ตุลาคม", "พฤศจิกายน", "ธันวาคม", "มกราคม", "กุมภาพันธ์", "มีนาคม")


@pytest.mark.parametrize(
    ("rule", "text", "link", "verdict"),
    [
        ("statistics", COUNTS.format(5, 6, 7), "", F),
        ("statistics", COUNTS.format("", "", ""), "", C),  # numbers of rows
        ("statistics", COUNTS.format(2563, 2564, 2565), "", C),
        ("statistics", COUNTS.format(*["043000001"] * 3), "", C),
        ("statistics", f"{COUNTS.format('', '', '')}\nเงิน\nก | ข\nก | 1\nก | 2\nก | 3", "", C),
        ("social", "", "https://www.facebook.com/bansong", F),
        ("social", "", "https://www.facebook.com/sharer/sharer.php?u=x", N),
        ("social", "", "https://x.com/share?url=x", N),
        ("social", "", "https://facebook.com.example/bansong", N),
        ("map", "", "https://www.google.co.th/maps/place/x", F),
        ("map", "", "https://maps.app.goo.gl/x", F),
        ("map", "", "https://goo.gl/forms/x", C),
        ("map", "", "https://www.bansong.example/sitemaps", C),
        ("two_way", "สอบถามข้อมูล", "https://m.me/bansong", F),
        ("two_way", "ถาม-ตอบ\nตั้งคำถาม", "", F),
        ("two_way", "สอบถามข้อมูลเพิ่มเติม โทร.", "https://www.bansong.example/", C),
        ("phone", "โทร. 0-4300-0000 ต่อ 12", "", F),
        ("phone", "(043) 000-000", "", F),
        ("phone", "โทร.043-000000-25", "", F),
        ("phone", "0-9940-00123-45-6", "", N),  # of a tax-payer
        ("phone", "๐๘-๐๐๐๐-๐๐๐๑", "", F),
        ("phone", "01-10-2565", "", N),
        ("phone", "0 15 20 30 40", "", N),
        ("phone", "0 25 20 30 40", "", N),
        ("executive_names", f"คณะผู้บริหาร\n{NAMED}", "", F),
        ("executive_names", f"สมาชิกสภาเทศบาล\n{NAMED}", "", C),
        ("executive_names", "นายกอไก่ ทดสอบ\nปลัดเทศบาล\nนายสมมุติ ทดสอบ", "", F),
        ("executive_names", "นายสมมุติ ทดสอบ\nนายสมมุติ  ทดสอบ", "", C),
        ("executive_names", "นายช่างโยธา ชำนาญงาน\nนายกฯ กล่าวว่า", "", N),
        ("executive_names", "คณะผู้บริหาร\nนายสมมุติ\nทดสอบ", "", C),  # torn over two lines
        ("executive_contact", "นายสมมุติ ทดสอบ\nโทร. 0-4300-0000", "", F),
        ("executive_contact", "นายสมมุติ ทดสอบ\nหมู่ 3 ต.ก อ.ก จ.ก โทร. 0-4300-0000", "", C),
        ("duration", "โครงการ | ต.ค. | พ.ย.\nก | / | /", "", F),
        ("duration", "โครงการ | ต.ค. | พ.ย.\nก |  | ", "", C),  # arrows are no text
        ("duration", "โครงการ | ปี ๖๖ | ปี ๖๗\nก | 5 | 5", "", F),
        ("duration", "โครงการ | ปี ๖๖ | รวม\nก | 5 | 5", "", N),
        ("map", "งานแผนที่ภาษี", "", C),
        ("culture", "จะจัดอบรมค่านิยม", "", C),
        ("structure", "โครงสร้างองค์กร", "", N),  # a title is no chart
        ("culture", "ร่วมประกาศเจตนารมณ์สร้างวัฒนธรรมสุจริต เวลา 13.30 น.", "", F),
        ("culture", "ขอเชิญร่วมกิจกรรมสร้างวัฒนธรรมสุจริต เวลา 13.30 น.", "", C),
        ("statistics", "สถิติผู้เข้าชมเว็บไซต์\n12 ครั้ง", "", N),
        ("satisfaction", f"{PLEASED} ค่าเฉลี่ยเท่ากับ 4.56 ร้อยละ 91.13\n{PLEASED} ร้อยละ 92.74", "", F),
        ("satisfaction", f"{PLEASED} ร้อยละ 91.13", "", C),
        ("complaints_done", "ดำเนินการแล้วเสร็จ จำนวน ๑๒ เรื่อง", "", F),
        ("complaints_done", "ด้วยเรื่องที่ดำเนินการแล้วเสร็จ แจ้งผลภายใน 15 วัน", "", C),
        ("middle_price", "ด้วยเทศบาลจะจ้างก่อสร้างถนน ราคากลาง 687,000 บาท", "", C),
        ("middle_price", "ราคากลางและการคำนวณ", "", N),  # a title is no column
        ("risk_level", "1. ระดับความเสี่ยง\nสูง", "", F),
        ("risk_level", "1. ระดับความเสี่ยง หมายถึง ผลคูณของโอกาสและความรุนแรง\nก", "", C),
        ("gift_notice", "ประกาศว่าพนักงานทุกคนไม่รับของขวัญ", "", F),
        ("gift_notice", "พนักงานได้ร่วมประกาศ No Gift Policy", "", N),  # its name is not what it says
        ("top_executive", "รองนายกเทศมนตรี นายสมมุติ ทดสอบ", "", N),
        ("top_executive", "รองนายกเทศมนตรีพร้อมด้วยนายกเทศมนตรี", "", F),
        ("address", "111 ม.17 ตำบลบ้านสอง\nอำเภอเมือง จังหวัดทดสอบ", "", F),  # broken over lines
        ("address", "111 ม.17 ตำบลบ้านสอง\nโทรศัพท์\nอำเภอเมือง จังหวัดทดสอบ", "", N),
        ("address", "ตำบลบ้านสอง อำเภอเมือง จังหวัดทดสอบ 40000", "", F),
        ("address", "ตำบลบ้านสอง ตั้งอยู่ในอำเภอเมือง จังหวัดทดสอบ มีพื้นที่ 40,000 ไร่", "", N),
        ("complaints_done", f"{'ข้อความ' * 9} ดำเนินการแล้วเสร็จ จำนวน 12 เรื่อง", "", C),
        ("executive_takes_part", "นายกเทศมนตรีเป็นประธานพิธีต่อต้านคอร์รัปชัน เวลา 9.00 น.", "", F),
        ("executive_takes_part", "ปลัด ปฏิบัติหน้าที่นายกเทศมนตรี ต้านทุจริต เวลา 9.00 น.", "", N),
        ("meeting", "จัดประชุม ณ ห้องประชุมเทศบาล", "", F),
        ("meeting", "มอบดอกไม้ ณ ห้องประชุมเทศบาล", "", N),  # its name
        ("news", "เมื่อวันที่ 5 มกราคม 2565 ลงพื้นที่ฉีดวัคซีน", "", F),
        ("news", "รายชื่อโครงการ", "", C),
        ("news", "ปฏิบัติหน้าที่อื่นตามที่นายกเทศมนตรีมอบหมาย", "", N),
        ("news", "แผนออกพื้นที่ให้บริการ ปี 2565", "", N),
        ("news", "ประชาสัมพันธ์ ปี 2565", "", C),  # of a menu
        ("service_manual", "หลักฐานที่ต้องยื่น\nสำเนาหนังสือรับรองบริษัท", "", N),  # of a tender
        ("service_manual", "หลักเกณฑ์ วิธีการ และเงื่อนไขการคัดเลือกพนักงาน", "", N),
        ("both_sides", "นายกเทศมนตรี\nกอง | คน\nปลัดเทศบาล | 1", "", F),
        ("both_sides", f"ด้วย{'ในองค์กร' * 8}มีนายกเทศมนตรีและปลัดเทศบาล", "", C),
        ("six_month_report", "ความก้าวหน้า รอบ 6 เดือน ปี 2565", "", F),
        ("six_month_report", "ความก้าวหน้า รอบ 6 เดือน ปี 2564", "", N),
        ("six_month_report", "ความก้าวหน้า ปี 2565 ไตรมาสที่ 1 (ตุลาคม - ธันวาคม 2564)", "", N),
        ("six_month_report", "ความก้าวหน้า ปี 2565 ไตรมาสที่ 1 - 2", "", F),
        ("half_year", "รอบ 6 เดือน ปี 2564", "", N),
        ("half_year", "1 ต.ค. 64 - 31 มี.ค. 65", "", F),
        ("half_year", "รอบ 6 เดือน ปี 2565", "", F),
        ("half_year", "สัญญา 36 เดือน", "", N),
        ("half_year_months", "\n".join(f"รอบเดือน{month}" for month in SIX), "", F),
        ("half_year_months", "\n".join(f"3 {month} 2565" for month in SIX), "", N),
        ("half_year_months", "รอบ | ผล\n" + "\n".join(f"{month} 2565 | " for month in SIX), "", C),
        ("half_year_months", "รอบ | ผล\n" + "\n".join(f"{month} 2565 | 1" for month in SIX), "", F),
        ("projects", "โครงการ | งบประมาณ | ผล\nซ่อมถนน |  | \nขุดบ่อ |  | ", "", C),  # names alone
        ("projects", "ที่ | โครงการ | งบประมาณ\n1 | ซ่อมถนน | \n2 | ขุดบ่อ | ", "", C),
        ("projects", "ที่ | โครงการ | หมายเหตุ\n1 | ซ่อมถนน | \n2 | ขุดบ่อ | ", "", F),
        ("projects", "โครงการ | งบประมาณ | ผล\nซ่อมถนน |  | \nขุดบ่อ | 5 | ", "", F),
        ("half_year_months", "ก | ข\n" + "\n".join(f"ก | {month} 2565" for month in SIX), "", F),
        ("half_year_months", f"{'ข้อความ' * 13} {' '.join(SIX)}", "", C),
    ],
)
def test_what_a_matcher_takes_and_what_it_does_not(rule, text, link, verdict):
    known = shipped_rules().rules[rule]
    look = Look((evidence(text, links=(link,) if link else ()),), 2565)
    assert MATCHERS[known.match](look, known).verdict is verdict


def test_years_stand_behind_points_and_numbers_are_none():
    assert [verdicts(REPORT.replace("พ.ศ. 2564", year), 5) for year in ("พ.ศ.2564", "1.2564")] == [
        [F], [N],
    ]  # fmt: skip


def test_a_title_alone_or_a_link_with_it_shows_nothing():
    title = "ประกาศผู้ชนะการเสนอราคา ซื้อวัสดุ ปี 2565"
    below = f"{title}\n1. ซื้อวัสดุ เป็นเงิน 9,000 บาท"
    assert [verdicts(text, 1, item="o22") for text in (title, below)] == [[C], [F]]


@pytest.mark.parametrize("title", ["รายงานผลการดำเนินงานประจำปี 2564", "ประวัติตลาดน้ำ ปี 2564"])
def test_doubtful_words_stay_doubtful_below_any_title(title):
    running = f"{'ข้อความ' * 9}พบปัญหาและอุปสรรคอยู่บ้าง{'ข้อความ' * 9}"
    assert verdicts(f"{title}\n{running}", 3) == [C]


def test_other_words_count_below_the_title():
    own = "รายงานผลการดำเนินงานประจำปี 2564"
    assert verdicts(f"{own} และปัญหา\n1. บทนำ\nเรื่องอื่น", 3) == [N]
    assert verdicts(f"{own}\n1. บทนำ\nพบปัญหาน้ำท่วม", 3) == [C]


def test_running_text_that_names_the_chief_is_no_signature():
    unsigned = "\n".join(GIFTS.split("\n")[:3])
    running = f"{unsigned}\n{'ข้อความ' * 9}โดยนายกเทศมนตรี{'ข้อความ' * 9}ต่อไป"
    texts = (running, f"{unsigned}\nโดยนายกเทศมนตรี")
    assert [verdicts(text, 1, item="o26", year=2567) for text in texts] == [[N], [C]]


def test_a_row_alone_is_a_line_and_not_a_table():
    row = "เมื่อวันที่ | 5 | มกราคม | 2565 | จัดประชุมประชาคม"
    assert verdicts(row, 1, 2, item="o33") == [F, F]
    assert verdicts(f"{row}\n- | - | - | - | -", 1, item="o33") == [N]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("phone", "โทร. 0-4300-0000"),
        ("address", "ตำบลบ้านสอง อำเภอเมือง จังหวัดทดสอบ 40000"),
        ("handling_time", "แจ้งผลภายใน 15 วัน"),
        ("duration", "โครงการ | 2565 | 2566\nก | / | /"),
    ],
)
def test_no_digit_is_taken_from_a_picture(name, text):
    looks = [Look((evidence(text, ocr=ocr),), 2565) for ocr in (True, False)]
    rule = shipped_rules().rules[name]
    assert [MATCHERS[rule.match](look, rule).verdict for look in looks] == [N, F]


DAYS = "\n".join(f"ประชาสัมพันธ์ชำระภาษี\n{day} ก.พ. 65" for day in (5, 9, 15))
LED = "เมื่อวันที่ 5 มกราคม 2565 เวลา 9.00 น. นายกเทศมนตรี ต้านทุจริต"


@pytest.mark.parametrize(
    ("item", "number", "text"),
    [
        (
            "o12",
            2,
            f"{TITLE}\nเทศบาลตำบลบ้านสองได้เบิกจ่ายแล้ว 16,455,210 บาท คิดเป็นร้อยละ 87 ของงบประมาณ",
        ),
        ("o15", 1, "สถิติการให้บริการ ปี 2565\nงานทะเบียน 120 คน\nงานภาษี 80 คน\nงานช่าง 12 คน"),
        ("o31", 2, "สถิติเรื่องร้องเรียนการทุจริต ปี 2565\nดำเนินการแล้วเสร็จ จำนวน 3 เรื่อง"),
        ("o31", 2, f"สถิติเรื่องร้องเรียนการทุจริต ปี 2565\n{COMPLAINTS}\n3 | 3 | 0"),
        ("o7", 1, f"ข่าวประชาสัมพันธ์\n{DAYS}"),
        ("o35", 1, f"การมีส่วนร่วมของผู้บริหาร\n{LED}"),
    ],
)
def test_figures_and_days_of_a_picture_show_nothing(item, number, text):
    assert verdicts(text, number, item=item) == [F]
    outcome = audit(text, item, ocr=True).elements[number - 1].outcome
    assert (outcome.verdict, bool(outcome.quote)) == (C, True)
    assert "ปี วันที่ และตัวเลขที่อ่านได้อาจผิด" in outcome.reason.th


@pytest.mark.parametrize(("is_recognised", "verdict"), [(True, C), (False, F)])
def test_the_time_without_complaints_is_not_taken_from_a_picture(is_recognised, verdict):
    paper = evidence("สถิติเรื่องร้องเรียนการทุจริต ปี 2567=====ปี 2567 ไม่มีเรื่องร้องเรียนการทุจริต")
    first, second = paper.pages
    pages = (first, replace(second, is_recognised=is_recognised))
    entries = preaudit([replace(paper, pages=pages)], "o19", 2568, CATALOGUE).elements
    assert [entries[at].outcome.verdict for at in (0, 1, 4)] == [verdict] * 3


def test_every_expression_and_matcher_is_short():
    folder = Path(inspect.getfile(preaudit)).parent
    calls = [
        node
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("any_of", "compiled")
    ]
    parts = [part for call in calls for each in call.args for part in ast.walk(each)]
    literals = [part.value for part in parts if isinstance(part, ast.Constant)]
    assert len(literals) > 60
    assert [text for text in literals if len(text) > 120] == []
    lengths = {name: len(inspect.getsourcelines(match)[0]) for name, match in MATCHERS.items()}
    assert {name for name, length in lengths.items() if length > 40} == set()


def test_an_item_that_the_year_does_not_have():
    with pytest.raises(Misuse):
        audit(REPORT, item="o99")


def test_every_rule_has_its_matcher_and_every_lineage_is_one_of_a_year():
    rules = shipped_rules()
    assert {rule.match for rule in rules.rules.values()} == set(MATCHERS)
    years = [CATALOGUE.get(year, draft=True) for year in CATALOGUE.years()]
    items = [item for year in years for part in year.instruments for item in part.items or ()]
    assert set(rules.lineages) <= {name for item in items for name in item.lineage}


def test_every_element_of_every_year_has_a_rule():
    rules, without = shipped_rules(), set()
    prefixes = tuple(rules.elements)
    for year in CATALOGUE.years():
        for elements in CATALOGUE.elements(year).values():
            texts = {" ".join(one.text.th.split()) for one in elements or () if one.text}
            without |= {text for text in texts if not text.startswith(prefixes)}
    statistics = (
        "รอบของข้อมูลสถิติยังไม่ทราบ แหล่งหนึ่งใช้ทั้งปีงบประมาณ พ.ศ. {year-1}"
        " อีกแหล่งใช้ 6 เดือนแรกของปี พ.ศ. {year}"
    )
    assert without == {
        "แสดงรายงานการประเมินจริยธรรมเจ้าหน้าที่ของรัฐ (รายละเอียดไม่พบ)",
        statistics,
    }
    assert rules.rule_for(without.pop(), "").match == "by_eye"
    assert set(read_document(BUILTIN, "preaudit")["lineages"]["executives"]) <= set(
        Lineage.__struct_fields__
    )


MONEY = "ที่ | โครงการ | งบประมาณ (บาท) | ร้อยละ\n1 | ถนน | 40,000 | 40\n2 | ท่อ | 60,000 | 60"
PLAN = "แผนปฏิบัติการป้องกันการทุจริต 2565\nที่ | มาตรการ | ระยะเวลา\n1 | อบรม | {}\n2 | ประกาศ | ก.ย. 65"


@pytest.mark.parametrize(
    ("text", "code", "falls"),
    [
        (f"{MONEY}\nรวม |  | 100,000 | 100", "sum_differs", False),
        (f"{MONEY}\nรวม |  | ๑๐๐,๐๐๐ | 100", "sum_differs", False),
        (f"{MONEY}\nรวม |  | 110,000 | 100", "sum_differs", True),
        (f"{MONEY}\n3 | คู | ตามจริง | \nรวม |  | 110,000 | 100", "sum_differs", False),
        (f"{MONEY}\nรวม |  | 100,000 | \n3 | คู | 5 | \nรวม |  | 9 | ", "sum_differs", False),
        ("ดำเนินการแล้ว 8 โครงการ จากทั้งหมด 10 โครงการ คิดเป็นร้อยละ 80", "share_differs", False),
        ("ดำเนินการแล้ว 2 โครงการ จากทั้งหมด 3 โครงการ คิดเป็นร้อยละ 66.66", "share_differs", False),
        ("ดำเนินการแล้ว 8 โครงการ จากทั้งหมด 10 โครงการ คิดเป็นร้อยละ 75", "share_differs", True),
        ("เป็นเงิน 90,000 บาท (เก้าหมื่นบาทถ้วน)", "words_differ", False),
        ("เป็นเงิน 90,000 บาท (เก้าแสนบาทถ้วน)", "words_differ", True),
        ("เป็นเงิน 90,000 บาท (จากเงินรายได้บาท)", "words_differ", False),
        ("คะแนนประเมินโดยรวม 85.29 คะแนน\nสรุป\nคะแนนประเมินโดยรวม 85.26 คะแนน", "told_twice", True),
        ("คะแนนประเมินโดยรวม 85.29 คะแนน\nสรุป\nคะแนนประเมินโดยรวม 85.29 คะแนน", "told_twice", False),
        ("รวม 3 คน\nสรุป\nรวม 5 คน", "told_twice", False),
        (f"{PLAN.format('ก.พ.-มี.ค.65')}\nประกาศ ณ วันที่ 22 เมษายน 2565", "before_approval", True),
        (f"{PLAN.format('พ.ค. 65')}\nประกาศ ณ วันที่ 22 เมษายน 2565", "before_approval", False),
        (f"{REPORT}\nอนุมัติเมื่อวันที่ 1 ตุลาคม 2565", "before_approval", False),
        (
            "บันทึกข้อความ\nที่ 1 วันที่ 22 เมษายน 2565\nเรื่อง ขออนุมัติมาตรการ\nงาน | เวลา\nก | ก.พ. 65",
            "before_approval", True,
        ),
        ("งาน | ผล\nก | เทศบาลตำบลบ้านสาม ออก\nข | เทศบาลตำบลบ้านสาม รับ", "several_agencies", True),
        ("งาน | ผล\nก | เทศบาลตำบลได้ ออก\nข | เทศบาลตำบลได้ รับ", "several_agencies", False),
        (
            "โครงการ | ผลการดำเนินงาน\nอบรม | เพื่อสร้างจิตสำนึก\nประกาศ | ประชาชนได้รับความสะดวก",
            "results_general", True,
        ),
        (
            "โครงการ | ผลการดำเนินงาน\nอบรม | เพื่อสร้างจิตสำนึก\nประกาศ | ประกาศใช้แล้ว",
            "results_general", False,
        ),
    ],
)  # fmt: skip
def test_figures_days_and_results_that_contradict(text, code, falls):
    own = f"{TITLE}\nเทศบาลตำบลบ้านสอง"
    is_whole = text.startswith(("แผน", "บันทึก"))
    assert (code in codes(text if is_whole else f"{own}\n{text}")) == falls


@pytest.mark.parametrize(
    ("subject", "verdict"),
    [("ประกวดราคาจ้างก่อสร้างถนนคอนกรีตเสริมเหล็ก", F), ("สอบคัดเลือกบุคคลเป็นพนักงานรักษาความสะอาด", C)],
)
def test_a_subject_is_read_to_its_end_with_its_numbers(subject, verdict):
    text = f"""ประกาศเทศบาลตำบลบ้านสอง
เรื่อง {subject} หมู่ที่ 3 ของเทศบาลตำบลบ้านสอง ด้วยวิธีการที่กำหนด (e-bidding)
ด้วยเทศบาลตำบลบ้านสองจะดำเนินการดังนี้
1. ประกาศเชิญชวน
ยื่นเอกสารในวันที่ 14 กุมภาพันธ์ 2566"""
    assert verdicts(text, 1, item="o20", year=2566) == [verdict]


@pytest.mark.parametrize(
    ("opens", "verdict"),
    [("อย่างน้อยประกอบด้วย", N), ("อย่างน้อย ประกอบด้วย ดังนี้", N), ("ตามหัวข้อ", F)],
)
def test_a_list_of_what_it_consists_of_at_least_is_no_content(opens, verdict):
    lines = "(1) ผลการดำเนินการ 20 โครงการ\n(2) ปัญหา อุปสรรค ไม่มี\n(3) ข้อเสนอแนะ ไม่มี"
    text = f"{TITLE}\nมีข้อมูลสรุปผลการดำเนินงาน {opens}\n{lines}"
    assert verdicts(text, 3, 4) == [verdict, verdict]


@pytest.mark.parametrize(
    ("told", "expected"),
    [("มอบนโยบายไม่รับของขวัญ", [F, F]), ("เตรียมงานวันเทศบาล", [N, C])],
)
def test_a_meeting_on_something_else_is_no_form_of_the_activity(told, expected):
    text = f"เมื่อวันที่ 9 มกราคม 2567 เทศบาลจัดประชุมพนักงาน {told} มีผู้เข้าร่วม 40 คน"
    assert verdicts(text, 1, 2, item="o27", year=2567) == expected


@pytest.mark.parametrize(("phone", "verdict"), [("\nโทร. 081-000-0001", F), ("", N)])
def test_executives_are_to_be_reached(phone, verdict):
    people = f"นายสมชาย ใจดี\nนายกเทศมนตรี{phone}\nนายวิชัย เพียรงาน\nปลัดเทศบาล{phone}"
    assert verdicts(f"คณะผู้บริหาร\n{people}", 1, item="o2", year=2566) == [verdict]


@pytest.mark.parametrize(
    ("name", "verdict"),
    [("ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริต", F), ("ข่าวการป้องกันการทุจริต", C)],
)
def test_a_sentence_counts_complaints_in_a_paper_that_is_called_so(name, verdict):
    text = f"""{name} ปีงบประมาณ พ.ศ. 2567
ในปีงบประมาณ พ.ศ. 2567 (1 ตุลาคม 2566 ถึง 30 กันยายน 2567) มีเรื่องร้องเรียนทั้งหมด 2 เรื่อง"""
    assert verdicts(text, 1, item="o19", year=2568) == [verdict]


@pytest.mark.parametrize(("line", "verdict"), [("งานทะเบียน ร้อยละ 95.8", F), ("งานทะเบียน ดีมาก", C)])
def test_the_figures_of_a_list_belong_to_the_words_above_it(line, verdict):
    text = f"ผลการสำรวจความพึงพอใจ ปี 2565\nมีความพึงพอใจ ร้อยละ 95.4\n1. {line}\n2. {line}"
    assert verdicts(text, 1, item="o17", year=2566) == [verdict]


@pytest.mark.parametrize(
    ("last", "verdict"), [("สงวนลิขสิทธิ์ 2569 บริษัทตัวอย่าง", F), ("กองทุนหลักประกันสุขภาพ ปี 2569", C)]
)
def test_a_footer_is_no_part_of_the_title(last, verdict):
    text = f"เทศบาลตำบลบ้านสอง\nโทรศัพท์ 0-4300-0000\n{last}"
    assert verdicts(text, 2, item="o5", year=2566) == [verdict]


@pytest.mark.parametrize(("lines", "falls"), [(2, False), (20, True)])
def test_a_heading_far_below_makes_no_paper_one_on_the_subject(lines, falls):
    text = "\n".join(["การแข่งขันกีฬา ปี 2566", *["ทีมชนะ"] * lines, "การทุจริต", "ไม่มี"])
    assert ("other_subject" in codes(text, item="o35", year=2566)) is falls


@pytest.mark.parametrize(("begins", "verdict"), [("", F), ("แผน", C)])
def test_the_own_title_of_an_item_is_of_its_kind(begins, verdict):
    text = f"""{begins}การดำเนินการเพื่อจัดการความเสี่ยงการทุจริต ประจำปี 2566
ความเสี่ยง | ผลการดำเนินการ
เรียกรับเงิน | ประชุมชี้แจงเมื่อวันที่ 10 กุมภาพันธ์ 2566"""
    assert verdicts(text, 1, item="o35", year=2566) == [verdict]


@pytest.mark.parametrize(
    ("above", "verdict"), [("Share this slide\n1 of 94\nDownload", F), ("ข่าวกีฬาของสโมสร", C)]
)
def test_what_a_platform_writes_above_a_paper_is_no_title(above, verdict):
    text = f"{above}\nแผนพัฒนาท้องถิ่น (พ.ศ. 2566 - 2570)\nเทศบาลตำบลบ้านสอง\n1. ยุทธศาสตร์\nถนนดี"
    assert verdicts(text, 1, item="o4", year=2566) == [verdict]


@pytest.mark.parametrize(("title", "verdict"), [("ขั้นตอนทิ้งขยะชิ้นใหญ่", C), ("ประวัติหมู่บ้าน", N)])
def test_other_words_in_a_title_count_where_a_title_shows_the_usual_ones(title, verdict):
    text = f"{title}\n1. แจ้งเลขที่บ้านต่อเจ้าหน้าที่\n2. รับใบเสร็จ"
    assert verdicts(text, 1, 2, item="o15", year=2566) == [verdict, verdict]


def test_the_title_with_the_usual_words_has_no_other_ones():
    text = "คู่มือการปฏิบัติงาน\nงานพัสดุของเทศบาลตำบลบ้านสอง"
    assert verdicts(text, 1, item="o14", year=2566) == [N]


@pytest.mark.parametrize(
    ("line", "verdict"),
    [("แผนที่ตั้งสำนักงาน", F), ("เทศบาลได้จัดทำแผนงานไว้เป็นแผนที่สอดคล้องกับความต้องการของประชาชนในเขต", C)],
)
def test_a_plan_that_is_no_map(line, verdict):
    text = f"ติดต่อเรา\nโทรศัพท์ 0-4300-0000\n{line}\nริมถนนใหญ่"
    assert verdicts(text, 4, item="o5", year=2566) == [verdict]


def test_what_is_done_by_the_chief_may_be_done_without_a_signature():
    text = "ประกาศเจตนารมณ์ต่อต้านการทุจริต\nเทศบาลตำบลบ้านสองจะปฏิบัติหน้าที่ด้วยความซื่อสัตย์สุจริต"
    assert verdicts(text, 2, item="o34", year=2564) == [C]
    assert verdicts(text, 1, item="o31", year=2566) == [N]  # here a signature is asked


def test_a_guide_may_have_the_name_of_its_item():
    text = "คู่มือหรือแนวทางการให้บริการสำหรับผู้มาติดต่อ\nขั้นตอน\n1. ยื่นแบบที่กองคลัง\n2. รับใบเสร็จ"
    assert verdicts(text, 1, 2, item="o15", year=2566) == [F, F]
    assert verdicts(text, 1, item="o14", year=2566) != [F]


def test_the_number_of_a_house_is_no_subject():
    text = "99/9 ม.4 ถ.ตัวอย่าง ต.บ้านสอง\nอ.เมือง จ.ตัวอย่าง 49000\nโทร.0-4300-0000"
    assert verdicts(text, 1, 2, item="o5", year=2566) == [F, F]
    assert verdicts(f"ข่าวกีฬาของสโมสร\n{text}", 1, item="o5", year=2566) == [C]


@pytest.mark.parametrize(("line", "verdict"), [("facebook.com/bansong", C), ("แผ่นพับ", N)])
def test_a_printed_address_may_be_a_channel(line, verdict):
    text = f"ติดต่อเรา\n{line}"
    links = ("https://bansong.example/",)
    assert verdicts(text, 1, item="o9", year=2566, links=links) == [verdict]


@pytest.mark.parametrize(("line", "verdict"), [("ต.ค. พ.ย. ธ.ค. ม.ค.", C), ("ทุกวัน", N)])
def test_months_in_a_line_may_be_the_heads_of_a_table_that_was_lost(line, verdict):
    text = f"แผนดำเนินงานประจำปี 2566\nโครงการ งบประมาณ {line} 1 ซ่อมถนน 90,000 บาท กองช่าง บ้านสอง"
    assert verdicts(text, 3, item="o11", year=2566) == [verdict]


@pytest.mark.parametrize(("begins", "verdict"), [("", F), ("อำนาจหน้าที่ตาม", C)])
def test_what_is_so_by_an_act_is_not_the_act(begins, verdict):
    text = f"{begins}พระราชบัญญัติเทศบาล พ.ศ. 2496\nเทศบาลตำบลบ้านสอง\nมีหน้าที่ต้องทำ\n(1) ดูแลถนน"
    assert verdicts(text, 1, item="o6", year=2566) == [verdict]


def test_every_official_name_of_an_item_explains_itself_as_a_title():
    rules, against = shipped_rules(), {}
    for year in CATALOGUE.years():
        parts = CATALOGUE.get(year, draft=True).instruments
        for item in (item for part in parts for item in part.items or () if part.code == "OIT"):
            title = f"{item.name.th}\nประจำปีงบประมาณ พ.ศ. {year}\nเทศบาลตำบลบ้านสอง"
            paper = evidence(f"{title}\n{'เนื้อหา ' * 30}")
            titles = rules.lineages.get(item.lineage[0], Lineage()).titles
            look = Look((paper,), year, titles)
            if traps := traps_in(paper, look, item.lineage, "", Findings()):
                against[item.name.th] = [trap.key for trap in traps]
    assert not against


@pytest.mark.parametrize(
    ("above", "verdicts_there"),
    [
        ("สถิติผู้เข้าชม 11,654\nปรับปรุง 05/10/2561\nPage Views 123240", [F, F]),
        ("หน้าแรก ประวัติ บุคลากร ข่าวกิจกรรม กระดานข่าว", [F, F]),
        ("- สำเนา -", [F, F]),
        ("หน้า ๑ จาก ๙", [F, F]),
        ("ชมรมกีฬา ประวัติ บุคลากร ข่าวกิจกรรม กระดานข่าว", [C, C]),
    ],
)
def test_what_a_site_sets_around_a_paper_is_neither_its_title_nor_its_year(above, verdicts_there):
    assert verdicts(f"{above}\n{REPORT}", 1, 5) == verdicts_there


@pytest.mark.parametrize(("line", "verdict"), [("ข้อมูล ITA 2568", C), ("ประจำปี 2568", F)])
def test_the_year_of_an_assessment_is_not_that_of_a_paper(line, verdict):
    text = f"แผนการบริหารและพัฒนาทรัพยากรบุคคล\n{line}\nเทศบาลตำบลบ้านสอง\nอบรมพนักงานทุกคน"
    assert verdicts(text, 1, item="o14", year=2568) == [verdict]


@pytest.mark.parametrize(("subject", "verdict"), [("การทุจริต", F), ("ทั่วไป", C)])
def test_a_manual_on_the_subject_of_an_item_is_the_items(subject, verdict):
    text = f"""คู่มือการปฏิบัติงานด้านการร้องเรียน{subject}
เทศบาลตำบลบ้านสอง
1. ช่องทางการร้องเรียน
ร้องเรียนด้วยตนเองที่สำนักงาน"""
    assert verdicts(text, 1, item="o22", year=2567) == [verdict]


@pytest.mark.parametrize(
    ("below", "verdict"), [("รองปลัด อบต.", F), ("อบต.บ้านสาม และ อบต.บ้านสอง", C)]
)
def test_offices_below_one_another_are_no_agencies(below, verdict):
    text = f"โครงสร้างองค์กร\nนายก อบต.\nปลัด อบต.\n{below}\nสำนักปลัด\nงานบริหารทั่วไป"
    assert verdicts(text, 2, item="o1", year=2567) == [verdict]


@pytest.mark.parametrize(("name", "verdict"), [("ข่าวประชาสัมพันธ์", F), ("ผังเว็บไซต์", C)])
def test_a_page_of_news_shows_their_days(name, verdict):
    days = "\n".join(f"ประชาสัมพันธ์ชำระภาษี\n{day} ก.พ. 67" for day in (5, 9, 15))
    assert verdicts(f"{name}\n{days}", 1, item="o5", year=2567) == [verdict]


@pytest.mark.parametrize(
    ("title", "told", "verdict"),
    [
        (TITLE, "เบิกจ่ายแล้ว 16,455,210 บาท คิดเป็นร้อยละ 87", F),
        (TITLE, "ตั้งเป้าหมายให้เบิกจ่าย 16,455,210 บาท คิดเป็นร้อยละ 87", C),
        (TITLE, "ใช้ไป 16,455,210 บาท คิดเป็นร้อยละ 87", F),
        (TITLE, "กำหนดให้ใช้ไป 16,455,210 บาท คิดเป็นร้อยละ 87", C),
        (TITLE, "แจ้งว่าจะเบิกจ่าย 16,455,210 บาท คิดเป็นร้อยละ 87", C),
        (TITLE, "เบิกจ่ายตามระเบียบของทางราชการ จึงไม่มีข้อร้องเรียนในเรื่องนี้จากประชาชนในเขต", C),
        ("ข่าวการดำเนินงานประจำปี 2564", "เบิกจ่ายแล้ว 16,455,210 บาท คิดเป็นร้อยละ 87", C),
    ],
)
def test_a_report_in_sentences_tells_its_spending_with_the_amount(title, told, verdict):
    text = f"{title}\nงบประมาณตามข้อบัญญัติ 18,900,000 บาท ซึ่งเทศบาลตำบลบ้านสองได้{told}"
    assert verdicts(text, 2) == [verdict]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("โครงการ | แล้วเสร็จ\nซ่อมถนน | 30 ก.ย. 64", F),
        ("โครงการ | กำหนดแล้วเสร็จ\nซ่อมถนน | 30 ก.ย. 64", C),
        ("โครงการ | เป้าหมายที่แล้วเสร็จ\nซ่อมถนน | 3", C),
        ("ดำเนินโครงการ 12 โครงการ", F),
        ("ดำเนินโครงการ 100,000 บาท", N),
        ("งบประมาณดำเนินโครงการ 12 โครงการ", N),
    ],
)
def test_what_is_set_aimed_at_or_budgeted_is_no_result(told, verdict):
    assert verdicts(f"{TITLE}\n{told}", 1) == [verdict]


@pytest.mark.parametrize(
    ("name", "period", "verdict"),
    [
        ("สถิติเรื่องร้องเรียนการทุจริต", "ในปี 2567", F),
        ("สถิติเรื่องร้องเรียนการทุจริต", "เดือนตุลาคม 2566 - กันยายน 2567", F),
        ("สถิติเรื่องร้องเรียนการทุจริต", "ไตรมาส 1", C),
        ("สถิติเรื่องร้องเรียนการทุจริต", "1 ต.ค. 2566 - 31 ธ.ค. 2566", C),
        ("สถิติเรื่องร้องเรียนการทุจริต", "รอบ 6 เดือน", C),
        ("สถิติเรื่องร้องเรียนการทุจริต", "เดือนตุลาคม 2566", C),
        ("ข่าวป้องกันการทุจริต", "ในปี 2567", C),
    ],
)
def test_of_no_complaints_the_items_paper_has_all_counts(name, period, verdict):
    text = f"{name} ปี 2567\n{period} ไม่มีเรื่องร้องเรียนการทุจริต"
    assert verdicts(text, 2, 3, item="o19", year=2568) == [verdict] * 2


def test_the_first_half_of_a_year_that_still_runs_is_all_there_is():
    text = "สถิติเรื่องร้องเรียนการทุจริต ปี 2565\nรอบ 6 เดือน ไม่มีเรื่องร้องเรียนการทุจริต"
    assert verdicts(text, 2, 3, item="o31", year=2565) == [F, F]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("ไม่มีเรื่องร้องเรียนที่เกี่ยวกับการทุจริตของเจ้าหน้าที่", F),
        ("ไม่มีเรื่องร้องเรียนที่อยู่ระหว่างดำเนินการ", C),
        ("ไม่มีเรื่องร้องเรียนการทุจริตซ้ำ", C),
        ("กรณีไม่มีเรื่องร้องเรียน ให้รายงานว่าไม่มี", C),
        ("ไม่มีเรื่องร้องเรียนค้าง\nในปี 2567 ไม่มีเรื่องร้องเรียน", F),
    ],
)
def test_that_there_were_none_of_some_complaints_says_nothing_of_all(told, verdict):
    text = f"สถิติเรื่องร้องเรียนการทุจริต ปี 2567\n{told}"
    assert verdicts(text, 1, 2, 3, 5, item="o19", year=2568) == [verdict] * 4


@pytest.mark.parametrize(("day", "verdict"), [("8 มกราคม พ.ศ. 2567", F), ("3 ตุลาคม พ.ศ. 2565", N)])
def test_an_announcement_without_a_year_is_of_that_of_its_day(day, verdict):
    text = GIFTS.replace(" ประจำปี 2567", "").replace("8 มกราคม พ.ศ. 2567", day)
    assert verdicts(text, 3, item="o26", year=2567) == [verdict]


@pytest.mark.parametrize(("period", "expected"), [("6 เดือน", [F, F]), ("12 เดือน", [N, N])])
def test_a_report_of_twelve_months_may_speak_of_six(period, expected):
    text = f"""รายงานความก้าวหน้าการดำเนินงาน รอบ {period} ประจำปีงบประมาณ พ.ศ. 2566
เทศบาลตำบลบ้านสอง
โครงการ | ความก้าวหน้า | งบประมาณ
ซ่อมถนน | แล้วเสร็จ | 90,000
รายงานรอบ 6 เดือนได้เผยแพร่แล้ว"""
    assert verdicts(text, 1, 2, item="o12", year=2566) == expected


@pytest.mark.parametrize(("does", "verdict"), [("เปิด", F), ("กำลังพัฒนา", C)])
def test_a_service_in_the_making_is_no_channel(does, verdict):
    text = f"เทศบาลตำบลบ้านสอง{does}ระบบ e-service ให้ประชาชนยื่นคำขอได้\nติดต่อกองคลัง"
    assert verdicts(text, 1, item="o13", year=2567) == [verdict]


@pytest.mark.parametrize(("about", "verdict"), [("คุณธรรมและความโปร่งใส", F), ("ตลาดนัดชุมชน", C)])
def test_the_menu_of_a_page_is_no_subject_of_what_the_chief_did(about, verdict):
    menu = "ติดต่อเรา\nกระดานข่าว\nเว็บลิงก์\nแจ้งเรื่องร้องเรียนการทุจริต"
    day = f"เมื่อวันที่ 5 กุมภาพันธ์ 2565 นายกเทศมนตรีเป็นประธานประชุมเรื่อง{about}"
    text = f"ภาพกิจกรรม\n{day}\nผู้เข้าร่วม 40 คน\n{menu}"
    assert verdicts(text, 1, item="o35", year=2565) == [verdict]


@pytest.mark.parametrize(("term", "verdict"), [("2567 – 2569", F), ("2564 – 2566", N)])
def test_a_plan_is_of_each_year_of_its_term(term, verdict):
    text = f"แผนพัฒนาบุคลากร ประจำปีงบประมาณ พ.ศ. {term}\nโครงการ | งบประมาณ\nอบรม | 40,000"
    assert verdicts(text, 1, item="o14", year=2568) == [verdict]


def test_nothing_is_missing_of_a_page_that_hands_out_papers():
    text = """มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปี 2567
เอกสาร : ดาวน์โหลด (มาตรการส่งเสริมคุณธรรม.pdf)
แบบสรุปรายงานการรับทรัพย์สิน
เอกสาร : ดาวน์โหลด (แบบสรุปรายงาน.pdf)
ประกาศเจตนารมณ์ No Gift Policy
เอกสาร : ดาวน์โหลด (ประกาศ.pdf)"""
    assert verdicts(text, 1, item="o26", year=2567) == [C]


@pytest.mark.parametrize(
    ("lineage", "title", "says"),
    [
        ("annual-spending-report", "รายงานการใช้จ่ายเงินงบประมาณ ประจำปี 2564", None),
        ("annual-spending-report", "รายงานการใช้จ่ายเงินสะสม ประจำปี 2564", "สะสม"),
        ("annual-spending-plan", "เทศบัญญัติ เรื่อง งบประมาณรายจ่ายประจำปี 2565", None),
        ("procurement-monthly-summary", "รายงานสรุปผลการจัดซื้อจัดจ้างประจำเดือน ธันวาคม 2564", None),
        ("personnel-plan", "แผนพัฒนาพนักงานส่วนตำบล ประจำปีงบประมาณ 2567-2569", None),
        ("personnel-plan", "แผนพัฒนาพนักงานขับรถ ประจำปีงบประมาณ 2567-2569", "ขับรถ"),
        ("no-gift-policy", "ประกาศเจตนารมณ์ต่อต้านการทุจริต งดรับ งดให้ของขวัญและของกำนัล", None),
        ("powers-and-duties", "อำนาจหน้าที่ตามพระราชบัญญัติสภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. 2537", None),
    ],
)
def test_usual_titles_explain_themselves(lineage, title, says):
    paper = evidence(f"{title}\nเทศบาลตำบลบ้านสอง\n{'เนื้อหา ' * 30}")
    look = Look((paper,), 2565, shipped_rules().lineages[lineage].titles)
    traps = traps_in(paper, look, (lineage,), "", Findings())
    assert [trap.says for trap in traps] == ([says] if says else [])


@pytest.mark.parametrize(("post", "verdict"), [("ปลัดเทศบาล", F), ("สำนักปลัด", N)])
def test_the_name_of_an_office_is_no_post(post, verdict):
    text = f"ข้อมูลผู้บริหาร\nโทรศัพท์ 0-4300-0000 ต่อ 11 ({post}) ต่อ 12 (กองคลัง)"
    assert verdicts(text, 4, item="o2", year=2568) == [verdict]
