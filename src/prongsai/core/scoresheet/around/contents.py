"""Tables of contents, whose numbers are pages: "ตัวชี้วัดที่ 10 การป้องกันการทุจริต   25"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled

_TITLE = compiled(r"\s*สารบัญ(?:ตาราง|ภาพ|แผนภูมิ|รูป)?\s*(?:\(ต่อ\)\s*)?(?:หน้า)?\s*")
_PAGES = compiled(r"\s*(?:เรื่อง\s+)?หน้า\s*|\s*[0-9๐-๙]{1,3}\s*|.*[^\s.…_][ .…_]*\s[0-9๐-๙]{1,3}\s*")
_DECIMAL = compiled(r"[0-9๐-๙]\.[0-9๐-๙]{2}(?![0-9๐-๙])")
_MOST_ENTRIES = 0.5


def contents_in(blocks: Sequence[Block]) -> Iterator[bool]:
    """Of each block, whether it is part of a table of contents.

    It begins with its title and ends where most lines of a paragraph or table end without a page.
    """
    inside = False
    for block in blocks:
        title, *entries = _lines(block) or [""]
        begins = _TITLE.fullmatch(title) is not None
        entries = entries if begins else [title, *entries]
        pages = sum(_PAGES.fullmatch(line) is not None for line in entries)
        are_entries = pages >= _MOST_ENTRIES * len(entries)
        inside = (inside or begins) and are_entries and not any(map(_DECIMAL.search, entries))
        yield inside


def _lines(block: Block) -> list[str]:
    if isinstance(block, Paragraph):
        lines = block.text.split("\n")
    else:
        lines = [" ".join(filter(None, row.cells)) for row in block.rows]
    return [line for line in lines if line.strip()]
