"""Years and totals as tiles of a web page, below a caption of results: a table, in blocks apart.

"ปี 2564", "86.17", "คะแนน" stand in a block each. As a run that opens with a year, closes with a
score and alternates between them, or the other way round, they say for certain which is whose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.thai import repair, squeeze

_YEAR = compiled(
    r"(?:ประจำ)?(?:ปี(?:งบประมาณ)?|งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*((?:25|๒๕)[0-9๐-๙]{2})\s*:?"
)
_SCORE = compiled(r"((?:100|๑๐๐|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2})\s*(?:คะแนน|%)?")
_UNIT = compiled(r"\(?(?:คะแนน(?:รวม|เฉลี่ย|ที่ได้)?|%|ร้อยละ|(?:คะแนน)?เต็ม\s?100(?:\s?คะแนน)?)\)?")
_HEADINGS = ("ปีงบประมาณ", "คะแนน")
_LEAST, _TWO = 2, 2
_LONGEST = 40


class _Tile(Struct, frozen=True):
    """A year or a score, from block `at` to before block `until`."""

    at: int
    until: int
    is_year: bool
    text: str
    place: Place


def with_years_in_tiles(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each such run as a table of years."""
    kept: list[Block] = []
    at = 0
    while at < len(blocks):
        run = _run_at(blocks, at) if kept else []
        run = run if run and _is_caption(kept[-1]) else []
        if not run:
            kept.append(blocks[at])
            at += 1
            continue
        kept.append(_table(run))
        at = run[-1].until
    return tuple(kept)


def _is_caption(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return False
    from prongsai.core.scoresheet.forms.yearly_totals import heading_below  # noqa: PLC0415

    line = block.text.rstrip().rpartition("\n")[2]
    return _YEAR.fullmatch(squeeze(line)) is None and bool(heading_below(line))


def _run_at(blocks: Sequence[Block], at: int) -> list[_Tile]:
    """The years and scores from a block on, if each has its own; else none."""
    run: list[_Tile] = []
    while at < len(blocks):
        place, text = blocks[at].place, _plain(blocks[at])
        year, score = _YEAR.fullmatch(text), _SCORE.fullmatch(text)
        found: re.Match[str] | None = year or score
        if found is not None:
            run.append(_Tile(at, at + 1, year is not None, found[1], place))
        elif run and not run[-1].is_year and _UNIT.fullmatch(text):
            last = run[-1]
            run[-1] = _Tile(last.at, at + 1, last.is_year, last.text, last.place)
        else:
            break
        at += 1
    kinds = [tile.is_year for tile in run]
    alternates = all(kind is not kinds[0] for kind in kinds[1::2]) and all(
        kind is kinds[0] for kind in kinds[::2]
    )
    years = {tile.text for tile in run if tile.is_year}
    is_whole = len(run) % _TWO == 0 and len(run) == _TWO * len(years)
    return run if is_whole and alternates and len(years) >= _LEAST else []


def _plain(block: Block) -> str:
    is_short = isinstance(block, Paragraph) and len(block.text) <= _LONGEST
    return squeeze(repair(block.text)) if is_short and isinstance(block, Paragraph) else ""


def _table(run: Sequence[_Tile]) -> Table:
    rows: list[Row] = []
    for one, other in zip(run[::_TWO], run[1::_TWO], strict=True):
        year, score = (one, other) if one.is_year else (other, one)
        rows.append(Row((year.text, score.text), score.place))
    return Table((Row(_HEADINGS, run[0].place), *rows), run[0].place)
