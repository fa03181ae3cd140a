"""Edits of a year's documents: each says which part it touches, and puts its values in."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any, Protocol

from msgspec import Struct, field

from prongsai.core.framework.documents import copy_data
from prongsai.core.framework.model import Confidence
from prongsai.web.year.assessment.framework.confidence import ANSWERS, Group, Key, parts
from prongsai.web.year.assessment.framework.documents import ITEM_FILES, Documents

# Begins the id of a document that the agency added itself.
OWN_SOURCE = "OWN-"


class Edit(Protocol):
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
            others = [other for other in part.get(f"{prefix}sources") or [] if other != self.source]
            part[f"{prefix}sources"] = [self.source, *others]
            list_source(documents, self.source)
        if self.page:
            part[f"{prefix}page"] = self.page
        else:
            part.pop(f"{prefix}page", None)


def list_source(documents: Documents, source: str) -> None:
    """Put a source into the year's list where it is not there yet: the manual of the year."""
    listed = documents["sources"].setdefault("sources", [])
    if all(row["id"] != source for row in listed):
        year = documents["framework"]["fiscal_year"]
        listed.append(
            {"id": source, "address": "", "proves": f"คู่มือการประเมิน ITA ปีงบประมาณ พ.ศ. {year}"}
        )


def manual_of(year: int) -> str:
    return f"MANUAL-{year}"


def find_instrument(documents: Documents, code: str) -> dict[str, Any]:
    instruments: Iterator[dict[str, Any]] = iter(documents["framework"]["instruments"])
    return next(part for part in instruments if part["code"] == code)


class PutSource(Struct, frozen=True):
    """Add a source (`id` "") or correct one."""

    id: str
    address: str
    proves: str

    @property
    def subject(self) -> str:
        return self.id or self.proves

    def part(self, documents: Documents) -> Any:
        """The entry; nothing for a new one."""
        held = documents["sources"].get("sources") or []
        return next((source for source in held if source["id"] == self.id), None)

    def apply(self, documents: Documents) -> None:
        """Put it in; a new one gets an id of its own."""
        held = documents["sources"].setdefault("sources", [])
        entry = self.part(documents)
        if entry is None:
            year = documents["framework"]["fiscal_year"]
            taken = {source["id"] for source in held}
            number = 1
            while f"{OWN_SOURCE}{year}-{number}" in taken:
                number += 1
            entry = {"id": f"{OWN_SOURCE}{year}-{number}"}
            held.append(entry)
        entry["address"] = self.address.strip()
        entry["proves"] = self.proves.strip()


class CopyItems(Struct, frozen=True):
    """Take the items of an instrument over from another year, unconfirmed."""

    instrument: str
    source: Documents

    @property
    def subject(self) -> str:
        return self.instrument

    def part(self, documents: Documents) -> Any:
        return documents[ITEM_FILES[self.instrument]].get("items") or None

    def apply(self, documents: Documents) -> None:
        """Put them in with the scales and sources that they need; only where there are none."""
        if self.part(documents):
            return
        name = ITEM_FILES[self.instrument]
        year = self.source["framework"]["fiscal_year"]
        items = copy_data(self.source[name].get("items") or [])
        instrument = find_instrument(documents, self.instrument)
        # Where a person chose the year's answer scale already, the items have that one.
        chosen: list[str] = instrument.get("answer_scales") or []
        wide = wide_scales(self.source) if len(chosen) == 1 else ()
        for item in items:
            if item["confidence"] == "confirmed":
                item["confidence"] = "likely"
            item.pop("page", None)
            item["carried_from"] = year
            if item["scale"] in wide:
                item["scale"] = chosen[0]
        documents[name] = {"items": items}
        wanted = {item["scale"] for item in items}
        scales = documents["framework"]["scales"]
        known = {scale["code"] for scale in scales}
        for scale in self.source["framework"]["scales"]:
            if scale["code"] in wanted - known:
                new = {**copy_data(scale), "confidence": "likely"}
                _take_sources(documents, self.source, set(new.get("sources") or []))
                scales.append(new)
        _take_sources(documents, self.source, {source for i in items for source in i["sources"]})
        # Another number of items than the year was said to have is not confirmed.
        if instrument.get("item_count") not in (None, len(items)):
            instrument["item_count"] = len(items)
            instrument["item_count_confidence"] = "likely"


def _take_sources(documents: Documents, source: Documents, wanted: set[str]) -> None:
    listed = documents["sources"].setdefault("sources", [])
    known = {row["id"] for row in listed}
    for row in source["sources"].get("sources") or []:
        if row["id"] in wanted - known:
            listed.append(copy_data(row))


_TWO = 2


def id_of(key: Key) -> str:
    """A fact's name in a form, the same as long as the fact is."""
    return sha256("\0".join(key).encode()).hexdigest()[:12]


class PutKnown(Struct, frozen=True):
    """What a person found in a manual: values, and pages that confirm facts as they stand.

    Shape:  `pages` are {id of a fact: page}; a value without a page is likely, with one confirmed.
            `weights` are fractions of 1 by instrument; `levels` is the rating of the year that is
            taken over; `answers` are {instrument: code of the scale that was chosen}.
    """

    source: str
    pages: Mapping[str, int]
    weights: Mapping[str, float] = field(default_factory=dict)
    target: float | None = None
    levels: Mapping[str, Any] | None = None
    answers: Mapping[str, str] = field(default_factory=dict)

    subject = "known"

    def part(self, documents: Documents) -> Any:
        """The facts that it touches, without what lies below them."""
        inner = ("indicators", "sub_indicators")
        touched = self._touched()
        return {
            "known": [
                {name: value for name, value in part.items() if name not in inner}
                for fact, part in parts(documents)
                if id_of(fact.key) in touched
            ]
        }

    def apply(self, documents: Documents) -> None:
        """Put values in first, then the pages."""
        framework = documents["framework"]
        for code, weight in self.weights.items():
            find_instrument(documents, code)["weight"] = weight
        if self.target is not None:
            framework["target"]["score"] = self.target
        if self.levels is not None:
            framework["rating"] |= {key: copy_data(self.levels[key]) for key in ("kind", "levels")}
        for code, scale in self.answers.items():
            # One scale is left, and every item of more than two answers has it.
            find_instrument(documents, code)["answer_scales"] = [scale]
            wide = wide_scales(documents)
            for item in documents[ITEM_FILES[code]].get("items") or []:
                if item["scale"] in wide:
                    item["scale"] = scale
        touched = self._touched()
        for fact, part in list(parts(documents)):
            name = id_of(fact.key)
            if name not in touched:
                continue
            page = self.pages.get(name)
            word = Confidence.CONFIRMED if page else Confidence.LIKELY
            prefix = ANSWERS if fact.key[0] == "answers" else ""
            Proof(word.value, self.source if page else "", page).put(part, documents, prefix)
            if fact.group is Group.CALENDAR:  # a date with a page is confirmed by it
                part.pop("confidence")

    def _touched(self) -> set[str]:
        keys: list[Key] = [("weight", code) for code in self.weights]
        keys += [("answers", code) for code in self.answers]
        if self.target is not None:
            keys.append(("target",))
        if self.levels is not None:
            keys.append(("rating",))
        return {*self.pages, *map(id_of, keys)}


def wide_scales(documents: Documents) -> set[str]:
    """The scales of more than two answers."""
    scales: Iterable[Mapping[str, Any]] = documents["framework"].get("scales") or []
    return {scale["code"] for scale in scales if len(scale["options"]) > _TWO}
