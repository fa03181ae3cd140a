"""The journal's sentences of evidence."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "evidence-added": message(
        "เพิ่มหลักฐาน", "Added evidence", "เพิ่มหลักฐาน “{subject}”", "added the evidence “{subject}”",
    ),
    "evidence-described": message(
        "แก้คำบรรยายหลักฐาน", "Described evidence",
        "แก้คำบรรยายหลักฐาน “{subject}”", "changed what is said of the evidence “{subject}”",
    ),
    "evidence-moved": message(
        "เรียงหลักฐานใหม่", "Moved evidence",
        "ย้ายลำดับหลักฐาน “{subject}”", "moved the evidence “{subject}”",
    ),
    "evidence-removed": message(
        "ลบหลักฐาน", "Removed evidence",
        "ลบหลักฐาน “{subject}”", "removed the evidence “{subject}”",
    ),
    "evidence-brought-back": message(
        "นำหลักฐานกลับมา", "Brought evidence back",
        "นำหลักฐาน “{subject}” กลับมา", "brought the evidence “{subject}” back",
    ),
    "evidence-hidden": message(
        "ปิดหน้าในภาพ", "Hid faces",
        "ปิดหน้าคนในภาพ “{subject}”", "hid faces in the photo “{subject}”",
    ),
    "evidence-turned": message(
        "หมุนภาพ", "Turned a photo", "หมุนภาพ “{subject}”", "turned the photo “{subject}”",
    ),
})  # fmt: skip
