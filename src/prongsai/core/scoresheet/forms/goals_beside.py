"""Cards that tell a goal behind the score: "IIT 90.11 เป้าหมาย 92.00"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic, topics_of
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.tables.subjects import LIMIT
from prongsai.core.thai import squeeze

_CARD = compiled(
    r"([^\d\n]{2,60}?)\s*(\d{2,3}\.\d{1,2})\s*(?:คะแนน|%)?\s*[(|/]?\s*(?:ค่า)?เป้าหมาย\s*[:=]?\s*(?:ร้อยละ)?\s*"
    r"\d{1,3}(?:\.\d+)?\s*(?:คะแนน|%)?\s*\)?"
)
_GOAL = "เป้าหมาย"
_LONGEST_LINE = 160
_LEAST_CARDS = 2


def without_goals(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks with each such line as "name number", below a caption of results.

    Shape: as many blocks and lines as before; none is changed where one names nothing of its own.
    """
    found = [_lines(block, names) for block in blocks]
    codes = [code for lines in found for _, code in lines if code]
    if len(codes) < _LEAST_CARDS or len(set(codes)) != len(codes):
        return list(blocks)
    told = [
        replace(block, text="\n".join(text for text, _ in lines))
        if isinstance(block, Paragraph) and lines
        else block
        for block, lines in zip(blocks, found, strict=True)
    ]
    return [
        one if topic is Topic.ITA_RESULTS else block
        for one, block, topic in zip(told, blocks, topics_of(told), strict=True)
    ]


def _lines(block: Block, names: Names) -> list[tuple[str, str | None]]:
    """The lines of a paragraph that may hold cards, with what each card is of."""
    if not isinstance(block, Paragraph) or _GOAL not in block.text:
        return []
    return [_told(line, names) for line in block.text.split("\n")]


def _told(line: str, names: Names) -> tuple[str, str | None]:
    card = _CARD.fullmatch(squeeze(line)) if len(line) <= _LONGEST_LINE else None
    code = names.node_of(card[1]) if card and not LIMIT.search(card[1]) else None
    return (f"{card[1]} {card[2]}", code) if card and code else (line, None)
