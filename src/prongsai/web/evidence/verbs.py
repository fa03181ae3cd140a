"""The journal's sentences of evidence."""

from __future__ import annotations

from prongsai.web.platform.phrases import said, tell

tell({
    "evidence-added": said(
        "เพิ่มหลักฐาน", "Added evidence", "เพิ่มหลักฐาน “{subject}”", "added the evidence “{subject}”",
    ),
    "evidence-described": said(
        "แก้คำบรรยายหลักฐาน", "Described evidence",
        "แก้คำบรรยายหลักฐาน “{subject}”", "changed what is said of the evidence “{subject}”",
    ),
    "evidence-moved": said(
        "เรียงหลักฐานใหม่", "Moved evidence",
        "ย้ายลำดับหลักฐาน “{subject}”", "moved the evidence “{subject}”",
    ),
    "evidence-removed": said(
        "ลบหลักฐาน", "Removed evidence",
        "ลบหลักฐาน “{subject}”", "removed the evidence “{subject}”",
    ),
    "evidence-brought-back": said(
        "นำหลักฐานกลับมา", "Brought evidence back",
        "นำหลักฐาน “{subject}” กลับมา", "brought the evidence “{subject}” back",
    ),
    "evidence-hidden": said(
        "ปิดหน้าในภาพ", "Hid faces",
        "ปิดหน้าคนในภาพ “{subject}”", "hid faces in the photo “{subject}”",
    ),
    "evidence-turned": said(
        "หมุนภาพ", "Turned a photo", "หมุนภาพ “{subject}”", "turned the photo “{subject}”",
    ),
})  # fmt: skip
