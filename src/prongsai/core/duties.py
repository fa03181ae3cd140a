"""Duties that offices give to one unit, by its usual names, and the words for all units.

Source: data/unit_duties.yaml, where a fault names its line.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from prongsai.core.errors import Finding
from prongsai.core.text import Text
from prongsai.core.thai import skeleton
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_shipped, read_text

SHIPPED = Path(__file__).parents[1] / "data" / "unit_duties.yaml"
Unit = TypeVar("Unit")
_BETWEEN = re.compile(r"[\s,;/]+")


class Duty(Struct, frozen=True, forbid_unknown_fields=True):
    """A duty; `units` are the usual names of the unit that has it, the most usual first."""

    key: str
    name: Text
    units: tuple[str, ...]

    def unit_among(self, names: Mapping[Unit, str]) -> Unit | None:
        """The unit that has the duty by its name; None where no unit is called so.

        >>> duty_of("finance").unit_among({1: "กองช่าง", 2: "กองคลัง"})
        2
        """
        by_name = {skeleton(name): unit for unit, name in names.items()}
        return next((by_name[name] for name in map(skeleton, self.units) if name in by_name), None)


class UnitNames(Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says; `all_units` are words by which a text means every unit."""

    all_units: tuple[str, ...]
    duties: tuple[Duty, ...]


@lru_cache(maxsize=1)
def unit_names() -> UnitNames:
    """The shipped names."""
    return read_shipped(SHIPPED, read_unit_names)


def duties() -> Mapping[str, Duty]:
    """Every duty by its key, in the order of the file."""
    return {duty.key: duty for duty in unit_names().duties}


@lru_cache(maxsize=1)
def words_for_all() -> frozenset[str]:
    """The words that mean every unit, as comparison keys."""
    return frozenset(map(skeleton, unit_names().all_units))


def key_of_all() -> str:
    """The comparison key that stands for every unit."""
    return skeleton(unit_names().all_units[0])


def names_all_units(text: str) -> bool:
    """Whether a text gives something to every unit.

    >>> names_all_units("สำนักปลัด ทุกส่วนราชการ"), names_all_units("ทุกส่วนราชการที่มีเคาน์เตอร์")
    (True, False)
    """
    return any(skeleton(part) in words_for_all() for part in _BETWEEN.split(text))


def duty_of(key: str) -> Duty:
    """A duty by its key.

    Errors: KeyError for a word that is no duty.
    """
    return duties()[key]


def read_unit_names(text: str, name: str) -> tuple[UnitNames | None, tuple[Finding, ...]]:
    """The names of a YAML text and what is wrong in it; with a fault there are none."""
    return read_text(text, name, UnitNames, "duty", _faults)


def _faults(content: UnitNames) -> Iterator[Fault]:
    """A key stands once, and a name belongs to one duty."""
    seen: set[str] = set()
    for place, duty in enumerate(content.duties):
        for word in (duty.key, *map(skeleton, duty.units)):
            if word in seen:
                yield fault_at("core/twice.duty", ("duties", place), word=word)
            seen.add(word)
