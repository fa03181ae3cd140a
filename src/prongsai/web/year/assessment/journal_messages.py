"""The journal's sentences of fiscal years, their frameworks and the notes on items."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "year-opened": message(
        "เปิดปีงบประมาณ", "Opened a year", "เปิดปีงบประมาณ {year}", "opened fiscal year {year}",
    ),
    "year-copied": message(
        "เปิดปีจากปีก่อนหน้า", "Opened a year as a copy",
        "เปิดปีงบประมาณ {year} โดยคัดลอกกรอบการประเมินของปี {source}",
        "opened fiscal year {year} with a copy of the framework of {source}",
    ),
    "framework-edited": message(
        "แก้กรอบการประเมิน", "Edited a framework",
        "แก้กรอบการประเมินปี {year} ({part}) เป็นฉบับที่ {number}",
        "edited the framework of {year} ({part}), now revision {number}",
    ),
    "framework-imported": message(
        "นำเข้ากรอบการประเมิน", "Imported a framework",
        "นำเข้ากรอบการประเมินปี {year} จาก “{part}” เป็นฉบับที่ {number}",
        "imported the framework of {year} from “{part}”, now revision {number}",
    ),
    "framework-merged": message(
        "รวมข้อมูลทางการ", "Merged official data",
        "รวมข้อมูลทางการเข้ากรอบการประเมินปี {year} เป็นฉบับที่ {number}",
        "merged official data into the framework of {year}, now revision {number}",
    ),
    "framework-restored": message(
        "คืนค่ากรอบการประเมิน", "Restored a framework",
        "คืนค่ากรอบการประเมินปี {year} จากฉบับที่ {part} เป็นฉบับที่ {number}",
        "made revision {part} of the framework of {year} stand again as revision {number}",
    ),
    "work-carried": message(
        "ยกงานจากปีก่อน", "Carried work forward",
        "ยกงาน {count} รายการจากปี {source} มาปี {year}",
        "carried {count} things from {source} to {year}",
    ),
    "note-written": message(
        "เขียนหมายเหตุของข้อ", "Wrote a note",
        "เขียนหมายเหตุของข้อ ({subject}) ปี {year}", "wrote the note on {subject} of {year}",
    ),
})  # fmt: skip
