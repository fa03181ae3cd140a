"""What a field, a check, a state and a move may declare; names that are missing or there twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain

from prongsai.core.errors import Wrong
from prongsai.core.registers.fields import Field, FieldKind
from prongsai.core.registers.formulas import FACTORS, complaint, factors, parse
from prongsai.core.registers.model import Content
from prongsai.core.registers.rules import STATE, CheckKind, Condition, Move
from prongsai.core.roles import known_role
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
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


def _of_formula(field: Field, path: Path, content: Content) -> Iterator[Fault]:
    """A formula works with what stands before it, so that none goes round in a circle."""
    place = content.fields.index(field)
    before = {one.name: one for one in content.fields[:place]}
    before |= {one.name: one for one in content.fields if one.is_typed}
    try:
        said = complaint(parse(field.formula), before) if field.formula else None
    except Wrong as error:
        said = error.message
    counts: dict[str, int] = {}  # of each computed field, over the whole chain
    for one in content.fields:
        if one.formula:
            with suppress(Wrong):  # told where it stands
                counts[one.name] = factors(parse(one.formula), counts)
    if said is None and counts[field.name] > FACTORS:
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


def field_of(content: Content, name: str) -> Field | None:
    """A field by the name of today."""
    return next((one for one in content.fields if one.name == name), None)


def no_field(name: str, content: Content, path: Path) -> Fault:
    """The fault of a name that no field has."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where a fault is found

    names = [field.name for field in content.fields]
    near = get_close_matches(name, names, 1)
    th, en = (f" อาจหมายถึง “{near[0]}”", f"; “{near[0]}” is near it") if near else ("", "")
    return Fault(
        path,
        "no_field",
        Text(f"ไม่มีช่องชื่อ “{name}”{th}", f"there is no field “{name}”{en}"),
        Text(f"ช่องที่มี: {', '.join(names)}", f"the fields are {', '.join(names)}"),
    )


def faults_of_condition(
    content: Content, condition: Condition | None, path: Path
) -> Iterator[Fault]:
    """A condition that names no field, or a value that its field cannot have."""
    if condition is None:
        return
    if condition.of == STATE:
        known = [state.key for state in content.states]
    else:
        field = field_of(content, condition.of)
        if field is None:
            yield no_field(condition.of, content, (*path, "field"))
            return
        is_yes_no = field.kind is FieldKind.YES_NO
        known = ["yes", "no"] if is_yes_no else [choice.key for choice in field.choices]
    for place, value in enumerate(condition.among):
        if value not in known:
            listed = ", ".join(known) or "–"
            yield Fault(
                (*path, "is", place),
                "no_value",
                Text(
                    f"“{condition.of}” เป็น “{value}” ไม่ได้ (มี {listed})",
                    f"“{condition.of}” cannot be “{value}” (it has {listed})",
                ),
            )


def faults_of_roles(roles: Sequence[str], path: Path) -> Iterator[Fault]:
    """Roles that data/roles.yaml does not have."""
    for number, key in enumerate(roles):
        if known_role(key) is None:
            said = Text(
                f"ไม่มีบทบาท “{key}” ใน data/roles.yaml", f"data/roles.yaml has no role “{key}”"
            )
            yield Fault((*path, number), "no_role", said)


def doubled(content: Content) -> Iterator[Fault]:
    """Names that stand twice, former ones too."""
    named = [(one.name, *one.was) for one in content.fields]
    yield from _twice(named, ("fields",), "name")
    yield from _twice(
        ((one.title.th, one.title.en, *one.headings) for one in content.fields),
        ("fields",),
        "headings",
    )
    for place, field in enumerate(content.fields):
        path = ("fields", place, "choices")
        yield from _twice([(one.key, *one.was) for one in field.choices], path, "key")
        yield from _twice(
            ((one.title.th, one.title.en, *one.also) for one in field.choices), path, "also"
        )
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("states", [one.key for one in content.states]),
        ("roll_ups", [one.key for one in content.roll_ups]),
        ("papers", [one.key for one in content.papers]),
    )
    for name, found in lists:
        yield from _twice([(one,) for one in found], (name,), "key")
    for place, paper in enumerate(content.papers):
        headings = [(one.key,) for one in paper.headings]
        yield from _twice(headings, ("papers", place, "headings"), "key")


def _twice(names: Iterable[tuple[str, ...]], path: Path, word: str) -> Iterator[Fault]:
    """Names that two entries have; an entry may have one twice where words are compared."""
    is_word = word in ("headings", "also")
    seen: dict[str, int] = {}
    for place, several in enumerate(names):
        for name in several:
            compared = skeleton(name) if is_word else name
            if seen.get(compared, place) != place or (compared in seen and not is_word):
                said = Text(f"“{name}” มีแล้ว", f"“{name}” is there already")
                yield Fault((*path, place, word), "twice", said)
            seen.setdefault(compared, place)


_DATED = (FieldKind.DATE, FieldKind.MONTH)
_OF_DATES = (CheckKind.ORDER, CheckKind.DUE, CheckKind.HAPPENED)
# What each check needs beside its fields, and how many fields.
_CHECK_WORDS = {
    CheckKind.NOT_OVER: "limit",
    CheckKind.SUM: "total",
    CheckKind.FILLED_IN_MONTH: "months",
}
_FEWEST_FIELDS = {CheckKind.ORDER: 2, CheckKind.DUE: 2, CheckKind.FILLED_IN_MONTH: 0}


def faults_of_rules(content: Content) -> Iterator[Fault]:
    """The faults of all checks, states and moves."""
    for place, check in enumerate(content.checks):
        yield from _of_check(content, place)
        yield from faults_of_condition(content, check.when, ("checks", place, "when"))
    yield from _of_states(content)


def _of_check(content: Content, place: int) -> Iterator[Fault]:
    check, path = content.checks[place], ("checks", place)
    for number, name in enumerate(check.fields):
        if field_of(content, name) is None:
            yield no_field(name, content, (*path, "fields", number))
    for word in ("limit", "total"):
        name = getattr(check, word)
        if name is not None and field_of(content, name) is None:
            yield no_field(name, content, (*path, word))
    needed = _CHECK_WORDS.get(check.kind)
    if needed is not None and not getattr(check, needed):
        said = Text(f"{check.kind} ต้องมี {needed}", f"{check.kind} needs {needed}")
        yield Fault((*path, needed), "missing", said)
    if check.kind is CheckKind.RANGE and check.least is None and check.most is None:
        said = Text("range ต้องมี least หรือ most", "range needs least or most")
        yield Fault(path, "missing", said)
    fewest = _FEWEST_FIELDS.get(check.kind, 1)
    if len(check.fields) < fewest:
        said = Text(f"{check.kind} ต้องมีอย่างน้อย {fewest} ช่อง", f"{check.kind} needs {fewest} fields")
        yield Fault((*path, "fields"), "missing", said)
    if check.kind is CheckKind.FILLED_IN_MONTH and content.dated_by is None:
        said = Text("ต้องมี dated_by", "this needs dated_by")
        yield Fault(path, "undated", said)
    yield from _of_checked_kinds(content, place)


def _of_checked_kinds(content: Content, place: int) -> Iterator[Fault]:
    check = content.checks[place]
    numbers = (CheckKind.RANGE, CheckKind.NOT_OVER, CheckKind.SUM)
    wanted = _DATED if check.kind in _OF_DATES else None
    names = check.fields[:1] if check.kind is CheckKind.DUE else check.fields
    for number, name in enumerate(chain(names, filter(None, (check.limit, check.total)))):
        field = field_of(content, name)
        if field is None:
            continue
        fits = field.kind in wanted if wanted else True
        if check.kind in numbers:
            fits = field.kind.is_number or field.kind is FieldKind.COMPUTED
        if not fits:
            said = Text(
                f"{check.kind} ใช้กับช่อง “{name}” ชนิด {field.kind} ไม่ได้",
                f"{check.kind} cannot look at “{name}”, a {field.kind}",
            )
            yield Fault(("checks", place, "fields", number), "kind", said)


def _of_holder(content: Content, move: Move, path: tuple[str | int, ...]) -> Iterator[Fault]:
    """Who takes a row on is named by a position of the row, or by roles, not by both."""
    if move.holder is None:
        return
    field = field_of(content, move.holder)
    if field is None:
        yield no_field(move.holder, content, path)
    elif field.kind is not FieldKind.POSITION:
        said = Text(f"“{move.holder}” ไม่ใช่ช่องตำแหน่ง", f"“{move.holder}” names no position")
        yield Fault(path, "kind", said)
    if move.roles:
        said = Text("ใช้ roles หรือ holder อย่างใดอย่างหนึ่ง", "name roles or a holder, not both")
        yield Fault(path, "both", said)


def _of_states(content: Content) -> Iterator[Fault]:
    known = {state.key for state in content.states}
    for place, move in enumerate(content.moves):
        path = ("moves", place)
        named = [((*path, "from", number), key) for number, key in enumerate(move.origins)]
        for where, key in (*named, ((*path, "to"), move.to)):
            if key not in known:
                said = Text(f"ไม่มีสถานะ “{key}”", f"there is no state “{key}”")
                yield Fault(where, "no_state", said)
        for number, name in enumerate(move.needs):
            if field_of(content, name) is None:
                yield no_field(name, content, (*path, "needs", number))
        yield from faults_of_roles(move.roles, (*path, "roles"))
        yield from _of_holder(content, move, (*path, "holder"))
    reached = {content.states[0].key} if content.states else set()
    reached |= {move.to for move in content.moves}
    for place, state in enumerate(content.states):
        if state.key not in reached:
            said = Text(f"ไม่มีทางไปถึงสถานะ “{state.key}”", f"no move leads to “{state.key}”")
            yield Fault(("states", place), "unreached", said)
        is_left = any(state.key in move.origins for move in content.moves)
        if state.is_final and is_left:
            said = Text(
                f"“{state.key}” เป็นสถานะสุดท้ายแต่มีทางไปต่อ", f"a move leads on from “{state.key}”"
            )
            yield Fault(("states", place, "final"), "not_final", said)
