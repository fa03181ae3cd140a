"""What to do now about a finding, said for the site and not for a workbook or a command."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from prongsai.core.errors import Finding
from prongsai.core.text import Text

_OPEN = Text("เปิดมาตรการแล้วใส่ให้ครบ", "open the measure and fill it in")
_STEPS: Mapping[str, Text | None] = MappingProxyType(
    {
        "measure_without_title": _OPEN,
        "measure_without_unit": Text("เปิดมาตรการแล้วเลือกหน่วยงาน", "open it and choose a unit"),
        "measure_without_steps": _OPEN,
        "measure_without_evidence": _OPEN,
        "measure_without_follow_up": _OPEN,
        "measure_without_item": Text(
            "เปิดมาตรการแล้วเลือกข้อหรือข้อเสนอแนะที่ตอบ",
            "open it and choose the items or remarks that it answers",
        ),
        "unknown_item_code": Text("เปิดมาตรการแล้วเลือกข้อใหม่", "open it and choose items again"),
        "unknown_remark": Text("เปิดมาตรการแล้วเลือกข้อเสนอแนะใหม่", "open it and choose remarks again"),
        "duplicate_key": None,
        "duplicate_number": Text(
            "แก้ลำดับในมาตรการ หรือกด “ใส่ลำดับใหม่”", "correct it, or press “number anew”"
        ),
        "not_approved": Text(
            "เมื่ออนุมัติแล้ว ใส่วันที่ใน “เป้าหมายและการอนุมัติ”",
            "once approved, enter the day under “target and approval”",
        ),
        "unreadable_date": Text(
            "เขียนเช่น 30 กันยายน 2569 หรือ ก.ย. 69", "write 30 กันยายน 2569, or ก.ย. 69"
        ),
        "score_changed": Text(
            "คะแนนในแผนเป็นของวันที่ร่าง ใช้ตามประกาศล่าสุด",
            "the plan shows the score of the day it was drafted; the newest one holds",
        ),
        "point_no_longer_weak": None,
    }
)


def next_step(finding: Finding) -> Text | None:
    """The step of the site, else the core's where it names no command."""
    if finding.code in _STEPS:
        return _STEPS[finding.code]
    step = finding.next_step
    return None if step is not None and "prongsai " in step.en else step


NAME_A_UNIT = Text(
    "แก้ชื่อในมาตรการ เพิ่มส่วนราชการ หรือมอบผู้รับผิดชอบ",
    "correct the name, add the unit, or assign owners",
)


def unknown_units(names: str) -> Text:
    """Names that give nobody a right, quoted."""
    return Text(
        f"แผนระบุ {names} ซึ่งไม่ใช่ชื่อส่วนราชการในระบบ หัวหน้าจึงยังแก้และบันทึกมาตรการนั้นไม่ได้",
        f"the plan names {names}, which no unit here is called: no head may edit or record those",
    )
