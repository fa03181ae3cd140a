"""Later official data and an agency's own copy become one, row by row.

Rows are joined by what stays the same when codes change: items by their subjects. The order of
items, and so their codes, is a row of its own. Where every row stays the agency's, nothing of the
agency's copy changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from enum import StrEnum
from hashlib import sha256
from typing import Any

from msgspec import Struct

from prongsai.core.ids import sort_key
from prongsai.core.text import Text
from prongsai.web.assessment.framework.confidence import Group
from prongsai.web.assessment.framework.items import (
    elements_of,
    keep_sub_indicators,
    numbered,
    set_elements,
)
from prongsai.web.assessment.framework.texts import ITEM_FILES, Documents

Key = tuple[str, ...]
_WHOLE = ("title", "status", "completeness", "published_places", "scoring", "target", "rating")
_FILES = tuple(ITEM_FILES.values())


class Side(StrEnum):
    """Whose row stands."""

    OWN = "own"
    OFFICIAL = "official"


class Kind(StrEnum):
    """How the two sides of a row differ."""

    OFFICIAL_ONLY = "official-only"
    OWN_ONLY = "own-only"
    DIFFERENT = "different"


class MergeRow(Struct, frozen=True):
    """One row that differs; `own` and `official` are None where that side has none.

    Shape:  `id` names it in a form; `side` is what is proposed; `is_ours` whether the agency
            confirmed its side, `digest` is that of the official side.
    """

    id: str
    key: Key
    kind: Kind
    own: Any
    official: Any
    side: Side
    is_ours: bool
    digest: str


def entries(documents: Documents) -> dict[Key, Any]:
    """The rows of a year by key, as plain data."""
    framework, context = documents["framework"], documents["context"]
    found: dict[Key, Any] = {("year", key): framework[key] for key in _WHOLE}
    found |= {("scale", scale["code"]): scale for scale in framework.get("scales") or []}
    for part in framework["instruments"]:
        found["instrument", part["code"]] = {k: v for k, v in part.items() if k != "indicators"}
        found |= {("indicator", part["code"], own["code"]): own for own in part["indicators"]}
    for name in _FILES:
        found |= _items(documents, name)
    found |= _phases(context)
    found |= {("context", key): value for key, value in context.items() if key != "calendar"}
    return found


def _items(documents: Documents, name: str) -> dict[Key, Any]:
    met: Counter[str] = Counter()
    found: dict[Key, Any] = {}
    for item in documents[name].get("items") or []:
        subject = ",".join(item["lineage"])
        met[subject] += 1
        key = ("item", name, subject, str(met[subject]))
        found[key] = {"item": item, "elements": elements_of(documents, item["code"])}
    return found


def _phases(context: Mapping[str, Any]) -> dict[Key, Any]:
    met: Counter[Key] = Counter()
    found: dict[Key, Any] = {}
    for phase in context.get("calendar") or []:
        key = ("phase", str(phase.get("from")), phase["phase"]["th"])
        met[key] += 1
        found[(*key, str(met[key]))] = phase
    return found


def merge_rows(
    own: Documents,
    official: Documents,
    bases: Sequence[Documents],
    remembered: Mapping[str, str],
) -> tuple[MergeRow, ...]:
    """Every row that differs, with what is proposed.

    Shape:  `bases` are the states that the own copy began from: a row that is still as it was
            there is nobody's work; `remembered` holds the rows that a former merge left to the
            agency, {row id: digest of the official row then}.
    """
    mine, theirs = entries(own), entries(official)
    began = [entries(base) for base in bases]
    counted = _counted(own, official)
    rows = []
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        held, given = mine.get(key), theirs.get(key)
        if _compared(held, counted) == _compared(given, counted):
            continue
        touched = all(_compared(held, counted) != _compared(b.get(key), counted) for b in began)
        is_ours = held is not None and touched and _is_confirmed(held)
        rows.append(_row(key, held, given, remembered, is_ours=is_ours))
    for name in _FILES:
        first, second = _order(mine, theirs, name), _order(theirs, mine, name)
        if first != second:
            pairs = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
            held, given = ([_words(pair[side], mine) for pair in pairs] for side in (0, 1))
            row = _row(("order", name), held, given, remembered, is_ours=False, told=second)
            rows.append(row)
    return tuple(rows)


def _row(
    key: Key,
    held: Any,
    given: Any,
    remembered: Mapping[str, str],
    *,
    is_ours: bool,
    told: Any = None,
) -> MergeRow:
    """A row; `told` is what its digest is of, where that is not the official side itself."""
    digest, row_id = _digest(told or given), _digest(key)[:16]
    side = Side.OWN if is_ours or remembered.get(row_id) == digest else Side.OFFICIAL
    kind = (
        Kind.OFFICIAL_ONLY if held is None else Kind.OWN_ONLY if given is None else Kind.DIFFERENT
    )
    return MergeRow(row_id, key, kind, held, given, side, is_ours, digest)


def _order(of: Mapping[Key, Any], other: Mapping[Key, Any], name: str) -> list[Key]:
    """The items that both sides have, as one side orders them."""
    return [key for key in of if key[:2] == ("item", name) and key in other]


def _words(key: Key, held: Mapping[Key, Any]) -> str:
    return str(held[key]["item"]["name"]["th"])


def _counted(own: Documents, official: Documents) -> frozenset[str]:
    """Instruments whose items both sides know: their number follows from the items."""
    return frozenset(
        code
        for code, name in ITEM_FILES.items()
        if own[name].get("items") or official[name].get("items")
    )


def _compared(entry: Any, counted: frozenset[str]) -> Any:
    """An entry without what follows from its place."""
    if not isinstance(entry, dict):
        return entry
    if "item" in entry and "elements" in entry:
        item = {key: value for key, value in entry["item"].items() if key != "code"}
        return {"item": item, "elements": entry["elements"]}
    if entry.get("code") in counted:
        return {key: value for key, value in entry.items() if not key.startswith("item_count")}
    return entry


def _is_confirmed(entry: Any) -> bool:
    """Whether anything of an entry is confirmed; what has no confidence is by its page."""
    if isinstance(entry, dict):
        if entry.get("confidence") == "confirmed" or entry.get("page"):
            return True
        return any(_is_confirmed(value) for value in entry.values())
    return isinstance(entry, list) and any(_is_confirmed(value) for value in entry)


def _digest(value: Any) -> str:
    return sha256(repr(_ordered(value)).encode()).hexdigest()


def _ordered(value: Any) -> Any:
    """The same whatever the order of keys."""
    if isinstance(value, dict):
        return sorted((str(key), _ordered(inner)) for key, inner in value.items())
    return [_ordered(inner) for inner in value] if isinstance(value, list | tuple) else value


def merged(
    own: Documents, official: Documents, rows: Sequence[MergeRow], sides: Mapping[str, Side]
) -> Documents:
    """The two as one: the official year with the rows that stay the agency's.

    Shape:  `sides` by row id; a row that is not named keeps what is proposed for it.
    """
    chosen = {row.key: sides.get(row.id, row.side) for row in rows}
    if all(side is Side.OWN for side in chosen.values()):
        return deepcopy(own)
    mine, theirs = entries(own), entries(official)
    result: dict[Key, Any] = {}
    for key in _keys(mine, theirs, chosen):
        side = chosen.get(key, Side.OFFICIAL if key in theirs else Side.OWN)
        value = (mine if side is Side.OWN else theirs).get(key)
        if value is not None:
            result[key] = deepcopy(value)
    return _assembled(own, official, result)


def _keys(
    mine: Mapping[Key, Any], theirs: Mapping[Key, Any], chosen: Mapping[Key, Side]
) -> Iterator[Key]:
    """All keys in the order of the result; what the leading side lacks stands behind."""
    for name in ("", *_FILES):
        leading, following = theirs, mine
        if chosen.get(("order", name)) is Side.OWN:
            leading, following = mine, theirs
        for key in [*leading, *(key for key in following if key not in leading)]:
            if (key[1] if key[0] == "item" else "") == name:
                yield key


def _assembled(own: Documents, official: Documents, result: Mapping[Key, Any]) -> Documents:
    new = deepcopy(official)
    framework = new["framework"]
    framework.update({key[1]: value for key, value in result.items() if key[0] == "year"})
    framework["scales"] = [value for key, value in result.items() if key[0] == "scale"]
    for part in framework["instruments"]:
        code = part["code"]
        inner = [value for key, value in result.items() if key[:2] == ("indicator", code)]
        part.clear()
        part.update(result["instrument", code])
        part["indicators"] = sorted(inner, key=lambda one: sort_key(one["code"]))
    _put_context(new, result)
    new["sources"] = _sources(own, official)
    new["elements"] = {}
    for name in _FILES:
        _put_items(new, name, [value for key, value in result.items() if key[:2] == ("item", name)])
    keep_sub_indicators(new)
    return new


def _put_context(new: Documents, result: Mapping[Key, Any]) -> None:
    context = {key[1]: value for key, value in result.items() if key[0] == "context"}
    phases = [value for key, value in result.items() if key[0] == "phase"]
    if phases:
        phases.sort(key=lambda one: (str(one.get("from")), str(one.get("to"))))
        context["calendar"] = phases
    new["context"] = context


def _put_items(new: Documents, name: str, values: Sequence[Mapping[str, Any]]) -> None:
    new[name] = {"items": [value["item"] for value in values]} if values else {}
    elements = [value["elements"] for value in values]
    for place, item in enumerate(new[name].get("items") or [], 1):
        item["code"] = f"{name[0]}{place}"
    numbered(new, name.upper())
    for item, rows in zip(new[name].get("items") or [], elements, strict=True):
        set_elements(new, item["code"], rows)


def _sources(own: Documents, official: Documents) -> dict[str, Any]:
    """All sources of both; where both list one, the official words stand."""
    listed = {one["id"]: deepcopy(one) for one in own["sources"].get("sources") or []}
    listed |= {one["id"]: deepcopy(one) for one in official["sources"].get("sources") or []}
    order = [one["id"] for one in official["sources"].get("sources") or []]
    behind = sorted(key for key in listed if key not in order)
    sources = [listed[key] for key in (*order, *behind)]
    return {**deepcopy(official["sources"]), "sources": sources} if listed else {}


def is_same(one: Documents, other: Documents) -> bool:
    """Whether two states of a year say the same."""
    return bool(_ordered(one) == _ordered(other))


def left_to_us(merged_year: Documents, official: Documents) -> dict[str, str]:
    """The rows that stay the agency's after a merge, as `merge_rows` remembers them."""
    return {row.id: row.digest for row in merge_rows(merged_year, official, (), {})}


def title_of(row: MergeRow) -> Text:
    """What a row is, in words."""
    kind, *rest = row.key
    data = row.own if row.own is not None else row.official
    if kind == "item":
        name = data["item"]["name"]
        code = data["item"]["code"]
        return Text(f"{code} {name['th']}", f"{code} {name.get('en') or name['th']}")
    if kind in ("instrument", "indicator"):
        name = data["name"]
        return Text(f"{rest[-1]} {name['th']}", f"{rest[-1]} {name.get('en') or name['th']}")
    if kind == "order":
        code = rest[0].upper()
        return Text(f"ลำดับและรหัสข้อของ {code}", f"order and codes of the items of {code}")
    if kind == "phase":
        phase = data["phase"]
        return Text(phase["th"], phase.get("en") or phase["th"])
    return _TITLES.get(rest[0], Text(rest[0], rest[0]))


_TITLES = {
    "title": Text("ชื่อการประเมินของปี", "title of the year"),
    "status": Text("สถานะของปี", "status of the year"),
    "completeness": Text("หมายเหตุความครบถ้วน", "note on completeness"),
    "published_places": Text("จำนวนทศนิยมที่ประกาศ", "published decimal places"),
    "scoring": Text("วิธีคิดคะแนน", "scoring rule"),
    "target": Text("คะแนนเป้าหมาย", "target score"),
    "rating": Group.LEVELS.label,
    "sampling": Text("กลุ่มตัวอย่าง", "sampling"),
    "national_results": Text("ผลระดับประเทศ", "national results"),
    "disclosure_judging": Text("วิธีตรวจ OIT", "how OIT is judged"),
}
