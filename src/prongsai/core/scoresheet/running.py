"""What of a document nothing looks at: blocks larger than people write, and running heads.

A block that is too large is told. What a page prints again from the page before says nothing of
one table.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from prongsai.core.errors import Findings
from prongsai.core.extract import Block, Extract, Paragraph, Table
from prongsai.core.patterns import compiled

_MOST_COLUMNS = 2_000
_LONGEST_LINE = 500_000
_PAGES, _LONGEST = 3, 300
_DECIMAL = compiled(r"[0-9๐-๙]\s?\.\s?[0-9๐-๙]")
_PAGE_NUMBER = compiled(
    r"\W*(?:หน้า|[Pp]age)?\W*(?:[0-9๐-๙]{1,3}|[ก-ฮ])(?:\W*(?:จาก|of)?\W*[0-9๐-๙]{1,3})?\W*"
)


def is_page_number(text: str) -> bool:
    """Whether a text is a page's number and nothing more: "หน้า 1 / 2"."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


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
        elif (letters := max(map(len, block.text.split("\n")))) > _LONGEST_LINE:
            findings.warning("scoresheet/text_too_long", block.place, letters=letters)
            continue
        yield block


def without_running_heads(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what stood on an earlier page already, but for its number.

    Shape: only what stands on three pages or more runs, and its first place is kept.
    """
    pages: dict[str, set[int]] = defaultdict(set)
    for block in blocks:
        if block.place.page is not None:
            pages[_plain(block)].add(block.place.page)
    running = {text for text, numbers in pages.items() if text and len(numbers) >= _PAGES}
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
    text = " ".join(part for part in parts if not is_page_number(part))
    return "" if len(text) > _LONGEST or _DECIMAL.search(text) else text
