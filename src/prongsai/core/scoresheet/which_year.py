"""Which year's framework gives the names that a document is read with.

It says nothing of the year of a score: that is told by the score's own words and headings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from prongsai.core import fiscal
from prongsai.core.extract import Block, Paragraph
from prongsai.core.framework.catalogue import OLDEST_SAME_RULE, Catalogue
from prongsai.core.framework.model import Framework, Status
from prongsai.core.scoresheet.setting import result_years, told_years
from prongsai.core.thai import arabic_digits

_LONGEST, _HEADS, _CELLS = 160, 4, 300


def framework_for(
    blocks: Sequence[Block], catalogue: Catalogue, year: int | None, *, draft: bool
) -> Framework:
    """The framework of the given year, else of the one that headings name most, else the latest.

    Errors: UnknownYear where the given year has none.
    """
    if year is not None:
        return catalogue.get(year, draft=draft or year == OLDEST_SAME_RULE)
    told = Counter(one for one in _years(blocks) if one in catalogue.years())
    if told:
        return catalogue.get(max(told, key=lambda one: (told[one], one)), draft=True)
    released = [one for one in catalogue.all() if one.status is Status.RELEASED]
    return released[-1]


def _years(blocks: Sequence[Block]) -> Iterator[int]:
    """The years of headings, those of results the more, and of cells that are years."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for line in block.text.split("\n"):
                if len(line) <= _LONGEST:
                    yield from (*result_years(line), *sorted(told_years(line)) * 5)
            continue
        if block.place.sheet:
            yield from result_years(block.place.sheet)
        for number, row in enumerate(block.rows):
            for cell in row.cells[:_CELLS]:
                if number < _HEADS and len(cell) <= _LONGEST:
                    yield from result_years(cell)
                elif len(cell) == 4 and fiscal.years_in(arabic_digits(cell)):  # noqa: PLR2004
                    yield int(arabic_digits(cell))
