"""A whole "100" alone in a cell or a line below, or behind, the name of a part that was not read.

It has no decimals to be known by, so only the name before it says that it is a score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.names import Names
from prongsai.core.thai import arabic_digits, repair, squeeze

_HUNDRED = compiled(r"100\s?(?:คะแนน|%)?")
# "(10) ตัวชี้วัดที่ 10 การป้องกันการทุจริต ร้อยละ 100": the name in the same line.
_NAMED = compiled(
    r"(?:\(?\d{1,2}[.)]\s*)?(\S.*?)\s*(?:(?:ได้(?:คะแนน)?|คะแนน|ร้อยละ|[:=–-])\s*)+100\s?(?:คะแนน|%)?"
)
_ORDINAL = compiled(r"\d{1,2}[.)]?")
_LONGEST_NAME = 120


class Hundred(Struct, frozen=True):
    """Where one stands, and the code of the part that is named before it."""

    part: str
    place: Place


def whole_hundreds(blocks: Sequence[Block], names: Names) -> Iterator[Hundred]:
    """Each of a document, with the part that the text before it names and nothing else."""
    name = ""
    for text, place in _pieces(blocks):
        if not text or _ORDINAL.fullmatch(text):
            continue
        if not _HUNDRED.fullmatch(text):
            name = text
            named = _NAMED.fullmatch(text)
            if named and len(text) <= _LONGEST_NAME and (part := names.node_of(named[1])):
                yield Hundred(part, replace(place, quote=text))
        elif name and len(name) <= _LONGEST_NAME and (part := names.node_of(name)):
            yield Hundred(part, replace(place, quote=f"{name} {text}"))


def _pieces(blocks: Sequence[Block]) -> Iterator[tuple[str, Place]]:
    """What stands in lines and cells, one after the other."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for number, line in enumerate(block.text.split("\n")):
                yield squeeze(arabic_digits(repair(line))), block.place_of_line(number)
            continue
        for row in block.rows:
            for column, cell in enumerate(row.cells):
                yield squeeze(arabic_digits(repair(cell))), row.place_of(column)
