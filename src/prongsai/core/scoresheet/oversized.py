"""Blocks larger than people write: looked at by nothing else, and told."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.extract import Block, Extract, Table
from prongsai.core.text import Text

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
            code, told = "table_too_wide", _too_wide(block.width)
        else:
            code, told = "text_too_long", _too_long(block.text)
        if told is None:
            yield block
            continue
        findings.warning(
            code,
            block.place,
            message=told,
            next_step=Text(
                "บันทึกเฉพาะส่วนที่มีคะแนนแล้วส่งใหม่", "save the part with scores and send that"
            ),
        )


def _too_wide(columns: int) -> Text | None:
    if columns <= _MOST_COLUMNS:
        return None
    return Text(
        f"ตารางมี {columns} คอลัมน์ มากกว่าตารางคะแนนใด ๆ จึงไม่อ่าน",
        f"the table has {columns} columns, more than any score table; it is not read",
    )


def _too_long(text: str) -> Text | None:
    if len(text) <= _LONGEST_LINE:
        return None
    longest = max(map(len, text.split("\n")))
    if longest <= _LONGEST_LINE:
        return None
    return Text(
        f"บรรทัดเดียวยาว {longest} ตัวอักษร จึงไม่อ่าน",
        f"a single line has {longest} letters; it is not read",
    )
