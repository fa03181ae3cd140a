"""Edits of a year's documents: each says which part it touches, and puts its values in."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Protocol

from msgspec import Struct

from prongsai.web.year.assessment.framework.texts import ITEM_FILES, Documents


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


def find_instrument(documents: Documents, code: str) -> dict[str, Any]:
    """The instrument with a code."""
    instruments: Iterator[dict[str, Any]] = iter(documents["framework"]["instruments"])
    return next(part for part in instruments if part["code"] == code)


class PutSource(Struct, frozen=True):
    """Add a source (`id` "") or correct one."""

    id: str
    address: str
    proves: str

    @property
    def subject(self) -> str:
        """What it is."""
        return self.id or self.proves

    def part(self, documents: Documents) -> Any:
        """The entry; nothing for a new one."""
        held = documents["sources"].get("sources") or []
        return next((one for one in held if one["id"] == self.id), None)

    def apply(self, documents: Documents) -> None:
        """Put it in; a new one gets an id of its own."""
        held = documents["sources"].setdefault("sources", [])
        found = self.part(documents)
        if found is None:
            found = {"id": self._free_id(documents)}
            held.append(found)
        found["address"] = self.address.strip()
        found["proves"] = self.proves.strip()

    def _free_id(self, documents: Documents) -> str:
        year = documents["framework"]["fiscal_year"]
        taken = {one["id"] for one in documents["sources"]["sources"]}
        number = 1
        while f"OWN-{year}-{number}" in taken:
            number += 1
        return f"OWN-{year}-{number}"


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
        self._count(documents, len(items))

    def _as_chosen(self, items: list[dict[str, Any]], documents: Documents) -> None:
        """Where a person chose the year's answer scale already, the items have that one."""
        chosen = find_instrument(documents, self.instrument).get("answer_scales")
        if chosen and len(chosen) == 1:
            held = self.source["framework"]["scales"]
            wide = {one["code"] for one in held if len(one["options"]) > 2}  # noqa: PLR2004 - yes, no
            for item in items:
                item["scale"] = chosen[0] if item["scale"] in wide else item["scale"]

    def _count(self, documents: Documents, number: int) -> None:
        """Another number of items than the year was said to have is not confirmed."""
        part = find_instrument(documents, self.instrument)
        if part.get("item_count") not in (None, number):
            part["item_count"] = number
            part["item_count_confidence"] = "likely"


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
