"""What checks, states and moves must name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from prongsai.core.registers.fields import FieldKind
from prongsai.core.registers.model import Content
from prongsai.core.registers.rules import CheckKind, Move
from prongsai.core.registers.schema.names import (
    faults_of_condition,
    faults_of_roles,
    field_of,
    no_field,
)
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault

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
