"""Complaints of corruption as counts: the desk takes none in, the complaint officer enters them.

The classes and ends are our defaults: no list that agencies must use is known to us.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from prongsai.core.text import Text


class Class(StrEnum):
    """What a complaint is about."""

    BRIBES = "bribes"
    POWER = "power"
    BUYING = "buying"
    PERSONNEL = "personnel"
    PROPERTY = "property"
    OTHER = "other"

    @property
    def label(self) -> Text:
        return _CLASSES[self]


_CLASSES = MappingProxyType({
    Class.BRIBES: Text("เรียกหรือรับสินบน", "asking for or taking bribes"),
    Class.POWER: Text("ใช้อำนาจหน้าที่โดยมิชอบ", "wrongful use of office"),
    Class.BUYING: Text("การจัดซื้อจัดจ้าง", "procurement"),
    Class.PERSONNEL: Text("การบริหารงานบุคคล", "personnel"),
    Class.PROPERTY: Text("การใช้ทรัพย์สินของราชการ", "use of public property"),
    Class.OTHER: Text("เรื่องอื่น", "other"),
})  # fmt: skip


class End(StrEnum):
    """How far a complaint has come."""

    OPEN = "open"
    UNFOUNDED = "unfounded"
    FOUNDED = "founded"
    FORWARDED = "forwarded"
    OTHER = "other"

    @property
    def label(self) -> Text:
        return _ENDS[self]

    @property
    def is_done(self) -> bool:
        return self is not End.OPEN


_ENDS = MappingProxyType({
    End.OPEN: Text("อยู่ระหว่างดำเนินการ", "in progress"),
    End.UNFOUNDED: Text("แล้วเสร็จ: ไม่พบมูล", "done: unfounded"),
    End.FOUNDED: Text("แล้วเสร็จ: พบมูลและดำเนินการแล้ว", "done: founded, and acted on"),
    End.FORWARDED: Text("แล้วเสร็จ: ส่งหน่วยงานที่มีอำนาจ", "done: sent to who is in charge"),
    End.OTHER: Text("แล้วเสร็จ: อื่น ๆ", "done: other"),
})  # fmt: skip


class MonthCounts(Struct, frozen=True):
    """The complaints that came in a month, by class and end; one that is not named has none."""

    counts: Mapping[Class, Mapping[End, int]] = {}

    def __add__(self, other: MonthCounts) -> MonthCounts:
        """Both together."""
        return MonthCounts(
            {
                one: {end: self.count(one, end) + other.count(one, end) for end in End}
                for one in Class
            }
        )

    def count(self, of: Class, end: End) -> int:
        return self.counts.get(of, {}).get(end, 0)

    def of_class(self, of: Class) -> int:
        return sum(self.count(of, end) for end in End)

    def of_end(self, end: End) -> int:
        return sum(self.count(one, end) for one in Class)

    @property
    def total(self) -> int:
        return sum(map(self.of_class, Class))

    @property
    def kept(self) -> Mapping[Class, Mapping[End, int]]:
        """Only what is not nought."""
        found = {
            one: {end: count for end in End if (count := self.count(one, end))} for one in Class
        }
        return {one: ends for one, ends in found.items() if ends}
