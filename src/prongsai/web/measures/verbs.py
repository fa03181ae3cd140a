"""The journal's sentences of approved plans; those of editing one are the platform's own."""

from __future__ import annotations

from prongsai.web.platform.phrases import said, tell

tell(
    {
        "plan-in-force": said(
            "แผนใช้บังคับ", "Put a plan in force",
            "แผนมาตรการปี {year} ใช้บังคับตั้งแต่ {day} (อนุมัติครั้งที่ {number})",
            "the plan of {year} is in force from {day} (approval {number})",
        ),
    }
)  # fmt: skip
