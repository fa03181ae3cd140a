"""The columns of a plan's sheets: the heading we write, and those that officers write."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from prongsai.core.thai import skeleton, squeeze

MEASURES_SHEET = "แผนมาตรการ"
POINTS_SHEET = "จุดอ่อนและข้อเสนอแนะ"
# A property of the workbook: the moment it was taken out, so that an old file is known as one.
EXPORTED = "Prongsai exported"
HELP_SHEET = "วิธีใช้"
FOLLOW_UP = "follow_up"
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_COUNTED = re.compile(r"^\s*\(?[0-9๐-๙]{1,2}[.)]\s*")


class Column(Struct, frozen=True):
    """One column: the field it holds, our heading, other headings separated by "|"."""

    field: str
    heading: str
    others: str = ""

    def spellings(self) -> tuple[str, ...]:
        """All its headings as comparison keys."""
        return tuple(skeleton(name) for name in (self.heading, *self.others.split("|")) if name)


MEASURE_COLUMNS = (
    Column("key", "รหัส", "รหัสมาตรการ|key"),
    Column("number", "ลำดับ", "ลำดับที่|ที่|เลขที่|มาตรการที่|ข้อที่|no"),
    Column("group", "ด้าน", "กลุ่ม|กลุ่มมาตรการ|หมวด|หมวดหมู่|แบบวัด|แบบวัด/ตัวชี้วัด"),
    Column(
        "title",
        "มาตรการ",
        "ชื่อมาตรการ|มาตรการ/แนวทาง|มาตรการ/กิจกรรม|มาตรการ/โครงการ|มาตรการ/โครงการ/กิจกรรม"
        "|มาตรการหรือกิจกรรม|แนวทาง/มาตรการ|กิจกรรม|โครงการ|โครงการ/กิจกรรม"
        "|มาตรการส่งเสริมคุณธรรมและความโปร่งใส|มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    ),
    Column(
        "steps",
        "ขั้นตอน/วิธีการ",
        "ขั้นตอน|วิธีการ|วิธีดำเนินการ|วิธีการดำเนินการ|วิธีการดำเนินงาน|ขั้นตอนหรือวิธีการ"
        "|ขั้นตอน/วิธีการปฏิบัติ|ขั้นตอนการดำเนินการ|ขั้นตอนการดำเนินงาน|ขั้นตอน/วิธีดำเนินการ"
        "|ขั้นตอน/วิธีการดำเนินการ|ขั้นตอนและวิธีการ|แนวทางการดำเนินการ|แนวทางปฏิบัติ"
        "|รายละเอียด|รายละเอียดการดำเนินการ",
    ),
    Column(
        "unit",
        "หน่วยงานรับผิดชอบ",
        "ผู้รับผิดชอบ|หน่วยงานที่รับผิดชอบ|หน่วยงานผู้รับผิดชอบ|ผู้รับผิดชอบหลัก|ส่วนราชการ"
        "|ส่วนราชการที่รับผิดชอบ|สำนัก/กอง|กอง/สำนัก|หน่วยงาน|ผู้ดำเนินการ",
    ),
    Column(
        "period",
        "ระยะเวลา",
        "ระยะเวลาดำเนินการ|ระยะเวลาการดำเนินการ|ระยะเวลาดำเนินงาน|ระยะเวลาการดำเนินงาน"
        "|ช่วงเวลา|ช่วงเวลาดำเนินการ|ห้วงเวลา|ห้วงเวลาดำเนินการ|กำหนดเวลา",
    ),
    Column(
        "start",
        "เริ่ม",
        "วันเริ่ม|วันที่เริ่ม|เริ่มต้น|เดือนที่เริ่ม|เริ่มดำเนินการ|วันเริ่มดำเนินการ|วันที่เริ่มดำเนินการ",
    ),
    Column(
        "due",
        "กำหนดแล้วเสร็จ",
        "แล้วเสร็จ|กำหนดเสร็จ|แล้วเสร็จภายใน|ครบกำหนด|วันครบกำหนด|สิ้นสุด|วันสิ้นสุด|วันที่สิ้นสุด"
        "|วันที่แล้วเสร็จ|เดือนที่แล้วเสร็จ|กำหนดการแล้วเสร็จ|กำหนดส่ง",
    ),
    Column(
        "evidence",
        "หลักฐาน",
        "เอกสารหลักฐาน|เอกสาร/หลักฐาน|หลักฐานการดำเนินการ|หลักฐานการดำเนินงาน|หลักฐานอ้างอิง"
        "|หลักฐานเชิงประจักษ์|ร่องรอยหลักฐาน",
    ),
    Column("at_six_months", "ติดตามผล 6 เดือน", "รอบ 6 เดือน|6 เดือน"),
    Column("at_twelve_months", "ติดตามผล 12 เดือน", "รอบ 12 เดือน|12 เดือน"),
    Column("budget", "งบประมาณ", "งบประมาณที่ใช้|วงเงิน|วงเงินงบประมาณ|ค่าใช้จ่าย|งบประมาณบาท"),
    Column(
        "items",
        "ข้อที่ตอบ",
        "ตอบข้อ|ข้อ ITA|ข้อ ITA ที่ตอบ|ข้อที่เกี่ยวข้อง|ข้อคำถาม|ข้อคำถามที่เกี่ยวข้อง|ข้อคำถามที่ตอบ|ข้อประเมิน|ข้อ",
    ),
    Column(
        "remarks",
        "ข้อเสนอแนะที่ตอบ",
        "ข้อเสนอแนะ|ข้อเสนอแนะที่|ตอบข้อเสนอแนะ|ตอบข้อเสนอแนะที่|ข้อเสนอแนะ ป.ป.ช.|ข้อเสนอแนะของ ป.ป.ช.",
    ),
)
# One column for both follow-ups; it is read, never written.
_FOLLOW_UP = Column(
    FOLLOW_UP,
    "การติดตามผล",
    "การติดตาม|ติดตามผล|การกำกับติดตาม|การรายงานผล|รายงานผล|การติดตามและรายงานผล|การติดตามประเมินผล",
)

POINT_COLUMNS = (
    Column("code", "ข้อ", "รหัส|ข้อคำถาม|ข้อ/ข้อเสนอแนะ"),
    Column("name", "จุดอ่อนหรือข้อเสนอแนะ", "จุดอ่อน|ประเด็น|ชื่อข้อ|ประเด็นที่ต้องพัฒนา"),
    Column("score", "คะแนน", "คะแนนที่ได้"),
    Column("guideline", "แนวทาง", "แนวทางแก้ไข|แนวทางการแก้ไข|แนวทางการพัฒนา|แนวทางพัฒนา"),
    Column("answers", "มาตรการที่ตอบ"),
    Column("reason", "เหตุผลที่ไม่ดำเนินการ", "เหตุผล|เหตุผลที่ไม่มีมาตรการ"),
)
# Where a point is not from the published scores.
SOURCE_COLUMN = Column("source", "ที่มาของคะแนน", "ที่มา")

TITLE_LINES = (
    Column("agency", "หน่วยงาน", "ชื่อหน่วยงาน"),
    Column("fiscal_year", "แผนของปีงบประมาณ", "ปีงบประมาณ|ปีงบประมาณของแผน|แผนปีงบประมาณ"),
    Column("score_year", "จากผลคะแนนปีงบประมาณ", "ปีของคะแนน|ปีงบประมาณของคะแนน|คะแนนปีงบประมาณ"),
    Column("target", "คะแนนเป้าหมาย", "เป้าหมาย|เป้าหมายคะแนน"),
    Column("approved", "วันที่อนุมัติ", "อนุมัติเมื่อ|วันอนุมัติ|วันที่อนุมัติแผน"),
)

HEADINGS: Mapping[str, str] = {column.field: column.heading for column in MEASURE_COLUMNS}
_MEASURE_KEYS = {key: c.field for c in (*MEASURE_COLUMNS, _FOLLOW_UP) for key in c.spellings()}
_POINT_KEYS = {
    key: column.field for column in (*POINT_COLUMNS, SOURCE_COLUMN) for key in column.spellings()
}
_TITLE_KEYS = {key: column.field for column in TITLE_LINES for key in column.spellings()}
_SIX, _TWELVE = skeleton("6 เดือน"), skeleton("12 เดือน")
_FOLLOWS = tuple(skeleton(word) for word in ("ติดตาม", "รายงานผล", "รอบ"))


def measure_field(heading: str) -> str | None:
    """The field of a heading of the measures; None for a column of somebody's own.

    >>> measure_field("ผู้รับผิดชอบ (กอง)"), measure_field("การติดตามผล รอบ ๖ เดือน")
    ('unit', 'at_six_months')
    """
    exact = _field(heading, _MEASURE_KEYS)
    if exact is not None:
        return exact
    key = skeleton(heading)
    if not any(word in key for word in _FOLLOWS):
        return None
    twelve, six = _TWELVE in key, _SIX in key
    if six and twelve:
        return FOLLOW_UP
    return "at_six_months" if six else "at_twelve_months" if twelve else None


def point_field(heading: str) -> str | None:
    return _field(heading, _POINT_KEYS)


def title_field(label: str) -> str | None:
    """The field of a label above the table."""
    return _field(label, _TITLE_KEYS)


def _field(heading: str, keys: Mapping[str, str]) -> str | None:
    """By the heading as it stands, else without its number and what is in brackets."""
    plain = _COUNTED.sub("", _HINT.sub(" ", heading))
    return keys.get(skeleton(heading)) or keys.get(skeleton(plain))


def own_headings(headings: Sequence[str]) -> tuple[str, ...]:
    """Headings of somebody's own columns: none empty, none twice.

    >>> own_headings(("หมายเหตุ", "", "หมายเหตุ"))
    ('หมายเหตุ', 'คอลัมน์ที่ไม่มีชื่อ', 'หมายเหตุ (2)')
    """
    named: list[str] = []
    for heading in headings:
        plain = squeeze(heading) or "คอลัมน์ที่ไม่มีชื่อ"
        name, copy = plain, 2
        while name in named:
            name, copy = f"{plain} ({copy})", copy + 1
        named.append(name)
    return tuple(named)
