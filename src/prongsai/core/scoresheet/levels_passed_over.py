"""Words of levels that were printed and not read: told with their places.

A year whose level was read has none left over: what else stands there is a part's, or a band's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from prongsai.core.errors import Findings, Place
from prongsai.core.extract import Paragraph, Row, Table
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.sights import YearInSight
from prongsai.core.scoresheet.around.topics import Topic
from prongsai.core.scoresheet.names import is_total_label
from prongsai.core.scoresheet.settled import Found
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits, around, repair, squeeze

# What stands before a level that is told alone, at the end of a line, a cell or a bracket.
_LEAD = (
    r"(?:^|[\n|\t:=.…(/→⇒>]|[ ]{2,}|(?:ระดับ|เกรด|เกณฑ์|ผลการประเมิน|(?i:grade|rating|level))"
    r"(?:ผล)?(?:การประเมิน|คะแนน|ที่ได้)?)[\s“\"'*]*"
)
_END = r"(?=[\s”\"'*.…]*(?:$|[\n|)\t])|[ ]{2,})"
# Of every year, for a table of years has both: letters to 2565, words from 2566, the longest first.
_WORDS = (
    "ต้องปรับปรุงโดยด่วน", "ปรับปรุงโดยด่วน", "ผ่านดีเยี่ยม", "ต้องปรับปรุง", "ปรับปรุง", "ผ่านดี", "ผ่าน",
    "AA", "A", "B", "C", "D", "E", "F",
)  # fmt: skip
_ANY = "|".join(_WORDS)
_A_LEVEL = compiled(rf"{_LEAD}(?P<word>{_ANY}){_END}")
_ONE_WORD = compiled(rf"(?<![ก-๎A-Za-z])(?:{_ANY})(?![ก-๎A-Za-z])")
_SEVERAL = compiled(
    rf"\s*(?:ระดับ|ผล|เกรด|เกณฑ์)[ก-๎ ()A-Z]{{0,40}}?(?:[\s|:]+(?:{_ANY})(?![ก-๎A-Za-z])){{2,}}[\s|]*"
)
# "95.00 - 100 | AA", "85 ขึ้นไป": a band of levels, nobody's.
_BAND = compiled(r"\d\s*(?:-|–|—|ถึง)\s*\d|ขึ้นไป|ต่ำกว่า|น้อยกว่า|ไม่ถึง|[<>≥≤]")
_A_GOAL = compiled(r"เป้า|คาด|(?<!งบ)(?<!งบ )ประมาณ|ควร|อยาก|ต้องได้|ร่าง|จำลอง")
_HEADING = compiled(r"ระดับ|เกรด|(?:^|\s)ผล(?:$|\s|การประเมิน)|(?i:rating|grade|level)")
_YEAR = compiled(r"(?<!\d)2(?:5[5-9]|6[0-4])\d(?!\d)")
_NOT_RESULTS = (Topic.ITA_BUT_NO_RESULTS, Topic.NEVER_OWN, Topic.SOMETHING_ELSE)
_LONGEST_TEXT = 500_000
_LONGEST_LINE = 400
_LONG_CELL = 40
_MOST = 20


class LevelWord(Struct, frozen=True):
    """A word of a level where one may stand, and the year it is of."""

    word: str
    year: int | None
    place: Place


def levels_passed_over(
    document: Found,
    sights: Sequence[YearInSight],
    read: Collection[int | None],
    chief: int | None,
) -> list[LevelWord]:
    """The words of levels of years that no level was read of.

    Shape:  `read` are the years whose level was read, `chief` the year that the document is about.
    """
    found: list[LevelWord] = []
    for block, topic, sight in zip(document.blocks, document.topics, sights, strict=False):
        year = sight.year or chief
        if isinstance(block, Table):
            some = () if topic in _NOT_RESULTS else _in_table(block, year)
        else:
            some = () if topic is Topic.NEVER_OWN else _in_lines(block, year)
        found += (one for one in some if one.year not in read and len(found) < _MOST)
    return found


def tell_levels_passed_over(left: Sequence[LevelWord], findings: Findings) -> None:
    """Note them, with their places."""
    if not left:
        return
    words = ", ".join(dict.fromkeys(f"“{one.word}”" for one in left))
    findings.note(
        "levels_passed_over",
        Text(
            f"มีคำที่อาจเป็นระดับผลการประเมินซึ่งไม่ได้อ่าน: {words}",
            f"words that may be the level of the result are not read: {words}",
        ),
        *dict.fromkeys(one.place for one in left),
        next_step=Text(
            "ถ้าเป็นระดับที่ประกาศของหน่วยงาน ให้เทียบเองกับระดับที่คำนวณได้",
            "if it is the agency's published level, set it beside the one that is computed",
        ),
    )


def _in_lines(paragraph: Paragraph, year: int | None) -> Iterator[LevelWord]:
    if len(paragraph.text) > _LONGEST_TEXT:
        return
    text = arabic_digits(repair(paragraph.text))
    end = 0
    for line in text.splitlines(keepends=True):
        begun, end = end, end + len(line)
        # "> 95" is a band; "> ภาพรวม" is quoted.
        if len(line) > _LONGEST_LINE or _BAND.search(line.lstrip("> ")) or _A_GOAL.search(line):
            continue
        if _SEVERAL.fullmatch(line):  # "ระดับ   B   ผ่าน", below the years of a typed table
            for word in _ONE_WORD.findall(line):
                yield LevelWord(word, None, paragraph.place_at(begun, squeeze(line)))
            continue
        for found in _A_LEVEL.finditer(line):
            years = _YEAR.findall(line, 0, found.start())
            at = begun + found.start("word")
            quote = around(text, at, begun + found.end())
            place = paragraph.place_at(at, quote)
            yield LevelWord(found["word"], int(years[-1]) if years else year, place)


def _in_table(table: Table, year: int | None) -> Iterator[LevelWord]:
    """Cells with a level and nothing else, below a heading of levels or in a row of such a name.

    Also what a long cell says in words.
    """
    headed: set[int] = set()
    for row in table.rows:
        cells = [squeeze(arabic_digits(repair(cell))) for cell in row.cells]
        for column, cell in enumerate(dict.fromkeys(cells)):
            if len(cell) >= _LONG_CELL:
                yield from _in_lines(Paragraph(cell, row.place_of(column)), year)
        levels = [n for n, cell in enumerate(cells) if cell.strip(" “”\"'") in _WORDS]
        if not levels:
            headed |= {n for n, cell in enumerate(cells) if _HEADING.search(cell[:_LONGEST_LINE])}
            continue
        label = next((cell for n, cell in enumerate(cells) if cell and n not in levels), "")
        if _BAND.search(" ".join(cells)[:_LONGEST_LINE]) or _A_GOAL.search(label):
            continue
        is_named = is_total_label(label) or _HEADING.search(label) is not None
        yield from _in_row(row, cells, [n for n in levels if is_named or n in headed], year)


def _in_row(
    row: Row, cells: Sequence[str], columns: Sequence[int], year: int | None
) -> Iterator[LevelWord]:
    named = next((_YEAR.search(cell) for cell in cells if _YEAR.fullmatch(cell)), None)
    for column in columns:
        word = cells[column].strip(" “”\"'")
        place = row.place_of(column, f"{cells[0]} · {word}".strip(" ·"))
        yield LevelWord(word, int(named[0]) if named else year, place)
