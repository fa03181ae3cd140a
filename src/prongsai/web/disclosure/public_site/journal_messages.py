"""The journal's sentences of the public site."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register({
    "site-page-prepared": message(
        "เตรียมหน้า ITA", "Prepared an ITA page",
        "เตรียม “{subject}” ฉบับที่ {number}", "prepared “{subject}”, version {number}",
    ),
    "site-page-written": message(
        "เขียนข่าวหรือหน้าเว็บ", "Wrote news or a page",
        "เขียน “{subject}” ฉบับที่ {number}", "wrote “{subject}”, version {number}",
    ),
    "site-page-masked": message(
        "ปิดข้อมูลส่วนบุคคลในหน้าเว็บ", "Hid personal data on a page",
        "ปิดข้อมูลส่วนบุคคลใน “{subject}” เป็นฉบับที่ {number}",
        "hid personal data in “{subject}”, now version {number}",
    ),
    "site-page-published": message(
        "เผยแพร่หน้าเว็บ", "Published a page",
        "เผยแพร่ “{subject}” ฉบับที่ {number}", "published “{subject}”, version {number}",
    ),
    "site-page-discarded": message(
        "ลบร่างข่าวหรือหน้าเว็บ", "Deleted a draft of news or a page",
        "ลบร่าง “{subject}”", "deleted the draft “{subject}”",
    ),
    "site-page-withdrawn": message(
        "ถอนหน้าเว็บ", "Withdrew a page",
        "ถอน “{subject}” เพราะ {reason}", "withdrew “{subject}”: {reason}",
    ),
})  # fmt: skip
