"""A plan as plain data, and as YAML that people can read and write by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml
from msgspec import Struct, field
from msgspec.structs import replace

from prongsai.core.errors import Findings, Place, UnreadableInput
from prongsai.core.measures.cells import is_subject, tidy
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.measures.sheet import PlanReading
from prongsai.core.measures.titles import DEFAULT_TARGET
from prongsai.core.rounding import plain_number
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, shorten, squeeze

_QUOTED = 60
_DEEPEST = 20
_MOST_EVENTS = 400_000
_FIRST_YEAR, _LAST_YEAR = 2550, 2649
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LEAD = "# แผนมาตรการ (Prongsai) แก้ได้ด้วยโปรแกรมแก้ข้อความ แล้วตรวจด้วย prongsai plan check\n"
_TEXTS = (
    "key", "number", "title", "group", "unit", "period", "start", "due",
    "at_six_months", "at_twelve_months", "budget",
)  # fmt: skip
_LISTS = ("steps", "evidence", "items")


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan as strings, numbers, lists and mappings; `load_plan` takes its YAML or JSON back."""
    return {
        "agency": plan.agency,
        "fiscal_year": plan.fiscal_year,
        "score_year": plan.score_year,
        "target": f"{plan.target:f}",
        "approved": plan.approved,
        "points": [_point_data(point) for point in plan.points],
        "measures": [_measure_data(measure) for measure in plan.measures],
    }


def _point_data(point: WeakPoint) -> dict[str, Any]:
    which = {"item": point.item} if point.item is not None else {"remark": point.remark}
    return {
        **which,
        "name": point.name,
        "score": None if point.score is None else f"{point.score:f}",
        "guideline": point.guideline,
        "reason": point.reason,
    }


def _measure_data(measure: Measure) -> dict[str, Any]:
    return {
        "key": measure.key,
        "number": measure.number,
        "group": measure.group,
        "title": measure.title,
        "steps": list(measure.steps),
        "unit": measure.unit,
        "period": measure.period,
        "start": measure.start,
        "due": measure.due,
        "evidence": list(measure.evidence),
        "at_six_months": measure.at_six_months,
        "at_twelve_months": measure.at_twelve_months,
        "budget": measure.budget,
        "items": list(measure.items),
        "remarks": list(measure.remarks),
        "other": dict(measure.other),
    }


class _Dumper(yaml.SafeDumper):
    """Long texts as they stand, one below the other; codes and numbers in one line."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value out."""
        del data
        return True


class _Number(str):
    """Digits that YAML shows without quotation marks."""

    __slots__ = ()


def _number(dumper: _Dumper, digits: _Number) -> yaml.Node:
    kind = "float" if "." in digits else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", digits)


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _sequence(dumper: _Dumper, values: list[Any]) -> yaml.Node:
    in_line = all(
        isinstance(one, int) or (isinstance(one, str) and is_subject(one)) for one in values
    )
    return dumper.represent_sequence("tag:yaml.org,2002:seq", values, flow_style=in_line)


def _mapping(dumper: _Dumper, values: dict[str, Any]) -> yaml.Node:
    return dumper.represent_mapping("tag:yaml.org,2002:map", values.items(), flow_style=not values)


_Dumper.add_representer(_Number, _number)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _sequence)
_Dumper.add_representer(dict, _mapping)


def dump_plan(plan: Plan) -> str:
    """A plan as YAML: Thai as it is written, keys in English."""
    data = plan_data(plan)
    for entry, name in ((data, "target"), *((point, "score") for point in data["points"])):
        if entry[name] is not None:
            entry[name] = _Number(entry[name])
    body = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return f"{_LEAD}{body}"


def load_plan(text: str, name: str) -> PlanReading:
    """The plan of a YAML or JSON text; every scalar is taken as it was typed.

    Errors: UnreadableInput where it is no YAML, or holds no plan.
    """
    return _Loading(name).plan(_composed(text, name))


def _composed(text: str, name: str) -> yaml.Node:
    """The document's nodes; one that would grow or nest without end is refused first."""
    try:
        depth = 0
        for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST or count > _MOST_EVENTS:
                raise _too_much(name)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableInput(
            Text("แฟ้ม YAML ผิดรูปแบบ", "this is no sound YAML"),
            place=Place(name, line=mark.line + 1 if mark else None),
            next_step=Text(
                "ตรวจย่อหน้าและเครื่องหมาย : ที่บรรทัดนั้น หรือใช้แฟ้ม XLSX แทน",
                "check indents and colons on that line, or use the XLSX instead",
            ),
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise _no_plan(name)
    return node


def _too_much(name: str) -> UnreadableInput:
    return UnreadableInput(
        Text("แฟ้มซ้อนหรืออ้างถึงกันมากเกินไป", "the file nests or repeats itself too much"),
        place=Place(name),
        next_step=Text("บันทึกเฉพาะแผนเป็นแฟ้มใหม่", "save the plan alone as a new file"),
    )


def _no_plan(name: str) -> UnreadableInput:
    return UnreadableInput(
        Text("แฟ้มนี้ไม่ใช่แผนมาตรการ", "this file is no measures plan"),
        place=Place(name),
        next_step=Text(
            "แผนต้องมีหัวข้อ measures ร่างแผนใหม่ด้วย prongsai plan FILE -o PLAN.yaml",
            "a plan has the key measures; draft one with prongsai plan FILE -o PLAN.yaml",
        ),
    )


class _Loading(Struct):
    """Takes the nodes of one file; what does not fit is a finding with its line."""

    name: str
    findings: Findings = field(default_factory=Findings)
    taken: int = 0

    def plan(self, node: yaml.Node) -> PlanReading:
        """The whole plan."""
        entries = dict(self._entries(node))
        if not isinstance(entries.get("measures"), yaml.SequenceNode):
            raise _no_plan(self.name)
        measures = tuple(self._measures(entries["measures"]))
        points = tuple(self._points(entries["points"])) if "points" in entries else ()
        plan = Plan(
            agency=self._scalar(entries, "agency"),
            fiscal_year=self._year(entries, "fiscal_year"),
            score_year=self._year(entries, "score_year"),
            measures=measures,
            points=points,
            target=self._target(entries),
            approved=self._scalar(entries, "approved"),
        )
        known = {"agency", "fiscal_year", "score_year", "target", "approved", "measures", "points"}
        self._tell_unknown(entries, known)
        return PlanReading(plan, tuple(self.findings.items))

    def _measures(self, node: yaml.Node) -> Iterator[Measure]:
        listed = [dict(self._entries(one)) for one in self._list(node)]
        taken = {self._scalar(entries, "key") for entries in listed}
        free = (f"own-{number}" for number in range(1, len(listed) + len(taken) + 2))
        unused = (key for key in free if key not in taken)
        for entries in filter(None, listed):
            values: dict[str, Any] = {
                **{name: self._scalar(entries, name) for name in _TEXTS},
                **{name: self._texts(entries, name) for name in _LISTS},
            }
            values["key"] = values["key"] or next(unused)
            known = {*_TEXTS, *_LISTS, "remarks", "other"}
            yield Measure(
                **values,
                remarks=self._numbers(entries),
                other=(*self._other(entries), *self._unknown(entries, known)),
                place=self._place(next(iter(entries.values())), values["title"]),
            )

    def _points(self, node: yaml.Node) -> Iterator[WeakPoint]:
        for one in self._list(node):
            entries = dict(self._entries(one))
            if not entries:
                continue
            remark = self._number(entries["remark"]) if "remark" in entries else None
            score = self._scalar(entries, "score")
            yield WeakPoint(
                name=self._scalar(entries, "name"),
                item=self._scalar(entries, "item") if remark is None else None,
                remark=remark,
                score=plain_number(score),
                guideline=self._scalar(entries, "guideline"),
                reason=self._scalar(entries, "reason"),
                place=self._place(one, self._scalar(entries, "name")),
            )
            if score and plain_number(score) is None:
                self._fault("unreadable_score", entries["score"], _A_NUMBER)
            self._tell_unknown(entries, {"item", "remark", "name", "score", "guideline", "reason"})

    def _take(self) -> None:
        """Count what is taken: a part that others refer to is taken each time."""
        self.taken += 1
        if self.taken > _MOST_EVENTS:
            raise _too_much(self.name)

    def _entries(self, node: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._take()
                if isinstance(key, yaml.ScalarNode):
                    yield str(key.value), value
                else:
                    self._fault("wrong_shape", key, _A_TEXT)
        else:
            self._fault("wrong_shape", node, _A_MAPPING)

    def _list(self, node: yaml.Node) -> Sequence[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            held: Sequence[yaml.Node] = node.value
            return held
        if node.value not in ("", "null", "~"):
            self._fault("wrong_shape", node, _A_LIST)
        return ()

    def _scalar(self, entries: Mapping[str, yaml.Node], name: str) -> str:
        return self._value(entries[name]) if name in entries else ""

    def _value(self, node: yaml.Node) -> str:
        self._take()
        if not isinstance(node, yaml.ScalarNode):
            self._fault("wrong_shape", node, _A_TEXT)
            return ""
        if not node.style and node.value in ("null", "~"):
            return ""
        return tidy(node.value)

    def _texts(self, entries: Mapping[str, yaml.Node], name: str) -> tuple[str, ...]:
        if name not in entries:
            return ()
        node = entries[name]
        # One text alone is a list of one.
        nodes = [node] if isinstance(node, yaml.ScalarNode) else self._list(node)
        return tuple(text for one in nodes if (text := self._value(one)))

    def _numbers(self, entries: Mapping[str, yaml.Node]) -> tuple[int, ...]:
        if "remarks" not in entries:
            return ()
        node = entries["remarks"]
        nodes = [node] if isinstance(node, yaml.ScalarNode) and node.value else self._list(node)
        found = (self._number(one) for one in nodes)
        return tuple(dict.fromkeys(number for number in found if number is not None))

    def _number(self, node: yaml.Node) -> int | None:
        typed = arabic_digits(self._value(node))
        if typed.isdecimal() and typed.isascii() and 0 < int(typed) < 1000:  # noqa: PLR2004 - remarks are few
            return int(typed)
        self._fault("unreadable_remark_number", node, _A_COUNT)
        return None

    def _other(self, entries: Mapping[str, yaml.Node]) -> Iterator[tuple[str, str]]:
        if "other" in entries:
            for name, node in self._entries(entries["other"]):
                if text := self._value(node):
                    yield squeeze(name), text

    def _unknown(
        self, entries: Mapping[str, yaml.Node], known: set[str]
    ) -> Iterator[tuple[str, str]]:
        """Fields of the officer's own are kept as own columns."""
        for name, node in entries.items():
            if name not in known and isinstance(node, yaml.ScalarNode) and self._value(node):
                yield squeeze(name), self._value(node)
        self._tell_unknown(entries, known)

    def _tell_unknown(self, entries: Mapping[str, yaml.Node], known: set[str]) -> None:
        for name, node in entries.items():
            if name not in known:
                self.findings.warning(
                    "unknown_field",
                    Text("ไม่รู้จักหัวข้อนี้", "this key is not known"),
                    self._place(node, name),
                    next_step=Text(
                        "ตรวจตัวสะกดตามแฟ้มที่ร่างด้วย prongsai plan",
                        "check its spelling against a plan that prongsai drafted",
                    ),
                )

    def _year(self, entries: Mapping[str, yaml.Node], name: str) -> int:
        typed = arabic_digits(self._scalar(entries, name))
        if typed.isascii() and typed.isdecimal() and _FIRST_YEAR <= int(typed[:5]) <= _LAST_YEAR:
            return int(typed)
        if typed not in ("", "0"):
            self._fault("unreadable_year", entries[name], _A_YEAR)
        return 0

    def _target(self, entries: Mapping[str, yaml.Node]) -> Decimal:
        typed = self._scalar(entries, "target")
        target = plain_number(typed)
        if target is not None and 0 < target <= 100:  # noqa: PLR2004 - scores end at 100
            return target
        if typed:
            self._fault("unreadable_target", entries["target"], _A_NUMBER)
        return DEFAULT_TARGET

    def _place(self, node: yaml.Node, quote: str | None = None) -> Place:
        place = Place(self.name, line=node.start_mark.line + 1)
        return replace(place, quote=shorten(squeeze(quote), _QUOTED)) if quote else place

    def _fault(self, code: str, node: yaml.Node, wanted: Text) -> None:
        typed = node.value if isinstance(node, yaml.ScalarNode) else None
        self.findings.error(
            code,
            Text("อ่านค่านี้ไม่ได้", "this value cannot be read"),
            self._place(node, typed),
            next_step=wanted,
        )


_A_NUMBER = Text("ใส่คะแนน เช่น 85", "write a score such as 85")
_A_YEAR = Text("ใส่ปี พ.ศ. สี่หลัก เช่น 2569", "write four digits, such as 2569")
_A_COUNT = Text("ใส่ลำดับของข้อเสนอแนะ เช่น 2", "write a remark's number, such as 2")
_A_TEXT = Text("ใส่ข้อความ ไม่ใช่รายการ", "write a text, not a list or mapping")
_A_LIST = Text("ใส่เป็นรายการ บรรทัดละหนึ่ง ขึ้นต้นด้วย -", "write a list, each entry after a dash")
_A_MAPPING = Text("ใส่เป็นหัวข้อและค่า เช่น title: …", "write keys with values, such as title: …")
