"""The journal's sentences of kept scenarios."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "scenario-kept": message(
        "เก็บแบบจำลองคะแนน", "Kept a scenario",
        "เก็บแบบจำลองคะแนนปี {year} ชื่อ “{subject}”", "kept the scenario “{subject}” of {year}",
    ),
    "scenario-deleted": message(
        "ลบแบบจำลองคะแนน", "Deleted a scenario",
        "ลบแบบจำลองคะแนนปี {year} ชื่อ “{subject}”", "deleted the scenario “{subject}” of {year}",
    ),
    "scenario-restored": message(
        "เลิกลบแบบจำลองคะแนน", "Brought a scenario back",
        "นำแบบจำลองคะแนนปี {year} ชื่อ “{subject}” กลับมา",
        "brought the scenario “{subject}” of {year} back",
    ),
})  # fmt: skip
