"""What the journal says of circulations."""

from __future__ import annotations

from prongsai.web.platform.phrases import said, tell

tell(
    {
        "circulation-started": said(
            "แจ้งเวียน", "Sent round",
            "แจ้งเวียน “{subject}” ถึง {count} คน", "sent “{subject}” round to {count} people",
        ),
        "circulation-added": said(
            "เพิ่มผู้รับเรื่องเวียน", "Added recipients",
            "เพิ่มผู้รับ “{subject}” {count} คน", "added {count} recipients of “{subject}”",
        ),
        "circulation-reminded": said(
            "เตือนให้รับทราบ", "Reminded recipients",
            "เตือนผู้ยังไม่รับทราบ “{subject}” {count} คน",
            "reminded {count} people of “{subject}”",
        ),
        "circulation-acknowledged": said(
            "รับทราบเรื่องเวียน", "Acknowledged",
            "รับทราบ “{subject}”", "acknowledged “{subject}”",
        ),
        "circulation-signed-on-paper": said(
            "บันทึกการลงชื่อบนกระดาษ", "Noted signatures on paper",
            "บันทึกผู้ลงชื่อบนกระดาษรับทราบ “{subject}” {count} คน เมื่อวันที่ {day}",
            "noted {count} signatures on paper for “{subject}” of {day}",
        ),
        "circulation-unsigned": said(
            "ยกเลิกการลงชื่อบนกระดาษ", "Took back a signature on paper",
            "ยกเลิกการลงชื่อบนกระดาษของ{position}ใน “{subject}”",
            "took back the signature on paper of {position} on “{subject}”",
        ),
        "circulation-disowned": said(
            "แจ้งว่าไม่ใช่ลายมือชื่อของตน", "Disowned a signature on paper",
            "{position}แจ้งว่าลายมือชื่อบนกระดาษใน “{subject}” ซึ่ง{noted}บันทึก ไม่ใช่ของตน",
            "{position} said that the signature on paper on “{subject}”, written down by {noted}, "
            "was not theirs",
        ),
        "circulation-report-asked": said(
            "สั่งทำรายงานการรับทราบ", "Asked for an acknowledgement report",
            "สั่งทำรายงานการรับทราบ “{subject}”",
            "asked for the acknowledgement report of “{subject}”",
        ),
        "circulation-closed-fallen": said(
            "ปิดเรื่องเวียนที่ผลถูกยกเลิก", "Closed a circulation of what fell",
            "ปิดเรื่องเวียน “{subject}” เพราะผลลงนามถูกยกเลิกเมื่อ {fallen} รับทราบ {done} จาก {count} คน",
            "closed the circulation of “{subject}”, whose approval was set aside on {fallen}:"
            " {done} of {count} had acknowledged",
        ),
        "circulation-closed": said(
            "ปิดเรื่องเวียน", "Closed a circulation",
            "ปิดเรื่องเวียน “{subject}” รับทราบ {done} จาก {count} คน",
            "closed the circulation of “{subject}”: {done} of {count} acknowledged",
        ),
    }
)  # fmt: skip
