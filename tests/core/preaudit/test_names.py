"""How a paper names itself: behind a memo or a foreword, by short forms, beside a site's own words."""

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
