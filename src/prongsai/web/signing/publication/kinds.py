"""Kinds of published papers, as a list of them is narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from prongsai.core.text import Text

OTHER = "other"
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "notice": Text("ประกาศ", "Announcements"),
        "plan": Text("แผนมาตรการ", "Measures plans"),
        "report-6": Text("รายงานรอบ 6 เดือน", "Reports at 6 months"),
        "report-12": Text("รายงานรอบ 12 เดือน", "Reports at 12 months"),
        "results": Text("รายงานผลการดำเนินการ", "Reports of results"),
        "order": Text("คำสั่ง", "Orders"),
        "minutes": Text("รายงานการประชุม", "Minutes"),
        "memo": Text("บันทึกข้อความ", "Memos"),
        OTHER: Text("เอกสารอื่น", "Other papers"),
    }
)


# These bear a number of a register on their face.
NUMBERED = frozenset({"order", "memo", "report-6", "report-12", "results"})


def label_of(kind: str) -> Text:
    """The name of a kind; one that nobody named here is another paper."""
    return KINDS.get(kind, KINDS[OTHER])
