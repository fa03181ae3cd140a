"""What the journal says of circulations."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register(
    {
        "circulation-started": message(
            "แจ้งเวียน", "Sent round",
            "แจ้งเวียน “{subject}” ถึง {count} คน", "sent “{subject}” round to {count} people",
        ),
        "circulation-added": message(
            "เพิ่มผู้รับเรื่องเวียน", "Added recipients",
            "เพิ่มผู้รับ “{subject}” {count} คน", "added {count} recipients of “{subject}”",
        ),
        "circulation-reminded": message(
            "เตือนให้รับทราบ", "Reminded recipients",
            "เตือนผู้ยังไม่รับทราบ “{subject}” {count} คน",
            "reminded {count} people of “{subject}”",
        ),
        "circulation-acknowledged": message(
            "รับทราบเรื่องเวียน", "Acknowledged",
            "รับทราบ “{subject}”", "acknowledged “{subject}”",
        ),
        "circulation-signed-on-paper": message(
            "บันทึกการลงชื่อบนกระดาษ", "Noted signatures on paper",
            "บันทึกผู้ลงชื่อบนกระดาษรับทราบ “{subject}” {count} คน เมื่อวันที่ {day}",
            "noted {count} signatures on paper for “{subject}” of {day}",
        ),
        "circulation-unsigned": message(
            "ยกเลิกการลงชื่อบนกระดาษ", "Took back a signature on paper",
            "ยกเลิกการลงชื่อบนกระดาษของ{position}ใน “{subject}”",
            "took back the signature on paper of {position} on “{subject}”",
        ),
        "circulation-disowned": message(
            "แจ้งว่าไม่ใช่ลายมือชื่อของตน", "Disowned a signature on paper",
            "{position}แจ้งว่าลายมือชื่อบนกระดาษใน “{subject}” ซึ่ง{noted}บันทึก ไม่ใช่ของตน",
            "{position} said that the signature on paper on “{subject}”, written down by {noted}, "
            "was not theirs",
        ),
        "circulation-report-asked": message(
            "สั่งทำรายงานการรับทราบ", "Asked for an acknowledgement report",
            "สั่งทำรายงานการรับทราบ “{subject}”",
            "asked for the acknowledgement report of “{subject}”",
        ),
        "circulation-closed-fallen": message(
            "ปิดเรื่องเวียนที่ผลถูกยกเลิก", "Closed a circulation of what fell",
            "ปิดเรื่องเวียน “{subject}” เพราะผลลงนามถูกยกเลิกเมื่อ {fallen} รับทราบ {done} จาก {count} คน",
            "closed the circulation of “{subject}”, whose approval was set aside on {fallen}:"
            " {done} of {count} had acknowledged",
        ),
        "circulation-closed": message(
            "ปิดเรื่องเวียน", "Closed a circulation",
            "ปิดเรื่องเวียน “{subject}” รับทราบ {done} จาก {count} คน",
            "closed the circulation of “{subject}”: {done} of {count} acknowledged",
        ),
    }
)  # fmt: skip
