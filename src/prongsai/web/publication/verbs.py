"""What the journal says of publications."""

from __future__ import annotations

from prongsai.web.platform.phrases import said, tell

tell(
    {
        "published": said(
            "เผยแพร่เอกสาร", "Published",
            "เผยแพร่ “{subject}” ฉบับเผยแพร่ที่ {edition} ลงวันที่ {day}",
            "published “{subject}”, edition {edition}, dated {day}",
        ),
        "publication-withdrawn": said(
            "ถอนการเผยแพร่", "Withdrew a publication",
            "ถอน “{subject}” ฉบับเผยแพร่ที่ {edition} เพราะ {reason}",
            "withdrew “{subject}”, edition {edition}, because {reason}",
        ),
    }
)  # fmt: skip
