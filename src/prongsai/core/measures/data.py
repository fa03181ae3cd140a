"""A plan as plain data, and as YAML that people can read and write by hand."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import yaml
from msgspec import Struct, field

from prongsai.core.errors import Place, Severity, UnreadableInput
from prongsai.core.measures.cells import is_subject, tidy
from prongsai.core.measures.model import Measure, Plan, WeakPoint
from prongsai.core.measures.sheet import PlanReading
from prongsai.core.measures.tables import DEFAULT_TARGET
from prongsai.core.rounding import plain_number
from prongsai.core.thai import arabic_digits, shorten, squeeze
from prongsai.core.yaml_data.declared import Fault, Path, fault_at, read
from prongsai.core.yaml_data.documents import Document, Scalars, parse

Part = TypeVar("Part", bound=Struct)
_QUOTED = 60
_FIRST_YEAR, _LAST_YEAR = 2550, 2649
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
        **({"source": point.source} if point.source else {}),
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
        isinstance(value, int) or (isinstance(value, str) and is_subject(value)) for value in values
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
    """The plan of a YAML or JSON text; every single value is taken as it was typed.

    Errors: UnreadableInput where it is no YAML, or holds no plan.
    """
    document = parse(text, name, Scalars.TEXTS, aliases=True)
    data = document.data
    if not isinstance(data, Mapping) or not isinstance(data.get("measures"), list):
        raise UnreadableInput("measures/not_a_measures_plan", place=Place(name))
    loading = _Loading(document)
    plan = loading.plan()
    shapes = document.findings([*document.twice, *loading.shapes], "plan")
    values = document.findings(loading.values)
    return PlanReading(plan, (*shapes, *values))


class _File(Struct):
    """A plan as it is typed: everything is a text."""

    agency: str = ""
    fiscal_year: str = ""
    score_year: str = ""
    target: str = ""
    approved: str = ""
    points: tuple[Any, ...] = ()
    measures: tuple[Any, ...] = ()


class _Measure(Struct):
    key: str = ""
    number: str = ""
    title: str = ""
    group: str = ""
    unit: str = ""
    period: str = ""
    start: str = ""
    due: str = ""
    at_six_months: str = ""
    at_twelve_months: str = ""
    budget: str = ""
    steps: tuple[str | None, ...] = ()
    evidence: tuple[str | None, ...] = ()
    items: tuple[str | None, ...] = ()
    remarks: tuple[str | None, ...] = ()
    other: dict[str, str | None] = {}


class _Point(Struct):
    name: str = ""
    item: str = ""
    remark: str = ""
    score: str = ""
    guideline: str = ""
    reason: str = ""
    source: str = ""


class _Loading(Struct):
    """Takes the parts of one file; what does not fit is told and left out."""

    document: Document
    shapes: list[Fault] = field(default_factory=list)
    values: list[Fault] = field(default_factory=list)

    def plan(self) -> Plan:
        file = self._read(self.document.data, _File, ()) or _File()
        return Plan(
            agency=file.agency,
            fiscal_year=self._year("fiscal_year", file.fiscal_year),
            score_year=self._year("score_year", file.score_year),
            measures=tuple(self._measures(file.measures)),
            points=tuple(self._points(file.points)),
            target=self._target(file.target),
            approved=file.approved,
        )

    def _read(self, data: Any, kind: type[Part], path: Path) -> Part | None:
        reading = read(data, kind, tidy=tidy, unknown=Severity.WARNING, lone=True, path=path)
        self.shapes += reading.faults
        return reading.value

    def _measures(self, entries: Sequence[Any]) -> Iterator[Measure]:
        read_in = (
            (at, self._read(entry, _Measure, ("measures", at))) for at, entry in enumerate(entries)
        )
        listed = [(at, measure) for at, measure in read_in if measure is not None and entries[at]]
        taken = {measure.key for _, measure in listed}
        free = (f"own-{number}" for number in range(1, len(listed) + len(taken) + 2))
        unused = (key for key in free if key not in taken)
        for at, measure in listed:
            values: dict[str, Any] = {name: getattr(measure, name) for name in _TEXTS}
            values |= {name: tuple(filter(None, getattr(measure, name))) for name in _LISTS}
            values["key"] = measure.key or next(unused)
            yield Measure(
                **values,
                remarks=tuple(self._remarks(measure, at)),
                other=tuple(_own_columns(measure, entries[at])),
                place=self.document.place(("measures", at), measure.title),
            )

    def _remarks(self, measure: _Measure, at: int) -> Sequence[int]:
        path = ("measures", at, "remarks")
        numbers = [
            self._number(typed, (*path, place))
            for place, typed in enumerate(measure.remarks)
            if typed
        ]
        return tuple(dict.fromkeys(number for number in numbers if number is not None))

    def _points(self, entries: Sequence[Any]) -> Iterator[WeakPoint]:
        for at, entry in enumerate(entries):
            path = ("points", at)
            point = self._read(entry, _Point, path)
            if point is None or not entry:
                continue
            remark = self._number(point.remark, (*path, "remark")) if point.remark else None
            score = plain_number(point.score)
            if point.score and score is None:
                self._fault(
                    "measures/unreadable_score.in_file", (*path, "score"), typed=point.score
                )
            yield WeakPoint(
                name=point.name,
                item=point.item if remark is None else None,
                remark=remark,
                score=score,
                guideline=point.guideline,
                reason=point.reason,
                place=self.document.place(path, point.name),
                source=point.source,
            )

    def _number(self, typed: str, path: Path) -> int | None:
        number = arabic_digits(typed)
        if number.isdecimal() and number.isascii() and 0 < int(number) < 1000:  # noqa: PLR2004 - remarks are few
            return int(number)
        self._fault("measures/unreadable_remark_number.in_file", path, typed=typed)
        return None

    def _year(self, name: str, typed: str) -> int:
        year = arabic_digits(typed)
        if year.isascii() and year.isdecimal() and _FIRST_YEAR <= int(year[:5]) <= _LAST_YEAR:
            return int(year)
        if year not in ("", "0"):
            self._fault("measures/unreadable_year.in_file", (name,), typed=typed)
        return 0

    def _target(self, typed: str) -> Decimal:
        target = plain_number(typed)
        if target is not None and 0 < target <= 100:  # noqa: PLR2004 - scores end at 100
            return target
        if typed:
            self._fault("measures/unreadable_target.in_file", ("target",), typed=typed)
        return DEFAULT_TARGET

    def _fault(self, key: str, path: Path, typed: str) -> None:
        self.values.append(fault_at(key, path, typed=shorten(squeeze(typed), _QUOTED)))


def _own_columns(measure: _Measure, entry: Mapping[Any, Any]) -> Iterator[tuple[str, str]]:
    """Columns of the officer's own: those listed, and single values under names of her own."""
    known = _Measure.__struct_fields__
    strange = {str(name): tidy(value) for name, value in entry.items() if isinstance(value, str)}
    own = {name: text for name, text in strange.items() if name not in known}
    for name, text in (*measure.other.items(), *own.items()):
        if text:
            yield squeeze(name), text
