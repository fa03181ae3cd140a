"""Names that a register does not have, and names that it has twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from prongsai.core.registers.fields import Choice, Field, FieldKind
from prongsai.core.registers.model import Content
from prongsai.core.registers.rules import STATE, Condition
from prongsai.core.roles import known_role
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, Path


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
        known = _values_of(field)
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


def _values_of(field: Field) -> list[str]:
    if field.kind is FieldKind.YES_NO:
        return ["yes", "no"]
    return [choice.key for choice in field.choices]


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
    yield from _twice(map(_words_of_field, content.fields), ("fields",), "headings")
    for place, field in enumerate(content.fields):
        path = ("fields", place, "choices")
        yield from _twice([(one.key, *one.was) for one in field.choices], path, "key")
        yield from _twice(map(_words_of_choice, field.choices), path, "also")
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


def _words_of_field(field: Field) -> tuple[str, ...]:
    """The headings by which files know a field."""
    return (field.title.th, field.title.en, *field.headings)


def _words_of_choice(choice: Choice) -> tuple[str, ...]:
    return (choice.title.th, choice.title.en, *choice.also)


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
