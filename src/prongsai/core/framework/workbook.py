"""A year as sheets of rows, to be corrected in a spreadsheet."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from msgspec import Struct

from prongsai.core.messages import read_words
from prongsai.core.text import Text

Row = Mapping[str, str]
ITEM_FILES = {"iit": "IIT", "eit": "EIT", "oit": "OIT"}


class SheetPlan(Struct, frozen=True):
    """One sheet: its title, and its columns as (key, heading)."""

    key: str
    title: str
    columns: tuple[tuple[str, Text], ...]


def _plan(key: str, title: str, columns: str) -> SheetPlan:
    names = columns.split()
    headings = [read_words(f"framework/column.{name}") for name in names]
    return SheetPlan(key, title, tuple(zip(names, headings, strict=True)))


SHEETS = (
    _plan("year", "ปี", "key value confidence sources page"),
    _plan("instruments", "แบบวัด", "code name.th name.en weight item_count confidence sources page"),
    _plan("indicators", "ตัวชี้วัด", "code name.th name.en instrument confidence sources page"),
    _plan("sub_indicators", "ตัวชี้วัดย่อย", "code name.th name.en indicator confidence sources page"),
    _plan("levels", "ระดับผล", "code label.th label.en minimum each_instrument"),
    _plan(
        "items",
        "ข้อ",
        "code lineage name.th name.en indicator sub_indicator scale polarity confidence sources"
        " page note",
    ),
    _plan("questions", "ข้อย่อย", "item th en polarity"),
    _plan("elements", "องค์ประกอบ", "item kind text.th text.en confidence sources page condition"),
    _plan("calendar", "ปฏิทิน", "from to phase.th phase.en precision sources page"),
    _plan("sources", "แหล่งที่มา", "id address proves page"),
)

# Columns that workbooks exported by older releases may lack.
OPTIONAL = frozenset({"page"})

YEAR_KEYS = (
    "fiscal_year",
    "status",
    "title.th",
    "title.en",
    "completeness",
    "published_places",
    "target.score",
    "target.national_share",
    "scoring.note",
    "rating.kind",
)
# Rows of sheet "year" whose confidence and sources belong to a whole section.
CONFIDENT = {"target.score": "target", "scoring.note": "scoring", "rating.kind": "rating"}


def to_rows(documents: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """The rows of every sheet, from a year's files as plain data."""
    framework = documents["framework"]
    rows: dict[str, list[dict[str, str]]] = {plan.key: [] for plan in SHEETS}
    rows["year"] = [_year_row(framework, key) for key in YEAR_KEYS]
    for part in framework["instruments"]:
        rows["instruments"].append(_row("instruments", part))
        for indicator in part["indicators"]:
            rows["indicators"].append(_row("indicators", {**indicator, "instrument": part["code"]}))
            for sub in indicator.get("sub_indicators") or []:
                entry = {**sub, "indicator": indicator["code"]}
                rows["sub_indicators"].append(_row("sub_indicators", entry))
    rows["levels"] = [_row("levels", level) for level in framework["rating"].get("levels") or []]
    for name in ITEM_FILES:
        for item in documents.get(name, {}).get("items") or []:
            rows["items"].append(_row("items", item))
            rows["questions"] += [
                _row("questions", {**question, "item": item["code"]})
                for question in item.get("questions") or []
            ]
    for code, elements in (documents.get("elements", {}).get("elements") or {}).items():
        rows["elements"] += [_row("elements", {**element, "item": code}) for element in elements]
    calendar = documents.get("context", {}).get("calendar") or []
    rows["calendar"] = [_row("calendar", phase) for phase in calendar]
    listed = documents.get("sources", {}).get("sources") or []
    rows["sources"] = [_row("sources", source) for source in listed]
    return rows


def _year_row(framework: Mapping[str, Any], key: str) -> dict[str, str]:
    about = framework.get(CONFIDENT.get(key, ""), {}) or {}
    return {
        "key": key,
        "value": _cell_text(dig(framework, key)),
        "confidence": _cell_text(about.get("confidence")),
        "sources": _cell_text(about.get("sources")),
        "page": _cell_text(about.get("page")),
    }


def _row(sheet: str, data: Mapping[str, Any]) -> dict[str, str]:
    plan = next(plan for plan in SHEETS if plan.key == sheet)
    return {key: _cell_text(dig(data, key)) for key, _ in plan.columns}


def dig(data: Any, key: str) -> Any:
    """The value at a dotted key; None where the way ends."""
    for part in key.split("."):
        data = data.get(part) if isinstance(data, Mapping) else None
    return data


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


class _Dumper(yaml.CSafeDumper):
    """Keys in their order, no anchors, short lists and texts on one line."""

    def ignore_aliases(self, data: Any) -> bool:
        del data
        return True


_ONE_LINE = 84


def _is_short(values: Iterable[object]) -> bool:
    held = list(values)
    simple = all(value is None or isinstance(value, (str, int, float)) for value in held)
    return simple and sum(len(str(value)) + 6 for value in held) <= _ONE_LINE


def _mapping(dumper: _Dumper, data: dict[str, Any]) -> yaml.Node:
    flow = set(data) <= {"th", "en", "polarity"} and _is_short(data.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=flow)


def _sequence(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=_is_short(data))


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)


def dump(document: Mapping[str, Any], lead: str) -> str:
    """A file of a year as YAML with its first comment."""
    body = yaml.dump(dict(document), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return f"# {lead}\n{body}"
