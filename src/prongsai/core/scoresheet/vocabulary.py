"""The words that published results are told in, and what other words make of a number.

The rule of reading is closed: a number is a score only where every word that governs it is one of
these, or a name. No list of what a number may be instead is ever complete; these lists only say
why a number is doubted, or that nobody would take it for a score.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from prongsai.core import fiscal
from prongsai.core.patterns import any_of, compiled
from prongsai.core.scoresheet.prints import Doubt
from prongsai.core.thai import repair, squeeze

# Of several that begin alike the longest is taken: the lists need no order ("ในปี" leaves "ในปีนี้").
_ASSESSMENT = (
    "ในการดำเนินงาน", "ความโปร่งใส", "คุณธรรม", "การประเมินผล", "การประเมิน", "ประเมิน", "ภาครัฐ", "ป.ป.ช",
    "ปปช.", "สำนักงาน", "หน่วยงาน", "หน่วย", "องค์กรปกครองส่วนท้องถิ่น", "เทศบาล", "ของเรา", "ของ",
    "จาก", "และ", "ใน", "ที่", "ฯ", "(องค์การมหาชน)",
)  # fmt: skip
_SCORES = (
    "ผลการตรวจ", "ผล", "คะแนน", "เฉลี่ย", "ร้อยละ", "เปอร์เซ็นต์", "ภาพรวม", "ทั้งหมด", "ทั้งสิ้น", "รวม",
    "สุทธิ", "ค่า", "ที่ได้รับ", "ได้รับ", "ได้", "ประกาศ", "อย่างเป็นทางการ", "เป็นทางการ", "ถ่วงน้ำหนัก", "ระดับ",
    "สรุป", "รายงาน", "แสดง", "ตารางแสดง", "เต็ม 100", "เต็ม ๑๐๐", "เท่ากับ", "คิดเป็น", "อยู่ที่", "คือ",
    "กราฟเรดาร์", "ประกอบ", "มากไปหาน้อย", "น้อยไปหามาก", "กราฟใยแมงมุม", "แผนภูมิใยแมงมุม", "ข้อมูลประกอบ",
    "ชื่อ", "ทั้ง", "โดย", "มีผล", "มีคะแนน", "แจ้ง", "ขอแจ้ง", "ขอประกาศ", "ขอรายงาน",
)  # fmt: skip
_PARTS = (
    "ตัวชี้วัดย่อย", "ตัวชี้วัด", "ตชว.", "ตช.", "แบบวัด", "แบบสำรวจ", "แบบ", "เครื่องมือ", "รายข้อ", "ราย",
    "แต่ละ", "ประเด็นคำถาม", "องค์ประกอบ", "ด้าน", "การรับรู้", "ผู้มีส่วนได้ส่วนเสีย", "กลุ่มผู้มีส่วนได้ส่วนเสียภายใน",
    "กลุ่มผู้มีส่วนได้ส่วนเสียภายนอก", "ผู้มีส่วนได้เสีย", "ผู้มีส่วนได้ส่วนเสียภายใน", "ผู้มีส่วนได้ส่วนเสียภายนอก",
    "การเปิดเผยข้อมูล", "ต่อสาธารณะ", "สาธารณะ", "จำแนก", "แยก", "ตาม",
)  # fmt: skip
_YEARS = ("งบประมาณ", "ประจำปี", "ประจำ", "ในปี", "ปีนี้", "ปี", "พ.ศ", "ค.ศ.", "งบฯ", "ถึง")
# In a title they say nothing of the scores below; beside a number, or right above it, they do.
_TITLES = (
    "แนวโน้ม", "ตั้งแต่", "พัฒนาการ", "เปรียบเทียบ", "การเปรียบเทียบ", "ย้อนหลัง", "สองปี", "สามปี",
    "ห้าปี", "สอง", "สาม",
    "ผลการดำเนินงาน", "แบบตรวจ", "การตรวจ", "ส่วนที่", "เรื่อง", "มี", "เป็น", "สถิติผล", "สถิติคะแนน",
    "บันทึกข้อความ", "เรื่องเดิม", "ข้อเท็จจริง", "ข้อพิจารณา", "ข้อกฎหมาย", "ข้อเสนอแนะ", "เรียน", "ข้อมูล", "หน้า",
    "กับ", "หรือ", "ข้อ", "รายการ", "ประเด็น", "คำถาม", "หัวข้อ", "internal", "external", "ทุก", "ระบบ",
    "พบว่า", "ปรากฏ", "ดังนี้", "ดังต่อไปนี้", "ดังตาราง", "ตามตาราง", "ต่อไปนี้", "การวิเคราะห์", "วิเคราะห์",
    "รายละเอียด", "คัดลอก", "เอกสารแนบ", "ภาคผนวก", "ตาราง", "แผนภูมิ", "กราฟ", "บทที่", "ต่อ", "เรียง",
    "มากไปน้อย", "น้อยไปมาก", "ตามลำดับ", "เรียงลำดับ", "ระหว่าง", "แผ่นงาน", "แผ่น", "ชีต", "ชีท", "ได้แก่",
    "นายก", "ผู้อำนวยการ", "อธิบดี", "สไลด์", "เทศมนตรี", "ที่เกี่ยวข้อง", "ระเบียบ", "อธิการบดี",
    "หมายเหตุ", "ภาคผนวก ก", "วันที่",
    "กรอกเฉพาะคะแนนที่ประกาศ ช่องที่ไม่ทราบให้เว้นว่าง (อย่าใส่ศูนย์แทน)", "ประกาศผลแล้ว",  # our own sheet's
)  # fmt: skip
_ENGLISH = (
    "integrity", "transparency", "assessment", "itas", "ita", "iit", "eit", "oit", "fy", "be", "ad",
    "scores", "score", "results", "result", "total", "points", "point", "average",
    "overall", "published", "official", "fiscal", "year", "years", "percent", "percentage", "of",
    "the", "agency", "instrument", "instruments", "indicator", "indicators", "item", "items",
    "value", "and", "by", "summary", "comparison", "table", "sheet", "worksheet", "export",
    "report", "page", "for", "in", "our", "nacc", "open", "data", "radar", "chart",
    "code", "name", "municipality", "component", "sep", "rating", "grade", "level", "n/a", "n.a",
)  # fmt: skip


def _any_of(words: Iterable[str], *, are_latin: bool = False) -> str:
    """A pattern of words: the longest first, blanks inside them of any number."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s*") for word in ordered)
    return rf"(?<![A-Za-z])(?:{joined})(?![A-Za-z])" if are_latin else f"(?:{joined})"


_THAI = _any_of((*_ASSESSMENT, *_SCORES, *_PARTS, *_YEARS, *_TITLES))
_KNOWN = any_of(_THAI, _any_of(_ENGLISH, are_latin=True), flags=re.IGNORECASE)
PLACE = compiled(r"(อำเภอ|จังหวัด|ตำบล)(?!ใน|ของ|ทุก|ทั้ง)[ก-ฺเ-๎]{2,30}(?=[^ก-ฺเ-๎]|$)")
# What the results are looked at for says nothing of them.
_FOR = r"(?:เพื่อ|ประกอบ)(?:การ)?(?:จัดทำ|กำหนด|ขับเคลื่อน)?(?:แผน|มาตรการ)"
PURPOSE = compiled(rf"\(?{_FOR}(?:\s*(?:ประจำ)?ปี[^0-9๐-๙]{{0,20}}[0-9๐-๙]{{4}})?\)?")
_PAST = compiled(r"(?<=25\d\d)\s*ที่ผ่านมา|(?<=๒๕[๐-๙]{2})\s*ที่ผ่านมา")
# Understood, and not the own agency: but for the assessment's own name.
_LOCAL = "องค์กรปกครองส่วนท้องถิ่น"
_OF_MANY = any_of(
    rf"(?<!ในการดำเนินงานของ)หน่วยงานภาครัฐ|{_LOCAL}|ทุก(?:หน่วยงาน|แห่ง|เทศบาล)",
    r"(?:หน่วยงาน|เทศบาล|ส่วนราชการ)(?:ที่\S{0,20})?ทั้งหมด|(?<!ที่)(?:หน่วยงาน|เทศบาล|นายก|ผู้บริหาร)ประเมิน",
    "(?:โดย|ที่)(?:หน่วยงาน|เทศบาล)(?!ภาค)|ระหว่าง(?:การ)?ประเมิน|เฉลี่ยตั้งแต่",
    r"(?:เฉลี่ย|รวม|จาก)\s?(?:\d{1,2}|สอง|สาม|ห้า|ราย)\s?(?:ปี|หน่วย|แห่ง|ตัวชี้วัด|แบบวัด|ด้าน)|อันดับ|หน่วยงานที่\s?\d",
    r"เฉลี่ย(?:ของ|ใน|รวม|ระดับ|ปี|งบประมาณ|พ\.ศ|[^ก-๎])*(?:เทศบาล|ส่วนราชการ|ภาครัฐ|อปท|อบต|ท[ตมน]\.)(?![ก-๎])",
)
_LAST_YEAR = compiled(r"ปี(?:งบประมาณ)?(?:ที่แล้ว|ก่อน|ที่ผ่านมา|กลาย|หน้า|ถัดไป)")
# How a score compares with a goal or a mean makes none of it.
_COMPARED = r"(?:ถึง|บรรลุ|เกิน|อยู่ใน|(?:ต่ำ|สูง)กว่า|ผ่าน)(?:ค่า)?"
AGAINST_A_GOAL = any_of(
    rf"{_COMPARED}(?:(?:เป้าหมาย|เป้า|เกณฑ์)(?:ที่ตั้งไว้)?|เฉลี่ย[ก-๎]*)",
    "(?:(?:สูง|ต่ำ)กว่า|(?:เพิ่มขึ้น|ลดลง|ดีขึ้น)(?:จาก|กว่า))ปี(?:ที่ผ่านมา|ที่แล้ว|ก่อน)",
)
_AS_WISHED = compiled(r"(?:ไม่)?(?:ได้|เป็นไป)?ตาม")
# Numbers that say nothing of a score: of a heading, a table, a part, a day; how many; full marks.
_OF_PARTS = r"ปี|ตัวชี้วัด|แบบ|เครื่องมือ|ข้อ|ด้าน|รายการ|หน้า|องค์ประกอบ"
_COUNTED = r"ที่|หน้า|ข้อ|ด้าน|ย่อย|ตชว\.?|ตัวชี้วัด|เทศบาล|สไลด์|sheet|table|page|data|ชี[ตท]|แผ่น(?:งาน)?"
_COUNTS = any_of(
    r"^[\s(\[]*\d{1,2}(?:\.\d{1,2})*(?:\s*[.)](?!\d)|(?=\s|[ก-๙A-Za-z]))",
    rf"(?:{_COUNTED})\s*\d{{1,3}}(?:(?:[./]| จาก )\d{{1,3}})?(?![\d.])",
    rf"(?<![\d.])\d{{1,3}}\s*(?:{_OF_PARTS})|\d{{1,2}}/\d{{1,2}}/|\(20[12]\d\)",
    r"(?<![\d.])100(?:\.0+)?(?![\d.])|30\s?:\s?30\s?:\s?40",
    r"(?<![\d.,])\d{1,3}\.\d{1,2}(?![\d.])",  # a score of its own
    flags=re.IGNORECASE,
)
_CODE = compiled(r"(?<![A-Za-z])[ieoIEO]\s?\d{1,2}(?!\d)")
_DIGIT = compiled(r"[\d/]")
_BULLET = compiled(r"^[\s•●○▪▫■□◆◇➢➤✓✔❖*#\ue000-\uf8ff–—-]+")
_TWO_DIGITS = compiled(r"(?<![\d.])[5-7]\d(?![\d.])")
_UNKNOWN = compiled(r"[^\s.,:;()\[\]/\-–—\"'“”‘’•·=%_…&»|+]|\+(?!\s?\d)")
_LETTER = compiled(r"[^\W\d_]")
_MONTHS = "มกรา|มีนา|พฤษภา|กรกฎา|สิงหา|ตุลา|ธันวา|กุมภา|เมษา|มิถุนา|กันยา|พฤศจิกา"
_DAY = any_of(
    rf"(?:ณ\s?)?(?:วันที่\s*)?\d{{0,2}}\s*(?:{_MONTHS})(?:คม|ยน|พันธ์)",
    r"\d{1,2}\s(?:[มกพสตธ]|มี|เม|มิ)\.[คพย]\.(?!\S)",
    r"^ที่\s+[ก-ฮ.]{1,5}\s\d{4,6}/(?:ว\s?)?\d{1,5}(?!\S)",  # the number of a letter
)

# A level that is said to be one says nothing more of the number beside it.
_LABELLED = r"(?:ระดับ(?:ผลการประเมิน|คะแนน)?|อยู่ใน(?:เกณฑ์|ระดับ))"
_QUOTED = r"\s*[:“\"'(]?\s*"
_LEVEL = any_of(
    rf"(?:{_LABELLED}(?:ระดับ)?|เกณฑ์)?{_QUOTED}(?:ผ่านดีเยี่ยม|ผ่านดี|ต้องปรับปรุง(?:โดยด่วน)?)",
    rf"{_LABELLED}{_QUOTED}(?:ผ่าน|AA|[A-F](?![A-Za-z]))",
    r"\(\s*(?:ผ่าน|AA|[A-F])\s*\)",
)

# What says that a number beside it is not the result, whatever else is understood.
SUSPECT = frozenset({Doubt.GOAL, Doubt.MEAN, Doubt.WEIGHTED, Doubt.YEAR, Doubt.SCORE})

# A person, a post, an office, where a text is from; unless it says what scores are not.
_DENIES = "ไม่ใช่|มิใช่|ยังไม่|ปีก่อน|ปีหน้า|เดิม|เก่า|เอง|ให้คะแนน|บริหารประเมิน|อบรม|ฝึก|ทดสอบ"
_NO_DENIAL = rf"(?!.*(?:{_DENIES}|สาธิต|จำลอง|ยกเลิก|กรอก|แก้ไข|ที่ปรึกษา))"
SAYS_NOTHING = any_of(
    rf"{_NO_DENIAL}\W*(?:ลงชื่อ|ผู้|นาย|นาง|น\.ส\.|ว่าที่|ดร\.|พ\.[ตอจ]|ร\.[ตอ]|สำเนา|ประทับ|หน่วย\s?:)",
    rf"{_NO_DENIAL}\W*(?:หัวหน้า|นัก|นิติกร|เจ้า|กรรมการ|ประธาน|ปลัด|รอง|ผอ|พนักงาน|งาน|ทุก(?:กอง|ส่วน)|กอง|สำนัก|ฝ่าย)",
    rf"{_NO_DENIAL}\W*(?:ข้อมูล\s?ณ|บาท|ต่อ|เพิ่มเติม|ถ้ามี|สำหรับ|โปรด(?!อย่า)|กรุณา|เอกสาร(?:แนบ|หมายเลข|ประกอบ)|ภาพ(?!รวม)|รูป)",
    rf"{_NO_DENIAL}\W*(?:สิ่งที่ส่ง|(?:ระเบียบ)?วาระ|พิมพ์จาก|ชุดข้อมูล|ประเภทหน่วย|โทร|www|http|ลับ|เอกสารเผยแพร่)",
    rf"{_NO_DENIAL}\W*จัดทำโดย\s?(?:งาน|กอง|สำนักปลัด)",
)

# What makes a number something else than this agency's published result.
_DOUBTS = (
    (Doubt.GOAL, ("เป้าหมาย", "ตั้งเป้า", "เป้า", "ตั้งไว้", "คาดการณ์", "คาดว่า",
        "คาดหวัง", "คาด", "ประมาณการ", "พยากรณ์", "ขั้นต่ำ", "ไม่ต่ำกว่า", "ไม่น้อยกว่า",
        "ควร", "ตามแผน", "ร่าง", "จำลอง", "สมมติ", "สมมุติ", "ตัวอย่าง", "ตนเอง",
        "ความพร้อม", "ซ้อม", "ทดลอง", "ทดสอบ", "เบื้องต้น", "ก่อนอุทธรณ์", "อย่างน้อย", "เกณฑ์",
        "จะ", "ก่อนการอุทธรณ์", "หลังทักท้วง", "ยังไม่", "เฉลย", "อย่าใช้", "คลาดเคลื่อน",
        "ยกเลิก", "ถ้า", "มุ่งหวัง", "target", "goal", "forecast", "expected", "minimum",
        "draft", "mock", "trial", "simulation", "test", "self", "baseline", "plan",
        "preliminary", "estimate", "sample")),
    (Doubt.MEAN, ("ประเทศ", "จังหวัด", "อำเภอ", "ภูมิภาค", "ภาค", "กระทรวง", "กลุ่ม", "มัธยฐาน",
        "ค่ากลาง", "ต้นแบบ", "ดูงาน", "สังกัดเดียวกัน", "ประเภทเดียวกัน", "คู่เทียบ", "เทียบเคียง",
        "ข้างเคียง", "national", "province", "provincial", "benchmark", "peer")),
    (Doubt.WEIGHTED, ("น้ำหนัก", "weight", "weighted")),
    (Doubt.YEAR, ("ปัจจุบัน", "ล่าสุด", "เดิม", "เก่า", "สำรอง", "last year", "previous")),
    (Doubt.SCORE, ("การเปลี่ยนแปลง", "ผลต่าง", "ส่วนต่าง", "ความแตกต่าง", "ลำดับ", "อันดับ")),
)  # fmt: skip
_WHY = tuple((doubt, compiled(_any_of(words), re.IGNORECASE)) for doubt, words in _DOUBTS)


@lru_cache(maxsize=1024)
def left_over(text: str, *, is_label: bool = False) -> str:
    """What is left of a text beside words of published results, years and plain signs; "" for none.

    Shape:  `is_label` where it stands beside numbers or heads a column of them.

    >>> left_over("3. ผลคะแนน ITA ปี 2566 (ร้อยละ)"), left_over("คะแนนที่ควรได้"), left_over("ปี 2566*")
    ('', 'ควร', '*')
    """
    plain = _BULLET.sub("", _DAY.sub(" ", _PAST.sub(" ", repair(text))))
    plain = fiscal.without_years(plain)
    plain = _CODE.sub(" ", plain if is_label else _LEVEL.sub(" ", plain))
    plain = _COUNTS.sub(lambda match: _DIGIT.sub(" ", match[0]), plain)
    kept = _TITLES if is_label else ()
    left = squeeze(_KNOWN.sub(lambda match: match[0] if match[0].lower() in kept else " ", plain))
    return left if _UNKNOWN.search(left) else ""


@lru_cache(maxsize=4096)
def doubts_of(text: str, *, is_label: bool = False) -> frozenset[Doubt]:
    """Why numbers below or behind a text are doubted; none where every word is understood."""
    # A place may be called anything: only that it is a province or a district says something.
    without_goal = AGAINST_A_GOAL.sub("?", text) if is_label else text
    left = left_over(PURPOSE.sub(" ", PLACE.sub(r"\1 ", without_goal)), is_label=is_label)
    last = frozenset({Doubt.MEAN} if _OF_MANY.search(text) else ())
    last |= frozenset({Doubt.YEAR} if _LAST_YEAR.search(_PAST.sub(" ", text)) else ())
    if not left:
        return last
    doubts = frozenset(doubt for doubt, words in _WHY if words.search(left))
    doubts |= {Doubt.YEAR} if _TWO_DIGITS.search(left) else frozenset()  # "คะแนน 65"
    return last | doubts or frozenset({Doubt.WORDS})


def is_only_doubt(text: str) -> frozenset[Doubt]:
    """Why numbers beside a text are doubted that says nothing else: "(ประมาณการ)", "เป้าหมาย"."""
    left = text if _AS_WISHED.match(text) else left_over(_LAST_YEAR.sub(" ", text))
    for _, words in _WHY:
        left = words.sub(" ", left)
    return frozenset() if _LETTER.search(left) else doubts_of(text, is_label=True)


_OTHER_ASSESSMENTS = any_of(
    r"(?<![A-Za-z])(?:LPA|KPI|PMQA|GES|O-?NET|RT|NT|MOIT|CPI|Core\s?Team|HA|EBIT)(?![A-Za-z])",
    r"พึงพอใจ|ธรรมาภิบาล|ประสิทธิภาพขององค์กร|อบรม|ปฏิบัติราชการ|เบิกจ่าย|ความเสี่ยง",
    r"ผู้ตอบ|สถานศึกษาออนไลน์|ดัชนี",
    flags=re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def names_another(text: str) -> int:
    """Where a text last names another assessment or statistic; -1 where it names none."""
    return max((match.start() for match in _OTHER_ASSESSMENTS.finditer(text)), default=-1)
