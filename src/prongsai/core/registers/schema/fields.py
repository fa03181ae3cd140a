"""What a field may declare, and what must stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from prongsai.core.errors import Wrong
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import FACTORS, complaint, factors, parse
from prongsai.core.registers.model import Content
from prongsai.core.registers.rules import STATE
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, Path

# Names that conditions, roll-ups and the columns of files use for something else.
_RESERVED = (STATE, "year", "quarter", "half", "row")
# What a field of a kind may declare beside what all do.
_OWN_WORDS = {
    "choices": (FieldKind.CHOICE,),
    "register": (FieldKind.REFERENCE,),
    "formula": (FieldKind.COMPUTED,),
    "result": (FieldKind.COMPUTED,),
}
_NEEDED_WORDS = {
    FieldKind.CHOICE: ("choices",),
    FieldKind.REFERENCE: ("register",),
    FieldKind.COMPUTED: ("formula", "result"),
}
_TEXTS = (FieldKind.TEXT, FieldKind.LONG_TEXT)


def faults_of_field(field: Field, path: Path, content: Content) -> Iterator[Fault]:
    """A word that says nothing of its kind, one that is missing, a formula that cannot be."""
    if field.name in _RESERVED:
        said = Text(
            f"“{field.name}” เป็นคำของระบบ ใช้เป็นชื่อช่องไม่ได้",
            f"“{field.name}” is a word of the program, not for fields",
        )
        yield Fault((*path, "name"), "reserved", said)
    if field.name == "month" and content.dated_by != "month":
        said = Text("ช่องชื่อ month ต้องเป็น dated_by", "a field called month must be dated_by")
        yield Fault((*path, "name"), "reserved", said)
    for word, kinds in _OWN_WORDS.items():
        if getattr(field, word) and field.kind not in kinds:
            yield _misplaced(word, field, path)
    for word in _NEEDED_WORDS.get(field.kind, ()):
        if not getattr(field, word):
            said = Text(f"ช่องชนิด {field.kind} ต้องมี {word}", f"a {field.kind} needs {word}")
            yield Fault((*path, word), "missing", said)
    yield from _of_bounds(field, path)
    if field.kind is FieldKind.COMPUTED:
        yield from _of_formula(field, path, content)


def _misplaced(word: str, field: Field, path: Path) -> Fault:
    return Fault(
        (*path, word),
        "misplaced",
        Text(f"{word} ใช้กับช่องชนิด {field.kind} ไม่ได้", f"{word} says nothing of a {field.kind}"),
    )


def _of_bounds(field: Field, path: Path) -> Iterator[Fault]:
    if field.least is not None and not field.kind.is_number:
        yield _misplaced("least", field, path)
    if field.most is not None and not (field.kind.is_number or field.kind in _TEXTS):
        yield _misplaced("most", field, path)
    if field.least is not None and field.most is not None and field.least > field.most:
        said = Text("least มากกว่า most", "least is more than most")
        yield Fault((*path, "most"), "bounds", said)
    if field.kind is FieldKind.COMPUTED and (field.required or field.unique):
        yield _misplaced("required" if field.required else "unique", field, path)
    if all(choice.retired for choice in field.choices) and field.choices:
        said = Text("ไม่มีตัวเลือกที่ยังใช้อยู่", "no choice is offered any more")
        yield Fault((*path, "choices"), "all_retired", said)


def _factors_of(content: Content) -> dict[str, int]:
    """How many values each computed field multiplies or divides, over the whole chain."""
    known: dict[str, int] = {}
    for field in content.fields:
        if field.formula:
            with suppress(Wrong):  # told where it stands
                known[field.name] = factors(parse(field.formula), known)
    return known


def _of_formula(field: Field, path: Path, content: Content) -> Iterator[Fault]:
    """A formula works with what stands before it, so that none goes round in a circle."""
    place = content.fields.index(field)
    before = {one.name: one for one in content.fields[:place]}
    before |= {one.name: one for one in content.fields if one.is_typed}
    try:
        said = complaint(parse(field.formula), before) if field.formula else None
    except Wrong as error:
        said = error.message
    if said is None and _factors_of(content)[field.name] > FACTORS:
        said = Text(
            f"สูตรคูณหรือหารกันเกิน {FACTORS} ค่า เมื่อนับรวมช่องคำนวณที่อ้างถึง",
            f"over {FACTORS} values are multiplied or divided, counting computed fields",
        )
    if said is not None:
        yield Fault(
            (*path, "formula"),
            "formula",
            said,
            Text(
                "ใช้ชื่อช่องตัวเลข + - * / วงเล็บ sum() percent() days() เท่านั้น ช่องคำนวณที่อ้างถึงต้องอยู่ก่อน",
                "use names of fields with numbers, + - * /, brackets, sum(), percent(), days();"
                " a computed field that it names stands before it",
            ),
        )
