"""Parts of a framework as lines for people: a heading and what stands there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prongsai.core.framework.model import Confidence, Status
from prongsai.core.framework.workbook import SHEETS
from prongsai.core.text import Text, same

_HEADINGS = {key: heading for plan in SHEETS for key, heading in plan.columns} | {
    "known": Text("เรื่องที่ใส่", "What was put in"),
}
_NAMED = ("text", "name", "label", "phase")
# What a row of a list tells behind its code and name.
_TOLD = ("weight", "score", "levels", "minimum", "each_instrument", "confidence", "page")
_WORDS: Mapping[str, Text] = {member.value: member.label for member in Confidence} | {
    member.value: member.label for member in Status
}


def _lines_of(part: Any) -> dict[str, tuple[Text, Text]]:
    """What a part says, by key: heading and value; nothing for None."""
    found: dict[str, tuple[Text, Text]] = {}
    _gather(part, "", found)
    return found


def _gather(data: Any, key: str, found: dict[str, tuple[Text, Text]]) -> None:
    if isinstance(data, dict) and data:
        for name, value in data.items():
            _gather(value, f"{key}.{name}" if key else str(name), found)
    elif data not in (None, "", [], {}):
        found[key] = (_heading(key), _value(data))


def _heading(key: str) -> Text:
    last = key.rpartition(".")[2]
    return _HEADINGS.get(key) or _HEADINGS.get(last) or same(last)


def _value(data: Any) -> Text:
    if isinstance(data, list):
        parts = [_value(one) for one in data]
        inner = "\n" if any(isinstance(one, dict) for one in data) else ", "
        return Text(inner.join(p.th for p in parts), inner.join(p.en for p in parts))
    if isinstance(data, dict):
        parts = [_value(one) for one in _telling(data) if one not in (None, "", [])]
        return Text(" · ".join(p.th for p in parts), " · ".join(p.en for p in parts))
    told = f"{data:g}" if isinstance(data, float) else str(data)
    return _WORDS.get(told, same(told))


def _telling(row: Mapping[str, Any]) -> list[Any]:
    """A row of a list, its names once."""
    named = next((row[key] for key in _NAMED if row.get(key)), row)
    thai = named.get("th") if isinstance(named, Mapping) else None
    return [row.get("code"), thai, *(row.get(key) for key in _TOLD)]


def differing(one: Any, other: Any) -> tuple[tuple[Text, Text, Text], ...]:
    """The lines in which two parts differ: heading, the one, the other; a dash for nothing."""
    first, second = _lines_of(one), _lines_of(other)
    nothing = same("–")
    return tuple(
        (heading, first.get(key, (heading, nothing))[1], second.get(key, (heading, nothing))[1])
        for key, (heading, _) in {**second, **first}.items()
        if first.get(key) != second.get(key)
    )
