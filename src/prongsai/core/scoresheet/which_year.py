"""Which year's framework a document is read with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from prongsai.core import fiscal
from prongsai.core.errors import Findings
from prongsai.core.extract import Extract, Table
from prongsai.core.framework.catalogue import OLDEST_SAME_RULE, Catalogue
from prongsai.core.framework.model import Framework, Status
from prongsai.core.patterns import compiled
from prongsai.core.scoresheet.around.sights import YearInSight
from prongsai.core.scoresheet.names import Names
from prongsai.core.scoresheet.tables.rows import TableReader
from prongsai.core.text import Text
from prongsai.core.thai import arabic_digits

_A_YEAR = compiled("25[5-9][0-9]|26[0-4][0-9]")
_ROWS_TRIED = 300
_CELLS_TRIED = 200
_ENOUGH_NAMES = 10
_HEADINGS = 4
_OF_SCORES = compiled(r"^(?!.*เป้าหมาย)(?=.{1,60}$).*(?:คะแนน|ผล|ITA|IIT|EIT|OIT|ปี)", re.IGNORECASE)


def framework_for(
    extract: Extract,
    sights: Sequence[YearInSight],
    catalogue: Catalogue,
    year: int | None,
    *,
    draft: bool,
) -> tuple[Framework, bool]:
    """The framework whose names the document uses, and whether only those names tell its year."""
    if year is not None:
        return catalogue.get(year, draft=draft or year == OLDEST_SAME_RULE), False
    spoken: Counter[int] = Counter()
    for block, sight in zip(extract.blocks, sights, strict=True):
        if sight.year is not None and sight.year in catalogue.years():
            weight = 10 if isinstance(block, Table) else 1
            spoken[sight.year] += weight * (3 if sight.about_results else 1)
    spoken.update(year for year in _years_in_cells(extract) if year in catalogue.years())
    if spoken:
        return catalogue.get(spoken.most_common(1)[0][0], draft=True), False
    headed = [year for year in _years_in_headings(extract) if year in catalogue.years()]
    if headed:
        return catalogue.get(max(headed), draft=True), False
    return _by_names(extract, catalogue)


def _years_in_cells(extract: Extract) -> Iterator[int]:
    """Every cell that is a year alone: a column "year" tells whose scores its rows are."""
    for block in extract.blocks:
        for row in block.rows if isinstance(block, Table) else ():
            for cell in row.cells:
                text = arabic_digits(cell.strip())
                if _A_YEAR.fullmatch(text):
                    yield int(text)


def _years_in_headings(extract: Extract) -> Iterator[int]:
    """The years that headings of scores name: "คะแนน IIT ปี 2566"."""
    for block in extract.blocks:
        for row in block.rows[:_HEADINGS] if isinstance(block, Table) else ():
            for cell in row.cells[:_CELLS_TRIED]:
                if _OF_SCORES.search(cell):
                    yield from (year for _, year in fiscal.years_in(arabic_digits(cell)))


def _by_names(extract: Extract, catalogue: Catalogue) -> tuple[Framework, bool]:
    """The year whose item names alone fit a document that names no year."""
    rows = [
        row.cells[:_CELLS_TRIED]
        for block in extract.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]
    fits: dict[int, int] = {}
    for framework in catalogue.all():
        reader = TableReader(Names(framework), Findings())
        fits[framework.fiscal_year] = sum(
            reader.confirmed_code(cells) is not None for cells in rows[:_ROWS_TRIED]
        )
    ranked = sorted(fits, key=lambda year: fits[year], reverse=True)
    best = ranked[0]
    if fits[best] >= _ENOUGH_NAMES and fits[best] > fits[ranked[1]]:
        return catalogue.get(best, draft=True), True
    released = [framework for framework in catalogue.all() if framework.status is Status.RELEASED]
    return (catalogue.get(best, draft=True) if fits[best] else released[-1]), False


def note_year_by_names(year: int, findings: Findings) -> None:
    """Say that only the items' names told the year."""
    findings.note(
        "year_from_names",
        Text(
            f"แฟ้มไม่บอกปี แต่ชื่อข้อตรงกับกรอบของปี {year} เพียงปีเดียว จึงใช้ปีนี้",
            f"the file names no year; its item names fit {year} alone, which is used",
        ),
        next_step=Text("ถ้าไม่ใช่ ให้ระบุ --year", "if that is wrong, give --year"),
    )
