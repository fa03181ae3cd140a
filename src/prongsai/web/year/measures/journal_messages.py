"""The journal's sentences of plans and their measures: drafted, edited, in force."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.platform.journal_messages import message, register

_WORDS = {
    "layout": Text("รูปแบบตาราง", "layout"),
    "narratives": Text("สรุปรายแบบวัด", "summaries of instruments"),
    "number": Text("ลำดับ", "number"),
    "title": Text("มาตรการ", "measure"),
    "group": Text("ด้าน", "group"),
    "steps": Text("ขั้นตอน", "steps"),
    "unit": Text("หน่วยงานรับผิดชอบ", "responsible unit"),
    "period": Text("ระยะเวลา", "period"),
    "start": Text("เริ่ม", "start"),
    "due": Text("กำหนดแล้วเสร็จ", "due"),
    "evidence": Text("หลักฐาน", "evidence"),
    "at_six_months": Text("ติดตาม 6 เดือน", "follow-up at 6 months"),
    "at_twelve_months": Text("ติดตาม 12 เดือน", "follow-up at 12 months"),
    "budget": Text("งบประมาณ", "budget"),
    "items": Text("ข้อที่ตอบ", "items"),
    "remarks": Text("ข้อเสนอแนะที่ตอบ", "remarks"),
    "other": Text("คอลัมน์ของหน่วยงาน", "own columns"),
    "guideline": Text("แนวทาง", "guideline"),
    "reason": Text("เหตุผลที่ไม่ดำเนินการ", "reason"),
    "target": Text("คะแนนเป้าหมาย", "target"),
    "approved": Text("วันที่อนุมัติ", "day of approval"),
}

register(
    {
        "plan-drafted": message(
            "ร่างแผนมาตรการ", "Drafted the plan",
            "ร่างแผนมาตรการปี {year}: เพิ่มมาตรการ {measures} จุดที่ต้องตอบ {points}",
            "drafted the plan of {year}: {measures} new measures, {points} new points",
        ),
        "plan-points-added": message(
            "เพิ่มจุดที่ต้องตอบจากผลซ้อม", "Added points of a rehearsal",
            "เพิ่มจุดที่ต้องตอบจากผลซ้อมในแผนปี {year} {points} จุด",
            "added {points} points of a rehearsal to the plan of {year}",
        ),
        "plan-edited": message(
            "แก้หัวแผนมาตรการ", "Edited the plan's head",
            "แก้แผนมาตรการปี {year}: {fields}", "edited the plan of {year}: {fields}",
        ),
        "plan-imported": message(
            "นำเข้าแผนมาตรการ", "Imported the plan",
            "นำเข้าแผนมาตรการปี {year} จาก “{subject}”: ใหม่ {new} เปลี่ยน {changed} ลบ {gone}",
            "imported the plan of {year} from “{subject}”: {new} new, {changed} changed, "
            "{gone} removed",
        ),
        "plan-renumbered": message(
            "เรียงลำดับมาตรการใหม่", "Numbered the plan anew",
            "ใส่ลำดับมาตรการปี {year} ใหม่ {count} เรื่อง", "numbered {count} measures of {year} anew",
        ),
        "measure-added": message(
            "เพิ่มมาตรการ", "Added a measure",
            "เพิ่มมาตรการปี {year} “{subject}”", "added the measure “{subject}” of {year}",
        ),
        "measure-edited": message(
            "แก้มาตรการ", "Edited a measure",
            "แก้มาตรการปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
            "edited the measure “{subject}” of {year}, now version {number}: {fields}",
        ),
        "measure-restored": message(
            "คืนค่ามาตรการ", "Restored a measure",
            "คืนค่ามาตรการปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
            "restored the measure “{subject}” of {year}, now version {number}: {fields}",
        ),
        "measure-moved": message(
            "ย้ายมาตรการ", "Moved a measure",
            "ย้ายมาตรการปี {year} “{subject}”", "moved the measure “{subject}” of {year}",
        ),
        "measure-removed": message(
            "ลบมาตรการ", "Removed a measure",
            "ลบมาตรการปี {year} “{subject}”", "removed the measure “{subject}” of {year}",
        ),
        "measure-brought-back": message(
            "เลิกลบมาตรการ", "Brought a measure back",
            "นำมาตรการปี {year} “{subject}” กลับมา", "brought the measure “{subject}” of {year} back",
        ),
        "version-kept-aside": message(
            "เก็บฉบับที่ชนกัน", "Kept a colliding version",
            "เก็บฉบับของ “{subject}” ในแผนปี {year} ที่บันทึกชนกับผู้อื่น",
            "kept a version of “{subject}” of {year} that collided with another",
        ),
        "version-settled": message(
            "เลือกฉบับที่ชนกันแล้ว", "Settled a collision",
            "เลือกจากสองฉบับของ “{subject}” ในแผนปี {year} แล้ว",
            "chose between two versions of “{subject}” of {year}",
        ),
        "point-edited": message(
            "แก้คำตอบของจุดอ่อน", "Edited a point",
            "แก้แผนปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
            "edited the point “{subject}” of {year}, now version {number}: {fields}",
        ),
        "point-restored": message(
            "คืนค่าคำตอบของจุดอ่อน", "Restored a point",
            "คืนค่าแผนปี {year} “{subject}” เป็นฉบับที่ {number}: {fields}",
            "restored the point “{subject}” of {year}, now version {number}: {fields}",
        ),
        "plan-in-force": message(
            "แผนใช้บังคับ", "Put a plan in force",
            "แผนมาตรการปี {year} ใช้บังคับตั้งแต่ {day} (อนุมัติครั้งที่ {number})",
            "the plan of {year} is in force from {day} (approval {number})",
        ),
        "plan-day-settled": message(
            "วันอนุมัติของแผนเป็นไปตามผลที่ยังใช้ได้", "Settled a plan's day of approval",
            "แผนมาตรการปี {year} มีวันอนุมัติ {day} ตามผลที่ยังใช้ได้",
            "the plan of {year} bears {day} as day of approval, by the result that stands",
        ),
    },
    words=_WORDS,
)  # fmt: skip
