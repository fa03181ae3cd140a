"""Lines "91.48 IIT" below each other: a picture's words, typed as they stand in its tiles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec.structs import replace

from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.forms.tile_words import is_number, label_of
from prongsai.core.scoresheet.names import Names

_NUMBER_AND_NAME = compiled(r"\s*((?:100|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2})\s+([^\d\s][^\n]{1,60}?)\s*")
_LEAST = 2


def with_names_first(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks with such lines turned round, where no other line may belong to their numbers.

    Shape:  as many blocks and lines as before: places count them.
    """
    lines = [
        (at, number, line)
        for at, block in enumerate(blocks)
        for number, line in enumerate(_lines(block))
        if line.strip()
    ]
    turned = {(at, number): told for at, number, line in lines if (told := _turned(line, names))}
    if len(turned) < _LEAST:
        return list(blocks)
    kept: dict[int, dict[int, str]] = {}
    place = 0
    for is_turned, run in groupby(lines, key=lambda one: one[:2] in turned):
        found = list(run)
        above = lines[place - 1][2] if place else ""
        place += len(found)
        below = lines[place][2] if place < len(lines) else ""
        if is_turned and len(found) >= _LEAST and not (label_of(above, names) or is_number(below)):
            for at, number, _ in found:
                kept.setdefault(at, {})[number] = turned[at, number]
    return [_with(block, kept.get(at, {})) for at, block in enumerate(blocks)]


def _lines(block: Block) -> list[str]:
    return block.text.split("\n") if isinstance(block, Paragraph) else []


def _turned(line: str, names: Names) -> str | None:
    found = _NUMBER_AND_NAME.fullmatch(line)
    return f"{found[2]} {found[1]}" if found and label_of(found[2], names) else None


def _with(block: Block, told: dict[int, str]) -> Block:
    if not told or not isinstance(block, Paragraph):
        return block
    lines = [told.get(number, line) for number, line in enumerate(block.text.split("\n"))]
    return replace(block, text="\n".join(lines))
