"""Blocks larger than people write: looked at by nothing else, and told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.extract import Block, Extract, Table

_MOST_COLUMNS = 2_000
_LONGEST_LINE = 500_000


def without_oversized(extract: Extract) -> Extract:
    """The extract without tables that are too wide and lines that are too long; each is told."""
    findings = Findings(list(extract.findings))
    blocks = tuple(_of_usual_size(extract.blocks, findings))
    if len(blocks) == len(extract.blocks):
        return extract
    return replace(extract, blocks=blocks, findings=tuple(findings.items))


def _of_usual_size(blocks: tuple[Block, ...], findings: Findings) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table):
            if (columns := block.width) > _MOST_COLUMNS:
                findings.warning("scoresheet/table_too_wide", block.place, columns=columns)
                continue
        elif len(block.text) > _LONGEST_LINE:
            letters = max(map(len, block.text.split("\n")))
            if letters > _LONGEST_LINE:
                findings.warning("scoresheet/text_too_long", block.place, letters=letters)
                continue
        yield block
