"""Tables and charts are numbered through the booklet, as the text and the reader refer to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from msgspec.structs import replace

from prongsai.core.papers.document import Beside, Block, Chart, Section, Table
from prongsai.core.papers.facts import Facts


def numbered(facts: Facts, sections: Sequence[Section]) -> tuple[Section, ...]:
    """The sections with "ตารางที่ 1 …" and "แผนภูมิที่ 1 …" before every caption."""
    numbering = _Numbering(facts)
    return tuple(
        replace(section, blocks=tuple(map(numbering.block, section.blocks))) for section in sections
    )


class _Numbering:
    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.tables = count(1)
        self.charts = count(1)

    def block(self, block: Block) -> Block:
        """One block with its captions numbered."""
        if isinstance(block, Table) and block.caption:
            caption = self.facts.word("table", number=next(self.tables), caption=block.caption)
            return replace(block, caption=caption)
        if isinstance(block, Beside):
            return Beside(self._chart(block.left), self._chart(block.right))
        return self._chart(block) if isinstance(block, Chart) else block

    def _chart(self, chart: Chart) -> Chart:
        caption = self.facts.word("chart", number=next(self.charts), caption=chart.caption)
        return replace(chart, caption=caption)
