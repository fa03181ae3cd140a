"""Ticks below "100 คะแนน", and marks that a heading explains: "✓ = 100 คะแนน ✗ = 0 คะแนน"."""

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.numbers import PrintedNumber

_WORTH = compiled(r"(?:ได้\s*(100|0)|(100|0)\s*(?:คะแนน|\([^)\d]*\)))(?:\s*คะแนน)?")
_LEGEND = compiled(r"(\S+)\s*(?:=|หมายถึง|คือ)\s*(?:ได้)?\s*(100|0)\s*คะแนน")
_TICK = compiled("[✓✔√☑/Pü\uf0fc]")
_ALL = frozenset({"100", "0"})

Marks = tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def marks_of(heading: str) -> Marks:
    """What marks below a heading are worth; "" stands for any tick."""
    if match := _WORTH.fullmatch(heading):
        return (("", match[1] or match[2]),)
    legends = _LEGEND.finditer(heading) if "คะแนน" in heading else ()
    pairs = tuple((legend[1].strip("(,"), legend[2]) for legend in legends)
    return pairs if {value for _, value in pairs} == _ALL else ()


def is_head(cells: Sequence[str]) -> bool:
    """Whether cells head columns of ticks: one worth 100, and one worth nothing."""
    return {value for cell in cells for mark, value in marks_of(cell) if not mark} == _ALL


def worth(cell: str, marks: Marks) -> PrintedNumber | None:
    """The score that a mark in a cell is worth."""
    for mark, value in marks:
        if cell and (cell == mark or (not mark and _TICK.fullmatch(cell))):
            return PrintedNumber(value, Decimal(value))
    return None
