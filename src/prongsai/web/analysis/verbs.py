"""The journal's sentences of kept scenarios."""

from __future__ import annotations

from prongsai.web.platform.phrases import said, tell

tell({
    "scenario-kept": said(
        "เก็บแบบจำลองคะแนน", "Kept a scenario",
        "เก็บแบบจำลองคะแนนปี {year} ชื่อ “{subject}”", "kept the scenario “{subject}” of {year}",
    ),
    "scenario-deleted": said(
        "ลบแบบจำลองคะแนน", "Deleted a scenario",
        "ลบแบบจำลองคะแนนปี {year} ชื่อ “{subject}”", "deleted the scenario “{subject}” of {year}",
    ),
    "scenario-restored": said(
        "เลิกลบแบบจำลองคะแนน", "Brought a scenario back",
        "นำแบบจำลองคะแนนปี {year} ชื่อ “{subject}” กลับมา",
        "brought the scenario “{subject}” of {year} back",
    ),
})  # fmt: skip
