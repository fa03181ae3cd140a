"""The journal's sentences of owners: assigned, ended, proposed."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.platform.journal_messages import message, register

_WORDS = {
    "main": Text("หลัก", "main"),
    "joint": Text("ร่วม", "joint"),
}

register({
    "owners-assigned": message(
        "มอบหมายผู้รับผิดชอบ", "Assigned owners",
        "มอบหมาย {subject} ปี {year} ให้ {owner} ({rank})",
        "assigned {subject} of {year} to {owner} ({rank})",
    ),
    "owners-assigned-as-planned": message(
        "มอบหมายตามแผน", "Assigned owners as planned",
        "มอบหมายมาตรการปี {year} ตามที่แผนเขียนไว้ {count} มาตรการ",
        "assigned {count} measures of {year} to the units the plan names",
    ),
    "owners-ended": message(
        "เลิกมอบหมาย", "Ended an assignment",
        "เลิกมอบหมาย {subject} ปี {year}", "ended the assignment of {subject} of {year}",
    ),
    "owner-proposed": message(
        "เสนอผู้รับผิดชอบ", "Proposed an owner",
        "เสนอ {person} ของ {unit} ให้รับผิดชอบ {subject} ปี {year}",
        "proposed {person} of {unit} for {subject} of {year}",
    ),
    "owner-proposal-accepted": message(
        "รับข้อเสนอผู้รับผิดชอบ", "Accepted a proposed owner",
        "รับข้อเสนอให้ {person} รับผิดชอบ {subject} ปี {year}",
        "accepted {person} for {subject} of {year}",
    ),
    "owner-proposal-declined": message(
        "ไม่รับข้อเสนอผู้รับผิดชอบ", "Declined a proposed owner",
        "ไม่รับข้อเสนอให้ {person} รับผิดชอบ {subject} ปี {year}",
        "declined {person} for {subject} of {year}",
    ),
}, words=_WORDS)  # fmt: skip
