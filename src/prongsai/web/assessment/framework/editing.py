"""Edits of a year's documents: each says which part it touches, and puts its values in.

An edit is plain values of a form. It never leaves gaps in codes: items are numbered by their
order, elements follow their item, counts follow the items.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Protocol

from msgspec import Struct

from prongsai.core.ids import instrument_of_item
from prongsai.web.assessment.framework.items import (
    elements_of,
    find_item,
    item_list,
    keep_sub_indicators,
    numbered,
    set_elements,
)
from prongsai.web.assessment.framework.texts import ITEM_FILES, Documents


class Edit(Protocol):
    """One change of a framework."""

    @property
    def subject(self) -> str:
        """What it is about, for the journal: a code or a name."""

    def part(self, documents: Documents) -> Any:
        """What it touches, as plain data; None where that is not there."""

    def apply(self, documents: Documents) -> None:
        """Put the values in."""


class Proof(Struct, frozen=True):
    """How sure a value is, and where it stands: the id of a listed source and a page from 1."""

    confidence: str
    source: str = ""
    page: int | None = None

    def put(self, part: dict[str, Any], documents: Documents, prefix: str = "") -> None:
        """Set confidence, sources and page; other sources that were named stay behind it."""
        part[f"{prefix}confidence"] = self.confidence
        if self.source:
            others = [one for one in part.get(f"{prefix}sources") or [] if one != self.source]
            part[f"{prefix}sources"] = [self.source, *others]
            list_source(documents, self.source)
        if self.page:
            part[f"{prefix}page"] = self.page
        else:
            part.pop(f"{prefix}page", None)


def list_source(documents: Documents, source: str) -> None:
    """Put a source into the year's list where it is not there yet: the manual of the year."""
    listed = documents["sources"].setdefault("sources", [])
    if all(one["id"] != source for one in listed):
        year = documents["framework"]["fiscal_year"]
        listed.append(
            {"id": source, "address": "", "proves": f"คู่มือการประเมิน ITA ปีงบประมาณ พ.ศ. {year}"}
        )


def manual_of(year: int) -> str:
    """The id of a year's manual."""
    return f"MANUAL-{year}"


def both(thai: str, english: str) -> dict[str, str]:
    """A name in two languages; the Thai one stands in where there is no English yet."""
    return {"th": thai.strip(), "en": english.strip() or thai.strip()}


def put_value(part: dict[str, Any], key: str, value: Any) -> None:
    """Set a value, or take it out where it is empty."""
    if value in (None, "", []):
        part.pop(key, None)
    else:
        part[key] = value


class ElementValues(Struct, frozen=True):
    """One required element as typed; `held` is its place in the list before, None for a new one."""

    kind: str
    text_th: str
    text_en: str
    condition: str
    proof: Proof
    held: int | None = None


class ItemValues(Struct, frozen=True):
    """An item as typed.

    Shape:  `number` is its place in the instrument, from 1; `new_sub` is (name th, name en) of a
            sub-indicator that this item begins; `polarity` counts where there are no `questions`
            of (th, en, polarity); `elements` None leaves them as they are.
    """

    instrument: str
    number: int
    name_th: str
    name_en: str
    indicator: str | None
    sub_indicator: str | None
    lineage: tuple[str, ...]
    scale: str
    proof: Proof
    new_sub: tuple[str, str] | None = None
    polarity: str | None = None
    questions: tuple[tuple[str, str, str], ...] = ()
    note: str = ""
    elements: tuple[ElementValues, ...] | None = None
    scale_data: Mapping[str, Any] | None = None


class PutItem(Struct, frozen=True):
    """Add an item (`code` "") or correct one."""

    code: str
    values: ItemValues

    @property
    def subject(self) -> str:
        """Its code."""
        return self.code or f"{self.values.instrument[0].lower()}{self.values.number}"

    def part(self, documents: Documents) -> Any:
        """The item with its elements; nothing for a new one."""
        item = find_item(documents, self.code) if self.code else None
        return item and {"item": item, "elements": elements_of(documents, self.code)}

    def apply(self, documents: Documents) -> None:
        """Put the item at its place; all others move along."""
        values = self.values
        items = item_list(documents, values.instrument)
        item = find_item(documents, self.code) if self.code else None
        held = elements_of(documents, self.code) if self.code else []
        if item is None:
            item = {"code": ""}
        else:
            items.remove(item)
        _fill_item(item, values, documents)
        items.insert(min(values.number, len(items) + 1) - 1, item)
        numbered(documents, values.instrument)
        if values.elements is not None:
            new = [_element(one, held, documents) for one in values.elements]
            set_elements(documents, item["code"], new)
        keep_sub_indicators(documents)


def _fill_item(item: dict[str, Any], values: ItemValues, documents: Documents) -> None:
    item["lineage"] = list(values.lineage)
    item["indicator"] = values.indicator
    item["sub_indicator"] = values.sub_indicator
    if values.new_sub and values.indicator:
        item["sub_indicator"] = _begin_sub_indicator(documents, values.indicator, values.new_sub)
    if values.instrument != "OIT" and item["sub_indicator"] is None:
        item.pop("sub_indicator")
    item["name"] = both(values.name_th, values.name_en)
    item["scale"] = values.scale
    _keep_scale(documents, values)
    questions = [
        {"th": thai, "en": english or thai, "polarity": way}
        for thai, english, way in values.questions
    ]
    if values.instrument != "OIT":
        ways = {question["polarity"] for question in questions}
        joint = ways.pop() if len(ways) == 1 else "mixed"
        put_value(item, "polarity", joint if questions else values.polarity)
        put_value(item, "questions", questions)
    put_value(item, "note", values.note.strip())
    values.proof.put(item, documents)
    item.pop("carried_from", None)


def _keep_scale(documents: Documents, values: ItemValues) -> None:
    scales = documents["framework"].setdefault("scales", [])
    if values.scale_data and all(one["code"] != values.scale for one in scales):
        scales.append({**deepcopy(dict(values.scale_data)), "confidence": "likely", "sources": []})


def _begin_sub_indicator(documents: Documents, indicator: str, names: tuple[str, str]) -> str:
    for part in documents["framework"]["instruments"]:
        for own in part["indicators"]:
            if own["code"] == indicator:
                subs = own.get("sub_indicators") or []
                taken = {sub["code"] for sub in subs}
                code = next(c for n in range(1, 10) if (c := f"{indicator}.{n}") not in taken)
                new = {
                    "code": code,
                    "name": both(*names),
                    "confidence": "likely",
                    "sources": [],
                }
                own["sub_indicators"] = [*subs, new]
                return code
    return ""


def _element(
    values: ElementValues, held: Sequence[Mapping[str, Any]], documents: Documents
) -> dict[str, Any]:
    old = dict(held[values.held]) if values.held is not None and values.held < len(held) else {}
    new = {**old, "kind": values.kind, "text": both(values.text_th, values.text_en)}
    values.proof.put(new, documents)
    new.setdefault("sources", [])
    put_value(new, "condition", values.condition.strip())
    return new


class DropItem(Struct, frozen=True):
    """Take an item out; the following move up."""

    code: str

    @property
    def subject(self) -> str:
        """Its code."""
        return self.code

    def part(self, documents: Documents) -> Any:
        """The item with its elements."""
        item = find_item(documents, self.code)
        return item and {"item": item, "elements": elements_of(documents, self.code)}

    def apply(self, documents: Documents) -> None:
        """Take it out with its elements; a sub-indicator that is left empty goes too."""
        instrument = instrument_of_item(self.code)
        items = item_list(documents, instrument)
        item = find_item(documents, self.code)
        if item is not None:
            items.remove(item)
            set_elements(documents, self.code, [])
        numbered(documents, instrument)
        keep_sub_indicators(documents)


class CopyItems(Struct, frozen=True):
    """Take the items of an instrument over from another year, unconfirmed."""

    instrument: str
    source: Documents

    @property
    def subject(self) -> str:
        """The instrument."""
        return self.instrument

    def part(self, documents: Documents) -> Any:
        """The items there are."""
        return documents[ITEM_FILES[self.instrument]].get("items") or None

    def apply(self, documents: Documents) -> None:
        """Put them in with the scales and sources that they need; only where there are none."""
        if self.part(documents):
            return
        name = ITEM_FILES[self.instrument]
        year = self.source["framework"]["fiscal_year"]
        items = deepcopy(self.source[name].get("items") or [])
        for item in items:
            item["confidence"] = (
                "likely" if item["confidence"] == "confirmed" else (item["confidence"])
            )
            item.pop("page", None)
            item["carried_from"] = year
        self._as_chosen(items, documents)
        documents[name] = {"items": items}
        _take_scales(documents, self.source, {item["scale"] for item in items})
        _take_sources(documents, self.source, {one for i in items for one in i["sources"]})
        numbered(documents, self.instrument)

    def _as_chosen(self, items: list[dict[str, Any]], documents: Documents) -> None:
        """Where a person chose the year's answer scale already, the items have that one."""
        parts = documents["framework"]["instruments"]
        chosen = next(
            part.get("answer_scales") for part in parts if part["code"] == self.instrument
        )
        if chosen and len(chosen) == 1:
            held = self.source["framework"]["scales"]
            wide = {one["code"] for one in held if len(one["options"]) > 2}  # noqa: PLR2004 - yes, no
            for item in items:
                item["scale"] = chosen[0] if item["scale"] in wide else item["scale"]


def _take_scales(documents: Documents, source: Documents, wanted: set[str]) -> None:
    scales = documents["framework"]["scales"]
    known = {scale["code"] for scale in scales}
    for scale in source["framework"]["scales"]:
        if scale["code"] in wanted - known:
            new = {**deepcopy(scale), "confidence": "likely"}
            _take_sources(documents, source, set(new.get("sources") or []))
            scales.append(new)


def _take_sources(documents: Documents, source: Documents, wanted: set[str]) -> None:
    listed = documents["sources"].setdefault("sources", [])
    known = {one["id"] for one in listed}
    for one in source["sources"].get("sources") or []:
        if one["id"] in wanted - known:
            listed.append(deepcopy(one))
