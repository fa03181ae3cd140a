"""Edits of everything but the items: names, weights, levels, rules, calendar, sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from prongsai.web.assessment.framework.editing import Proof, both, put_value
from prongsai.web.assessment.framework.texts import Documents


def find_code(documents: Documents, code: str) -> dict[str, Any] | None:
    """The instrument, indicator or sub-indicator with a code."""
    return next((part for part in _parts(documents) if part["code"] == code), None)


def _parts(documents: Documents) -> Iterator[dict[str, Any]]:
    for instrument in documents["framework"]["instruments"]:
        yield instrument
        for indicator in instrument["indicators"]:
            yield indicator
            yield from indicator.get("sub_indicators") or []


class PutName(Struct, frozen=True):
    """The name of an indicator or a sub-indicator."""

    code: str
    name_th: str
    name_en: str
    proof: Proof

    @property
    def subject(self) -> str:
        """Its code."""
        return self.code

    def part(self, documents: Documents) -> Any:
        """The entry without what lies below it."""
        found = find_code(documents, self.code)
        return found and {key: value for key, value in found.items() if key != "sub_indicators"}

    def apply(self, documents: Documents) -> None:
        """Put the name in."""
        found = find_code(documents, self.code)
        if found is not None:
            found["name"] = both(self.name_th, self.name_en)
            self.proof.put(found, documents)


class PutInstrument(Struct, frozen=True):
    """The name of an instrument and how many items it has.

    Shape:  `item_count` only counts where the items are not known; `proof` is that of the count.
    """

    code: str
    name_th: str
    name_en: str
    item_count: int | None
    proof: Proof

    @property
    def subject(self) -> str:
        """Its code."""
        return self.code

    def part(self, documents: Documents) -> Any:
        """Name and count."""
        found = find_code(documents, self.code) or {}
        return {
            key: value
            for key, value in found.items()
            if key == "name" or key.startswith("item_count")
        }

    def apply(self, documents: Documents) -> None:
        """Put them in."""
        found = find_code(documents, self.code)
        if found is None:
            return
        found["name"] = both(self.name_th, self.name_en)
        items = documents[self.code.lower()].get("items")
        found["item_count"] = len(items) if items else self.item_count
        self.proof.put(found, documents, "item_count_")


class PutWeights(Struct, frozen=True):
    """The weights of the three instruments: all known, or none; as fractions of 1."""

    weights: tuple[tuple[str, float | None], ...]
    proof: Proof

    subject = "weights"

    def part(self, documents: Documents) -> Any:
        """The weights with their confidence."""
        return [
            [part["code"], part.get("weight"), part["confidence"], part.get("page")]
            for part in documents["framework"]["instruments"]
        ]

    def apply(self, documents: Documents) -> None:
        """Put them in."""
        for code, weight in self.weights:
            found = find_code(documents, code)
            if found is not None:
                found["weight"] = weight
                self.proof.put(found, documents)


class LevelValues(Struct, frozen=True):
    """One result level: `minimum` in total, `each` the least in every instrument."""

    code: str
    label_th: str
    label_en: str
    minimum: float
    each: float | None


class PutLevels(Struct, frozen=True):
    """All result levels, the highest first; none where they are not known."""

    levels: tuple[LevelValues, ...]
    proof: Proof

    subject = "levels"

    def part(self, documents: Documents) -> Any:
        """The whole rating."""
        return documents["framework"]["rating"]

    def apply(self, documents: Documents) -> None:
        """Put them in; their kind follows from whether instruments have gates."""
        rating = documents["framework"]["rating"]
        rows = sorted(self.levels, key=lambda level: -level.minimum)
        rating["levels"] = [
            {
                "code": level.code,
                "label": both(level.label_th, level.label_en),
                "minimum": _plain(level.minimum),
                "each_instrument": _plain(level.each),
            }
            for level in rows
        ] or None
        gated = any(level.each is not None for level in rows)
        rating["kind"] = ("levels" if gated else "bands") if rows else None
        self.proof.put(rating, documents)


class PutRules(Struct, frozen=True):
    """Title and status of the year, the target score and the scoring rule."""

    title_th: str
    title_en: str
    status: str
    target: float | None
    target_proof: Proof
    scoring_note: str
    scoring_proof: Proof

    subject = "rules"

    def part(self, documents: Documents) -> Any:
        """What stands on top of the year."""
        framework = documents["framework"]
        return {key: framework[key] for key in ("title", "status", "target", "scoring")}

    def apply(self, documents: Documents) -> None:
        """Put them in."""
        framework = documents["framework"]
        framework["title"] = both(self.title_th, self.title_en)
        framework["status"] = self.status
        framework["target"]["score"] = _plain(self.target)
        self.target_proof.put(framework["target"], documents)
        put_value(framework["scoring"], "note", self.scoring_note.strip())
        self.scoring_proof.put(framework["scoring"], documents)


class PhaseValues(Struct, frozen=True):
    """One entry of the calendar: ISO days (C.E. as in the files, B.E. year in front)."""

    first: str
    last: str
    phase_th: str
    phase_en: str
    precision: str
    source: str
    page: int | None


class PutPhase(Struct, frozen=True):
    """Add an entry to the calendar (`place` None), correct one, or take one out (`values` None)."""

    place: int | None
    values: PhaseValues | None

    @property
    def subject(self) -> str:
        """What happens then."""
        return self.values.phase_th if self.values else "calendar"

    def part(self, documents: Documents) -> Any:
        """The entry; nothing for a new one."""
        held = documents["context"].get("calendar") or []
        if self.place is None or self.place >= len(held):
            return None
        return held[self.place]

    def apply(self, documents: Documents) -> None:
        """Put it in; the calendar stays in order of days."""
        held = list(documents["context"].get("calendar") or [])
        old = dict(held.pop(self.place)) if self.place is not None else {}
        if self.values is not None:
            held.append(self._entry(old, documents))
        held.sort(key=lambda entry: (str(entry.get("from")), str(entry.get("to"))))
        put_value(documents["context"], "calendar", held)

    def _entry(self, old: dict[str, Any], documents: Documents) -> dict[str, Any]:
        values = self.values
        if values is None:
            raise AssertionError
        new = {
            **old,
            "from": values.first,
            "to": values.last,
            "phase": both(values.phase_th, values.phase_en),
            "precision": values.precision,
        }
        Proof("", values.source, values.page).put(new, documents)
        new.pop("confidence")
        new.setdefault("sources", [])
        return new


class PutSource(Struct, frozen=True):
    """Add a source (`id` "") or correct one; `page` only for what is one page."""

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


def _plain(number: float | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if float(number).is_integer() else float(number)
