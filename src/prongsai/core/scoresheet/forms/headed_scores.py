"""A part's name as a heading of its own, and "คะแนนเฉลี่ย = 86.48" as the text below it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.extract import Block, Paragraph
from prongsai.core.ids import Level, level_of
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.forms.tile_words import label_of
from prongsai.core.scoresheet.names import Names
from prongsai.core.thai import squeeze

_NUMBERED = compiled(r"ตัวชี้วัด\s*(?:ที่)?\s*([0-9๐-๙]{1,2})[.)]?\s+(\D{4,60})")
_TELLS_ITS_SCORE = compiled(
    r"\s*(?:ได้(?:รับ)?|มี)?\s*(?:ผล)?คะแนน(?:เฉลี่ย)?(?:ของ)?(?:ตัวชี้วัด)?(?:นี้|ที่ได้(?:รับ)?)?\s*(?:[=:]|คือ|เท่ากับ|ได้|อยู่ที่|ร้อยละ|\s)*"
    r"((?:100|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2})(?![\d.])\s*(?:คะแนน)?"
)


def with_heads_joined(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks, each such text as "name 86.48 คะแนน …".

    Shape:  as many blocks as before: places count them.
    """
    kept = list(blocks)
    for at in range(1, len(blocks)):
        head, block = blocks[at - 1], blocks[at]
        if not (isinstance(head, Paragraph) and isinstance(block, Paragraph)):
            continue
        told = _TELLS_ITS_SCORE.match(block.text)
        if told and (name := _indicator(head.text, names)):
            rest = block.text[told.end() :]
            kept[at] = replace(block, text=f"{name} {told[1]} คะแนน{rest}")
    return kept


def _indicator(text: str, names: Names) -> str | None:
    """The heading, where it is an indicator's number and name and nothing else."""
    found = _NUMBERED.fullmatch(squeeze(text))
    code = label_of(found[2], names) if found else None
    return squeeze(text) if code and level_of(code) is Level.INDICATOR else None
