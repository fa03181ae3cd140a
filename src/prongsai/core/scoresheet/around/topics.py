"""What the nearest caption says that tables and lines are about: ITA results, or something else.

A total, or a row that only looks like an indicator's, is an ITA score where this says so; budgets,
staff, satisfaction, other assessments and other agencies' means have totals too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import Enum

from prongsai.core.extract import Block, Paragraph, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.contents import contents_in
from prongsai.core.scoresheet.around.sights import running_heads
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY
from prongsai.core.thai import arabic_digits, repair, squeeze


class Topic(Enum):
    """What a caption governs."""

    UNKNOWN = "unknown"
    ITA = "ita"
    ITA_RESULTS = "ita_results"
    RESULTS = "results"
    ITA_BUT_NO_RESULTS = "ita_but_no_results"
    SOMETHING_ELSE = "something_else"
    NEVER_OWN = "never_own"


_ITA = compiled(
    r"(?<![A-Za-z])(?i:ITA|IIT|EIT|OIT|ITAS)(?![A-Za-z])|คุณธรรมและความโปร่งใส"
    r"|(?i:Integrity\s+and\s+Transparency)"
)
_RESULTS = compiled(
    r"ผล(?:(?:การ)?(?:ราย|คะแนน|ประเมิน|วิเคราะห์|สรุป)|\s*(?:ITA|IIT|EIT|OIT)(?![A-Za-z]))|คะแนน(?:ที่ได้|รวม|การประเมิน|เฉลี่ย|ผล|ราย|แต่ละ|ของ|ตาม)?|ระดับผล"
    r"|สรุปผล|(?i:scores?|results?)|(?<![A-Za-z])(?i:ITA)\s*(?:ปี|ประจำปี|(?i:FY))?(?:งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*\d{4}"
    r"|(?<![A-Za-z])(?i:ITA\s*FY)\s?\d{2}(?!\d)"
)
_TOLD = compiled(r"คะแนน|ประเมิน|ผลราย|ผล\s*(?:ITA|[IEO]IT)(?![A-Za-z])|score|result", re.IGNORECASE)
# Words that make numbers about the assessment something else than results.
_NO_RESULTS = compiled(
    r"ตัวอย่างการ(?:คำนวณ|คิด)|สูตร|วิธีการ?(?:คำนวณ|คิด)|เป้าหมาย|น้ำหนัก|เกณฑ์การ(?:ให้|ประเมิน|คิด)|คะแนนเต็ม|ปฏิทิน|กำหนดการ|ผู้ตอบ|กลุ่มตัวอย่าง|ตอบแบบ|จำนวนผู้"
    r"|ระดับประเทศ|ทั้งประเทศ|ระดับจังหวัด|ภาพรวมจังหวัด|ค่าเฉลี่ยของ|หน่วยงานอื่น|คาดการณ์|คาดว่า|ประมาณการ|ประเมินตนเอง|จำลอง|ความก้าวหน้า|คืบหน้า"
    r"|ร้อยละความสำเร็จ|งบประมาณที่ใช้|ใช้งบประมาณ|(?i:target|weight|respondents?|schedule|progress)"
)
# Figures of the assessment that are nobody's results, or another's, whatever their table is.
_NEVER_OWN = compiled(
    r"ตัวอย่างการ(?:คำนวณ|คิด)|วิธี(?:การ)?(?:คำนวณ|คิด)|คาดว่า|คาดการณ์|ประมาณการ|ประเมินตนเอง|(?:คะแนน|ผล|การ|แบบ)จำลอง|คะแนนขั้นต่ำ|(?:ค่า|คะแนน)เฉลี่ย[^|\n]{0,80}"
    r"(?:ทั่วประเทศ|ระดับประเทศ|ทั้งประเทศ|(?<!ส่วน)จังหวัด|อำเภอ|ภูมิภาค)|(?:หน่วยงาน|องค์กร|อปท\.?)\s?ต้นแบบ|กรณีศึกษา|ศึกษาดูงาน|คะแนนที่ตั้ง"
)
# Whatever stands before: these are drafts, rehearsals, limits, wishes and other people's.
_NEVER_AT_ALL = compiled(
    r"(?:^|\s)ร่าง(?:ผล|คะแนน|รายงานผล)|\(\s*(?:ร่าง|สมมุติ|สมมติ|ตัวอย่าง|จำลอง)\s*\)|(?:ตัวเลข|ข้อมูล|คะแนน)(?:สมมุติ|สมมติ)(?![ก-ฮ])|ซ้อม(?:การ)?ประเมิน"
    r"|ไม่เป็นทางการ|ก่อน(?:การ)?(?:ยื่น)?อุทธรณ์|โดย(?:ทีม)?ที่ปรึกษา|(?i:benchmark)|คะแนนสูงสุดของ|มัธยฐาน|ระดับความรู้|เกณฑ์(?:ขั้นต่ำ|การผ่าน|ผ่าน)"
    r"|ช่องว่าง(?:ของ)?คะแนน|คำรับรอง|คะแนนที่(?:ต้องการ|ควรได้|อยากได้)|เป้าประสงค์|^\s*ตัวอย่าง(?!\s*คำถาม)|^\s*(?:ค่า|คะแนน)?เป้าหมาย(?:\s|ของ|ปี|ที่|$)|ภาพรวม(?:ของ)?\s?(?:ประเทศ|อปท|จังหวัด|ภาค)"
    r"|สถานศึกษาออนไลน์|ITA\s?สถานศึกษา"
    r"|ของ\s?อปท\.?\s?(?:ทั้ง|จำนวน|\d)|ภาค(?:เหนือ|กลาง|ใต้|ตะวันออก|ตะวันตก|อีสาน)|ประเภท(?:เทศบาล(?:ตำบล|เมือง|นคร)?|องค์การบริหารส่วน(?:ตำบล|จังหวัด)|อบ[ตจ]\.?)(?:\s|$)|จำลอง\s?รอบ|สำรวจเอง|การ(?:เก็บข้อมูล|ตอบแบบ)"
)
# What the own result is set beside is told in a column of its own.
_BESIDE_A_MEAN = compiled(
    r"(?:เปรียบ)?เทียบ(?:กับ)?(?:ค่า|คะแนน)?เฉลี่ย(?:ของ)?(?:ระดับ)?(?:ทั้ง)?\s?(?:ประเทศ|จังหวัด|อำเภอ|ภาค|กลุ่ม)"
)
# Parts of the assessment that are named like what other tables are about.
_BY_NUMBER_AND_NAME = compiled(
    r"(?<![\d.])(?:2[.)]?\s+การใช้งบประมาณ|9\.2\s+(?:การบริหารงาน[ก-๎ ]{0,30}|การใช้)?งบประมาณ"
    r"|9\.3\s+การจัดซื้อจัดจ้าง(?:และการจัดหาพัสดุ|หรือการจัดหาพัสดุ)?"
    r"|9\.4\s+การบริหาร(?:และ(?:การ)?พัฒนา)?ทรัพยากรบุคคล)(?![ก-๎])"
    r"|การใช้งบประมาณ(?=\s?\(\s?\d{1,3}\.\d{2}(?:\s?คะแนน)?\s?\))"
)
# What is said of an indicator captions nothing, whatever words it has.
_OF_AN_INDICATOR = compiled(r"\s*ตัวชี้วัด\s*ที่\s*[0-9๐-๙]{1,2}\s")
_HAS_SCORES = compiled(r"\d{2}\.\d")  # a sentence that tells figures captions none
_ANOTHERS = compiled(r"ต้นแบบ|กรณีศึกษา|ศึกษาดูงาน")
_OWN_RESULTS = compiled(r"ผล(?:การ)?(?:คะแนน|ประเมิน)")
_OTHER_RESULTS = compiled(
    r"ผล(?:การ)?(?:คะแนน|ประเมิน|สำรวจ)\S{0,30}\s*\(?\s*(?:(?:LPA|KPI|PMQA|O-?NET|GES)(?![A-Za-z])|Core\s?Team|ความพึงพอใจ|ประสิทธิภาพขององค์กร)"
)
_SOMETHING_ELSE = compiled(
    r"สารบัญ|ความพึงพอใจ|พึงพอใจ|(?i:(?<![A-Za-z])(?:LPA|KPI|PMQA|SDGs?|GPP|GES|HDC|O-?NET|NT|RT)(?![A-Za-z])|Core\s?Team)|อัตรากำลัง|กรอบอัตรา"
    r"|บุคลากร|พนักงาน|ข้าราชการ|รายจ่าย|รายรับ|รายได้|เบิกจ่าย|(?<!ปี)งบประมาณ(?!\s*:?\s*(?:พ\.?\s?ศ|[0-9]))|จัดซื้อ|จัดจ้าง|พัสดุ|ครุภัณฑ์|ภาษี"
    r"|ประชากร|ครัวเรือน|หมู่บ้าน|ความเสี่ยง|ร้องเรียน|ร้องทุกข์|สถิติ|ผู้รับบริการ|ผู้ใช้บริการ|ผู้เข้าชม|โครงการ|แผนพัฒนา|ตรวจสอบภายใน|ควบคุมภายใน"
    r"|ขยะ|นักเรียน|ผลสัมฤทธิ์|ฝึกอบรม|ก่อนเรียน|หลังเรียน|ตรวจประเมินประสิทธิภาพ|ประสิทธิภาพขององค์กรปกครอง|ธรรมาภิบาล|เลื่อนขั้น|เงินเดือน"
    r"|ปฏิบัติราชการ|คำรับรอง|อบรม|สุขภาพ|ผู้สูงอายุ|อุบัติเหตุ|ดัชนี(?:ชี้)?|รางวัล|(?:^|\s)หน้า(?:ที่)?\s*$|(?i:staff|budget|survey\s+of\s+satisfaction|page)"
)
_INTRODUCES_RESULTS = compiled(
    r"(?:ผล(?:การ)?(?:คะแนน|ประเมิน)|คะแนนราย)[^\n]{0,60}(?:ดังนี้|ดังต่อไปนี้|ตามตาราง)[^\n]{0,20}$"
)
_A_SCORE = compiled(r"\d\s*คะแนน")
_GOT = compiled(r"ผล|ได้|พบ|มีคะแนน|ตาราง|result")
_OF_SCORES = compiled(r"คะแนน|ตัวชี้วัด|แบบวัด|รายข้อ|ผลการประเมิน")
_OF_A_PLACE = compiled(r"(?:คะแนน|เฉลี่ย|ระดับ|ผล)[^|]{0,20}(?:(?<!ส่วน)จังหวัด|ประเทศ|ภาค)")
_CAPTION_OF_A_TABLE = compiled(
    r"^\s*(?:ตาราง|แผนภูมิ|ภาพ|รูป|table|figure)(?:ที่)?\s*[\d.]+", re.IGNORECASE
)
# "ตารางที่ 6 คะแนนรายตัวชี้วัด": a table of its own, whatever was spoken of before.
_OF_PARTS = compiled(
    r"\s*(?:ตาราง|แผนภูมิ)(?:ที่)?\s*[\d.]+\s*(?:ผล)?คะแนนราย(?:แบบวัด|ตัวชี้วัด)(?:\s*(?:ประจำ|ปี|งบประมาณ|พ\.\s?ศ\.|[\d–-]|\s)*)"
)
_TELLS_A_FIGURE = compiled(r"(?<!\d)\d{1,3}(?:\.\d+\s*(?:คะแนน|%)?|\s*(?:คะแนน|%))\s*\)?\s*$")
_ALONE = compiled(
    r"\(?\s?(?:ตัวอย่าง|ร่าง|จำลอง|สมมติ|สมมุติ|draft|example)\s?\)?"
    r"|.{0,30}\(\s?กรอก(?:ตัวเลข|ข้อมูล|คะแนน)?(?:สมมติ|สมมุติ|ตัวอย่าง)\s?\)",
    re.IGNORECASE,
)
_OF_AN_ITEM = compiled(
    r"\s*(?:[-*•]\s*)?(?:\[[ xX]?\]\s*)?[oOiIeE][0-9๐-๙]{1,2}\s.{0,200}[0-9๐-๙]\s*%?\s*$"
)
# The legend of a chart, which the text of a PDF has as lines of their own: "เป้าหมายของหน่วยงาน 85".
_MARK_OF_A_CHART = compiled(
    r"(?:เกณฑ์|เป้าหมาย)(?:ของ(?:หน่วยงาน|เทศบาล|อบต\.?|อบจ\.?)?)?\s?[0-9๐-๙]{2,3}|(?:เกณฑ์|เป้าหมาย)ของ"
)
_SHORT_LINE = 60
_LINES_OF_A_CAPTION = 3
_LONGEST_CAPTION = 220
_SHORT_CAPTION = 100
_TITLE_ROWS = 4
_ADJACENT = 14


def topic_of(text: str) -> Topic:
    """What a caption, a title or the headings of a table say that their numbers are.

    >>> topic_of("ตารางที่ 2 ผลการประเมิน ITA ประจำปี 2566").name
    'ITA_RESULTS'
    >>> topic_of("ตารางที่ 3 อัตรากำลังพนักงานเทศบาล").name
    'SOMETHING_ELSE'
    """
    # Whose numbers are is asked elsewhere; "วังจำลอง" is a name.
    plain = NAMED_AGENCY.sub(" ", squeeze(arabic_digits(repair(text))))
    plain = _BESIDE_A_MEAN.sub("", plain)
    plain = _BY_NUMBER_AND_NAME.sub(" ", plain)
    if _is_never_own(plain):
        return Topic.NEVER_OWN
    if _OTHER_RESULTS.search(plain):
        return Topic.SOMETHING_ELSE
    if not _ITA.search(plain):
        if _INTRODUCES_RESULTS.search(plain):
            return Topic.RESULTS
        captions = _CAPTION_OF_A_TABLE.match(plain) and not _OF_SCORES.search(plain)
        other = _SOMETHING_ELSE.search(plain) or captions
        return Topic.SOMETHING_ELSE if other else Topic.UNKNOWN
    told = [match.start() for match in _RESULTS.finditer(plain)] if _TOLD.search(plain) else []
    barred = [match.end() for match in _NO_RESULTS.finditer(plain)]
    # "เป้าหมายคะแนน": a word that bars results stands right before them.
    if barred and (
        not told or any(abs(end - start) <= _ADJACENT for end in barred for start in told)
    ):
        return Topic.ITA_BUT_NO_RESULTS
    return Topic.ITA_RESULTS if told and not barred else Topic.ITA


def _is_never_own(plain: str) -> bool:
    if _HAS_SCORES.search(plain):
        return False
    never = _NEVER_OWN.search(plain)
    is_anothers = never is not None and _ANOTHERS.search(never[0]) is not None
    excused = never is not None and _OWN_RESULTS.search(plain, 0, never.start()) is not None
    return (never is not None and (is_anothers or not excused)) or bool(_NEVER_AT_ALL.search(plain))


_RESULTS_OF = dict.fromkeys(
    (Topic.ITA, Topic.ITA_RESULTS, Topic.ITA_BUT_NO_RESULTS), Topic.ITA_RESULTS
)


def topics_of(blocks: Sequence[Block]) -> list[Topic]:
    """For each block what its nearest caption above, or its own title rows, tell.

    A long paragraph captions by its end; the title rows of a table count for that table alone.
    """
    held = Topic.UNKNOWN
    found: list[Topic] = []
    heads = running_heads(blocks)
    for number, (block, is_of_contents) in enumerate(zip(blocks, contents_in(blocks), strict=True)):
        if number in heads:
            found.append(held)
        elif is_of_contents:
            held = Topic.SOMETHING_ELSE
            found.append(held)
        elif isinstance(block, Paragraph):
            is_below = _says_what_is_below(blocks[number - 1 : number])
            for text in _with_caption_apart(block.text):
                held = Topic.NEVER_OWN if is_below else _held_below(text, held)
            found.append(Topic.ITA_RESULTS if _opens_with_results(block.text, held) else held)
        else:
            found.append(_topic_of_table(block, held))
    return found


def _says_what_is_below(above: Sequence[Block]) -> bool:
    """Whether the block above is nothing but "ตัวอย่าง": the caption below is one's too."""
    texts = [block.text for block in above if isinstance(block, Paragraph)]
    return any(_ALONE.fullmatch(squeeze(text)) for text in texts)


def _opens_with_results(text: str, said: Topic) -> bool:
    """Whether a text's own first line is the caption of its lines, whatever its end speaks of."""
    first, _, rest = text.partition("\n")
    if said not in (Topic.UNKNOWN, Topic.SOMETHING_ELSE) or len(first) > _LONGEST_CAPTION:
        return False
    return bool(rest) and topic_of(first) is Topic.ITA_RESULTS


def _caption_of(text: str) -> str:
    """A text without its short lines that end in a figure: they tell one and caption nothing."""
    lines = text.split("\n")
    return "\n".join(
        line
        for line in lines
        if not _OF_AN_ITEM.match(line)
        and not _MARK_OF_A_CHART.fullmatch(line.strip())
        and (len(line) > _SHORT_LINE or not _TELLS_A_FIGURE.search(line))
    )


def _held_below(text: str, held: Topic) -> Topic:
    """What holds below a text where `held` held above it."""
    said = topic_of(_caption_of(text)[-_LONGEST_CAPTION:])
    if said is Topic.RESULTS:  # of what the captions before speak of
        said = _RESULTS_OF.get(held, Topic.UNKNOWN)
    held = said if _displaces(said, held, text) else held
    if held is Topic.SOMETHING_ELSE and len(text) <= _LONGEST_CAPTION:
        held = Topic.UNKNOWN if _OF_PARTS.fullmatch(squeeze(repair(text))) else held
    return held


def _with_caption_apart(text: str) -> Sequence[str]:
    """A text, and the caption of a table by itself where it ends with one, as in a PDF."""
    lines = text.split("\n")
    for number in range(1, min(_LINES_OF_A_CAPTION + 1, len(lines))):
        if _CAPTION_OF_A_TABLE.match(lines[-number]):
            return "\n".join(lines[:-number]), "\n".join(lines[-number:])
    return (text,)


def without_others(
    blocks: Sequence[Block], topics: Sequence[Topic], is_own: Callable[[str], bool | None]
) -> list[Topic]:
    """The same, with what stands below a caption that names another agency as nobody's own.

    Shape:  `is_own` as `whose.own_agency` gives it; a caption of the own agency ends it.
    """
    texts = (block.text for block in blocks if isinstance(block, Paragraph))
    if not any(is_own(one[0].strip()) for text in texts for one in NAMED_AGENCY.finditer(text)):
        return list(topics)  # whose document it is, is asked elsewhere
    found: list[Topic] = []
    is_anothers = False
    for block, topic in zip(blocks, topics, strict=True):
        if isinstance(block, Paragraph) and len(block.text) <= _SHORT_CAPTION:
            plain = repair(block.text)
            named = {is_own(one[0].strip()) for one in NAMED_AGENCY.finditer(plain)}
            if named and not _HAS_SCORES.search(arabic_digits(plain)):
                is_anothers = named == {False}
        found.append(Topic.NEVER_OWN if is_anothers and isinstance(block, Table) else topic)
    return found


def _displaces(said: Topic, held: Topic, text: str) -> bool:
    """Whether a caption says more than the one before: the assessment's bare name says less.

    Shape:  below a caption of goals a score that nobody is said to have got is one more goal.
    """
    if said is Topic.ITA:
        return held in (Topic.UNKNOWN, Topic.SOMETHING_ELSE)
    if said is Topic.SOMETHING_ELSE and _OF_AN_INDICATOR.match(text):
        return held not in (Topic.ITA, Topic.ITA_RESULTS)
    if held is Topic.ITA_BUT_NO_RESULTS and said is Topic.ITA_RESULTS:
        return _GOT.search(text) is not None or _A_SCORE.search(text) is None
    return said is not Topic.UNKNOWN


def _topic_of_table(table: Table, held: Topic) -> Topic:
    """The title rows outweigh the caption; headings that name the assessment only add to it."""
    titles = [table.place.sheet or ""]
    headings = ""
    for row in table.rows[:_TITLE_ROWS]:
        filled = [cell for cell in dict.fromkeys(row.cells) if cell.strip()]
        if len(filled) > 1:
            headings = "  ".join(cell for cell in filled if len(cell) <= _LONGEST_CAPTION)
            break
        titles += filled
    own = topic_of(" ".join(titles)[-_LONGEST_CAPTION:])
    own = _RESULTS_OF.get(held, Topic.UNKNOWN) if own is Topic.RESULTS else own
    topic = held if own in (Topic.UNKNOWN, Topic.ITA) and held is not Topic.UNKNOWN else own
    if _OF_A_PLACE.search(headings[:_LONGEST_CAPTION].split("  ")[0]) and _ITA.search(headings):
        return Topic.ITA_BUT_NO_RESULTS
    if topic in (Topic.UNKNOWN, Topic.SOMETHING_ELSE) and _ITA.search(repair(headings)):
        return Topic.ITA
    return topic
