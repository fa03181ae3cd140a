"""Everything of a register's YAML that a type cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prongsai.core.errors import Wrong
from prongsai.core.registers.circulated import NAME
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import names_in, parse
from prongsai.core.registers.model import Content
from prongsai.core.registers.schema.fields import faults_of_field
from prongsai.core.registers.schema.names import doubled, faults_of_roles, field_of, no_field
from prongsai.core.registers.schema.papers import faults_of_papers
from prongsai.core.registers.schema.roll_ups import faults_of_roll_ups
from prongsai.core.registers.schema.rules import faults_of_rules
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault

_DATED = (FieldKind.DATE, FieldKind.MONTH)


def faults_of(content: Content) -> Iterator[Fault]:
    """Every fault, at its path."""
    yield from doubled(content)
    for place, field in enumerate(content.fields):
        yield from faults_of_field(field, ("fields", place), content)
    yield from _of_head(content)
    yield from faults_of_rules(content)
    yield from faults_of_roll_ups(content)
    yield from faults_of_papers(content)
    yield from _of_public(content)
    yield from _of_rights(content)
    yield from _of_circulated(content)
    yield from _of_sources(content)


def _of_head(content: Content) -> Iterator[Fault]:
    for word in ("named_by", "identified_by"):
        for place, name in enumerate(getattr(content, word)):
            field = field_of(content, name)
            if field is None:
                yield no_field(name, content, (word, place))
            elif word == "identified_by" and not (field.required and field.is_typed):
                said = Text(
                    f"“{name}” ใช้ระบุแถว จึงต้องเป็น required: true",
                    f"“{name}” tells rows apart, so it must be required: true",
                )
                yield Fault((word, place), "identity", said)
    yield from _of_kind(content, "dated_by", _DATED)
    yield from _of_kind(content, "owned_by", (FieldKind.UNIT,))
    if content.rhythm is not None and content.dated_by is None:
        said = Text("มี rhythm ต้องมี dated_by", "a rhythm needs dated_by")
        yield Fault(("rhythm",), "undated", said)
    if content.rhythm is not None and content.rhythm.owed_by == "unit" and not content.owned_by:
        said = Text("rhythm by: unit ต้องมี owned_by", "a rhythm by: unit needs owned_by")
        yield Fault(("rhythm", "by"), "unowned", said)


def _of_kind(content: Content, word: str, kinds: Sequence[FieldKind]) -> Iterator[Fault]:
    name = getattr(content, word)
    if name is None:
        return
    field = field_of(content, name)
    if field is None:
        yield no_field(name, content, (word,))
    elif field.kind not in kinds:
        listed = ", ".join(kinds)
        said = Text(f"{word} ต้องเป็นช่องชนิด {listed}", f"{word} must be a field of kind {listed}")
        yield Fault((word,), "kind", said)


def _of_public(content: Content) -> Iterator[Fault]:
    for word in ("public", "never_public"):
        for number, name in enumerate(getattr(content, word)):
            if field_of(content, name) is None:
                yield no_field(name, content, (word, number))
    for number, name in enumerate(content.public):
        if name in content.never_public:
            said = Text(
                f"“{name}” อยู่ทั้งใน public และ never_public",
                f"“{name}” stands in public and in never_public",
            )
            yield Fault(("public", number), "never_public", said)
        field = field_of(content, name)
        hidden = {one for one in content.never_public if field and one in _needs(field)}
        for one in sorted(hidden):
            said = Text(
                f"“{name}” คำนวณจาก “{one}” ซึ่งห้ามเผยแพร่",
                f"“{name}” is computed of “{one}”, which may never be public",
            )
            yield Fault(("public", number), "never_public", said)


def _needs(field: Field) -> set[str]:
    try:
        return set(names_in(parse(field.formula))) if field.formula else set()
    except Wrong:
        return set()


def _of_rights(content: Content) -> Iterator[Fault]:
    rights = content.rights
    for word in ("seeing_roles", "writing_roles"):
        yield from faults_of_roles(getattr(rights, word), ("rights", word))
    for word, roles in (("sees", "seeing_roles"), ("writes", "writing_roles")):
        reach = getattr(rights, word)
        if reach == "roles" and not getattr(rights, roles):
            said = Text(f"{word}: roles ต้องมี {roles}", f"{word}: roles needs {roles}")
            yield Fault(("rights", word), "missing", said)
        if reach == "own-unit" and word == "sees" and not content.owned_by:
            said = Text("sees: own-unit ต้องมี owned_by", "sees: own-unit needs owned_by")
            yield Fault(("rights", word), "unowned", said)
    if rights.only_counts_leave and not rights.is_restricted:
        said = Text(
            "only_counts_leave ไม่มีผลเมื่อทุกคนเห็นทุกแถว",
            "only_counts_leave says nothing where all see all rows",
        )
        yield Fault(("rights", "only_counts_leave"), "misplaced", said)


def _of_circulated(content: Content) -> Iterator[Fault]:
    if content.circulated and content.rights.is_restricted:
        said = Text(
            "แจ้งเวียนได้เฉพาะทะเบียนที่ทุกคนเห็น (rights.sees: all)",
            "only rows that all see are sent round (rights.sees: all)",
        )
        yield Fault(("circulated",), "misplaced", said)
    if content.circulated and field_of(content, NAME) is not None:
        said = Text(f"“{NAME}” เป็นชื่อที่ระบบใช้", f"“{NAME}” is a name of the program's own")
        yield Fault(("circulated",), "misplaced", said)


def _of_sources(content: Content) -> Iterator[Fault]:
    for place, basis in enumerate(content.basis):
        if basis.citation and basis.confidence != "unknown" and not basis.source:
            said = Text(
                f"“{basis.citation}” ไม่บอกที่มา (source)",
                f"“{basis.citation}” does not say where it was read (source)",
            )
            yield Fault(("basis", place), "no_source", said)
    kept = content.retention
    if kept.years is not None and kept.confidence != "unknown" and not kept.source:
        said = Text("ระยะเก็บไม่บอกที่มา (source)", "the retention does not say its source")
        yield Fault(("retention",), "no_source", said)
