"""The rows of a plan as core values, as plain data of a revision, and in words to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from msgspec import Struct, convert

from prongsai.core.errors import Finding, Place
from prongsai.core.measures.cells import items_text, list_text, remarks_text
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.text import Text
from prongsai.web.year.measures.models import MeasureRow, PlanRow, PointRow

Values = Mapping[str, Any]
MEASURE_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "number": Text("ลำดับ", "Number"),
        "title": Text("มาตรการ", "Measure"),
        "group": Text("ด้าน", "Group"),
        "steps": Text("ขั้นตอน", "Steps"),
        "unit": Text("หน่วยงานรับผิดชอบ", "Responsible unit"),
        "period": Text("ระยะเวลา", "Period"),
        "start": Text("เริ่ม", "Start"),
        "due": Text("กำหนดแล้วเสร็จ", "Due"),
        "evidence": Text("หลักฐานที่ต้องมี", "Evidence wanted"),
        "at_six_months": Text("ติดตามรอบ 6 เดือน", "Follow-up at 6 months"),
        "at_twelve_months": Text("ติดตามรอบ 12 เดือน", "Follow-up at 12 months"),
        "budget": Text("งบประมาณ", "Budget"),
        "items": Text("ข้อที่ตอบ", "Items answered"),
        "remarks": Text("ข้อเสนอแนะที่ตอบ", "Remarks answered"),
        "other": Text("คอลัมน์ของหน่วยงาน", "Columns of your own"),
    }
)
POINT_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "guideline": Text("แนวทาง", "Guideline"),
        "reason": Text("เหตุผลที่ไม่ดำเนินการ", "Why nothing is done"),
    }
)
MEASURES, POINTS = "measures", "points"
_LISTS = ("steps", "evidence", "items", "remarks")


class Difference(Struct, frozen=True):
    """A field in which two versions differ, each in words."""

    field: str
    label: Text
    before: str
    after: str


def labels_of(row: MeasureRow | PointRow) -> Mapping[str, Text]:
    """The fields that a revision of a row holds, with their names."""
    return MEASURE_LABELS if isinstance(row, MeasureRow) else POINT_LABELS


def values_of(row: MeasureRow | PointRow) -> dict[str, Any]:
    """What a revision of a row holds."""
    return {field: getattr(row, field) for field in labels_of(row)}


def fill(row: MeasureRow | PointRow, values: Values) -> None:
    """Put values into a row, and what follows from them; fields that are missing stay."""
    for field in labels_of(row):
        if field in values:
            setattr(row, field, values[field])
    if isinstance(row, MeasureRow):
        measure = measure_of(row)
        row.starts_on = measure.starts.first if measure.starts else None
        row.ends_on = measure.ends.last if measure.ends else None


def measure_of(row: MeasureRow, place: Place | None = None) -> Measure:
    """The core's measure."""
    return measure_from_values(row.key, values_of(row), place)


def measure_from_values(key: str, values: Values, place: Place | None = None) -> Measure:
    """The core's measure of a version."""
    plain: dict[str, Any] = {field: values.get(field) or "" for field in MEASURE_LABELS}
    lists = {field: tuple(values.get(field) or ()) for field in _LISTS}
    other = tuple((name, text) for name, text in values.get("other") or ())
    return Measure(**{**plain, **lists, "other": other}, key=key, place=place)


def values_from(measure: Measure) -> dict[str, Any]:
    """The values of a core measure, as plain data."""
    return {
        field: list(value) if isinstance(value := getattr(measure, field), tuple) else value
        for field in MEASURE_LABELS
        if field != "other"
    } | {"other": [list(pair) for pair in measure.other]}


def point_of(row: PointRow, place: Place | None = None) -> WeakPoint:
    """The core's point."""
    return WeakPoint(
        name=row.name,
        item=row.item or None,
        remark=row.remark,
        score=Decimal(row.score) if row.score else None,
        guideline=row.guideline,
        reason=row.reason,
        place=place,
        source=row.source,
    )


def point_values(point: WeakPoint) -> dict[str, Any]:
    """The fields of a new point's row."""
    return {
        "item": point.item or "",
        "remark": point.remark,
        "name": point.name,
        "score": "" if point.score is None else f"{point.score:f}",
        "guideline": point.guideline,
        "reason": point.reason,
        "source": point.source,
    }


def plan_from(
    row: PlanRow, agency_name: str, measures: Sequence[MeasureRow], points: Sequence[PointRow]
) -> Plan:
    """The core's plan; every part says its place, so that a finding leads back to its row."""
    return Plan(
        agency=agency_name,
        fiscal_year=row.fiscal_year,
        score_year=row.score_year,
        measures=tuple(
            measure_of(one, Place(sheet=MEASURES, row=place)) for place, one in enumerate(measures)
        ),
        points=tuple(
            point_of(one, Place(sheet=POINTS, row=place)) for place, one in enumerate(points)
        ),
        target=plain(row.target),
        approved=row.approved,
    )


def plain(number: Decimal) -> Decimal:
    """A number without the zeros that a database column adds."""
    return Decimal(f"{number.normalize():f}")


def plan_from_data(data: Mapping[str, Any]) -> Plan:
    """The plan of what `core.measures.data.plan_data` wrote."""
    measures = [{**one, "other": tuple(one["other"].items())} for one in data["measures"]]
    return convert({**data, "measures": measures}, Plan)


def differences(
    before: Values, after: Values, labels: Mapping[str, Text]
) -> tuple[Difference, ...]:
    """The fields in which two versions differ, in the order of the form."""
    pairs = (
        Difference(field, label, shown(field, before.get(field)), shown(field, after.get(field)))
        for field, label in labels.items()
    )
    return tuple(one for one in pairs if one.before != one.after)


def same(before: Values, after: Values, fields: Iterable[str]) -> bool:
    """Whether two versions say the same."""
    return all(
        shown(field, before.get(field)) == shown(field, after.get(field)) for field in fields
    )


def shown(field: str, value: Any) -> str:
    """A value as one reads it."""
    if field in ("steps", "evidence"):
        return list_text(value or ())
    if field == "items":
        return items_text(value or ())
    if field == "remarks":
        return remarks_text(value or ())
    if field == "other":
        return "\n".join(f"{name}: {text}" for name, text in value or ())
    return str(value or "")


_OPEN = Text("เปิดมาตรการแล้วใส่ให้ครบ", "open the measure and fill it in")
_STEPS: Mapping[str, Text | None] = MappingProxyType(
    {
        "measure_without_title": _OPEN,
        "measure_without_unit": Text("เปิดมาตรการแล้วเลือกหน่วยงาน", "open it and choose a unit"),
        "measure_without_steps": _OPEN,
        "measure_without_evidence": _OPEN,
        "measure_without_follow_up": _OPEN,
        "measure_without_item": Text(
            "เปิดมาตรการแล้วเลือกข้อหรือข้อเสนอแนะที่ตอบ",
            "open it and choose the items or remarks that it answers",
        ),
        "unknown_item_code": Text("เปิดมาตรการแล้วเลือกข้อใหม่", "open it and choose items again"),
        "unknown_remark": Text("เปิดมาตรการแล้วเลือกข้อเสนอแนะใหม่", "open it and choose remarks again"),
        "duplicate_key": None,
        "duplicate_number": Text(
            "แก้ลำดับในมาตรการ หรือกด “ใส่ลำดับใหม่”", "correct it, or press “number anew”"
        ),
        "not_approved": Text(
            "เมื่ออนุมัติแล้ว ใส่วันที่ใน “เป้าหมายและการอนุมัติ”",
            "once approved, enter the day under “target and approval”",
        ),
        "unreadable_date": Text(
            "เขียนเช่น 30 กันยายน 2569 หรือ ก.ย. 69", "write 30 กันยายน 2569, or ก.ย. 69"
        ),
        "score_changed": Text(
            "คะแนนในแผนเป็นของวันที่ร่าง ใช้ตามประกาศล่าสุด",
            "the plan shows the score of the day it was drafted; the newest one holds",
        ),
        "point_no_longer_weak": None,
    }
)


def next_step(finding: Finding) -> Text | None:
    """The step of the site, else the core's where it names no command."""
    if finding.code in _STEPS:
        return _STEPS[finding.code]
    step = finding.next_step
    return None if step is not None and "prongsai " in step.en else step
