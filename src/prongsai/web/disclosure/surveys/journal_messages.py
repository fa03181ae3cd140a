"""The journal's sentences of surveys: never who answered, when, or what."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "survey-begun": message(
        "เริ่มแบบสำรวจ", "Began a survey",
        "เริ่มแบบสำรวจ {subject}", "began the survey {subject}",
    ),
    "survey-cards-printed": message(
        "พิมพ์บัตรตอบ", "Printed cards",
        "พิมพ์บัตรตอบของแบบสำรวจ {subject} {count} ใบ", "printed {count} cards of {subject}",
    ),
    "survey-keyed": message(
        "คีย์คำตอบจากกระดาษ", "Keyed in sheets",
        "คีย์คำตอบจากกระดาษของแบบสำรวจ {subject} {count} แผ่น", "keyed in {count} sheets of {subject}",
    ),
    "survey-closed": message(
        "ปิดแบบสำรวจ", "Closed a survey",
        "ปิดแบบสำรวจ {subject}", "closed the survey {subject}",
    ),
    "survey-rows-deleted": message(
        "ลบคำตอบรายแถวของแบบสำรวจ", "Deleted the rows of a survey",
        "ลบคำตอบรายแถวของแบบสำรวจ {subject} {count} คน เหลือจำนวนรายข้อ",
        "deleted the rows of {subject}, {count} respondents; the counts stay",
    ),
    "survey-rows-over": message(
        "คำตอบรายแถวครบกำหนดลบ", "Rows of a survey were due",
        "คำตอบรายแถวของแบบสำรวจ {subject} {count} คน ครบกำหนดและลบแล้ว เหลือจำนวนรายข้อ",
        "the rows of {subject}, {count} respondents, were due and deleted; the counts stay",
    ),
    "survey-brought": message(
        "นำเข้าผลที่เก็บจากที่อื่น", "Brought in answers taken elsewhere",
        "นำเข้าผลที่เก็บจากที่อื่น {subject} {count} คน",
        "brought in {subject}, taken elsewhere, {count} respondents",
    ),
    "survey-taken-away": message(
        "เอาผลที่เก็บจากที่อื่นออก", "Took away answers taken elsewhere",
        "เอาผลที่เก็บจากที่อื่น {subject} ออก {count} คน",
        "took away {subject}, taken elsewhere, {count} respondents",
    ),
    "survey-report-made": message(
        "ทำรายงานผลสำรวจ", "Made a report of a survey",
        "ทำรายงานผลสำรวจ {subject} ฉบับที่ {number}",
        "made the report of the survey {subject}, edition {number}",
    ),
    "survey-ended": message(
        "แบบสำรวจสิ้นสุด", "A survey ended",
        "แบบสำรวจ {subject} ปิดเมื่อพ้นวันสุดท้าย", "the survey {subject} closed after its last day",
    ),
})  # fmt: skip
