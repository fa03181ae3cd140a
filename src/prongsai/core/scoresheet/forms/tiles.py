"""Score cards laid out as tiles: a number in one block, what it is of in the next.

A web page shows "90.27" above "คะแนนรวม", "92.98" above "IIT". Read one by one the numbers are of
nobody; as a run that opens with a number, closes with a name and alternates between them they say
for certain whose each is. The same may stand in the lines of one text, or in the rows of a table.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.names import Names
from prongsai.core.thai import squeeze

_SCORE = compiled(r"[0-9๐-๙]{1,3}(?:\.[0-9๐-๙]{1,2})?\s*(?:คะแนน|%)?")
_LONGEST_LABEL = 80
_LEAST_PAIRS = 2


def with_tiles(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks, each run of tiles turned into lines "name number"."""
    blocks = [_with_inner_tiles(block, names) for block in blocks]
    kept: list[Block] = []
    place = 0
    while place < len(blocks):
        pairs = _pairs_at(blocks, place, names)
        for number, label in pairs:
            # As many blocks as before: what is known of each goes by its place.
            kept.append(Paragraph(f"{label.text} {number.text}", number.place))
            kept.append(Paragraph("", label.place))
        if not pairs:
            kept.append(blocks[place])
        place += 2 * len(pairs) or 1
    return kept


def _with_inner_tiles(block: Block, names: Names) -> Block:
    if isinstance(block, Table):
        return _with_tiles_in_rows(block, names)
    lines = block.text.split("\n")
    if not any(_SCORE.fullmatch(squeeze(line)) for line in lines):
        return block
    said: list[Block] = [Paragraph(line, block.place) for line in lines]
    paired = list(lines)
    place = 0
    while place < len(said):
        pairs = _pairs_at(said, place, names)
        for number, label in pairs:
            # As many lines as before: a figure's place counts them.
            paired[place : place + 2] = [f"{label.text.strip()} {number.text.strip()}", ""]
            place += 2
        place += not pairs
    return block if paired == lines else replace(block, text="\n".join(paired))


def _with_tiles_in_rows(table: Table, names: Names) -> Table:
    """A table that is nothing but rows of numbers, each with its names in the row below."""
    if not any(_is_row_of_numbers(row) for row in table.rows):
        return table
    titles = [row for row in table.rows if _is_title(row, names)]
    rows = [row for row in table.rows if any(row.cells) and row not in titles]
    pairs: list[Row] = []
    for above, below in zip(rows[::2], rows[1::2], strict=False):
        for column, (number, label) in enumerate(zip(above.cells, below.cells, strict=False)):
            if not number and not label:
                continue
            place = above.place_of(column)
            if not _is_number(Paragraph(number, place)) or "." not in number:
                return table
            if _label(Paragraph(label, place), names) is None:
                return table
            pairs.append(Row((label, number), place))
    if len(rows) % 2 or len({row.cells[0] for row in pairs}) < max(len(pairs), _LEAST_PAIRS):
        return table
    return replace(table, rows=(*titles, *pairs))


def _is_row_of_numbers(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    return bool(filled) and all(_SCORE.fullmatch(cell.strip()) for cell in filled)


def _is_title(row: Row, names: Names) -> bool:
    """A row of one text that neither is a number nor names a scored thing alone."""
    filled = [cell for cell in dict.fromkeys(row.cells) if cell.strip()]
    if len(filled) != 1:
        return False
    alone = Paragraph(filled[0], row.place)
    return not _is_number(alone) and _label(alone, names) is None


def _pairs_at(
    blocks: Sequence[Block], place: int, names: Names
) -> list[tuple[Paragraph, Paragraph]]:
    """The pairs of number and name that begin at a block, in either order.

    Shape:  none where the run might be read one off: it must open and close with the two kinds.
    """
    number_first = _is_number(blocks[place])
    if not number_first and _label(blocks[place], names) is None:
        return []
    before = blocks[place - 1] if place else None
    if before is not None and (_label(before, names) is not None or _is_number(before)):
        return []
    pairs: list[tuple[Paragraph, Paragraph]] = []
    codes: set[str] = set()
    end = place
    while end + 1 < len(blocks):
        number, label = (blocks[end], blocks[end + 1])[:: 1 if number_first else -1]
        code = _label(label, names)
        if not (isinstance(number, Paragraph) and isinstance(label, Paragraph)):
            break
        if not _is_number(number) or code is None:
            break
        if code in codes:
            return []
        codes.add(code)
        pairs.append((number, label))
        end += 2
    after = blocks[end] if end < len(blocks) else None
    is_open = after is not None and (_is_number(after) or _label(after, names) is not None)
    return [] if is_open or len(pairs) < _LEAST_PAIRS else pairs


def _is_number(block: Block) -> bool:
    return isinstance(block, Paragraph) and bool(_SCORE.fullmatch(squeeze(block.text)))


def _label(block: Block, names: Names) -> str | None:
    """The total, instrument or indicator that a block names and nothing else."""
    if not isinstance(block, Paragraph) or len(block.text) > _LONGEST_LABEL:
        return None
    text = squeeze(block.text)
    return None if not text or any(one.isdigit() for one in text) else names.node_of(text)
