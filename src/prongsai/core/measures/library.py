"""The library of measure patterns: what may be done about a weak item, by lineage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

_SHIPPED = Path(__file__).parents[2] / "data" / "measures" / "patterns.yaml"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Pattern(Struct, frozen=True):
    """One pattern, in words of our own for the officer to change.

    Shape:  `answers` are lineages of items; `group` is the heading it stands under.
    Units:  `start` and `due` are month numbers of the fiscal year (10 its first, 9 its last).
    """

    key: str
    answers: tuple[str, ...]
    group: str
    guideline: str
    title: str
    steps: tuple[str, ...]
    unit: str
    period: str
    start: int
    due: int
    evidence: tuple[str, ...]
    follow_up: str


class Library(Struct, frozen=True):
    """All patterns in the order they are proposed; `groups` are their headings in print order.

    Shape:  `indicators` are the lineages that each indicator asks about; `keeping` is the pattern
            for a remark that asks to keep what is reached, `general` for what no other answers.
    """

    patterns: tuple[Pattern, ...]
    groups: tuple[str, ...]
    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keeping: Pattern | None = None
    general: Pattern | None = None

    def lineages_of(self, code: str) -> tuple[str, ...]:
        """What an indicator ("ind4") asks about; () for any other code."""
        return self.indicators.get(code, ())

    def answering(self, lineages: Iterable[str]) -> tuple[Pattern, ...]:
        """The patterns that answer any of these lineages."""
        asked = frozenset(lineages)
        return tuple(one for one in self.patterns if asked.intersection(one.answers))


@lru_cache(maxsize=1)
def shipped() -> Library:
    """The library that comes with the program."""
    text = _SHIPPED.read_text(encoding="utf-8")
    return read_library(yaml.load(text, Loader=_LOADER))  # noqa: S506 - a safe loader in C


def read_library(data: Mapping[str, Any]) -> Library:
    """The library of a YAML file's content.

    Errors: KeyError or TypeError, for the file is ours.
    """
    groups: dict[str, str] = data["groups"]
    patterns = tuple(_pattern(entry, groups) for entry in data["patterns"])
    indicators: dict[str, list[str]] = data.get("indicators", {})
    return Library(
        patterns,
        tuple(groups.values()),
        {code: tuple(lineages) for code, lineages in indicators.items()},
        _pattern(data["keeping"], groups) if "keeping" in data else None,
        _pattern(data["general"], groups) if "general" in data else None,
    )


def _pattern(entry: Mapping[str, Any], groups: Mapping[str, str]) -> Pattern:
    return Pattern(
        key=entry["id"],
        answers=tuple(entry["answers"]),
        group=groups[entry["group"]],
        guideline=entry["guideline"],
        title=entry["title"],
        steps=tuple(entry["steps"]),
        unit=entry["unit"],
        period=entry["period"],
        start=entry["start"],
        due=entry["due"],
        evidence=tuple(entry["evidence"]),
        follow_up=entry["follow_up"],
    )
