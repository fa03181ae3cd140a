"""The units that a plan names in words."""

from __future__ import annotations

import re
from collections.abc import Collection

from prongsai.core.thai import skeleton

LONGEST_NAME = 200  # of a unit; what is longer names none
# A blank stands before an "and" between units; "กองสาธารณสุขและสิ่งแวดล้อม" is one.
_BETWEEN = re.compile(r"[,;/\n]|\s+และ\s*")


def names_in(text: str, known: Collection[str]) -> frozenset[str]:
    """The names in a measure's responsible units, as comparison keys.

    Shape:  `known` are the keys of the agency's units: a text that is one of them is one name,
            whatever stands in it.
    """
    whole = skeleton(text)
    names = (whole,) if whole in known else written_in(text)
    return frozenset(name for name in names if 0 < len(name) <= LONGEST_NAME)


def written_in(text: str) -> dict[str, str]:
    """The parts of a text between commas, strokes, lines and "and", by their comparison keys."""
    return {skeleton(part): part.strip() for part in _BETWEEN.split(text)}
