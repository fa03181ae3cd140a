"""How many of the staff should answer, by the rule that stands in the framework of a year."""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path

from msgspec import Struct, convert

from prongsai.core.framework.model import Confidence, Framework
from prongsai.core.framework.years import details
from prongsai.core.text import Text


class StaffRule(Struct, frozen=True):
    """So many percent of the staff, and at least so many; of fewer all. ITAS counts it itself."""

    share: int
    at_least: int
    confidence: Confidence = Confidence.UNKNOWN


class Minimum(Struct, frozen=True):
    """How many should answer at least, and how sure that is."""

    count: int
    said: Text


def staff_rule(framework: Framework) -> StaffRule | None:
    """The rule of a year, `sampling.iit_minimum` of its context; None where none is known."""
    sampling = details(Path(framework.folder)).get("sampling") or {}
    found = sampling.get("iit_minimum") or {}
    return convert(found, StaffRule) if {"share", "at_least"} <= set(found) else None


def staff_minimum(rule: StaffRule, people: int, year: int) -> Minimum:
    """How many of so many staff should answer by the rule of a year."""
    count = min(people, max(rule.at_least, ceil(Fraction(people * rule.share, 100))))
    sure = rule.confidence.label
    return Minimum(
        count,
        Text(
            f"ควรตอบอย่างน้อย {count} คน (เกณฑ์ปี {year}: ร้อยละ {rule.share} ไม่น้อยกว่า "
            f"{rule.at_least} คน ถ้ามีไม่ถึงใช้ทุกคน ความแน่ใจของเกณฑ์: {sure.th})",
            f"at least {count} should answer (rule of {year}: {rule.share} %, not fewer than "
            f"{rule.at_least}, all where there are fewer; how sure the rule is: {sure.en})",
        ),
    )
