"""How many should answer, by the year's rule."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from msgspec import Struct

from prongsai.core.text import Text

# Of the internal stakeholders, and at least so many; of fewer all. ITAS counts it itself.
_SHARE = Fraction(10, 100)
_AT_LEAST = 30


class Minimum(Struct, frozen=True):
    """How many should answer at least, and how sure that is."""

    count: int
    said: Text


def staff_minimum(people: int) -> Minimum:
    """How many of the staff should answer.

    Shape:  the rule stands in the frameworks' `sampling.iit_minimum` with its sources, as likely.
    """
    count = min(people, max(_AT_LEAST, ceil(people * _SHARE)))
    return Minimum(
        count,
        Text(
            f"ควรตอบอย่างน้อย {count} คน (ร้อยละ 10 ไม่น้อยกว่า 30 คน ถ้ามีไม่ถึงใช้ทุกคน "
            "เกณฑ์นี้น่าจะใช่ ยังไม่ยืนยัน)",
            f"at least {count} should answer (10 %, not fewer than 30, all where there are fewer; "
            "a likely rule, not confirmed)",
        ),
    )
