"""A document's blocks become a sheet of what is certain, and candidates for a person."""

from __future__ import annotations

from msgspec import Struct

from prongsai.core.extract import Extract, Paragraph
from prongsai.core.framework.catalogue import Catalogue
from prongsai.core.scoresheet.model import Figure
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.new.agencies import Own
from prongsai.core.scoresheet.new.arithmetic import settle
from prongsai.core.scoresheet.new.lines import LineReader
from prongsai.core.scoresheet.new.model import Doubt, Print
from prongsai.core.scoresheet.new.setting import Captions
from prongsai.core.scoresheet.numbers import printed_number
from prongsai.core.scoresheet.new.tables import TableReader

_TITLES = 12


class Read(Struct):
    figures: list[Figure]
    candidates: list[Print]
    year: int | None


def parse(extract: Extract, framework, *, year=None, agency=None) -> Read:
    names = Names(framework)
    titles = []
    for block in extract.blocks[:_TITLES]:
        if isinstance(block, Paragraph):
            titles += block.text.split("\n")[:6]
        else:
            titles += [
                cell
                for row in block.rows[:4]
                if len(set(filter(str.strip, row.cells))) <= 2 and not any(map(printed_number, row.cells))
                for cell in row.cells
            ]
    own = Own(agency, titles)
    captions = Captions(names, own)
    tables, lines = TableReader(names, own, captions), LineReader(names, own, captions)
    prints: list[Print] = []
    for block in extract.blocks:
        prints += lines.read(block) if isinstance(block, Paragraph) else tables.read(block)
    prints = settle(prints, names)
    figures, candidates = [], []
    for one in prints:
        told = one.year or year
        doubts = one.doubts if told is not None else one.doubts | {Doubt.YEAR}
        if one.code is None or one.number.value is None:
            doubts |= {Doubt.SCORE}
        if doubts and (one.is_else or not one.is_near):
            continue
        if doubts:
            candidates.append(one)
        else:
            figures.append(Figure(one.code, told, one.number.published, one.number.value, one.origin, one.place, one.name))
    return Read(figures, candidates, year)
