"""The classes of official information by sections 7 and 9 of its Act, and what belongs to each.

Source: data/information_act.yaml, where a fault names its line.
"""

from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

from msgspec import Struct

from prongsai.core.errors import Finding
from prongsai.core.text import Text
from prongsai.core.yaml_data.declared import Fault, fault_at
from prongsai.core.yaml_data.documents import read_shipped, read_text

SHIPPED = Path(__file__).parents[1] / "data" / "information_act.yaml"


class InformationClass(Struct, frozen=True, forbid_unknown_fields=True):
    """One clause; `lineages` are subjects of OIT items, `kinds` kinds of published papers."""

    section: int
    clause: int
    name: Text
    lineages: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """How people call it: 7(1)."""
        return f"{self.section}({self.clause})"


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    classes: tuple[InformationClass, ...]


@lru_cache(maxsize=1)
def classes() -> tuple[InformationClass, ...]:
    """Every class, in the order of the Act."""
    return read_shipped(SHIPPED, read)


def read(text: str, name: str) -> tuple[tuple[InformationClass, ...], tuple[Finding, ...]]:
    """The classes of a YAML text and what is wrong in it; of a text with a fault there are none."""
    content, findings = read_text(text, name, _File, "class", partial(_faults))
    return (content.classes if content is not None else ()), findings


def _faults(content: _File) -> Iterator[Fault]:
    """A clause stands once."""
    seen: set[str] = set()
    for place, information_class in enumerate(content.classes):
        if information_class.code in seen:
            yield fault_at("core/clause", ("classes", place), clause=information_class.code)
        seen.add(information_class.code)
