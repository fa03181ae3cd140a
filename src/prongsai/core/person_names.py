"""Words of a free text that look like a person's name: after a title or rank, or beside a party.

A name has no form of its own. What is found is a guess for a person to look at, what is not found
may hold names all the same: docs/registers.md says how often either happened on sentences made up
for it. So it warns, and forbids nothing.
"""

from collections.abc import Iterator

from msgspec import Struct

from prongsai.core.patterns import compiled
from prongsai.core.thai import repair, shorten

_SHOWN = 24  # letters that a warning quotes
_LETTER = "[ก-ฮเแโใไ]"
_THAI = "[ก-\u0e4e]"
# Words that only begin like a title, offices above all.
_MISTER = (
    r"(?<!เจ้า)(?<!มูล)(?<!มิถุ)นาย\s?(?!ความ|ก(?:$|\s|เทศ|อบ|องค์|รัฐ|เมือง|สภา|สมาคม|สโมสร|ฯ"
    r"|การ|และ|หรือ|ที่|ได้|ให้|มี|เป็น|พร้อม|ผ่าน)"
    r"|ช่าง|ทะเบียน|อำเภอ|จ้าง|ตรวจ"
    r"|ทหาร|แพทย์|หน้า(?!\S+\s\S{3})|ทุน|ท้าย|ท่า|ด่าน|สถานี|ไปรษณีย์|ประกัน|เรือ|พราน|แบบ|ประจำ)"
)
_MISTRESS = (
    r"(?<!ขุน)นาง(?:สาว(?!ไทย))?\s?(?!สาวไทย|พยาบาล|รอง|เลิ้ง|รำ|แบบ|ฟ้า|กวัก|เงือก"
    r"|สงกรานต์|ร้อง|แอ่น|ข้าหลวง|เอก|ใน|ไม้)"
)
_KHUN = (
    r"(?<!ขอบ)(?<!พระ)(?<!บุญ)(?<!รรพ)(?<!เจ้า)(?<!แทน)(?<![“\"'‘])คุณ(?!ภาพ|ธรรม|สมบัติ"
    r"|วุฒิ|ค่า|ลักษณะ|ประโยชน์"
    r"|ูปการ|ากร|งามความดี|ความดี|โทษ|(?:แม่|พ่อ)(?:วัย|บ้าน|ลูก))"
)
_RANK = (
    r"(?:ว่าที่\s?)?(?:จ่าสิบ|สิบ|ร้อย|พัน|พล)(?:ตำรวจ|อากาศ|เรือ)?(?:ตรี|โท"
    r"|เอก)(?:หญิง)?|ดาบตำรวจ|ว่าที่\s?ร\.\s?ต\."
)
_SHORT_RANK = (
    r"(?:พล\.\s?)?[พรสจด]\.\s?(?:ส\.\s?|ต\.\s?|อ\.\s?)?[ตทอ]\.\s?(?:หญิง)?|ด\.\s?[ชญ]\.|น\.\s?ส\."
    r"|นส\.|ด[ชญ]\."
    r"|(?:(?:ผศ|รศ|ศ)\.\s?)?ดร\.|(?:ผศ|รศ)\.|ม\.\s?ร\.\s?ว\.|ม\.\s?ล\."
)
_MONK = (
    r"พระ(?:ครู(?:สมุห์|ใบฎีกา|วินัยธร|สังฆรักษ์)?|มหา(?!กษัตริย์|กรุณา|ธาตุ|วิหาร|ราช)"
    r"|อาจารย์|ปลัด|อธิการ|สมุห์|ใบฎีกา)"
)
_MONK += r"|หลวง(?:พ่อ|ปู่|ตา|พี่)|พระ(?=[ก-\u0e39]{2,15} \S*\u0e3a)"
_NOBLE = r"หม่อม(?:หลวง|ราชวงศ์|เจ้า)|เด็ก(?:ชาย(?!หญิง)|หญิง)"
# Kin as people call each other: only where a word begins, and not kin in general.
_KIN = (
    rf"(?<!{_THAI})(?:คุณ)?(?:ลุง|ป้า(?!ย)|ยาย|น้อง|พี่(?!น้อง|เลี้ยง|ใหญ่)|เจ๊|เฮีย)"
    r"(?!และ|กับ|ของ|ที่|ๆ|ชาย|สาว|ใหม่|เขย|สะใภ้|คน|เป็น|อายุ|ซึ่ง|ใน|อยู่|มา(?:ขอ|ยื่น"
    r"|ที่|แจ้ง|ร้อง|จาก)|ขอ|ผู้|ไม่|ได้|มี|ทวด|ข้าง)"
)
# What is called after somebody: a road, a school, a shop.
_CALLED = "".join(
    f"(?<!{word})"
    for word in (
        "ถนน", "ซอย", "สะพาน", "ค่าย", "ตลาด", "อาคาร", "ร้าน", "วัด", "ห้อง", "โรงเรียน", "สวน",
    )
)  # fmt: skip
_NO_NAME = (
    r"(?!ประจำ|ที่|ซึ่ง|ของ|จาก|ใน|ผู้|และ|หรือ|กับ|ได้|ไม่|มี|เป็น|ให้|ขอ|คือ|ตาม|เพื่อ"
    r"|เพราะ|ว่า|ท่าน|ทุก|บาง|หลาย|คน|ดังกล่าว)"
)
_TITLED = compiled(
    rf"{_CALLED}(?:{_MISTER}|{_MISTRESS}|{_KHUN}|{_KIN}|{_NOBLE}|{_MONK}"
    rf"|(?:{_RANK})\s?)\s?{_NO_NAME}(?={_LETTER})"
    rf"|(?<![\w.])(?:{_SHORT_RANK})\s?{_NO_NAME}(?={_LETTER}{_THAI})"
)
_ENGLISH = compiled(
    r"\b(?:(?:Mr|Mrs|Ms|Miss|Dr|MR|MRS|MISS)\b\.?\s+|(?i:mr|mrs|ms|dr)\.\s*)(?=[A-Z][a-zA-Z])"
)
# Whoever an affair is about, then two words as first name and surname stand.
_COMMON = (
    r"(?!การ|ความ|สมาคม|บริษัท|ห้าง|ที่|ซึ่ง|และ|หรือ|ขอ|เป็น|มี|ไม่|ให้|ได้|ว่า|ตาม|จาก"
    r"|กับ|เพื่อ|เพราะ|ร้าน|โรงเรียน|ชุมชน"
    r"|กลุ่ม|องค์|สำนัก|กอง|เทศบาล|นิติ|ผู้|เจ้า|สิทธิ|เรื่อง|คำ|แผน|โครงการ|หน่วย|จึง"
    r"|อนุญาต|ยื่น|ร้อง|แจ้ง|รับ|ส่ง|นาย|นาง"
    r"|อำเภอ|ตำบล|จังหวัด|หมู่ที่|แขวง|เขต|ประชาชน|คณะ|ตกลง|ทั้ง|ทุก|อยู่|ใน|ต้อง|ควร|เคย|แล้ว|ครบ|ถูก|ซ้ำ|ของ|ไป|มา(?:ขอ"
    r"|ยื่น|ที่|แจ้ง|ร้อง|จาก|ตรา)|ใช้|อาคาร|บ้าน|ที|วัน|เดือน|ปี|ข้อ|มาตรา)"
)
_FIRST = rf"{_COMMON}{_LETTER}{_THAI}{{2,14}}"
_LAST = rf"{_COMMON}{_LETTER}{_THAI}{{2,24}}"
_PARTY = (
    r"(?:ผู้[ก-\u0e4e]{2,14}|คู่กรณี|จำเลย|โจทก์|พยาน|เลขที่\s?[0-9๐-๙/]+"
    r"|เจ้าของ[ก-\u0e4e]{0,12})"
)
_THINGS = r"(?!ถนน|ซอย|ร้าน|โครงการ|วัด|ป้าย|งาน|เล่น|ตลาด)"
_PARTIES = compiled(
    rf"(?:{_PARTY}\s?(?:ชื่อ|คือ|ได้แก่|:)\s?|(?:(?<!ท)ราย|จำเลย|โจทก์)\s"
    rf"|(?<!ร้าน)ชื่อ[- ]?(?:สกุล|นามสกุล)?\s?:?\s?{_THINGS}"
    rf"|(?:อาจารย์|ผู้ใหญ่บ้าน|กำนัน|หมอ|ครู)\s?)(?={_FIRST} {_LAST}(?!{_THAI}))"
)
_BEFORE_PARTY = compiled(rf"(?<!{_THAI})(?={_FIRST} {_LAST} \(?(?:เจ้าของ|ผู้ขอ|ผู้ร้อง|ผู้ยื่น|ผู้เช่า))")
_TWO_WORDS = compiled(rf"{_THAI}{{1,24}}(?: {_THAI}{{2,24}})?|[A-Z][a-zA-Z]+(?: [A-Z][a-zA-Z]+)?")


class PersonName(Struct, frozen=True):
    """One hit; `start` and `end` are places in the text, `words` what a warning quotes of it."""

    start: int
    end: int
    words: str


def person_names(text: str) -> tuple[PersonName, ...]:
    """What looks like names of persons, in its order, nothing twice.

    >>> [one.words for one in person_names("นายกเทศมนตรีให้นายดำ ตัวอย่าง ผ่อนชำระ")]
    ['นายดำ ตัวอย่าง']
    """
    names: list[PersonName] = []
    for start, begins in sorted(_begins(text)):
        if names and start < names[-1].end:
            continue
        name = _TWO_WORDS.match(text, begins)
        end = name.end() if name else begins
        names.append(PersonName(start, end, shorten(repair(text[start:end]), _SHOWN)))
    return tuple(names)


def _begins(text: str) -> Iterator[tuple[int, int]]:
    """Where hits begin, and where the name behind the title does."""
    for pattern in (_TITLED, _ENGLISH):
        yield from ((hit.start(), hit.end()) for hit in pattern.finditer(text))
    for pattern in (_PARTIES, _BEFORE_PARTY):
        yield from ((hit.end(), hit.end()) for hit in pattern.finditer(text))
