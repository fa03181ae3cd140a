"""How long the desk keeps who brought a case, and whether a notice says just that."""

from __future__ import annotations

import re
from datetime import timedelta

from prongsai.core.thai import arabic_digits

# Our default: no law sets the days. The notices of the kinds say this to whoever brings a case.
KEPT_AFTER_ANSWER = timedelta(days=90)
_A_TIME = re.compile(
    r"(?:ลบ|เก็บ|delet|keep|kept)[^0-9]{0,80}([0-9]+)\s*(วัน|เดือน|ปี|days?|months?|years?)"
)
_DAYS = ("วัน", "day", "days")


def false_time(notice: str) -> str:
    """The first time of keeping or deleting in a notice that is not the one kept; "" for none.

    >>> false_time("ลบเมื่อครบ ๓๐ วัน"), false_time("ลบเมื่อตอบแล้ว 90 วัน")
    ('30 วัน', '')
    """
    for number, word in _A_TIME.findall(arabic_digits(notice)):
        if int(number) != KEPT_AFTER_ANSWER.days or word not in _DAYS:
            return f"{number} {word}"
    return ""
