"""Whether a number beside "การใช้งบประมาณ" may be what was spent, and no score of that indicator.

"ผลการใช้งบประมาณ ร้อยละ 85.20" stands in reports right beside results of the assessment. It is a
score where words say so ("ด้าน", "ตัวชี้วัด", "คะแนน") or where it stands among other indicators.
"""

from __future__ import annotations

from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits

# The indicator whose name is an ordinary word for what was spent.
OF_MONEY = "2"
_REACH = 80
_NAMED = compiled(r"(?P<result>ผล(?:ของ)?)?(?P<act>การ)?ใช้งบประมาณ(?P<between>[^0-9\n]{0,30})$")
_SAYS_SCORE = compiled(r"คะแนน|ด้าน|ตัวชี้วัด|แบบวัด|ระดับ")
_HEADED = compiled(r"(?:คือ|ได้แก่|ด้าน|ตัวชี้วัด|สุด|รองลงมา|[0-9]\s?[.)]|[0-9]|[-•])\s*[“\"(]*$")
_PERCENT = compiled(r"ร้อยละ|คิดเป็น|%")
_PERCENT_BEHIND = compiled(r"\s?%")
_SCORE_BEHIND = compiled(r"\s*คะแนน")
_OF_MONEY_BEHIND = compiled(r"\s*%?\s*ของ(?:งบ|วงเงิน|เงิน|ราย)")


def may_be_spent(text: str, start: int, end: int) -> bool:
    """Whether the number between two places may be a share of money that was spent.

    >>> may_be_spent("ผลการใช้งบประมาณ ร้อยละ 85.20", 24, 29)
    True
    >>> may_be_spent("ด้านการใช้งบประมาณ ร้อยละ 85.20", 26, 31)
    False
    """
    before = arabic_digits(text[max(0, start - _REACH) : start])
    named = _NAMED.search(before)
    if named is None or _SCORE_BEHIND.match(text, end):
        return False
    if _OF_MONEY_BEHIND.match(text, end):
        return True
    if _SAYS_SCORE.search(named["between"]) or _HEADED.search(before, 0, named.start()):
        return False
    is_percent = _PERCENT.search(named["between"]) or _PERCENT_BEHIND.match(text, end)
    return bool(named["result"] or not named["act"] or is_percent)
