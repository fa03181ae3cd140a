"""Agencies with their totals on lines below each other: a table, typed without one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from prongsai.core.extract import Block, Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.whose import NAMED_AGENCY

_LINE = compiled(
    r"\s*(?:[-•*]|\(?[0-9๐-๙]{1,3}[.)]{1,2}|(?:อันดับ|ลำดับ)(?:ที่)?\s*[0-9๐-๙]{1,3}[.):]?)?\s*"
    rf"({NAMED_AGENCY.pattern})"
    r"\s*(?:อำเภอ[ก-ฺเ-๎]{2,30})?\s*(?:จังหวัด[ก-ฺเ-๎]{2,30})?\s*[:=–-]?\s*(?:ได้(?:รับ)?)?\s*(?:ผล)?(?:คะแนน)?(?:รวม)?\s*"
    r"(?:เท่ากับ|ร้อยละ|[:=])?\s*((?:100|๑๐๐|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2})\s*(?:คะแนน|%)?\s*"
)
# "# หน่วยงาน อำเภอ จังหวัด คะแนนเฉลี่ย" and below it "1 เทศบาลตำบล… เมือง สมมุติ 81.62": only below
# such a heading are bare words behind a name the places where it lies.
_HEADING = compiled(
    r"\s*(?:#|ที่|(?:ลำดับ|อันดับ)(?:ที่)?)?\s*(?:ชื่อ)?หน่วยงาน((?:\s+(?:อำเภอ|จังหวัด)){1,2})"
    r"\s+(?:ผล)?(?:คะแนน)(?:\s?ITA|รวม|เฉลี่ย|ที่ได้(?:รับ)?|ประเมิน)*(?:\s+ระดับ(?:ผล)?(?:การประเมิน)?)?\s*"
)
_IN_PLACES = compiled(
    rf"\s*(?:[0-9๐-๙]{{1,4}}[.)]?)?\s*({NAMED_AGENCY.pattern})((?:\s+[ก-ฺเ-๎]{{2,30}}){{1,2}})"
    r"\s+((?:100|๑๐๐|[0-9๐-๙]{2})\.[0-9๐-๙]{1,2})\s*(?:AA|[A-F]|ผ่านดีเยี่ยม|ผ่านดี|ผ่าน)?\s*"
)
_HEADINGS = ("หน่วยงาน", "คะแนนรวม")
_LEAST = 2
_LONGEST_LINE = 200


def with_agencies_listed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each run of such lines as a table of agencies.

    Shape:  the caption above says of which assessment, as it does for any table.
    """
    return tuple(part for block in blocks for part in _parts(block))


def _parts(block: Block) -> Iterator[Block]:
    if not isinstance(block, Paragraph) or not _names_several(block.text):
        yield block
        return
    lines = block.text.split("\n")
    found = list(_listed(lines))
    at = 0
    for is_listed, run in groupby(found, key=lambda one: one is not None):
        listed = list(run)
        first, at = at, at + len(listed)
        rows = [_row(block, first + n, one) for n, one in enumerate(listed) if one is not None]
        if is_listed and len(rows) >= _LEAST and len({row.cells[0] for row in rows}) == len(rows):
            yield Table((Row(_HEADINGS, rows[0].place), *rows), rows[0].place)
        else:
            yield Paragraph("\n".join(lines[first:at]), block.place_of_line(first))


def _listed(lines: Sequence[str]) -> Iterator[re.Match[str] | None]:
    """Of each line the agency with its score, or None."""
    places = 0  # how many places the last heading has behind a name, while its rows go on
    for line in lines:
        heading = _HEADING.fullmatch(line) if len(line) <= _LONGEST_LINE else None
        if heading or len(line) > _LONGEST_LINE:
            places = len(heading[1].split()) if heading else 0
            yield None
            continue
        row = _IN_PLACES.fullmatch(line) if places else None
        row = row if row and len(row[2].split()) == places else None
        places = places if row else 0
        yield row or _LINE.fullmatch(line)


def _names_several(text: str) -> bool:
    return len(list(islice(NAMED_AGENCY.finditer(text), _LEAST))) == _LEAST


def _row(block: Paragraph, line: int, found: re.Match[str]) -> Row:
    return Row((found[1].strip(), found[found.re.groups]), block.place_of_line(line))
