"""Complaints of corruption as counts: the desk takes none in, the complaint officer enters them.

The classes and ends are our defaults: no list that agencies must use is known to us.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from prongsai.core.text import Labelled


class Class(Labelled):
    """What a complaint is about."""

    BRIBES = "bribes", "เรียกหรือรับสินบน", "asking for or taking bribes"
    POWER = "power", "ใช้อำนาจหน้าที่โดยมิชอบ", "wrongful use of office"
    BUYING = "buying", "การจัดซื้อจัดจ้าง", "procurement"
    PERSONNEL = "personnel", "การบริหารงานบุคคล", "personnel"
    PROPERTY = "property", "การใช้ทรัพย์สินของราชการ", "use of public property"
    OTHER = "other", "เรื่องอื่น", "other"


class End(Labelled):
    """How far a complaint has come."""

    OPEN = "open", "อยู่ระหว่างดำเนินการ", "in progress"
    UNFOUNDED = "unfounded", "แล้วเสร็จ: ไม่พบมูล", "done: unfounded"
    FOUNDED = "founded", "แล้วเสร็จ: พบมูลและดำเนินการแล้ว", "done: founded, and acted on"
    FORWARDED = "forwarded", "แล้วเสร็จ: ส่งหน่วยงานที่มีอำนาจ", "done: sent to the agency in charge"
    OTHER = "other", "แล้วเสร็จ: อื่น ๆ", "done: other"

    @property
    def is_done(self) -> bool:
        return self is not End.OPEN


class MonthCounts(Struct, frozen=True):
    """The complaints that came in a month, by class and end; one that is not named has none."""

    counts: Mapping[Class, Mapping[End, int]] = {}

    def __add__(self, other: MonthCounts) -> MonthCounts:
        """Both together."""
        return MonthCounts(
            {
                complaint_class: {
                    end: self.count(complaint_class, end) + other.count(complaint_class, end)
                    for end in End
                }
                for complaint_class in Class
            }
        )

    def count(self, of: Class, end: End) -> int:
        return self.counts.get(of, {}).get(end, 0)

    def of_class(self, of: Class) -> int:
        return sum(self.count(of, end) for end in End)

    def of_end(self, end: End) -> int:
        return sum(self.count(complaint_class, end) for complaint_class in Class)

    @property
    def total(self) -> int:
        return sum(map(self.of_class, Class))

    @property
    def kept(self) -> Mapping[Class, Mapping[End, int]]:
        """Only what is not nought."""
        counts = {
            complaint_class: {
                end: count for end in End if (count := self.count(complaint_class, end))
            }
            for complaint_class in Class
        }
        return {complaint_class: ends for complaint_class, ends in counts.items() if ends}
