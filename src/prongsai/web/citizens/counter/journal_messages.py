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
    "queue-report-made": message(
        "ทำรายงานบัตรคิวและเวลารอ", "Made a paper of the queues",
        "ทำรายงาน{subject} ฉบับที่ {number}", "made the paper {subject}, edition {number}",
    ),
    "service-chart-written": message(
        "เขียนแผนผังบริการ", "Wrote a service chart",
        "เขียนแผนผัง “{subject}” ฉบับที่ {number}", "wrote edition {number} of the chart “{subject}”",
    ),
    "service-chart-published": message(
        "เผยแพร่แผนผังบริการ", "Published a service chart",
        "เผยแพร่แผนผัง “{subject}” ฉบับที่ {number}",
        "published edition {number} of the chart “{subject}”",
    ),
    "service-chart-withdrawn": message(
        "ถอนแผนผังบริการ", "Took back a service chart",
        "ถอนแผนผัง “{subject}” ฉบับที่ {number}",
        "took back edition {number} of the chart “{subject}”",
    ),
    "request-form-added": message(
        "เพิ่มแบบคำร้อง", "Added a request form",
        "เพิ่มแบบคำร้อง “{subject}” ฉบับที่ {number}", "added edition {number} of the form “{subject}”",
    ),
    "request-form-published": message(
        "เผยแพร่แบบคำร้อง", "Published a request form",
        "เผยแพร่แบบคำร้อง “{subject}” ฉบับที่ {number} เหตุผล {reason}",
        "published edition {number} of the form “{subject}”: {reason}",
    ),
    "request-form-retired": message(
        "เลิกใช้แบบคำร้อง", "Retired a request form",
        "เลิกใช้แบบคำร้อง “{subject}”: {reason}", "retired the form “{subject}”: {reason}",
    ),
})  # fmt: skip
