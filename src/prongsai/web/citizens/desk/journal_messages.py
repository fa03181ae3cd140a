"""The journal's sentences of the desk: the number of a case, and no word of what it holds."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "case-taken": message(
        "รับเรื่องแทนผู้แจ้ง", "Took in a case",
        "รับเรื่องเลขที่ {subject} แทนผู้แจ้ง", "took in case {subject} for somebody",
    ),
    "case-assigned": message(
        "มอบหมายเรื่อง", "Assigned a case",
        "มอบหมายเรื่องเลขที่ {subject} ให้{unit}", "assigned case {subject} to {unit}",
    ),
    "case-asked": message(
        "ถามกลับผู้แจ้ง", "Asked back",
        "ถามกลับในเรื่องเลขที่ {subject}", "asked back in case {subject}",
    ),
    "case-forwarded": message(
        "ส่งต่อเรื่องให้หน่วยงานอื่น", "Forwarded a case",
        "ส่งต่อเรื่องเลขที่ {subject} ให้หน่วยงานอื่น", "forwarded case {subject} to another agency",
    ),
    "case-noted": message(
        "บันทึกภายในของเรื่อง", "Noted in a case",
        "บันทึกภายในของเรื่องเลขที่ {subject}", "noted in case {subject}",
    ),
    "case-answered": message(
        "ตอบเรื่อง", "Answered a case",
        "ตอบเรื่องเลขที่ {subject}", "answered case {subject}",
    ),
    "case-photo-removed": message(
        "นำภาพของเรื่องออก", "Took out a photo of a case",
        "นำภาพที่ {photo} ของเรื่องเลขที่ {subject} ออก เหตุผล: {reason}",
        "took photo {photo} of case {subject} out: {reason}",
    ),
    "case-made-faq": message(
        "ร่างคำถามที่พบบ่อยจากเรื่อง", "Wrote a frequent question from a case",
        "ร่างคำถามที่พบบ่อยจากเรื่องเลขที่ {subject}", "wrote a frequent question from case {subject}",
    ),
    "case-escalated": message(
        "ส่งเรื่องเกินกำหนดต่อ", "Sent on an overdue case",
        "เรื่องเลขที่ {subject} เกินกำหนด ส่งต่อถึง{to}", "case {subject} is overdue and went to {to}",
    ),
    "case-joined": message(
        "รวมเรื่องเดียวกัน", "Joined cases",
        "รวมเรื่องเลขที่ {subject} กับเรื่องเลขที่ {main}", "joined case {subject} with case {main}",
    ),
    "case-parted": message(
        "แยกเรื่องที่รวมไว้", "Parted cases",
        "แยกเรื่องเลขที่ {subject} จากเรื่องเลขที่ {main}", "parted case {subject} from case {main}",
    ),
    "canned-answer-saved": message(
        "บันทึกคำตอบสำเร็จ", "Saved a canned answer",
        "บันทึกคำตอบสำเร็จ “{subject}” ของ{kind}", "saved the canned answer “{subject}” of {kind}",
    ),
    "canned-answer-removed": message(
        "ลบคำตอบสำเร็จ", "Removed a canned answer",
        "ลบคำตอบสำเร็จ “{subject}” ของ{kind}", "removed the canned answer “{subject}” of {kind}",
    ),
    "corruption-counted": message(
        "บันทึกจำนวนเรื่องร้องเรียนการทุจริต", "Entered complaints of corruption",
        "บันทึกจำนวนเรื่องร้องเรียนการทุจริตของเดือน{subject}",
        "entered how many complaints of corruption came in {subject}",
    ),
    "desk-report-made": message(
        "ทำรายงานสถิติเรื่อง", "Made a statistics paper",
        "ทำรายงาน{subject} ฉบับที่ {number}", "made the paper {subject}, edition {number}",
    ),
    "box-opened": message(
        "เปิดกล่องรับความคิดเห็น", "Opened the opinion box",
        "เปิดกล่อง {subject} เมื่อ {day} รอผู้ยืนยันคนที่สอง",
        "opened the box {subject} on {day}; a second officer is to confirm",
    ),
    "box-confirmed": message(
        "ยืนยันการเปิดกล่อง", "Confirmed the opening of a box",
        "ยืนยันการเปิดกล่อง {subject} ใบที่มีข้อความ {count} ใบ",
        "confirmed the opening of the box {subject} with {count} slips",
    ),
    "box-count-differs": message(
        "นับใบในกล่องไม่ตรงกับผู้เปิดคนแรก", "Counted a box otherwise than who opened it",
        "นับใบในกล่อง {subject} ไม่ตรงกับผู้เปิดคนแรก ครั้งที่ {times}",
        "counted the slips of the box {subject} otherwise than the first officer, time {times}",
    ),
    "box-withdrawn": message(
        "ลบรายการเปิดกล่อง", "Withdrew the opening of a box",
        "ลบรายการเปิดกล่อง {subject} ก่อนมีผู้ยืนยัน",
        "withdrew the opening of the box {subject} before it was confirmed",
    ),
    "case-step": message(
        "บอกขั้นของเรื่อง", "Told the step of a case",
        "บอกขั้นของเรื่องเลขที่ {subject}", "told how far case {subject} is",
    ),
    "reader-let": message(
        "ยืนยันผู้อ่านเรื่องที่จำกัดผู้อ่าน", "Let a new reader read",
        "ยืนยันให้ {person} ({subject}) อ่านเรื่องที่จำกัดผู้อ่านซึ่งเข้ามาก่อน",
        "let {person} ({subject}) read the restricted cases of before",
    ),
    "case-kind-made": message(
        "สร้างชนิดเรื่อง", "Made a kind of case",
        "สร้างชนิดเรื่อง “{subject}” ({key})", "made the kind “{subject}” ({key})",
    ),
    "case-kind-changed": message(
        "แก้ชนิดเรื่อง", "Changed a kind of case",
        "แก้ชนิดเรื่อง “{subject}” ({key})", "changed the kind “{subject}” ({key})",
    ),
    "case-kind-restricted": message(
        "จำกัดผู้อ่านเรื่องชนิดหนึ่ง", "Restricted a kind of case",
        "จำกัดผู้อ่านเรื่องชนิด “{subject}” ({key}) บันทึกนี้ไม่บอกสิ่งที่ทำกับเรื่องชนิดนี้อีก",
        "restricted the kind “{subject}” ({key}): what is done with its cases is told here no more",
    ),
    "case-kind-shut": message(
        "ปิดรับเรื่องชนิดหนึ่ง", "Shut a kind of case",
        "ปิดรับ “{subject}” เหตุผล: {reason}", "shut the kind “{subject}”: {reason}",
    ),
    "case-kind-opened": message(
        "เปิดรับเรื่องอีกครั้ง", "Took a kind of case in again",
        "เปิดรับ “{subject}” อีกครั้ง", "takes the kind “{subject}” in again",
    ),
    "desk-map-set": message(
        "กำหนดแผนที่รับแจ้งจุด", "Set the desk's map",
        "กำหนดแผนที่รับแจ้งจุด ภาพที่ {subject}", "set picture {subject} as the map of the desk",
    ),
    "desk-map-stopped": message(
        "เลิกใช้แผนที่รับแจ้งจุด", "Stopped the desk's map",
        "เลิกใช้แผนที่รับแจ้งจุดของ{subject}", "took the map of the desk of {subject} out of use",
    ),
    "days-off-set": message(
        "กำหนดวันหยุด", "Set days off",
        "กำหนดวันหยุดของหน่วยงาน {count} วัน", "set {count} days off of the agency",
    ),
})  # fmt: skip
