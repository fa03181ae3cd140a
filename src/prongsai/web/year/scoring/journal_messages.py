"""The journal's sentences of scores and remarks."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "scores-imported": message(
        "บันทึกคะแนน", "Entered scores",
        "บันทึกคะแนนปี {year} ฉบับที่ {number} จาก “{source}”",
        "entered the scores of {year}, revision {number}, from “{source}”",
    ),
    "scores-taken": message(
        "ยืนยันตัวเลขเป็นคะแนน", "Took numbers as scores",
        "ยืนยันเอง {count} รายการในคะแนนปี {year} ฉบับที่ {number}: {scores}",
        "took {count} numbers as scores in revision {number} of {year}: {scores}",
    ),
    "scores-restored": message(
        "คืนค่าคะแนน", "Restored scores",
        "คืนค่าคะแนนปี {year} จากฉบับที่ {former} เป็นฉบับที่ {number}",
        "made revision {former} of the scores of {year} stand again as revision {number}",
    ),
    "remarks-set": message(
        "ตั้งรายการข้อเสนอแนะ", "Set the remarks",
        "ตั้งรายการข้อเสนอแนะปี {year} จำนวน {count} ข้อ", "set {count} remarks on {year}",
    ),
    "remarks-imported": message(
        "นำเข้าข้อเสนอแนะ", "Imported remarks",
        "นำเข้าข้อเสนอแนะปี {year} จำนวน {count} ข้อ จาก “{source}”",
        "imported {count} remarks on {year} from “{source}”",
    ),
    "remark-added": message(
        "เพิ่มข้อเสนอแนะ", "Added a remark",
        "เพิ่มข้อเสนอแนะปี {year} ข้อ {number} “{text}”",
        "added remark {number} on {year}: “{text}”",
    ),
    "remark-edited": message(
        "แก้ข้อเสนอแนะ", "Edited a remark",
        "แก้ข้อเสนอแนะปี {year} ข้อ {number} “{text}”",
        "edited remark {number} on {year}: “{text}”",
    ),
    "remark-moved": message(
        "ย้ายลำดับข้อเสนอแนะ", "Moved a remark",
        "ย้ายข้อเสนอแนะปี {year} จากข้อ {former} เป็นข้อ {number} “{text}”",
        "moved remark {former} on {year} to {number}: “{text}”",
    ),
    "remark-removed": message(
        "ลบข้อเสนอแนะ", "Removed a remark",
        "ลบข้อเสนอแนะปี {year} ข้อ {number} “{text}”",
        "removed remark {number} on {year}: “{text}”",
    ),
    "remark-brought-back": message(
        "เลิกลบข้อเสนอแนะ", "Brought a remark back",
        "นำข้อเสนอแนะปี {year} ข้อ {number} กลับมา “{text}”",
        "brought remark {number} on {year} back: “{text}”",
    ),
})  # fmt: skip
