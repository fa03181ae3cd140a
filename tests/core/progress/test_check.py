"""Findings before a report is submitted, each beside what is sound."""

from datetime import date

import pytest
from msgspec.structs import replace
from tests.core.progress.notes import HALF, WHOLE, entry, measure, note, photo, plan

from prongsai.core.errors import Severity
from prongsai.core.progress.check import check_report, is_blocked
from prongsai.core.progress.model import Faces
from prongsai.core.progress.plan_words import plans_in, shipped


def found(*entries, asked=HALF, of=None):
    return check_report(of or plan(), asked, entries).items


def codes(*entries, **values):
    return [one.code for one in found(*entries, **values)]


# Results of documents 000, 001 and 004 as they stand there, and of their kind: done, not planned.
REAL = [
    (
        "ได้นำประกาศมาตรการเรื่องแนวทางการประพฤติตน ทางจริยธรรม ที่ควรทำ และไม่ควรรทำ (Do & DON'T ) "
        "เผยแพร่ให้บุคลากรในองค์กร และประชาชนผู้ใช้บริการให้ทราบ โดยทั่วกัน"
    ),
    (
        "จัดประชุมประจำเดือนถ่ายทอดนโยบายด้านจริยธรรม ที่ควรทำและไม่ควรร ทำ (Do & DON'T) กำชับใน "
        "การปฏิบัติหน้าที่ทุก ๆ เดือน"
    ),
    "ให้แต่ละส่วนราชการจัดทำ คู่มือการปฏิบัติงานของ เจ้าหน้าที่ของตนเองและถือ ปฏิบัติให้เป็นแนวทางเดียวกัน",
    "ทำให้บุคลากรในองค์กรเข้าใจในพฤติกรรมที่ทำได้ และไม่ควรรทำ ทำให้เกิดความเชื่อมั่นจากประชาชนมากขึ้น",
    "ผู้บริหารประกาศหลักเกณฑ์ หรือมาตรการ เพื่อให้เจ้าหน้าที่และบุคคลภายนอกรับทราบ",
    "ผู้รับผิดชอบดำเนินการเผยแพร่มาตรการตรวจสอบการใช้ดุลพินิจ บนเว็บไซต์หลักของหน่วยงาน",
    "กำหนดบทบาทหน้าที่ของ ผู้บริหารทุกระดับ ให้ครอบคลุมถึงการตรวจสอบ กำกับดูแล ติดตาม การปฏิบัติงาน",
    "ประชาชนสามารถตรวจสอบ และสืบค้นข้อมูลที่ครบถ้วน ถูกต้อง ทันสมัย ได้อย่าง สะดวกและรวดเร็วมากยิ่งขึ้น",
    "ติดตามและตรวจสอบสถานะของข้อมูลข่าวสารให้เป็นปัจจุบัน",
    (
        "ผู้บริหารสูงสุดของหน่วยงานดำเนินกิจกรรมการอ่าน เจตจำนงสุจริตพร้อม ทั้งปฏิญาณตนว่าจะปฏิบัติหน้าที่และบริหาร"
        "หน่วยงานอย่างซื่อสัตย์สุจริต โปร่งใสและเป็นไป ตามหลักธรรมาภิบาล"
    ),
    "แสดงเนื้อหาเจตนารมณ์ หรือคำมั่นว่าจะปฏิบัติ หน้าที่และบริหารหน่วยงานอย่างซื่อสัตย์สุจริต",
    "จัดให้มีช่องทางสื่อสารเพื่ออำนวยความสะดวกให้แก่ประชาชน ผู้รับบริการที่จะมาติดต่อสอบถามหรือขอข้อมูล",
    "มีการแจ้งผลการเบิกจ่ายงบประมาณให้กับบุคลากรทุกสำนัก/กองได้ทราบ ทุกครั้งที่มีการประชุมประจำเดือนของพนักงาน",
    "มีการจัดเจ้าหน้าที่ และ จุด ประชาสัมพันธ์เพื่อให้ คำแนะนำและบริการ ของเทศบาล",
    "มีจุดแรกรับเพื่อช่วย อำนวยความสะดวกต่าง ๆ เช่น ช่วย เตรียมเอกสาร",
    "จัดทำคู่มือปฏิบัติงาน เพื่อ ป้องกันผลประโยชน์ ทับซ้อนเทศบาล และแจ้ง ประชาสัมพันธ์ให้ เจ้าหน้าที่ของหน่วยงาน",
    "ลดขั้นตอนในการทำงาน ประชาชนได้รับความสะดวก รวดเร็วในการติดต่อขอรับบริการ",
    "รายงานแล้วตาม บันทึกข้อความ เรื่อง รายงานการกำกับติดตามการใช้จ่ายงบประมาณประจำปี รอบ ๖ เดือน",
    "จัดประชุมคณะทำงานแล้ว 2 ครั้ง เมื่อวันที่ 14 มกราคม 2566",
    "จัดอบรมโดยมีผู้เข้าร่วมเป็นกิจจะลักษณะ 45 คน",
    "สร้างขวัญและกำลังใจให้บุคลากร จัดสรรกำลังคนแล้ว",
    "เผยแพร่สิ่งที่ควรปฏิบัติและไม่ควรปฏิบัติครบทุกส่วนราชการ",
    "เปิดให้บริการตามความเหมาะสมและสมควรแก่เวลาแล้ว",
    "ผู้รับบริการได้รับเอกสารถูกต้องครบถ้วน",
    "ยังไม่ได้ดำเนินการ เพราะรอจัดสรรงบประมาณ",
    "ทบทวนหัวข้อการประเมินทุกข้อควบคู่กับคู่มือ",
]
# What stands in results and is none. The second: whether it stops the submission.
PLANNED = [
    ("ควรมีช่องทางการแจ้งเบาะแสการทุจริต เช่น สายด่วนหรือช่องทางอื่นๆ ตามความเหมาะสม", True),  # 004
    ("เห็นควรประกาศบนเว็บไซต์ ของเทศบาลตำบลเวียง ต่อไป", True),  # 001
    ("ดังนั้น เห็นควรพิจารณาแจ้งเวียนให้พนักงานรับทราบ", True),  # 000
    ("กองคลังจะดำเนินการเผยแพร่ในไตรมาสหน้า", True),
    ("จะจัดอบรมให้ครบทุกส่วนราชการ", True),
    ("จะได้ดำเนินการต่อไป", True),
    ("ควรจัดประชุมชี้แจงเพิ่มเติม", True),
    ("ควรจะมีป้ายบอกทิศทาง", True),
    ("มีแผนจะปรับปรุงเว็บไซต์", True),
    ("มีกำหนดจะประชุมเดือนสิงหาคม", True),
    ("กำหนดจัดประชุมในเดือนสิงหาคม", True),
    ("เห็นสมควรให้ทุกส่วนราชการถือปฏิบัติ", True),
    ("เจ้าหน้าที่จะดำเนินการเผยแพร่ให้ครบ", True),
    ("ประชาชนจะได้รับความสะดวกสบาย จากการรับบริการภาครัฐมากขึ้น", False),  # 001
    ("รวดเร็วในการรับทราบปัญหา โดยทุกเรื่องจะได้รับการติดตาม มิให้เกิดความล่าช้า", False),  # 001
    ("คาดว่าจะแล้วเสร็จในเดือนกันยายน", False),
    ("ส่วนงานต้องจัดทำและปรับปรุงข้อมูล", False),
    ("เจ้าหน้าที่ควรระมัดระวัง", False),
]


@pytest.mark.parametrize("text", REAL)
@pytest.mark.parametrize("months", [6, 12])
def test_a_real_result_is_no_plan(text, months):
    assert plans_in(text, months) == ()


@pytest.mark.parametrize(("text", "stops"), PLANNED)
def test_a_plan_in_a_result_is_told_and_quoted(text, stops):
    told = plans_in(text, 6)
    assert told
    assert any(one.rule.severity is Severity.ERROR for one in told) is stops
    assert all(one.quote.strip("…")[:12] in " ".join(text.split()) for one in told)


def test_work_that_goes_on_is_a_result_at_six_months_and_told_at_twelve():
    text = "อยู่ระหว่างดำเนินการจัดทำคู่มือ"
    assert plans_in(text, 6) == ()
    assert [one.rule.severity for one in plans_in(text, 12)] == [Severity.WARNING]


def test_every_rule_gives_its_reason_in_both_languages():
    assert all(rule.reason.th and rule.reason.en for rule in shipped())


def test_a_sound_report_has_no_findings():
    sound = entry(note(date(2023, 2, 1), evidence=(photo(),)))
    assert found(sound) == []


def test_a_plan_in_a_result_stops_and_names_measure_field_and_words():
    (one,) = found(entry(note(date(2023, 2, 1), evidence=(photo(),)), summary="ควรมีป้ายบอกทาง"))
    assert (one.code, one.severity) == ("result_is_plan", Severity.ERROR)
    assert "1. ประกาศขั้นตอน" in one.message.th
    assert "สรุปผลการดำเนินการ" in one.message.th
    assert one.places[0].row == 1
    assert one.places[0].quote == "ควรมีป้ายบอกทาง"
    assert is_blocked([one])


def test_a_proposal_may_say_what_should_be_done():
    assert found(entry(note(date(2023, 2, 1), evidence=(photo(),)), proposal="ควรมีป้ายเพิ่ม")) == []


def test_a_measure_without_a_result_stops_unless_its_work_begins_later():
    assert codes(entry()) == ["result_missing"]
    later = measure(start="เม.ย. 2566")
    assert codes(entry(of=later), of=plan(later)) == []
    assert codes(entry(of=later, asked=WHOLE), asked=WHOLE, of=plan(later)) == ["result_missing"]
    waits = entry(summary="ยังไม่ได้ดำเนินการ เพราะรองบประมาณ")
    assert codes(waits) == ["without_evidence"]


@pytest.mark.parametrize(
    ("text", "is_strange"),
    [
        ("ประชุมเมื่อวันที่ 20 กันยายน 2565", True),
        ("ประชุมเมื่อวันที่ ๑ ต.ค. ๖๖", True),
        ("จัดทำในปีงบประมาณ พ.ศ. 2565", True),
        ("ประชุมเมื่อวันที่ 1 ตุลาคม 2565", False),
        ("ประชุมเมื่อวันที่ 30 กันยายน 2566", False),
        ("ตามหนังสือลงวันที่ 3 มกราคม 2560", False),
        ("ตามพระราชบัญญัติข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐", False),
        ("จัดทำในปีงบประมาณ พ.ศ. ๒๕๖๖", False),
        ("แผนปฏิบัติการ ปีงบประมาณ 2566-2570", False),
        ("แผนปฏิบัติการ ปีงบประมาณ 2566 - 2570", False),
        ("เดือนมีนาคม 2566", False),
        ("เดือนมีนาคม 2567", True),
    ],
)
def test_days_and_years_outside_the_year(text, is_strange):
    told = codes(entry(note(date(2023, 2, 1), evidence=(photo(),)), summary=text))
    assert told == (["date_outside_year"] if is_strange else [])


def test_a_note_of_another_year_stops():
    inside, outside = note(date(2023, 2, 1), evidence=(photo(),)), note(date(2022, 9, 2), "ปีก่อน")
    (one,) = found(entry(inside, outside))
    assert (one.code, one.severity, one.places[0].quote) == (
        "note_outside_year", Severity.ERROR, "ปีก่อน",
    )  # fmt: skip
    assert found(entry(inside)) == []


def test_a_photo_of_another_year_stops_only_where_it_was_chosen():
    old = photo(date(2022, 9, 30))
    written = note(date(2023, 2, 1), evidence=(old,))
    assert codes(entry(written, photos=[old])) == ["photo_outside_year"]
    assert codes(entry(written)) == []
    assert codes(entry(written, photos=[photo(date(2022, 10, 1))])) == []
    assert codes(entry(written, photos=[photo(None)])) == []


@pytest.mark.parametrize("said", [Faces.NOBODY, Faces.CONSENTED, Faces.HIDDEN])
def test_photos_of_which_nobody_said_that_the_people_agree_are_told_once(said):
    asked = replace(photo(), faces=Faces.UNKNOWN)
    one = entry(note(date(2023, 2, 1), evidence=(asked,)), photos=[asked])
    (told,) = found(one, one)
    assert (told.code, told.severity) == ("faces_unknown", Severity.WARNING)
    assert [place.row for place in told.places] == [1, 2]
    assert "2 ภาพ" in told.message.th
    assert codes(entry(note(date(2023, 2, 1), evidence=(asked,)))) == [], "it is not printed"
    answered = replace(asked, faces=said)
    assert codes(entry(note(date(2023, 2, 1), evidence=(asked,)), photos=[answered])) == []


def test_one_photo_that_shows_two_measures_is_told():
    same = replace(photo(), digest="d" * 64)
    twin = replace(same, id="another", caption="อบรมอีกครั้ง")
    first, second = (entry(note(date(2023, 2, 1), evidence=(one,))) for one in (same, twin))
    (told,) = found(first, second)
    assert (told.code, told.severity) == ("photo_twice", Severity.WARNING)
    assert [place.row for place in told.places] == [1, 2]
    other = entry(note(date(2023, 2, 1), evidence=(replace(twin, digest="e" * 64),)))
    assert codes(first, other) == []
    nobody_knows = entry(note(date(2023, 2, 1), evidence=(replace(twin, digest=""),)))
    assert codes(nobody_knows, nobody_knows) == []


def test_work_before_the_approval_is_told():
    early = note(date(2023, 1, 14), evidence=(photo(),))
    (one,) = found(entry(early))
    assert (one.code, one.severity) == ("work_before_approval", Severity.WARNING)
    assert "14 มกราคม 2566" in one.message.th
    assert "20 มกราคม 2566" in one.message.th
    assert found(entry(early), of=plan(approved="14 มกราคม 2566")) == []
    assert found(entry(early), of=plan(approved="")) == []


def test_what_is_done_without_evidence_stops_the_reports_of_the_whole_year():
    done = note(date(2023, 2, 1), percent=100)
    (half,) = found(entry(done))
    (whole,) = found(entry(done, asked=WHOLE, outcome="รับบริการเร็วขึ้น"), asked=WHOLE)
    assert (half.code, half.severity) == ("done_without_evidence", Severity.WARNING)
    assert (whole.code, whole.severity) == ("done_without_evidence", Severity.ERROR)
    shown = note(date(2023, 2, 1), percent=100, evidence=(photo(),))
    assert found(entry(shown, asked=WHOLE, outcome="รับบริการเร็วขึ้น"), asked=WHOLE) == []


def test_the_reports_of_the_whole_year_ask_for_an_outcome():
    shown = note(date(2023, 2, 1), evidence=(photo(),))
    (one,) = found(entry(shown, asked=WHOLE), asked=WHOLE)
    assert (one.code, one.severity) == ("outcome_missing", Severity.WARNING)
    assert found(entry(shown)) == []


def test_what_is_done_with_a_problem_open():
    shown = {"percent": 100, "evidence": (photo(),)}
    open_problem = note(date(2023, 2, 1), problem="คนไม่พอ", **shown)
    assert codes(entry(open_problem)) == ["done_with_problem"]
    assert codes(entry(note(date(2023, 2, 1), problem="-", **shown))) == []


def test_more_money_than_planned():
    spent = note(date(2023, 2, 1), spent="100.50", evidence=(photo(),))
    assert codes(entry(spent)) == ["over_budget"]
    (told,) = found(entry(spent, of=measure(budget="ไม่ใช้งบประมาณ")))
    assert "แผนบอกว่าไม่ใช้งบประมาณ" in told.message.th
    enough, unread = measure(budget="100.50 บาท"), measure(budget="ตามข้อบัญญัติ")
    assert codes(entry(spent, of=enough), of=plan(enough)) == []
    assert codes(entry(spent, of=unread), of=plan(unread)) == []


def test_an_empty_heading_of_problems_stops_and_partly_empty_is_told():
    written = note(date(2023, 2, 1), evidence=(photo(),))
    blank, said = entry(written, problem=""), entry(written, problem="ไม่มี")
    (one,) = found(blank, blank)
    assert (one.code, one.severity, len(one.places)) == ("problems_missing", Severity.ERROR, 2)
    (one,) = found(said, blank)
    assert (one.severity, [place.row for place in one.places]) == (Severity.WARNING, [2])
    assert found(said, said) == []


def test_a_plan_without_measures_has_nothing_to_report():
    assert codes() == ["report_without_measures"]
