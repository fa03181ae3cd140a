"""One edit of many unknowns: values and pages of the manual, typed beside the list of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any

from msgspec import Struct, field

from prongsai.core.framework.model import Confidence
from prongsai.web.year.assessment.framework.confidence import ANSWERS, Fact, Group, Key, parts
from prongsai.web.year.assessment.framework.editing import Proof, find_instrument
from prongsai.web.year.assessment.framework.texts import ITEM_FILES, Documents

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
            framework["rating"] |= {key: deepcopy(self.levels[key]) for key in ("kind", "levels")}
        for code, scale in self.answers.items():
            _choose(documents, code, scale)
        touched = self._touched()
        for fact, part in list(parts(documents)):
            if id_of(fact.key) in touched:
                self._prove(fact, part, documents)

    def _prove(self, fact: Fact, part: dict[str, Any], documents: Documents) -> None:
        page = self.pages.get(id_of(fact.key))
        word = Confidence.CONFIRMED if page else Confidence.LIKELY
        prefix = ANSWERS if fact.key[0] == "answers" else ""
        Proof(word.value, self.source if page else "", page).put(part, documents, prefix)
        if fact.group is Group.CALENDAR:  # a date with a page is confirmed by it
            part.pop("confidence")

    def _touched(self) -> set[str]:
        return {*self.pages, *map(id_of, self._keys())}

    def _keys(self) -> Iterator[Key]:
        yield from (("weight", code) for code in self.weights)
        yield from (("answers", code) for code in self.answers)
        if self.target is not None:
            yield ("target",)
        if self.levels is not None:
            yield ("rating",)


def _choose(documents: Documents, instrument: str, scale: str) -> None:
    """One scale is left, and every item of more than two answers has it."""
    find_instrument(documents, instrument)["answer_scales"] = [scale]
    wide = wide_scales(documents)
    for item in documents[ITEM_FILES[instrument]].get("items") or []:
        if item["scale"] in wide:
            item["scale"] = scale


def wide_scales(documents: Documents) -> set[str]:
    """The scales of more than two answers."""
    scales: Iterable[Mapping[str, Any]] = documents["framework"].get("scales") or []
    return {scale["code"] for scale in scales if len(scale["options"]) > _TWO}
