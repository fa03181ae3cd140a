"""The journal's sentences of dates, and of how a person prefers to be reminded."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "event-moved": message(
        "ย้ายกำหนดการ", "Moved a date",
        "ย้าย “{subject}” ปี {year} จาก {first} เป็น {last}: {reason}",
        "moved “{subject}” of {year} from {first} to {last}: {reason}",
    ),
    "event-added": message(
        "เพิ่มกำหนดการ", "Added a date",
        "เพิ่มกำหนดการ “{subject}” ปี {year} ครบกำหนด {last}",
        "added “{subject}” to the calendar of {year}, due on {last}",
    ),
    "event-removed": message(
        "เอากำหนดการออก", "Took a date out",
        "เอากำหนดการ “{subject}” ปี {year} ออก", "took “{subject}” out of the calendar of {year}",
    ),
    "event-brought-back": message(
        "นำกำหนดการกลับมา", "Brought a date back",
        "นำกำหนดการ “{subject}” ปี {year} กลับมา",
        "brought “{subject}” back into the calendar of {year}",
    ),
    "event-done": message(
        "บอกว่าทำแล้ว", "Marked as done",
        "บอกว่า “{subject}” ปี {year} ทำแล้ว", "marked “{subject}” of {year} as done",
    ),
    "event-reopened": message(
        "บอกว่ายังไม่เสร็จ", "Marked as not done",
        "บอกว่า “{subject}” ปี {year} ยังไม่เสร็จ", "marked “{subject}” of {year} as not done",
    ),
    "mail-chosen": message(
        "รับอีเมลเตือน", "Chose mail", "{subject} เลือกรับอีเมลเตือน", "{subject} chose to get mail",
    ),
    "mail-declined": message(
        "ไม่รับอีเมลเตือน", "Declined mail",
        "{subject} เลือกไม่รับอีเมลเตือน", "{subject} chose to get no mail",
    ),
    "feed-renewed": message(
        "ออกที่อยู่ปฏิทินใหม่", "Renewed a feed",
        "ออกที่อยู่ปฏิทินใหม่ของ {subject}", "renewed the calendar address of {subject}",
    ),
})  # fmt: skip
