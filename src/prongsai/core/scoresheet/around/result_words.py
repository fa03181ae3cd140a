"""Whether every word of a score column's heading is understood.

A heading that says more than "score" may say that it is somebody's goal, a rehearsal, another
agency's or last year's. No list of such words is ever complete; the words of results are few.
"""

from __future__ import annotations

import re

from prongsai.core.patterns import compiled
from prongsai.core.thai import repair, squeeze

# What headings of published results are made of, the longer words first.
WORDS_OF_RESULTS = (
    r"ในการดำเนินงาน|ของหน่วยงานภาครัฐ|คุณธรรม\s?(?:และ|/)?\s?ความโปร่งใส|ความโปร่งใส|การประเมินผล|การประเมิน|ประเมิน|ผลรวม|ผล"
    r"|คะแนน|ค่าเฉลี่ย|เฉลี่ย|ร้อยละ|เปอร์เซ็นต์|ภาพรวม|โดยรวม|ทั้งหมด|รวม|สุทธิ|ค่า(?!เป้า)|ที่\s?ได้(?:รับ)?|ได้(?:รับ)?|ที่ประกาศ|ประกาศ|เป็นทางการ"
    r"|การตรวจ|ปีนี้|ปัจจุบัน|ล่าสุด|เดิม|ใหม่|เก่า|ประจำ|ปีงบประมาณ|งบประมาณ|ปี|พ\.?\s?ศ\.?|ค\.?\s?ศ\.?|ตัวชี้วัด(?:ย่อย)?|แบบวัด|แบบสำรวจ|แบบ|เครื่องมือ|รายข้อ|ราย(?!การ|งาน)|แต่ละ"
    r"|ประเด็น|รายการ|องค์ประกอบ|เทศบาล(?![ก-ฮเ-ไ])|ของเรา|หัวข้อ|ข้อ|ด้าน|หน่วยงาน|ของ|จาก|ตาม|และ|ป\.?\s?ป\.?\s?ช\.?|ถ่วงน้ำหนัก|รายงาน|การรับรู้|ผู้มีส่วนได้(?:ส่วน)?เสีย|(?<=เสีย)\s?(?:ภายใน|ภายนอก)|(?:ภายใน|ภายนอก)(?=\s*(?:\(|[IE]IT|หน่วยงาน)|$)"
    r"|การเปิดเผยข้อมูล(?:ต่อ)?(?:สาธารณะ)?|(?:ต่อ)?สาธารณะ|ที่\s*\d+|ฯ|ครั้งที่"
    r"|(?<![A-Za-z])(?i:ITAS?|IIT|EIT|OIT|FY|AD|BE|scores?|results?|totals?|points?|averages?|means?|overall|published"
    r"|official|fiscal|years?|percent(?:age)?|of|the|agency|instruments?|indicators?|items?|value|current|o|i|e)(?![A-Za-z])"
)
# The usual headings and titles of sheets, our own among them; most are one of these.
SAY_NO_MORE = frozenset({"", "คะแนน", "score", "Sheet1"})
_KNOWN = compiled(WORDS_OF_RESULTS)
_LETTER = compiled(r"[^\W\d_]")


def strange_words(heading: str) -> str:
    """What is left of a heading beside the words that published results are told in.

    >>> strange_words("ผลคะแนน ITA ปี 2566 (ร้อยละ)"), strange_words("คะแนนที่ควรได้")
    ('', 'ที่ควร')
    """
    return "" if heading in SAY_NO_MORE else beside(_KNOWN, heading)


def beside(known: re.Pattern[str], text: str) -> str:
    """What is left of a text without known words; empty where that holds no letter."""
    left = squeeze(known.sub(" ", repair(text)))
    return left if _LETTER.search(left) else ""
