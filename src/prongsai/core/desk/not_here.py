"""What the desk must not take in: reports of corruption, told by their words.

Words alone are known, not what is meant: a kind that asks for such reports in other words is not
recognised, and one that only mentions them must be called otherwise.
"""

from __future__ import annotations

import re

from prongsai.core.thai import skeleton

_WORDS = (
    "ทุจริต", "ประพฤติมิชอบ", "คอร์รัปชัน", "คอรัปชัน", "คอรัปชั่น", "คอร์รัปชั่น", "สินบน", "เงินใต้โต๊ะ",
    "corrupt", "bribe", "malfeasance",
)  # fmt: skip
_BY_SKELETON = {skeleton(word): word for word in _WORDS}
# That something is no place for them is no invitation.
_NOT = re.compile(
    "(?:ไม่ใช่ช่องทาง|ไม่รับ|no channel for)(?:แจ้ง|เรื่อง|ร้องเรียน|การ|\\s)*(?:ทุจริต|corruption)"
)


def corruption_in(text: str) -> str:
    """The word of a text that speaks of corruption; "" for none.

    >>> corruption_in("แจ้งเบาะแสการ ทุ จริต"), corruption_in("ไม่ใช่ช่องทางแจ้งการทุจริต")
    ('ทุจริต', '')
    """
    known = skeleton(_NOT.sub("", text))
    return next((word for bare, word in _BY_SKELETON.items() if bare in known), "")
