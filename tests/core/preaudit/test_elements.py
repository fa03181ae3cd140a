"""Elements in other words and other layouts, and beside each what looks like it and is none."""

import pytest

from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.preaudit.audit import preaudit
from prongsai.core.preaudit.model import Verdict
from prongsai.readers.evidence import read_evidence

CATALOGUE = Catalogue()
F, N, C = Verdict.FOUND, Verdict.NOT_FOUND, Verdict.CANNOT_TELL
TITLE = "รายงานผลการดำเนินงานประจำปีงบประมาณ พ.ศ. 2564"
BODY = f"{TITLE}\n1. บทนำ\nก\n2. ผลการดำเนินงาน\nซ่อมถนนแล้วเสร็จ"
RUNNING = "เทศบาลซ่อมถนนในหมู่บ้านเพื่อให้ประชาชนเดินทางสะดวกและปลอดภัยตามที่ได้แถลงนโยบาย"
BOUGHT = "รายงานผลการจัดซื้อจัดจ้างประจำปีงบประมาณ พ.ศ. 2566"
COMPLAINTS = "ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริต ปีงบประมาณ พ.ศ. 2567"
DONE = "ถนนสายหนึ่ง เสร็จ 5 ม.ค. 64\nบ่อน้ำ เสร็จ 9 ก.พ. 64\nอบรม จัด 1 ครั้ง 30 คน"
CHIEF = "(นายสมมุติ ทดสอบ)\nนายกเทศมนตรีตำบลบ้านสอง"
TO_BRING = "หลักฐานที่ใช้\n1. บัตรประจำตัวประชาชน\n2. สำเนาทะเบียนบ้าน\nไม่เสียค่าธรรมเนียม"
POLICY = "ประกาศเทศบาลตำบลบ้านสอง\nเรื่อง นโยบายการบริหารทรัพยากรบุคคล"


def verdicts(text, *numbers, item="o12", year=2565):
    evidence = [read_evidence(text.encode(), "a.txt")]
    audit = preaudit(evidence, item, year, CATALOGUE)
    entries = {entry.id.partition(".")[2]: entry for entry in audit.elements}
    return [entries[str(number)].outcome.verdict for number in numbers]


@pytest.mark.parametrize(
    ("below", "problems", "suggestions"),
    [
        ("3. เรื่องที่ติดขัด\nฝนตกหนัก\n4. ปีหน้าน่าจะทำให้ดีกว่านี้\nเริ่มงานให้เร็วขึ้น", F, F),
        ("3. ข้อจำกัด\nฝนตกหนัก\n4. แนวทางแก้ไข\nเริ่มงานให้เร็วขึ้น", F, F),
        ("3. ปัญหาและความต้องการของประชาชน\nถนนชำรุด", N, N),  # of the people, not of the work
        (f"ให้สำนักปลัด{RUNNING} และรายงานปัญหา อุปสรรค และข้อเสนอแนะ", N, N),  # is to be done
        (f"สำนักปลัด{RUNNING} และรายงานปัญหา อุปสรรค และข้อเสนอแนะ", C, C),
        ("3. งานปีหน้า\nเริ่มงานให้เร็วขึ้น", N, C),
        (f"{RUNNING} และการทุจริตเป็นปัญหาที่บั่นทอนการพัฒนาท้องถิ่นมาช้านานแล้ว", N, N),
        ("ที่ | โครงการ | ผู้ทำ\n1 | อบรมการแก้ปัญหาจราจร | กองช่าง\n2 | ขุดบ่อ | กองช่าง", N, N),
    ],
)
def test_other_words_count_where_they_head_something(below, problems, suggestions):
    assert verdicts(f"{BODY}\n{below}", 3, 4) == [problems, suggestions]


@pytest.mark.parametrize(
    ("head", "number", "verdict"),
    [
        ("ผู้ชนะ", 9, F),
        ("วิธีจัดหา", 6, F),
        ("ราคาตามสัญญา", 8, F),
        ("งบประมาณที่ตั้งไว้", 3, F),
        ("สถานที่", 9, N),
        ("จำนวนรายการ", 2, N),
    ],
)
def test_a_column_may_have_another_name(head, number, verdict):
    rows = f"ลำดับ | {head} | หมายเหตุ\n1 | ก | -\n2 | ข | -"
    assert verdicts(f"{BOUGHT}\n{rows}", number, item="o17", year=2567) == [verdict]


@pytest.mark.parametrize(
    ("rows", "verdict"), [("ลำดับ | งาน | ผู้ทำ\n1 | ถนน | ก\n2 | บ่อ | ข\n", N), ("", C)]
)
def test_a_list_beside_the_tables_is_no_column(rows, verdict):
    text = f"{BOUGHT}\n{rows}ข้อจำกัด\n- ผู้ขายในพื้นที่มีน้อยราย"
    assert verdicts(text, 9, item="o17", year=2567) == [verdict]


@pytest.mark.parametrize(("entries", "verdict"), [(1, C), (3, F)])
def test_a_list_that_says_the_same_label_of_each_entry_is_a_table(entries, verdict):
    head = "แบบ สขร. 1\nสรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน กุมภาพันธ์ 2566\nเทศบาลตำบลบ้านสอง"
    works = [
        f"({number}) ลำดับที่ {number}\nงานที่จัดซื้อหรือจัดจ้าง : จ้างปรับเกรดถนน หมู่ {number}\n"
        f"วงเงินที่จะซื้อหรือจ้าง : {number}8,000.00\nราคากลาง : {number}8,120.44\n"
        for number in range(1, entries + 1)
    ]
    text = "\n".join([head, "", *works])
    assert verdicts(text, 1, 9, item="o21", year=2566) == [verdict, verdict]


@pytest.mark.parametrize(("times", "verdict"), [(1, C), (24, N)])
def test_a_long_text_is_whole(times, verdict):
    lines = "\n".join(f"ปีที่ {number} {RUNNING}ต่อ" for number in range(times))
    assert verdicts(f"{BODY}\n{lines}", 3) == [verdict]


@pytest.mark.parametrize(
    ("done", "verdict"),
    [
        (DONE, F),
        ("ถนนสายหนึ่งยาวสองกิโลเมตร\nบ่อน้ำลึกสามเมตร\nอบรมครึ่งวัน", C),
    ],
)
def test_the_title_of_a_report_heads_what_was_done(done, verdict):
    text = f"รายงานผลการปฏิบัติงานประจำปี พ.ศ. 2564\nเทศบาลตำบลบ้านสอง\n{done}"
    assert verdicts(text, 1) == [verdict]


@pytest.mark.parametrize(("lines", "verdict"), [("……………………\n……………………", N), ("-\n-", C), ("ก", F)])
def test_a_dotted_line_below_a_heading_was_left_empty(lines, verdict):
    text = f"{BODY}\n3. ข้อเสนอแนะ\n{lines}\nลงชื่อ นายสมมุติ ทดสอบ"
    assert verdicts(text, 4) == [verdict]


@pytest.mark.parametrize(("cell", "verdict"), [("", N), ("-", C), ("0", F)])
def test_a_column_left_empty_beside_its_months_is_absent(cell, verdict):
    months = ("ตุลาคม 2566", "พฤศจิกายน 2566", "ธันวาคม 2566")
    rows = "\n".join(f"| {month} | {cell} | |" for month in months)
    text = f"{COMPLAINTS}\n| เดือน | จำนวนเรื่องร้องเรียนทั้งหมด | แล้วเสร็จ |\n{rows}"
    assert verdicts(text, 1, item="o19", year=2568) == [verdict]


@pytest.mark.parametrize(
    ("below", "verdict"),
    [
        ("วันที่ลงข้อมูล 22 เมษายน 2567\nไฟล์เอกสาร\n1. report_final.pdf (2.4 MB) เปิดดู", C),
        ("วันที่ลงข้อมูล 22 เมษายน 2567\nหน่วยงานเจ้าของเรื่อง กองช่าง\nปัจจุบัน", N),
    ],
)
def test_the_file_below_the_name_of_a_paper_was_not_read(below, verdict):
    lines = "\n".join(f"หมู่ {number} {RUNNING}ต่อไป" for number in range(30))
    text = f"รายงานผลการดำเนินการป้องกันการทุจริตประจำปี\n{below}\n{lines}"
    assert verdicts(text, 3, item="o26", year=2568) == [verdict]


@pytest.mark.parametrize(("line", "verdict"), [("ทมาค ๓ กาwฒนาบุคลากs", C), ("หมวด ๓ บำเหน็จ", N)])
def test_words_that_were_misread_may_be_those_that_are_asked(line, verdict):
    assert verdicts(f"{BODY}\n" + f"{line}\n" * 3, 3) == [verdict]


def test_what_is_asked_if_there_is_any_may_be_absent():
    text = "ประมวลจริยธรรมพนักงานส่วนท้องถิ่น\n1. ซื่อสัตย์สุจริต\n2. เป็นแบบอย่างที่ดี"
    assert verdicts(text, 1, 2, 4, item="o16", year=2568) == [F, C, N]


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ("มีผู้ร้องเข้ามาทั้งสิ้น ๕ เรื่อง ยุติเรื่องแล้ว ๓ เรื่อง", [F, F]),
        ("รับเรื่องร้องเรียนทั้งหมด จำนวน 5 เรื่อง ดำเนินการแล้วเสร็จ จำนวน 3 เรื่อง", [F, F]),
        ("รับเรื่องไว้ 5 เรื่อง ไม่แล้วเสร็จ 5 เรื่อง", [F, C]),
        ("ผู้ร้องมาด้วยตนเองที่ศูนย์ชั้น 2", [C, N]),
    ],
)
def test_a_sentence_counts_complaints_in_other_words(told, counts):
    text = f"{COMPLAINTS}\nระหว่างวันที่ 1 ตุลาคม 2566 ถึงวันที่ 30 กันยายน 2567 {told}"
    assert verdicts(text, 1, 2, item="o19", year=2568) == counts


@pytest.mark.parametrize(
    ("below", "verdict"), [("- 2 -", F), ("บัญชีแนบท้ายประกาศ", F), ("ขอเชิญร่วมงาน", C)]
)
def test_a_signature_ends_its_paper_before_the_next_page(below, verdict):
    more = "\n".join(f"{RUNNING}ต่อไป" for _ in range(9))
    text = f"{POLICY}\nข้อ 1 รับคนเข้าทำงานอย่างเท่าเทียม\n{CHIEF}\n{below}\n{more}"
    assert verdicts(text, 2, item="o25", year=2564) == [verdict]


@pytest.mark.parametrize(
    ("columns", "rows", "verdict"),
    [
        ("เริ่ม | แล้วเสร็จ", "ม.ค. 68 | พ.ค. 68", F),
        ("เริ่ม | แล้วเสร็จ", "บ้านเหนือ | บ้านใต้", C),
        ("พื้นที่ | ผู้ทำ", "บ้านเหนือ | กองช่าง", N),
    ],
)
def test_columns_whose_cells_are_months_tell_the_time(columns, rows, verdict):
    head = "แผนการดำเนินงานและการใช้จ่ายงบประมาณ ประจำปีงบประมาณ พ.ศ. 2568"
    text = f"{head}\nโครงการ | งบประมาณ | {columns}\nถนน | 5,000 | {rows}\nบ่อ | 500 | {rows}"
    assert verdicts(text, 3, item="o6", year=2568) == [verdict]


@pytest.mark.parametrize(
    ("heading", "below", "verdict"),
    [
        ("2. ปัญหา อุปสรรค", "ก. ฝนตกหนัก", F),
        ("ส่วนที่ 2 ปัญหา อุปสรรค", "1. ฝนตกหนัก", F),
        ("2. ปัญหา อุปสรรค", "3. ภาพกิจกรรม", C),
        ("2. ปัญหา อุปสรรค", "ส่วนที่ 3 ภาพกิจกรรม", C),
        ("ก. ปัญหา อุปสรรค", "3. ภาพกิจกรรม", C),
    ],
)
def test_what_is_numbered_lower_down_is_the_content_of_a_heading(heading, below, verdict):
    assert verdicts(f"{BODY}\n{heading}\n{below}\nงานวัด", 3) == [verdict]


@pytest.mark.parametrize(("below", "verdict"), [("ข้อ ๕ บรรจุจากบัญชี", F), ("หมวด ๓ การโอน", C)])
def test_articles_are_the_content_of_their_chapter(below, verdict):
    head = "หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคล พ.ศ. ๒๕๖๕"
    text = f"{head}\nเทศบาลตำบลบ้านสอง\nหมวด ๑ ทั่วไป\nก\nหมวด ๒ การบรรจุและแต่งตั้ง\n{below}"
    assert verdicts(text, 2, item="o27", year=2565) == [verdict]


@pytest.mark.parametrize(("quarter", "verdict"), [("ความก้าวหน้า", F), ("แผนงาน", N)])
def test_a_report_on_progress_may_be_of_a_quarter(quarter, verdict):
    text = f"รายงาน{quarter}ตามแผนดำเนินงาน ประจำปีงบประมาณ พ.ศ. 2566 ไตรมาสที่ 1\n{DONE}"
    assert verdicts(text, 3, 6, item="o12", year=2566) == [verdict, N]


@pytest.mark.parametrize("words", ["งดรับ งดให้ ของขวัญ", "ไม่รับ - ไม่ให้ของขวัญ ทรัพย์สิน"])
def test_gifts_are_refused_in_several_words(words):
    text = f"นโยบาย No Gift Policy ปี 2567\nบุคลากรทุกคน{words}"
    assert verdicts(text, 2, item="o26", year=2567) == [F]
    assert verdicts(text.replace("รับ", "มอบ"), 2, item="o26", year=2567) == [C]


@pytest.mark.parametrize(("when", "verdict"), [("กรณี", C), ("เดือนนี้", F)])
def test_a_rule_for_months_without_purchases_says_of_none(when, verdict):
    text = f"รายการจัดซื้อจัดจ้าง ปีงบประมาณ พ.ศ. 2568\n{when}ไม่มีการจัดซื้อจัดจ้าง"
    assert verdicts(text, 18, item="o12", year=2568) == [verdict]


@pytest.mark.parametrize(
    ("below", "verdict"),
    [("(  ) ชาย (  ) หญิง\n" * 3 + "พูดจาสุภาพ .... .... ....\n" * 4, N), ("ชั้น 1 อาคารเทศบาล", C)],
)
def test_a_questionnaire_that_nobody_answered_has_no_figures(below, verdict):
    text = f"ผลการสำรวจความพึงพอใจของผู้รับบริการ ปี 2565\n{RUNNING}\nระดับความพึงพอใจ\n{below}"
    assert verdicts(text, 1, item="o17", year=2566) == [verdict]


@pytest.mark.parametrize(
    ("line", "verdict"), [("ยื่นแบบภาษีป้าย [เริ่มทำรายการ]", F), ("ยื่นแบบภาษีป้ายที่เคาน์เตอร์", C)]
)
def test_a_button_begins_a_service(line, verdict):
    assert verdicts(f"บริการออนไลน์\n{line}", 1, item="o18", year=2566) == [verdict]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("ผู้จัดควรเลือกให้เหมาะกับลักษณะของผู้เข้าร่วมและเรื่อง", N),
        ("การมีส่วนร่วม หมายถึง การที่ประชาชนเข้าร่วมตัดสินใจ", N),
        ("ครั้งที่ ๑ วันที่ ๒๑ พฤศจิกายน ๒๕๖๖ ผู้เข้าร่วม ๗๒ คน", F),
    ],
)
def test_the_theory_of_participation_is_no_activity(told, verdict):
    text = f"การเปิดโอกาสให้เกิดการมีส่วนร่วม ปี 2567\nการมีส่วนร่วมของประชาชน\n{told}"
    assert verdicts(text, 1, item="o20", year=2568) == [verdict]


PLANNED = {
    "a problem solved": f"{BODY}\nปัญหายาเสพติดลดลงจากปีก่อนอย่างมาก ประชาชนพึงพอใจ\nงานเป็นไปตามแผน",
    "will be spent": f"{BODY}\n3. จะเบิกจ่ายงบประมาณทั้งหมดภายในเดือนกันยายน\nงานเป็นไปตามแผน",
    "is not spent": f"{BODY}\n3. ไม่เบิกจ่ายงบประมาณในปีนี้เพราะงานเลื่อนไป\nงานเป็นไปตามแผน",
    "set aside": "รายงานผลการใช้จ่ายงบประมาณ พ.ศ. 2564\n" + "ตั้งไว้ 500,000 บาท สำหรับถนน\n" * 3,
    "to be held": "แผนการสร้างวัฒนธรรม No Gift Policy ปี 2568\n"
    "โครงการอบรมไม่รับของขวัญ มีกำหนด วันที่ 15 มกราคม 2568",
    "no complaints": "มาตรการป้องกันการทุจริต พ.ศ. 2568\nผู้เข้าอบรมรวมทั้งสิ้น 45 ราย\n"
    "การรับเรื่อง 5 ข้อ\nตรวจสอบ 3 รายการ",
}


@pytest.mark.parametrize(
    ("name", "item", "year", "numbers"),
    [
        ("a problem solved", "o12", 2565, (3,)),
        ("will be spent", "o12", 2565, (2,)),
        ("is not spent", "o12", 2565, (2,)),
        ("set aside", "o12", 2565, (2,)),
        ("to be held", "o21", 2568, (4, 5)),
        ("no complaints", "o19", 2568, (1, 3)),
    ],
)
def test_what_is_planned_or_of_something_else_is_not_found(name, item, year, numbers):
    assert F not in verdicts(PLANNED[name], *numbers, item=item, year=year)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (f"การแจ้งเกิด\nให้เจ้าบ้านแจ้งต่อนายทะเบียนภายใน 15 วัน\n{TO_BRING}", F),
        (f"การแจ้งเกิด\n{TO_BRING}", N),
        (f"ประกวดราคาจ้างทำระบบแจ้งเกิด\n{TO_BRING}\nยื่นคำขอที่กองคลัง", C),
        (f"ออกหน่วยรับแจ้งเกิดทุกหมู่บ้าน\n{TO_BRING}\nแจ้งต่อนายทะเบียน", N),
        ("รับสมัครงาน\nยื่นเอกสารที่กองช่าง\nหลักฐานที่ใช้\n1. บัตรประจำตัวประชาชน\n2. รูปถ่าย 2 รูป", N),
        ("แจ้งเกิดได้ที่สำนักทะเบียน\nสอบถามที่งานทะเบียน โทร. 0 0000 0000", N),
    ],
)
def test_a_guide_to_a_service_is_known_by_what_it_is_made_of(text, verdict):
    assert verdicts(text, 1, item="o15", year=2566) == [verdict]
