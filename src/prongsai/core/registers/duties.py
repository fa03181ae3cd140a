"""Duties that offices give to one unit, by the names that such units usually bear.

Source: data/unit_duties.yaml, where a fault names its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from prongsai.core.errors import Finding, Misuse
from prongsai.core.registers.fields import Key
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_text

SHIPPED = Path(__file__).parents[2] / "data" / "unit_duties.yaml"
Unit = TypeVar("Unit")


class Duty(Struct, frozen=True, forbid_unknown_fields=True):
    """A duty; `units` are the usual names of the unit that has it, the most usual first."""

    key: Key
    name: Text
    units: tuple[str, ...]

    def unit_among(self, names: Mapping[Unit, str]) -> Unit | None:
        """The unit that has the duty by its name; None where no unit is called so.

        >>> duty_of("finance").unit_among({1: "กองช่าง", 2: "กองคลัง"})
        2
        """
        by_name = {skeleton(name): unit for unit, name in names.items()}
        return next((by_name[name] for name in map(skeleton, self.units) if name in by_name), None)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    duties: tuple[Duty, ...]


@lru_cache(maxsize=1)
def duties() -> Mapping[str, Duty]:
    """Every duty by its key, in the order of the file.

    Errors: Misuse where the file is wrong.
    """
    content, findings = read_duties(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)
    if findings:
        first = findings[0]
        raise Misuse(first.message, place=first.places[0], next_step=first.next_step)
    return {duty.key: duty for duty in content}


def duty_of(key: str) -> Duty:
    """A duty by its key.

    Errors: KeyError for a word that is no duty.
    """
    return duties()[key]


def read_duties(text: str, name: str) -> tuple[tuple[Duty, ...], tuple[Finding, ...]]:
    """The duties of a YAML text and what is wrong in it; with a fault there are none."""
    content, findings = read_text(text, name, _File, "duty", partial(_faults))
    return (content.duties if content is not None else ()), findings


def _faults(content: _File) -> Iterator[Fault]:
    """A key stands once, and a name belongs to one duty."""
    seen: set[str] = set()
    for place, duty in enumerate(content.duties):
        for word in (duty.key, *map(skeleton, duty.units)):
            if word in seen:
                yield fault_at("registers/twice.duty", ("duties", place), word=word)
            seen.add(word)
