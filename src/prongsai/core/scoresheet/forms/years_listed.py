"""A year and its total a line, below a caption of results: a table, typed without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from prongsai.core.errors import Place
from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.thai import repair

_LEVEL = r"(?:AA|[A-F]|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|สูงมาก|สูง|ปานกลาง|[-–])"
_LINE = compiled(
    r"\s*(?:[-•●▪*❖]|\(?[0-9๐-๙]{1,2}[.)]{1,2})?\s*(?:(?:ใน|ประจำ)?ปี(?:งบประมาณ)?|งบประมาณ)?\s*(?:พ\.?\s?ศ\.?)?\s*"
    r"((?:25|๒๕)[0-9๐-๙]{2})\s*[:=|–-]?\s*(?:ได้(?:รับ)?|มี)?\s*(?:ผล)?(?:การประเมิน)?(?:คะแนน)?(?:รวม|เฉลี่ย|ภาพรวม)?\s*"
    r"(?:เท่ากับ|อยู่ที่|ที่|ร้อยละ|[:=])?\s*((?:100|๑๐๐|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2})\s*(?:คะแนน|%)?\s*"
    rf"[|,(·]?\s*(?:อยู่)?(?:ใน)?(?:ระดับ|เกรด)?(?:ผลการประเมิน|คุณภาพ)?\s*[:=]?\s*[“\"(]?({_LEVEL})?\s*[”\")|]*\s*"
)
_HEADING = compiled(
    r"\s*\|?\s*(?:ปี|ปีงบประมาณ)\s*(?:\(?พ\.?\s?ศ\.?\)?)?[\s|]+(?:ผล)?(?:ค่า)?คะแนน(?:ที่ได้(?:รับ)?|รวม|เฉลี่ย|ประเมิน|ภาพรวม)*"
    r"(?:[\s|]+ระดับ(?:ผล)?(?:การประเมิน|คะแนน|คุณภาพ)?)?\s*\|?\s*"
)
_HEADINGS = ("ปีงบประมาณ", "คะแนน", "ระดับ")
_LEAST = 2
_LONGEST_LINE = 120


def with_years_listed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each run of such lines as a table of years.

    Shape:  only right below a line that captions results of the assessment.
    """
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> Iterator[Block]:
    if not isinstance(block, Paragraph) or "\n" not in block.text:
        yield block
        return
    lines = block.text.split("\n")
    short = (repair(line) if len(line) <= _LONGEST_LINE else "" for line in lines)
    found = [_LINE.fullmatch(line) for line in short]
    end = at = 0
    for is_listed, run in groupby(found, key=lambda one: one is not None):
        first, at = at, at + len(list(run))
        rows = [one for one in found[first:at] if one is not None] if is_listed else []
        heading = first - 1 if first and _HEADING.fullmatch(lines[first - 1]) else first
        if not _are_years(rows) or heading <= end or not _is_caption(lines[heading - 1]):
            continue
        yield Paragraph("\n".join(lines[end:heading]), block.place_of_line(end))
        yield _table(rows, [block.place_of_line(line) for line in range(first, at)])
        end = at
    if end < len(lines):
        yield block if not end else Paragraph("\n".join(lines[end:]), block.place_of_line(end))


def _are_years(rows: Sequence[re.Match[str]]) -> bool:
    return len(rows) >= _LEAST and len({row[1] for row in rows}) == len(rows)


def _is_caption(line: str) -> bool:
    from prongsai.core.scoresheet.forms.yearly_totals import heading_below  # noqa: PLC0415

    return _LINE.fullmatch(line) is None and bool(heading_below(line))


def _table(rows: Sequence[re.Match[str]], places: Sequence[Place]) -> Table:
    told = [
        Row((row[1], row[2], row[3] or ""), place)
        for row, place in zip(rows, places, strict=True)
    ]  # fmt: skip
    return Table((Row(_HEADINGS, places[0]), *told), places[0])
