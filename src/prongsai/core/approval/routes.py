"""The routes that come with the program, read from data; a fault names its file and line.

Source: data/routes/*.yaml. A new route is one more file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from prongsai.core.approval.model import Ask, Route, Seat, Step
from prongsai.core.errors import Finding, Findings, Misuse, Place
from prongsai.core.text import Text, same

SHIPPED = Path(__file__).parents[2] / "data" / "routes"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIELDS = ("name", "label", "about", "steps")
_STEP_FIELDS = ("seat", "ask", "title")
_CORRECT = Text("แก้แฟ้มตรงบรรทัดนี้", "correct the file at this line")
_Word = TypeVar("_Word", bound=StrEnum)


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Route]:
    """The routes by name, in the order of `usual` first.

    Errors: Misuse where a file of ours is wrong.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))}
    routes, findings = read(texts)
    if findings:
        first = findings[0]
        raise Misuse(first.message, place=first.places[0], next_step=first.next_step)
    order = sorted(routes, key=lambda route: (route.is_information, -len(route.steps)))
    return MappingProxyType({route.name: route for route in order})


def route_of(name: str) -> Route:
    """A route by its name.

    Errors: Misuse for a name that no file has.
    """
    routes = shipped()
    if name not in routes:
        raise Misuse(
            Text(f"ไม่มีสายการลงนามชื่อ “{name}”", f"there is no route called {name}"),
            next_step=Text(f"ใช้ {', '.join(routes)}", f"use one of {', '.join(routes)}"),
        )
    return routes[name]


def read(texts: Mapping[str, str]) -> tuple[tuple[Route, ...], tuple[Finding, ...]]:
    """The routes of YAML files (name → content) and what is wrong in them.

    Shape:  a file with a fault gives findings and no route.
    """
    findings = Findings()
    routes: dict[str, Route] = {}
    for name, text in texts.items():
        route = _Reading(name, findings).route(text)
        if route is None:
            continue
        if route.name in routes:
            findings.error(
                "route_twice",
                Text(f"มีสายชื่อ {route.name} แล้ว", f"there is a route {route.name} already"),
                Place(name, line=1),
                next_step=_CORRECT,
            )
        else:
            routes[route.name] = route
    return tuple(routes.values()), tuple(findings.items)


class _Reading:
    """One file being read; every fault is told with its line."""

    def __init__(self, name: str, findings: Findings) -> None:
        self._name = name
        self._findings = findings
        self._faults = 0

    def route(self, text: str) -> Route | None:
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            line = getattr(error.problem_mark, "line", 0) + 1
            self._tell_line(line, Text("อ่าน YAML ไม่ได้", "the YAML cannot be read"))
            return None
        fields = self._fields(node, _FIELDS)
        if fields is None:
            return None
        name = self._word(fields["name"])
        label, about = self._text(fields["label"]), self._text(fields["about"])
        steps = self._steps(fields["steps"])
        if not self._faults:
            self._check(fields["steps"], steps)
        return None if self._faults else Route(name, label, about, steps)

    def _steps(self, node: yaml.Node) -> tuple[Step, ...]:
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            self._tell(node, Text("ต้องมีขั้นอย่างน้อยหนึ่งขั้น", "needs at least one step"))
            return ()
        found = (self._step(one) for one in node.value)
        return tuple(step for step in found if step is not None)

    def _step(self, node: yaml.Node) -> Step | None:
        fields = self._fields(node, _STEP_FIELDS)
        if fields is None:
            return None
        seat = self._one_of(fields["seat"], Seat)
        ask = self._one_of(fields["ask"], Ask)
        title = self._text(fields["title"])
        return Step(seat, ask, title) if seat and ask else None

    def _check(self, node: yaml.Node, steps: tuple[Step, ...]) -> None:
        """Either the last step alone decides, or all note."""
        asks = [step.ask for step in steps]
        seats = [step.seat for step in steps]
        informs = all(ask is Ask.NOTE for ask in asks)
        decides = asks[-1] is Ask.DECIDE and all(ask is Ask.ENDORSE for ask in asks[:-1])
        if not informs and not decides:
            self._tell(
                node,
                Text(
                    "ขั้นสุดท้ายขั้นเดียวต้องเป็น decide ขั้นก่อนหน้าเป็น endorse หรือทุกขั้นเป็น note",
                    "the last step alone decides and those before endorse, or all note",
                ),
            )
        if len(set(seats)) < len(seats):
            self._tell(node, Text("ตำแหน่งเดียวกันซ้ำสองขั้น", "a seat stands in two steps"))

    def _fields(self, node: Any, known: Iterable[str]) -> dict[str, yaml.Node] | None:
        """The fields of a mapping; None where one is missing or unknown."""
        if not isinstance(node, yaml.MappingNode):
            self._tell(node, Text("ต้องเป็นรายการชื่อ: ค่า", "must be names with values"))
            return None
        fields = {key.value: value for key, value in node.value}
        missing = [name for name in known if name not in fields]
        strange = [name for name in fields if name not in known]
        for name in missing:
            self._tell(node, Text(f"ขาด {name}", f"{name} is missing"))
        for name in strange:
            self._tell(fields[name], Text(f"ไม่รู้จัก {name}", f"{name} is unknown"))
        return None if missing or strange else fields

    def _text(self, node: yaml.Node) -> Text:
        fields = self._fields(node, ("th", "en"))
        if fields is None:
            return same("")
        return Text(self._word(fields["th"]), self._word(fields["en"]))

    def _word(self, node: yaml.Node) -> str:
        value = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if not value:
            self._tell(node, Text("ต้องมีข้อความ", "must be a text"))
        return value

    def _one_of(self, node: yaml.Node, words: type[_Word]) -> _Word | None:
        value = self._word(node)
        try:
            return words(value)
        except ValueError:
            known = ", ".join(words)
            self._tell(node, Text(f"ใช้ได้เฉพาะ {known}", f"must be one of {known}"))
            return None

    def _tell(self, node: yaml.Node | None, what: Text) -> None:
        self._tell_line(node.start_mark.line + 1 if node is not None else 1, what)

    def _tell_line(self, line: int, what: Text) -> None:
        self._faults += 1
        self._findings.error(
            "route_unusable", what, Place(self._name, line=line), next_step=_CORRECT
        )
