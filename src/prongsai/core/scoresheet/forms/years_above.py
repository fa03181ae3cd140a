"""A year on a line of its own above its scores, year after year: each is a caption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled
from prongsai.core.thai import arabic_digits, repair

_YEAR = compiled(
    r"\s*(?:[-•●▪*❖#]+|\(?\d{1,2}(?:\.\d{1,2})*[.)])?\s*(?:ผล(?:คะแนน)?(?:การ)?(?:ประเมิน)?\s*(?:ITA)?\s*)?"
    r"(?:ประจำ)?\s?(?:ปี(?:งบประมาณ)?|งบประมาณ)\s*(?:พ\.?\s?ศ\.?)?\s*(25[5-9]\d)\s*:?\s*"
)
_A_SCORE = compiled(r"(?<![\d.])(?:\d{2}\.\d{1,2}|100)(?![\d.])")
_SEVERAL = 2
_LONGEST = 80


def with_years_apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, paragraphs cut around each year that stands alone above scores."""
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> Iterator[Block]:
    if not isinstance(block, Paragraph) or "\n" not in block.text:
        yield block
        return
    lines = block.text.split("\n")
    plain = [arabic_digits(repair(line)) for line in lines]
    years = {
        number: found[1]
        for number, line in enumerate(plain)
        if len(line) <= _LONGEST and (found := _YEAR.fullmatch(line))
    }
    ends = [*years, len(lines)]
    are_scored = all(
        any(map(_A_SCORE.search, plain[first + 1 : end])) for first, end in pairwise(ends)
    )
    if len(set(years.values())) < max(_SEVERAL, len(years)) or not are_scored:
        yield block
        return
    cuts = sorted({0, *years, *(number + 1 for number in years), len(lines)})
    for first, end in pairwise(cuts):
        heights = block.heights[first:end]
        yield Paragraph("\n".join(lines[first:end]), block.place_of_line(first), heights)
