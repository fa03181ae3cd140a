"""The journal's sentences of working groups, meetings and tasks."""

from __future__ import annotations

from prongsai.core.text import Text
from prongsai.web.platform.journal_messages import message, register

_WORDS = {
    "invitation": Text("หนังสือเชิญประชุม", "invitation"),
    "attendance": Text("ใบลงชื่อผู้เข้าประชุม", "attendance sheet"),
    "minutes": Text("รายงานการประชุม", "minutes"),
    "summary": Text("สรุปผลการแลกเปลี่ยนความคิดเห็น", "summary of views"),
}

register({
    "group-made": message(
        "ตั้งคณะทำงาน", "Made a working group",
        "ตั้ง “{subject}” ปี {year} ({members} ตำแหน่ง)",
        "made “{subject}” of {year} ({members} positions)",
    ),
    "group-copied": message(
        "คัดลอกคณะทำงานจากปีก่อน", "Copied a working group",
        "คัดลอก “{subject}” มาเป็นของปี {year} ({members} ตำแหน่ง)",
        "copied “{subject}” into {year} ({members} positions)",
    ),
    "group-edited": message(
        "แก้คณะทำงาน", "Changed a working group",
        "แก้ “{subject}” ปี {year} เป็นฉบับที่ {number}",
        "changed “{subject}” of {year}, now version {number}",
    ),
    "group-closed": message(
        "ปิดคณะทำงาน", "Closed a working group",
        "ปิด “{subject}” ปี {year}", "closed “{subject}” of {year}",
    ),
    "group-opened": message(
        "เปิดคณะทำงานอีกครั้ง", "Opened a working group again",
        "เปิด “{subject}” ปี {year} อีกครั้ง", "opened “{subject}” of {year} again",
    ),
    "group-order-signed": message(
        "คำสั่งแต่งตั้งลงนามแล้ว", "Order signed",
        "คำสั่งของ “{subject}” ปี {year} ลงนามแล้ว เลขที่ {number} แจ้ง {told} คน",
        "the order of “{subject}” of {year} is signed, number {number}, {told} people told",
    ),
    "group-order-set-aside": message(
        "ผลลงนามคำสั่งถูกยกเลิก", "Order set aside",
        "ผลลงนามของคำสั่ง “{subject}” ปี {year} ถูกคัดค้านและยกเลิก เสนอใหม่ได้",
        "the result on the order of “{subject}” of {year} was objected to and set aside",
    ),
    "meetings-planned": message(
        "นัดประชุม", "Planned meetings",
        "นัด “{subject}” ปี {year} {count} ครั้ง {first} ถึง {last}",
        "planned “{subject}” of {year}, {count} times, {first} to {last}",
    ),
    "meeting-edited": message(
        "แก้นัดประชุม", "Changed a meeting",
        "แก้ “{subject}” ปี {year} วันที่ {day}", "changed “{subject}” of {year}, {day}",
    ),
    "meeting-cancelled": message(
        "งดประชุม", "Cancelled a meeting",
        "งด “{subject}” ปี {year} วันที่ {day}: {reason}",
        "cancelled “{subject}” of {year}, {day}: {reason}",
    ),
    "meeting-called-again": message(
        "นัดประชุมที่งดอีกครั้ง", "Planned a cancelled meeting again",
        "นัด “{subject}” ปี {year} วันที่ {day} อีกครั้ง",
        "planned “{subject}” of {year}, {day}, again",
    ),
    "meeting-told": message(
        "แจ้งนัดประชุม", "Told of a meeting",
        "แจ้งนัด “{subject}” ปี {year} ถึง {count} คน",
        "told {count} people of “{subject}” of {year}",
    ),
    "agenda-written": message(
        "เขียนระเบียบวาระ", "Wrote an agenda",
        "เขียนระเบียบวาระ “{subject}” ปี {year} {count} วาระ",
        "wrote the agenda of “{subject}” of {year}: {count} items",
    ),
    "meeting-written-down": message(
        "บันทึกผลการประชุม", "Wrote down a meeting",
        "บันทึกผล “{subject}” ปี {year}: มา {count} ตำแหน่ง มติ {resolved} วาระ",
        "wrote down “{subject}” of {year}: {count} came, {resolved} resolutions",
    ),
    "meeting-papers-asked": message(
        "สั่งทำเอกสารประชุม", "Asked for papers of a meeting",
        "สั่งทำเอกสารของ “{subject}” ปี {year}: {kinds}",
        "asked for papers of “{subject}” of {year}: {kinds}",
    ),
    "minutes-sent": message(
        "ส่งรายงานการประชุมให้ตรวจ", "Sent minutes",
        "ส่งรายงาน “{subject}” ปี {year} ให้ตรวจภายใน {day}",
        "sent the minutes of “{subject}” of {year}, answers by {day}",
    ),
    "minutes-certified": message(
        "รับรองรายงานการประชุม", "Certified minutes",
        "รับรองรายงาน “{subject}” ปี {year} เมื่อ {day}",
        "the minutes of “{subject}” of {year} were certified on {day}",
    ),
    "minutes-uncertified": message(
        "ยกเลิกการรับรองรายงาน", "Took a certification back",
        "ยกเลิกการรับรองรายงาน “{subject}” ปี {year}",
        "took back the certification of “{subject}” of {year}",
    ),
    "task-given": message(
        "มอบงานตามมติ", "Gave a task",
        "มอบ “{subject}” ปี {year} ให้{owner} ภายใน {day}",
        "gave “{subject}” of {year} to {owner}, due {day}",
    ),
    "task-put-off": message(
        "เลื่อนงานตามมติ", "Put a task off",
        "เลื่อนงานตามมติ “{subject}” ปี {year} จาก {first} เป็น {last}: {reason}",
        "put the task “{subject}” of {year} off from {first} to {last}: {reason}",
    ),
    "task-done": message(
        "งานตามมติเสร็จ", "Finished a task",
        "งานตามมติ “{subject}” ปี {year} เสร็จ: {note}",
        "the task “{subject}” of {year} is done: {note}",
    ),
    "task-reopened": message(
        "เปิดงานตามมติอีกครั้ง", "Reopened a task",
        "งานตามมติ “{subject}” ปี {year} ยังไม่เสร็จ", "the task “{subject}” of {year} is not done",
    ),
    "task-removed": message(
        "เอางานตามมติออก", "Removed a task",
        "เอางานตามมติ “{subject}” ปี {year} ออก", "removed the task “{subject}” of {year}",
    ),
    "task-brought-back": message(
        "นำงานตามมติกลับมา", "Brought a task back",
        "นำงานตามมติ “{subject}” ปี {year} กลับมา", "brought the task “{subject}” of {year} back",
    ),
    "tasks-reminded": message(
        "เตือนงานตามมติ", "Reminded of tasks",
        "เตือนงานตามมติที่เลยกำหนดปี {year} {count} เรื่อง ถึง {people} คน",
        "reminded {people} people of {count} overdue tasks of {year}",
    ),
}, words=_WORDS)  # fmt: skip
