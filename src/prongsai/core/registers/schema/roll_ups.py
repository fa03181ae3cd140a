"""What roll-ups gather by and add up must be there, and mean something."""

from __future__ import annotations

from collections.abc import Iterator

from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.model import Content
from prongsai.core.registers.papers import PERIODS, RollUp
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.schema.names import faults_of_condition, field_of, no_field
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, Path

# Rows are gathered by what repeats itself.
_GATHERING = (
    FieldKind.CHOICE, FieldKind.UNIT, FieldKind.POSITION, FieldKind.YES_NO, FieldKind.REFERENCE,
    FieldKind.TEXT,
)  # fmt: skip


def faults_of_roll_ups(content: Content) -> Iterator[Fault]:
    """The faults of all roll-ups; what other registers have is told by `reading`."""
    for place, roll_up in enumerate(content.roll_ups):
        path = ("roll_ups", place)
        for number, by in enumerate(roll_up.by):
            yield from _of_by(content, by, (*path, "by", number))
        for number, name in enumerate(roll_up.sums):
            yield from _of_sum(content, name, (*path, "sums", number))
        yield from _of_plan(content, roll_up, path)
        yield from faults_of_condition(content, roll_up.when, (*path, "when"))
        if roll_up.public:
            yield from _of_public(content, roll_up, path)


def _of_by(content: Content, by: str, path: Path) -> Iterator[Fault]:
    name, _, inner = by.partition(".")
    if by in PERIODS:
        if content.dated_by is None:
            said = Text(f"จัดกลุ่มตาม {by} ต้องมี dated_by", f"by {by} needs dated_by")
            yield Fault(path, "undated", said)
        return
    if by == STATE:
        if not content.states:
            said = Text("ทะเบียนนี้ไม่มีสถานะ", "the register has no states")
            yield Fault(path, "no_state", said)
        return
    field = field_of(content, name)
    if field is None:
        yield no_field(name, content, path)
    elif inner and field.kind is not FieldKind.REFERENCE:
        said = Text(f"“{name}” ไม่ใช่ช่องอ้างอิง", f"“{name}” is no reference")
        yield Fault(path, "kind", said)
    elif field.kind not in _GATHERING:
        said = Text(f"จัดกลุ่มตามช่องชนิด {field.kind} ไม่ได้", f"rows are not gathered by a {field.kind}")
        yield Fault(path, "kind", said)


def _of_sum(content: Content, name: str, path: Path) -> Iterator[Fault]:
    field = field_of(content, name)
    if field is None:
        yield no_field(name, content, path)
    elif not field.can_be_added:
        said = Text(f"ผลรวมของ “{name}” ไม่มีความหมาย", f"a sum of “{name}” means nothing")
        yield Fault(path, "kind", said)


def _of_plan(content: Content, roll_up: RollUp, path: Path) -> Iterator[Fault]:
    if (roll_up.planned is None) is not (roll_up.actual is None):
        said = Text("planned กับ actual ต้องมาคู่กัน", "planned and actual go together")
        yield Fault((*path, "planned"), "missing", said)
        return
    if roll_up.planned is None or roll_up.actual is None:
        return
    yield from _of_sum(content, roll_up.actual, (*path, "actual"))
    reference, _, inner = roll_up.planned.partition(".")
    if not inner:
        yield from _of_sum(content, roll_up.planned, (*path, "planned"))
        return
    yield from _of_by(content, roll_up.planned, (*path, "planned"))
    if any(by.partition(".")[0] != reference for by in roll_up.by):
        said = Text(
            f"แผนมาจากแถวที่ “{reference}” อ้างถึง จึงจัดกลุ่มได้ตาม {reference} หรือ {reference}.… เท่านั้น",
            f"the plan is that of the rows that “{reference}” names: gather by {reference} or"
            f" {reference}.… only",
        )
        yield Fault((*path, "by"), "plan_elsewhere", said)


def _of_public(content: Content, roll_up: RollUp, path: Path) -> Iterator[Fault]:
    used = (*roll_up.by, *roll_up.sums, *filter(None, (roll_up.planned, roll_up.actual)))
    for name in used:
        if name.partition(".")[0] in content.never_public:
            said = Text(
                f"“{name}” ห้ามเผยแพร่ จึงสรุปต่อสาธารณะไม่ได้",
                f"“{name}” may never be public, not as a roll-up either",
            )
            yield Fault((*path, "public"), "never_public", said)
