"""What a page prints again from the page before: a running head says nothing of one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from prongsai.core.extract import Block, Paragraph
from prongsai.core.patterns import compiled

_PAGES, _LONGEST = 3, 300
_DECIMAL = compiled(r"[0-9๐-๙]\s?\.\s?[0-9๐-๙]")
_PAGE_NUMBER = compiled(
    r"\W*(?:หน้า|[Pp]age)?\W*(?:[0-9๐-๙]{1,3}|[ก-ฮ])(?:\W*(?:จาก|of)?\W*[0-9๐-๙]{1,3})?\W*"
)


def without_running_heads(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what stood on an earlier page already, but for its number.

    Shape: only what stands on three pages or more runs, and its first place is kept.
    """
    pages: dict[str, set[int]] = defaultdict(set)
    for block in blocks:
        if block.place.page is not None:
            pages[_plain(block)].add(block.place.page)
    running = {text for text, found in pages.items() if text and len(found) >= _PAGES}
    return [
        block
        for block in blocks
        if block.place.page is None
        or (plain := _plain(block)) not in running
        or block.place.page == min(pages[plain])
    ]


def _plain(block: Block) -> str:
    """A short block's text without the page's number; empty where it is too long to run."""
    if not isinstance(block, Paragraph) and len(block.rows) != 1:
        return ""
    parts = [block.text] if isinstance(block, Paragraph) else block.rows[0].cells
    text = " ".join(part for part in parts if not _PAGE_NUMBER.fullmatch(part.strip()))
    return "" if len(text) > _LONGEST or _DECIMAL.search(text) else text
