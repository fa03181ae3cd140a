"""The journal's sentences about reports."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.platform.journal_messages import message, register

_WORDS = {
    "report-6": Text("รายงานรอบ 6 เดือน", "the 6-month report"),
    "report-12": Text("รายงานรอบ 12 เดือน", "the 12-month report"),
    "results": Text("รายงานผลการดำเนินการตามมาตรการ", "the report on the measures' results"),
}

register(
    {
        "report-row-written": message(
            "เขียนแถวของรายงาน", "Wrote a report's row",
            "เขียน{report} ปี {year} มาตรการ “{subject}” ฉบับที่ {number}",
            "wrote the row “{subject}” of {report} of {year}, version {number}",
        ),
        "report-nothing-written": message(
            "เขียน “ไม่มี” ในรายงาน", "Wrote “none” in a report",
            "เขียนว่าไม่มีปัญหาใน{report} ปี {year} จำนวน {count} มาตรการ",
            "wrote that {count} measures of {report} of {year} had no problems",
        ),
        "report-reminded": message(
            "เตือนให้รายงาน", "Reminded of a report",
            "เตือน {count} คนให้เขียน{report} ปี {year}",
            "reminded {count} people of {report} of {year}",
        ),
        "report-laid-out": message(
            "เลือกรูปแบบรายงาน", "Chose a report's layout",
            "เลือกรูปแบบ{report} ปี {year}: {layout}",
            "chose the layout of {report} of {year}: {layout}",
        ),
        "report-draft-asked": message(
            "สั่งทำร่างรายงาน", "Asked for a report's draft",
            "สั่งทำร่าง{report} ปี {year}", "asked for a draft of {report} of {year}",
        ),
        "report-frozen": message(
            "เก็บรายงานตามที่เสนอ", "Fixed a report for submission",
            "เก็บ{report} ปี {year} ({count} มาตรการ) ไว้ตามที่เสนอลงนาม",
            "fixed {report} of {year} with {count} measures for submission",
        ),
        "report-decided": message(
            "รายงานได้รับการพิจารณา", "A report was decided",
            "{report} ปี {year}: {state}", "{report} of {year}: {state}",
        ),
        "report-published": message(
            "เผยแพร่รายงาน", "Published a report",
            "เผยแพร่{report} ปี {year}", "published {report} of {year}",
        ),
    },
    words=_WORDS,
)  # fmt: skip
