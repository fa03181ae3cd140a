"""The journal's sentences of the counter; a number that is taken or called is not recorded."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "service-point-made": message(
        "ตั้งจุดบริการ", "Made a service point",
        "ตั้งจุดบริการ “{subject}”", "made the service point “{subject}”",
    ),
    "service-point-changed": message(
        "แก้จุดบริการ", "Changed a service point",
        "แก้จุดบริการ “{subject}”", "changed the service point “{subject}”",
    ),
    "queue-opened": message(
        "เปิดรับบัตรคิว", "Opened a queue",
        "เปิดรับบัตรคิวที่ “{subject}”", "opened the queue at “{subject}”",
    ),
    "queue-ended": message(
        "ปิดคิวของวัน", "Ended a queue's day",
        "ปิดคิวของวันที่ “{subject}” เหลือที่ไม่ได้รับบริการ {count} คิว",
        "ended the day's queue at “{subject}”: {count} left unserved",
    ),
})  # fmt: skip
