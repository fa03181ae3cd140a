"""What the journal says of publications."""

from __future__ import annotations

from prongsai.web.platform.journal_messages import message, register

register(
    {
        "published": message(
            "เผยแพร่เอกสาร", "Published",
            "เผยแพร่ “{subject}” ฉบับเผยแพร่ที่ {edition} ลงวันที่ {day}",
            "published “{subject}”, edition {edition}, dated {day}",
        ),
        "published-with-personal-data": message(
            "เผยแพร่ทั้งที่พบข้อมูลส่วนบุคคล", "Published with personal data",
            "เผยแพร่ “{subject}” ทั้งที่พบข้อมูลส่วนบุคคล เพราะ {reason}",
            "published “{subject}” although it holds personal data, because {reason}",
        ),
        "publication-withdrawn": message(
            "ถอนการเผยแพร่", "Withdrew a publication",
            "ถอน “{subject}” ฉบับเผยแพร่ที่ {edition} เพราะ {reason}",
            "withdrew “{subject}”, edition {edition}, because {reason}",
        ),
    }
)  # fmt: skip
