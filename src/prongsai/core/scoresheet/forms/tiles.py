"""Score cards laid out as tiles: a number in one block, what it is of in the next.

A web page shows "90.27" above "คะแนนรวม", "92.98" above "IIT". Read one by one the numbers are of
nobody; as a run that opens with a number, closes with a name and alternates between them they say
for certain whose each is. The same may stand in the lines of one text.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from prongsai.core.extract import Block, Paragraph, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.topics import Topic, topics_of
from prongsai.core.scoresheet.forms.tile_rows import with_tiles_in_rows
from prongsai.core.scoresheet.forms.tile_words import Tile, is_number, label_of
from prongsai.core.scoresheet.names import Names, is_total_label
from prongsai.core.scoresheet.tables.subjects import LIMIT
from prongsai.core.thai import squeeze

_LEAST_PAIRS, _LEAST_MIXED, _LEAST_OPEN = 2, 4, 7
_UNIT = compiled(r"คะแนน|%|\(?(?:(?:จาก)?(?:คะแนน)?เต็ม|จาก|/)\s*100(?:\.00)?\s*(?:คะแนน|%)?\)?")
_A_SCORE = compiled(r"\d{2,3}\.\d{2}\s*(?:คะแนน|%)?")
_LEVEL = compiled(
    r"(?:(?:ระดับ|ผลการประเมิน)\s*:?\s*)?(?:ผ่าน(?:ดี(?:เยี่ยม)?)?|ต้องปรับปรุง(?:โดยด่วน)?|AA|[A-F])"
)
# "ด้วยคะแนนรวม" above the number alone.
_BEFORE_A_TOTAL = compiled(r"^(?:ด้วย|โดย|ได้(?:รับ)?|มี)+\s*(?=(?:ผล)?คะแนน)")
# What makes the number above or below it another's, or no result.
_OF_SOMETHING_ELSE = compiled(LIMIT.pattern + r"|เฉลี่ย|เป้า|คาด|ร่าง|หวัง|ก่อน|ปีที่|ปี\s?\d|\d[.]\d")


def with_tiles(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks, each run of tiles turned into lines "name number"."""
    inner = [
        with_tiles_in_rows(block, names) if isinstance(block, Table) else _in_lines(block, names)
        for block in _across_pages(blocks, names)
    ]
    return _with_one_total(_with_pairs(inner, names))


def _across_pages(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The blocks; a run of lines that a page's end cut between a number and its name is one."""
    kept = list(blocks)
    start = 0
    while start < len(kept):
        end = start + 1
        while end < len(kept) and _is_cut(kept[end - 1], kept[end], names):
            end += 1
        texts = [block for block in kept[start:end] if isinstance(block, Paragraph)]
        if len(texts) > 1:
            kept[start:end] = _as_one_run(texts, names)
        start = end
    return kept


def _is_cut(above: Block, below: Block, names: Names) -> bool:
    """Whether one text ends with a number, or a name, and the next begins with the other."""
    if not isinstance(above, Paragraph) or not isinstance(below, Paragraph):
        return False
    # Blocks of one line each are tiles themselves.
    if "\n" not in above.text and "\n" not in below.text:
        return False
    last, first = above.text.rpartition("\n")[2], below.text.partition("\n")[0]
    if is_number(last):
        return label_of(first, names) is not None
    return is_number(first) and label_of(last, names) is not None


def _as_one_run(texts: Sequence[Paragraph], names: Names) -> list[Paragraph]:
    said = [Paragraph(line, block.place) for block in texts for line in block.text.split("\n")]
    paired = [_text(one) for one in _with_pairs(said, names)]
    found: list[Paragraph] = []
    for block in texts:
        count = block.text.count("\n") + 1
        lines, paired = paired[:count], paired[count:]
        found.append(replace(block, text="\n".join(lines)))
    return found


def _in_lines(block: Paragraph, names: Names) -> Paragraph:
    lines = block.text.split("\n")
    if not any(map(is_number, lines)):
        return block
    said = [Paragraph(line, block.place) for line in lines]
    paired = _without_open_names(_with_pairs(said, names), names)
    # As many lines as before: a figure's place counts them.
    told = [
        _text(new) if new != old else line
        for new, old, line in zip(paired, said, lines, strict=True)
    ]
    return block if paired == said else replace(block, text="\n".join(told))


def _without_open_names(blocks: Sequence[Block], names: Names) -> list[Block]:
    """The lines without the names of runs that open and close with a number, or with a name.

    Shape:  whose each number is nobody knows: they stay, and are told.
    """
    kept = list(blocks)
    tiles = _tiles(blocks, names)
    place = 0
    while place < len(tiles):
        end = place
        while end < len(tiles) and tiles[end].tells:
            end += 1
        run = tiles[place:end]
        kinds = [tile.is_number for tile in run]
        alternates = all(one is not other for one, other in pairwise(kinds))
        if len(run) >= _LEAST_OPEN and kinds[0] is kinds[-1] and alternates:
            for tile in run[kinds[0] :: 2]:
                for at in range(tile.at, tile.until):
                    kept[at] = Paragraph("", blocks[at].place)
        place = max(end, place + 1)
    return kept


def _with_pairs(blocks: Sequence[Block], names: Names) -> list[Block]:
    """As many blocks as before: what is known of each goes by its place."""
    kept = list(blocks)
    tiles = _tiles(blocks, names)
    place = 0
    while place < len(tiles):
        pairs = _pairs_at(tiles, place)
        for number, label in pairs:
            first = min(number.at, label.at)
            for at in range(first, max(number.until, label.until)):
                kept[at] = Paragraph("", blocks[at].place)
            kept[first] = Paragraph(f"{label.text} {number.text}", number.place)
        place += 2 * len(pairs) or 1
    return kept


def _tiles(blocks: Sequence[Block], names: Names) -> list[Tile]:
    """The blocks as numbers, names and others; a unit below a number is part of it."""
    tiles: list[Tile] = []
    for at, block in enumerate(blocks):
        text = squeeze(block.text) if isinstance(block, Paragraph) else ""
        if tiles and tiles[-1].is_number and tiles[-1].until == at and _UNIT.fullmatch(text):
            tiles[-1] = replace(tiles[-1], until=at + 1)
            continue
        code = label_of(text, names)
        if code is not None and _is_said_again(tiles, at, code):
            tiles[-1] = replace(tiles[-1], until=at + 1)
            continue
        first = at
        if code is not None and tiles and tiles[-1].text == code and tiles[-1].until == at:
            first = tiles.pop().at  # "1" above "การปฏิบัติหน้าที่": it counts
        tiles.append(Tile(first, at + 1, text, block.place, is_number(text), code))
    return tiles


def _is_said_again(tiles: Sequence[Tile], at: int, code: str) -> bool:
    """Whether a name is that of the tile above, as "แบบวัด… (IIT)" is, or of the one above that."""
    if not tiles or tiles[-1].until != at:
        return False
    last = tiles[-1]
    if last.code == code:
        return True
    return (
        last.is_number and len(tiles) > 1 and tiles[-2].code == code and tiles[-2].until == last.at
    )


def _pairs_at(tiles: Sequence[Tile], place: int) -> list[tuple[Tile, Tile]]:
    """The pairs of number and name that begin at a tile.

    Shape:  none where the run might be read one off: it must open and close with the two kinds, or
            change their order once, as cards of instruments do beside a list of indicators.
    """
    if not tiles[place].tells or (place and tiles[place - 1].tells):
        return []
    end = place
    while end < len(tiles) and tiles[end].tells:
        end += 1
    run = tiles[place:end]
    pairs: list[tuple[Tile, Tile]] = []
    for one, other in zip(run[::2], run[1::2], strict=False):
        number, label = (one, other) if one.is_number else (other, one)
        if not number.is_number or label.code is None:
            return []
        pairs.append((number, label))
    orders = [number.at < label.at for number, label in pairs]
    turns = sum(one is not other for one, other in pairwise(orders))
    is_whole = len(run) == 2 * len(pairs) and len({label.code for _, label in pairs}) == len(pairs)
    is_certain = not turns or (turns == 1 and len(pairs) >= _LEAST_MIXED)
    return pairs if is_whole and is_certain and len(pairs) >= _LEAST_PAIRS else []


def _with_one_total(blocks: list[Block]) -> list[Block]:
    """A number of its own below "ด้วยคะแนนรวม", where a caption of results stands above."""
    found = [at for at in range(1, len(blocks) - 1) if _is_one_total(blocks, at)]
    topics = topics_of(blocks) if found else []
    for at in found:
        is_levelled = topics[at] is Topic.ITA and _LEVEL.fullmatch(squeeze(_next(blocks, at + 2)))
        if topics[at] is Topic.ITA_RESULTS or is_levelled:
            number = squeeze(_text(blocks[at + 1]))
            blocks[at] = Paragraph(f"{_total(_text(blocks[at]))} {number}", blocks[at + 1].place)
            blocks[at + 1] = Paragraph("", blocks[at + 1].place)
    return blocks


def _is_one_total(blocks: Sequence[Block], at: int) -> bool:
    """Whether a name of the total stands above its number, and neither neighbour claims it."""
    label, number = _total(_text(blocks[at])), squeeze(_text(blocks[at + 1]))
    if not _A_SCORE.fullmatch(number) or not is_total_label(label):
        return False
    above, below = _text(blocks[at - 1]), _next(blocks, at + 2)
    if is_number(above) or LIMIT.search(above):
        return False
    return not (is_number(below) or _OF_SOMETHING_ELSE.search(below))


def _next(blocks: Sequence[Block], at: int) -> str:
    return "".join(map(_text, blocks[at : at + 1]))


def _total(text: str) -> str:
    return _BEFORE_A_TOTAL.sub("", squeeze(text))


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""
