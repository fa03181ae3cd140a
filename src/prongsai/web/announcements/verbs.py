"""What the journal says of announcements."""

from __future__ import annotations

from prongsai.web.platform.phrases import said, tell

tell(
    {
        "notice-drafted": said(
            "ร่างประกาศ", "Drafted an announcement",
            "ร่าง “{subject}” ปี {year} ฉบับที่ {edition}",
            "drafted “{subject}” of {year}, edition {edition}",
        ),
        "notice-edited": said(
            "แก้ร่างประกาศ", "Edited an announcement",
            "แก้ร่าง “{subject}” ปี {year} ครั้งที่ {number}",
            "edited “{subject}” of {year}, version {number}",
        ),
        "notice-restored": said(
            "คืนร่างประกาศ", "Restored an announcement",
            "คืนร่าง “{subject}” ปี {year} เป็นข้อความของครั้งที่ {former} นับเป็นครั้งที่ {number}",
            "restored “{subject}” of {year} to version {former}, now version {number}",
        ),
        "notice-discarded": said(
            "ลบร่างประกาศ", "Dropped a draft",
            "ลบร่าง “{subject}” ปี {year}", "dropped the draft “{subject}” of {year}",
        ),
        "notice-submitted": said(
            "เสนอประกาศลงนาม", "Submitted an announcement",
            "เสนอ “{subject}” ปี {year} ให้ลงนาม", "submitted “{subject}” of {year} for signature",
        ),
        "notice-signed": said(
            "ลงนามประกาศแล้ว", "Signed an announcement",
            "“{subject}” ปี {year} ลงนามแล้ว ลงวันที่ {day}",
            "“{subject}” of {year} was signed, dated {day}",
        ),
        "notice-returned": said(
            "ประกาศกลับเป็นร่าง", "An announcement is a draft again",
            "“{subject}” ปี {year} กลับเป็นร่าง", "“{subject}” of {year} is a draft again",
        ),
        "notice-ended": said(
            "เลิกใช้ประกาศ", "Ended an announcement",
            "เลิกใช้ “{subject}” ปี {year} เพราะ {reason}",
            "ended “{subject}” of {year}, because {reason}",
        ),
    }
)  # fmt: skip
