"""The journal's sentences of links."""

from __future__ import annotations

from prongsai.links.verdicts import Verdict
from prongsai.web.platform.journal_messages import message, register

register({
    "links-asked": message(
        "สั่งตรวจลิงก์", "Asked for a check of links",
        "สั่งตรวจลิงก์ {count} รายการ", "asked for a check of {count} links",
    ),
    "link-seen": message(
        "เปิดดูลิงก์เอง", "Opened a link and noted what it shows",
        "เปิด {subject} แล้วบันทึกว่า: {verdict}", "opened {subject} and noted: {verdict}",
    ),
    "link-accepted": message(
        "ยืนยันเนื้อหาของลิงก์", "Accepted what a link shows now",
        "ยืนยันว่าเนื้อหาของ {subject} ถูกต้อง", "accepted what {subject} shows now",
    ),
    "links-scheduled": message(
        "ตั้งรอบตรวจลิงก์", "Set how often links are checked",
        "ตั้งให้ตรวจลิงก์เองทุก {days} วัน (0 คือไม่ตรวจเอง)",
        "links are checked every {days} days (0: never by itself)",
    ),
}, words={one.value: one.words for one in Verdict})  # fmt: skip
