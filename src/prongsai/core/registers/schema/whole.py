"""Everything of a register's YAML that a type cannot say: the head, papers, roll-ups, rights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from prongsai.core.errors import Wrong
from prongsai.core.registers.circulated import NAME
from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.formulas import names_in, parse
from prongsai.core.registers.model import Content
from prongsai.core.registers.papers import PERIODS, Heading, Paper, RollUp, Shows
from prongsai.core.registers.rules import STATE
from prongsai.core.registers.schema.fields import (
    doubled,
    faults_of_condition,
    faults_of_field,
    faults_of_roles,
    faults_of_rules,
    field_of,
    no_field,
)
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, Path

_NEEDED = {Shows.ROLL_UP: "roll_up", Shows.TEXT: "text"}
# Which headings a word says something of.
_OF_SHOWS = {
    "columns": (Shows.ROWS,),
    "roll_up": (Shows.ROLL_UP,),
    "gathers": (Shows.SAID,),
    "text": (Shows.TEXT, Shows.SAID),
    "chart": (Shows.ROLL_UP,),
}
_FIELDS = ("year", "period")


def faults_of_papers(content: Content) -> Iterator[Fault]:
    """The faults of all papers, of the receipt of a row and of the sheet of entries."""
    yield from _of_receipt(content)
    for number, name in enumerate(content.entry.fields if content.entry else ()):
        if field_of(content, name) is None:
            yield no_field(name, content, ("entry", "fields", number))
    for place, paper in enumerate(content.papers):
        path = ("papers", place)
        yield from _of_title(paper, path)
        if paper.period != "year" and content.dated_by is None and not paper.whole:
            said = Text(
                f"รายงานรอบ {paper.period} ต้องมี dated_by", f"a {paper.period} needs dated_by"
            )
            yield Fault((*path, "period"), "undated", said)
        for number, heading in enumerate(paper.headings):
            yield from _of_heading(content, heading, (*path, "headings", number))
            if paper.lineages or content.lineages:
                yield from _of_evidence(content, heading, (*path, "headings", number))


def _of_receipt(content: Content) -> Iterator[Fault]:
    if content.receipt is None:
        return
    for number, name in enumerate(content.receipt.fields):
        if field_of(content, name) is None:
            yield no_field(name, content, ("receipt", "fields", number))
    known = {state.key for state in content.states}
    for number, key in enumerate(content.receipt.states):
        if key not in known:
            said = Text(f"ไม่มีสถานะ “{key}”", f"there is no state “{key}”")
            yield Fault(("receipt", "states", number), "no_state", said)


def _of_evidence(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    """A paper that answers an item becomes public, and its roll-ups with it."""
    rolled = next((one for one in content.roll_ups if one.key == heading.roll_up), None)
    if rolled is None or rolled.public:
        return  # what is public is looked at for itself
    for name in (*rolled.by, *rolled.sums):
        if name.partition(".")[0] in content.never_public:
            said = Text(
                f"“{name}” ห้ามเผยแพร่ แต่รายงานนี้เป็นหลักฐานของข้อ OIT จึงเผยแพร่",
                f"“{name}” may never be public, and this paper is evidence of an OIT item",
            )
            yield Fault((*path, "roll_up"), "never_public", said)


def _of_title(paper: Paper, path: Path) -> Iterator[Fault]:
    from prongsai.core.announcements.reading import strange_braces  # noqa: PLC0415 - one rule of it

    for language in ("th", "en"):
        strange = strange_braces(paper.title.in_language(language), _FIELDS)
        if strange:
            said = Text(
                f"ช่องในวงเล็บปีกกาใช้ไม่ได้: {strange} → {{year}}, {{period}}",
                f"these braces cannot be used: {strange} → {{year}}, {{period}}",
            )
            yield Fault((*path, "title", language), "braces", said)


def _of_heading(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    needed = _NEEDED.get(heading.shows)
    if needed is not None and not getattr(heading, needed):
        said = Text(
            f"shows: {heading.shows} ต้องมี {needed}", f"shows: {heading.shows} needs {needed}"
        )
        yield Fault((*path, needed), "missing", said)
    for word, shows in _OF_SHOWS.items():
        if getattr(heading, word) and heading.shows not in shows:
            said = Text(
                f"{word} ไม่มีความหมายกับ shows: {heading.shows}",
                f"{word} says nothing of shows: {heading.shows}",
            )
            yield Fault((*path, word), "misplaced", said)
    for number, name in enumerate(heading.columns):
        if name != STATE and field_of(content, name) is None:
            yield no_field(name, content, (*path, "columns", number))
    if heading.gathers is not None and field_of(content, heading.gathers) is None:
        yield no_field(heading.gathers, content, (*path, "gathers"))
    for name in (*heading.columns, *filter(None, (heading.gathers,))):
        if name in content.never_public:
            said = Text(f"“{name}” ห้ามเผยแพร่ จึงอยู่ในรายงานไม่ได้", f"“{name}” may never be public")
            yield Fault(path, "never_public", said)
    if heading.shows is Shows.MONTHS and content.dated_by is None:
        said = Text("shows: months ต้องมี dated_by", "shows: months needs dated_by")
        yield Fault((*path, "shows"), "undated", said)
    yield from _of_roll_up(content, heading, path)
    yield from faults_of_condition(content, heading.when, (*path, "when"))


def _of_roll_up(content: Content, heading: Heading, path: Path) -> Iterator[Fault]:
    if heading.roll_up is None:
        return
    found = next((one for one in content.roll_ups if one.key == heading.roll_up), None)
    if found is None:
        said = Text(f"ไม่มีสรุปยอด “{heading.roll_up}”", f"there is no roll-up “{heading.roll_up}”")
        yield Fault((*path, "roll_up"), "no_roll_up", said)
    elif heading.chart and found.planned is None:
        said = Text("แผนภูมิต้องมีแผนและผล", "a chart needs planned and actual")
        yield Fault((*path, "chart"), "no_plan", said)


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
    yield from _of_public_whole(content)
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


def _of_public_whole(content: Content) -> Iterator[Fault]:
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
        needed: set[str] = set()
        if field is not None and field.formula:
            with suppress(Wrong):  # told where it stands
                needed = set(names_in(parse(field.formula)))
        for one in sorted(needed & set(content.never_public)):
            said = Text(
                f"“{name}” คำนวณจาก “{one}” ซึ่งห้ามเผยแพร่",
                f"“{name}” is computed of “{one}”, which may never be public",
            )
            yield Fault(("public", number), "never_public", said)


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
